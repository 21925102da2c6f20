"""The connector; its driver is imported when something is opened."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class PostgresPlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from plugins.builtin.postgres.source import PostgresSource

        return PostgresSource(target, read_only=read_only)


PLUGIN = PostgresPlugin()

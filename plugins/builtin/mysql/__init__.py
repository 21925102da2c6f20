"""The connector; its libraries are imported when something is opened."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class MysqlPlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from plugins.builtin.mysql.source import MysqlSource

        return MysqlSource(target, read_only=read_only)


PLUGIN = MysqlPlugin()

"""The connector; its libraries are imported when something is opened."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class ParquetPlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from plugins.builtin.parquet.source import ParquetSource

        return ParquetSource(target)


PLUGIN = ParquetPlugin()

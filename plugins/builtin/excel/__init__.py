"""The connector; its libraries are imported when something is opened."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class ExcelPlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from plugins.builtin.excel.source import ExcelSource

        return ExcelSource(target)


PLUGIN = ExcelPlugin()

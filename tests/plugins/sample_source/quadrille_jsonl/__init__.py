"""JSON Lines files as a source. Written by a third party, against plugins.api alone."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class JsonLinesPlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from .source import JsonLinesSource  # pyarrow only when it is needed

        return JsonLinesSource(target)


PLUGIN = JsonLinesPlugin()

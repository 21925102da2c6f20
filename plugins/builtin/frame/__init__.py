"""The connector; its libraries are imported when something is opened."""

from __future__ import annotations

from plugins.api import Manifest, Source, SourcePlugin, Target


class FramePlugin(SourcePlugin):
    manifest = Manifest.beside(__file__)

    def open(self, target: Target, *, read_only: bool = True) -> Source:
        from plugins.builtin.frame.source import FrameSource

        return FrameSource(target)


PLUGIN = FramePlugin()

"""Distributions of fields, columns and measures, counted in the background for the lines that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from dsl.diagnostics import QuadrilleError
from editor.viewmodels.browser import Key
from editor.viewmodels.latest import Latest
from editor.viewmodels.session import Session
from engine.preview import Preview, Profile

BATCH = 4
BINS = 24
COMMONEST = 8
Found = dict[Key, Profile | None]


class Profiles(QObject):
    """``arrived``: some of what was asked for is there. A changed measure is counted anew when it is asked for."""

    arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(session, lambda problems: None)
        self._known: Found = {}
        self._wanted: dict[Key, None] = {}
        self._measures: Any = None
        self._preview: Preview | None = None
        session.counts_changed.connect(self._counted)

    @property
    def busy(self) -> bool:
        return self._latest.busy

    def get(self, key: Key) -> Profile | None:
        """What is known of it."""
        return self._known.get(key)

    def ask(self, keys: Iterable[Key]) -> None:
        """These are looked at now; what was asked for before and is not begun is dropped."""
        self._wanted = {key: None for key in keys if key not in self._known}
        self._next()

    def _counted(self) -> None:
        checked, preview = self._session.checked, self._session.thread_of_counts.preview
        measures = checked.measures if checked is not None else None
        if preview is not self._preview:
            self._known.clear()
        elif measures != self._measures:
            self._known = {key: one for key, one in self._known.items() if key[0] in ("field", "column")}
        self._preview, self._measures = preview, measures
        self.arrived.emit()

    def _next(self) -> None:
        """The next few; they are counted only while nothing else is."""
        session = self._session
        workspace, preview = session.thread_of_counts.workspace, session.thread_of_counts.preview
        keys = list(self._wanted)[:BATCH]
        if not keys or self._latest.busy or session.stale or preview is None or workspace is None:
            return
        for key in keys:
            del self._wanted[key]
        measures, source = self._measures, workspace.source

        def count(cancel: Callable[[], bool]) -> Found:
            return {key: _profile(preview, source, key, cancel) for key in keys if not cancel()}

        def take(found: Found) -> None:
            if self._measures is measures and self._preview is preview:
                self._known |= found
            self.arrived.emit()
            self._next()

        self._latest.ask(count, take)


def _profile(preview: Preview, source: Any, key: Key, cancel: Callable[[], bool]) -> Profile | None:
    """None where it cannot be counted."""
    from engine.preview.columns import column_profile

    try:
        if key[0] == "column":
            program = preview.program
            return column_profile(program, source, key[1], key[2], bins=BINS, commonest=COMMONEST, cancel=cancel)
        return preview.profile(key[1], bins=BINS, commonest=COMMONEST)
    except (QuadrilleError, KeyError, ValueError):
        return None

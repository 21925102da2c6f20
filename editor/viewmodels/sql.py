"""The project as SQL for the panel: what is wished for, the text made of it in the background, lines and criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from dsl.diagnostics import Diagnostic
from editor.viewmodels.session import Session
from editor.workers.scripting import Scripted, Wish, script
from editor.workers.tasks import Task

__all__ = ["SqlModel", "Wish"]
WAIT = 150
"""Milliseconds of quiet before the text is made again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel shows. ``works``: the dialects that take what ``problems`` say this one refuses."""

    text: str = ""
    links: tuple[tuple[str, int] | None, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    works: tuple[str, ...] = ()


class SqlModel(QObject):
    """Makes the newest text while somebody looks at it; ``changed`` comes when there is something new to show."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.wish = Wish()
        self.follows = True
        """Is it the chosen cell that is shown?"""
        self.shown = Shown()
        self.busy = False
        self._active = False
        self._task: Task[Any] | None = None
        self._wanted: list[Callable[[str], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._make)
        session.project_changed.connect(self._later)
        session.counts_changed.connect(self._opened)
        session.selection_changed.connect(self._selected)

    # -- what is wished for ------------------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Does somebody look at it? Nothing is made otherwise."""
        self._active = active
        if active and (self._task is None or not self._task.running):
            self._later()

    def ask(self, **wishes: Any) -> None:
        """Another dialect, form, as-of date or name."""
        wish = replace(self.wish, **wishes)
        if wish != self.wish:
            self.wish = wish
            self._later()

    def set_follows(self, follows: bool) -> None:
        """The chosen cell, or the whole matrix."""
        self.follows = follows
        self._selected()

    def _selected(self) -> None:
        cell = self._session.cell if self.follows else None
        if cell != self.wish.cell:
            self.wish = replace(self.wish, cell=cell)
            self._later()

    def deliver(self, take: Callable[[str], None]) -> None:
        """Hand the text over, now or as soon as it is made; nothing where it cannot be made."""
        self._wanted.append(take)
        if not self.busy and self.shown.text and self._active:
            self._hand_over()
        elif not self.busy:
            self._later()

    # -- making it ---------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        """The data is there: what could not be made before can be made now."""
        if not self.shown.text:
            self._later()

    def _later(self) -> None:
        if not self._active and not self._wanted:
            return
        self.busy = True
        self._timer.start()
        self.changed.emit()

    def _make(self) -> None:
        if self._task is not None:
            self._task.cancel()
        session = self._session
        base, project, wish = session.thread_of_counts.workspace, session.document.project, self.wish
        path = session.document.path or Path()
        secret = session.thread_of_counts.secret
        self._task = session.run_task(
            lambda report, cancel: script(base, project, path, secret, wish), self._made, self._failed
        )

    def _made(self, found: Scripted) -> None:
        self._show(Shown(found.text, found.links, found.problems, found.works))

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._show(Shown(problems=problems))

    def _show(self, shown: Shown) -> None:
        self.busy, self.shown = False, shown
        self._hand_over()
        self.changed.emit()

    def _hand_over(self) -> None:
        wanted, self._wanted = self._wanted, []
        for take in wanted if self.shown.text else ():
            take(self.shown.text)

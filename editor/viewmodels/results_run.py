"""Runs of the open project: one at a time, with progress and cancel; the last one that ended well is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from dsl.diagnostics import Diagnostic
from editor.viewmodels.session import Session
from editor.workers import running
from editor.workers.running import Ran
from editor.workers.tasks import Task

State = Literal["none", "running", "done", "failed", "cancelled"]


class Runs(QObject):
    """``changed`` comes when a run begins or ends, ``moved`` with its progress; ``ran`` after one that ended well."""

    changed = Signal()
    moved = Signal()
    ran = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state: State = "none"
        self.last: Ran | None = None
        self.problems: tuple[Diagnostic, ...] = ()
        self.share: float | None = None
        self.step = "open"
        self.values = False
        """Are the measures' values wanted in the outcome?"""
        self._task: Task[Any] | None = None

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def outdated(self) -> bool:
        """Was the project edited since the run?"""
        return self.last is not None and self.last.project != self._session.document.project

    def start(self) -> None:
        """Run the project as it is now; one at a time."""
        if self.running:
            return
        session, values = self._session, self.values
        project, path = session.document.project, session.document.path or Path()
        secret = session.thread_of_counts.secret
        self.state, self.share, self.step, self.problems = "running", None, "open", ()
        self.changed.emit()
        self._task = session.run_task(
            lambda report, cancel: running.carry_out(
                project, path, secret, values=values, report=report, cancel=cancel
            ),
            self._done,
            self._failed,
            self._ended,
            self._moved,
        )

    def cancel(self) -> None:
        """End the run; the numbers of the one before stay."""
        if self._task is not None and self.running:
            self._task.cancel()

    def _moved(self, share: float | None, step: str) -> None:
        self.share, self.step = share, step
        self.moved.emit()

    def _done(self, found: Ran) -> None:
        self.last, self.state = found, "done"
        self._session.set_last_run(found.record)
        self.changed.emit()
        self.ran.emit()

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self.state, self.problems = "failed", problems
        self.changed.emit()

    def _ended(self) -> None:
        self.state = "cancelled"
        self.changed.emit()

"""Questions asked in the background of which only the newest answer matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from dsl.diagnostics import Diagnostic
from editor.viewmodels.session import Session
from editor.workers.tasks import Cancel, Task

T = TypeVar("T")


class Latest:
    """Asks one question at a time; a new one drops the old one. What fails says so through ``failed``."""

    def __init__(self, session: Session, failed: Callable[[tuple[Diagnostic, ...]], None]) -> None:
        self._session, self._failed = session, failed
        self._task: Task[Any] | None = None

    @property
    def busy(self) -> bool:
        """Is an answer still to come?"""
        return self._task is not None and self._task.running

    def ask(self, work: Callable[[Cancel], T], done: Callable[[T], None]) -> None:
        """``work`` runs in a thread of its own, ``done`` in the main thread."""
        self.drop()
        self._task = self._session.run_task(lambda report, cancel: work(cancel), done, self._failed)

    def drop(self) -> None:
        """The answer is not wanted any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

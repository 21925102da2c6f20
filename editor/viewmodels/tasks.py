"""Background work for whoever has a window: an open project, or the first screen and its wizard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from dsl.diagnostics import Diagnostic
from editor.workers.tasks import Report, Task, Work

T = TypeVar("T")


class RunTask(Protocol):
    """How a dialog starts work: as ``TaskRunner.run_task`` does."""

    def __call__(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[tuple[Diagnostic, ...]], None],
        ended: Callable[[], None] = ...,
        progress: Report = ...,
    ) -> Task[T]: ...


class TaskRunner(QObject):
    """Runs tasks whose callbacks come in the main thread."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task[Any]] = []
        self._posted.connect(lambda call: call())

    def run_task(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[tuple[Diagnostic, ...]], None],
        ended: Callable[[], None] = lambda: None,
        progress: Report = lambda share, what: None,
    ) -> Task[T]:
        """Do something in the background; every callback comes in the main thread, at most one of the first three."""
        self._tasks = [one for one in self._tasks if one.running]
        task = Task(work, self._posted.emit, done, failed, ended, progress)
        self._tasks.append(task)
        task.start()
        return task

    def close(self) -> None:
        """End what is at work."""
        for task in self._tasks:
            task.cancel()

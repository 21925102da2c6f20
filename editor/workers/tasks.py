"""Work that takes longer than a frame: each task in a thread of its own, with progress and cancel. No Qt here."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Generic, TypeVar

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.cancel import Cancelled

T = TypeVar("T")
Report = Callable[[float | None, str], None]
"""The share that is done (0 to 1, None: not known) and a code of what is being done."""

Cancel = Callable[[], bool]
Work = Callable[[Report, Cancel], T]
Post = Callable[[Callable[[], None]], None]
"""Carries a call over to the main thread."""

log = logging.getLogger(__name__)


def broken(what: str, error: Exception) -> Diagnostic:
    """A defect of a plugin or a driver as a message. Where it broke is logged, without the words of the exception: a
    driver may put a password into them."""
    log.error("%s broke: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return Diagnostic("run.broken", "error", params={"reason": type(error).__name__})


class Task(Generic[T]):
    """One piece of work. Exactly one of ``done``, ``failed`` and ``ended`` is called, in the main thread.

    done: with what the work gave. failed: with what was wrong, also where a plugin broke. ended: it was cancelled.
    """

    def __init__(
        self,
        work: Work[T],
        post: Post,
        done: Callable[[T], None],
        failed: Callable[[tuple[Diagnostic, ...]], None],
        ended: Callable[[], None],
        progress: Report,
    ) -> None:
        self._work, self._post = work, post
        self._done, self._failed, self._ended, self._progress = done, failed, ended, progress
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="quadrille-task", daemon=True)
        self.running = True

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end; ``ended`` follows at once, whatever the work still does is dropped."""
        if self.running and not self._cancelled.is_set():
            self._cancelled.set()
            self.running = False
            self._post(self._ended)

    def wait(self, seconds: float) -> bool:
        """Wait for the thread to end; False where it is still at work."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            found = self._work(self._report, self._cancelled.is_set)
        except Cancelled:
            self._finish(self._ended)
        except QuadrilleError as error:
            problems = error.diagnostics
            self._finish(lambda: self._failed(problems))
        except Exception as error:  # a plugin or a driver broke: the editor lives on
            problem = broken("a task", error)
            self._finish(lambda: self._failed((problem,)))
        else:
            self._finish(lambda: self._done(found))

    def _finish(self, last: Callable[[], None]) -> None:
        def call() -> None:
            if self.running:
                self.running = False
                last()

        self._post(call)

    def _report(self, share: float | None, what: str) -> None:
        def call() -> None:
            if self.running:
                self._progress(share, what)

        self._post(call)

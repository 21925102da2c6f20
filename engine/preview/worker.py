"""One thread that counts in the background: the newest program wins, older ones are ended and their results dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from engine.cancel import Cancelled
from engine.preview.counts import Counts
from engine.preview.live import Preview
from engine.program import Program

Done = Callable[[int, Counts], None]
Failed = Callable[[int, Exception], None]


@dataclass(frozen=True, slots=True)
class _Job:
    generation: int
    program: Program
    blocked: Collection[str]


class Worker:
    """Counts programs one at a time. ``done`` and ``failed`` are called from its thread, never for a program that a
    newer one has replaced. Use it as a context manager, or close it."""

    def __init__(self, preview: Preview, done: Done, failed: Failed | None = None) -> None:
        self._preview = preview
        self._done = done
        self._failed = failed
        self._newest = 0
        self._waiting: _Job | None = None
        self._closed = False
        self._busy = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="live counts", daemon=True)
        self._thread.start()

    def submit(self, program: Program, blocked: Collection[str] = ()) -> int:
        """Count a program soon; returns its generation. What is being counted for an older one is ended."""
        with self._changed:
            self._newest += 1
            self._waiting = _Job(self._newest, program, blocked)
            self._changed.notify_all()
            return self._newest

    def cancel(self) -> None:
        """End what is being counted; nothing of it is reported."""
        with self._changed:
            self._newest += 1
            self._waiting = None
            self._changed.notify_all()

    def idle(self, timeout: float | None = None) -> bool:
        """Wait until nothing is being counted; False where the time (seconds) ran out."""
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting is None and not self._busy, timeout)

    def close(self, timeout: float | None = 5.0) -> None:
        with self._changed:
            self._closed = True
            self._newest += 1
            self._waiting = None
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or self._waiting is not None)
                if self._closed:
                    return
                job, self._waiting, self._busy = self._waiting, None, True
            assert job is not None
            self._count(job)

    def _count(self, job: _Job) -> None:
        def is_old() -> bool:
            return self._newest != job.generation

        try:
            counts = self._preview.update(job.program, cancel=is_old, blocked=job.blocked)
        except Cancelled:
            return
        except Exception as problem:
            if not is_old() and self._failed is not None:
                self._failed(job.generation, problem)
            return
        if not is_old():
            self._done(job.generation, counts)

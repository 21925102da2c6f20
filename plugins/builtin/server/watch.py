"""Watching over one statement of a server: progress, and cancelling it from another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from plugins.api import Cancel, Progress, cancelled

_PAUSE = 0.05


class Watch:
    """One statement that runs. ``stop`` asks the server to end it, over a connection of its own.

    stop_on_server: ends the statement; called in another thread than the one that waits for rows, perhaps again
    until the statement is gone. What it raises is ignored.
    """

    def __init__(
        self,
        stop_on_server: Callable[[], object],
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        done: Callable[[Watch], None] | None = None,
    ) -> None:
        self._stop_on_server = stop_on_server
        self._progress = progress
        self._cancel = cancel
        self._done = done
        self._wanted = threading.Event()
        self._over = threading.Event()
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._look, name="server-watch", daemon=True)
        self._thread.start()

    @property
    def stopped(self) -> bool:
        """Was the end asked for? Then an error of the driver means nothing else."""
        return self._wanted.is_set()

    def stop(self) -> None:
        """From any thread: end the statement as soon as possible."""
        self._wanted.set()
        self._awake.set()

    def step(self) -> None:
        """Between two batches: raises SourceCancelled if the end was asked for."""
        if self._cancel is not None and not self.stopped and self._cancel():
            self.stop()
        if self.stopped:
            raise cancelled()

    def close(self) -> None:
        """The statement is over; nothing is cancelled behind this."""
        self._over.set()
        self._awake.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        if self._done is not None:
            self._done(self)

    def _look(self) -> None:
        pause = _PAUSE if self._cancel is not None or self._progress is not None else None
        while not self._awake.wait(pause):
            if self._cancel is not None and self._cancel():
                self.stop()
            elif self._progress is not None:
                self._progress(None)
        # A request that arrives before the statement does is lost, so it is repeated until the statement is over.
        while self.stopped and not self._over.is_set():
            with suppress(Exception):
                self._stop_on_server()
            self._over.wait(_PAUSE)

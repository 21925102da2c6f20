"""A watcher that ends a running statement when it is asked to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.05
"""Seconds between two looks at ``cancel``."""


@contextmanager
def watched(interrupt: Callable[[], object], cancel: Callable[[], bool] | None) -> Iterator[Callable[[], bool]]:
    """While the block runs, call ``interrupt`` once ``cancel`` says so. Gives a function that tells whether it did."""
    if cancel is None:
        yield lambda: False
        return
    done, fired = threading.Event(), threading.Event()

    def watch() -> None:
        while not done.wait(EVERY):
            if cancel():
                fired.set()
                interrupt()
                return

    thread = threading.Thread(target=watch, name="quadrille-cancel", daemon=True)
    thread.start()
    try:
        yield fired.is_set
    finally:
        done.set()
        thread.join()

"""What every command shares: its language, its terminal, progress with cancel, errors as messages."""

from __future__ import annotations

import _thread
import json
import locale
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Timer
from typing import Any, NoReturn

from engine.cli.texts import Language, text

OK, FINDING, WRONG = 0, 1, 2
"""Exit codes: fine; something was found; usage or input is wrong."""

PATIENCE = 0.6
"""Seconds that work gets to end in good order after Ctrl+C."""

Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]


def locale_language() -> Language:
    """The language of the locale: Korean where it says so, else English."""
    for name in ("QUADRILLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "ko" if value.lower().startswith("ko") else "en"
    found = locale.getlocale()[0] or ""
    return "ko" if found.lower().startswith(("ko", "korean")) else "en"


def asked_language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """What ``--lang`` says, wherever it stands (None: nothing), and the arguments without it.

    Behind ``--`` everything is an argument; a ``--lang`` at the very end says nothing.
    """
    asked: str | None = None
    kept: list[str] = []
    waiting = False
    for position, argument in enumerate(arguments):
        if waiting:
            asked, waiting = argument.lower(), False
        elif argument == "--":
            return asked, kept + arguments[position:]
        elif argument == "--lang":
            waiting = True
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=").lower()
        else:
            kept.append(argument)
    return "" if waiting else asked, kept


def print_json(value: Any) -> None:
    """One JSON document on standard output; Hangul stays readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def working(language: Language, *, quiet: bool = False) -> Iterator[tuple[Progress, Cancel]]:
    """Progress on the terminal (after a second, and only where somebody looks), and cancel by Ctrl+C."""
    stop = Event()
    previous = signal.getsignal(signal.SIGINT)
    # What does not ask whether to stop is interrupted a little later.
    insist = Timer(PATIENCE, _thread.interrupt_main)
    insist.daemon = True

    def ask_to_stop(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        insist.start()

    signal.signal(signal.SIGINT, ask_to_stop)
    try:
        if quiet or not sys.stderr.isatty():
            yield (lambda share, step: None), stop.is_set
            return
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        from engine.cli.show import console

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bar(*columns, console=console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)

            def progress(share: float | None, step: str) -> None:
                words = text(f"step.{step}", language) if step in ("read", "query", "write") else step
                bar.update(task, description=words, total=1.0, completed=share or 0.0)

            yield progress, stop.is_set
    finally:
        insist.cancel()
        signal.signal(signal.SIGINT, previous)


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    import typer

    raise typer.Exit(code)

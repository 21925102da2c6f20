"""Connections to one SQLite file: how they are opened, stopped, and what their errors mean."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.api import Cancel, Progress, SourceError, cancelled, error, first_line

_STEPS = 20_000  # virtual machine instructions between two looks at the clock: about a millisecond
_PAUSE = 0.05


def translate(failure: sqlite3.Error, path: Path) -> SourceError:
    """What a driver's error means to a user."""
    code = str(getattr(failure, "sqlite_errorname", ""))
    name = str(path)
    if code.startswith("SQLITE_INTERRUPT"):
        return cancelled()
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return error("source.locked", path=name)
    if code.startswith("SQLITE_NOTADB"):
        return error("source.not_a_database", path=name, expected="SQLite")
    if code.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR")) and not path.exists():
        return error("source.vanished", path=name)
    if code.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM")):
        return error("source.permission", path=name)
    if code.startswith("SQLITE_CORRUPT"):
        return error("source.corrupt", path=name)
    if code.startswith("SQLITE_READONLY"):
        return error("source.read_only", source=name)
    if code.startswith("SQLITE_FULL"):
        return error("source.disk_full", path=name)
    if code.startswith("SQLITE_IOERR"):
        return error("source.io", path=name, reason=first_line(failure))
    return error("source.query_failed", source=name, reason=first_line(failure))


def check(path: Path) -> None:
    """Say clearly what is wrong with a file before SQLite is asked."""
    if path.is_dir():
        raise error("source.is_folder", path=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise error("source.not_found", path=str(path)) from None
    except PermissionError:
        raise error("source.permission", path=str(path)) from None
    except OSError as failure:
        raise error("source.io", path=str(path), reason=first_line(failure)) from None
    if not head:
        raise error("source.empty_file", path=str(path))
    if head != b"SQLite format 3\x00":
        raise error("source.not_a_database", path=str(path), expected="SQLite")


def lenient(data: bytes) -> str:
    """Text that is not UTF-8, with a replacement sign for what cannot be read."""
    return data.decode("utf-8", "replace")


def connect(path: Path, *, read_only: bool, wait: float) -> sqlite3.Connection:
    """A connection that cannot write when ``read_only``, attach files or load extensions."""
    if read_only:
        check(path)
    try:
        return _open(path, "ro" if read_only else "rwc", wait)
    except sqlite3.Error as failure:
        code = str(getattr(failure, "sqlite_errorname", ""))
        if read_only and code.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) and _settled(path):
            try:  # a folder where no lock files can be made, such as a mounted snapshot
                return _open(path, "ro&immutable=1", wait)
            except sqlite3.Error as second:
                raise translate(second, path) from None
        raise translate(failure, path) from None


def _settled(path: Path) -> bool:
    """Whether the file alone holds everything: no journal with changes lies beside it."""
    for suffix in ("-wal", "-journal"):
        try:
            if Path(f"{path}{suffix}").stat().st_size:
                return False
        except OSError:
            continue
    return True


def _open(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=0,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA temp_store = MEMORY" if "immutable" in mode else "PRAGMA temp_store = DEFAULT")
        if mode != "rwc":
            connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


class Run:
    """One statement on a connection of its own, so that it can be stopped without disturbing others."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        done: Callable[[Run], None] | None = None,
    ) -> None:
        self.connection = connection
        self.path = path
        self.stopped = False
        self._progress = progress
        self._cancel = cancel
        self._done = done
        self._next = time.monotonic() + _PAUSE
        connection.set_progress_handler(self._look, _STEPS)

    def _look(self) -> int:
        if self.stopped:
            return 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE
            if self._cancel is not None and self._cancel():
                self.stopped = True
                return 1
            if self._progress is not None:
                self._progress(None)
        return 0

    def stop(self) -> None:
        """From any thread."""
        self.stopped = True
        self.connection.interrupt()

    def step(self) -> None:
        """Between two batches: ends the run if that is wanted."""
        if self._look():
            raise cancelled()

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        try:
            return self.connection.execute(sql, parameters)
        except sqlite3.Error as failure:
            raise self.failure(failure) from None
        except (ValueError, sqlite3.Warning) as failure:  # a NUL in the text, or several statements
            raise error("source.query_failed", source=str(self.path), reason=first_line(failure)) from None

    def fetch(self, cursor: sqlite3.Cursor, rows: int) -> list[Any]:
        try:
            return cursor.fetchmany(rows)
        except sqlite3.Error as failure:
            raise self.failure(failure) from None

    def failure(self, failure: sqlite3.Error) -> SourceError:
        return cancelled() if self.stopped else translate(failure, self.path)

    def close(self) -> None:
        self.connection.close()
        if self._done is not None:
            self._done(self)

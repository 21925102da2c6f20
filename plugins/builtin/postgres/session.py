"""Connections to one database of a PostgreSQL server, and what their errors mean.

Libpq is asked through ADBC, which gives rows as Arrow in the server's binary form: measured to be the fastest of the
ways there are. A connection that was left in the middle of something is never used again.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any

import pyarrow as pa

from plugins.api import Cancel, Progress, SourceError, Target, cancelled, error, first_line
from plugins.builtin.postgres.types import literal, quote
from plugins.builtin.server import problems
from plugins.builtin.server.address import Address, read_address
from plugins.builtin.server.watch import Watch

VARIABLE = "PGPASSWORD"
EXAMPLE = "postgresql://user@host:5432/database"
_PASSED_ON = ("sslmode", "sslrootcert", "service")
_ALWAYS = {
    "application_name": "quadrille",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "jit": "off",  # compiling a statement with hundreds of expressions takes longer than running it
}
_IDLE = 2
_CANCELLED = "57014"
_WORDS = re.compile(r"(?:ERROR|FATAL|PANIC|오류|치명적오류):\s+([^\n]*)")
_NO_LOGIN = re.compile(
    r"password|authentication|pg_hba\.conf|no encryption|role .* does not exist|not permitted to log in"
    r"|인증|비밀번호|롤"
)
_NO_DATABASE = re.compile(r'(?:database|데이터베이스) "(?P<name>.*?)"|"(?P<other>.*?)" 데이터베이스')


def driver() -> ModuleType:
    """The driver, imported late."""
    try:
        return import_module("adbc_driver_postgresql.dbapi")
    except ImportError:
        raise problems.no_driver("postgres", "adbc-driver-postgresql") from None


class Sessions:
    """Opens connections as a target says, keeps a few for the next statement, and ends what runs on them. Whatever is
    done is done in a transaction."""

    def __init__(self, target: Target) -> None:
        self._driver = driver()
        self.address: Address = read_address(target, scheme="postgresql", variable=VARIABLE, example=EXAMPLE)
        self.name = self.address.name
        self._login = _conninfo(self.address, target)
        self.seconds = int(target.options.get("timeout", 0))
        wait = int(target.options.get("wait", 10))
        self._settings = {
            **_ALWAYS,
            "statement_timeout": f"{self.seconds}s",
            "lock_timeout": f"{wait}s",
        }
        if target.options.get("memory"):
            self._settings["work_mem"] = str(target.options["memory"])
        if target.options.get("schema"):
            self._settings["search_path"] = quote(str(target.options["schema"]))
        self._lock = threading.Lock()
        self._idle: list[Any] = []
        self._running: set[Watch] = set()
        self._closed = False

    def _open(self) -> Any:
        try:
            return self._driver.connect(self._login, autocommit=True)
        except self._driver.Error as failure:
            raise self._refused(failure) from None

    def _begin(self, connection: Any, *, writing: bool) -> None:
        """One transaction, read-only unless asked otherwise, with the session's settings. They hold for nothing
        else: a pool between us and the server may give the same session to somebody else next."""
        with connection.cursor() as cursor:
            cursor.execute("BEGIN" if writing else "BEGIN READ ONLY")
            made = (f"set_config({literal(name)}, {literal(value)}, true)" for name, value in self._settings.items())
            cursor.execute(f"SELECT {', '.join(made)}")
            cursor.fetchall()

    @contextmanager
    def running(
        self, progress: Progress | None = None, cancel: Cancel | None = None, *, writing: bool = False
    ) -> Iterator[Run]:
        """A connection for one statement, or one transaction, which ``interrupt`` and ``cancel`` end."""
        run = self.start(progress, cancel, writing=writing)
        try:
            yield run
            run.finished = True
        except (self._driver.Error, pa.ArrowException, OSError) as failure:
            raise run.told(failure) from None
        finally:
            run.close()

    def start(self, progress: Progress | None = None, cancel: Cancel | None = None, *, writing: bool = False) -> Run:
        """The same for a caller that closes the run itself."""
        if self._closed:
            raise error("source.closed", source=self.name)
        fresh = self._begun(writing=writing)
        cursor = fresh.cursor()
        watch = Watch(cursor.adbc_cancel, progress, cancel, self._ended)
        with self._lock:
            self._running.add(watch)
        return Run(self, fresh, cursor, watch)

    def _begun(self, *, writing: bool) -> Any:
        """A connection within a transaction. One that was idle may have been ended by the server meanwhile."""
        while True:
            with self._lock:
                idle = self._idle.pop() if self._idle else None
            connection = idle or self._open()
            try:
                self._begin(connection, writing=writing)
                return connection
            except self._driver.Error as failure:
                _forget(connection)
                if idle is None:
                    raise self.told(failure) from None

    def ended(self, connection: Any) -> bool:
        """End the transaction; false where the connection does not answer any more."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        except (self._driver.Error, pa.ArrowException, OSError):
            return False
        return True

    def _ended(self, watch: Watch) -> None:
        with self._lock:
            self._running.discard(watch)

    def back(self, connection: Any) -> None:
        """A connection that may be used again."""
        with self._lock:
            if not self._closed and len(self._idle) < _IDLE:
                self._idle.append(connection)
                return
        _forget(connection)

    def interrupt(self) -> None:
        with self._lock:
            running = list(self._running)
        for watch in running:
            watch.stop()

    def close(self) -> None:
        self._closed = True
        self.interrupt()
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            _forget(connection)

    # -- errors ------------------------------------------------------------------------------------------------

    def _refused(self, failure: Exception) -> SourceError:
        """Why there is no connection. Libpq gives no code here, and the server may speak another language."""
        text = _said(failure)
        if _NO_LOGIN.search(text):
            return problems.login(self.name, VARIABLE)
        found = _NO_DATABASE.search(text)
        if found:
            return problems.no_database(self.name, found["name"] or found["other"])
        return problems.unreachable(self.name, text.removeprefix("connection to server "))

    def told(self, failure: Exception, *, alive: bool = True, waited: bool = False) -> SourceError:
        """What a driver's error means to a user. ``alive``: does the connection still answer? ``waited``: did the
        statement take as long as it may?"""
        code = str(getattr(failure, "sqlstate", None) or "")
        text = _said(failure)
        if not alive or code.startswith(("08", "57P")):
            return problems.lost(self.name)
        if waited:
            return problems.too_long(self.name, self.seconds, "timeout")
        if code == "55P03":
            return problems.locked(self.name)
        if code == "42501":
            return problems.denied(self.name, text)
        if code == "25006":
            return error("source.read_only", source=self.name)
        if code == "53100":
            return problems.full(self.name)
        if code == "53200":
            return error("source.memory", source=self.name)
        return error("source.query_failed", source=self.name, reason=text)


class Run:
    """One statement, or one transaction, on a connection of its own."""

    def __init__(self, sessions: Sessions, connection: Any, cursor: Any, watch: Watch) -> None:
        self.connection = connection
        self.cursor = cursor
        self.watch = watch
        self.finished = False
        self._since = time.monotonic()
        self._sessions = sessions

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a short SELECT."""
        self.watch.step()
        self.cursor.execute(sql)
        return [tuple(row) for row in self.cursor.fetchall()]

    def told(self, failure: Exception) -> SourceError:
        if self.watch.stopped:
            return cancelled()
        self.watch.close()
        # Rows that are on their way bring no code along: then the connection itself is asked.
        code = getattr(failure, "sqlstate", None)
        alive = bool(code) or self._sessions.ended(self.connection)
        limit = self._sessions.seconds
        waited = bool(limit) and time.monotonic() - self._since >= limit
        if code == _CANCELLED and not waited:
            return cancelled()  # Ctrl+C, which the driver takes for itself, or somebody on the server
        return self._sessions.told(failure, alive=alive, waited=waited)

    def commit(self) -> None:
        self.watch.step()
        self.cursor.execute("COMMIT")

    def close(self) -> None:
        """The connection goes back only when nothing is left of the statement."""
        done = self.finished and not self.watch.stopped
        if not done:
            self.watch.stop()
            with suppress(Exception):
                self.cursor.adbc_cancel()
        self.watch.close()
        with suppress(Exception):
            self.cursor.close()
        if done and self._sessions.ended(self.connection):
            self._sessions.back(self.connection)
        else:
            _forget(self.connection)


def guarded(run: Run, work: Callable[[], Any]) -> Any:
    """The result of a step of a run; a driver's error becomes ours."""
    run.watch.step()
    try:
        return work()
    except (run._sessions._driver.Error, pa.ArrowException, OSError) as failure:
        raise run.told(failure) from None


def _forget(connection: Any) -> None:
    with suppress(Exception):
        connection.close()


def _said(failure: Exception) -> str:
    """The server's own words, without the statement that the driver adds."""
    text = str(failure)
    found = _WORDS.search(text)
    if found:
        return found[1].strip()
    line = first_line(failure)
    for before in ("IO: ", "[libpq] ", "Failed to connect: "):
        line = line.removeprefix(before)
    return line


def _conninfo(address: Address, target: Target) -> str:
    """Libpq's keywords; what is left out comes from its environment, its service file or its own defaults."""
    given: dict[str, object] = {
        "host": address.host or target.options.get("host"),
        "port": address.port or target.options.get("port"),
        "user": address.user,
        "dbname": address.database,
        "password": address.password,
        "connect_timeout": target.options.get("wait", 10),
        **{name: target.options.get(name) for name in _PASSED_ON},
    }
    pairs = [(name, str(value)) for name, value in given.items() if value not in (None, "", 0)]
    return " ".join(f"{name}='{_escaped(value)}'" for name, value in pairs)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")

"""A MariaDB server for the tests: one for each process that asks, in a folder of its own, gone when the process is.

Its databases ignore case and trailing spaces, its sessions are strict and live nine hours ahead of UTC, and what SQL
may look like is set as far from the usual as can be: none of it may matter.
"""

from __future__ import annotations

import atexit
import itertools
import math
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.backends import sql
from engine.core import Kind
from engine.declared import as_loaded
from engine.plan import Plan
from engine.sample.schema import TABLES
from engine.sample.write import write
from tests.support.sql_engines import Definitions, Tables

SQL_MODES = (
    "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY",
    "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH,IGNORE_SPACE,"
    "NO_UNSIGNED_SUBTRACTION,TIME_ROUND_FRACTIONAL,ALLOW_INVALID_DATES,STRICT_TRANS_TABLES",
)
PASSWORD = "geheim'\"\\%s@:/ 비밀"
WAIT = 60
# The server is to end with this process, however that ends: its shell waits for the other end of a pipe.
_GUARD = '"$@" </dev/null & server=$!; cat >/dev/null; kill -KILL "$server"; wait "$server"; rm -rf "$FOLDER"'


@dataclass(frozen=True)
class Server:
    """A running server; ``reader`` may read everything and has ``PASSWORD``, root needs none."""

    folder: Path
    port: int
    guard: subprocess.Popen[bytes]

    def connect(self, database: str | None = None, **more: Any) -> Any:
        import pymysql

        login = {"user": "root", "charset": "utf8mb4", "autocommit": True, "database": database}
        return pymysql.connect(host="127.0.0.1", port=self.port, **{**login, **more})

    def url(self, database: str, scheme: str = "mariadb", user: str = "root") -> str:
        return f"{scheme}://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """An empty database, which lives as long as the server."""
        name = f"test_{next(_NUMBERS)}"
        with self.connect() as connection:
            connection.cursor().execute(f"CREATE DATABASE {name}")
        return name

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database, dropped behind."""
        name = self.new_database()
        try:
            yield name
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        if self.guard.poll() is None:
            with self.connect() as connection:
                connection.cursor().execute(f"DROP DATABASE IF EXISTS `{name}`")

    def stop(self) -> None:
        """End the server at once, as a power cut would for its clients."""
        if self.guard.stdin is not None:
            self.guard.stdin.close()
        self.guard.wait(60)


Runner = Callable[[Plan, Definitions, Tables], list[tuple[Any, ...]]]
_NUMBERS = itertools.count(1)


def missing() -> str:
    """Why there is no server here; empty where there is one."""
    for program in ("mariadbd", "mariadb-install-db"):
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian: apt-get install mariadb-server)"
    return ""


def needed() -> None:
    """Skip a test where no server can run."""
    if reason := missing():
        pytest.skip(reason)


def also() -> tuple[tuple[str, Runner], ...]:
    """The engine and how it carries plans out, where it is installed; for tests that ask many engines."""
    return () if missing() else (("mariadb", run_mariadb),)


@cache
def server() -> Server:
    """The server of this process; skips the test where none is installed."""
    needed()
    started = start()
    atexit.register(started.stop)
    return started


def start() -> Server:
    """A server more, for tests that stop it."""
    folder = Path(tempfile.mkdtemp(prefix="quadrille-mariadb-"))
    data = folder / "data"
    user = ["--user=root"] if os.geteuid() == 0 else []
    made = subprocess.run(
        [
            *("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"),
            *("--auth-root-authentication-method=normal", *user),
        ],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    guard = subprocess.Popen(
        [
            *("sh", "-c", _GUARD, "guard", "mariadbd", "--no-defaults", *user),
            *(f"--datadir={data}", f"--socket={folder / 'socket'}"),
            *(f"--pid-file={folder / 'pid'}", "--skip-networking=0", "--bind-address=127.0.0.1", f"--port={port}"),
            *("--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-name-resolve"),
            *("--innodb-buffer-pool-size=64M", "--performance-schema=0", "--max-allowed-packet=64M"),
            *("--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci"),
            *("--default-time-zone=+09:00", f"--sql-mode={SQL_MODES[0]}"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=log.open("wb"),
        env={**os.environ, "FOLDER": str(folder)},
    )
    running = Server(folder, port, guard)
    _await(running, log)
    with running.connect() as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE USER reader@'%%' IDENTIFIED BY %s", (PASSWORD,))
        cursor.execute("GRANT SELECT, SHOW VIEW ON *.* TO reader@'%'")
    return running


def _await(running: Server, log: Path) -> None:
    import pymysql

    until = time.monotonic() + WAIT
    while True:
        try:
            running.connect().close()
            return
        except pymysql.Error:
            if running.guard.poll() is not None or time.monotonic() > until:
                said = log.read_text(errors="replace")
                running.stop()
                raise AssertionError(f"mariadbd did not start: {said}") from None
            time.sleep(0.02)


# -- plans over tables of given rows, as in tests.support.sql_engines ---------------------------------------

DECLARED = {"varchar": "text", "timestamp": "datetime(6)", "boolean": "tinyint(1)"}


def quote(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


_LOADED: dict[str, str] = {}


def run_mariadb(
    plan: Plan, definitions: Definitions, tables: Tables, sql_mode: str = SQL_MODES[1], filled_in: str = SQL_MODES[0]
) -> list[tuple[Any, ...]]:
    """The plan's rows as Python values. Equal tables are loaded once, in a session with the mode ``filled_in``."""
    types = {
        table: {name: DECLARED.get(declared.lower(), declared.lower()) for name, declared in columns.items()}
        for table, columns in definitions.items()
    }
    statement = sql.compile(as_loaded(plan, types), "mariadb")
    mark = repr((definitions, tables))
    with server().connect() as connection:
        cursor = connection.cursor()
        if mark not in _LOADED:
            _LOADED[mark] = server().new_database()
            cursor.execute(f"USE {_LOADED[mark]}")
            cursor.execute("SET SESSION sql_mode = %s", (filled_in,))
            fill(cursor, types, tables)
        cursor.execute(f"USE {_LOADED[mark]}")
        cursor.execute("SET SESSION sql_mode = %s", (sql_mode,))
        cursor.execute(statement.sql)
        rows = cursor.fetchall()
        cursor.execute("SHOW WARNINGS")
        assert cursor.fetchall() == (), statement.sql
    kinds = [column.kind for column in statement.columns]
    return [tuple(_value(kind, value) for kind, value in zip(kinds, row, strict=True)) for row in rows]


def fill(cursor: Any, definitions: Mapping[str, Mapping[str, str]], tables: Tables) -> None:
    for table, columns in definitions.items():
        listed = ", ".join(f"{quote(name)} {declared}" for name, declared in columns.items())
        cursor.execute(f"CREATE TABLE {quote(table)} ({listed})")
        insert(cursor, table, list(columns), [[row.get(name) for name in columns] for row in tables[table]])


def insert(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        names = ", ".join(quote(name).replace("%", "%%") for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        table = quote(table).replace("%", "%%")
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _value(kind: Kind, value: Any) -> Any:
    """A value in the one form that is promised; anything else fails."""
    if value is None:
        return None
    match kind:
        case Kind.BOOL:
            assert value in (0, 1), value
            return bool(value)
        case Kind.INT:
            assert isinstance(value, int) or (isinstance(value, Decimal) and value == int(value)), value
            return int(value)
        case Kind.FLOAT:
            assert isinstance(value, float) and math.isfinite(value), value
        case Kind.TEXT:
            assert isinstance(value, str), value
        case Kind.DATE:
            assert isinstance(value, date) and not isinstance(value, datetime), value
        case Kind.TS:
            assert isinstance(value, datetime), value
    return value


# -- the sample ----------------------------------------------------------------------------------------------

_SAMPLE_TYPES = {"VARCHAR": "VARCHAR(255)", "TIMESTAMP": "DATETIME(6)"}


def load_sample(database: str, customers: int, seed: int) -> None:
    """The sample's tables, by the server's own reading of CSV files."""
    with tempfile.TemporaryDirectory(prefix="quadrille-sample-") as folder:
        files = Path(folder, "csv")
        write(files, customers, seed, kind="csv")
        with server().connect(database) as connection:
            cursor = connection.cursor()
            cursor.execute("SET unique_checks = 0, foreign_key_checks = 0")
            for table in TABLES:
                kinds = {column.name: column.kind for column in table.columns}
                listed = [f"{quote(name)} {_SAMPLE_TYPES.get(kind, kind)}" for name, kind in kinds.items()]
                cursor.execute(f"CREATE TABLE {table.name} ({', '.join(listed)}, PRIMARY KEY ({table.primary_key}))")
                cursor.execute(
                    f"LOAD DATA INFILE '{files / table.name}.csv' INTO TABLE {table.name} CHARACTER SET utf8mb4"
                    " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\n'"
                    f" IGNORE 1 LINES ({', '.join(f'@{name}' for name in kinds)})"
                    f" SET {', '.join(f'{quote(name)} = {_given(name, kind)}' for name, kind in kinds.items())}"
                )
                cursor.execute(f"ANALYZE TABLE {table.name}")


def _given(name: str, kind: str) -> str:
    return f"NULLIF(@{name}, '') = 'true'" if kind == "BOOLEAN" else f"NULLIF(@{name}, '')"

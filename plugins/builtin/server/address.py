"""Addresses of database servers, ``scheme://user@host:port/database``, and where their passwords come from.

A password never stands in an address. It comes from the caller, from an environment variable that the address
names (``scheme://user:${NAME}@…``), from the connector's own variable, or from the system's keychain, in this order.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from plugins.api import Target, error

KEYCHAIN = "quadrille"
"""The service under which the keychain holds passwords; the name of an entry is ``Address.name``."""

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+._-]*)://(?P<where>[^/?#]*)(?:/(?P<database>[^?#]*))?(?:[?#].*)?")
_HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>\d{1,5}))?")
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a database of it; parts that were not given are empty (port: 0).

    name: the address as messages show it, without a password.
    """

    scheme: str
    host: str
    port: int
    user: str
    database: str
    name: str
    password: str | None = field(default=None, repr=False)


def read_address(target: Target, *, scheme: str, variable: str, example: str) -> Address:
    """The address in a target. ``variable``: the environment variable that may hold the password.

    Raises SourceError ``source.server_address``, ``source.server_password`` (one stands in it) or
    ``source.server_variable`` (it names a variable that is not set).
    """
    match = _URL.fullmatch(target.text.strip())
    login, at, where = match["where"].rpartition("@") if match else ("", "", "")
    host = _HOST.fullmatch(where)
    if match is None or host is None or (host["port"] and not 0 < int(host["port"]) < 65536):
        raise error("source.server_address", target=target.name, example=example)
    user, colon, given = login.partition(":")
    database = unquote(match["database"] or "")
    name = f"{scheme}://{quote(unquote(user))}{at}{where}/{quote(database)}"
    password = target.secret
    if colon and given:
        reference = _VARIABLE.fullmatch(unquote(given))
        if reference is None:
            raise error("source.server_password", target=name, variable=variable)
        password = password or os.environ.get(reference["name"])
        if password is None:
            raise error("source.server_variable", variable=reference["name"], source=name)
    return Address(
        scheme,
        unquote(host["host"].strip("[]")),
        int(host["port"] or 0),
        unquote(user),
        database,
        name,
        password or os.environ.get(variable) or _kept(name),
    )


def _kept(name: str) -> str | None:
    """The password that the keychain holds for an address; a machine without a keychain holds none."""
    with suppress(Exception):  # backends of keyring raise whatever they like
        import keyring

        if not type(keyring.get_keyring()).__module__.startswith(("keyrings.alt", "keyring.backends.fail")):
            return keyring.get_password(KEYCHAIN, name)
    return None

"""Passwords of sources: in the keychain of the operating system, and nowhere else.

Connectors look there themselves, under the address without a password (``Source.name``); this module says whether
there is a keychain that deserves the name, and writes to it.
"""

from __future__ import annotations

from typing import Any, Literal

from dsl.diagnostics import Diagnostic, QuadrilleError

SERVICE = "quadrille"
"""Under this name the keychain holds our passwords."""

State = Literal["ok", "missing", "plain"]
PLAIN = ("keyrings.alt", "keyrings.cryptfile")
"""Backends that write files of their own: plain text, or locked with a key that lies beside them."""
NONE = ("keyring.backends.fail", "keyring.backends.null")


def keychain() -> State:
    """``ok``; ``missing``: this machine has none; ``plain``: passwords would be readable in it, so it is refused."""
    try:
        import keyring

        backends = _parts(keyring.get_keyring())
    except Exception:  # backends raise whatever they like
        return "missing"
    if any(_kind(one) == "ok" for one in backends):
        return "ok"
    return "plain" if any(_kind(one) == "plain" for one in backends) else "missing"


def remember(name: str, password: str) -> None:
    """Keep a source's password. Raises QuadrilleError ``password.no_keychain`` where there is no safe place."""
    try:
        import keyring

        safe = next(one for one in _parts(keyring.get_keyring()) if _kind(one) == "ok")
        safe.set_password(SERVICE, name, password)
    except Exception as failure:  # locked, refused by the user, gone, or never there
        raise QuadrilleError(Diagnostic("password.no_keychain", "error", params={"source": name})) from failure


def forget(name: str) -> None:
    """Remove a source's password, if one is kept."""
    try:
        import keyring

        for one in _parts(keyring.get_keyring()):
            if _kind(one) == "ok" and one.get_password(SERVICE, name) is not None:
                one.delete_password(SERVICE, name)
    except Exception:  # what cannot be reached holds nothing for us
        return


def _parts(backend: Any) -> list[Any]:
    """A chain's backends one by one: it would fall back from a safe one to one that is not."""
    return list(getattr(backend, "backends", None) or [backend])


def _kind(backend: Any) -> State:
    module = type(backend).__module__
    return "plain" if module.startswith(PLAIN) else "missing" if module.startswith(NONE) else "ok"

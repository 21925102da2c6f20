"""What is missing on this machine, and what follows from it."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from engine.passwords import keychain

State = Literal["ok", "missing", "wrong"]
PROGRAM = "quadrille"
EXTRAS = ("editor", "db", "verify")
"""Parts that may be left out, and that a message speaks of; the drivers of the cloud's engines are not among them."""

QT_LIBRARIES = ("libEGL.so.1", "libxkbcommon.so.0", "libdbus-1.so.3", "libfontconfig.so.1", "libxcb-cursor.so.0")
TOP_LEVEL = ("dsl", "engine", "plugins", "editor")


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at. ``needed``: nothing works without it; else only what ``code`` speaks of."""

    code: str
    state: State
    needed: bool
    detail: str = ""


def examine() -> list[Examined]:
    """Look at Python, the packages, our own top-level packages, Java, Qt's libraries and the keychain."""
    found = [Examined("python", "ok" if sys.version_info >= (3, 11) else "wrong", True, sys.version.split()[0])]
    found += [_package(name, extra) for name, extra in required()]
    bringing = packages_distributions()
    found += [_own(name, bringing.get(name, [])) for name in TOP_LEVEL]
    found.append(_java())
    if sys.platform.startswith("linux"):
        found += [_library(name) for name in QT_LIBRARIES]
    found.append(_keychain())
    return found


def required() -> list[tuple[str, str]]:
    """The packages that the program names, each with the extra that it belongs to (none: always needed)."""
    try:
        lines = requires(PROGRAM) or []
    except PackageNotFoundError:
        return []
    found = []
    for line in lines:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        extra = re.search(r"extra\s*==\s*['\"](.+?)['\"]", line)
        if name is not None and (extra is None or extra[1] in EXTRAS):
            found.append((name[0], extra[1] if extra is not None else ""))
    return found


def _package(name: str, extra: str) -> Examined:
    code = f"{extra or 'package'} {name}"
    try:
        return Examined(code, "ok", not extra, version(name))
    except PackageNotFoundError:
        return Examined(code, "missing", not extra)


def _own(name: str, bringing: list[str]) -> Examined:
    """Another distribution that ships a top-level package of our name silently replaces ours."""
    spec = find_spec(name)
    places = list(spec.submodule_search_locations or []) if spec is not None else []
    if not places:
        return Examined(f"own {name}", "missing", name != "editor")
    others = sorted({one for one in bringing if one.lower() != PROGRAM})
    if Path(places[0]).resolve().parent != Path(__file__).resolve().parents[1]:
        return Examined(f"own {name}", "wrong", True, ", ".join(others) or places[0])
    # Ours comes first today; what else brings the name may come first after the next installation.
    return Examined(f"own {name}", "wrong" if others else "ok", True, ", ".join(others))


def _java() -> Examined:
    path = shutil.which("java")
    return Examined("java", "ok" if path else "missing", False, path or "")


def _library(name: str) -> Examined:
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return Examined(f"library {name}", "missing", False)
    return Examined(f"library {name}", "ok", False)


def _keychain() -> Examined:
    """Alternative backends keep passwords where others can read them: they are refused."""
    state = keychain()
    if state == "missing":
        return Examined("keychain", state, False)
    import keyring

    return Examined("keychain", "wrong" if state == "plain" else state, False, type(keyring.get_keyring()).__module__)

"""What is missing on this machine, and what follows from it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

State = Literal["ok", "missing", "wrong"]
CORE = (
    "lark",
    "sqlglot",
    "duckdb",
    "pandas",
    "pyarrow",
    "numpy",
    "pydantic",
    "ruamel.yaml",
    "sqlalchemy",
    "typer",
    "rich",
)
EDITOR = ("pyside6-essentials", "pyqtgraph", "qtawesome")
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
    found += [_package(name, True) for name in CORE]
    found += [_package(name, False) for name in EDITOR]
    found += [_own(name) for name in TOP_LEVEL]
    found.append(_java())
    if sys.platform.startswith("linux"):
        found += [_library(name) for name in QT_LIBRARIES]
    found.append(_keychain())
    return found


def _package(name: str, needed: bool) -> Examined:
    try:
        return Examined(f"package {name}", "ok", needed, version(name))
    except PackageNotFoundError:
        return Examined(f"package {name}", "missing", needed)


def _own(name: str) -> Examined:
    """Another distribution that ships a top-level package of our name silently replaces ours."""
    spec = find_spec(name)
    places = list(spec.submodule_search_locations or []) if spec is not None else []
    ours = find_spec("engine")
    home = Path(next(iter(ours.submodule_search_locations or ["."]))).parent if ours is not None else Path()
    others = [
        str(one.metadata["Name"])
        for one in distributions()
        if one.metadata["Name"] != "quadrille" and name in (one.read_text("top_level.txt") or "").split()
    ]
    if not places:
        return Examined(f"own {name}", "missing", name != "editor")
    if Path(places[0]).parent != home or others:
        return Examined(f"own {name}", "wrong", True, ", ".join(others) or places[0])
    return Examined(f"own {name}", "ok", True)


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
    """Alternative keyring backends keep passwords as plain text: they are refused."""
    try:
        import keyring

        backend = keyring.get_keyring()
    except Exception as failure:
        return Examined("keychain", "missing", False, type(failure).__name__)
    name = type(backend).__module__
    if "fail" in name or "null" in name:
        return Examined("keychain", "missing", False)
    if name.startswith("keyrings.alt"):
        return Examined("keychain", "wrong", False, name)
    return Examined("keychain", "ok", False, name)

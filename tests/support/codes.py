"""The codes of diagnostics and fixes that the sources can give, with the parameters that they are given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+")
# Functions that take a code, and what they put before it, by the folder of who calls them.
MAKERS = (
    ("", ("Diagnostic", "Fix"), ""),
    ("dsl", ("error", "warn", "info", "report", "_report", "hint", "_error", "_hint", "_warn", "_info", "note"), ""),
    ("engine/project", ("problem", "at_line"), "project."),
    ("plugins", ("problem", "error", "note"), ""),
    ("engine/backends", ("unsupported",), "backend."),
    ("engine/cli", ("wrong",), "usage."),
    ("engine", ("_error", "note"), ""),
)
# What such a function takes besides parameters of the text.
OTHERS = {"severity", "span", "fixes", "place", "code"}
# What such a function adds to all that it makes, or takes for something else.
ADDED = {"engine/backends": {"backend"}, "engine/datacheck.py": {"field"}}
NOT_NAMED = {"engine/project": {"path"}}


@dataclass(frozen=True, slots=True)
class Given:
    """A code somewhere in the sources; ``names`` are None where only a run could tell the parameters."""

    code: str
    names: frozenset[str] | None
    where: str


@cache
def given() -> tuple[Given, ...]:
    """Every code that a source file names in a call."""
    found: list[Given] = []
    for folder in ("dsl", "engine", "plugins", "editor"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    found += _of_call(node, place)
    return tuple(found)


def mentioned() -> set[str]:
    """Every text in the sources that looks like a code (conditions choose codes before a call names them)."""
    found: set[str] = set()
    for folder in ("dsl", "engine", "plugins", "editor"):
        for path in (ROOT / folder).rglob("*.py"):
            if "messages" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                    found.add(node.value)
    return found


def _of_call(call: ast.Call, place: str) -> Iterator[Given]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    prefixes = [prefix for folder, makers, prefix in MAKERS if name in makers and place.startswith(folder)]
    if not prefixes:
        return
    for code in [one for argument in call.args[:2] for one in _codes(argument)]:
        known = f"{prefixes[0]}{code}"
        if CODE.fullmatch(known):
            names = _names(call)
            for where, more in ADDED.items():
                names = names | more if names is not None and place.startswith(where) else names
            for where, less in NOT_NAMED.items():
                names = names - less if names is not None and place.startswith(where) else names
            yield Given(known, names, f"{place}:{call.lineno}")
            return


def _codes(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(value)):
            return [value]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_codes(body), *_codes(orelse)]
    return []


def _names(call: ast.Call) -> frozenset[str] | None:
    found = set()
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        if keyword.arg == "params":
            inner = _of_dict(keyword.value)
            if inner is None:
                return None
            found |= inner
        elif keyword.arg not in OTHERS:
            found.add(keyword.arg)
    for argument in call.args[2:]:
        if isinstance(argument, ast.Dict):
            found |= _of_dict(argument) or set()
        elif isinstance(argument, ast.Name | ast.Starred):
            return None if isinstance(argument, ast.Name) else frozenset(found)
    return frozenset(found)


def _of_dict(node: ast.expr) -> set[str] | None:
    if not isinstance(node, ast.Dict) or any(key is None for key in node.keys):
        return None
    return {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}

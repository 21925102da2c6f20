"""The part of the runtime that a generated script needs, as source of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PACKAGE = "engine.backends.frame.runtime"
FILES = ("pairs", "numbers", "texts", "times", "time_texts", "reading", "rows", "grouping", "ranking", "showing")
"""In an order in which each imports only those before it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, class or constant of the runtime, or an import: its source, and the names that it needs."""

    source: str
    needs: frozenset[str]
    is_import: bool = False


def bundle(names: Iterable[str]) -> str:
    """Imports and source of the named functions and of all that they need, in the runtime's order."""
    definitions = runtime()
    needed: set[str] = set()
    waiting = [name for name in names if name in definitions]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [other for other in definitions[name].needs if other in definitions]
    chosen = [definition for name, definition in definitions.items() if name in needed]
    imports = sorted({definition.source for definition in chosen if definition.is_import}, key=_import_order)
    plain = [definition.source for definition in chosen if not definition.is_import]
    return "\n".join(["from __future__ import annotations", "", *imports]) + "\n\n\n" + "\n\n\n".join(plain) + "\n"


def _import_order(line: str) -> tuple[bool, bool, str]:
    is_other = line.split()[1].split(".")[0] in ("numpy", "pandas")
    return is_other, line.startswith("from"), line


@cache
def runtime() -> dict[str, Definition]:
    """Everything that the runtime's files define, by name."""
    found: dict[str, Definition] = {}
    for file in FILES:
        source = (files(PACKAGE) / f"{file}.py").read_text(encoding="utf-8")
        lines = source.splitlines()
        last = ""
        for node in ast.parse(source).body:
            for name, definition in _definitions(node, lines):
                found[name] = definition
                last = name
            if last and isinstance(node, ast.Expr):  # the text below a constant
                before = found[last]
                text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                found[last] = Definition(f"{before.source}\n{text}", before.needs)
    return found


def _definitions(node: ast.stmt, lines: list[str]) -> Iterable[tuple[str, Definition]]:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                source = f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                yield alias.asname or alias.name, Definition(source, frozenset(), True)
        case ast.ImportFrom(module=str(module), names=aliases):
            if module != "__future__" and not module.startswith(PACKAGE):
                for alias in aliases:
                    yield alias.name, Definition(f"from {module} import {alias.name}", frozenset(), True)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield name, Definition("\n".join(lines[first - 1 : node.end_lineno]), _names_in(node))
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name, Definition("\n".join(lines[node.lineno - 1 : node.end_lineno]), _names_in(node))


def _names_in(node: ast.AST) -> frozenset[str]:
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))

"""Trying a connection in the background, step by step, and what of a project is not found in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dsl.diagnostics import Diagnostic, QuadrilleError
from editor.workers.tasks import Cancel
from engine.cancel import Cancelled
from engine.project.model import Project
from engine.workspace import used_tables
from plugins.api import Source
from plugins.registry import open_source, probe

Name = Literal["find", "reach", "login", "open", "schema", "rows", "tables"]
UNREACHED = ("source.server_unreachable", "source.server_address", "source.driver_missing", "source.server_variable")
"""What keeps a server from being reached at all; what else goes wrong on opening is about signing in."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trial. tables, rows: how many were seen. missing: tables that the project needs and that are not
    there."""

    name: Name
    ok: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    tables: int | None = None
    rows: int | None = None
    missing: tuple[str, ...] = ()


def attempt(
    target: str,
    base: Path | None,
    secret: str | None,
    *,
    server: bool,
    project: Project | None,
    told: Callable[[Step], None],
    cancel: Cancel,
) -> bool:
    """Try a connection; ``told`` hears of each step as it ends, the failed one last. True where all went well."""
    for found in probe(target, base, secret=secret):
        if cancel():
            raise Cancelled()
        for step in _steps(found.name, found.ok, found.diagnostics, server):
            told(Step(step.name, step.ok, step.diagnostics, found.tables, found.rows))
        if not found.ok:
            return False
    if project is None:
        return True
    missing = missing_tables(project, target, base, secret)
    told(Step("tables", not missing, missing=missing))
    return not missing


def _steps(name: str, ok: bool, diagnostics: tuple[Diagnostic, ...], server: bool) -> list[Step]:
    """Opening a server is two steps to its user: reaching it, and signing in."""
    if name != "open" or not server:
        return [Step(name, ok, diagnostics)]  # type: ignore[arg-type]
    if ok:
        return [Step("reach", True), Step("login", True, diagnostics)]
    if any(one.code in UNREACHED for one in diagnostics):
        return [Step("reach", False, diagnostics)]
    return [Step("reach", True), Step("login", False, diagnostics)]


def missing_tables(project: Project, target: str, base: Path | None, secret: str | None) -> tuple[str, ...]:
    """The tables that a project names and a source does not have. Raises QuadrilleError where it cannot be opened."""
    with open_source(target, base=base, secret=secret) as source:
        return tuple(name for name in dict.fromkeys(used_tables(project)) if not _has(source, name))


def _has(source: Source, table: str) -> bool:
    try:
        source.find(table)
    except QuadrilleError:
        return False
    return True

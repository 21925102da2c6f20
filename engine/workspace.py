"""A project opened with its data: the file, the source, every rule checked, and the program of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from dsl.catalog import Catalog
from dsl.diagnostics import Diagnostic, QuadrilleError, Value
from dsl.typed import TypedExpr
from engine.asof import read_as_of
from engine.keys import key_problems
from engine.names import found_in
from engine.plan import Plan
from engine.program import Cell, Program
from engine.project.catalog import compile_project
from engine.project.compiled import CheckedProject, to_program
from engine.project.file import Document, Loaded, load, place_all
from engine.project.model import Project
from engine.schema import TableSchema, table_schema
from plugins.api import Source
from plugins.registry import open_source, source_path

Cancel = Callable[[], bool]


@dataclass(slots=True)
class Workspace:
    """An open project. Close it, or use it as a context manager, to let go of the source.

    ``data``: the file or folder that is the source, None where it is neither.
    """

    path: Path
    loaded: Loaded
    project: Project
    source: Source
    schema: dict[str, TableSchema]
    checked: CheckedProject
    program: Program
    diagnostics: tuple[Diagnostic, ...] = ()
    data: Path | None = None
    _keys_checked: bool = field(default=False)

    @property
    def catalog(self) -> Catalog:
        return self.checked.catalog

    def as_of(self, given: str | date | None = None) -> date:
        """The day of a run: what was asked for, else the project's."""
        return read_as_of(given if given is not None else self.project.as_of, self.project.time_zone)

    def cell(self, cell: str) -> Cell:
        """A cell of the program. Raises QuadrilleError ``publish.cell``."""
        self.require_cell(cell)
        return next(one for one in self.program.cells if one.id == cell)

    def require_cell(self, cell: str) -> None:
        """Raises QuadrilleError ``publish.cell`` where there is no such cell."""
        cells = tuple(one.id for one in self.program.cells)
        if cell not in cells:
            raise QuadrilleError(Diagnostic("publish.cell", "error", params={"cell": cell, "cells": cells}))

    def rule_text(self, cell: str, n: int) -> str:
        """A criterion's rule as it was written."""
        found = self.project.matrix.cell(cell)
        return next((one.rule for one in found.criteria if one.n == n), "") if found is not None else ""

    def rules(self) -> Iterator[tuple[str, str, TypedExpr]]:
        """Measures, entry rules and criteria: where each is, its text and its checked tree."""
        for name, measure in self.project.measures.items():
            if name in self.checked.measures:
                yield f"measures.{name}", measure.rule, self.checked.measures[name]
        for stage in self.project.matrix.stages:
            if stage.entry is not None and stage.id in self.checked.entries:
                yield f"stages.{stage.id}", stage.entry, self.checked.entries[stage.id]
        for (cell, n), tree in self.checked.criteria.items():
            yield f"cells.{cell}.{n}", self.rule_text(cell, n), tree

    def protect(self, target: Path) -> None:
        """Raises QuadrilleError ``write.own`` where a file to be written is the project or belongs to its data."""
        try:
            there = Path(os.path.realpath(target))
            own = {Path(os.path.realpath(one)) for one in (self.path, self.data) if one is not None}
            # A new file may join a folder of data; one that is there belongs to it.
            inside = there.exists() and any(one in there.parents for one in own)
        except (OSError, ValueError):  # a name that no file can have: writing it says so
            return
        if there in own or inside:
            raise QuadrilleError(Diagnostic("write.own", "error", params={"file": str(target)}))

    def protect_table(self, name: str) -> None:
        """Raises QuadrilleError ``write.own_table`` where a table to be written is one that the project reads."""
        known = [
            one for one in self.source.tables() if name.casefold() in (one.qualified.casefold(), one.name.casefold())
        ]
        used = {self.source.find(one).qualified for one in self.program.tables}
        if any(one.qualified in used for one in known):
            raise QuadrilleError(Diagnostic("write.own_table", "error", params={"table": name}))

    def check_keys(self, cancel: Cancel | None = None) -> None:
        """Raises QuadrilleError where a subject's key is missing or not unique; looked at once."""
        if self._keys_checked:
            return
        problems = key_problems(self.source, self.program.table, self.program.key, cancel)
        if problems:
            raise QuadrilleError(*problems)
        self._keys_checked = True

    def run_notes(self, plan: Plan, day: date, seen: int | None = None) -> list[Diagnostic]:
        """What the source has to say, who is not ``seen`` since they came later, and what a run as of a past day
        cannot replay."""
        notes = list(self.source.notices())
        everyone = self.source.row_count(self.program.table) if self.program.since and seen is not None else None
        if everyone is not None and seen is not None and everyone > seen:
            later: dict[str, Value] = {"subjects": everyone - seen, "date": day.isoformat()}
            notes.append(Diagnostic("run.later", "info", params=later))
        if not self.program.stages:
            notes.append(Diagnostic("run.no_matrix", "info"))
        key_and_since = {self.program.key, self.program.since}
        today = read_as_of("today", self.project.time_zone)
        fields = tuple(column.name for column in plan.subject.columns if column.name not in key_and_since)
        if fields and day < today:
            params: dict[str, Value] = {"date": day.isoformat(), "fields": fields}
            notes.append(Diagnostic("run.not_replayable", "info", params=params))
        return notes

    def with_project(self, project: Project) -> Workspace:
        """The same open source under a project that was edited meanwhile. Raises QuadrilleError where a rule is wrong.

        Only one of both workspaces is to be closed.
        """
        known = {name for name, table in self.schema.items() if table.columns}
        schema = self.schema if set(used_tables(project)) <= known else used_schema(project, self.source)
        return _checked(self.path, replace(self.loaded, project=project), project, self.source, schema, True, self.data)

    def close(self) -> None:
        self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_workspace(
    path: Path, *, source: str | None = None, writable: bool = False, strict: bool = True, secret: str | None = None
) -> Workspace:
    """Open a project with its data. ``source`` replaces the project's own; ``secret`` is the source's password.

    Raises QuadrilleError with everything that is wrong: the file, the source, and (``strict``) the rules.
    """
    loaded = load(path)
    if loaded.project is None:
        raise QuadrilleError(*[one for one in loaded.diagnostics if one.severity == "error"])
    return _opened(path, loaded, loaded.project, source, writable, strict, secret)


def open_project(
    project: Project,
    path: Path,
    *,
    source: str | None = None,
    writable: bool = False,
    strict: bool = True,
    secret: str | None = None,
) -> Workspace:
    """Open a project as it is being edited, with its data. ``path``: its file, which need not be there and is not
    read. Raises QuadrilleError as ``open_workspace`` does."""
    loaded = Loaded(project, Document("", None, str(path)))
    return _opened(path, loaded, project, source, writable, strict, secret)


def _opened(
    path: Path, loaded: Loaded, project: Project, source: str | None, writable: bool, strict: bool, secret: str | None
) -> Workspace:
    target, base = (source, None) if source is not None else (project.source, path.resolve().parent)
    if not target:
        raise QuadrilleError(Diagnostic("run.no_source", "error", params={"file": str(path)}))
    opened = open_source(target, read_only=not writable, base=base, secret=secret)
    try:
        schema = used_schema(project, opened)
        return _checked(path, loaded, project, opened, schema, strict, source_path(target, base))
    except BaseException:
        opened.close()
        raise


def _checked(
    path: Path,
    loaded: Loaded,
    project: Project,
    opened: Source,
    schema: dict[str, TableSchema],
    strict: bool,
    data: Path | None,
) -> Workspace:
    checked = compile_project(project, schema)
    found = tuple(place_all(loaded, [*loaded.diagnostics, *checked.diagnostics]))
    errors = [one for one in found if one.severity == "error"]
    if strict and errors:
        raise QuadrilleError(*errors)
    program = found_in(to_program(checked, schema), opened)
    return Workspace(path, loaded, project, opened, schema, checked, program, found, data)


def used_tables(project: Project) -> list[str]:
    """The tables that a project names, as it names them."""
    used = [project.subject.table, *(one.table for one in project.relations.values() if one.table)]
    return used + [one.results.table for one in project.campaigns.values() if one.results is not None]


def used_schema(project: Project, source: Source) -> dict[str, TableSchema]:
    """The tables that a project names, by those names; the others without their columns, for suggestions."""
    used = used_tables(project)
    known = {table.qualified: table for table in source.tables()}
    schema = {name: TableSchema() for name in known}
    for name in dict.fromkeys(used):
        try:
            schema[name] = table_schema(source, source.find(name).qualified)
        except QuadrilleError as error:
            if any(one.code != "source.unknown_table" for one in error.diagnostics):
                raise
    return schema

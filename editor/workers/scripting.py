"""A project, or a cell of it, written as SQL in the background: as it is being edited, not as it lies on disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Diagnostic
from engine.backends.base import Unsupported
from engine.project.model import Project
from engine.publish import circled, sql_script
from engine.workspace import Workspace, open_project

COLUMN = re.compile(r'AS ["`\[](?P<name>[^"`\]]+)["`\]](?: /\* (?P<title>.*) \*/)?,?$')


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a project is to be written as SQL, and how. ``dialect`` None: the source's own; ``cell`` None: the
    whole matrix; ``as_of`` None: the project's date, ``today``: whenever it runs."""

    dialect: str | None = None
    cell: str | None = None
    form: str = "select"
    as_of: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Scripted:
    """A statement, and for each of its lines the criterion (cell, number) that it belongs to.

    ``problems``: why the dialect refuses; ``works``: the dialects that do not.
    """

    text: str = ""
    links: tuple[tuple[str, int] | None, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    works: tuple[str, ...] = ()


def script(base: Workspace | None, project: Project, path: Path, secret: str | None, wish: Wish) -> Scripted:
    """The statement that ``quadrille sql`` prints for this project. ``base``: the same data, if it is open already.

    Raises QuadrilleError for what is wrong with project or source.
    """
    if base is not None and base.project.source == project.source:
        return _script(base.with_project(project), wish)
    with open_project(project, path, secret=secret) as workspace:
        return _script(workspace, wish)


def _script(workspace: Workspace, wish: Wish) -> Scripted:
    from engine.backends.sql import DIALECTS

    try:
        text = _written(workspace, wish, wish.dialect)
    except Unsupported as refusal:
        works = tuple(name for name in DIALECTS if name != wish.dialect and _takes(workspace, wish, name))
        return Scripted(problems=refusal.diagnostics, works=works)
    return Scripted(text, tuple(linked(text, workspace.project)))


def _written(workspace: Workspace, wish: Wish, dialect: str | None) -> str:
    return sql_script(workspace, dialect=dialect, cell=wish.cell, form=wish.form, name=wish.name, as_of=wish.as_of)


def _takes(workspace: Workspace, wish: Wish, dialect: str) -> bool:
    try:
        _written(workspace, wish, dialect)
    except Unsupported:
        return False
    return True


def linked(text: str, project: Project) -> list[tuple[str, int] | None]:
    """For each line of a statement the criterion that it computes: its comment says so, or its column's name."""
    starts = {f"{cell.id} {circled(one.n)}": (cell.id, one.n) for cell in project.matrix.cells for one in cell.criteria}
    columns: dict[str, tuple[str, int]] = {}
    found: list[tuple[str, int] | None] = []
    for line in text.splitlines():
        match = COLUMN.search(line)
        place = None
        if match is not None and match["title"]:
            place = starts.get(" ".join(match["title"].split(" ")[:2]))
            if place is not None:
                columns.setdefault(match["name"], place)
        found.append(place)
    # Layers above a column hand it on: "s"."c_2_1_3",
    handed = re.compile(r'^\s*["`\[]\w+["`\]]\.["`\[](?P<name>[^"`\]]+)["`\]],?$')
    for number, line in enumerate(text.splitlines()):
        match = handed.match(line)
        if found[number] is None and match is not None:
            found[number] = columns.get(match["name"])
    return found

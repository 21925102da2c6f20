"""Edits of the matrix's axes as changes: stages, levels, and who is in a stage."""

from __future__ import annotations

from typing import Literal

from editor.commands.cells import without_cells
from editor.commands.edits import Path
from editor.document.history import Change
from engine.project.changes import insert_at, move_at, remove_at, replace_at
from engine.project.model import Level, Project, Stage

Axis = Literal["stages", "levels"]


def axis_path(axis: Axis, name: str) -> Path:
    return ("matrix", axis, name)


def axis_items(project: Project, axis: Axis) -> tuple[Stage, ...] | tuple[Level, ...]:
    """The stages or the levels in their order."""
    return project.matrix.stages if axis == "stages" else project.matrix.levels


def axis_item(project: Project, axis: Axis, name: str) -> Stage | Level | None:
    """A stage or level by its id."""
    return next((one for one in axis_items(project, axis) if one.id == name), None)


def cells_of(project: Project, axis: Axis, name: str) -> tuple[str, ...]:
    """The ids of the cells of a stage or level."""
    return tuple(c.id for c in project.matrix.cells if (c.stage if axis == "stages" else c.level) == name)


def add_axis(project: Project, axis: Axis, labels: dict[str, str], after: str | None = None) -> tuple[Change, str]:
    """A new stage or level behind ``after`` (else at the end), and its id."""
    names = [one.id for one in axis_items(project, axis)]
    number = len(names) + 1
    while (name := f"{axis[:-1]}{number}") in names:
        number += 1
    place = names.index(after) + 1 if after in names else len(names)
    before = names[place] if place < len(names) else None
    changed = insert_at(project, ("matrix", axis), {"id": name, "labels": labels}, before)
    return Change(changed, f"edit.add_{axis[:-1]}"), name


def remove_axis(project: Project, axis: Axis, name: str) -> Change:
    """Without a stage or level, and without its cells."""
    cells = cells_of(project, axis, name)
    changed = remove_at(without_cells(project, cells), axis_path(axis, name))
    return Change(changed, f"edit.remove_{axis[:-1]}", {"n": len(cells)})


def move_axis(project: Project, axis: Axis, name: str, to: int) -> Change:
    """A stage or level at another place; its cells go with it."""
    return Change(move_at(project, axis_path(axis, name), to), f"edit.move_{axis[:-1]}")


def set_entry(project: Project, stage: str, rule: str) -> Change:
    """Who is in a stage, as it is typed; an empty rule lets everybody in."""
    path = (*axis_path("stages", stage), "entry")
    changed = replace_at(project, path, rule if rule.strip() else None)
    return Change(changed, "edit.entry", merge=("entry", stage))

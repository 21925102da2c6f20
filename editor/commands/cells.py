"""Edits of whole cells as changes, and a cell on its way through the clipboard."""

from __future__ import annotations

import json
from decimal import Decimal

from pydantic import ValidationError

from editor.commands.edits import cell_path
from editor.document.history import Change
from engine.project.base import to_plain
from engine.project.changes import insert_at, remove_at, replace_at
from engine.project.model import Cell, Project

MIME = "application/x-quadrille-cell+json"
COPIED = ("labels", "description", "note", "match", "criteria", "targets")


def cell_at(project: Project, stage: str, level: str) -> Cell | None:
    """The cell where a stage and a level meet."""
    return next((c for c in project.matrix.cells if c.stage == stage and c.level == level), None)


def add_cell(project: Project, stage: str, level: str) -> tuple[Change, str]:
    """A new, undefined cell where a stage and a level meet, with a free id, and that id."""
    stages = [one.id for one in project.matrix.stages]
    levels = [one.id for one in project.matrix.levels]
    taken = {one.id for one in project.matrix.cells}
    wish = f"{stages.index(stage) + 1}.{levels.index(level) + 1}"
    cell, count = wish, 1
    while cell in taken:
        count += 1
        cell = f"{wish}-{count}"
    changed = insert_at(project, ("matrix", "cells"), {"id": cell, "stage": stage, "level": level})
    return Change(changed, "edit.add_cell", {"cell": cell}), cell


def clear_cell(project: Project, cell: str) -> Change:
    """Without criteria: not defined."""
    return Change(replace_at(project, (*cell_path(cell), "criteria"), ()), "edit.clear_cell", {"cell": cell})


def remove_cell(project: Project, cell: str) -> Change:
    """Without the cell, also in the order of priority."""
    return Change(without_cells(project, (cell,)), "edit.remove_cell", {"cell": cell})


def without_cells(project: Project, cells: tuple[str, ...]) -> Project:
    """A project without some cells."""
    changed = project
    for cell in cells:
        changed = remove_at(changed, cell_path(cell))
    left = tuple(id for id in project.matrix.priority if id not in cells)
    return changed if left == project.matrix.priority else replace_at(changed, ("matrix", "priority"), left)


def paste_cell(project: Project, source: Cell, stage: str, level: str) -> tuple[Change, str]:
    """The criteria, match mode and texts of a copied cell where a stage and a level meet."""
    target = cell_at(project, stage, level)
    if target is None:
        change, cell = add_cell(project, stage, level)
        project = change.project
    else:
        cell = target.id
    changed = project
    for name in COPIED:
        changed = replace_at(changed, (*cell_path(cell), name), getattr(source, name))
    return Change(changed, "edit.paste_cell", {"cell": cell}), cell


def free_place(project: Project, cell: Cell) -> tuple[str, str] | None:
    """The stage and level of the nearest empty place: below in the cell's stage, then in the next stages."""
    stages = [one.id for one in project.matrix.stages]
    levels = [one.id for one in project.matrix.levels]
    column = stages.index(cell.stage) if cell.stage in stages else 0
    row = levels.index(cell.level) if cell.level in levels else 0
    for stage in (*stages[column:], *stages[:column]):
        for level in (*levels[row:], *levels[:row]):
            if cell_at(project, stage, level) is None:
                return stage, level
    return None


def packed(cell: Cell) -> bytes:
    """A cell for the clipboard."""
    return json.dumps(to_plain(cell), ensure_ascii=False, default=float).encode("utf-8")


def unpacked(data: bytes) -> Cell | None:
    """A cell from the clipboard; None where it is none."""
    try:
        return Cell.model_validate(json.loads(data, parse_float=Decimal))
    except (ValueError, ValidationError):
        return None


def as_text(cell: Cell, language: str) -> str:
    """A cell as text for other programs: its name, then a line a criterion."""
    lines = [f"{cell.id} {cell.labels.get(language).removeprefix(cell.id).strip()}".strip()]
    for one in cell.criteria:
        name = one.labels.get(language)
        rule = " ".join(one.rule.split())
        lines.append(f"{one.n}. {name}: {rule}" if name else f"{one.n}. {rule}")
    return "\n".join(lines)

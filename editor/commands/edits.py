"""Edits of a project as changes: each takes a project, keys and values, and gives the changed project with a title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from editor.document.history import Change
from engine.project.changes import insert_at, move_at, remove_at, replace_at, update_at, value_at
from engine.project.model import Cell, Project

Language = Literal["ko", "en"]
Path = tuple[str | int, ...]


def cell_path(cell: str) -> Path:
    return ("matrix", "cells", cell)


def criterion_path(cell: str, n: int) -> Path:
    return (*cell_path(cell), "criteria", n)


def set_value(project: Project, path: Path, value: Any, title: str, *, typing: bool = False) -> Change:
    """Another value at a path; ``typing``: keystrokes in one place are one undo step."""
    return Change(replace_at(project, path, value), title, merge=("set", *path) if typing else None)


def set_rule(project: Project, cell: str, n: int, rule: str) -> Change:
    """A criterion's rule, as it is typed."""
    path = (*criterion_path(cell, n), "rule")
    return Change(replace_at(project, path, rule), "edit.rule", {"cell": cell, "n": n}, ("rule", cell, n))


def set_label(project: Project, path: Path, language: Language, text: str, title: str = "edit.label") -> Change:
    """A name in one language; the other language stays."""
    labels = value_at(project, (*path, "labels"))
    changed = {"ko": labels.ko, "en": labels.en, language: text}
    return Change(replace_at(project, (*path, "labels"), changed), title, merge=("label", *path, language))


def add_criterion(project: Project, cell: str, rule: str = "", after: int | None = None) -> tuple[Change, int]:
    """A new criterion behind ``after`` (else at the end), with the next free number, and that number."""
    found = value_at(project, cell_path(cell))
    n = max((one.n for one in found.criteria), default=0) + 1
    numbers = [one.n for one in found.criteria]
    before = None
    if after is not None and after in numbers and numbers.index(after) + 1 < len(numbers):
        before = numbers[numbers.index(after) + 1]
    changed = insert_at(project, (*cell_path(cell), "criteria"), {"n": n, "rule": rule}, before)
    return Change(changed, "edit.add_criterion", {"cell": cell, "n": n}), n


def remove_criterion(project: Project, cell: str, n: int) -> Change:
    return Change(remove_at(project, criterion_path(cell, n)), "edit.remove_criterion", {"cell": cell, "n": n})


def move_criterion(project: Project, cell: str, n: int, to: int) -> Change:
    """A criterion at another place of its cell; its number stays with it."""
    return Change(move_at(project, criterion_path(cell, n), to), "edit.move_criterion", {"cell": cell, "n": n})


def update_criterion(project: Project, cell: str, n: int, **values: Any) -> Change:
    """required, weight, off, note of a criterion."""
    return Change(update_at(project, criterion_path(cell, n), **values), "edit.criterion", {"cell": cell, "n": n})


def set_match(project: Project, cell: str, match: Any) -> Change:
    """all, any, {at_least: k} or {score: points}."""
    merge = ("match", cell, *match) if isinstance(match, dict) else None
    return Change(replace_at(project, (*cell_path(cell), "match"), match), "edit.match", {"cell": cell}, merge)


def set_hit_policy(project: Project, policy: str) -> Change:
    return Change(replace_at(project, ("matrix", "hit_policy"), policy), "edit.hit_policy")


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
    return Change(remove_at(project, cell_path(cell)), "edit.remove_cell", {"cell": cell})


def paste_cell(project: Project, source: Cell, stage: str, level: str) -> tuple[Change, str]:
    """The criteria, match mode and texts of a copied cell where a stage and a level meet."""
    target = cell_at(project, stage, level)
    if target is None:
        change, cell = add_cell(project, stage, level)
        project = change.project
    else:
        cell = target.id
    changed = project
    for name in ("labels", "description", "match", "criteria", "targets"):
        changed = replace_at(changed, (*cell_path(cell), name), getattr(source, name))
    return Change(changed, "edit.paste_cell", {"cell": cell}), cell


def add_axis(project: Project, axis: Literal["stages", "levels"], labels: dict[str, str]) -> tuple[Change, str]:
    """A new stage or level at the end, and its id."""
    items = getattr(project.matrix, axis)
    taken = {one.id for one in items}
    number = len(items) + 1
    while (name := f"{axis[:-1]}{number}") in taken:
        number += 1
    changed = insert_at(project, ("matrix", axis), {"id": name, "labels": labels})
    return Change(changed, f"edit.add_{axis[:-1]}"), name


def remove_axis(project: Project, axis: Literal["stages", "levels"], name: str) -> Change:
    """Without a stage or level, and without its cells."""
    attribute = axis[:-1]
    changed = project
    for cell in project.matrix.cells:
        if getattr(cell, attribute) == name:
            changed = remove_at(changed, cell_path(cell.id))
    return Change(remove_at(changed, ("matrix", axis, name)), f"edit.remove_{attribute}")


def move_axis(project: Project, axis: Literal["stages", "levels"], name: str, to: int) -> Change:
    return Change(move_at(project, ("matrix", axis, name), to), f"edit.move_{axis[:-1]}")


def titled(change: Change, title: str, **params: str | int) -> Change:
    """The same change under another title (a fix, a paste of several values)."""
    return replace(change, title=title, params=params)

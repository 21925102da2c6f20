"""Edits of a project as changes: each takes a project, keys and values, and gives the changed project with a title."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from editor.document.history import Change
from engine.project.changes import insert_at, move_at, remove_at, replace_at, update_at, value_at
from engine.project.model import Project

Language = Literal["ko", "en"]
Path = tuple[str | int, ...]
MOST_POINTS = 1_000_000


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


def set_text(project: Project, path: Path, language: Language, text: str, title: str = "edit.label") -> Change:
    """A name, description or note in one language, as it is typed; the other language stays."""
    labels = value_at(project, path)
    changed = {"ko": labels.ko, "en": labels.en, language: text}
    return Change(replace_at(project, path, changed), title, merge=("text", *path, language))


def set_label(project: Project, path: Path, language: Language, text: str) -> Change:
    """The name of what stands at a path, in one language."""
    return set_text(project, (*path, "labels"), language, text)


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


def weight_of(text: str) -> Decimal | None:
    """The points that were typed; None where they are no number."""
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= MOST_POINTS else None


def set_weight(project: Project, cell: str, n: int, weight: Decimal | None) -> Change:
    """A criterion's points in score mode, as they are typed; None: none."""
    changed = update_at(project, criterion_path(cell, n), weight=weight)
    return Change(changed, "edit.weight", {"cell": cell, "n": n}, ("weight", cell, n))


def set_match(project: Project, cell: str, match: Any) -> Change:
    """all, any, {at_least: k} or {score: points}."""
    merge = ("match", cell, *match) if isinstance(match, dict) else None
    return Change(replace_at(project, (*cell_path(cell), "match"), match), "edit.match", {"cell": cell}, merge)


def set_hit_policy(project: Project, policy: str) -> Change:
    return Change(replace_at(project, ("matrix", "hit_policy"), policy), "edit.hit_policy")


def titled(change: Change, title: str, **params: str | int) -> Change:
    """The same change under another title (a fix, a paste of several values)."""
    return replace(change, title=title, params=params)

"""Edits of thresholds, bands and measures as changes of the project."""

from __future__ import annotations

from typing import Any

from dsl.diagnostics import Value
from editor.commands.edits import criterion_path
from editor.document.history import Change
from engine.project.changes import replace_at, value_at
from engine.project.model import Project
from engine.threshold import Threshold, with_value


def set_threshold(
    project: Project, cell: str, n: int, threshold: Threshold, value: Any, title: str = "edit.threshold"
) -> Change:
    """Another number in a criterion that compares with one; a parameter changes wherever it is used."""
    params: dict[str, Value] = {"cell": cell, "n": n}
    if threshold.parameter is not None:
        changed = replace_at(project, ("parameters", threshold.parameter, "value"), value)
        return Change(changed, "edit.parameter", {"name": threshold.parameter})
    path = (*criterion_path(cell, n), "rule")
    return Change(replace_at(project, path, with_value(value_at(project, path), threshold, value)), title, params)

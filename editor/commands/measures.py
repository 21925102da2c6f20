"""Edits of thresholds, bands and measures as changes of the project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dsl.diagnostics import Value
from editor.commands.edits import criterion_path
from editor.document.history import Change
from engine.project.changes import replace_at, value_at
from engine.project.data_model import BandPartSpec, Percent, read_scalar
from engine.project.model import Project
from engine.project.values import scalar
from engine.project.yaml_nodes import Node
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


def band_parts(project: Project, band: str) -> tuple[tuple[str, BandPartSpec], ...]:
    """The parts of a band with their ids, from 0 % on."""
    return tuple(sorted(project.bands[band].parts.items(), key=lambda item: item[1].range))


def set_band_borders(project: Project, band: str, borders: Sequence[Decimal]) -> Change:
    """Other borders between the parts of a band, in percent; neighbours share them."""
    ordered = band_parts(project, band)
    first, last = ordered[0][1].range[0], ordered[-1][1].range[1]
    ends = [first, *borders, last]
    made = {
        id: part.model_copy(update={"range": (ends[place], ends[place + 1])})
        for place, (id, part) in enumerate(ordered)
    }
    parts = {id: made[id] for id in project.bands[band].parts}
    return Change(replace_at(project, ("bands", band, "parts"), parts), "edit.band", {"name": band})


def add_measure(project: Project) -> tuple[Change, str]:
    """A new measure without a rule yet, under a free id, and that id."""
    taken = {*project.measures, *project.scoring, *project.traits, *project.subject.fields}
    number = 1
    while (name := f"measure{number}") in taken:
        number += 1
    return Change(replace_at(project, ("measures", name), {"rule": ""}), "edit.add_measure"), name


def set_measure_rule(project: Project, id: str, rule: str) -> Change:
    """A measure's rule, as it is typed."""
    changed = replace_at(project, ("measures", id, "rule"), rule)
    return Change(changed, "edit.measure", {"name": id}, ("measure", id))


def set_measure_unit(project: Project, id: str, unit: str | None) -> Change:
    """What a measure counts."""
    return Change(replace_at(project, ("measures", id, "unit"), unit), "edit.measure", {"name": id})


def remove_entry(changed: Project, id: str) -> Change:
    """A project without one of its entries, as a change."""
    return Change(changed, "edit.remove_entry", {"name": id})


def parameter_text(project: Project, id: str) -> str:
    """The value of a parameter as it is typed: a list with commas."""
    value = project.parameters[id].value
    return ", ".join(map(_shown, value)) if isinstance(value, tuple) else _shown(value)


def set_parameter(project: Project, id: str, typed: str) -> Change | None:
    """Another value of a parameter, of the kind that it had; None where what was typed is none."""
    old = project.parameters[id].value
    if isinstance(old, tuple):
        like = old[0] if old else ""
        read = [_read(part.strip(), like) for part in typed.split(",") if part.strip()]
        value = None if not read or None in read else tuple(read)
    else:
        value = _read(typed.strip(), old)
    if value is None:
        return None
    return Change(replace_at(project, ("parameters", id, "value"), value), "edit.parameter", {"name": id})


def _shown(value: Any) -> str:
    if isinstance(value, Percent):
        return value.written
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(typed: str, like: Any) -> Any:
    """A constant as the file would hold it; None where it is not of the kind of the other."""
    value = scalar(Node("scalar", 0, 0, 1, 1, "", typed)) if not isinstance(like, str) else typed
    try:
        value = read_scalar(value)
    except ValueError:
        return None
    number = (int, Decimal, float)
    if isinstance(like, bool) or isinstance(value, bool):
        return value if isinstance(like, bool) and isinstance(value, bool) else None
    if isinstance(like, number):
        return value if isinstance(value, number) else None
    if isinstance(like, str):
        return value if isinstance(value, str) and value else None
    return value if isinstance(value, date) and type(value) is type(like) else None

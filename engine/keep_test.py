"""A real customer kept as a test customer: the values that matter for one stage, and where they land now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dsl import typed as t
from dsl.catalog import Scalar
from engine.explain import Explained
from engine.program import Program
from engine.project.model import NO_CELL
from engine.rewrite import walk


def fields_needed(program: Program) -> tuple[str, ...]:
    """The fields of the subject that criteria name."""
    return tuple(name for stage in program.stages for name in named(program, stage.id) if name in program.fields)


def named(program: Program, stage: str) -> tuple[str, ...]:
    """The fields and measures that the criteria of a stage's cells name."""
    found: dict[str, None] = {}
    for cell in program.cells:
        for criterion in cell.active if cell.stage == stage else ():
            for node in walk(criterion.rule):
                if isinstance(node, t.SubjectField | t.MeasureValue):
                    found[node.id] = None
    return tuple(found)


def counts_records(program: Program, stage: str) -> tuple[tuple[str, int], ...]:
    """The criteria of a stage that look at records themselves: a test customer has none."""
    return tuple(
        (cell.id, criterion.n)
        for cell in program.cells
        for criterion in (cell.active if cell.stage == stage else ())
        if any(isinstance(node, t.Aggregate) for node in walk(criterion.rule))
    )


def kept(program: Program, found: Explained, stage: str, day: date) -> Mapping[str, Any]:
    """The test customer as an entry of a project's ``tests``; what is missing is left out. ``found`` must have been
    explained with ``fields_needed``."""
    values: dict[str, Scalar] = {}
    for name in named(program, stage):
        value = found.values.get(name)
        if value is not None:
            values[name] = value
    cell = found.assigned[stage]
    return {
        "name": {"ko": f"{found.key}번 고객, {stage}", "en": f"customer {found.key}, {stage}"},
        "values": values,
        "stage": stage,
        "as_of": day,
        "expect": {"cell": cell if cell is not None else NO_CELL},
    }

"""A checked project: every rule as a typed tree, ready for the planner; and a program made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dsl import typed as t
from dsl.catalog import Catalog, Field
from dsl.check import Checked
from dsl.diagnostics import Diagnostic
from dsl.types import Kind
from engine import program as p
from engine.project.model import Match, Project
from engine.project.problems import Path, has_errors
from engine.project.rules import criterion_path
from engine.project.schema_source import SourceSchema, find_table
from engine.project.static import subject_since

NOBODY = t.Const(False, kind=Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """What the planner takes. A rule that has an error, or that needs one that has, is not in the maps.

    measures: in an order in which each comes after those it needs; scoring models and traits are among them.
    rules: every rule of the project by its path, with what it names (also where it has errors).
    blocked: cells that have an active criterion without a tree, or whose stage has no entry rule that works.
    """

    project: Project
    catalog: Catalog
    fields: Mapping[str, Field] = field(default_factory=dict)
    measures: Mapping[str, t.TypedExpr] = field(default_factory=dict)
    entries: Mapping[str, t.TypedExpr] = field(default_factory=dict)
    criteria: Mapping[tuple[str, int], t.TypedExpr] = field(default_factory=dict)
    audiences: Mapping[str, t.TypedExpr] = field(default_factory=dict)
    relations: Mapping[str, p.RelationDef] = field(default_factory=dict)
    rules: Mapping[Path, Checked] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        return not has_errors(self.diagnostics)


def to_program(checked: CheckedProject, schema: SourceSchema | None = None) -> p.Program:
    """The program of a run. A blocked cell has no criteria and matches nobody."""
    project = checked.project
    matrix = project.matrix
    levels = {level.id: i for i, level in enumerate(matrix.levels)}
    stages = {stage.id: i for i, stage in enumerate(matrix.stages)}
    cells = sorted(
        (c for c in matrix.cells if c.stage in stages and c.level in levels),
        key=lambda c: (stages[c.stage], levels[c.level]),
    )
    catalog = {measure.id: measure for measure in checked.catalog.measures}
    return p.Program(
        table=project.subject.table,
        key=project.subject.key,
        fields=checked.fields,
        since=subject_since(project, checked.fields),
        relations=checked.relations,
        measures={id: p.MeasureDef(id, rule, catalog[id].labels) for id, rule in checked.measures.items()},
        stages=tuple(p.Stage(s.id, _entry(checked, s.id, s.entry), s.labels.catalog()) for s in matrix.stages),
        cells=tuple(_cell(checked, cell.id) for cell in cells),
        hit_policy=matrix.hit_policy,
        priority=tuple(id for id in matrix.order if any(c.id == id for c in cells)),
        conditions=dict(checked.audiences),
        tables=_tables(project, schema),
        time_zone=project.time_zone,
    )


def _entry(checked: CheckedProject, id: str, text: str | None) -> t.TypedExpr | None:
    """None lets everyone in; a rule that does not work lets nobody in."""
    return None if text is None else checked.entries.get(id, NOBODY)


def _cell(checked: CheckedProject, id: str) -> p.Cell:
    cell = checked.project.matrix.cell(id)
    assert cell is not None
    weights = [c.weight for c in cell.active if c.weight is not None]
    factor = weight_factor(cell.match, weights)
    criteria = tuple(
        p.Criterion(
            c.n,
            checked.criteria[id, c.n],
            c.required,
            int((c.weight or 0) * factor),
            c.off,
            c.labels.catalog(),
        )
        for c in cell.criteria
        if (id, c.n) in checked.criteria
    )
    return p.Cell(
        id,
        cell.stage,
        cell.level,
        () if id in checked.blocked else criteria,
        mode(cell.match, factor),
        cell.labels.catalog(),
    )


def weight_factor(match: Match, weights: list[Decimal]) -> int:
    """By what weights and threshold are multiplied so that all are whole: 0.5 of 2.25 counts like 50 of 225."""
    numbers = [*weights, *([match.score] if match.score is not None else [])]
    places = max((max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers), default=0)
    return int(10**places)


def mode(match: Match, factor: int = 1) -> p.Mode:
    if match.mode == "score":
        return p.Mode("score", int((match.score or 0) * factor))
    return p.Mode(match.mode, match.at_least or 0)


def _tables(project: Project, schema: SourceSchema | None) -> dict[str, Mapping[str, p.SourceColumn]]:
    if schema is None:
        return {}
    names = [project.subject.table, *(r.table for r in project.relations.values() if r.table is not None)]
    tables = {name: find_table(schema, name) for name in names}
    return {name: table.columns for name, table in tables.items() if table is not None}


def criterion_checked(checked: CheckedProject, cell: str, number: int) -> Checked | None:
    """What is known of a criterion's rule."""
    return checked.rules.get(criterion_path(cell, number))

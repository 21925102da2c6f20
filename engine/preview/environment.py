"""What the meaning of criteria depends on: fields, relations, measures and entry rules, and which of them changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dsl import typed as t
from dsl.types import Type
from engine.program import Program, RelationDef
from engine.rewrite import walk


@dataclass(frozen=True)
class Environment:
    """All of a program but its cells and what is made of them: where it is equal, criteria keep their meaning."""

    base: tuple[object, ...]
    measures: dict[str, tuple[t.TypedExpr, Type]]
    stages: dict[str, t.TypedExpr | None]

    @classmethod
    def of(cls, program: Program) -> Environment:
        relations = program.relations
        return cls(
            (
                program.table,
                program.key,
                program.since,
                program.time_zone,
                program.fields,
                program.tables,
                relations,
                {id: _types(relation) for id, relation in relations.items()},
            ),
            {id: (measure.rule, measure.rule.type) for id, measure in program.measures.items()},
            {stage.id: stage.entry for stage in program.stages},
        )

    def changed(self, other: Environment) -> set[tuple[str, str]]:
        """Measures and stages that mean something else in another environment of the same base."""
        found = {
            ("measure", id) for id in {*self.measures, *other.measures} if _differ(self.measures, other.measures, id)
        }
        found |= {("stage", id) for id in {*self.stages, *other.stages} if _differ(self.stages, other.stages, id)}
        rules = {("measure", id): rule for id, (rule, _) in other.measures.items()}
        needs = {name: needs_of(rule) for name, rule in rules.items()}
        needs |= {("stage", id): needs_of(rule) for id, rule in other.stages.items() if rule is not None}
        while more := {name for name, some in needs.items() if name not in found and some & found}:
            found |= more
        return found


def _differ(one: Mapping[str, object], other: Mapping[str, object], id: str) -> bool:
    return id not in one or id not in other or one[id] != other[id]


@lru_cache(maxsize=10_000)
def needs_of(rule: t.TypedExpr) -> frozenset[tuple[str, str]]:
    """The measures, stages and cells that a rule names."""
    found: set[tuple[str, str]] = set()
    for node in walk(rule):
        match node:
            case t.MeasureValue(id=id):
                found.add(("measure", id))
            case t.InStage(stage=id):
                found.add(("stage", id))
            case t.InCell(cell=id):
                found.add(("cell", id))
            case t.InPercent() | t.Tile() | t.Bin() | t.Quantile():
                if node.population.stage is not None:
                    found.add(("stage", node.population.stage))
    return frozenset(found)


def _types(relation: RelationDef) -> tuple[object, ...]:
    """Types that comparing rules leaves out."""
    aggregates = getattr(relation, "aggregates", ())
    return tuple(aggregate.type for _, aggregate in aggregates)


def asks_for_cells(program: Program) -> bool:
    """Does a measure, a relation or an entry rule ask who is in a cell?"""
    rules = [measure.rule for measure in program.measures.values()]
    rules += [stage.entry for stage in program.stages if stage.entry is not None]
    if any(kind == "cell" for rule in rules for kind, _ in needs_of(rule)):
        return True
    return any(isinstance(node, t.InCell) for tree in program.relations.values() for node in walk(tree))


def names_used(program: Program) -> tuple[str, ...]:
    """The fields and measures that entry rules and criteria need, those that they name first."""
    waiting: list[t.TypedExpr] = [stage.entry for stage in program.stages if stage.entry is not None]
    waiting += [criterion.rule for cell in program.cells for criterion in cell.active]
    found: dict[str, None] = {}
    for rule in waiting:  # grows while it is gone through
        for node in walk(rule):
            match node:
                case t.SubjectField(id=id):
                    found[id] = None
                case t.MeasureValue(id=id) if id not in found and id in program.measures:
                    found[id] = None
                    waiting.append(program.measures[id].rule)
    return tuple(found)

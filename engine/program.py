"""What one run computes, checked and source-bound: the input of the lowering.

A project becomes a program (``engine.project``), and so does a single rule over a table (``quadrille try``).
All expressions are checked trees; all columns are known by their physical name and type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dsl.catalog import Field, Labels, Storage
from dsl.typed import Aggregate, TypedExpr
from dsl.types import Type

HitPolicy = Literal["per_stage", "overall", "unique", "collect"]


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A physical column as the source declares it; ``type`` is what its values are before any conversion.

    ``declared``: the source's own type name, lower case (``bigint``, ``decimal(10,2)``). ``storage``: the zone of a
    naive timestamp (``UTC`` for time stamps with a zone) and whether CHAR padding is to be cut.
    """

    name: str
    type: Type
    declared: str = ""
    nullable: bool = True
    storage: Storage = Storage()


@dataclass(frozen=True, slots=True)
class BaseRelation:
    """A table of records; ``key`` is the column that holds the subject's key, ``time`` a field id."""

    id: str
    table: str
    key: str
    fields: Mapping[str, Field]
    time: str | None = None


@dataclass(frozen=True, slots=True)
class FilteredRelation:
    """The rows of another relation for which a rule is true."""

    id: str
    of: str
    where: TypedExpr


@dataclass(frozen=True, slots=True)
class NestedRelation:
    """Rows that belong to another relation's rows (lines of orders); key and time are inherited.

    ``on``: (column of this table, column of the parent's table), physical names.
    """

    id: str
    of: str
    table: str
    on: tuple[tuple[str, str], ...]
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class GroupedRelation:
    """One row per subject and group of another relation's rows. ``by`` and ``aggregates`` define its fields; with
    ``day`` the local day of the parent's time is the first field in ``by`` and the time of this relation."""

    id: str
    of: str
    by: tuple[tuple[str, TypedExpr], ...]
    aggregates: tuple[tuple[str, Aggregate], ...]
    time: str | None = None


RelationDef = BaseRelation | FilteredRelation | NestedRelation | GroupedRelation


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a cell. Weights act in score mode only; one that is off counts nowhere."""

    n: int
    rule: TypedExpr
    required: bool = False
    weight: int = 0
    off: bool = False
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Mode:
    """How the criteria that are not required combine: all, any, at least ``k``, or weights adding up to ``k``."""

    how: Literal["all", "any", "at_least", "score"] = "all"
    k: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix. Without an active criterion it is not defined and matches nobody."""

    id: str
    stage: str
    level: str
    criteria: tuple[Criterion, ...]
    mode: Mode = Mode()
    labels: Labels = Labels()

    @property
    def active(self) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if not c.off)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its entry rule; None lets every subject in."""

    id: str
    entry: TypedExpr | None = None
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class MeasureDef:
    """A measure's checked rule; ``rule`` None: the value is given as a subject column of that name."""

    id: str
    rule: TypedExpr
    labels: Labels = Labels()


@dataclass(frozen=True, slots=True)
class Program:
    """Subject, relations, measures, matrix and further conditions of one run.

    tables: physical table -> physical column -> what the source declares. cells: in order of display (stage by
    stage, level by level); ``priority``: cell ids, best first, for hit policy ``overall``. conditions: further
    named rules (audiences, a single tried rule).
    """

    table: str
    key: str
    fields: Mapping[str, Field]
    since: str | None = None
    relations: Mapping[str, RelationDef] = field(default_factory=dict)
    measures: Mapping[str, MeasureDef] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    cells: tuple[Cell, ...] = ()
    hit_policy: HitPolicy = "per_stage"
    priority: tuple[str, ...] = ()
    conditions: Mapping[str, TypedExpr] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, SourceColumn]] = field(default_factory=dict)
    time_zone: str = "UTC"

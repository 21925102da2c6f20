"""Small worlds for rules: tables with typed rows, and what a rule may name there. The same world is loaded into every
engine; its fields have the types that are declared here, wherever they are kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dsl import typed as t
from dsl.catalog import Band, BandPart, Catalog, Field, Measure, Parameter, Place, Relation, Storage, UnitOfMeasure
from dsl.check import Context, check
from dsl.diagnostics import Diagnostic
from dsl.nodes import Rule
from dsl.parse import parse
from dsl.types import Kind, Type
from engine import program as p
from engine.schema import schemas
from plugins.api import Source

Value = Any  # bool | int | Decimal | float | str | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column: what it means (``type``), and where it is kept otherwise (``kept``: text dates, epoch numbers)."""

    name: str
    type: Type
    kept: Type | None = None
    storage: Storage = Storage()
    physical: str = ""

    @property
    def stored(self) -> Type:
        return self.kept or self.type

    @property
    def stored_as(self) -> str:
        return self.physical or self.name

    def value(self, given: Value) -> Value:
        """A value as it was written in a case, as one of the column's stored type."""
        return to_value(self.stored, given)


@dataclass(frozen=True)
class Data:
    """A table with its rows. ``key``: the subject's key, or the column that holds it; ``time``: when rows happened."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: str = ""
    time: str | None = None
    since: str | None = None
    of: str | None = None
    on: tuple[tuple[str, str], ...] = ()
    physical: str = ""
    counter: str | None = None

    @property
    def stored_as(self) -> str:
        return self.physical or self.name

    def fields(self, proposed: Mapping[str, Field] | None = None) -> dict[str, Field]:
        """The declared fields; how their values are kept comes from the source where nothing is declared."""
        found = {}
        for column in self.columns:
            storage = column.storage
            offer = (proposed or {}).get(column.stored_as)
            if offer is not None and offer.type.kind is column.type.kind and storage == Storage():
                storage = offer.storage
            found[column.name] = Field(column.name, column.type, column.stored_as, storage=storage)
        return found


@dataclass(frozen=True)
class World:
    """Everything that rules may name. The first table is the subject's."""

    tables: tuple[Data, ...]
    as_of: date = date(2024, 3, 31)
    zone: str = "UTC"
    measures: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    filtered: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> (of, rule)
    grouped: Mapping[str, tuple[str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=dict)
    bands: Mapping[str, tuple[str, Mapping[str, tuple[int, int]]]] = field(default_factory=dict)
    stages: Mapping[str, str | None] = field(default_factory=dict)
    cells: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    hit_policy: p.HitPolicy = "per_stage"

    @property
    def subject(self) -> Data:
        return self.tables[0]

    @property
    def keys(self) -> list[Value]:
        """The subjects' keys in the order of the rows."""
        place = [column.name for column in self.subject.columns].index(self.subject.key)
        return [row[place] for row in self.subject.rows]


def to_type(text: str) -> Type:
    """``integer``, ``decimal(2)``, ``double`` …"""
    match = re.fullmatch(r"(decimal|percent)\((\d+)\)", text)
    if match:
        return Type(Kind.DECIMAL, scale=int(match[2]), percent=match[1] == "percent")
    return Type(Kind(text))


def to_value(type_: Type, given: Value) -> Value:
    """A value of a case file, in Python's type for it."""
    if given is None:
        return None
    match type_.kind:
        case Kind.DECIMAL:
            return Decimal(str(given))
        case Kind.DOUBLE:
            return float(given)
        case Kind.DATE:
            return given if isinstance(given, date) else date.fromisoformat(str(given))
        case Kind.TIMESTAMP:
            if isinstance(given, date) and not isinstance(given, datetime):
                return datetime(given.year, given.month, given.day)
            return given.replace(tzinfo=None) if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    return given


# -- the catalog -------------------------------------------------------------------------------------------


@dataclass
class Bound:
    """A world that is bound to a source (or to none: then it can be checked, not run)."""

    world: World
    catalog: Catalog
    program: p.Program

    def check(self, text: str, context: Context | None = None) -> tuple[t.TypedExpr | None, tuple[Diagnostic, ...]]:
        """The checked tree of a rule, and everything that was said about it."""
        rule, said = read(text)
        if rule is None:
            return None, said
        found = check(rule, self.catalog, context or Context(expects=Kind.BOOLEAN))
        said = (*said, *found.diagnostics)
        return (None if any(d.severity == "error" for d in said) else found.tree), said

    def rule(self, text: str) -> t.TypedExpr:
        """The checked tree of a condition that has no errors."""
        return self._tree(text, Context(expects=Kind.BOOLEAN))

    def value(self, text: str) -> t.TypedExpr:
        """The checked tree of any expression that has no errors."""
        return self._tree(text, Context())

    def _tree(self, text: str, context: Context) -> t.TypedExpr:
        tree, said = self.check(text, context)
        assert tree is not None, f"{text!r} was refused: {[(d.code, dict(d.params)) for d in said]}"
        return tree


def read(text: str) -> tuple[Rule | None, tuple[Diagnostic, ...]]:
    parsed = parse(text)
    broken = any(d.severity == "error" for d in parsed.diagnostics)
    return (None if broken else parsed.rule), tuple(parsed.diagnostics)


def bind(world: World, source: Source | None = None) -> Bound:
    """The program of a world, its columns as the source declares them."""
    found = schemas(source, [data.stored_as for data in world.tables]) if source is not None else {}
    proposals = {name: schema.fields for name, schema in found.items()}
    subject = world.subject
    relations: dict[str, p.RelationDef] = {}
    entries: list[Relation] = []
    inherited: dict[str, Relation] = {}
    for data in world.tables[1:]:
        fields = data.fields(proposals.get(data.stored_as))
        if data.of is None:
            relations[data.name] = p.BaseRelation(data.name, data.stored_as, data.key, fields, data.time)
            entry = Relation(data.name, tuple(fields.values()), data.time, counter=data.counter)
        else:
            parent = inherited[data.of]
            relations[data.name] = p.NestedRelation(data.name, data.of, data.stored_as, data.on, fields)
            beside = tuple(f for f in parent.fields if f.id not in fields)
            entry = Relation(data.name, (*fields.values(), *beside), parent.time, counter=data.counter)
        inherited[data.name] = entry
        entries.append(entry)
    fields = subject.fields(proposals.get(subject.stored_as))
    catalog = Catalog(
        fields=tuple(fields.values()),
        relations=tuple(entries),
        parameters=tuple(_parameter(name, value) for name, value in world.parameters.items()),
        bands=tuple(
            Band(name, of, tuple(BandPart(part, _share(a), _share(b)) for part, (a, b) in parts.items()))
            for name, (of, parts) in world.bands.items()
        ),
        stages=tuple(Place(name) for name in world.stages),
        cells=tuple(Place(name, stage=stage) for name, (stage, _) in world.cells.items()),
        units={u.id: u for u in (UnitOfMeasure("visit", "회", "visit", "visits"),)},
    )
    program = p.Program(
        table=subject.stored_as,
        key=next(c.stored_as for c in subject.columns if c.name == subject.key),
        fields=fields,
        since=subject.since,
        relations=relations,
        tables={name: schema.columns for name, schema in found.items()},
        time_zone=world.zone,
        hit_policy=world.hit_policy,
    )
    bound = Bound(world, catalog, program)
    for name, (of, rule) in world.filtered.items():
        _filter(bound, name, of, rule)
    for name, (of, by, aggregates) in world.grouped.items():
        _group(bound, name, of, by, aggregates)
    for name, text in world.measures.items():
        _measure(bound, name, text)
    _matrix(bound)
    return bound


def _share(percent: int) -> Decimal:
    return Decimal(percent).scaleb(-2)


def _parameter(name: str, value: Any) -> Parameter:
    first = value[0] if isinstance(value, list | tuple) and value else value
    kinds: dict[type, Type] = {
        bool: Type(Kind.BOOLEAN),
        int: Type(Kind.INTEGER),
        str: Type(Kind.TEXT),
        date: Type(Kind.DATE),
        float: Type(Kind.DOUBLE),
        Decimal: Type(Kind.DECIMAL, scale=2),
    }
    return Parameter(name, tuple(value) if isinstance(value, list) else value, kinds.get(type(first), Type(Kind.TEXT)))


def _add_relation(bound: Bound, relation: Relation, definition: p.RelationDef) -> None:
    bound.catalog = replace(bound.catalog, relations=(*bound.catalog.relations, relation))
    bound.program = replace(bound.program, relations={**bound.program.relations, relation.id: definition})


def _filter(bound: Bound, name: str, of: str, rule: str) -> None:
    parent = next(r for r in bound.catalog.relations if r.id == of)
    where, said = bound.check(rule, Context(expects=Kind.BOOLEAN, relation=of))
    assert where is not None, said
    _add_relation(bound, replace(parent, id=name), p.FilteredRelation(name, of, where))


def _group(bound: Bound, name: str, of: str, by: Mapping[str, str], aggregates: Mapping[str, str]) -> None:
    parent = next(r for r in bound.catalog.relations if r.id == of)
    time, fields, groups, values = None, [], [], []
    for new, old in by.items():
        column = next(f for f in parent.fields if f.id == old)
        value: t.TypedExpr = t.RowField(of, old, type=column.type)
        if old == parent.time:
            time = new
            if column.type.kind is Kind.TIMESTAMP:
                value = t.Convert(value, Kind.DATE, type=Type(Kind.DATE))
        groups.append((new, value))
        fields.append(Field(new, value.type))
    for new, text in aggregates.items():
        aggregate = bound.value(text)
        assert isinstance(aggregate, t.Aggregate)
        values.append((new, aggregate))
        fields.append(Field(new, aggregate.type))
    _add_relation(
        bound, Relation(name, tuple(fields), time), p.GroupedRelation(name, of, tuple(groups), tuple(values), time)
    )


def _measure(bound: Bound, name: str, text: str) -> None:
    tree = bound.value(text)
    rule, _ = read(text)
    measure = Measure(name, tree.type, rule)
    bound.catalog = replace(bound.catalog, measures=(*bound.catalog.measures, measure))
    bound.program = replace(bound.program, measures={**bound.program.measures, name: p.MeasureDef(name, tree)})


def _matrix(bound: Bound) -> None:
    world = bound.world
    stages = tuple(p.Stage(name, None if rule is None else bound.rule(rule)) for name, rule in world.stages.items())
    bound.program = replace(bound.program, stages=stages)
    cells = []
    for name, (stage, rules) in world.cells.items():
        trees = []
        for rule in rules:
            tree, said = bound.check(rule, Context(expects=Kind.BOOLEAN, stage=stage))
            assert tree is not None, (rule, said)
            trees.append(tree)
        criteria = tuple(p.Criterion(n, tree) for n, tree in enumerate(trees, start=1))
        cells.append(p.Cell(name, stage, name, criteria))
    bound.program = replace(bound.program, cells=tuple(cells))


def same(found: Value, wanted: Value) -> bool:
    """Equal, with missing equal to missing only; 1 is not true."""
    if found is None or wanted is None:
        return found is wanted
    if isinstance(found, float) and isinstance(wanted, float | int) and not isinstance(wanted, bool):
        return found == wanted and math.isfinite(found)
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)


def column(name: str, given: str | Mapping[str, Any]) -> Column:
    """A column of a case file: its type, or a mapping with ``type``, ``kept``, ``format``, ``zone``, ``column``."""
    if isinstance(given, str):
        return Column(name, to_type(given))
    storage = Storage(given.get("format"), given.get("zone"), bool(given.get("trim", False)))
    kept = to_type(given["kept"]) if "kept" in given else None
    return Column(name, to_type(given["type"]), kept, storage, given.get("column", ""))


def rows_of(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Rows of a case file as typed values."""
    return tuple(tuple(c.value(v) for c, v in zip(columns, row, strict=True)) for row in rows)

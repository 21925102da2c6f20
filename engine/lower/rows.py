"""Relations as rows of the plan, and their fields as values of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.typed import TypedExpr
from engine.core import And, Column, Core, Day, Kind, kind_of
from engine.lower.columns import read, spec
from engine.plan import (
    Aggregate,
    ColumnSpec,
    GroupRows,
    JoinRows,
    Rows,
    Table,
    TableRows,
)
from engine.program import (
    BaseRelation,
    FilteredRelation,
    GroupedRelation,
    NestedRelation,
    Program,
    SourceColumn,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A relation ready to be aggregated: its rows, its values by field id, its time, and a condition that its rows
    must meet (of filtered relations)."""

    rows: Rows
    values: dict[str, Core]
    time: Core | None
    where: tuple[Core, ...] = ()
    failed: dict[str, QuadrilleError] = field(default_factory=dict)

    def value(self, name: str) -> Core:
        """A field of the row; raises what reading its column raised."""
        if name in self.failed:
            raise self.failed[name]
        return self.values[name]


@dataclass(slots=True)
class _Fields:
    values: dict[str, Core] = field(default_factory=dict)
    specs: dict[str, ColumnSpec] = field(default_factory=dict)
    failed: dict[str, QuadrilleError] = field(default_factory=dict)


RowExpr = Callable[[TypedExpr, "Scope"], Core]
RowAggregate = Callable[[TypedExpr, "Scope"], Aggregate]
Seen = Callable[[Core], Core]


class Relations:
    """All relations of a program, opened when first used."""

    def __init__(self, program: Program, expression: RowExpr, aggregate: RowAggregate, seen: Seen) -> None:
        self._program = program
        self._expression = expression
        self._aggregate = aggregate
        self._seen = seen
        self._open: dict[str, Scope] = {}

    def scope(self, relation: str) -> Scope:
        """The rows and values of a relation."""
        if relation not in self._open:
            self._open[relation] = self._build(relation)
        return self._open[relation]

    def _build(self, relation: str) -> Scope:
        match self._program.relations[relation]:
            case BaseRelation() as base:
                return self._base(base)
            case FilteredRelation(of=of, where=where):
                parent = self.scope(of)
                return replace(parent, where=(*parent.where, self._expression(where, parent)))
            case NestedRelation() as nested:
                return self._nested(nested)
            case GroupedRelation() as grouped:
                return self._grouped(grouped)

    def source(self, table: str, column: str) -> SourceColumn | None:
        """What the source declares of a column; None where nothing is known of the table."""
        columns = self._program.tables.get(table)
        if columns is None:
            return None
        if column in columns:
            return columns[column]
        folded = [known for name, known in columns.items() if name.casefold() == column.casefold()]
        if len(folded) == 1:
            return folded[0]
        raise QuadrilleError(Diagnostic("source.no_column", "error", params={"table": table, "column": column}))

    def _fields(self, alias: str, table: str, base: BaseRelation | NestedRelation) -> _Fields:
        found = _Fields()
        for item in base.fields.values():
            try:
                reading = read(
                    item,
                    self.source(table, item.physical),
                    alias,
                    self._program.time_zone,
                )
            except QuadrilleError as error:
                found.failed[item.id] = error
                continue
            found.values[item.id] = reading.value
            found.specs[reading.spec.name] = reading.spec
        return found

    def _link(
        self,
        table: str,
        column: str,
        alias: str,
        specs: dict[str, ColumnSpec],
        like: Kind | None,
    ) -> Column:
        """A column that links rows, whether or not it is a field too."""
        source = self.source(table, column)
        if source is not None:
            link = spec(source)
        else:
            link = specs.get(column) or ColumnSpec(column, like or Kind.INT)
        specs.setdefault(link.name, link)
        return Column(alias, link.name, link.kind)

    def _base(self, base: BaseRelation) -> Scope:
        found = self._fields(base.id, base.table, base)
        key = self._link(base.table, base.key, base.id, found.specs, self.key_kind())
        rows = TableRows(Table(base.id, base.table, tuple(found.specs.values())), key)
        scope = Scope(rows, found.values, None, failed=found.failed)
        return replace(scope, time=scope.value(base.time)) if base.time else scope

    def key_kind(self) -> Kind:
        """The kind of the subject's key."""
        source = self.source(self._program.table, self._program.key)
        if source is not None:
            return spec(source).kind
        field = self._program.fields.get(self._program.key)
        return Kind.TEXT if field is not None and not field.type.exact else Kind.INT

    def _nested(self, nested: NestedRelation) -> Scope:
        parent = self.scope(nested.of)
        found = self._fields(nested.id, nested.table, nested)
        links = []
        for own, theirs in nested.on:
            right = self._parent_column(nested.of, parent.rows, theirs)
            links.append(
                (
                    self._link(nested.table, own, nested.id, found.specs, right.kind),
                    right,
                )
            )
        table = Table(nested.id, nested.table, tuple(found.specs.values()))
        rows = JoinRows(
            _with_columns(parent.rows, [right for _, right in links], self),
            table,
            tuple(links),
        )
        values = {**parent.values, **found.values}
        return Scope(rows, values, parent.time, parent.where, {**parent.failed, **found.failed})

    def _parent_column(self, relation: str, rows: Rows, column: str) -> Column:
        match rows:
            case TableRows(table=table) | JoinRows(table=table):
                source = self.source(table.name, column)
                kind = (
                    spec(source).kind if source else next((c.kind for c in table.columns if c.name == column), Kind.INT)
                )
                return Column(table.alias, source.name if source else column, kind)
            case GroupRows(alias=alias):
                return Column(alias, column, kind_of(self.scope(relation).value(column)))

    def _grouped(self, grouped: GroupedRelation) -> Scope:
        parent = self.scope(grouped.of)
        by: list[tuple[str, Core]] = []
        for name, expression in grouped.by:
            value = self._expression(expression, parent)
            by.append(
                (
                    name,
                    Day(value) if name == grouped.time and kind_of(value) is Kind.TS else value,
                )
            )
        aggregates = tuple((name, self._aggregate(expression, parent)) for name, expression in grouped.aggregates)
        seen = () if parent.time is None else (self._seen(parent.time),)
        where = _all((*parent.where, *seen))
        rows = GroupRows(grouped.id, parent.rows, tuple(by), aggregates, where)
        values: dict[str, Core] = {name: Column(grouped.id, name, kind_of(value)) for name, value in by}
        values.update({name: Column(grouped.id, name, aggregate.kind) for name, aggregate in aggregates})
        return Scope(rows, values, values[grouped.time] if grouped.time else None)


def _with_columns(rows: Rows, columns: list[Column], relations: Relations) -> Rows:
    """The same rows, their tables reading these columns too."""
    match rows:
        case TableRows(table=table):
            return replace(rows, table=_table_with(table, columns, relations))
        case JoinRows(table=table, parent=parent):
            return replace(
                rows,
                table=_table_with(table, columns, relations),
                parent=_with_columns(parent, columns, relations),
            )
        case GroupRows():
            return rows


def _table_with(table: Table, columns: list[Column], relations: Relations) -> Table:
    known = {column.name for column in table.columns}
    added = []
    for column in columns:
        if column.owner == table.alias and column.name not in known:
            source = relations.source(table.name, column.name)
            added.append(spec(source) if source else ColumnSpec(column.name, column.kind))
            known.add(column.name)
    return replace(table, columns=(*table.columns, *added)) if added else table


def _all(conditions: tuple[Core, ...]) -> Core | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions)

"""Tables and rows of relations as values of a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from engine.backends.frame.expressions import Expressions
from engine.backends.frame.values import Level, Values
from engine.core import Column, Core, Ref
from engine.plan import Aggregate, GroupRows, JoinRows, Rows, Table, TableRows

AGGREGATES = {
    "count_distinct": "count_distinct",
    "sum": "total",
    "float_sum": "total_double",
    "min": "smallest",
    "max": "largest",
    "first": "first",
    "last": "last",
    "most_common": "most_common",
}


class Source:
    """Columns of tables, and the subjects. ``normal``: texts are made NFC."""

    def __init__(self, values: Values, normal: bool) -> None:
        self.values = values
        self.subjects = -1
        self._normal = normal

    def column(self, table: Table, column: Column, level: Level) -> int:
        """A column of a table, as its kind."""
        spec = next(one for one in table.columns if one.name == column.name)
        frame = self.values.add("table", "tables", repr(table.name), level=Level.SUBJECT, prefix="t")
        options = [repr(spec.scale)] if spec.scale else []
        if column.kind == "text":
            options += ["trim=True"] * spec.trim + ["normal=True"] * self._normal
        return self.values.add(
            "column", frame, repr(column.name), repr(column.kind.value), *options, level=level, prefix="c"
        )

    def taken(self, number: int, rows: int | None) -> int:
        """The values of some rows (None: of all)."""
        if rows is None or self.values.level(number) is Level.SINGLE:
            return number
        return self.values.add("take", number, rows, level=self.values.level(number))

    def title(self, rows: Rows) -> str:
        """The tables that are read."""
        match rows:
            case TableRows(table=table):
                return table.name
            case JoinRows(parent=parent, table=table):
                return f"{table.name}, {self.title(parent)}"
            case GroupRows(of=of):
                return self.title(of)


class Found(Protocol):
    """Rows of a relation, of which some may be taken by their numbers (``rows``, None: all)."""

    def column(self, column: Column, rows: int | None) -> int:
        """A column of the rows."""

    def places(self, rows: int | None) -> int:
        """The subject of each row."""


class _TableRows:
    def __init__(self, source: Source, rows: TableRows) -> None:
        self._source = source
        self._rows = rows

    def column(self, column: Column, rows: int | None) -> int:
        return self._source.taken(self._source.column(self._rows.table, column, Level.ROW), rows)

    def places(self, rows: int | None) -> int:
        values = self._source.values
        return values.add("find", self._source.subjects, self.column(self._rows.key, rows), level=Level.ROW)


class _JoinRows:
    def __init__(self, source: Source, rows: JoinRows, parent: Found) -> None:
        self._source = source
        self._table = rows.table
        self._parent = parent
        keys: list[int] = []
        for mine, theirs in rows.on:
            keys += [source.column(rows.table, mine, Level.ROW), parent.column(theirs, None)]
        links = source.values.add("joined_rows", *keys, level=Level.ROW)
        self._own = source.values.add("own_rows", links)
        self._others = source.values.add("parent_rows", links)

    def _some(self, mine: int, rows: int | None) -> int:
        return mine if rows is None else self._source.values.add("rows_of_rows", mine, rows)

    def column(self, column: Column, rows: int | None) -> int:
        if column.owner != self._table.alias:
            return self._parent.column(column, self._some(self._others, rows))
        number = self._source.column(self._table, column, Level.ROW)
        return self._source.taken(number, self._some(self._own, rows))

    def places(self, rows: int | None) -> int:
        return self._parent.places(self._some(self._others, rows))


class _GroupRows:
    def __init__(self, source: Source, names: dict[str, int], places: int) -> None:
        self._source = source
        self._names = names
        self._places = places

    def column(self, column: Column, rows: int | None) -> int:
        return self._source.taken(self._names[column.name], rows)

    def places(self, rows: int | None) -> int:
        if rows is None:
            return self._places
        return self._source.values.add("take_places", self._places, rows)


class _Selected:
    """The rows that take part, their expressions, and the subject or group of each."""

    def __init__(self, rows: int | None, expressions: Expressions, places: int) -> None:
        self.rows = rows
        self.expressions = expressions
        self.places = places


class RowSource:
    """Finds rows of relations and computes aggregates of them."""

    def __init__(self, source: Source, column: Callable[[Column], int], ref: Callable[[Ref], int]) -> None:
        self._source = source
        self._values = source.values
        self._subject_column = column
        self._ref = ref

    def of(self, rows: Rows) -> Found:
        """The rows of a relation."""
        match rows:
            case TableRows():
                return _TableRows(self._source, rows)
            case JoinRows(parent=parent):
                return _JoinRows(self._source, rows, self.of(parent))
            case GroupRows():
                return self._grouped(rows)

    def selected(self, found: Found, where: Core | None, *, needs_subject: bool) -> _Selected:
        """The rows for which a condition is true; only those of subjects where their values are needed."""
        rows = self._values.add("rows_of_subjects", found.places(None)) if needs_subject else None
        if where is not None:
            test = self._expressions(found, rows).per_row(where)
            wanted = self._values.add("rows_where", test, level=Level.ROW)
            rows = wanted if rows is None else self._values.add("rows_of_rows", rows, wanted)
        return _Selected(rows, self._expressions(found, rows), found.places(rows))

    def _expressions(self, found: Found, rows: int | None) -> Expressions:
        def column(column: Column) -> int:
            return found.column(column, rows) if column.owner else self._subject_column(column)

        def lift(number: int) -> int:
            return self._values.add("of_subject", number, found.places(rows), level=Level.ROW)

        return Expressions(self._values, column, self._ref, lift)

    def aggregates(
        self, some: _Selected, aggregates: tuple[tuple[str, Aggregate], ...], level: Level
    ) -> Iterator[tuple[str, int]]:
        """Each aggregate's name and value; those over the same rows follow each other."""
        order: dict[Core | None, list[tuple[str, Aggregate]]] = {}
        for name, aggregate in aggregates:
            order.setdefault(aggregate.where, []).append((name, aggregate))
        for where, members in order.items():
            test = [] if where is None else [some.expressions.per_row(where)]
            group = self._values.add("group", some.places, *test, level=Level.ROW, prefix="g")
            for name, aggregate in members:
                yield name, self._aggregate(some, group, aggregate, level)

    def _aggregate(self, some: _Selected, group: int, aggregate: Aggregate, level: Level) -> int:
        item = [] if aggregate.item is None else [some.expressions.per_row(aggregate.item)]
        time = [] if aggregate.time is None else [some.expressions.per_row(aggregate.time)]
        if aggregate.func == "exists":
            return self._values.add("exists", group, level=level)
        if aggregate.func == "count":
            return self._values.add("count_known" if item else "count", group, *item, level=level)
        return self._values.add(AGGREGATES[aggregate.func], group, *item, *time, level=level)

    def _grouped(self, rows: GroupRows) -> Found:
        some = self.selected(self.of(rows.of), rows.where, needs_subject=True)
        by = [(name, some.expressions.per_row(value)) for name, value in rows.by]
        cells = self._values.add("cells", some.places, *(number for _, number in by), prefix="cells")
        firsts = self._values.add("first_rows", cells)
        names = {name: self._source.taken(number, firsts) for name, number in by}
        groups = _Selected(some.rows, some.expressions, self._values.add("cell_rows", cells))
        names.update(self.aggregates(groups, rows.aggregates, Level.ROW))
        return _GroupRows(self._source, names, self._values.add("cell_places", cells))

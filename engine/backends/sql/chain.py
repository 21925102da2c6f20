"""The subjects' rows through the statement: a base, and layers that add values to it.

Layer 0 holds the subject's own columns. What is gathered from relations without the subject's help is joined on the
way to layer 1; every other value is defined as early as what it needs is there. A layer lists only the columns that
somebody above still reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from engine.backends.base import unsupported
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.fragment import Fragment, sql
from engine.backends.sql.grouping import Grouper, keys_filter
from engine.backends.sql.layout import indent, select
from engine.backends.sql.quoting import Names, comment
from engine.backends.sql.rows import ALIAS, SUBJECT, Exports, SubjectSource, TableSource, qualified, spec_of
from engine.backends.sql.scope import Raw, Scope
from engine.backends.sql.statistics import statistics_columns, statistics_in_place, statistics_tables
from engine.core import Column, Core, Kind, Ref, children
from engine.plan import Aggregate, Gather, Let, Plan, Statistics, TableRows


@dataclass(slots=True)
class Join:
    """A CTE whose columns come to a layer: by key, or (one row for everyone) without."""

    table: str
    key: str | None
    columns: list[tuple[str, str]]
    reads: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Chain:
    """Collects CTEs in order. ``uses`` counts how often each Ref is read."""

    plan: Plan
    dialect: Dialect
    uses: dict[str, int]
    comments: bool
    tables: Names
    scope: Scope = field(init=False)
    key: str = field(init=False)
    base: dict[str, str] = field(default_factory=dict)
    joins: dict[int, list[Join]] = field(default_factory=dict)
    bodies: dict[str, tuple[int, str]] = field(default_factory=dict)
    refs: dict[str, tuple[Fragment, bool]] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    readers: dict[int, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scope = Scope(self.dialect, SUBJECT, Names(set()), self._raw, self._ref)
        self.key = self._base_column(self.plan.key)
        self.layers.append(self.tables.new("subject"))

    # names
    def _base_column(self, column: Column) -> str:
        name = self.base.get(column.name)
        if name is None:
            name = self.scope.names.new(column.name)
            self.base[column.name] = name
        return name

    def _raw(self, column: Column) -> Raw:
        spec_of(self.plan.subject, column.name, self.dialect)
        return Raw(self.scope.column(self._base_column(column)), None)

    def _ref(self, ref: Ref) -> tuple[Fragment, bool]:
        return self.refs[ref.name]

    def layer(self, level: int) -> str:
        """The name of a layer's CTE."""
        while len(self.layers) <= level:
            self.layers.append(self.tables.new(f"layer_{len(self.layers)}"))
        return self.layers[level]

    # steps
    def add(self, step: Gather | Let | Statistics) -> None:
        match step:
            case Let():
                self._let(step)
            case Gather():
                self._gather(step)
            case Statistics():
                self._statistics(step)

    def _let(self, step: Let) -> None:
        known = self.scope.known(step.value)
        value = self.scope.value(step.value)
        if not (value.plain or self.uses.get(step.name, 0) <= 1):
            settled = self.dialect.settled(step.value, value)
            title = step.title
            value = self.scope.define(self.scope.names.new(step.name), settled, title)
        self.refs[step.name] = (value, known)

    def _gather(self, step: Gather) -> None:
        keys = self.plan.keys if not self._whole_population() else None
        grouper = Grouper(self.dialect, keys)
        level = 0
        make = partial(grouper.source, step.rows)
        if step.subject:
            given = self._given(step)
            level = max((value.level for value, _ in given.values()), default=0)
            needed = {self.key}.union(*(value.uses for value, _ in given.values()))
            self.readers.setdefault(level, set()).update(needed)
            layer = self.layer(level)

            def make_joined() -> SubjectSource:
                exports = Exports(self.dialect)
                return SubjectSource(self.dialect, grouper.source(step.rows), layer, self.key, given, exports)

            parts = grouper.gathered(make_joined, step.aggregates, step.where)
        else:
            parts = grouper.gathered(make, step.aggregates, step.where)
        aggregates = dict(step.aggregates)
        for made in parts:
            table = self.tables.new(f"rows_of_{_origin(step)}")
            self.bodies[table] = (level, made.body)
            columns = []
            for name, inner in made.columns.items():
                agg = aggregates[name]
                column = self.scope.names.new(name)
                columns.append((column, self._empty(table, made.key, inner, agg)))
                known = agg.func in ("count", "count_distinct", "exists") or (agg.func == "sum" and agg.fits)
                self.refs[name] = (self.scope.column(column, level + 1), known)
            self.joins.setdefault(level, []).append(Join(table, made.key, columns, {self.key}))
        self.layer(level + 1)

    def _given(self, step: Gather) -> dict[Column | Ref, tuple[Fragment, bool]]:
        """The subject's values that a gather's expressions read, each as a column."""
        roots: list[Core] = [] if step.where is None else [step.where]
        for _, agg in step.aggregates:
            roots += [part for part in (agg.item, agg.where, agg.time) if part is not None]
        found: dict[Column | Ref, tuple[Fragment, bool]] = {}
        for node in _leaves(roots):
            if isinstance(node, Ref) or node.owner == "":
                found[node] = (self.scope.simple(node), self.scope.known(node))
        return found

    def _empty(self, table: str, key: str, column: str, agg: Aggregate) -> str:
        """The aggregate's value for everyone, also for subjects without rows."""
        value = qualified(self.dialect, table, column).text
        nothing = {
            "count": self.dialect.constant(Kind.INT, 0),
            "count_distinct": self.dialect.constant(Kind.INT, 0),
            "sum": self.dialect.constant(Kind.INT, 0),
            "float_sum": self.dialect.constant(Kind.FLOAT, 0.0),
            "exists": self.dialect.constant(Kind.BOOL, False),
        }.get(agg.func)
        if nothing is None:
            return value
        if agg.func == "float_sum" or (agg.func == "sum" and not agg.fits):
            # NULL is a result here: the sum does not fit.
            return f"CASE WHEN {qualified(self.dialect, table, key).text} IS NULL THEN {nothing.text} ELSE {value} END"
        return f"COALESCE({value}, {nothing.text})"

    def _whole_population(self) -> bool:
        return any(isinstance(step, Statistics) for step in self.plan.steps)

    def _statistics(self, step: Statistics) -> None:
        item = self.dialect.settled(step.item, self.scope.value(step.item))
        if not self.dialect.shares_tables:
            self._statistics_in_place(step, item)
            return
        population = None if step.population is None else self.scope.truth(step.population)
        level = max(item.level, 0 if population is None else population.level)
        reads = set(item.uses) | (set() if population is None else set(population.uses))
        self.readers.setdefault(level, set()).update(reads)
        name = self.tables.new("statistics")
        source = f"{self.dialect.identifier(self.layer(level))} AS {self.dialect.identifier(SUBJECT)}"
        for table, body in statistics_tables(step, self.dialect, self.tables, name, source, item, population):
            self.bodies[table] = (level, body)
        columns = []
        for title, kind in statistics_columns(step):
            column = self.scope.names.new(title)
            columns.append((column, qualified(self.dialect, name, title).text))
            self.refs[title] = (self.scope.column(column, level + 1), kind is None)
        self.joins.setdefault(level, []).append(Join(name, None, columns))
        self.layer(level + 1)

    def _statistics_in_place(self, step: Statistics, item: Fragment) -> None:
        """Where a second reader of a layer would have it computed a second time."""
        if step.population is not None:
            item = sql("CASE WHEN {} THEN {} END", self.scope.truth(step.population), item)
        item = item if item.plain and item.uses else self.scope.keep(item)
        for name, value in statistics_in_place(step, self.dialect, item, self.scope.keep):
            self.refs[name] = (value, False)

    # rendering
    def tables_for(self, level: int, wanted: set[str]) -> list[tuple[str, str]]:
        """The CTEs, in order, that make ``wanted`` columns available at a layer."""
        self.layer(level)
        needed = self._needed(level, wanted)
        found = [(self._named(self.layers[0]), self._base(needed[0]))]
        found += self._side_tables(0, level)
        for number in range(level):
            found += self._layer_bodies(number, needed[number + 1])
            found += self._side_tables(number + 1, level)
        return found

    def _side_tables(self, level: int, last: int) -> list[tuple[str, str]]:
        if level >= last:
            return []
        found = []
        for table, (at, body) in self.bodies.items():
            if at == level:
                found.append((self.dialect.identifier(table), body))
        return found

    def _named(self, table: str) -> str:
        return self.dialect.identifier(table)

    def _needed(self, level: int, wanted: set[str]) -> list[set[str]]:
        """The columns that each layer has to have."""
        needed: list[set[str]] = [set() for _ in range(level + 1)]
        needed[level] = set(wanted)
        for number in range(level - 1, -1, -1):
            below = set(needed[number + 1])
            for definition in self.scope.definitions.get(number, ()):
                if definition.name in below:
                    below.discard(definition.name)
                    needed[number] |= definition.value.uses
            for join in self.joins.get(number, ()):
                below -= {column for column, _ in join.columns}
                needed[number] |= join.reads
            needed[number] |= below | self.readers.get(number, set())
        return needed

    def _base(self, wanted: set[str]) -> str:
        """The subject's columns, each read as its kind; who is not seen yet is left out."""
        source = TableSource(self.dialect, TableRows(self.plan.subject, self.plan.key))
        scope = Scope(self.dialect, ALIAS, Names(set()), source.raw, source.ref)
        columns: list[tuple[str, Fragment]] = []
        for physical, name in self.base.items():
            if name in wanted or not wanted:
                kind = spec_of(self.plan.subject, physical, self.dialect).kind
                columns.append((name, scope.value(Column("", physical, kind))))
        conditions = []
        if self.plan.since is not None:
            conditions.append(scope.truth(self.plan.since))
        if self.plan.keys is not None and not self._whole_population():
            conditions.append(keys_filter(self.dialect, scope.value(self.plan.key), self.plan.keys))
        return Grouper(self.dialect).layered(scope, source, conditions, columns)

    def _layer_bodies(self, number: int, wanted: set[str]) -> list[tuple[str, str]]:
        """The CTE of layer ``number`` + 1; more than one where an engine cannot join so many tables at once."""
        quote = self.dialect.identifier
        joins = self.joins.get(number, [])
        defined = [d for d in self.scope.definitions.get(number, ()) if d.name in wanted]
        brought = {column for join in joins for column, _ in join.columns}
        passed = sorted(wanted - brought - {d.name for d in defined})
        found = []
        below = self.layers[number]
        while len(joins) > self.dialect.max_joins:
            first, joins = joins[: self.dialect.max_joins], joins[self.dialect.max_joins :]
            reads = set(passed).union(*(d.value.uses for d in defined), *(join.reads for join in joins))
            columns = [f"{quote(SUBJECT)}.{quote(name)}" for name in sorted(reads)]
            columns += [f"{text} AS {quote(c)}" for join in first for c, text in join.columns if c in wanted]
            passed += [c for join in first for c, _ in join.columns if c in wanted]
            name = self.tables.new(f"joined_{number + 1}")
            found.append((quote(name), select(columns, self._joined(below, first), self.dialect.fence)))
            below = name
        columns = [f"{quote(SUBJECT)}.{quote(name)}" for name in passed]
        columns += [f"{text} AS {quote(c)}" for join in joins for c, text in join.columns if c in wanted]
        for definition in defined:
            note = comment(definition.title) if self.comments else ""
            columns.append(f"{definition.value.text} AS {quote(definition.name)}{' ' + note if note else ''}")
        if len(columns) > self.dialect.max_columns:
            raise unsupported("columns", self.dialect.name, count=len(columns), limit=self.dialect.max_columns)
        found.append((quote(self.layers[number + 1]), select(columns, self._joined(below, joins), self.dialect.fence)))
        return found

    def _joined(self, below: str, joins: list[Join]) -> str:
        quote = self.dialect.identifier
        lines = [f"{quote(below)} AS {quote(SUBJECT)}"]
        for join in joins:
            if join.key is None:
                lines.append(f"CROSS JOIN {quote(join.table)}")
            else:
                on = f"{quote(join.table)}.{quote(join.key)} = {quote(SUBJECT)}.{quote(self.key)}"
                lines.append(f"LEFT JOIN {quote(join.table)} ON {on}")
        return "\n".join([lines[0], *(indent(line) for line in lines[1:])])


def _origin(step: Gather) -> str:
    rows = step.rows
    while True:
        if isinstance(rows, TableRows):
            return rows.table.name.split(".")[-1].strip('"')
        rows = rows.of if hasattr(rows, "of") else rows.parent


def _leaves(roots: list[Core]) -> list[Column | Ref]:
    found: dict[Column | Ref, None] = {}
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, Column | Ref):
            found[node] = None
        stack.extend(reversed(children(node)))
    return list(found)

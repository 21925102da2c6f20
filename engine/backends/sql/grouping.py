"""Aggregates over rows: one SELECT with a GROUP BY, and one more for each aggregate that needs rows in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.backends.sql.conditions import Filters, factored, filters
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.fragment import AND, COMPARE, Fragment, chain, sql
from engine.backends.sql.layout import indent, select
from engine.backends.sql.quoting import Names
from engine.backends.sql.rows import ALIAS, Exports, JoinSource, Source, TableSource, TextSource
from engine.backends.sql.scope import Scope
from engine.core import Core, Kind
from engine.plan import Aggregate, GroupRows, JoinRows, Rows, TableRows

Named = tuple[str, Aggregate]


@dataclass(slots=True)
class Grouped:
    """A finished SELECT with a row per key (and per group)."""

    body: str
    key: str
    columns: dict[str, str]
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Grouper:
    """Makes SELECTs with GROUP BY. ``keys``: only these subjects' rows are wanted (None: all)."""

    dialect: Dialect
    keys: tuple[int | str, ...] | None = None

    def source(self, rows: Rows) -> Source:
        """Something to select the rows from."""
        match rows:
            case TableRows():
                # SQLite loses a column of a subquery that is called so; under another name it stays.
                lost = {column.name.casefold() for column in rows.table.columns} & {"true", "false"}
                return TableSource(self.dialect, rows, exports=Exports(self.dialect) if lost else None)
            case JoinRows():
                return JoinSource(self.dialect, rows, self.source(rows.parent), Exports(self.dialect))
            case GroupRows():
                made = self.grouped(lambda: self.source(rows.of), rows.aggregates, rows.where, rows.by)
                return TextSource(self.dialect, made.body, made.key, {**made.columns, **made.groups})

    def grouped(
        self,
        make: Callable[[], Source],
        aggregates: Sequence[Named],
        where: Core | None,
        by: Sequence[tuple[str, Core]] = (),
    ) -> Grouped:
        """All aggregates per key and group; ``make`` gives the source anew for each SELECT."""
        plain, ranked = self._split(aggregates)
        found = self._select(make(), plain, where, by, factor=False)
        parts = [self._ranked(make(), name, agg, where, by) for name, agg in ranked]
        return self._joined([found, *parts]) if parts else found

    def gathered(self, make: Callable[[], Source], aggregates: Sequence[Named], where: Core | None) -> list[Grouped]:
        """All aggregates per key, as one SELECT for most of them and one for each that has to count its items."""
        plain, ranked = self._split(aggregates)
        parts = [self._select(make(), plain, where, (), factor=True)] if plain else []
        return parts + [self._ranked(make(), name, agg, where, ()) for name, agg in ranked]

    def _split(self, aggregates: Sequence[Named]) -> tuple[list[Named], list[Named]]:
        """What a GROUP BY gives at once, and what needs rows in order."""
        plain: list[Named] = []
        ranked: list[Named] = []
        for name, agg in aggregates:
            self.dialect.require_aggregate(agg.func)
            ordered = agg.func in ("first", "last") and not self.dialect.takes_by_time(agg)
            (ranked if ordered or agg.func == "most_common" else plain).append((name, agg))
        return plain, ranked

    def _joined(self, parts: list[Grouped]) -> Grouped:
        """Several SELECTs side by side; the first has a row wherever another has one."""
        quote = self.dialect.identifier
        names = Names({parts[0].key})
        columns: dict[str, str] = {}
        groups: dict[str, str] = {}
        chosen = [f"g0.{quote(parts[0].key)}"]
        source = f"(\n{indent(parts[0].body)}\n) AS g0"
        for number, part in enumerate(parts):
            for target, origin in ((groups, part.groups), (columns, part.columns)):
                for name, column in origin.items():
                    if name in groups and target is groups:
                        continue
                    target[name] = names.new(column)
                    chosen.append(f"g{number}.{quote(column)} AS {quote(target[name])}")
            if number == 0:
                continue
            on = [f"g{number}.{quote(part.key)} = g0.{quote(parts[0].key)}"]
            for name, column in part.groups.items():
                left, right = f"g{number}.{quote(column)}", f"g0.{quote(parts[0].groups[name])}"
                on.append(self.dialect.same(Fragment(left), Fragment(right)).text)
            source += f"\nLEFT JOIN (\n{indent(part.body)}\n) AS g{number} ON {' AND '.join(on)}"
        return Grouped(select(chosen, source), parts[0].key, columns, groups)

    def _scope(self, source: Source) -> Scope:
        return Scope(self.dialect, ALIAS, Names(set()), source.raw, source.ref)

    def _select(
        self,
        source: Source,
        aggregates: Sequence[Named],
        where: Core | None,
        by: Sequence[tuple[str, Core]],
        factor: bool,
    ) -> Grouped:
        scope = self._scope(source)
        conditions, aggregates = factored(aggregates, where) if factor else (filters(where), list(aggregates))
        limits = self._where(scope, source, conditions)
        key, key_value = self._key(source)
        names = Names({key})
        groups = {name: names.new(name) for name, _ in by}
        group_values = [scope.value(value) for _, value in by]
        columns = {name: names.new(name) for name, _ in aggregates}
        values = [self._aggregate(agg, scope) for _, agg in aggregates]
        outer = [(key, key_value), *zip(groups.values(), group_values, strict=True)]
        chosen = [*outer, *zip(columns.values(), values, strict=True)]
        body = self.layered(scope, source, limits, chosen, [value for _, value in outer])
        return Grouped(body, key, columns, groups)

    def _key(self, source: Source) -> tuple[str, Fragment]:
        raw = source.key()
        value = raw.text if raw.spec is None else self.dialect.key(raw.spec, raw.text)[0]
        return "key", value

    def _where(self, scope: Scope, source: Source, wanted: Filters) -> list[Fragment]:
        raw = source.key()
        guard: Fragment | None
        if raw.spec is not None:
            value, guard = self.dialect.key(raw.spec, raw.text)
        else:
            value, guard = raw.text, sql("{:cmp} IS NOT NULL", raw.text, prec=COMPARE)
        found = [] if self.keys is None else [keys_filter(self.dialect, value, self.keys)]
        found += [scope.truth(item) for item in wanted.conditions]
        scope.valid |= wanted.valid
        return found if guard is None else [*found, guard]  # last: few rows get so far

    def layered(
        self,
        scope: Scope,
        source: Source,
        conditions: list[Fragment],
        chosen: Sequence[tuple[str, Fragment]],
        groups: list[Fragment] | None = None,
        tail: str = "",
    ) -> str:
        """The SELECT over the source and over as many layers of hidden columns as are needed."""
        quote = self.dialect.identifier
        depth = max([scope.height, *(value.level for _, value in chosen), *(c.level for c in conditions)])
        needed: set[str] = set().union(*(value.uses for _, value in chosen))
        wanted: list[set[str]] = [set()] * (depth + 1)
        for level in range(depth, -1, -1):
            for condition in conditions:
                if condition.level == level:
                    needed |= condition.uses
            wanted[level] = set(needed)
            if level:
                defined = {d.name: d for d in scope.definitions.get(level - 1, ())}
                needed = (needed - defined.keys()).union(*(d.value.uses for n, d in defined.items() if n in needed))
        text = source.render()
        for level in range(depth):
            made = [d for d in scope.definitions.get(level, ()) if d.name in wanted[level + 1]]
            kept = sorted(wanted[level + 1] - {d.name for d in made})
            columns = [f"{quote(ALIAS)}.{quote(name)}" for name in kept]
            columns += [f"{d.value.text} AS {quote(d.name)}" for d in made]
            clauses = self._clause([c for c in conditions if c.level == level])
            inner = select(columns, text, clauses, self.dialect.fence)
            text = f"(\n{indent(inner)}\n) AS {quote(ALIAS)}"
        group = "GROUP BY " + ", ".join(value.text for value in groups) if groups else ""
        columns = [f"{value.text} AS {quote(name)}" for name, value in chosen]
        return select(columns, text, self._clause([c for c in conditions if c.level == depth]), group, tail)

    @staticmethod
    def _clause(conditions: list[Fragment]) -> str:
        return f"WHERE {chain('AND', conditions, AND, 'and').text}" if conditions else ""

    def _aggregate(self, agg: Aggregate, at: Scope) -> Fragment:
        dialect = self.dialect
        where = None if agg.where is None else at.truth(agg.where)
        if agg.func == "exists":
            return dialect.exists(where)
        if agg.func == "count" and (agg.item is None or at.known(agg.item)):
            return dialect.counted(None, where, False)
        assert agg.item is not None
        if agg.func in ("first", "last"):
            assert agg.time is not None
            item = dialect.settled(agg.item, at.value(agg.item))
            if dialect.writes_once(agg, at):
                return dialect.by_time(agg, item, at.value(agg.time), where, at)
            return dialect.by_time(agg, at.plain(item), at.simple(agg.time), where, at)
        item = dialect.settled(agg.item, at.value(agg.item))
        match agg.func:
            case "count" | "count_distinct":
                return dialect.counted(item, where, agg.func == "count_distinct")
            case "sum":
                return dialect.summed(agg, item, where, at)
            case "float_sum":
                return dialect.float_summed(item, where)
            case "min" | "max":
                make = dialect.extreme_flag if agg.kind is Kind.BOOL else dialect.extreme_of
                return make(agg.func, item, where)
        raise dialect.refuse(agg.func)

    def _ranked(
        self, source: Source, name: str, agg: Aggregate, where: Core | None, by: Sequence[tuple[str, Core]]
    ) -> Grouped:
        """Per key the first row in an order: for ``most_common`` of the counted items, else of the rows."""
        dialect, quote = self.dialect, self.dialect.identifier
        assert agg.item is not None
        scope = self._scope(source)
        conditions = self._where(scope, source, factored([(name, agg)], where)[0])
        item = dialect.settled(agg.item, scope.value(agg.item))
        conditions.append(sql("{:cmp} IS NOT NULL", item, prec=COMPARE))
        key, key_value = self._key(source)
        names = Names({key})
        groups = {title: names.new(title) for title, _ in by}
        item_name, count, latest, place = (names.new(wanted) for wanted in (name, "times", "latest", "place"))
        outer = [(key, key_value), *((groups[title], scope.value(value)) for title, value in by), (item_name, item)]
        time = None if agg.time is None else scope.value(agg.time)
        if agg.func == "most_common":
            chosen = [*outer, (count, dialect.counted(None, None, False))]
            order = [f"{quote(count)} DESC"]
            if time is not None:
                chosen.append((latest, dialect.extreme_of("max", time, None)))
                order.append(f"{quote(latest)} DESC{dialect.nulls_last}")
            order.append(quote(item_name))
            inner = self.layered(scope, source, conditions, chosen, [value for _, value in outer])
        else:
            assert time is not None
            conditions.append(sql("{:cmp} IS NOT NULL", time, prec=COMPARE))
            order = [f"{quote(latest)} {'DESC' if agg.func == 'last' else 'ASC'}", f"{quote(item_name)} DESC"]
            inner = self.layered(scope, source, conditions, [*outer, (latest, time)], None)
        partition = ", ".join(quote(part) for part in (key, *groups.values()))
        kept = [quote(part) for part in (key, *groups.values(), item_name)]
        window = f"ROW_NUMBER() OVER (PARTITION BY {partition} ORDER BY {', '.join(order)}) AS {quote(place)}"
        ordered = select([*kept, window], f"(\n{indent(inner)}\n) AS {quote('c')}")
        body = select(kept, f"(\n{indent(ordered)}\n) AS {quote('c')}", f"WHERE {quote(place)} = 1")
        return Grouped(body, key, {name: item_name}, groups)


def keys_filter(dialect: Dialect, value: Fragment, keys: tuple[int | str, ...]) -> Fragment:
    """Is the key one of these?"""
    kind = Kind.TEXT if keys and isinstance(keys[0], str) else Kind.INT
    values = ", ".join(dialect.constant(kind, key).text for key in keys)
    if not values:
        return dialect.condition(dialect.constant(Kind.BOOL, False))
    return sql("{:cmp} IN ({})", value, Fragment(values), prec=COMPARE)

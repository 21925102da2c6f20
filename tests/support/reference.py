"""A third opinion: plans computed row by row in plain Python, straight from the words of the contract.

``evaluate(plan, tables)`` takes each table's rows as dicts of physical column names (numbers, texts, dates, Decimals,
None) and gives one dict per subject, named by the plan's outputs. Nothing here is fast or shared with a backend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from engine.core import Column, Core, Kind, Ref
from engine.plan import (
    Aggregate,
    ColumnSpec,
    Gather,
    GroupRows,
    JoinRows,
    Let,
    Plan,
    RankEdge,
    Rows,
    Statistics,
    Table,
    TableRows,
)
from tests.support.reference_core import compute, int64, parse_iso, scaled_float

Row = Mapping[str, Any]
Values = dict[tuple[str, str], Any]


def read(spec: ColumnSpec, value: Any) -> Any:
    """A stored value as its column's kind, None where it is something else."""
    match spec.kind:
        case Kind.BOOL:
            if isinstance(value, bool):
                return value
            return bool(value) if isinstance(value, int) and value in (0, 1) else None
        case Kind.INT:
            return _read_int(spec, value)
        case Kind.FLOAT:
            if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
                return None
            number = float(value)
            return number if abs(number) < float("inf") else None
        case Kind.TEXT:
            if not isinstance(value, str):
                return None
            return value.rstrip(" ") if spec.trim else value
        case Kind.DATE:
            moment = _moment(value)
            return None if moment is None else moment.date()
        case Kind.TS:
            return _moment(value)


def _read_int(spec: ColumnSpec, value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int64(value * 10**spec.scale)
    if isinstance(value, Decimal):
        scaled = value.scaleb(spec.scale)
        return int64(int(scaled)) if scaled == int(scaled) else None
    if isinstance(value, float):
        if spec.scale:
            return scaled_float(value, spec.scale)
        return int64(int(value)) if abs(value) < 2**70 and value == int(value) else None
    return None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return parse_iso(value) if isinstance(value, str) else None


def _table_values(table: Table, row: Row) -> Values:
    return {(table.alias, spec.name): read(spec, row.get(spec.name)) for spec in table.columns}


class _Tables:
    """Tables by name, and the rows of relations out of them."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self.tables = tables

    def rows(self, rows: Rows) -> list[tuple[Any, Values]]:
        """(key, values) of every row with a key."""
        match rows:
            case TableRows(table=table, key=key):
                made = [_table_values(table, row) for row in self.tables[table.name]]
                return [(v[key.owner, key.name], v) for v in made if v[key.owner, key.name] is not None]
            case JoinRows(parent=parent, table=table, on=on):
                own = [_table_values(table, row) for row in self.tables[table.name]]
                index: dict[Any, list[Values]] = {}
                for values in own:
                    place = tuple(values[left.owner, left.name] for left, _ in on)
                    if None not in place:
                        index.setdefault(place, []).append(values)
                found = []
                for key, values in self.rows(parent):
                    place = tuple(values[right.owner, right.name] for _, right in on)
                    found += [(key, {**values, **more}) for more in index.get(place, ())]
                return found
            case GroupRows():
                return self._groups(rows)

    def _groups(self, rows: GroupRows) -> list[tuple[Any, Values]]:
        groups: dict[tuple[Any, ...], list[Callable[[Core], Any]]] = {}
        for key, values in self.rows(rows.of):
            at = _expressions(values, {})
            if rows.where is not None and at(rows.where) is not True:
                continue
            groups.setdefault((key, *(at(value) for _, value in rows.by)), []).append(at)
        found = []
        for place, members in groups.items():
            values = {(rows.alias, name): value for (name, _), value in zip(rows.by, place[1:], strict=True)}
            for name, agg in rows.aggregates:
                values[rows.alias, name] = aggregate(agg, members)
            found.append((place[0], values))
        return found


def _expressions(columns: Values, refs: Mapping[str, Any]) -> Callable[[Core], Any]:
    def leaf(node: Column | Ref) -> Any:
        return refs[node.name] if isinstance(node, Ref) else columns[node.owner, node.name]

    return lambda node: compute(node, leaf)


def aggregate(agg: Aggregate, rows: Sequence[Callable[[Core], Any]]) -> Any:
    """One value out of rows; each row is given as what computes an expression on it."""
    taken = [row for row in rows if agg.where is None or row(agg.where) is True]
    items = [] if agg.item is None else [value for row in taken if (value := row(agg.item)) is not None]
    match agg.func:
        case "count":
            return len(taken) if agg.item is None else len(items)
        case "count_distinct":
            return len(set(items))
        case "sum":
            return int64(sum(items))
        case "float_sum":
            total = sum(items, 0.0)
            return total if abs(total) < float("inf") else None
        case "exists":
            return bool(taken)
        case "min" | "max":
            return (min if agg.func == "min" else max)(items, default=None)
    assert agg.item is not None
    timed = [
        (None if agg.time is None else row(agg.time), value) for row in taken if (value := row(agg.item)) is not None
    ]
    if agg.func == "most_common":
        if not timed:
            return None
        counts = Counter(value for _, value in timed)
        latest: dict[Any, datetime] = {}
        for time, value in timed:
            moment = _moment(time) or datetime.min
            latest[value] = max(latest.get(value, datetime.min), moment)
        return min(counts, key=lambda value: (-counts[value], -_stamp(latest[value]), value))
    known = [(time, value) for time, value in timed if time is not None]
    if not known:
        return None
    edge = (min if agg.func == "first" else max)(time for time, _ in known)
    return max(value for time, value in known if time == edge)


def _stamp(moment: datetime) -> int:
    return int((moment - datetime.min).total_seconds() * 10**6)


def rank_edge(edge: RankEdge, values: Sequence[Any]) -> Any:
    def count(value: Any) -> int:
        return sum(v > value if edge.count == "greater" else v < value for v in values)

    def holds(value: Any) -> bool:
        left, right = count(value) * edge.den, edge.num * len(values)
        return left < right if edge.op == "<" else left >= right

    fitting = [value for value in set(values) if holds(value)]
    return (min if edge.pick == "min" else max)(fitting, default=None)


def _statistics(step: Statistics, subjects: Sequence[Callable[[Core], Any]]) -> dict[str, Any]:
    inside = [s for s in subjects if step.population is None or s(step.population) is True]
    values = sorted(value for s in inside if (value := s(step.item)) is not None)
    found = {edge.name: rank_edge(edge, values) for edge in step.ranks}
    for edge in step.quantiles:
        if not values:
            found |= {edge.low: None, edge.high: None, edge.rest: None}
            continue
        place, rest = divmod((len(values) - 1) * edge.num, edge.den)
        found |= {edge.low: values[place], edge.high: values[place + (1 if rest else 0)], edge.rest: rest}
    return found


def evaluate(plan: Plan, tables: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """One dict per subject, in the table's order."""
    source = _Tables(tables)
    subjects: list[tuple[Any, Values, dict[str, Any]]] = []
    for row in tables[plan.subject.name]:
        values = _table_values(Table("", plan.subject.name, plan.subject.columns), row)
        if plan.since is None or _expressions(values, {})(plan.since) is True:
            subjects.append((values["", plan.key.name], values, {}))
    for step in plan.steps:
        match step:
            case Let():
                for _, values, refs in subjects:
                    refs[step.name] = _expressions(values, refs)(step.value)
            case Statistics():
                made = _statistics(step, [_expressions(values, refs) for _, values, refs in subjects])
                for _, _, refs in subjects:
                    refs |= made
            case Gather():
                by_key: dict[Any, list[Values]] = {}
                for key, values in source.rows(step.rows):
                    by_key.setdefault(key, []).append(values)
                for key, values, refs in subjects:
                    rows = [_expressions({**values, **row}, refs) for row in by_key.get(key, ())]
                    rows = [row for row in rows if step.where is None or row(step.where) is True]
                    refs |= {name: aggregate(agg, rows) for name, agg in step.aggregates}
    wanted = subjects if plan.keys is None else [s for s in subjects if s[0] in plan.keys]
    return [
        {output.name: _expressions(values, refs)(output.value) for output in plan.outputs} for _, values, refs in wanted
    ]

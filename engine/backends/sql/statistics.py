"""Values that are one for everyone: distinct values with running counts, then one row of edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import gcd

from engine.backends.base import unsupported
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.fragment import COMPARE, Fragment, sql
from engine.backends.sql.layout import select
from engine.backends.sql.quoting import Names
from engine.core import Kind
from engine.plan import QuantileEdge, RankEdge, Statistics


def statistics_columns(step: Statistics) -> list[tuple[str, Kind]]:
    """The names of what a step defines."""
    found = [(edge.name, step.kind) for edge in step.ranks]
    for edge in step.quantiles:
        found += [(edge.low, step.kind), (edge.high, step.kind), (edge.rest, Kind.INT)]
    return found


def statistics_tables(
    step: Statistics,
    dialect: Dialect,
    tables: Names,
    name: str,
    source: str,
    item: Fragment,
    population: Fragment | None,
) -> list[tuple[str, str]]:
    """Three CTEs: values, values with how many lie up to each, and the row of edges (``name``)."""
    quote = dialect.identifier
    values, running = tables.new(f"{name}_values"), tables.new(f"{name}_running")
    known = sql("{:cmp} IS NOT NULL", item, prec=COMPARE)
    where = known.text if population is None else f"{known:and} AND {population:and}"
    value, times, upto, total = (quote(wanted) for wanted in ("value", "times", "up_to", "total"))
    # A constant in GROUP BY would be the number of a column.
    by = item.text if value[0] in item.text else f"COALESCE({item.text}, {item.text})"
    counted = select([f"{item.text} AS {value}", f"COUNT(*) AS {times}"], source, f"WHERE {where}", f"GROUP BY {by}")
    summed = select(
        [
            value,
            times,
            f"SUM({times}) OVER (ORDER BY {value} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS {upto}",
            f"SUM({times}) OVER () AS {total}",
        ],
        quote(values),
    )
    columns = []
    counts = Counts(value, f"({total} - {upto})", f"({upto} - {times})", upto, total)
    for edge in step.ranks:
        columns.append(f"{edge.pick.upper()}({_rank(edge, dialect, counts)}) AS {quote(edge.name)}")
    for quantile in step.quantiles:
        low, high, rest = _quantile(quantile, dialect, counts)
        texts = (f"MIN({low})", f"MIN({high})", dialect.as_int(f"MAX({rest})"))
        columns += [
            f"{text} AS {quote(n)}" for text, n in zip(texts, (quantile.low, quantile.high, quantile.rest), strict=True)
        ]
    return [(values, counted), (running, summed), (name, select(columns, quote(running)))]


def statistics_in_place(
    step: Statistics, dialect: Dialect, item: Fragment, keep: Callable[[Fragment], Fragment]
) -> Iterator[tuple[str, Fragment]]:
    """The same values as columns of every subject's row, by windows over the layer itself: no table is read twice.

    item: a column that is NULL for who is not counted. keep: makes a column of an expression.
    """

    def counted(window: str) -> Fragment:
        return keep(sql(f"CAST(COUNT({{}}) OVER ({window}) AS DECIMAL(20, 0))", item, item))

    total = counted("")
    upto = counted("ORDER BY {}")
    smaller = upto
    if any(edge.count == "smaller" for edge in step.ranks):
        smaller = sql("({} - {})", total, counted("ORDER BY {} DESC"))
    counts = Counts(item.text, f"({total.text} - {upto.text})", smaller.text, upto.text, total.text)

    def placed(text: str) -> Fragment:
        read = sql("{}{}{}{}", item, total, upto, smaller)
        return keep(replace(read, text=text, stack=4))

    def picked(pick: str, value: str) -> Fragment:
        # MariaDB computes MIN and MAX of a whole window anew for every row; the first in an order is one step.
        order = f"{value} IS NULL, {value}" if pick == "min" else f"{value} DESC"
        return placed(f"FIRST_VALUE({value}) OVER (ORDER BY {order})")

    for edge in step.ranks:
        yield edge.name, picked(edge.pick, _rank(edge, dialect, counts))
    for quantile in step.quantiles:
        low, high, rest = _quantile(quantile, dialect, counts)
        yield quantile.low, picked("min", low)
        yield quantile.high, picked("min", high)
        yield quantile.rest, placed(dialect.as_int(f"CASE WHEN {total} > 0 THEN {rest} END"))


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a row: its value, and how many known values are greater, smaller, not greater, and there at all."""

    value: str
    greater: str
    smaller: str
    upto: str
    total: str


def _fraction(num: int, den: int, dialect: Dialect) -> tuple[int, int]:
    common = gcd(num, den)
    num, den = num // common, den // common
    if max(abs(num), den) > dialect.max_factor:
        raise unsupported("fraction", dialect.name, num=str(num), den=str(den))
    return num, den


def _rank(edge: RankEdge, dialect: Dialect, counts: Counts) -> str:
    """A value of which the edge is the least or greatest."""
    count = counts.greater if edge.count == "greater" else counts.smaller
    num, den = _fraction(edge.num, edge.den, dialect)
    return f"CASE WHEN {count} * {den} {edge.op} {counts.total} * {num} THEN {counts.value} END"


def _quantile(edge: QuantileEdge, dialect: Dialect, counts: Counts) -> tuple[str, str, str]:
    """Values of which the two neighbours are the least, and the rest."""
    num, den = edge.num, edge.den
    _fraction(num, den, dialect)
    place = f"(({counts.total} - 1) * {num})"
    whole = dialect.quotient(place, den)
    rest = f"{place} % {den}"
    low = f"CASE WHEN {counts.upto} > {whole} THEN {counts.value} END"
    over = f"(CASE WHEN {rest} > 0 THEN 1 ELSE 0 END)"
    high = f"CASE WHEN {counts.upto} > {whole} + {over} THEN {counts.value} END"
    return low, high, rest

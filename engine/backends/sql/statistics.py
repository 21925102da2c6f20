"""Values that are one for everyone: distinct values with running counts, then one row of edges."""

from __future__ import annotations

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
    for edge in step.ranks:
        columns.append(f"{_rank(edge, dialect)} AS {quote(edge.name)}")
    for quantile in step.quantiles:
        texts = _quantile(quantile, dialect)
        columns += [
            f"{text} AS {quote(n)}" for text, n in zip(texts, (quantile.low, quantile.high, quantile.rest), strict=True)
        ]
    return [(values, counted), (running, summed), (name, select(columns, quote(running)))]


def _fraction(num: int, den: int, dialect: Dialect) -> tuple[int, int]:
    common = gcd(num, den)
    num, den = num // common, den // common
    if max(abs(num), den) > dialect.max_factor:
        raise unsupported("fraction", dialect.name, num=str(num), den=str(den))
    return num, den


def _rank(edge: RankEdge, dialect: Dialect) -> str:
    quote = dialect.identifier
    value, times, upto, total = (quote(wanted) for wanted in ("value", "times", "up_to", "total"))
    count = f"({total} - {upto})" if edge.count == "greater" else f"({upto} - {times})"
    num, den = _fraction(edge.num, edge.den, dialect)
    return f"{edge.pick.upper()}(CASE WHEN {count} * {den} {edge.op} {total} * {num} THEN {value} END)"


def _quantile(edge: QuantileEdge, dialect: Dialect) -> tuple[str, str, str]:
    quote = dialect.identifier
    value, upto, total = (quote(wanted) for wanted in ("value", "up_to", "total"))
    num, den = edge.num, edge.den
    _fraction(num, den, dialect)
    place = f"(({total} - 1) * {num})"
    whole = dialect.quotient(place, den)
    rest = f"{place} % {den}"
    low = f"MIN(CASE WHEN {upto} > {whole} THEN {value} END)"
    high = f"MIN(CASE WHEN {upto} > {whole} + (CASE WHEN {rest} > 0 THEN 1 ELSE 0 END) THEN {value} END)"
    return low, high, dialect.as_int(f"MAX({rest})")

"""Statements for the day on which they run: stand-ins for days become columns of one row of cut-offs.

The row is a CTE at the head of the statement: today in the project's zone by the engine's clock, and every distance
from it that the rules use. Only for dialects that can tell the zone's day (``Dialect.today``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from engine.backends.base import unsupported
from engine.backends.sql.dialect import Dialect
from engine.core import Core, FromEpoch, ParseTime, ShiftZone, children
from engine.core import Kind as CoreKind
from engine.lower.today import BASE, LIMIT, SPACING, Move, Today

_FIRST = BASE - timedelta(days=LIMIT * SPACING)
_LAST = BASE + timedelta(days=LIMIT * SPACING)


def with_today(sql: str, dialect: Dialect, today: Today, zone: str, name: str, roots: list[Core]) -> str:
    """The statement with its stand-ins replaced. Raises ``Unsupported`` where the dialect has no such zone, where
    times are kept in another zone or as counts, and where a rule names a day so far ahead that it looks like one."""
    clock = dialect.today(zone)
    if clock is None:
        raise unsupported("today", dialect.name, zone=zone)
    _refuse(roots, dialect, today)
    columns: dict[tuple[tuple[Move, ...], int], str] = {}
    table = dialect.identifier(name)

    def stands_for(found: re.Match[str]) -> str:
        day = date.fromisoformat(found["day"])
        meaning = today.meaning(day)
        if meaning is None:
            return found[0]
        column = columns.setdefault(meaning, _title(*meaning))
        value = f"(SELECT {dialect.identifier(column)} FROM {table})"
        return dialect.as_moment(value) if found["time"] else value

    body = dialect.day_literal.sub(stands_for, sql)
    made = []
    for (moves, extra), column in columns.items():
        value = dialect.identifier("today")
        for amount, unit in (*moves, (extra, "day")):
            months = {"month": 1, "year": 12}.get(unit, 0) * amount
            days = {"day": 1, "week": 7}.get(unit, 0) * amount
            value = dialect.moved(value, months, days) if months or days else value
        made.append(f"    {value} AS {dialect.identifier(column)}")
    clock_row = f"(SELECT {clock} AS {dialect.identifier('today')}) AS {dialect.identifier('clock')}"
    cutoffs = f"WITH {table} AS (\n  SELECT\n" + ",\n".join(made) + f"\n  FROM {clock_row}\n), "
    return body.replace("WITH ", cutoffs, 1) if made else body


def _title(moves: tuple[Move, ...], extra: int) -> str:
    """A readable name: ``90 days ago + 1``."""
    words = [
        f"{abs(amount)} {unit}{'s' if abs(amount) != 1 else ''} {'ago' if amount < 0 else 'ahead'}"
        for amount, unit in moves
    ]
    name = " ".join(words) or "today"
    return name if not extra else f"{name} {'+' if extra > 0 else '-'} {abs(extra)}"


def _refuse(roots: list[Core], dialect: Dialect, today: Today) -> None:
    stack = list(roots)
    while stack:
        node = stack.pop()
        if isinstance(node, FromEpoch | ShiftZone):
            raise unsupported("today_zone", dialect.name)
        if isinstance(node, ParseTime) and node.format != "iso":
            raise unsupported("today_zone", dialect.name)
        value = getattr(node, "value", None)
        if isinstance(value, str) and re.search(r"[3-6]\d{3}-\d\d-\d\d", value):
            raise unsupported("today_literal", dialect.name, text=value[:60])
        if isinstance(value, date) and getattr(node, "kind", None) in (CoreKind.DATE, CoreKind.TS):
            day = date(value.year, value.month, value.day)
            if _FIRST <= day <= _LAST and today.meaning(day) is None and day.year >= 3000:
                raise unsupported("today_literal", dialect.name, text=day.isoformat())
        stack.extend(children(node))

"""SQLite: dates and times as texts in one form, checked by its own calendar."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from engine import core, zones
from engine.backends.sql.calendar import day_bounds, month_bounds
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.fragment import ADD, AND, COMPARE, CONCAT, MUL, OR, Fragment, sql
from engine.backends.sql.ranges import END_SECOND, FIRST_SECOND, CountRange, TimeRange, innermost
from engine.backends.sql.recipes import Rounding
from engine.core import Core, Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

# '0001-' and not '0001': a column with numeric affinity would read the latter as a number.
_FLOOR = "'0001-'"
_CLOCK = (
    "{0} GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr({0}, 12, 2) < '24' AND (length({0}) = 16"
    " OR substr({0}, 17) GLOB ':[0-5][0-9]'"
    " OR (substr({0}, 17) GLOB ':[0-5][0-9].?*' AND substr({0}, 21) NOT GLOB '*[^0-9]*'))"
)
_PLAIN = "length({0}) = length(CAST({0} AS BLOB))"
# date() with a modifier moves 30 February to March, so a day that comes back unchanged exists.
_VALID = (
    f"{{0}} >= {_FLOOR} AND date(substr({{0}}, 1, 10), '+0 days') = substr({{0}}, 1, 10)"
    f" AND (length({{0}}) = 10 OR ({_CLOCK})) AND {_PLAIN}"
)
_USUAL_DAY = "date({0}, '+0 days') = {0}"
_USUAL = {Kind.DATE: _USUAL_DAY, Kind.TS: f"datetime({{0}}, '+0 seconds') = {{0}} OR {_USUAL_DAY}"}
"""How nearly all values are spelled: asked first, as it is asked quickly."""

_FRACTION = (
    "CASE WHEN rtrim(substr({0}, 20, 7), '.0') = '' THEN ''"
    " ELSE '.' || substr(substr({0}, 21, 6) || '000000', 1, 6) END"
)
_TIME = (
    "substr({0}, 1, 10) || CASE length({0}) WHEN 10 THEN ' 00:00:00' WHEN 16 THEN ' ' || substr({0}, 12) || ':00'"
    f" ELSE ' ' || substr({{0}}, 12, 8) || {_FRACTION} END"
)
_WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}


class SQLiteTimes(Rounding):
    day_literal = re.compile(r"'(?P<day>\d{4}-\d\d-\d\d)(?P<time> 00:00:00)?'")

    def today(self, zone: str) -> str | None:
        """SQLite knows no zones: only those whose clock is never changed can be told."""
        offset = zones.fixed_offset(zone)
        return None if offset is None else f"date('now', '{offset:+d} seconds')"

    def moved(self, day: str, months: int, days: int) -> str:
        if not months:
            return f"date({day}, '{days:+d} days')"
        to = f"date({day}, '{months:+d} months')"
        return f"CASE WHEN substr({to}, 9) = substr({day}, 9) THEN {to} ELSE date({to}, 'start of month', '-1 day') END"

    def as_moment(self, day: str) -> str:
        return f"{day} || ' 00:00:00'"

    # reading texts
    def iso_date_of(self, raw: Fragment, valid: bool) -> Fragment:
        if valid:
            return sql("substr({}, 1, 10)", raw)
        form = (
            f"CASE WHEN date({{0}}, '+0 days') = {{0}} AND {{0}} >= {_FLOOR} THEN {{0}}"
            f" WHEN {_VALID} THEN substr({{0}}, 1, 10) END"
        )
        return sql(form, raw)

    def iso_time_of(self, raw: Fragment, valid: bool) -> Fragment:
        if valid:
            return sql(f"CASE length({{0}}) WHEN 19 THEN replace({{0}}, 'T', ' ') ELSE {_TIME} END", raw)
        form = (
            f"CASE WHEN datetime({{0}}, '+0 seconds') = {{0}} AND {{0}} >= {_FLOOR} THEN {{0}}"
            f" WHEN {_VALID} THEN {_TIME} END"
        )
        return sql(form, raw)

    def parse_time(self, node: core.ParseTime, at: Scope) -> Fragment:
        known = node in at.valid
        item = (self._raw_time(node, at) if known else None) or at.simple(node.item)
        if core.kind_of(node.item) is Kind.INT:
            item = at.keep(sql("CAST({} AS TEXT)", item))
        if node.format == "iso":
            return self.iso_date_of(item, known) if node.to is Kind.DATE else self.iso_time_of(item, known)
        glob, starts, fraction = _layout(node.format)
        if fraction is not None and fraction != len(glob):
            raise self.refuse(f"ParseTime {node.format}")
        form = "".join(f"[{c}]" if c in "*?[" else "[0-9]" if c == "\x00" else c for c in glob)
        if "Y" not in starts:
            raise self.refuse(f"ParseTime {node.format}")
        part = {k: sql(f"substr({{}}, {starts[k] + 1}, {_WIDTHS[k]})", item) if k in starts else None for k in _WIDTHS}
        day = " || '-' || ".join("{}" if part[k] else "'01'" for k in "Ymd")
        clock = " || ':' || ".join("{}" if part[k] else "'00'" for k in "HMS")
        pieces = [part[k] for k in "YmdHMS"]
        text = sql(f"{day} || ' ' || {clock}", *[piece for piece in pieces if piece is not None], prec=CONCAT)
        valid = sql(
            "{} GLOB {} AND instr({}, char(0)) = 0", item, self.text(form + ("*" if fraction else "")), item, prec=AND
        )
        if fraction is not None:
            digits = f"substr({{}}, {fraction + 1})"
            valid = sql(
                f"{{}} AND {digits} NOT GLOB '*[^0-9]*' AND length({{}}) BETWEEN {fraction + 1} AND {fraction + 6}",
                *(valid, item, item),
                prec=AND,
            )
        text = at.keep(sql("CASE WHEN {} THEN {} END", valid, text))
        good = sql(f"datetime({{0}}, '+0 seconds') = {{0}} AND {{0}} >= {_FLOOR}", text, prec=AND)
        if node.to is Kind.DATE:
            return sql("CASE WHEN {} THEN substr({}, 1, 10) END", good, text)
        if fraction is None:
            return sql("CASE WHEN {} THEN {} END", good, text)
        micros = sql(f"substr(substr({{}}, {fraction + 1}) || '000000', 1, 6)", item)
        tail = sql("CASE {} WHEN '000000' THEN '' ELSE '.' || {} END", micros, micros)
        return sql("CASE WHEN {} THEN {} || {} END", good, text, tail)

    # ranges of days
    def day_range(self, node: core.DayRange, at: Scope) -> Fragment:
        found = innermost(node)
        if isinstance(found, CountRange):
            value = at.simple(found.item)
            valid, inside = f"{found.first} AND {found.end - 1}", f"{found.low} AND {found.high - 1}"
            return sql(f"CASE WHEN {{0:cmp}} BETWEEN {valid} THEN {{0:cmp}} BETWEEN {inside} END", value)
        value = at.value(found.item)
        low, high = (None if edge is None else Fragment(f"'{_shortest(edge)}'") for edge in (found.low, found.high))
        if low is not None and high is not None:
            value = at.plain(value)
            return sql("{:cmp} >= {} AND {:cmp} < {}", value, low, value, high, prec=AND)
        if low is not None:
            return sql("{:cmp} >= {}", value, low, prec=COMPARE)
        if high is not None:
            return sql("{:cmp} < {}", value, high, prec=COMPARE)
        return sql("CASE WHEN {:cmp} IS NOT NULL THEN TRUE END", value)

    def day_range_truth(self, node: core.DayRange, at: Scope) -> Fragment:
        """Edges first, on the column as it lies, so that an index can be used; then the guard, for what is within."""
        found = innermost(node)
        if isinstance(found, CountRange):
            inside = f"{found.low} AND {found.high - 1}"
            return sql(f"{{:cmp}} BETWEEN {inside}", at.value(found.item), prec=COMPARE)
        raw = self._raw_time(found.item, at)
        if raw is None:
            return self.day_range(node, at)
        return self._raw_range(found, raw, found.item in at.valid)

    def not_later_truth(self, node: core.Or, days: core.DayRange, at: Scope) -> Fragment:
        """Edges first here as well: only what lies behind them has to be looked at more closely."""
        found, item = innermost(days), days.item
        while isinstance(item, core.Day | core.Midnight):
            item = item.item
        raw = None if isinstance(found, CountRange) or found.item != item else self._raw_time(item, at)
        if raw is None or item in at.valid or isinstance(found, CountRange) or found.high is None:
            return super().not_later_truth(node, days, at)
        inside = self._raw_range(found, raw, valid=True)
        form = f"{{0:cmp}} IS NULL OR {{1:or}} OR NOT ({_USUAL[core.kind_of(item)]} OR ({_VALID}))"
        return sql(form, raw, inside, prec=OR)

    def _raw_range(self, found: TimeRange, raw: Fragment, valid: bool) -> Fragment:
        parts = []
        low, high = found.low, found.high
        if low is not None or not valid:
            parts.append(f"{{0:cmp}} >= '{iso_date(low)}'" if low is not None else f"{{0:cmp}} >= {_FLOOR}")
        if high is not None:
            whole = high == datetime.combine(high.date(), datetime.min.time())
            # Of a day that is cut in two, everything: 'T' sorts behind a space.
            parts.append(f"{{0:cmp}} < '{iso_date(high)}{'' if whole else '~'}'")
        for edge, sign in ((low, ">="), (high, "<")):
            if edge is not None and edge != datetime.combine(edge.date(), datetime.min.time()):
                parts.append(f"replace({{0}}, 'T', ' ') {sign} '{_shortest(edge)}'")
        if not valid:
            parts.append(f"({_USUAL[core.kind_of(found.item)]} OR ({_VALID}))")
        return sql(" AND ".join(parts), raw, prec=AND if len(parts) > 1 else COMPARE)

    def _raw_time(self, item: Core, at: Scope) -> Fragment | None:
        """A column whose text is a date or time, as it lies."""
        if isinstance(item, core.ParseTime) and item.format == "iso" and core.kind_of(item.item) is Kind.TEXT:
            item = item.item
        elif not (isinstance(item, core.Column) and item.kind in (Kind.DATE, Kind.TS)):
            return None
        if not isinstance(item, core.Column):
            return None
        raw = at.raw(item)
        return raw.text if raw.spec is not None and not raw.spec.trim else None

    # conversions
    def from_epoch(self, node: core.FromEpoch, at: Scope) -> Fragment:
        item = at.simple(node.item)
        units = {"s": 1, "ms": 1_000, "us": 1_000_000}[node.unit]
        limits = f"{{:cmp}} BETWEEN {FIRST_SECOND * units} AND {END_SECOND * units - 1}"
        if units == 1:
            return sql(f"CASE WHEN {limits} THEN datetime({{}}, 'unixepoch') END", item, item)
        rest = at.keep(sql(f"({{0}} % {units} + {units}) % {units}", item))
        micros = sql(f"substr('000000' || ({{}} * {1_000_000 // units}), -6)", rest)
        tail = sql("CASE {} WHEN 0 THEN '' ELSE '.' || {} END", rest, micros)
        form = f"CASE WHEN {limits} THEN datetime(({{}} - {{}}) / {units}, 'unixepoch') || {{}} END"
        return sql(form, item, item, rest, tail)

    def shift_zone(self, node: core.ShiftZone, at: Scope) -> Fragment:
        item = at.simple(node.item)
        seconds = self._shift(item, zones.steps(node.source, node.target))
        moved = at.keep(sql("datetime(substr({0}, 1, 19), {1}) || substr({0}, 20)", item, seconds))
        return sql(f"CASE WHEN {{0}} >= {_FLOOR} THEN {{0}} END", moved)

    def _shift(self, item: Fragment, table: tuple[zones.Step, ...]) -> Fragment:
        if len(table) == 1:
            return Fragment(f"'{table[0][1]:+d} seconds'")
        middle = len(table) // 2
        early, late = self._shift(item, table[:middle]), self._shift(item, table[middle:])
        return sql(f"CASE WHEN {{}} < '{iso_time(table[middle][0])}' THEN {{}} ELSE {{}} END", item, early, late)

    def day(self, node: core.Day, at: Scope) -> Fragment:
        return sql("substr({}, 1, 10)", at.value(node.item))

    def midnight(self, node: core.Midnight, at: Scope) -> Fragment:
        return sql("{:cat} || ' 00:00:00'", at.value(node.item), prec=CONCAT)

    # arithmetic
    def days_between(self, node: core.DaysBetween, at: Scope) -> Fragment:
        return sql("CAST(julianday({}) - julianday({}) AS INTEGER)", at.value(node.end), at.value(node.start))

    def months_between(self, node: core.MonthsBetween, at: Scope) -> Fragment:
        start, end = at.simple(node.start), at.simple(node.end)
        months = "substr({0}, 1, 4) * 12 + substr({0}, 6, 2)"
        form = (
            f"({months.replace('{0}', '{1}')}) - ({months}) - CASE"
            " WHEN {1} >= {0} AND substr({1}, 9) < substr({0}, 9) THEN 1"
            " WHEN {1} < {0} AND substr({0}, 9) < substr({1}, 9) THEN -1 ELSE 0 END"
        )
        return sql(form, start, end, prec=ADD)

    def date_add(self, node: core.DateAdd, at: Scope) -> Fragment:
        item = at.simple(node.item)
        bounds = day_bounds(node.amount) if node.unit == "day" else month_bounds(node.amount)
        if bounds is None:
            return self.null(Kind.DATE)
        moved = sql(f"date({{}}, '{node.amount:+d} {node.unit}s')", item)
        if node.unit == "month":
            # A day that the month does not have leads into the next month: back to the end of the one before.
            form = "CASE WHEN substr({0}, 9) = substr({1}, 9) THEN {0} ELSE date({0}, 'start of month', '-1 day') END"
            moved = sql(form, at.plain(moved), item)
        if bounds == (date.min, date.max):
            return moved
        low, high = (f"'{iso_date(bound)}'" for bound in bounds)
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {low} AND {high} THEN {{}} END", item, moved)

    def date_part(self, node: core.DatePart, at: Scope) -> Fragment:
        item = at.value(node.item)
        if node.part == "weekday":
            return sql("(strftime('%w', substr({}, 1, 10)) + 6) % 7 + 1", item, prec=ADD)
        if node.part == "quarter":
            return sql("(substr({}, 6, 2) + 2) / 3", item, prec=MUL)
        start, width = {
            "year": (1, 4),
            "month": (6, 2),
            "day": (9, 2),
            "hour": (12, 2),
            "minute": (15, 2),
            "second": (18, 2),
        }[node.part]
        return sql(f"CAST(substr({{}}, {start}, {width}) AS INTEGER)", item)

    def stamp(self, func: str, kind: Kind, time: Fragment) -> tuple[int, Fragment]:
        """A text of fixed width that grows with the time, for ``first`` backwards."""
        if func == "last":
            return (10, time) if kind is Kind.DATE else (26, sql("substr({:cat} || '.000000', 1, 26)", time))
        days = sql("substr('0000000' || (9999999 - CAST(julianday(substr({}, 1, 10)) AS INTEGER)), -7)", time)
        if kind is Kind.DATE:
            return 7, days
        clock = "(substr({0}, 12, 2) * 3600 + substr({0}, 15, 2) * 60 + substr({0}, 18, 2)) * 1000000"
        micros = f"{clock} + CAST(substr({{0}} || '.000000', 21, 6) AS INTEGER)"
        rest = sql(f"substr('00000000000' || (86400000000 - ({micros})), -11)", time)
        return 18, sql("{:cat} || {:cat}", days, rest, prec=CONCAT)


def _shortest(moment: datetime) -> str:
    """An edge that no longer spelling of the same moment lies below: zeros at the end are left out."""
    text = iso_time(moment)
    return re.sub(r"( 00:00)?:00$", "", text) if moment.microsecond == 0 else text


def _layout(form: str) -> tuple[str, dict[str, int], int | None]:
    """The characters of a format (NUL for a digit), where each field starts, and where the fraction does."""
    glob, starts, at = "", {}, 0
    fraction: int | None = None
    while at < len(form):
        code = form[at + 1 : at + 2] if form[at] == "%" else ""
        if code == "f":
            fraction = len(glob)
        elif code in _WIDTHS:
            starts[code] = len(glob)
            glob += "\x00" * _WIDTHS[code]
        else:
            glob += form[at]
            at -= 1
        at += 2
    return glob, starts, fraction

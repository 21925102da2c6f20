"""MySQL and MariaDB: dates and times. Zero dates and days that no month has count as missing; no session's zone
takes part, neither in what a TIMESTAMP shows nor in what "now" is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from engine import core, zones
from engine.backends.sql.calendar import day_bounds, month_bounds
from engine.backends.sql.dialect import iso_date, iso_time
from engine.backends.sql.dialects.mysql_text import END, MySQLText
from engine.backends.sql.fragment import ADD, AND, COMPARE, Fragment, sql
from engine.backends.sql.ranges import END_SECOND, FIRST_SECOND, CountRange, innermost
from engine.core import Core, Kind
from engine.plan import ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_EPOCH = "TIMESTAMP '1970-01-01 00:00:00'"
# Of a raw date {0}. Neither function warns of a zero date, which would be an error in a strict session.
_EXISTS = "DAY({0}) BETWEEN 1 AND DAY(LAST_DAY({0}))"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_MONTH = "(0[1-9]|1[0-2])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?"
_ISO = f"(?s)^(?!0000)[0-9]{{4}}-{_MONTH}-{_DAY}([ T]{_CLOCK})?{END}"
_FORMS = {"Y": "(?!0000)[0-9]{4}", "m": _MONTH, "d": _DAY, "H": "([01][0-9]|2[0-3])", "M": "[0-5][0-9]"}
_FORMS |= {"S": "[0-5][0-9]", "f": "[0-9]{1,6}"}
_WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}


class MySQLTimes(MySQLText):
    day_literal = re.compile(r"(?:DATE|TIMESTAMP) '(?P<day>\d{4}-\d\d-\d\d)(?P<time> 00:00:00)?'")

    def today(self, zone: str) -> str | None:
        """Tables of time zones may not be loaded: only zones whose clock is never changed can be told."""
        offset = zones.fixed_offset(zone)
        return None if offset is None else f"DATE(UTC_TIMESTAMP() + INTERVAL {offset} SECOND)"

    def moved(self, day: str, months: int, days: int) -> str:
        return f"({day} + INTERVAL {months} MONTH)" if months else f"({day} + INTERVAL {days} DAY)"

    def as_moment(self, day: str) -> str:
        return f"CAST({day} AS DATETIME)"

    # columns
    def read_time(self, spec: ColumnSpec, declared: str, raw: Fragment, valid: bool) -> Fragment:
        if declared.startswith("timestamp"):
            # Its own count of seconds; shown, it would be in the session's zone.
            moment = sql(f"{_EPOCH} + INTERVAL UNIX_TIMESTAMP({{}}) SECOND", raw)
            return sql("CASE WHEN UNIX_TIMESTAMP({}) > 0 THEN {} END", raw, moment)
        value = sql("DATE({})", raw) if spec.kind is Kind.DATE and declared != "date" else raw
        return value if valid else sql(f"CASE WHEN YEAR({{0}}) > 0 AND {_EXISTS} THEN {{1}} END", raw, value)

    # ranges of days
    def day_range(self, node: core.DayRange, at: Scope) -> Fragment:
        found = innermost(node)
        if isinstance(found, CountRange):
            value = at.simple(found.item)
            valid, inside = f"{found.first} AND {found.end - 1}", f"{found.low} AND {found.high - 1}"
            return sql(f"CASE WHEN {{0:cmp}} BETWEEN {valid} THEN {{0:cmp}} BETWEEN {inside} END", value)
        value, kind = at.value(found.item), core.kind_of(found.item)
        low, high = (self._edge(edge, kind) for edge in (found.low, found.high))
        if low is not None and high is not None:
            value = at.plain(value)
            return sql("{:cmp} >= {} AND {:cmp} < {}", value, low, value, high, prec=AND)
        if low is not None:
            return sql("{:cmp} >= {}", value, low, prec=COMPARE)
        if high is not None:
            return sql("{:cmp} < {}", value, high, prec=COMPARE)
        return sql("CASE WHEN {:cmp} IS NOT NULL THEN TRUE END", value)

    def _edge(self, moment: datetime | None, kind: Kind) -> Fragment | None:
        if moment is None:
            return None
        return self.constant(kind, moment.date() if kind is Kind.DATE else moment)

    def day_range_truth(self, node: core.DayRange, at: Scope) -> Fragment:
        """Edges on the column as it lies, so that an index can be used; then the guard, for what is within."""
        found = innermost(node)
        if isinstance(found, CountRange):
            return sql(f"{{:cmp}} BETWEEN {found.low} AND {found.high - 1}", at.value(found.item), prec=COMPARE)
        raw = self._raw_time(found.item, at)
        if raw is None:
            return self.day_range(node, at)
        kind, valid = core.kind_of(found.item), found.item in at.valid
        low = self._edge(found.low or (None if valid else datetime(1, 1, 1)), kind)
        high = self._edge(found.high, kind)
        parts = [part for part in (low and "{0} >= {1}", high and "{0} < {2}", None if valid else _EXISTS) if part]
        if not parts:
            return sql("{:cmp} IS NOT NULL", raw, prec=COMPARE)
        return sql(" AND ".join(parts), raw, low or raw, high or raw, prec=AND)

    @staticmethod
    def _raw_time(item: Core, at: Scope) -> Fragment | None:
        """A column of dates or times as it lies."""
        if not isinstance(item, core.Column):
            return None
        raw = at.raw(item)
        declared = "" if raw.spec is None else raw.spec.declared.lower().strip()
        if declared == "date" or (declared.startswith("datetime") and item.kind is Kind.TS):
            return raw.text
        return None

    # conversions
    def parse_time(self, node: core.ParseTime, at: Scope) -> Fragment:
        if core.kind_of(node.item) is Kind.INT:
            item = at.keep(self.by_code_point(sql("CONVERT(CAST({} AS CHAR) USING utf8mb4)", at.value(node.item))))
        else:
            item = at.plain(self.comparable(node.item, at=at))
        if node.format == "iso":
            text, form = item, _ISO
        else:
            text, form = self._as_iso(item, node.format), _pattern(node.format)
        text = at.plain(sql("CASE WHEN {} REGEXP {} THEN {} END", item, self.text(form), text))
        kept = "LEFT({0}, 10) AS DATE" if node.to is Kind.DATE else "LEFT({0}, 26) AS DATETIME(6)"
        exists = "SUBSTRING({0}, 9, 2) < '29' OR SUBSTRING({0}, 9, 2) <= DAY(LAST_DAY(CONCAT(LEFT({0}, 8), '01')))"
        return sql(f"CASE WHEN {exists} THEN CAST({kept}) END", text)

    def _as_iso(self, item: Fragment, form: str) -> Fragment:
        starts, fraction = _layout(form)
        if "Y" not in starts or fraction is False:
            raise self.refuse(f"ParseTime {form}")
        part = {k: f"SUBSTRING({{0}}, {starts[k] + 1}, {_WIDTHS[k]})" if k in starts else None for k in _WIDTHS}
        day = ", '-', ".join(part[k] or "'01'" for k in "Ymd")
        clock = ", ':', ".join(part[k] or "'00'" for k in "HMS")
        tail = "" if fraction is None else f", '.', SUBSTRING({{0}}, {fraction + 1})"
        return sql(f"CONCAT({day}, ' ', {clock}{tail})", item)

    def from_epoch(self, node: core.FromEpoch, at: Scope) -> Fragment:
        item = at.simple(node.item)
        units = {"s": 1, "ms": 1_000, "us": 1_000_000}[node.unit]
        limits = f"{{:cmp}} BETWEEN {FIRST_SECOND * units} AND {END_SECOND * units - 1}"
        step = {"s": "{} SECOND", "ms": "{:mul} * 1000 MICROSECOND", "us": "{} MICROSECOND"}[node.unit]
        return sql(f"CASE WHEN {limits} THEN {_EPOCH} + INTERVAL {step} END", item, item)

    def shift_zone(self, node: core.ShiftZone, at: Scope) -> Fragment:
        item = at.simple(node.item)
        table = zones.steps(node.source, node.target)
        # Only near the ends of the calendar could a shift lead out of it; there the first or last one holds.
        low = datetime.min + timedelta(seconds=max(0, -table[0][1]))
        high = datetime.max - timedelta(seconds=max(0, table[-1][1]))
        limits = f"BETWEEN TIMESTAMP '{iso_time(low)}' AND TIMESTAMP '{iso_time(high)}'"
        return sql(f"CASE WHEN {{:cmp}} {limits} THEN {{}} END", item, self._shift(item, table))

    def _shift(self, item: Fragment, table: tuple[zones.Step, ...]) -> Fragment:
        """The shifted time; which shift holds is found by halving."""
        if len(table) == 1:
            return sql(f"{{:add}} + INTERVAL {table[0][1]} SECOND", item, prec=ADD)
        middle = len(table) // 2
        early, late = self._shift(item, table[:middle]), self._shift(item, table[middle:])
        form = f"CASE WHEN {{:cmp}} < TIMESTAMP '{iso_time(table[middle][0])}' THEN {{}} ELSE {{}} END"
        return sql(form, item, early, late)

    def day(self, node: core.Day, at: Scope) -> Fragment:
        return sql("DATE({})", at.value(node.item))

    def midnight(self, node: core.Midnight, at: Scope) -> Fragment:
        return sql("CAST({} AS DATETIME)", at.value(node.item))

    # arithmetic
    def days_between(self, node: core.DaysBetween, at: Scope) -> Fragment:
        return sql("DATEDIFF({}, {})", at.value(node.end), at.value(node.start))

    def months_between(self, node: core.MonthsBetween, at: Scope) -> Fragment:
        start, end = at.simple(node.start), at.simple(node.end)
        form = (
            "(YEAR({1}) - YEAR({0})) * 12 + MONTH({1}) - MONTH({0}) - CASE"
            " WHEN {1} >= {0} AND DAY({1}) < DAY({0}) THEN 1"
            " WHEN {1} < {0} AND DAY({0}) < DAY({1}) THEN -1 ELSE 0 END"
        )
        return sql(form, start, end, prec=ADD)

    def date_add(self, node: core.DateAdd, at: Scope) -> Fragment:
        item = at.simple(node.item)
        bounds = day_bounds(node.amount) if node.unit == "day" else month_bounds(node.amount)
        if bounds is None:
            return self.null(Kind.DATE)
        low, high = (f"DATE '{iso_date(bound)}'" for bound in bounds)
        moved = f"{{:add}} + INTERVAL {node.amount} {node.unit.upper()}"
        if bounds == (date.min, date.max):
            return sql(moved, item, prec=ADD)
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {low} AND {high} THEN {moved} END", item, item)

    def date_part(self, node: core.DatePart, at: Scope) -> Fragment:
        item = at.value(node.item)
        if node.part == "weekday":
            return sql("WEEKDAY({}) + 1", item, prec=ADD)
        return sql(f"{node.part.upper()}({{}})", item)


def _pattern(form: str) -> str:
    """A format as a regular expression; no part has less than its full width."""
    found, at = [], 0
    while at < len(form):
        if form[at] == "%" and form[at + 1 : at + 2] in _FORMS:
            found.append(_FORMS[form[at + 1]])
            at += 2
        else:
            character = form[at]
            plain = character.isalnum() or ord(character) > 127
            found.append(character if plain else f"(?:[{character}])" if character not in "\\^]" else "(?:.)")
            at += 1
    return f"(?s)^{''.join(found)}{END}"


def _layout(form: str) -> tuple[dict[str, int], int | bool | None]:
    """Where each field starts and where the fraction does (None: there is none; False: something follows it)."""
    starts: dict[str, int] = {}
    place = at = 0
    fraction: int | bool | None = None
    while at < len(form):
        code = form[at + 1 : at + 2] if form[at] == "%" else ""
        if fraction is not None:
            return starts, False
        if code == "f":
            fraction = place
        elif code in _WIDTHS:
            starts[code] = place
            place += _WIDTHS[code]
        else:
            place += 1
            at -= 1
        at += 2
    return starts, fraction

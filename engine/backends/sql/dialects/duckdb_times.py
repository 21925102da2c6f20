"""DuckDB: dates and times. Values lie in the years 1 to 9999; anything else in a column is NULL."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine import core, zones
from engine.backends.sql.calendar import day_bounds, month_bounds
from engine.backends.sql.dialects.typed_times import FIRST_DAY, FIRST_TIME, LAST_DAY, LAST_TIME, TypedTimes
from engine.backends.sql.fragment import ADD, COMPARE, Fragment, sql
from engine.backends.sql.ranges import END_SECOND, FIRST_SECOND
from engine.core import Kind
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_NAIVE = ("timestamp", "datetime", "timestamp without time zone")
_SMALL = ("tinyint", "smallint", "integer", "utinyint", "usmallint")
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?"
_ISO = f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T]{_CLOCK})?"


class DuckDBTimes(TypedTimes):
    naive = _NAIVE
    wider = ("timestamp_s", "timestamp_ms", "timestamp_ns")
    day_literal = re.compile(r"(?:DATE|TIMESTAMP) '(?P<day>\d{4}-\d\d-\d\d)(?P<time> 00:00:00)?'")

    def today(self, zone: str) -> str | None:
        return f"CAST(timezone({self.text(zone).text}, now()) AS DATE)"

    def moved(self, day: str, months: int, days: int) -> str:
        return f"CAST({day} + to_months({months}) AS DATE)" if months else f"({day} + ({days}))"

    def as_moment(self, day: str) -> str:
        return f"CAST({day} AS TIMESTAMP)"

    slash = "//"

    def read_time(self, spec: ColumnSpec, declared: str, raw: Fragment, valid: bool) -> Fragment:
        if valid and declared in ("date", *_NAIVE):
            return raw
        if spec.kind is Kind.DATE:
            value = raw if declared == "date" else sql("TRY_CAST({} AS DATE)", raw)
            return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_DAY} AND {LAST_DAY} THEN {{}} END", value, value)
        if declared in self.zoned:
            limits = "BETWEEN TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'"
            return sql(f"CASE WHEN {{:cmp}} {limits} THEN make_timestamp(epoch_us({{}})) END", raw, raw)
        value = raw if declared in _NAIVE else sql("TRY_CAST({} AS TIMESTAMP)", raw)
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_TIME} AND {LAST_TIME} THEN {{}} END", value, value)

    # conversions
    def parse_time(self, node: core.ParseTime, at: Scope) -> Fragment:
        item = at.value(node.item)
        if core.kind_of(node.item) is Kind.INT:
            item = sql("CAST({} AS VARCHAR)", item)
        item = at.plain(item)
        if node.format == "iso":
            # Only the digits that count: an engine may round a seventh.
            time = sql("TRY_CAST(left({}, 26) AS TIMESTAMP)", item)
            form = self.text(_ISO)
        else:
            time = sql("try_strptime({}, {})", item, self.text(node.format))
            form = self.text(_pattern(node.format))
        value = sql("CASE WHEN regexp_full_match({}, {}) THEN {} END", item, form, time)
        value = sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_TIME} AND {LAST_TIME} THEN {{}} END", *[at.plain(value)] * 2)
        return sql("CAST({} AS DATE)", value) if node.to is Kind.DATE else value

    def from_epoch(self, node: core.FromEpoch, at: Scope) -> Fragment:
        item = at.plain(self.settled(node.item, at.value(node.item)))
        factor = {"s": 1_000_000, "ms": 1_000, "us": 1}[node.unit]
        limits = Fragment(f"{FIRST_SECOND * 1_000_000 // factor} AND {END_SECOND * 1_000_000 // factor - 1}")
        micros = item if factor == 1 else sql("{:mul} * {}", item, Fragment(f"{factor}"))
        return sql("CASE WHEN {:cmp} BETWEEN {} THEN make_timestamp({}) END", item, limits, micros)

    def shift_zone(self, node: core.ShiftZone, at: Scope) -> Fragment:
        item = at.simple(node.item)
        table = zones.steps(node.source, node.target)
        seconds = self._shift(item, table)
        moved = at.plain(sql("{:add} + to_seconds({})", item, seconds, prec=ADD))
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_TIME} AND {LAST_TIME} THEN {{}} END", moved, moved)

    def _shift(self, item: Fragment, table: tuple[zones.Step, ...]) -> Fragment:
        """The shift of a time, found by halving."""
        if len(table) == 1:
            return Fragment(str(table[0][1]))
        middle = len(table) // 2
        early, late = self._shift(item, table[:middle]), self._shift(item, table[middle:])
        return sql(
            "CASE WHEN {:cmp} < {} THEN {} ELSE {} END", item, self.constant(Kind.TS, table[middle][0]), early, late
        )

    def day(self, node: core.Day, at: Scope) -> Fragment:
        return sql("CAST({} AS DATE)", at.value(node.item))

    def midnight(self, node: core.Midnight, at: Scope) -> Fragment:
        return sql("CAST({} AS TIMESTAMP)", at.value(node.item))

    # arithmetic
    def days_between(self, node: core.DaysBetween, at: Scope) -> Fragment:
        return sql("date_diff('day', {}, {})", at.value(node.start), at.value(node.end))

    def months_between(self, node: core.MonthsBetween, at: Scope) -> Fragment:
        start, end = at.simple(node.start), at.simple(node.end)
        whole = sql("date_diff('month', {}, {})", start, end)
        less = sql(
            "CASE WHEN {:cmp} >= {:cmp} AND day({}) < day({}) THEN 1"
            " WHEN {:cmp} < {:cmp} AND day({}) < day({}) THEN -1 ELSE 0 END",
            *(end, start, end, start, end, start, start, end),
        )
        return sql("{} - {}", whole, less, prec=ADD)

    def date_add(self, node: core.DateAdd, at: Scope) -> Fragment:
        item = at.simple(node.item)
        bounds = day_bounds(node.amount) if node.unit == "day" else month_bounds(node.amount)
        if bounds is None:
            return self.null(Kind.DATE)
        if node.unit == "day":
            moved = sql("{:add} + {}", item, Fragment(f"({node.amount})"), prec=ADD)
        else:
            moved = sql(f"CAST({{:add}} + to_months({node.amount}) AS DATE)", item)
        low, high = (self.constant(Kind.DATE, bound) for bound in bounds)
        if bounds[0] == date.min:
            return sql("CASE WHEN {:cmp} <= {} THEN {} END", item, high, moved)
        if bounds[1] == date.max:
            return sql("CASE WHEN {:cmp} >= {} THEN {} END", item, low, moved)
        return sql("CASE WHEN {:cmp} BETWEEN {} AND {} THEN {} END", item, low, high, moved)

    def date_part(self, node: core.DatePart, at: Scope) -> Fragment:
        name = {"weekday": "isodow"}.get(node.part, node.part)
        return sql(f"{name}({{}})", at.value(node.item))

    # aggregates by time
    def takes_by_time(self, agg: Aggregate) -> bool:
        return True

    def writes_once(self, agg: Aggregate, at: Scope) -> bool:
        return self._narrow_item(agg, at)

    def by_time(self, agg: Aggregate, item: Fragment, time: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        """The greatest (time, item); for ``first`` the time counts backwards."""
        assert agg.time is not None
        if self._narrow_item(agg, at):
            return self._by_number(agg, item, time, where)
        if agg.func == "first":
            since = "-epoch_us({})" if core.kind_of(agg.time) is Kind.TS else "-(({}) - DATE '1970-01-01')"
            time = sql(since, time)
        known = sql("{:cmp} IS NOT NULL", item, prec=COMPARE)
        both = [known] if where is None else [where, known]
        form = " AND ".join("{:and}" for _ in both)
        chosen = sql(
            f"MAX({{{{'at': {{}}, 'is': {{}}}}}}) FILTER (WHERE {{:cmp}} IS NOT NULL AND {form})",
            time,
            item,
            time,
            *both,
        )
        return sql("struct_extract({}, 'is')", chosen)

    @staticmethod
    def _narrow_item(agg: Aggregate, at: Scope) -> bool:
        """Is the item a whole number of 32 bits, as the column's type promises?"""
        if not isinstance(agg.item, core.Column) or agg.item.kind is not Kind.INT:
            return False
        spec = at.raw(agg.item).spec
        return spec is not None and not spec.scale and (spec.bounded or spec.declared.lower() in _SMALL)

    def _by_number(self, agg: Aggregate, item: Fragment, time: Fragment, where: Fragment | None) -> Fragment:
        """Time and item in one number, the item in its last 32 bits: much faster to compare than a pair."""
        if core.kind_of(agg.time) is Kind.TS:  # type: ignore[arg-type]
            time = sql("CAST(epoch_us({}) AS HUGEINT)", time)
        else:
            time = sql("({:add} - DATE '1970-01-01')", time)
        sign = "-" if agg.func == "first" else ""
        both = sql(f"MAX({sign}{{:mul}} * {2**32} + {{:add}} + {2**31})", time, item)
        chosen = both if where is None else sql("{} FILTER (WHERE {})", both, where)
        return sql(f"CAST(({{:atom}} & {2**32 - 1}) - {2**31} AS BIGINT)", chosen)


def _pattern(form: str) -> str:
    """A format as a regular expression: every part has its full width."""
    digits = {"Y": "[0-9]{4}", "m": "[0-9]{2}", "d": "[0-9]{2}", "f": "[0-9]{1,6}"}
    digits |= {"H": "([01][0-9]|2[0-3])", "M": "[0-5][0-9]", "S": "[0-5][0-9]"}
    found, at = [], 0
    while at < len(form):
        if form[at] == "%" and form[at + 1 : at + 2] in digits:
            found.append(digits[form[at + 1]])
            at += 2
        else:
            character = form[at]
            found.append(character if character.isalnum() else f"\\x{{{ord(character):x}}}")
            at += 1
    return "".join(found)

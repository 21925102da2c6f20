"""PostgreSQL: dates and times. Values lie in the years 1 to 9999; infinite ones in a column are NULL."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine import core, zones
from engine.backends.sql.calendar import day_bounds, month_bounds
from engine.backends.sql.dialects.postgres_doubles import PostgresDoubles
from engine.backends.sql.dialects.typed_times import FIRST_DAY, FIRST_TIME, LAST_DAY, LAST_TIME
from engine.backends.sql.fragment import ADD, COMPARE, Fragment, sql
from engine.backends.sql.ranges import END_SECOND, FIRST_SECOND
from engine.core import Kind
from engine.plan import Aggregate, ColumnSpec

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_PRECISION = re.compile(r"\(\d\)")
_DAY_MICROS = 86_400_000_000
_EPOCH = "DATE '1970-01-01'"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?"
_DATE = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_ISO = f"^{_DATE}([ T]{_CLOCK})?$"
_FIELDS = {
    "Y": "([0-9]{4})",
    "m": "([0-9]{2})",
    "d": "([0-9]{2})",
    "H": "([0-9]{2})",
    "M": "([0-9]{2})",
    "S": "([0-9]{2})",
    "f": "([0-9]{1,6})",
}


class PostgresTimes(PostgresDoubles):
    naive = ("timestamp without time zone", "timestamp")
    day_literal = re.compile(r"(?:DATE|TIMESTAMP) '(?P<day>\d{4}-\d\d-\d\d)(?P<time> 00:00:00)?'")

    def time_type(self, declared: str) -> str:
        return _PRECISION.sub("", declared.lower().strip())

    def today(self, zone: str) -> str | None:
        return f"CAST(timezone({self.text(zone).text}, now()) AS date)"

    def moved(self, day: str, months: int, days: int) -> str:
        return f"CAST({day} + INTERVAL '{months} months' AS date)" if months else f"({day} + ({days}))"

    def as_moment(self, day: str) -> str:
        return f"CAST({day} AS timestamp)"

    def read_time(self, spec: ColumnSpec, raw: Fragment, valid: bool) -> Fragment:
        declared = self.time_type(spec.declared)
        if spec.kind is Kind.DATE:
            value = raw if declared == "date" else sql("CAST({} AS date)", raw)
            if valid and declared == "date":
                return raw
            return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_DAY} AND {LAST_DAY} THEN {{}} END", value, value)
        if declared in self.zoned:
            limits = "BETWEEN TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'"
            return sql(f"CASE WHEN {{:cmp}} {limits} THEN timezone('UTC', {{}}) END", raw, raw)
        if valid and declared in self.naive:
            return raw
        value = raw if declared in self.naive else sql("CAST({} AS timestamp)", raw)
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_TIME} AND {LAST_TIME} THEN {{}} END", value, value)

    def by_code(self, value: Fragment) -> Fragment:
        """A text that is compared by code point."""
        return value if value.text.endswith('COLLATE "C"') else sql('{:atom} COLLATE "C"', value)

    # conversions
    def parse_time(self, node: core.ParseTime, at: Scope) -> Fragment:
        """As ISO, after the fields are in that order. The day is put together from the month's first, since casting
        30 February would end the statement."""
        item = at.value(node.item)
        if core.kind_of(node.item) is Kind.INT:
            item = sql("CAST({} AS text)", item)
        item = at.plain(item) if item.uses else at.keep(item)
        if node.format != "iso":
            pattern, to = _rewriting(node.format)
            rewritten = "CASE WHEN {:cmp} ~ {} THEN regexp_replace({}, {}, {}) END"
            item = at.keep(sql(rewritten, item, self.text(pattern), item, self.text(pattern), self.text(to)))
        parts = "make_date(CAST(substr({0}, 1, 4) AS integer), CAST(substr({0}, 6, 2) AS integer), 1)"
        day = f"{parts} + (CAST(substr({{0}}, 9, 2) AS integer) - 1)"
        form = self.text(_ISO)
        made = at.keep(sql(f"CASE WHEN {{0:cmp}} ~ {{1}} THEN {day} END", item, form))
        same = "to_char({}, 'DD') = substr({}, 9, 2)"
        if node.to is Kind.DATE:
            return sql(f"CASE WHEN {same} THEN {{}} END", made, item, made)
        # Only the digits that count: the server would round a seventh.
        return sql(f"CASE WHEN {same} THEN CAST(left({{}}, 26) AS timestamp) END", made, item, item)

    def from_epoch(self, node: core.FromEpoch, at: Scope) -> Fragment:
        item = at.plain(self.settled(node.item, at.value(node.item)))
        per_day = {"s": 86_400, "ms": 86_400_000, "us": _DAY_MICROS}[node.unit]
        limits = Fragment(f"{FIRST_SECOND * per_day // 86_400} AND {END_SECOND * per_day // 86_400 - 1}")
        unit = {"s": "1 second", "ms": "1 millisecond", "us": "1 microsecond"}[node.unit]
        rest = f"({{0}} % {per_day} + {per_day}) % {per_day}"
        day = f"{_EPOCH} + CAST(({{0}} - {rest}) / {per_day} AS integer)"
        return sql(f"CASE WHEN {{0}} BETWEEN {{1}} THEN {day} + {rest} * INTERVAL '{unit}' END", item, limits)

    def shift_zone(self, node: core.ShiftZone, at: Scope) -> Fragment:
        item = at.simple(node.item)
        moved = at.plain(
            sql("{:add} + {:mul}", item, self._shift(item, zones.steps(node.source, node.target)), prec=ADD)
        )
        return sql(f"CASE WHEN {{:cmp}} BETWEEN {FIRST_TIME} AND {LAST_TIME} THEN {{}} END", moved, moved)

    def _shift(self, item: Fragment, table: tuple[zones.Step, ...]) -> Fragment:
        """The shift of a time, found by halving."""
        if len(table) == 1:
            return Fragment(f"INTERVAL '{table[0][1]} seconds'")
        middle = len(table) // 2
        early, late = self._shift(item, table[:middle]), self._shift(item, table[middle:])
        return sql(
            "CASE WHEN {:cmp} < {} THEN {} ELSE {} END", item, self.constant(Kind.TS, table[middle][0]), early, late
        )

    def day(self, node: core.Day, at: Scope) -> Fragment:
        return sql("CAST({} AS date)", at.value(node.item))

    def midnight(self, node: core.Midnight, at: Scope) -> Fragment:
        return sql("CAST({} AS timestamp)", at.value(node.item))

    # arithmetic
    def days_between(self, node: core.DaysBetween, at: Scope) -> Fragment:
        return sql("{:add} - {:sub}", at.value(node.end), at.value(node.start), prec=ADD)

    def months_between(self, node: core.MonthsBetween, at: Scope) -> Fragment:
        start, end = at.simple(node.start), at.simple(node.end)
        months = "CAST(EXTRACT(YEAR FROM {}) * 12 + EXTRACT(MONTH FROM {}) AS integer)"
        form = (
            f"{months} - {months} - CASE"
            " WHEN {:cmp} >= {:cmp} AND EXTRACT(DAY FROM {}) < EXTRACT(DAY FROM {}) THEN 1"
            " WHEN {:cmp} < {:cmp} AND EXTRACT(DAY FROM {}) < EXTRACT(DAY FROM {}) THEN -1 ELSE 0 END"
        )
        return sql(form, end, end, start, start, end, start, end, start, end, start, start, end, prec=ADD)

    def date_add(self, node: core.DateAdd, at: Scope) -> Fragment:
        item = at.simple(node.item)
        bounds = day_bounds(node.amount) if node.unit == "day" else month_bounds(node.amount)
        if bounds is None:
            return self.null(Kind.DATE)
        if node.unit == "day":
            moved = sql("{:add} + {}", item, Fragment(f"({node.amount})"), prec=ADD)
        else:
            moved = sql(f"CAST({{:add}} + INTERVAL '{node.amount} months' AS date)", item)
        low, high = (self.constant(Kind.DATE, bound) for bound in bounds)
        if bounds[0] == date.min:
            return sql("CASE WHEN {:cmp} <= {} THEN {} END", item, high, moved)
        if bounds[1] == date.max:
            return sql("CASE WHEN {:cmp} >= {} THEN {} END", item, low, moved)
        return sql("CASE WHEN {:cmp} BETWEEN {} AND {} THEN {} END", item, low, high, moved)

    def date_part(self, node: core.DatePart, at: Scope) -> Fragment:
        name = {"weekday": "ISODOW"}.get(node.part, node.part.upper())
        return sql(f"CAST(trunc(EXTRACT({name} FROM {{}})) AS integer)", at.value(node.item))

    # aggregates by time
    def takes_by_time(self, agg: Aggregate) -> bool:
        return True

    def by_time(self, agg: Aggregate, item: Fragment, time: Fragment, where: Fragment | None, at: Scope) -> Fragment:
        """The greatest array of time and item; for ``first`` the time counts backwards."""
        assert agg.time is not None and agg.item is not None
        days, micros = self._day_and_micros(time, core.kind_of(agg.time))
        sign = "-" if agg.func == "first" else ""
        conditions = [] if where is None else [where]
        conditions += [sql("{:cmp} IS NOT NULL", part, prec=COMPARE) for part in (time, item)]
        known = " AND ".join("{:and}" for _ in conditions)

        def greatest(*elements: Fragment) -> Fragment:
            listed = ", ".join("{}" for _ in elements)
            return sql(f"(MAX(ARRAY[{listed}]) FILTER (WHERE {known}))", *elements, *conditions)

        kind = core.kind_of(agg.item)
        if kind is Kind.FLOAT:
            parts = [sql(f"{sign}CAST({{}} AS double precision)", part) for part in (days, micros)]
            return sql("{}[3]", greatest(*parts, item))
        moment = sql(f"{{:mul}} * {_DAY_MICROS} + {{:add}}", sql("CAST({} AS bigint)", days), micros, prec=ADD)
        if kind is Kind.TEXT:  # numbers of 18 digits that are not negative
            moment = sql("300000000000000000 - {:sub}" if sign else "100000000000000000 + {:sub}", moment)
            stamp = sql("lpad(CAST({} AS text), 18, '0')", moment)
            return sql("{}[2]", greatest(stamp, self.by_code(item)))
        moment = sql(f"{sign}{{:atom}}", moment, prec=ADD) if sign else moment
        match kind:
            case Kind.BOOL:
                return sql("{}[2] = 1", greatest(moment, sql("CAST({} AS integer)", item)), prec=COMPARE)
            case Kind.DATE:
                return sql(
                    f"{_EPOCH} + CAST({{}}[2] AS integer)",
                    greatest(moment, sql(f"{{:add}} - {_EPOCH}", item)),
                    prec=ADD,
                )
            case Kind.TS:
                parts = [sql("CAST({} AS bigint)", part) for part in self._day_and_micros(item, kind)]
                found = greatest(moment, *parts)
                form = f"{_EPOCH} + CAST({{}}[2] AS integer) + {{}}[3] * INTERVAL '1 microsecond'"
                return sql(form, found, found, prec=ADD)
        return sql("{}[2]", greatest(moment, item))

    @staticmethod
    def _day_and_micros(time: Fragment, kind: Kind) -> tuple[Fragment, Fragment]:
        """Days since 1970 and microseconds since midnight. The seconds of a day are exact as a double."""
        if kind is Kind.DATE:
            return sql(f"({{:add}} - {_EPOCH})", time), Fragment("0")
        days = sql(f"(CAST({{}} AS date) - {_EPOCH})", time)
        return days, sql("CAST(date_part('epoch', CAST({} AS time)) * 1000000 AS bigint)", time)


def _rewriting(form: str) -> tuple[str, str]:
    """A format as a regular expression, and the replacement that writes what it finds as ISO does."""
    pattern, at = "", 0
    places: dict[str, int] = {}
    while at < len(form):
        code = form[at + 1 : at + 2] if form[at] == "%" else ""
        if code in _FIELDS:
            places.setdefault(code, len(places) + 1)
            pattern += _FIELDS[code]
            at += 2
        else:
            literal = form[at]
            pattern += literal if literal.isalnum() else f"[{literal}]" if literal not in "^\\" else f"\\{literal}"
            at += 2 if form[at : at + 2] == "%%" else 1
    part = {code: f"\\{places[code]}" for code in places}
    day = f"{part.get('Y', '1970')}-{part.get('m', '01')}-{part.get('d', '01')}"
    clock = f"{part.get('H', '00')}:{part.get('M', '00')}:{part.get('S', '00')}"
    fraction = f".{part['f']}" if "f" in part else ""
    return f"^{pattern}$", f"{day} {clock}{fraction}"

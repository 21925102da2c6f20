"""Ranges of days for engines that have types for dates and times: a column is compared as it lies where it can be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.sql.dialect import iso_time
from engine.backends.sql.fragment import AND, COMPARE, OR, Fragment, sql
from engine.backends.sql.ranges import CountRange, TimeRange, innermost
from engine.backends.sql.recipes import Rounding
from engine.core import Core, Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

FIRST_DAY, LAST_DAY = "DATE '0001-01-01'", "DATE '9999-12-31'"
FIRST_TIME, LAST_TIME = "TIMESTAMP '0001-01-01 00:00:00'", "TIMESTAMP '9999-12-31 23:59:59.999999'"
_MICRO = timedelta(microseconds=1)


class TypedTimes(Rounding):
    """``zoned``, ``naive``, ``wider``: the declared types of instants, of local times, and of local times that are
    compared with the naive ones without being converted."""

    zoned: ClassVar[tuple[str, ...]] = ("timestamp with time zone", "timestamptz")
    naive: ClassVar[tuple[str, ...]] = ("timestamp",)
    wider: ClassVar[tuple[str, ...]] = ()

    def time_type(self, declared: str) -> str:
        """The name of a declared type without what does not matter here."""
        return declared.lower().strip()

    def day_range(self, node: core.DayRange, at: Scope) -> Fragment:
        found = innermost(node)
        if isinstance(found, CountRange):
            return self._count_range(found, at)
        value = at.value(found.item)
        low, high = self._edges(found)
        if low is None and high is None:
            return sql("CASE WHEN {:cmp} IS NOT NULL THEN TRUE END", value)
        if low is not None and high is not None:
            return sql("{:cmp} BETWEEN {} AND {}", value, low, high, prec=COMPARE)
        if low is not None:
            return sql("{:cmp} >= {}", value, low, prec=COMPARE)
        assert high is not None
        return sql("{:cmp} <= {}", value, high, prec=COMPARE)

    def day_range_truth(self, node: core.DayRange, at: Scope) -> Fragment:
        found = innermost(node)
        if isinstance(found, CountRange):
            inside = Fragment(f"{found.low} AND {found.high - 1}")
            return sql("{:cmp} BETWEEN {}", at.value(found.item), inside, prec=COMPARE)
        raw = self._raw_time(found.item, at)
        if raw is None:
            return self.day_range(node, at)
        column, declared = raw
        if found.item in at.valid and (found.low is None or found.high is None):
            sign, moment = (">=", found.low) if found.high is None else ("<", found.high)
            edge = (
                self._moment(moment, declared)
                if declared != "date" or moment is None
                else self.constant(Kind.DATE, moment)
            )
            return sql(f"{{:cmp}} {sign} {{}}", column, edge, prec=COMPARE)
        low, high = found.low or datetime(1, 1, 1), found.high
        if declared == "date":
            first = self.constant(Kind.DATE, low.date())
            last = self.constant(Kind.DATE, high.date() - timedelta(days=1)) if high else Fragment(LAST_DAY)
            return sql("{:cmp} BETWEEN {} AND {}", column, first, last, prec=COMPARE)
        start, end = (self._moment(moment, declared) for moment in (low, high))
        return sql("{:cmp} >= {} AND {:cmp} < {}", column, start, column, end, prec=AND)

    def not_later_truth(self, node: core.Or, days: core.DayRange, at: Scope) -> Fragment:
        """What is no time at all counts as missing, so only the valid times after the last day are left out."""
        found = innermost(days)
        if isinstance(found, CountRange) or found.high is None or found.item in at.valid:
            return super().not_later_truth(node, days, at)
        raw = self._raw_time(found.item, at)
        if raw is None or raw[1] not in ("date", *self.naive):
            return super().not_later_truth(node, days, at)
        column, declared = raw
        if declared == "date":
            later = sql(f"{{:cmp}} NOT BETWEEN {{}} AND {LAST_DAY}", column, self.constant(Kind.DATE, found.high))
        else:
            later = sql(f"{{:cmp}} NOT BETWEEN {{}} AND {LAST_TIME}", column, self._moment(found.high, declared))
        return sql("{:cmp} IS NULL OR {}", column, later, prec=OR)

    def _count_range(self, found: CountRange, at: Scope) -> Fragment:
        value = at.simple(found.item)
        valid, inside = Fragment(f"{found.first} AND {found.end - 1}"), Fragment(f"{found.low} AND {found.high - 1}")
        return sql("CASE WHEN {:cmp} BETWEEN {} THEN {:cmp} BETWEEN {} END", value, valid, value, inside)

    def _edges(self, found: TimeRange) -> tuple[Fragment | None, Fragment | None]:
        """Both edges included."""
        if core.kind_of(found.item) is Kind.DATE:
            low = None if found.low is None else self.constant(Kind.DATE, found.low.date())
            high = None if found.high is None else self.constant(Kind.DATE, (found.high - _MICRO).date())
            return low, high
        low = None if found.low is None else self.constant(Kind.TS, found.low)
        return low, None if found.high is None else self.constant(Kind.TS, found.high - _MICRO)

    def _moment(self, moment: datetime | None, declared: str) -> Fragment:
        text = "10000-01-01 00:00:00" if moment is None else iso_time(moment)
        return Fragment(f"TIMESTAMPTZ '{text}+00'" if declared in self.zoned else f"TIMESTAMP '{text}'")

    def _raw_time(self, item: Core, at: Scope) -> tuple[Fragment, str] | None:
        """A column that can be compared as it lies, with its type."""
        if not isinstance(item, core.Column):
            return None
        raw = at.raw(item)
        declared = "" if raw.spec is None else self.time_type(raw.spec.declared)
        if item.kind is Kind.DATE:
            return (raw.text, declared) if declared == "date" else None
        return (raw.text, declared) if declared in (*self.zoned, *self.naive, *self.wider) else None

"""Day ranges moved from a computed time to the column below it, so that engines can use indexes and statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine import zones
from engine.core import Core, Day, DayRange, FromEpoch, Midnight, ShiftZone

_EPOCH = datetime(1970, 1, 1)
_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000}
FIRST_SECOND = -62_135_596_800
END_SECOND = 253_402_300_800


@dataclass(frozen=True, slots=True)
class TimeRange:
    """``low`` <= item < ``high`` for a DATE (both at midnight) or a TS; None is open."""

    item: Core
    low: datetime | None
    high: datetime | None


@dataclass(frozen=True, slots=True)
class CountRange:
    """The same for units since 1970; ``first`` <= item < ``end`` are the counts that are times at all."""

    item: Core
    low: int
    high: int
    first: int
    end: int


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min)


def after(day: date | None) -> datetime | None:
    """The start of the next day; None where there is none, which is as good as open."""
    if day is None or day == date.max:
        return None
    return start_of(day + timedelta(days=1))


def innermost(node: DayRange) -> TimeRange | CountRange:
    """The range over the innermost operand that the conversions between allow."""
    item = node.item
    low = None if node.first is None else start_of(node.first)
    high = after(node.last)
    while True:
        match item:
            case Day() | Midnight():
                item = item.item
            case ShiftZone(item=inner, source=source, target=target):
                bounds = []
                for moment in (low, high):
                    rays = [(moment, None)] if moment is None else zones.reaching(source, target, moment)
                    if len(rays) != 1 or rays[0][1] is not None:
                        return TimeRange(item, low, high)
                    bounds.append(rays[0][0])
                low, high = bounds
                item = inner
            case FromEpoch(item=inner, unit=unit):
                factor = _PER_SECOND[unit]
                first, end = FIRST_SECOND * factor, END_SECOND * factor
                low_count = first if low is None else _count(low, unit)
                return CountRange(inner, low_count, end if high is None else _count(high, unit), first, end)
            case _:
                return TimeRange(item, low, high)


def _count(moment: datetime, unit: str) -> int:
    """The first count at or after a moment."""
    micros = (moment - _EPOCH) // timedelta(microseconds=1)
    return -(-micros * _PER_SECOND[unit] // 1_000_000)


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

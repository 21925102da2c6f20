"""Dates as days and times as microseconds since 1970-01-01, by calendar arithmetic."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np

from engine.backends.frame.runtime.numbers import wide
from engine.backends.frame.runtime.pairs import Pair, both, condition, settled

MICROSECONDS = 86_400_000_000
"""A day's."""
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date.min.toordinal() - EPOCH
LAST_DAY = date.max.toordinal() - EPOCH


def day_number(value: date) -> int:
    """Days since 1970-01-01."""
    return value.toordinal() - EPOCH


def time_number(value: datetime) -> int:
    """Microseconds since 1970-01-01."""
    of_day = (value.hour * 60 + value.minute) * 60 + value.second
    return day_number(value) * MICROSECONDS + of_day * 1_000_000 + value.microsecond


def day(iso: str) -> Pair:
    """A date written as 2024-01-31."""
    return Pair(day_number(date.fromisoformat(iso)))


def moment(iso: str) -> Pair:
    """A time written as 2024-01-31T15:00:00."""
    return Pair(time_number(datetime.fromisoformat(iso)))


# -- days --------------------------------------------------------------------------------------------------


def day_of(x: Pair) -> Pair:
    """The date of a time."""
    return Pair(wide(x.value) // MICROSECONDS, x.known)


def midnight(x: Pair) -> Pair:
    """The time at the start of a date."""
    return Pair(wide(x.value) * MICROSECONDS, x.known)


def days_in(x: Pair, first: str | None, last: str | None) -> Pair:
    """Is the date within these days, both included?"""
    return within(x, first, last, 1)


def times_in(x: Pair, first: str | None, last: str | None) -> Pair:
    """Is the time's day within these days, both included?"""
    return within(x, first, last, MICROSECONDS)


def within(x: Pair, first: str | None, last: str | None, unit: int) -> Pair:
    """Is the value at or after the start of the first day and before the end of the last?"""
    result: Any = np.True_ if x.known is None else x.known
    if first is not None:
        result = result & (x.value >= day_number(date.fromisoformat(first)) * unit)
    if last is not None:
        result = result & (x.value < (day_number(date.fromisoformat(last)) + 1) * unit)
    return condition(result, x.known)


def days_between(start: Pair, end: Pair) -> Pair:
    """Days from start to end."""
    return Pair(wide(end.value) - wide(start.value), both(start.known, end.known))


def add_days(x: Pair, amount: int) -> Pair:
    """A date moved by days; unknown outside the years 1 to 9999."""
    return in_calendar(wide(x.value) + amount, x.known)


def in_calendar(days: Any, known: Any) -> Pair:
    """A date that is unknown outside the years 1 to 9999."""
    fits = (days >= FIRST_DAY) & (days <= LAST_DAY)
    return Pair(np.where(fits, days, 0), settled(both(known, fits)))


# -- months ------------------------------------------------------------------------------------------------


def months_and_days(days: Any) -> tuple[Any, Any]:
    """Months since January 1970 of each day, and the day of its month, from 0."""
    dates = wide(days).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    return months.astype(np.int64), (dates - months.astype("datetime64[D]")).astype(np.int64)


def month_start(months: Any) -> Any:
    """The first day of a month."""
    return wide(months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def add_months(x: Pair, amount: int) -> Pair:
    """A date moved by months, the day clamped to the month's last; unknown outside the years 1 to 9999."""
    months, place = months_and_days(x.value)
    start, end = month_start(months + amount), month_start(months + amount + 1)
    return in_calendar(np.minimum(start + place, end - 1), x.known)


def months_between(start: Pair, end: Pair) -> Pair:
    """Whole months from start to end."""
    (month, place), (other_month, other_place) = months_and_days(start.value), months_and_days(end.value)
    months = other_month - month
    forward = wide(end.value) >= wide(start.value)
    whole = np.where(forward, months - (other_place < place), months + (place < other_place))
    return Pair(whole, both(start.known, end.known))


# -- parts -------------------------------------------------------------------------------------------------


def date_part(x: Pair, part: str) -> Pair:
    """Year, quarter, month, day or weekday (1 for Monday) of a date."""
    if part == "weekday":
        return Pair((wide(x.value) + 3) % 7 + 1, x.known)
    months, place = months_and_days(x.value)
    parts = {"year": months // 12 + 1970, "month": months % 12 + 1, "quarter": months % 12 // 3 + 1, "day": place + 1}
    return Pair(parts[part], x.known)


def time_part(x: Pair, part: str) -> Pair:
    """A part of a time or of its date."""
    if part not in ("hour", "minute", "second"):
        return date_part(day_of(x), part)
    unit, count = {"hour": (3600, 24), "minute": (60, 60), "second": (1, 60)}[part]
    return Pair(wide(x.value) // (unit * 1_000_000) % count, x.known)


# -- zones and epochs --------------------------------------------------------------------------------------


def from_epoch(x: Pair, unit: int) -> Pair:
    """A time in UTC from a count of units of so many microseconds; unknown outside the years 1 to 9999."""
    value = wide(x.value)
    low, high = FIRST_DAY * MICROSECONDS // unit, (LAST_DAY + 1) * MICROSECONDS // unit
    fits = (value >= low) & (value < high)
    return Pair(np.where(fits, value, 0) * unit, settled(both(x.known, fits)))


def shifted(x: Pair, starts: list[int], shifts: list[int]) -> Pair:
    """Times moved by steps: from each start on by its shift, before all by the first (all in seconds).

    Unknown outside the years 1 to 9999.
    """
    value = wide(x.value)
    steps = np.array(starts, dtype=np.int64) * 1_000_000
    places = np.maximum(np.searchsorted(steps, value, side="right") - 1, 0)
    value = value + (np.array(shifts, dtype=np.int64) * 1_000_000)[places]
    fits = (value >= FIRST_DAY * MICROSECONDS) & (value < (LAST_DAY + 1) * MICROSECONDS)
    return Pair(np.where(fits, value, 0), settled(both(x.known, fits)))

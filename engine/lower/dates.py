"""Calendar arithmetic on the as-of date, and days of one zone as instants of another."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dsl.nodes import Unit
from dsl.typed import Days
from engine.lower.today import BASE, Today


def shift(day: date, amount: int, unit: Unit) -> date:
    """``day`` moved by calendar units; the day is kept or clamped to the month's last day (years 1 to 9999)."""
    if isinstance(day, Today):
        return day.moved(BASE, amount, unit) if amount else BASE
    if unit in ("month", "year"):
        months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        if year < 1:
            return date.min
        if year > 9999:
            return date.max
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    days = amount * 7 if unit == "week" else amount
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def add_days(day: date, days: int) -> date:
    """``day`` plus days, within the calendar's limits."""
    return shift(day, days, "day")


def edges(days: Days, as_of: date) -> tuple[date | None, date | None]:
    """The first and last day of a window, both included; None is open."""
    first = None
    if days.after is not None:
        first = add_days(shift(as_of, -days.after[0], days.after[1]), 1)
    elif days.since is not None:
        first = shift(as_of, -days.since[0], days.since[1])
    last = shift(as_of, -days.until[0], days.until[1]) if days.until is not None else None
    return first, last


def midnight_in(day: date, zone: str, target: str) -> datetime:
    """The start of a local day of ``zone`` as a naive time of ``target``."""
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
    try:
        return local.astimezone(UTC).astimezone(ZoneInfo(target)).replace(tzinfo=None)
    except OverflowError:
        return datetime.combine(day, time.min)

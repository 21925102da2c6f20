"""Limits of calendar arithmetic, known before any row is read."""

from __future__ import annotations

from datetime import date, timedelta


def day_bounds(days: int) -> tuple[date, date] | None:
    """The first and last day that ``days`` later is still within the years 1 to 9999."""
    if abs(days) > (date.max - date.min).days:
        return None
    if days >= 0:
        return date.min, date.max - timedelta(days=days)
    return date.min - timedelta(days=days), date.max


def month_bounds(months: int) -> tuple[date, date] | None:
    """The same for months."""
    if abs(months) >= 9999 * 12:
        return None
    if months >= 0:
        last = 9999 * 12 + 11 - months + 1
        return (
            (date.min, date.max) if months == 0 else (date.min, date(last // 12, last % 12 + 1, 1) - timedelta(days=1))
        )
    first = 12 - months
    return date(first // 12, first % 12 + 1, 1), date.max

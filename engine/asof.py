"""The as-of date: a given day, or today in the project's time zone (never the engine's clock)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsl.diagnostics import Diagnostic, QuadrilleError

TODAY = "today"


def read_as_of(value: str | date, time_zone: str) -> date:
    """The day that a rule's ``today`` means. Raises QuadrilleError ``run.as_of`` or ``run.zone``."""
    if isinstance(value, date):
        return value
    text = value.strip()
    if text.lower() == TODAY:
        try:
            return datetime.now(UTC).astimezone(ZoneInfo(time_zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            raise QuadrilleError(Diagnostic("run.zone", "error", params={"zone": time_zone})) from None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuadrilleError(Diagnostic("run.as_of", "error", params={"text": text})) from None

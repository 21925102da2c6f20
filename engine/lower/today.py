"""A day that is not known yet: the day on which an exported statement will run.

It stands in a plan as a date far in the future, and so do the days at a distance from it; each distance has a date of
its own, far enough from the others that the day before and after it are its own too. A SQL backend finds these dates
again and writes what they stand for (``engine.backends.sql.today``).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from dsl.nodes import Unit

BASE = date(5000, 1, 1)
SPACING = 24
REACH = 3
"""Days around a stand-in that belong to it."""
DAYS: dict[Unit, float] = {"day": 1.0, "week": 7.0, "month": 30.436875, "year": 365.2425}
LIMIT = 40_000
"""The farthest distance, in days."""


Move = tuple[int, Unit]


class Today(date):
    """The stand-in for the day of execution; ``distances`` says by which moves other stand-ins are reached."""

    distances: dict[date, tuple[Move, ...]]

    @classmethod
    def start(cls) -> Self:
        day = cls(BASE.year, BASE.month, BASE.day)
        day.distances = {BASE: ()}
        return day

    def moved(self, day: date, amount: int, unit: Unit) -> date:
        """The stand-in for a stand-in moved by calendar units. Raises OverflowError beyond a century."""
        moves = (*self.distances[day], (amount, unit))
        for known, distance in self.distances.items():
            if distance == moves:
                return known
        nominal = sum(count * DAYS[each] for count, each in moves)
        if abs(nominal) > LIMIT:
            raise OverflowError
        wanted = BASE + timedelta(days=round(nominal * SPACING))
        while any(abs((wanted - known).days) <= 2 * REACH for known in self.distances):
            wanted += timedelta(days=2 * REACH + 1)
        self.distances[wanted] = moves
        return wanted

    def meaning(self, day: date) -> tuple[tuple[Move, ...], int] | None:
        """What a date stands for: moves from today, and days on top; None for a date that is just itself."""
        for known, moves in self.distances.items():
            if abs((day - known).days) <= REACH:
                return moves, (day - known).days
        return None

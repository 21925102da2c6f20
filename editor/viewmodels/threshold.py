"""Where a threshold can stand: steps as a person would choose them, between values and places. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any, Literal

from engine.preview import Profile

MOST = 400
"""About so many steps at most; whole numbers get up to ``WHOLE``."""
WHOLE = 1000
NICE = (1, 2, 5)
Kind = Literal["whole", "day", "decimal"]


def number_of(value: Any) -> float:
    """A value as a place on a line."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)


@dataclass(frozen=True, slots=True)
class Scale:
    """``start + i * step`` for i from 0 to ``steps``. Days count from the first of January of the year 1."""

    kind: Kind
    start: Decimal
    step: Decimal
    steps: int

    @property
    def first(self) -> int:
        """The slider's least position: the value itself where the step is one."""
        return int(self.start) if self._plain else 0

    @property
    def last(self) -> int:
        return self.first + self.steps

    @property
    def _plain(self) -> bool:
        return self.kind == "whole" and self.step == 1 and abs(self.start) < 2**30

    def value(self, position: int) -> Any:
        """The value at a position of the slider."""
        found = self.start + (position - self.first) * self.step
        match self.kind:
            case "whole":
                return int(found)
            case "day":
                return date.fromordinal(int(found))
        return found

    def position(self, value: Any) -> int:
        """The position nearest to a value."""
        return self.near(Decimal(value.toordinal()) if isinstance(value, date) else Decimal(str(value)))

    def near(self, number: Decimal) -> int:
        """The position nearest to a place on the line."""
        return self.first + min(self.steps, max(0, round((number - self.start) / self.step)))


def scale_of(low: Any, high: Any, current: Any, *, percent: bool = False, smallest: Decimal | None = None) -> Scale:
    """A scale from the least to the greatest value, and to the one that is there now. ``smallest``: no finer step."""
    values = [one for one in (low, high, current) if one is not None]
    if any(isinstance(one, date) for one in values):
        days = [one.toordinal() for one in values]
        return _made("day", Decimal(min(days)), Decimal(max(days)), Decimal(1), WHOLE)
    numbers = [Decimal(repr(one)) if isinstance(one, float) else Decimal(one) for one in values]
    whole = isinstance(low, int) and isinstance(high, int) and not percent
    if whole:
        return _made("whole", Decimal(floor(min(numbers))), Decimal(ceil(max(numbers))), Decimal(1), WHOLE)
    least = Decimal("0.01") if percent else smallest
    return _made("decimal", min(numbers), max(numbers), least, MOST)


def _made(kind: Kind, low: Decimal, high: Decimal, least: Decimal | None, most: int) -> Scale:
    width = max(high - low, least or Decimal(0)) or Decimal(1)
    step = _nice(width / most)
    step = max(step, least) if least is not None else step
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step if kind != "day" else low
    steps = int(((max(high, low + step) - start) / step).to_integral_value(rounding="ROUND_CEILING"))
    return Scale(kind, start, step, steps)


def _nice(width: Decimal) -> Decimal:
    """The least of 1, 2, 5, 10, 20 … that is not below a width."""
    power = Decimal(1).scaleb(width.adjusted())
    return next((power * one for one in NICE if power * one >= width), power * 10)


@dataclass(frozen=True, slots=True)
class Bars:
    """A histogram between two places of a line, with its bars: from, to, height of 1."""

    low: float
    high: float
    bars: tuple[tuple[float, float, float], ...]

    def number(self, share: float) -> Decimal:
        """What stands at a share of the way from one end to the other."""
        return Decimal(self.low + min(1.0, max(0.0, share)) * (self.high - self.low))

    def share(self, value: Any) -> float:
        """Where a value stands between the two ends, 0 to 1."""
        return min(1.0, max(0.0, (number_of(value) - self.low) / (self.high - self.low)))


def bars_of(profile: Profile, scale: Scale) -> Bars:
    """A distribution over a scale; heights by their roots, so that rare values are seen beside common ones."""
    low, high = number_of(scale.value(scale.first)), number_of(scale.value(scale.last))
    most = max(profile.bins, default=0)
    found = []
    for place, number in enumerate(profile.bins):
        left, right = number_of(profile.edges[place]), number_of(profile.edges[place + 1])
        if number:
            found.append((left, right, (number / most) ** 0.5))
    if found:
        high = max(high, max(right for _, right, _ in found))
    return Bars(low, high if high > low else low + 1, tuple(found))

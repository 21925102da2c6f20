"""The preview's own forms of the runtime's functions give the runtime's results."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.backends.frame.runtime import numbers, pairs, times
from engine.backends.frame.runtime.pairs import Pair
from engine.preview import quick

RANDOM = np.random.default_rng(11)
DAYS = Pair(RANDOM.integers(-800_000, 800_000, 200_000).astype(np.int32))
SOME = RANDOM.random(200_000) < 0.5


def same(one: Pair, other: Pair) -> bool:
    known = np.array_equal(pairs.is_known(one).value, pairs.is_known(other).value)
    return known and np.array_equal(one.value, other.value)


@pytest.mark.parametrize("first", [None, "0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"])
@pytest.mark.parametrize("last", [None, "0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"])
@pytest.mark.parametrize("known", [None, SOME])
def test_days(first: str | None, last: str | None, known: np.ndarray | None) -> None:
    x = Pair(DAYS.value, known)
    assert same(quick.days_in(x, first, last), times.days_in(x, first, last))
    moments = Pair(DAYS.value.astype(np.int64) * 86_400_000_000 + 86_399_999_999, known)
    assert same(quick.days_held(moments), x)
    assert same(quick.days_in(quick.days_held(moments), first, last), times.times_in(moments, first, last))


@pytest.mark.parametrize("values", [(1, 0), (-32768, 32767), (40_000, 0), (True, False), (0.5, 0.0)])
def test_choices(values: tuple[float, float]) -> None:
    parts = [Pair(SOME), Pair(values[0]), Pair(~SOME & (DAYS.value > 0)), Pair(values[1]), Pair(values[1])]
    assert same(quick.choose(*parts), pairs.choose(*parts))
    single = [Pair(np.True_), Pair(values[0]), Pair(values[1])]
    assert same(quick.choose(*single), pairs.choose(*single))


@pytest.mark.parametrize("top", [1, 300, 32767])
@pytest.mark.parametrize("how", ["+", "-", "*"])
def test_sums(top: int, how: str) -> None:
    make: Callable[[], Pair] = lambda: Pair(RANDOM.integers(-top, top + 1, 1000).astype(np.int16))  # noqa: E731
    x, y = make(), make()
    assert same(quick.calculate(x, how, y), numbers.calculate(x, how, y))
    assert same(quick.calculate(x, how, Pair(7)), numbers.calculate(x, how, Pair(7)))
    empty = Pair(np.zeros(0, dtype=np.int16))
    assert same(quick.calculate(empty, how, empty), numbers.calculate(empty, how, empty))

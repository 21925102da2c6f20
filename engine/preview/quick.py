"""Functions of the runtime again, with the same results in less memory: what an edit waits for is mostly memory."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from engine.backends.frame.runtime import numbers, pairs, times
from engine.backends.frame.runtime.pairs import Array, Pair, condition, shape_of
from engine.backends.frame.runtime.times import MICROSECONDS, day_number

BLOCK = 1 << 16
"""Rows that are compared at a time, so that what is between stays in the processor's cache."""
SMALL = np.iinfo(np.int16)


def days_held(moments: Pair) -> Pair:
    """Times as the numbers of their days, in half the memory."""
    return Pair((moments.value // MICROSECONDS).astype(np.int32), moments.known)


def days_in(x: Pair, first: str | None, last: str | None) -> Pair:
    """Is the date within these days, both included?"""
    if not isinstance(x.value, np.ndarray) or x.value.ndim == 0 or x.known is not None or first is last:
        return times.days_in(x, first, last)
    bounds: list[tuple[Any, int]] = []
    if first is not None:
        bounds.append((np.greater_equal, day_number(date.fromisoformat(first))))
    if last is not None:
        bounds.append((np.less_equal, day_number(date.fromisoformat(last))))
    found = np.empty(len(x.value), dtype=np.bool_)
    for start in range(0, len(found), BLOCK):
        part, values = found[start : start + BLOCK], x.value[start : start + BLOCK]
        (test, bound), *more = bounds
        test(values, bound, out=part)
        for test, bound in more:
            part &= test(values, bound)
    return condition(found, None)


def choose(*parts: Pair) -> Pair:
    """Condition, value, …, otherwise; points of a score are held as 16 bits."""
    choices = [*parts[1:-1:2], parts[-1]]
    if not all(type(one.value) is int and one.known is None and is_small(one.value) for one in choices):
        return pairs.choose(*parts)
    value = np.full(shape_of(*parts), choices[-1].value, dtype=np.int16)
    for test, choice in zip(parts[0:-1:2][::-1], choices[-2::-1], strict=True):
        np.copyto(value, choice.value, where=test.value)
    return Pair(value)


def calculate(x: Pair, how: str, y: Pair) -> Pair:
    """``+ - *`` of whole numbers that are known to fit; sums of small ones stay small."""
    if how == "+" and x.known is None and y.known is None and holds_small(x.value) and holds_small(y.value):
        low = int(x.value.min(initial=0)) + int(y.value.min(initial=0))
        high = int(x.value.max(initial=0)) + int(y.value.max(initial=0))
        if is_small(low) and is_small(high):
            return Pair(np.add(x.value, y.value))
    return numbers.calculate(x, how, y)


def is_small(number: int) -> bool:
    return int(SMALL.min) <= number <= int(SMALL.max)


def holds_small(value: Any) -> bool:
    if not isinstance(value, np.ndarray):
        return False
    array: Array = value
    return array.dtype == np.int16 and array.ndim == 1

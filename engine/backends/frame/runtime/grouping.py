"""One value per subject out of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engine.backends.frame.runtime.numbers import finite
from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, settled
from engine.backends.frame.runtime.rows import Places
from engine.backends.frame.runtime.texts import compact


class Group:
    """The rows that take part: the subject of each, and how to pick a column's values for them."""

    def __init__(self, places: Places, chosen: Array | None) -> None:
        self.size = places.size
        self.chosen = chosen
        self.numbers = places.numbers if chosen is None else places.numbers[chosen]

    def pick(self, values: Any) -> Array:
        """A column's values in the rows that take part."""
        if np.ndim(values) == 0:
            return np.full(len(self.numbers), values)
        return np.asarray(values if self.chosen is None else values[self.chosen])


def group(places: Places, where: Pair | None = None) -> Group:
    """The rows for which a condition is true (None: all)."""
    if where is None or np.all(where.value):
        return Group(places, None)
    if np.ndim(where.value) == 0:
        return Group(places, np.zeros(0, dtype=np.int64))
    return Group(places, where.value)


def values_of(x: Pair) -> tuple[Any, Array | None]:
    """Values that can be compared as numbers, and the words for them where they are texts."""
    if isinstance(x.value, Text):
        ranks, words = x.value.ranked()
        return ranks[x.value.codes], words
    if np.asarray(x.value).dtype == np.bool_:
        return np.asarray(x.value).astype(np.int8), None
    return x.value, None


def picked(rows: Group, *items: Pair) -> tuple[Array, list[Array]]:
    """Subject and values of the rows in which all items are known."""
    values = [rows.pick(values_of(item)[0]) for item in items]
    known = both(*(item.known for item in items))
    if known is None:
        return rows.numbers, values
    wanted = rows.pick(known)
    return rows.numbers[wanted], [value[wanted] for value in values]


def as_before(found: Array, known: Any, item: Pair) -> Pair:
    """Numbers made by ``values_of`` as values of the item's kind again."""
    _, words = values_of(item)
    if words is not None:
        return Pair(Text(np.where(known, found, 0), words), settled(known))
    if np.asarray(item.value).dtype == np.bool_:
        return Pair((found == 1) & known, settled(known))
    return Pair(found, settled(known))


# -- counting and adding -----------------------------------------------------------------------------------


def count_of(numbers: Array, size: int) -> Array:
    """How many rows each subject has."""
    return np.bincount(numbers, minlength=size + 1)[:size].astype(np.int32)


def count(rows: Group) -> Pair:
    """Number of rows."""
    return Pair(count_of(rows.numbers, rows.size))


def count_known(rows: Group, item: Pair) -> Pair:
    """Number of rows with a known value."""
    if item.known is None:
        return count(rows)
    return Pair(count_of(rows.numbers[rows.pick(item.known)], rows.size))


def exists(rows: Group) -> Pair:
    """Is there a row?"""
    found = np.zeros(rows.size + 1, dtype=np.bool_)
    found[rows.numbers] = True
    return Pair(found[: rows.size])


def total(rows: Group, item: Pair) -> Pair:
    """The exact sum; unknown outside 64 bits."""
    numbers, (values,) = picked(rows, item)
    size = rows.size
    bound = max(abs(int(values.min(initial=0))), abs(int(values.max(initial=0))))
    if bound * len(values) < 2**53:
        # Whole numbers below 2**53 are added exactly as doubles.
        return Pair(np.bincount(numbers, values, minlength=size + 1)[:size].astype(np.int64))
    high, low = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    np.add.at(high, numbers, values >> 32)
    np.add.at(low, numbers, values & 0xFFFFFFFF)
    high += low >> 32
    fits = (high >= -(2**31)) & (high < 2**31)
    result = np.where(fits, high, 0) << 32 | low & 0xFFFFFFFF
    return Pair(result[:size], settled(fits[:size]))


def total_double(rows: Group, item: Pair) -> Pair:
    """The sum of doubles in any order; unknown where it is not finite."""
    numbers, (values,) = picked(rows, item)
    with np.errstate(all="ignore"):
        return finite(np.bincount(numbers, values, minlength=rows.size + 1)[: rows.size].astype(np.float64))


# -- extremes ----------------------------------------------------------------------------------------------


def best_of(numbers: Array, values: Array, size: int, *, greatest: bool) -> Array:
    """The greatest or least value of each subject and of the rows without one."""
    is_float = values.dtype.kind == "f"
    limits: Any = np.finfo(values.dtype) if is_float else np.iinfo(values.dtype)
    best = np.full(size + 1, limits.min if greatest else limits.max, dtype=values.dtype)
    (np.maximum if greatest else np.minimum).at(best, numbers, values)
    return best


def extreme_of(rows: Group, item: Pair, greatest: bool) -> Pair:
    """The greatest or least known value."""
    numbers, (values,) = picked(rows, item)
    best = best_of(numbers, values, rows.size, greatest=greatest)
    seen = np.zeros(rows.size + 1, dtype=np.bool_)
    seen[numbers] = True
    return as_before(best[:-1], seen[:-1], item)


def smallest(rows: Group, item: Pair) -> Pair:
    """The least known value."""
    return extreme_of(rows, item, False)


def largest(rows: Group, item: Pair) -> Pair:
    """The greatest known value."""
    return extreme_of(rows, item, True)


def at_end(rows: Group, item: Pair, time: Pair, latest: bool) -> Pair:
    """The value at the greatest or least time; among equal times the greatest value."""
    numbers, (values, times) = picked(rows, item, time)
    best = best_of(numbers, times, rows.size, greatest=latest)
    there = times == best[numbers]
    numbers, values = numbers[there], values[there]
    found = best_of(numbers, values, rows.size, greatest=True)
    seen = np.zeros(rows.size + 1, dtype=np.bool_)
    seen[numbers] = True
    return as_before(found[:-1], seen[:-1], item)


def first(rows: Group, item: Pair, time: Pair) -> Pair:
    """The earliest value."""
    return at_end(rows, item, time, False)


def last(rows: Group, item: Pair, time: Pair) -> Pair:
    """The latest value."""
    return at_end(rows, item, time, True)


# -- distinct values ---------------------------------------------------------------------------------------


def value_codes(values: Array) -> tuple[Array, Array]:
    """A code for each value, in their order, and the values by code."""
    if values.dtype.kind != "f" and len(values):
        low = int(values.min())
        span = int(values.max()) - low + 1
        if span <= len(values) + 2**16:
            return values.astype(np.int64) - low, (np.arange(span) + low).astype(values.dtype)
    codes, found = pd.factorize(values, sort=True)
    return codes.astype(np.int64), found


def count_distinct(rows: Group, item: Pair) -> Pair:
    """Number of distinct known values."""
    numbers, (values,) = picked(rows, item)
    codes, found = value_codes(values)
    width = max(len(found), 1)
    combined = numbers * width + codes
    limit = (rows.size + 1) * width
    if limit <= 4 * len(combined) + 2**16:
        occurs = np.zeros(limit, dtype=np.bool_)
        occurs[combined] = True
        return Pair(count_of(np.flatnonzero(occurs) // width, rows.size))
    return Pair(count_of(pd.unique(combined) // width, rows.size))


def most_common(rows: Group, item: Pair, time: Pair | None = None) -> Pair:
    """The value that occurs most often; among equal counts the one seen last, then the smallest."""
    numbers, (values,) = picked(rows, item)
    codes, found = value_codes(values)
    width = max(len(found), 1)
    used, places = compact(numbers * width + codes, (rows.size + 1) * width)
    owners, codes = used // width, used % width
    counts = np.bincount(places, minlength=len(used))
    chosen = counts == best_of(owners, counts, rows.size, greatest=True)[owners]
    if time is not None:
        oldest = np.iinfo(np.int64).min
        times = time.value if time.known is None else np.where(time.known, time.value, oldest)
        times = rows.pick(np.asarray(times, dtype=np.int64))
        times = times if item.known is None else times[rows.pick(item.known)]
        latest = best_of(places, times, len(used), greatest=True)[:-1]
        owners, codes, latest = owners[chosen], codes[chosen], latest[chosen]
        chosen = latest == best_of(owners, latest, rows.size, greatest=True)[owners]
    owners, codes = owners[chosen], codes[chosen]
    best = best_of(owners, codes, rows.size, greatest=False)
    seen = np.zeros(rows.size + 1, dtype=np.bool_)
    seen[owners] = True
    best = np.where(seen, best, 0)
    result = found[best] if len(found) else np.zeros(rows.size + 1, dtype=values.dtype)
    return as_before(result[:-1], seen[:-1], item)

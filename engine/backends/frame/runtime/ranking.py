"""Values that are one for everyone: borders of percent bands and of quantiles, in exact whole numbers."""

from __future__ import annotations

import numpy as np

from engine.backends.frame.runtime.grouping import values_of
from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, missing


class Ranking:
    """The known values of a population, sorted."""

    def __init__(self, values: Array, words: Array | None) -> None:
        self.values = np.sort(values)
        self.words = words
        changes = np.flatnonzero(self.values[1:] != self.values[:-1]) + 1
        self.starts = np.concatenate([[0], changes])[: len(values)]

    def nothing(self) -> Pair:
        """An unknown value of their kind."""
        return missing("text" if self.words is not None else "float" if self.values.dtype.kind == "f" else "int")

    def value(self, place: int) -> Pair:
        """The value at a place as one for everyone."""
        found = self.values[place].item()
        return Pair(found if self.words is None else Text(0, self.words[found : found + 1]))


def ranking(item: Pair, population: Pair | None, size: int) -> Ranking:
    """The known values among those of ``size`` subjects for whom ``population`` is true (None: all)."""
    values, words = values_of(item)
    values = np.broadcast_to(values, (size,))
    wanted = both(item.known, None if population is None else population.value)
    if wanted is not None:
        values = values[np.broadcast_to(wanted, (size,))]
    return Ranking(values, words)


def border(ranks: Ranking, counted: str, how: str, num: int, den: int, pick: str) -> Pair:
    """The least or greatest value v with ``count(v) * den < (or >=) num * n``, ``count`` being how many values are
    greater or smaller than v."""
    n, starts = len(ranks.values), ranks.starts
    if n == 0:
        return ranks.nothing()
    counts = starts if counted == "smaller" else n - np.append(starts[1:], n)
    # count * den < num * n just where count is below the quotient rounded up.
    limit = min(max(-(-num * n // den), -1), n + 1)
    fulfilled = np.flatnonzero(counts < limit if how == "<" else counts >= limit)
    if len(fulfilled) == 0:
        return ranks.nothing()
    return ranks.value(int(starts[fulfilled[0 if pick == "min" else -1]]))


def quantile(ranks: Ranking, num: int, den: int, part: str) -> Pair:
    """The lower or higher neighbour of a quantile, or how far it lies between the two (in parts of ``den``)."""
    n = len(ranks.values)
    if n == 0:
        return missing("int") if part == "rest" else ranks.nothing()
    place, rest = divmod((n - 1) * num, den)
    if part == "rest":
        return Pair(rest)
    return ranks.value(place + 1 if part == "high" and rest else place)

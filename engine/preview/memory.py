"""Results by number, the cheapest to make again forgotten first once they need more than a limit."""

from __future__ import annotations

from collections import OrderedDict
from enum import IntEnum
from typing import Any

import numpy as np

from engine.backends.frame.runtime.grouping import Group
from engine.backends.frame.runtime.pairs import Text
from engine.backends.frame.runtime.ranking import Ranking
from engine.backends.frame.runtime.rows import Subjects

MISSING: Any = object()
WORD_BYTES = 64
"""About what a Python string of a dictionary takes."""


class Worth(IntEnum):
    """In which order results are forgotten."""

    PASSING = 0
    ROWS = 1
    SUBJECTS = 2
    LINKS = 3
    SMALL = 4


class Memory:
    """Results by node. ``limit`` is in bytes; small results are never forgotten."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._found: tuple[OrderedDict[int, tuple[Any, int]], ...] = tuple(OrderedDict() for _ in Worth)
        self._worth: dict[int, Worth] = {}

    def get(self, number: int) -> Any:
        """The result, or MISSING."""
        worth = self._worth.get(number)
        if worth is None:
            return MISSING
        some = self._found[worth]
        if worth is not Worth.SMALL:
            some.move_to_end(number)
        return some[number][0]

    def put(self, number: int, result: Any, worth: Worth) -> None:
        size = size_of(result)
        if number in self._worth:
            self.drop(number)
        self._found[worth][number] = (result, size)
        self._worth[number] = worth
        self.used += size
        if self.used > self.limit:
            self._shrink()

    def drop(self, number: int) -> None:
        """Forget a result."""
        _, size = self._found[self._worth.pop(number)].pop(number)
        self.used -= size

    def clear(self) -> None:
        for some in self._found:
            some.clear()
        self._worth.clear()
        self.used = 0

    def moved(self, numbers: dict[int, int]) -> Memory:
        """Only these results, under other numbers."""
        other = Memory(self.limit)
        for worth, some in zip(Worth, self._found, strict=True):
            for old, (result, _) in some.items():
                if old in numbers:
                    other.put(numbers[old], result, worth)
        return other

    def _shrink(self) -> None:
        for some in self._found[: Worth.SMALL]:
            while some and self.used > self.limit:
                number, (_, size) = some.popitem(last=False)
                del self._worth[number]
                self.used -= size


def size_of(result: Any) -> int:
    """About how many bytes a result holds by itself."""
    match result:
        case np.ndarray():
            return result.nbytes if result.dtype != object else result.size * WORD_BYTES
        case Text():
            return size_of(result.codes) + size_of(result.words)
        case Group():
            return 0 if result.chosen is None else size_of(result.numbers)
        case Subjects():
            return size_of(result.values) + size_of(result.table)
        case Ranking():
            return size_of(result.values) + size_of(result.starts)
        case tuple():
            return sum(size_of(part) for part in result)
        case _:
            return int(getattr(result, "nbytes", 0))

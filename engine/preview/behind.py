"""Who is behind the numbers of one moment: keys of the customers that a count counted, and exact combinations."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.preview.bits import Words, count, everyone, places, unpack
from engine.preview.counts import Gap
from engine.preview.gaps import grouped, in_gap
from engine.preview.lowering import CellNodes, Nodes
from engine.preview.matching import Part, matched

Key = int | str


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a number counts. Without anything: everyone.

    cells: matched by all of these; ``exactly``: and by no other cell (of ``stage``, where one is given).
    stage alone: in it, and in none of its cells; with ``gap``: failing exactly these criteria.
    near: the cell and the number of the only criterion that keeps them out.
    """

    cells: tuple[str, ...] = ()
    exactly: bool = False
    stage: str = ""
    gap: Gap | None = None
    near: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """Subjects that match exactly these cells, in the order of the matrix."""

    cells: tuple[str, ...]
    subjects: int


class Behind:
    """Answers about one counted program; what is counted later does not change it. Any thread may ask."""

    def __init__(self, nodes: Nodes, who: int, size: int, value: Callable[[int], Any], lock: threading.RLock) -> None:
        self._nodes, self._who, self._size, self._value, self._lock = nodes, who, size, value, lock

    def keys(self, who: Who, limit: int | None = 1000) -> list[Key]:
        """The first keys, in the order of the subjects' table."""
        with self._lock:
            table = self._value(self._who)
            found: list[Key] = table.values[places(self.words(who), self._size, limit)].tolist()
            return found

    def count(self, who: Who) -> int:
        """How many they are."""
        with self._lock:
            return count(self.words(who))

    def words(self, who: Who) -> Words:
        """Who they are, as bits."""
        nodes, value = self._nodes, self._value
        if who.near is not None:
            return self._near(*who.near)
        if who.stage and not who.cells:
            return in_gap(nodes, who.stage, who.gap, value)
        words = everyone(self._size)
        for cell in who.cells:
            words = words & value(nodes.cells[cell].match)
        if who.exactly:
            for id, one in nodes.cells.items():
                if id not in who.cells and who.stage in ("", one.cell.stage):
                    words = words & ~value(one.match)
        return words

    def combinations(self, stage: str = "", limit: int | None = 50) -> tuple[Combination, ...]:
        """Who is in two cells or more (of a stage), by the exact set of cells, the largest first."""
        with self._lock:
            nodes, value = self._nodes, self._value
            inside = {id: one for id, one in nodes.cells.items() if one.criteria and stage in ("", one.cell.stage)}
            once = np.zeros_like(everyone(self._size))
            several = once.copy()
            for one in inside.values():
                match = value(one.match)
                several |= once & match
                once |= match
            who = places(several, self._size)
            codes, firsts = grouped((unpack(value(one.match), self._size)[who] for one in inside.values()), len(who))
            subjects = np.bincount(codes, minlength=len(firsts))
            order = np.lexsort((firsts, -subjects))[:limit]
            words, bits = np.divmod(who[firsts[order]], 64)
            found = []
            for place, word, bit in zip(order, words, bits, strict=True):
                cells = tuple(id for id, one in inside.items() if int(value(one.match)[word]) >> int(bit) & 1)
                found.append(Combination(cells, int(subjects[place])))
            return tuple(found)

    def _near(self, cell: str, n: int) -> Words:
        """Who does not match a cell, and would if this criterion were met."""
        nodes = self._nodes.cells[cell]
        words: Words = self.decided(nodes, n)[1] & ~self._value(nodes.match)
        return words

    def decided(self, nodes: CellNodes, n: int) -> tuple[Words, Words]:
        """Whom a cell matches where nobody meets one of its criteria, and where everybody in the stage does."""
        value = self._value
        cell = nodes.cell
        within = value(self._nodes.stages[cell.stage][0])
        active = cell.active if nodes.criteria else ()
        parts = tuple(Part(one.required, one.weight) for one in active)
        verdicts = [value(number).verdict for number in nodes.criteria]
        place = next(i for i, one in enumerate(active) if one.n == n)
        found = []
        for words in (np.zeros_like(within), within):
            criteria = (*verdicts[:place], words, *verdicts[place + 1 :])
            found.append(matched(within, cell.mode.how, cell.mode.k, parts, criteria))
        return found[0], found[1]

    def cell(self, id: str) -> CellNodes:
        return self._nodes.cells[id]

    def stage(self, id: str) -> Words:
        """Who is in a stage."""
        words: Words = self._value(self._nodes.stages[id][0])
        return words

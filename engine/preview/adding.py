"""Weights added up per subject, as whole numbers whose bits lie in one set of subjects each."""

from __future__ import annotations

import numpy as np

from engine.preview.bits import Words


class Total:
    """A whole number from 0 up per subject; ``planes`` holds its bits, the lowest first."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._planes: list[Words] = []
        self._greatest = 0

    def add(self, who: Words, weight: int) -> None:
        """Add a weight of 0 or more to these subjects."""
        self._greatest += weight
        place = 0
        while weight:
            if weight & 1:
                self._carry(who, place)
            weight >>= 1
            place += 1

    def _carry(self, who: Words, place: int) -> None:
        while len(self._planes) < place:
            self._planes.append(np.zeros(self._width, dtype=np.uint64))
        carry = who
        while place < len(self._planes):
            plane = self._planes[place]
            self._planes[place] = plane ^ carry
            carry = plane & carry
            place += 1
            if 2**place > self._greatest:
                return  # no greater bit can be set
        if 2**place <= self._greatest:
            self._planes.append(carry)

    def at_least(self, limit: int) -> Words:
        """Whose total reaches the limit? Bits behind the last subject may be set."""
        if limit <= 0:
            return np.full(self._width, 2**64 - 1, dtype=np.uint64)
        if limit > self._greatest:
            return np.zeros(self._width, dtype=np.uint64)
        found: Words | None = None  # everyone
        for place, plane in enumerate(self._planes):
            if limit >> place & 1:
                found = plane if found is None else plane & found
            elif found is not None:
                found = plane | found
        if limit >> len(self._planes):
            return np.zeros(self._width, dtype=np.uint64)
        assert found is not None
        return found


class Weighing:
    """Are a cell's free criteria worth enough? Weights may be negative: what is not met then counts instead."""

    def __init__(self, criteria: list[Words], weights: list[int], least: int, width: int) -> None:
        self.criteria = criteria
        self.weights = weights
        self._least = least
        self._width = width
        self._total = Total(width)
        self._below = sum(-weight for weight in weights if weight < 0)
        self._reached: dict[int, Words] = {}
        self.possible: list[Words] = []
        """After each criterion: who may still reach the least worth, whatever the later ones are."""
        rest = sum(abs(weight) for weight in weights)
        self.is_possible = least + self._below <= rest
        for words, weight in zip(criteria, weights, strict=True):
            rest -= abs(weight)
            if weight:
                self._total.add(words if weight > 0 else ~words, abs(weight))
            self.possible.append(self._total.at_least(least + self._below - rest))

    def reached(self, more: int = 0) -> Words:
        """Whose worth is at least the least and so much more?"""
        if more not in self._reached:
            self._reached[more] = self._total.at_least(self._least + self._below + more)
        return self._reached[more]

    def without(self, place: int) -> Words:
        """Whose worth is enough if this criterion is removed?"""
        words, weight = self.criteria[place], self.weights[place]
        return (words & self.reached(weight)) | (~words & self.reached())

    def if_met(self, place: int) -> Words:
        """Whose worth would be enough if this criterion were met?"""
        words, weight = self.criteria[place], self.weights[place]
        return (words & self.reached()) | (~words & self.reached(-weight))

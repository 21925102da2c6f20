"""The live preview: counts of a matrix while it is edited, and what lies behind its numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import numpy as np

from dsl import typed as t
from engine.preview import bits
from engine.preview.counting import Counting
from engine.preview.counts import Gap
from engine.preview.environment import names_used
from engine.preview.gaps import in_gap
from engine.preview.panels import Profile, Thresholds, profile, shown_value, thresholds


class Preview(Counting):
    """Counts of a matrix while it is edited, the customers and the values behind them. Any thread may call any method;
    one works at a time."""

    def keys(self, *cells: str, limit: int | None = 1000, stage: str = "", gap: Gap | None = None) -> list[int | str]:
        """Keys of subjects that all of the cells match; of a stage's subjects that no cell matches (``stage``), of
        those with one combination of failing criteria (``gap``). In the order of the subjects' table."""
        with self._lock:
            assert self._nodes is not None and self._current is not None
            nodes, size = self._nodes, self._size()
            if stage:
                words = in_gap(nodes, stage, gap, self._value)
            else:
                words = bits.everyone(size)
                for cell in cells:
                    words = words & self._value(nodes.cells[cell].match)
            who = self._value(self._current.who)
            found: list[int | str] = who.values[bits.places(words, size, limit)].tolist()
            return found

    def draw(self, cell: str, count: int, seed: int = 0) -> list[int | str]:
        """Keys of some subjects of a cell, drawn by chance."""
        found = self.keys(cell, limit=None)
        return random.Random(seed).sample(found, min(count, len(found)))

    def profile(self, name: str, *, bins: int = 40, commonest: int = 20) -> Profile:
        """The distribution of a measure or a field of the subject."""
        with self._lock:
            rule, type_ = self._rule(name)
            return profile(self._pair(rule), type_, self._size(), bins, commonest)

    def thresholds(self, name: str) -> Thresholds:
        """The sorted values of a measure or field, for the count behind any threshold."""
        with self._lock:
            rule, type_ = self._rule(name)
            return thresholds(self._pair(rule), type_, self._size())

    def _rule(self, name: str) -> tuple[Any, Any]:
        program = self._program
        if name in program.measures:
            type_ = program.measures[name].rule.type
            return t.MeasureValue(name, type=type_), type_
        type_ = program.fields[name].type
        return t.SubjectField(name, type=type_), type_

    def customer(self, key: int | str, names: Iterable[str] | None = None) -> dict[str, Any] | None:
        """Values of one subject (None: missing) by field or measure: those of ``names``, else those that the rules of
        the matrix need. None without the subject."""
        with self._lock:
            place = self._place(key)
            if place is None:
                return None
            rules = {name: self._rule(name) for name in (names_used(self._program) if names is None else names)}
            self._prepare([rule for rule, _ in rules.values()])
            return {name: shown_value(self._pair(rule), place, type_) for name, (rule, type_) in rules.items()}

    def states(self, key: int | str) -> dict[tuple[str, int], bool | None]:
        """What each active criterion reports for one subject; None: no data."""
        with self._lock:
            place = self._place(key)
            assert self._nodes is not None
            found: dict[tuple[str, int], bool | None] = {}
            if place is None:
                return found
            word, bit = divmod(place, 64)
            for id, nodes in self._nodes.cells.items():
                active = nodes.cell.active if nodes.criteria else ()
                for criterion, number in zip(active, nodes.criteria, strict=True):
                    one = self._value(number)
                    unknown = one.unknown is not None and int(one.unknown[word]) >> bit & 1
                    found[id, criterion.n] = None if unknown else bool(int(one.met[word]) >> bit & 1)
            return found

    def _place(self, key: int | str) -> int | None:
        assert self._current is not None
        who = self._value(self._current.who)
        if isinstance(key, str) != (who.values.dtype == object):
            return None
        found = int(who.find(np.array([key], dtype=who.values.dtype))[0])
        return found if found < who.size else None

    def _prepare(self, rules: Iterable[Any]) -> None:
        """Read what rules need, each table once."""
        assert self._current is not None
        for rule in rules:
            self._current.value(rule)
        self._load(None)

    def _pair(self, rule: Any) -> Any:
        assert self._current is not None
        number = self._current.value(rule)
        self._load(None)
        return self._value(number)

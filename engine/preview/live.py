"""The live preview: counts of a matrix while it is edited, and what lies behind its numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl import typed as t
from dsl.types import BOOLEAN
from engine.backends.frame.runtime.pairs import Pair
from engine.preview import bits
from engine.preview.behind import Who
from engine.preview.counting import Counting
from engine.preview.counts import Gap
from engine.preview.environment import names_used
from engine.preview.panels import CriterionValues, Profile, Thresholds, profile, shown_value, thresholds

if TYPE_CHECKING:
    from engine.explain import Explained


class Preview(Counting):
    """Counts of a matrix while it is edited, the customers and the values behind them. Any thread may call any method;
    one works at a time."""

    def keys(self, *cells: str, limit: int | None = 1000, stage: str = "", gap: Gap | None = None) -> list[int | str]:
        """Keys of subjects that all of the cells match; of a stage's subjects that no cell matches (``stage``), of
        those with one combination of failing criteria (``gap``). In the order of the subjects' table."""
        who = Who(stage=stage, gap=gap) if stage else Who(cells)
        with self._lock:
            assert self.counts.behind is not None
            return self.counts.behind.keys(who, limit)

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

    def criterion_values(self, cell: str, n: int, operand: t.TypedExpr, *, bins: int = 60) -> CriterionValues:
        """What a criterion that compares ``operand`` lets in with any threshold. Raises KeyError for a cell that is not
        counted, TypeError for texts."""
        with self._lock:
            behind, size = self.counts.behind, self._size()
            assert behind is not None
            nodes = behind.cell(cell)
            if n not in [one.n for one in (nodes.cell.active if nodes.criteria else ())]:
                raise KeyError(n)
            pair, type_ = self._pair(operand), operand.type
            without, met = behind.decided(nodes, n)
            near = bits.unpack(behind.words(Who(near=(cell, n))), size)
            within = bits.unpack(behind.stage(nodes.cell.stage), size)
            return CriterionValues(
                thresholds(pair, type_, size, within),
                thresholds(pair, type_, size, bits.unpack(met & ~without, size)),
                bits.count(without),
                thresholds(pair, type_, size, near),
                int(near.sum()),
                profile(pair, type_, size, bins, 0, within),
            )

    def band_values(
        self, name: str, condition: t.TypedExpr | None = None, stage: str = "", *, bins: int = 60
    ) -> tuple[Thresholds, Profile]:
        """The values of a measure or field among those over whom a band is taken, and how they are distributed."""
        with self._lock:
            rule, type_ = self._rule(name)
            pair, size = self._pair(rule), self._size()
            words = bits.everyone(size)
            if stage:
                assert self.counts.behind is not None
                words = words & self.counts.behind.stage(stage)
            if condition is not None:
                words = words & bits.entered(self._true(condition), size)
            among = bits.unpack(words, size)
            return thresholds(pair, type_, size, among), profile(pair, type_, size, bins, 0, among)

    def _true(self, condition: t.TypedExpr) -> Any:
        """For whom a condition is true, those with no data left out."""
        pair = self._pair(condition)
        return pair if pair.known is None else Pair(np.asarray(pair.value) & np.asarray(pair.known))

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

    def explain(self, key: str, fields: Sequence[str] = ()) -> Explained | None:
        """What ``engine.explain`` says, from memory, with the measures that the matrix names. None for somebody who is
        not among those that are looked at, and while a cell cannot be counted. Raises QuadrilleError."""
        from engine.explain import ask, explained, typed_key

        with self._lock:
            program, nodes = self._program, self._nodes
            place = self._place(typed_key(program, key))
            assert nodes is not None and self._current is not None
            if place is None or any(one.problems for one in nodes.cells.values()):
                return None
            asked = ask(program, fields)
            wanted = {**asked.operands, **{f"value_{name}": self._rule(name)[0] for name in self._measures_named()}}
            numbers = {name: self._current.value(rule) for name, rule in wanted.items()}
            states = {name: self._current.reported(rule) for name, rule in asked.atoms.items()}
            self._load(None)
            row = {name: shown_value(self._value(numbers[name]), place, rule.type) for name, rule in wanted.items()}
            row |= {name: shown_value(self._value(number), place, BOOLEAN) for name, number in states.items()}
            return explained(asked, row | self._row(place))

    def _measures_named(self) -> list[str]:
        return [name for name in names_used(self._program) if name in self._program.measures]

    def _row(self, place: int) -> dict[str, Any]:
        """One subject's stages, cells and criteria as a run's outcome has them."""
        nodes, current = self._nodes, self._current
        assert nodes is not None and current is not None
        word, bit = divmod(place, 64)

        def holds(words: bits.Words) -> bool:
            return bool(int(words[word]) >> bit & 1)

        key = self._value(current.who).values[place]
        row: dict[str, Any] = {"key": key if isinstance(key, str) else int(key)}
        for stage, (entered, _) in nodes.stages.items():
            row[f"stage_{stage}"], row[f"cell_{stage}"] = holds(self._value(entered)), None
        for id, one in nodes.cells.items():
            row[f"m_{id}"] = holds(self._value(one.match))
            if row[f"m_{id}"] and row[f"cell_{one.cell.stage}"] is None:
                row[f"cell_{one.cell.stage}"] = id
            for criterion, number in zip(one.cell.active if one.criteria else (), one.criteria, strict=True):
                found = self._value(number)
                unknown = found.unknown is not None and holds(found.unknown)
                row[f"c_{id}_{criterion.n}"] = None if unknown else holds(found.met)
        return row

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

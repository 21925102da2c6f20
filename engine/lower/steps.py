"""The plan's steps while they are being collected: equal work is found again, and steps are put in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from engine.core import Column, Core, DayRange, Kind, Ref, children, kind_of
from engine.lower.known import always_known, is_known
from engine.plan import (
    Aggregate,
    Gather,
    Let,
    QuantileEdge,
    RankEdge,
    Rows,
    Statistics,
    Step,
)

Days = tuple[date | None, date | None]


@dataclass(slots=True)
class _Gathering:
    """Aggregates over the same rows that can be computed in one pass."""

    rows: Rows
    time: Core | None
    subject: bool
    level: int
    aggregates: list[tuple[str, Aggregate]] = field(default_factory=list)
    windows: list[Days | None] = field(default_factory=list)


@dataclass(slots=True)
class _Ranking:
    item: Core
    population: Core | None
    level: int
    ranks: dict[RankEdge, None] = field(default_factory=dict)
    quantiles: dict[QuantileEdge, None] = field(default_factory=dict)


class Steps:
    """Collects gathers, named values and statistics; ``ordered`` gives them so that each stands after what it uses.

    A level says how many passes over the data a value waits for: 0 for subject columns, 1 for aggregates of plain
    rows, 2 for what is anchored at those, and so on. ``prefilter``: leave out rows that no aggregate can use in front
    of the grouping (not where the order of days depends on the day of execution).
    """

    def __init__(self, *, prefilter: bool = True) -> None:
        self._prefilter = prefilter
        self._levels: dict[str, int] = {}
        self._lets: dict[str, Let] = {}
        self._gathers: dict[tuple[Rows, bool, int], _Gathering] = {}
        self._aggregates: dict[tuple[Rows, Aggregate], Ref] = {}
        self._rankings: dict[tuple[Core, Core | None], _Ranking] = {}
        self._edges: dict[tuple[Core, Core | None, object], tuple[Ref, ...]] = {}
        self._shared: dict[Core, Ref] = {}
        self._known: set[str] = set()

    def name(self, wish: str) -> str:
        """A name that no other value has, as near to the wish as possible; compared without case, since some
        engines fold the case of names."""
        base = re.sub(r"[^\w]+", "_", wish).strip("_") or "value"
        name, count = base, 1
        while name.casefold() in self._levels:
            count += 1
            name = f"{base}_{count}"
        self._levels[name.casefold()] = 0
        return name

    def reserve(self, name: str) -> None:
        self._levels.setdefault(name.casefold(), 0)

    def level(self, core: Core | None) -> int:
        """How many passes a value waits for."""
        if core is None:
            return 0
        return max((self._levels[ref.name.casefold()] for ref in refs(core)), default=0)

    def known(self, core: Core) -> bool:
        """Is the value never missing, whoever the subject is?"""
        return is_known(core, lambda ref: ref.name in self._known)

    def let(self, wish: str, value: Core, title: str = "") -> Ref:
        """Name a value per subject; the same value is named once."""
        if isinstance(value, Ref):
            return value
        if (known := self._shared.get(value)) is not None:
            return known
        name = self.name(wish)
        self._levels[name.casefold()] = self.level(value)
        self._lets[name] = Let(name, value, title)
        if self.known(value):
            self._known.add(name)
        ref = Ref(name, kind_of(value))
        self._shared[value] = ref
        return ref

    def aggregate(
        self,
        wish: str,
        rows: Rows,
        aggregate: Aggregate,
        time: Core | None,
        window: Days | None,
    ) -> Ref:
        """One value per subject out of rows. ``window``: outside these days the aggregate sees no row anyway."""
        if (known := self._aggregates.get((rows, aggregate))) is not None:
            return known
        parts = [part for part in (aggregate.item, aggregate.where, aggregate.time) if part is not None]
        level = 1 + max((self.level(part) for part in parts), default=0)
        subject = any(_uses_subject(part) for part in parts)
        gathering = self._gathers.setdefault((rows, subject, level), _Gathering(rows, time, subject, level))
        name = self.name(wish)
        self._levels[name.casefold()] = level
        if always_known(aggregate):
            self._known.add(name)
        gathering.aggregates.append((name, aggregate))
        gathering.windows.append(window)
        ref = Ref(name, aggregate.kind)
        self._aggregates[(rows, aggregate)] = ref
        return ref

    def _ranking(self, item: Core, population: Core | None) -> _Ranking:
        level = 1 + max(self.level(item), self.level(population))
        return self._rankings.setdefault((item, population), _Ranking(item, population, level))

    def rank_edge(self, item: Core, population: Core | None, key: tuple[str, str, int, int, str]) -> Ref:
        """A border value of a percentile; ``key`` is (count, op, num, den, pick) of ``RankEdge``."""
        if (known := self._edges.get((item, population, key))) is not None:
            return known[0]
        ranking = self._ranking(item, population)
        name = self.name("edge")
        self._levels[name.casefold()] = ranking.level
        count, op, num, den, pick = key
        ranking.ranks[RankEdge(name, count, op, num, den, pick)] = None  # type: ignore[arg-type]
        ref = Ref(name, kind_of(item))
        self._edges[(item, population, key)] = (ref,)
        return ref

    def quantile_edge(self, item: Core, population: Core | None, num: int, den: int) -> tuple[Ref, Ref, Ref]:
        """The neighbours (low, high) of a type-7 quantile and the rest between them."""
        key = (num, den)
        if (known := self._edges.get((item, population, key))) is not None:
            low, high, rest = known
            return low, high, rest
        ranking = self._ranking(item, population)
        low_name, high_name, rest_name = (
            self.name("q_low"),
            self.name("q_high"),
            self.name("q_rest"),
        )
        for name in (low_name, high_name, rest_name):
            self._levels[name.casefold()] = ranking.level
        ranking.quantiles[QuantileEdge(low_name, high_name, rest_name, num, den)] = None
        kind = kind_of(item)
        found = (Ref(low_name, kind), Ref(high_name, kind), Ref(rest_name, Kind.INT))
        self._edges[(item, population, key)] = found
        return found

    def ordered(self) -> tuple[Step, ...]:
        """All steps, each after what it uses."""
        entries: list[tuple[int, int, Step]] = []
        for gathering in self._gathers.values():
            entries.append((gathering.level, 0, _gather(gathering, self._prefilter)))
        for ranking in self._rankings.values():
            statistics = Statistics(
                ranking.item,
                kind_of(ranking.item),
                ranking.population,
                tuple(ranking.ranks),
                tuple(ranking.quantiles),
            )
            entries.append((ranking.level, 1, statistics))
        for let in self._lets.values():
            entries.append((self._levels[let.name.casefold()], 2, let))
        entries.sort(key=lambda entry: entry[:2])
        return tuple(step for _, _, step in entries)


def _gather(gathering: _Gathering, prefilter: bool) -> Gather:
    """One pass: rows that no aggregate can use are left out in front of the grouping."""
    where = None
    if not prefilter:
        return Gather(gathering.rows, tuple(gathering.aggregates), None, gathering.subject)
    windows = [window for window in gathering.windows if window is not None]
    if gathering.time is not None and len(windows) == len(gathering.windows):
        firsts, lasts = [first for first, _ in windows], [last for _, last in windows]
        first = None if any(day is None for day in firsts) else min(day for day in firsts if day is not None)
        last = None if any(day is None for day in lasts) else max(day for day in lasts if day is not None)
        if first is not None or last is not None:
            where = DayRange(gathering.time, first, last)
    return Gather(gathering.rows, tuple(gathering.aggregates), where, gathering.subject)


def refs(core: Core) -> list[Ref]:
    """All references in an expression."""
    found, stack = [], [core]
    while stack:
        node = stack.pop()
        if isinstance(node, Ref):
            found.append(node)
        else:
            stack.extend(children(node))
    return found


def _uses_subject(core: Core) -> bool:
    stack = [core]
    while stack:
        node = stack.pop()
        if isinstance(node, Ref) or (isinstance(node, Column) and node.owner == ""):
            return True
        stack.extend(children(node))
    return False

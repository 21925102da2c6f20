"""What the live preview says of a matrix: counts per cell, stage and criterion, all of one moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from engine.accounting import Accounting, CellCount, CriterionCount, StageLedger

if TYPE_CHECKING:
    from engine.preview.behind import Behind

State = Literal["ok", "not_defined", "unfinished", "stale"]
"""ok: the numbers are those of the rules as they are now. not_defined: no active criterion, so nobody matches.
unfinished: a criterion is not complete or cannot be counted. stale: the rules have changed, the numbers not yet."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Only these many of all subjects were looked at, chosen by a hash of their key and the seed."""

    subjects: int
    of: int
    seed: int

    def estimate(self, count: int, confidence: float = 1.96) -> tuple[int, int, int]:
        """A count among all subjects: the estimate, and the bounds of its Wilson interval (95% by default)."""
        n = self.subjects
        if n == 0:
            return 0, 0, self.of
        share, z = count / n, confidence**2
        middle = (share + z / (2 * n)) / (1 + z / n)
        margin = confidence / (1 + z / n) * (share * (1 - share) / n + z / (4 * n * n)) ** 0.5
        low, high = max(0.0, middle - margin), min(1.0, middle + margin)
        return round(share * self.of), max(count, int(low * self.of)), min(self.of - (n - count), -int(-high * self.of))


@dataclass(frozen=True, slots=True)
class CriterionCounts:
    """One active criterion of a cell, in subjects of the cell's stage.

    met, not_met, no_data: what it reports. alone: whom it lets in by itself. remaining: who may still match after it
    and those before it, in the order of the cell. if_removed: whom the cell would match without it (None: the cell
    would not be defined). only_this_fails: who does not match and would, if this one were met.
    """

    cell: str
    n: int
    met: int
    not_met: int
    no_data: int
    alone: int
    remaining: int
    if_removed: int | None
    only_this_fails: int


@dataclass(frozen=True, slots=True)
class CellCounts:
    """One cell. assigned: by ``cell_<stage>``, the first by level. overlapping: matched by another cell of the stage
    too. best: assigned under hit policy ``overall``, else None. share: matched among those in the stage."""

    cell: str
    stage: str
    state: State
    matched: int
    assigned: int
    overlapping: int
    share: float
    criteria: tuple[CriterionCounts, ...] = ()
    best: int | None = None


@dataclass(frozen=True, slots=True)
class StageCounts:
    """entered = assigned to each cell + unassigned. overlapping: matched by two or more cells of the stage."""

    stage: str
    entered: int
    unassigned: int
    overlapping: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Subjects of a stage in none of its cells, by which criteria exactly are not met: (cell, n) in order."""

    failing: tuple[tuple[str, int], ...]
    subjects: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Both ledgers and all that is shown beside them. overlaps: subjects that two cells both match, for each pair
    with any. generation: grows with every program that was counted."""

    generation: int
    subjects: int
    in_one: int
    in_several: int
    unassigned: int
    in_no_stage: int
    stages: Mapping[str, StageCounts]
    cells: Mapping[str, CellCounts]
    overlaps: Mapping[tuple[str, str], int]
    sample: Sample | None = None
    find_gaps: Callable[[str, int | None], tuple[Gap, ...]] | None = field(default=None, compare=False, repr=False)
    behind: Behind | None = field(default=None, compare=False, repr=False)
    """The customers behind these very numbers."""

    @property
    def adds_up(self) -> bool:
        return self.accounting().adds_up

    def gaps(self, stage: str, limit: int | None = 20) -> tuple[Gap, ...]:
        """Whom a stage leaves unassigned, by exact combinations of failing criteria, the largest first."""
        return () if self.find_gaps is None else self.find_gaps(stage, limit)

    def near_misses(self, cell: str) -> dict[int, int]:
        """For each criterion of a cell: how many fail it and nothing else that would keep them out."""
        return {one.n: one.only_this_fails for one in self.cells[cell].criteria if one.only_this_fails}

    def overlap_table(self) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
        """The cells, and for each pair of them how many subjects both match (the cell itself on the diagonal)."""
        names = tuple(self.cells)
        rows = []
        for one in names:
            row = [
                self.cells[one].matched
                if one == other
                else self.overlaps.get((one, other), self.overlaps.get((other, one), 0))
                for other in names
            ]
            rows.append(tuple(row))
        return names, tuple(rows)

    def stale(self, cells: Collection[str]) -> Counts:
        """The same numbers, some of them marked as those of rules that have changed."""
        marked = {id: replace(one, state="stale") if id in cells else one for id, one in self.cells.items()}
        return replace(self, cells=marked)

    def accounting(self) -> Accounting:
        """The ledgers as a full run gives them."""
        ledgers = []
        for stage in self.stages.values():
            inside = [self.cells[id] for id in stage.cells]
            counted = tuple(CellCount(one.cell, one.matched, one.assigned, one.overlapping) for one in inside)
            ledgers.append(StageLedger(stage.stage, stage.entered, counted, stage.unassigned, stage.overlapping))
        criteria = tuple(
            CriterionCount(one.cell, one.n, one.met, one.not_met, one.no_data)
            for cell in self.cells.values()
            for one in cell.criteria
        )
        return Accounting(
            self.subjects,
            self.in_one,
            self.in_several,
            self.unassigned,
            self.in_no_stage,
            tuple(ledgers),
            criteria,
            dict(self.overlaps),
        )

"""The accounting of a run: everyone is in exactly one line of each ledger, and the lines add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.plan import Plan

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many subjects a cell matches, how many ``cell_<stage>`` assigns to it (the first by level), and how many of
    those it matches are matched by another cell of the same stage too."""

    cell: str
    matched: int
    assigned: int
    overlapping: int


@dataclass(frozen=True, slots=True)
class StageLedger:
    """entered = assigned to each cell + unassigned. ``overlapping``: matched by two or more cells of the stage."""

    stage: str
    entered: int
    cells: tuple[CellCount, ...]
    unassigned: int
    overlapping: int

    @property
    def adds_up(self) -> bool:
        return self.entered == sum(cell.assigned for cell in self.cells) + self.unassigned


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """How many subjects of the cell's stage meet a criterion, do not, or have no data for it."""

    cell: str
    n: int
    met: int
    not_met: int
    no_data: int


@dataclass(frozen=True, slots=True)
class Accounting:
    """Both ledgers. subjects = in_one + in_several + unassigned + in_no_stage, by the cells that match."""

    subjects: int
    in_one: int
    in_several: int
    unassigned: int
    in_no_stage: int
    stages: tuple[StageLedger, ...]
    criteria: tuple[CriterionCount, ...] = ()
    overlaps: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        whole = self.in_one + self.in_several + self.unassigned + self.in_no_stage
        return whole == self.subjects and all(stage.adds_up for stage in self.stages)

    def cell(self, cell: str) -> CellCount:
        """The counts of one cell."""
        return next(count for stage in self.stages for count in stage.cells if count.cell == cell)


def account(plan: Plan, outcome: pa.Table) -> Accounting:
    """Count an outcome whose columns are the plan's outputs."""
    import numpy as np

    subjects = outcome.num_rows
    entered_by = {str(o.of[0]): _flags(outcome, o.name) for o in plan.outputs if o.role == "stage"}
    stage_of = {str(o.of[0]): str(o.of[1]) for o in plan.outputs if o.role == "match"}
    hits_by = {str(o.of[0]): _flags(outcome, o.name) for o in plan.outputs if o.role == "match"}
    matches = np.zeros(subjects, dtype=np.int32)
    in_stage = np.zeros(subjects, dtype=np.bool_)
    stages = []
    for stage, entered in entered_by.items():
        in_stage |= entered
        cells = [cell for cell in hits_by if stage_of[cell] == stage]
        hits = [hits_by[cell] for cell in cells]
        within = np.zeros(subjects, dtype=np.int32)
        for hit in hits:
            within += hit
        matches += within
        assigned = outcome.column(f"cell_{stage}")
        counts = tuple(
            CellCount(cell, _count(hit), _equal(assigned, cell), _count(hit & (within > 1)))
            for cell, hit in zip(cells, hits, strict=True)
        )
        entered_count = _count(entered)
        rest = entered_count - sum(count.assigned for count in counts)
        stages.append(StageLedger(stage, entered_count, counts, rest, _count(within > 1)))
    return Accounting(
        subjects=subjects,
        in_one=_count(matches == 1),
        in_several=_count(matches > 1),
        unassigned=_count(in_stage & (matches == 0)),
        in_no_stage=_count(~in_stage & (matches == 0)),
        stages=tuple(stages),
        criteria=tuple(_criteria(plan, outcome, {cell: entered_by[stage_of[cell]] for cell in hits_by})),
        overlaps=_overlaps(hits_by),
    )


def _criteria(plan: Plan, outcome: pa.Table, entered_by: dict[str, Flags]) -> list[CriterionCount]:
    counts = []
    for output in plan.outputs:
        if output.role != "criterion":
            continue
        cell, n = str(output.of[0]), int(output.of[1])
        entered = entered_by[cell]
        column = outcome.column(output.name).combine_chunks()
        known = column.is_valid().to_numpy(zero_copy_only=False)
        met = _flags(outcome, output.name)
        counts.append(
            CriterionCount(
                cell,
                n,
                _count(met & entered),
                _count(known & ~met & entered),
                _count(~known & entered),
            )
        )
    return counts


def _overlaps(hits: dict[str, Flags]) -> dict[tuple[str, str], int]:
    """Subjects that two cells both match, for each pair with any."""
    found = {}
    cells = list(hits)
    for i, one in enumerate(cells):
        for other in cells[i + 1 :]:
            both = _count(hits[one] & hits[other])
            if both:
                found[(one, other)] = both
    return found


def _flags(outcome: pa.Table, name: str) -> Flags:
    import numpy as np

    column = outcome.column(name).combine_chunks().fill_null(False)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _count(flags: Flags) -> int:
    import numpy as np

    return int(np.count_nonzero(flags))


def _equal(texts: pa.ChunkedArray, value: str) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(pc.equal(texts, value)).as_py() or 0)

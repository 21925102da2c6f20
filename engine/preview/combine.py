"""Cells combined into stages, and stages into the whole: who is assigned where, and who is in several cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.preview.bits import Words, common, count, words_for


@dataclass(frozen=True, slots=True)
class StageTally:
    """A stage's cells together. once: who matches one or more of them; several: two or more; unassigned: in the stage
    and matched by none. assigned, overlapping: per cell, in the order of the levels."""

    entered: int
    once: Words
    several: Words
    unassigned: Words
    matched: tuple[int, ...]
    assigned: tuple[int, ...]
    overlapping: tuple[int, ...]
    overlap: int

    @property
    def nbytes(self) -> int:
        return self.once.nbytes + self.several.nbytes + self.unassigned.nbytes


def stage_tally(within: Words, *cells: Words) -> StageTally:
    """Counts one stage; the first cell in order takes a subject that matches several."""
    once, several = np.zeros_like(within), np.zeros_like(within)
    seen, assigned = 0, []
    for cell in cells:
        several |= once & cell
        once |= cell
        total = count(once)
        assigned.append(total - seen)
        seen = total
    overlapping = tuple(common(cell, several) for cell in cells)
    return StageTally(
        count(within),
        once,
        several,
        within & ~once,
        tuple(count(cell) for cell in cells),
        tuple(assigned),
        overlapping,
        count(several),
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """Everyone, by the cells that match: subjects = in_one + in_several + unassigned + in_no_stage."""

    in_one: int
    in_several: int
    unassigned: int
    in_no_stage: int


def whole(size: int, stages: int, *parts: Words | StageTally) -> Whole:
    """Counts everyone. ``parts``: who is in each stage, then the stages' tallies."""
    once, several, inside = (np.zeros(words_for(size), dtype=np.uint64) for _ in range(3))
    for part in parts[:stages]:
        assert isinstance(part, np.ndarray)
        inside |= part
    for part in parts[stages:]:
        assert isinstance(part, StageTally)
        several |= part.several | (once & part.once)
        once |= part.once
    any_cell, more = count(once), count(several)
    with_stage = count(inside & ~once)
    return Whole(any_cell - more, more, with_stage, size - any_cell - with_stage)


def first_matches(*cells: Words) -> tuple[int, ...]:
    """How many subjects each cell takes when the first that matches takes them, over all stages."""
    taken, found, seen = (np.zeros_like(cells[0]) if cells else None), [], 0
    for cell in cells:
        assert taken is not None
        taken |= cell
        total = count(taken)
        found.append(total - seen)
        seen = total
    return tuple(found)

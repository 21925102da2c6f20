"""Two runs side by side: what changed in their counts, and in their rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.history.records import CellRecord, RunRecord, StageRecord

Kind = Literal["subjects", "in_one", "in_several", "in_no_cell", "in_no_stage", "entered", "cell", "unassigned"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One count in two runs; None where a run had no such cell or stage. ``of``: the cell or stage, ``name`` its
    name."""

    kind: Kind
    of: str
    name: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        """By how much it grew; None where one of both is not there."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that differs; None where a run had no such rule."""

    place: str
    before: str | None
    after: str | None


def difference(before: RunRecord, after: RunRecord) -> tuple[Difference, ...]:
    """Every count of both runs, in the order of the later one: everybody, then stage by stage."""
    found = [
        Difference("subjects", "", "", before.subjects, after.subjects),
        Difference("in_one", "", "", before.in_one, after.in_one),
        Difference("in_several", "", "", before.in_several, after.in_several),
        Difference("in_no_cell", "", "", before.unassigned, after.unassigned),
        Difference("in_no_stage", "", "", before.in_no_stage, after.in_no_stage),
    ]
    old = {one.stage: one for one in before.stages}
    new = {one.stage: one for one in after.stages}
    for stage in dict.fromkeys([*new, *old]):
        one, other = old.get(stage), new.get(stage)
        named = other or one
        name = named.name if named is not None else stage
        found.append(Difference("entered", stage, name, _part(one, "entered"), _part(other, "entered")))
        names = {cell.cell: cell.name for run in (before, after) for cell in run.cells}
        inside = [cell.cell for run in (after, before) for cell in run.cells if cell.stage == stage]
        for cell in dict.fromkeys(inside):
            was, now = before.cell(cell), after.cell(cell)
            found.append(Difference("cell", cell, names[cell], _part(was, "assigned"), _part(now, "assigned")))
        found.append(Difference("unassigned", stage, name, _part(one, "unassigned"), _part(other, "unassigned")))
    return tuple(found)


def _part(record: CellRecord | StageRecord | None, name: str) -> int | None:
    return None if record is None else int(getattr(record, name))


def rule_difference(before: RunRecord, after: RunRecord) -> tuple[RuleChange, ...]:
    """The rules that differ, in the order of the later run."""
    places = dict.fromkeys([*after.rules, *before.rules])
    return tuple(
        RuleChange(place, before.rules.get(place), after.rules.get(place))
        for place in places
        if before.rules.get(place) != after.rules.get(place)
    )

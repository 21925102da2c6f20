"""Criteria combined into cells: the match modes on sets of subjects, and what each criterion does to its cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.preview.adding import Weighing
from engine.preview.bits import Packed, Words, common, count


@dataclass(frozen=True, slots=True)
class Part:
    """How a criterion takes part in its cell."""

    required: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Split:
    """A cell's criteria by what they are for. ``weights`` None: the free ones restrict nothing."""

    required: tuple[int, ...]
    free: tuple[int, ...]
    weights: tuple[int, ...] | None
    least: int
    nobody: bool = False


def split(how: str, k: int, parts: tuple[Part, ...]) -> Split:
    """The meaning of a match mode. ``parts``: those of the active criteria."""
    everything = tuple(range(len(parts)))
    required = tuple(i for i in everything if parts[i].required)
    free = tuple(i for i in everything if not parts[i].required)
    if not parts:
        return Split((), (), None, 0, nobody=True)
    match how:
        case "all":
            return Split(everything, (), None, 0)
        case "any" if free:
            return Split(required, free, (1,) * len(free), 1)
        case "at_least" if k > 0:
            return Split(required, free, (1,) * len(free), k, nobody=k > len(free))
        case "score":
            return Split(required, free, tuple(parts[i].weight for i in free), k)
    return Split(required, free, None, 0, nobody=not required)


def matched(within: Words, how: str, k: int, parts: tuple[Part, ...], criteria: tuple[Words, ...]) -> Words:
    """Who of a stage matches a cell."""
    plan = split(how, k, parts)
    if plan.nobody:
        return np.zeros_like(within)
    found = within
    for i in plan.required:
        found = found & criteria[i]
    if plan.weights is not None:
        found = found & _weighing(plan, criteria, len(within)).reached()
    return found


def _weighing(plan: Split, criteria: tuple[Words, ...], width: int) -> Weighing:
    assert plan.weights is not None
    return Weighing([criteria[i] for i in plan.free], list(plan.weights), plan.least, width)


def combined(within: Words, how: str, k: int, parts: list[tuple[bool, int]], *criteria: Packed) -> Words:
    """``matched`` for criteria as they are remembered."""
    return matched(within, how, k, tuple(Part(*part) for part in parts), tuple(one.verdict for one in criteria))


# -- what each criterion does ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """What a criterion does to its cell, in subjects of the cell's stage.

    met, not_met, no_data: what it reports. alone: whom it lets in by itself. remaining: who may still match after
    this one and those before it. if_removed: whom the cell would match without it (None: it would not be defined).
    only_this_fails: who does not match, and would if this one were met.
    """

    met: int
    not_met: int
    no_data: int
    alone: int
    remaining: int
    if_removed: int | None
    only_this_fails: int


def effects(
    within: Words, match: Words, how: str, k: int, parts: list[tuple[bool, int]], *criteria: Packed
) -> list[Effect]:
    """What each active criterion of a cell does, in order. ``match``: who matches the cell."""
    rows = tuple(Part(*part) for part in parts)
    verdicts = tuple(one.verdict for one in criteria)
    entered, hits = count(within), count(match)
    remaining, removed, near = _numbers(within, match, hits, how, k, rows, verdicts)
    found = []
    for i, one in enumerate(criteria):
        met = common(one.met, within)
        unknown = 0 if one.unknown is None else common(one.unknown, within)
        alone = met if one.verdict is one.met else common(one.verdict, within)
        found.append(Effect(met, entered - met - unknown, unknown, alone, remaining[i], removed[i], near[i]))
    return found


Numbers = tuple[list[int], list[int | None], list[int]]


def _numbers(
    within: Words, match: Words, hits: int, how: str, k: int, parts: tuple[Part, ...], criteria: tuple[Words, ...]
) -> Numbers:
    plan = split(how, k, parts)
    if plan.nobody or (how == "any" and len(plan.free) == 1) or (how != "all" and plan.weights is None):
        return _one_by_one(within, match, how, k, parts, criteria)
    passed, before, remaining = within, list[Words](), list[int]()
    weighing = None if plan.weights is None else _weighing(plan, criteria, len(within))
    possible = None if weighing is None or weighing.is_possible else np.zeros_like(within)
    order = {i: place for place, i in enumerate(plan.free)}
    required = set(plan.required)
    for i, words in enumerate(criteria):
        before.append(passed)
        if i in required:
            passed = passed & words
        elif weighing is not None:
            possible = weighing.possible[order[i]]
        remaining.append(count(passed) if possible is None else common(passed, possible))
    enough = None if weighing is None else weighing.reached()
    removed: list[int | None] = [None] * len(criteria)
    near = [0] * len(criteria)
    after: Words | None = enough
    for i in range(len(criteria) - 1, -1, -1):
        if i in required:
            total = count(before[i]) if after is None else common(before[i], after)
            removed[i] = total if len(criteria) > 1 else None
            near[i] = total - hits
            after = criteria[i] if after is None else after & criteria[i]
    for i, place in order.items():
        if weighing is None:
            removed[i] = hits
        else:
            removed[i] = common(passed, weighing.without(place)) if len(criteria) > 1 else None
            near[i] = count(passed & weighing.if_met(place) & ~match)
    return remaining, removed, near


def _one_by_one(
    within: Words, match: Words, how: str, k: int, parts: tuple[Part, ...], criteria: tuple[Words, ...]
) -> Numbers:
    """The same from the definitions, for cells in which removing a criterion changes what the mode asks."""
    removed: list[int | None] = []
    near = []
    for i in range(len(criteria)):
        rest = matched(within, how, k, (*parts[:i], *parts[i + 1 :]), (*criteria[:i], *criteria[i + 1 :]))
        removed.append(count(rest) if len(criteria) > 1 else None)
        met = matched(within, how, k, parts, (*criteria[:i], within, *criteria[i + 1 :]))
        near.append(count(met & ~match))
    plan = split(how, k, parts)
    remaining = []
    passed = within
    for i, words in enumerate(criteria):
        if i in plan.required or plan.weights is not None:
            passed = passed & words
        remaining.append(0 if plan.nobody else count(passed))
    return remaining, removed, near

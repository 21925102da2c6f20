"""The smallest change that would bring one subject into a cell: the fewest conditions that must turn out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsl import typed as t
from engine.explain import CellExplained, Condition, CriterionExplained, is_atom
from engine.program import Cell


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition of a criterion that has to hold (``wanted``) or must not hold."""

    n: int
    condition: Condition
    wanted: bool


Turns = tuple[Turn, ...]


def way_in(cell: Cell, found: CellExplained) -> Turns | None:
    """What has to change for somebody in the cell's stage; nothing where they match. None: no change is enough."""
    if found.matched:
        return ()
    rules = {one.n: one.rule for one in cell.criteria}
    explained = [one for one in found.criteria if not one.off and one.n in rules]
    if not explained:
        return None
    required = [one for one in explained if one.required or cell.mode.how == "all"]
    free = [one for one in explained if one not in required]
    turns: Turns = ()
    for one in required:
        turns += _turned(rules[one.n], one, True)
    weights = {one.n: one.weight for one in cell.criteria}
    chosen = _enough(cell, [(one, rules[one.n], weights[one.n]) for one in free])
    return None if chosen is None else turns + chosen


def _enough(cell: Cell, free: Sequence[tuple[CriterionExplained, t.TypedExpr, int]]) -> Turns | None:
    """The fewest turns among the free criteria that satisfy the match mode."""
    how, k = cell.mode.how, cell.mode.k
    if how == "all" or (how == "any" and not free):
        return ()
    score = how == "score"
    least = k if how in ("at_least", "score") else 1
    worth, ways = 0, list[tuple[int, Turns]]()
    for one, rule, weight in free:
        points = weight if score else 1
        met = one.state is True
        worth += points if met else 0
        gain = -points if met else points
        if gain > 0:
            ways.append((gain, _turned(rule, one, not met)))
    best: dict[int, tuple[int, Turns]] = {0: (worth, ())}
    for gain, turns in ways:
        for cost, (reached, before) in sorted(best.items(), reverse=True):
            now = (reached + gain, before + turns)
            if cost + len(turns) not in best or best[cost + len(turns)][0] < now[0]:
                best[cost + len(turns)] = now
    enough = [cost for cost, (reached, _) in best.items() if reached >= least]
    return best[min(enough)][1] if enough else None


def _turned(rule: t.TypedExpr, found: CriterionExplained, wanted: bool) -> Turns:
    """The fewest conditions of a criterion that must turn out otherwise."""
    if (found.state is True) == wanted and found.state is not None:
        return ()
    return _turns(rule, iter(found.conditions), found.n, wanted)


def _turns(node: t.TypedExpr, conditions: Iterator[Condition], n: int, wanted: bool) -> Turns:
    if is_atom(node):
        one = next(conditions)
        return () if one.state is wanted else (Turn(n, one, wanted),)
    if isinstance(node, t.Not):
        return _turns(node.operand, conditions, n, not wanted)
    assert isinstance(node, t.And | t.Or | t.AtLeast)
    parts = sorted((_turns(operand, conditions, n, wanted) for operand in node.operands), key=len)
    if isinstance(node, t.AtLeast):
        number = node.k if wanted else len(parts) - node.k + 1
    else:
        number = len(parts) if isinstance(node, t.And) == wanted else 1
    return tuple(turn for part in parts[: max(0, number)] for turn in part)


__all__ = ["Turn", "Turns", "way_in"]

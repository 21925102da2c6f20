"""The smallest change is a change that is enough, and none is smaller: compared with all that there are."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from dsl import typed as t
from dsl.catalog import Labels
from engine.explain import CellExplained, Condition, CriterionExplained, atoms_of
from engine.program import Cell, Criterion, Mode
from engine.way_in import way_in

SEEDS = range(150)


def random_rule(chance: random.Random, depth: int = 2) -> t.TypedExpr:
    kind = chance.choice("aaon k"[: 6 if depth else 1])
    if depth == 0 or kind == " ":
        return t.SubjectField(f"f{chance.randrange(10**9)}")
    parts = tuple(random_rule(chance, depth - 1) for _ in range(chance.randint(2, 3)))
    match kind:
        case "o":
            return t.Or(parts)
        case "n":
            return t.Not(parts[0])
        case "k":
            return t.AtLeast(chance.randint(1, len(parts)), parts)
    return t.And(parts)


def truth(node: t.TypedExpr, states: dict[str, bool | None]) -> bool | None:
    match node:
        case t.SubjectField(id=id):
            return states[id]
        case t.Not(operand=operand):
            found = truth(operand, states)
            return None if found is None else not found
        case t.And(operands=operands):
            k = len(operands)
        case t.Or(operands=operands):
            k = 1
        case t.AtLeast(k=k, operands=operands):
            pass
    values = [truth(one, states) for one in operands]
    if values.count(True) >= k:
        return True
    return None if values.count(True) + values.count(None) >= k else False


def matches(cell: Cell, states: dict[str, bool | None]) -> bool:
    met = {one.n: truth(one.rule, states) is True for one in cell.criteria}
    required = [one for one in cell.criteria if one.required or cell.mode.how == "all"]
    free = [one for one in cell.criteria if one not in required]
    if not all(met[one.n] for one in required):
        return False
    match cell.mode.how:
        case "any":
            return not free or any(met[one.n] for one in free)
        case "at_least":
            return sum(met[one.n] for one in free) >= cell.mode.k
        case "score":
            return sum(one.weight for one in free if met[one.n]) >= cell.mode.k
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_enough_and_nothing_smaller_is(seed: int) -> None:
    chance = random.Random(seed)
    how = chance.choice(("all", "any", "at_least", "score"))
    criteria = tuple(
        Criterion(n, random_rule(chance, chance.randint(0, 2)), chance.random() < 0.3, chance.randint(-3, 5))
        for n in range(1, chance.randint(2, 4))
    )
    cell = Cell("c", "s", "l", criteria, Mode(how, chance.randint(1, 4) if how != "all" else 0))  # type: ignore[arg-type]
    names = [atom.id for one in criteria for atom in atoms_of(one.rule)]  # type: ignore[union-attr]
    states = {name: chance.choice((True, False, None)) for name in names}
    explained = tuple(
        CriterionExplained(
            one.n,
            Labels(),
            truth(one.rule, states),
            one.required,
            False,
            tuple(Condition(atom.span, states[atom.id], (), atom) for atom in atoms_of(one.rule)),  # type: ignore[union-attr]
        )
        for one in criteria
    )
    found = way_in(cell, CellExplained("c", "s", matches(cell, states), False, cell.mode, explained))
    limit = len(found) if found is not None else min(len(names), 4)
    if found is not None:
        changed: dict[str, bool | None] = {turn.condition.node.id: turn.wanted for turn in found}  # type: ignore[union-attr]
        assert len(changed) == len(found)
        assert matches(cell, states | changed)
    for size in range(limit):
        for some in combinations(names, size):
            for wanted in range(2**size):
                other: dict[str, bool | None] = {name: bool(wanted >> place & 1) for place, name in enumerate(some)}
                assert not matches(cell, states | other), (found, other)

"""Laws that hold for whatever is drawn: three values partition, bands partition, ledgers add up."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, get_args

import pytest

from engine import program as p
from engine.accounting import account
from engine.execute import execute
from engine.lower import lower
from tests.support.agreement import BACKENDS, Worlds, checked, draw_rules
from tests.support.cases import by_key, plan_of
from tests.support.random_world import random_world
from tests.support.world import World, bind

POLICIES: tuple[p.HitPolicy, ...] = get_args(p.HitPolicy)


def values(worlds: Worlds, world: World, backend: str, texts: dict[str, str]) -> dict[str, dict[Any, Any]]:
    """Values by key of expressions, as one engine computes them."""
    loaded = worlds.load(world)
    source = loaded.sources[backend]
    bound = bind(world, source)
    plan = plan_of(bound, {}, {name: bound.value(text) for name, text in texts.items()})
    found = by_key(plan, execute(plan, source, "pandas" if backend == "pandas" else "sql"))
    worlds.close()
    return {name: found[name] for name in texts}


@pytest.mark.parametrize("backend", [pytest.param(b, marks=pytest.mark.backend(b)) for b in BACKENDS])
def test_a_rule_its_negation_and_missing_partition_the_table(backend: str) -> None:
    with Worlds() as worlds:
        for seed in (101, 102, 103):
            world = random_world(seed)
            nodes, _ = checked(world, draw_rules(Random(seed), 60))
            texts: dict[str, str] = {}
            for n, node in enumerate(nodes):
                texts |= {
                    f"is{n}": node.text,
                    f"not{n}": f"not {node.text}",
                    f"missing{n}": f"({node.text}) is missing",
                }
            found = values(worlds, world, backend, texts)
            for n, node in enumerate(nodes):
                for key, value in found[f"is{n}"].items():
                    three = (value, found[f"not{n}"][key], found[f"missing{n}"][key])
                    expected = {True: (True, False, False), False: (False, True, False), None: (None, None, True)}[
                        value
                    ]
                    assert three == expected, (seed, node.text, key, three)


@pytest.mark.parametrize("backend", [pytest.param(b, marks=pytest.mark.backend(b)) for b in BACKENDS])
def test_bands_partition_the_known_values(backend: str) -> None:
    with Worlds() as worlds:
        for seed in (111, 112, 113, 114):
            world, rng = random_world(seed), Random(seed)
            texts = {}
            for column in ("i", "big", "p", "x", "y", "d", "t", "visits", "lately"):
                side, low, high = rng.choice(("top", "bottom")), *sorted(rng.sample(range(1, 100), 2))
                for band in (f"{low}%", f"{low}% to {high}%", f"{high}% to 100%"):
                    texts[f"{column} {band}"] = f"{column} in {side} {band}"
                texts[f"{column} known"] = f"{column} is not missing"
            found = values(worlds, world, backend, texts)
            for column in {name.split()[0] for name in texts}:
                bands = [states for name, states in found.items() if name.startswith(f"{column} ") and "%" in name]
                assert len(bands) == 3
                for key, known in found[f"{column} known"].items():
                    states = [band[key] for band in bands]
                    assert states.count(True) == (1 if known else 0), (seed, column, key, states)
                    assert known or states == [None, None, None], (seed, column, key, states)


# -- ledgers -----------------------------------------------------------------------------------------------


def random_matrix(seed: int, policy: p.HitPolicy) -> tuple[World, dict[str, Any]]:
    """A world without cells, and stages with cells of any mode over random rules."""
    rng = Random(seed)
    world = replace(random_world(seed), stages={}, cells={})
    texts = [n.text for n in draw_rules(rng, 60) if "in cell" not in n.text and "in stage" not in n.text]
    bound = bind(world)
    trees = [tree for tree in (bound.check(text)[0] for text in texts) if tree is not None]
    stages = tuple(p.Stage(f"s{n}", rng.choice((None, rng.choice(trees)))) for n in range(3))
    cells = []
    for stage in stages:
        for n in range(rng.randint(1, 3)):
            criteria = tuple(
                p.Criterion(k, rng.choice(trees), rng.random() < 0.2, rng.choice((0, 1, 2, -1)), rng.random() < 0.15)
                for k in range(1, rng.randint(2, 4))
            )
            how: Any = rng.choice(("all", "all", "any", "at_least", "score"))
            cells.append(p.Cell(f"{stage.id}.{n}", stage.id, str(n), criteria, p.Mode(how, rng.randint(1, 2))))
    ids = [cell.id for cell in cells]
    rng.shuffle(ids)
    return world, {"stages": stages, "cells": tuple(cells), "hit_policy": policy, "priority": tuple(ids[:2])}


def matched(cell: p.Cell, verdicts: dict[int, Any]) -> bool:
    """Does somebody with these verdicts match the cell? Straight from the definition."""
    active = [c for c in cell.criteria if not c.off]
    free = [c for c in active if not c.required]
    if not active or not all(verdicts[c.n] is True for c in active if c.required):
        return False
    hits = [c for c in free if verdicts[c.n] is True]
    match cell.mode.how:
        case "all":
            return len(hits) == len(free)
        case "any":
            return bool(hits) or not free
        case "at_least":
            return len(hits) >= cell.mode.k
    return sum(c.weight for c in hits) >= cell.mode.k


@pytest.mark.parametrize("backend", [pytest.param(b, marks=pytest.mark.backend(b)) for b in BACKENDS])
@pytest.mark.parametrize("policy", POLICIES)
def test_both_ledgers_add_up_and_equal_a_recount(policy: p.HitPolicy, backend: str) -> None:
    with Worlds() as worlds:
        for seed in (121, 122, 123):
            world, parts = random_matrix(seed, policy)
            loaded = worlds.load(world)
            source = loaded.sources[backend]
            program = replace(bind(world, source).program, **parts)
            rules = {f"{c.id}/{k.n}": k.rule for c in program.cells for k in c.criteria}
            rules |= {f"in {s.id}": s.entry for s in program.stages if s.entry is not None}
            plan = lower(program, world.as_of, values=rules)
            outcome = execute(plan, source, "pandas" if backend == "pandas" else "sql")
            found = by_key(plan, outcome)
            ledger = account(plan, outcome)
            worlds.close()
            assert ledger.adds_up
            recount(program, found, ledger)


def recount(program: p.Program, found: dict[str, dict[Any, Any]], ledger: Any) -> None:
    """Everybody once more, in plain Python, from criteria to both ledgers."""
    order = [*program.priority, *(c.id for c in program.cells if c.id not in program.priority)]
    tallies = {"one": 0, "several": 0, "unassigned": 0, "nowhere": 0}
    assigned: dict[str, int] = dict.fromkeys([c.id for c in program.cells], 0)
    entered = dict.fromkeys([s.id for s in program.stages], 0)
    for key in found["key"]:
        inside = {s.id for s in program.stages if s.entry is None or found[f"in {s.id}"][key] is True}
        hits = []
        for cell in program.cells:
            verdicts = {c.n: found[f"{cell.id}/{c.n}"][key] for c in cell.criteria}
            if cell.stage in inside and matched(cell, verdicts):
                hits.append(cell.id)
            assert found[f"m_{cell.id}"][key] is (cell.id in hits), (key, cell)
        assert found["cells"][key] == ",".join(hits)
        for stage in program.stages:
            entered[stage.id] += stage.id in inside
            first = next((c.id for c in program.cells if c.stage == stage.id and c.id in hits), None)
            assert found[f"cell_{stage.id}"][key] == first
            if first is not None:
                assigned[first] += 1
        if program.hit_policy == "overall":
            assert found["cell"][key] == next((cell for cell in order if cell in hits), None)
        state = "one" if len(hits) == 1 else "several" if hits else "unassigned" if inside else "nowhere"
        tallies[state] += 1
    assert (ledger.in_one, ledger.in_several) == (tallies["one"], tallies["several"])
    assert (ledger.unassigned, ledger.in_no_stage) == (tallies["unassigned"], tallies["nowhere"])
    assert ledger.subjects == len(found["key"])
    for stage in ledger.stages:
        assert stage.entered == entered[stage.stage]
        assert {c.cell: c.assigned for c in stage.cells} == {c.cell: assigned[c.cell] for c in stage.cells}

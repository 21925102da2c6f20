"""Random edits of a project, as a marketer makes them: each gives another project, most of them without problems."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from dsl.diagnostics import QuadrilleError
from engine.project.changes import insert_at, move_at, remove_at, replace_at
from engine.project.model import Criterion, Project

NUMBER = re.compile(r"(?<![\w.'\d-])\d[\d_]*(?![\w.])")
EXTRA = (
    "in stage {stage}",
    "not in stage {stage}",
    "in cell '{cell}'",
    "not in cell '{cell}'",
    "at least 2 of ({one}, {two}, {three})",
    "none of ({one}, {two})",
    "({one}) or ({two})",
    "not ({one})",
    "({one}) and ({two})",
)


def edited(project: Project, random: Random) -> Project:
    """One edit. Raises QuadrilleError where it does not fit."""
    kinds = [kind for weight, kind in KINDS for _ in range(weight)]
    return random.choice(kinds)(project, random)


def until_edited(project: Project, random: Random) -> Project:
    """One edit that fits the project's form."""
    while True:
        try:
            return edited(project, random)
        except (QuadrilleError, IndexError):
            continue


def numbers_changed(text: str, random: Random) -> str:
    """A rule with one of its numbers changed."""
    found = list(NUMBER.finditer(text))
    if not found:
        raise IndexError
    one = random.choice(found)
    number = int(one[0].replace("_", ""))
    another = max(0, random.choice([number + 1, number - 1, number * 2, number // 2, number + random.randint(0, 9)]))
    return f"{text[: one.start()]}{another}{text[one.end() :]}"


def _cell(project: Project, random: Random) -> Any:
    return random.choice([cell for cell in project.matrix.cells if cell.criteria])


def _place(project: Project, random: Random) -> tuple[Any, Any, tuple[str | int, ...]]:
    cell = _cell(project, random)
    criterion = random.choice(cell.criteria)
    return cell, criterion, ("matrix", "cells", cell.id, "criteria", criterion.n)


def _rules(project: Project) -> list[str]:
    return [c.rule for cell in project.matrix.cells for c in cell.criteria]


def change_number(project: Project, random: Random) -> Project:
    _, criterion, place = _place(project, random)
    return replace_at(project, (*place, "rule"), numbers_changed(criterion.rule, random))


def change_rule(project: Project, random: Random) -> Project:
    _, _, place = _place(project, random)
    return replace_at(project, (*place, "rule"), another_rule(project, random))


def another_rule(project: Project, random: Random) -> str:
    rules = [rule for rule in _rules(project) if len(rule) < 200]
    if random.random() < 0.4:
        return random.choice(rules)
    cell = random.choice(project.matrix.cells).id
    stage = random.choice(project.matrix.stages).id
    one, two, three = (random.choice(rules) for _ in range(3))
    return random.choice(EXTRA).format(cell=cell, stage=stage, one=one, two=two, three=three)


def half_typed(project: Project, random: Random) -> Project:
    _, criterion, place = _place(project, random)
    return replace_at(project, (*place, "rule"), criterion.rule[: random.randint(0, len(criterion.rule))])


def flip(name: str) -> Callable[[Project, Random], Project]:
    def change(project: Project, random: Random) -> Project:
        _, criterion, place = _place(project, random)
        return replace_at(project, (*place, name), not getattr(criterion, name))

    return change


def weigh(project: Project, random: Random) -> Project:
    _, _, place = _place(project, random)
    return replace_at(project, (*place, "weight"), random.choice([0, 1, 2, 3, 5, "0.5", "2.25", -1, -3, 40]))


def match(project: Project, random: Random) -> Project:
    cell = _cell(project, random)
    active = max(1, len(cell.active))
    modes: list[Any] = ["all", "any", {"at_least": random.randint(1, active + 1)}]
    modes.append({"score": random.choice([0, 1, 2, "2.5", 5, 40])})
    changed = replace_at(project, ("matrix", "cells", cell.id, "match"), random.choice(modes))
    for criterion in cell.criteria:
        if criterion.weight is None:
            place = ("matrix", "cells", cell.id, "criteria", criterion.n, "weight")
            changed = replace_at(changed, place, random.randint(1, 4))
    return changed


def add(project: Project, random: Random) -> Project:
    cell = _cell(project, random)
    if len(cell.criteria) > 12:
        raise IndexError
    n = 1 + max(c.n for c in cell.criteria)
    criterion = Criterion(n=n, rule=another_rule(project, random), weight=random.randint(1, 3))
    return insert_at(project, ("matrix", "cells", cell.id, "criteria"), criterion)


def remove(project: Project, random: Random) -> Project:
    cell, _, place = _place(project, random)
    if len(cell.criteria) < 2 and random.random() < 0.8:
        raise IndexError
    return remove_at(project, place)


def move(project: Project, random: Random) -> Project:
    cell, _, place = _place(project, random)
    return move_at(project, place, random.randrange(len(cell.criteria)))


def measure(project: Project, random: Random) -> Project:
    name = random.choice(list(project.measures))
    rule = numbers_changed(project.measures[name].rule, random)
    return replace_at(project, ("measures", name, "rule"), rule)


def score(project: Project, random: Random) -> Project:
    name = random.choice(list(project.scoring))
    place = random.randrange(len(project.scoring[name].rules))
    part = project.scoring[name].rules[place]
    if random.random() < 0.5:
        return replace_at(project, ("scoring", name, "rules", place, "points"), random.randint(-30, 40))
    return replace_at(project, ("scoring", name, "rules", place, "when"), numbers_changed(part.when, random))


def band(project: Project, random: Random) -> Project:
    name = random.choice(list(project.bands))
    parts = list(project.bands[name].parts)
    handles = [0, *sorted(random.sample(range(1, 100), len(parts) - 1)), 100]
    changed = project
    for place, part in enumerate(parts):
        changed = replace_at(changed, ("bands", name, "parts", part, "range"), handles[place : place + 2])
    return changed


def parameter(project: Project, random: Random) -> Project:
    name = random.choice([name for name, one in project.parameters.items() if not isinstance(one.value, tuple | list)])
    return replace_at(project, ("parameters", name, "value"), random.randint(0, 80))


def axes(project: Project, random: Random) -> Project:
    axis = random.choice(("stages", "levels", "cells"))
    items = getattr(project.matrix, axis)
    return move_at(project, ("matrix", axis, random.choice(items).id), random.randrange(len(items)))


def policy(project: Project, random: Random) -> Project:
    policies = ("per_stage", "overall", "unique", "collect")
    changed = replace_at(project, ("matrix", "hit_policy"), random.choice(policies))
    order = [cell.id for cell in project.matrix.cells]
    return replace_at(changed, ("matrix", "priority"), random.sample(order, random.randint(0, len(order))))


def entry(project: Project, random: Random) -> Project:
    stage = random.choice(project.matrix.stages)
    rules: list[str | None] = [one.entry for one in project.matrix.stages]
    rules += [None, random.choice(_rules(project)), f"not ({random.choice(_rules(project))})"]
    return replace_at(project, ("matrix", "stages", stage.id, "entry"), random.choice(rules))


def drop_cell(project: Project, random: Random) -> Project:
    if len(project.matrix.cells) < 6:
        raise IndexError
    return remove_at(project, ("matrix", "cells", _cell(project, random).id))


KINDS: tuple[tuple[int, Callable[[Project, Random], Project]], ...] = (
    (6, change_number),
    (4, change_rule),
    (1, half_typed),
    (2, flip("off")),
    (2, flip("required")),
    (2, weigh),
    (3, match),
    (3, add),
    (2, remove),
    (1, move),
    (4, measure),
    (2, score),
    (2, band),
    (1, parameter),
    (2, axes),
    (1, policy),
    (1, entry),
    (1, drop_cell),
)

"""The matrix as a whole: axes, places, priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dsl.diagnostics import Diagnostic
from engine.project.checks.subject import Check, Subject
from engine.project.problems import problem, suggest


def axes(subject: Subject) -> Iterator[Diagnostic]:
    """Cells stand where a stage and a level of the matrix meet."""
    matrix = subject.project.matrix
    stages = [stage.id for stage in matrix.stages]
    levels = [level.id for level in matrix.levels]
    for cell in matrix.cells:
        path = ("matrix", "cells", cell.id)
        if cell.stage not in stages:
            near = suggest(cell.stage, stages)
            choices = tuple(stages[:12])
            yield problem(
                "cell.stage", path=(*path, "stage"), name=cell.stage, cell=cell.id, near=near, choices=choices
            )
        if cell.level not in levels:
            near = suggest(cell.level, levels)
            choices = tuple(levels[:12])
            yield problem(
                "cell.level", path=(*path, "level"), name=cell.level, cell=cell.id, near=near, choices=choices
            )


def one_cell_a_place(subject: Subject) -> Iterator[Diagnostic]:
    """Two cells where the same stage and level meet."""
    seen: dict[tuple[str, str], str] = {}
    for cell in subject.project.matrix.cells:
        place = (cell.stage, cell.level)
        if place in seen and seen[place] != cell.id:
            yield problem(
                "cell.place",
                path=("matrix", "cells", cell.id),
                cell=cell.id,
                other=seen[place],
                stage=cell.stage,
                level=cell.level,
            )
        seen.setdefault(place, cell.id)


def empty_places(subject: Subject) -> Iterator[Diagnostic]:
    """Places of the matrix without a cell: who would belong there is unassigned."""
    matrix = subject.project.matrix
    taken = {(cell.stage, cell.level) for cell in matrix.cells}
    for stage in matrix.stages:
        missing = tuple(level.id for level in matrix.levels if (stage.id, level.id) not in taken)
        if missing and matrix.cells:
            yield problem("cell.none", "info", ("matrix", "stages", stage.id), stage=stage.id, levels=missing)


def everyone_enters(subject: Subject) -> Iterator[Diagnostic]:
    """A stage without an entry rule holds every subject."""
    stages = subject.project.matrix.stages
    for stage in stages:
        if stage.entry is None and len(stages) > 1:
            yield problem("stage.no_entry", "info", ("matrix", "stages", stage.id), stage=stage.id)


def priority(subject: Subject) -> Iterator[Diagnostic]:
    """The order of cells: known cells, each once; it acts under ``overall`` only."""
    matrix = subject.project.matrix
    cells = [cell.id for cell in matrix.cells]
    path = ("matrix", "priority")
    for id in dict.fromkeys(matrix.priority):
        if id not in cells:
            yield problem("priority.unknown", path=path, name=id, near=suggest(id, cells))
    for id, times in Counter(matrix.priority).items():
        if times > 1:
            yield problem("priority.twice", "warning", path, name=id)
    if matrix.priority and matrix.hit_policy != "overall":
        yield problem("priority.unused", "info", path, policy=matrix.hit_policy)
    if matrix.priority and matrix.hit_policy == "overall":
        left = tuple(id for id in cells if id not in matrix.priority)
        if left:
            yield problem("priority.rest", "info", path, cells=left)


CHECKS: tuple[Check, ...] = (axes, one_cell_a_place, empty_places, everyone_enters, priority)

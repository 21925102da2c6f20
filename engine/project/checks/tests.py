"""Test customers: that what they give and what they expect is there."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.catalog import Field, Measure
from dsl.check.index import Names
from dsl.diagnostics import Diagnostic
from dsl.types import Kind
from engine.project.checks.campaigns import trait_classes
from engine.project.checks.subject import Check, Subject
from engine.project.fields import fits, type_word
from engine.project.model import NO_CELL
from engine.project.problems import problem, suggest


def values(subject: Subject) -> Iterator[Diagnostic]:
    """Values are of known fields and measures, and of their types."""
    entries: tuple[Field | Measure, ...] = (*subject.catalog.fields, *subject.catalog.measures)
    known: Names[Field | Measure] = Names(entries)
    for i, test in enumerate(subject.project.tests):
        for name, value in test.values.items():
            path = ("tests", i, "values", name)
            entry = known.one(name)
            if entry is None:
                near = suggest(name, (e.id for e in entries))
                yield problem("test.value", path=path, name=name, near=near)
            elif value is not None and entry.type.kind is not Kind.MISSING and not fits(value, entry.type):
                yield problem("test.type", path=path, name=name, value=str(value), type=type_word(entry.type))


def expectations(subject: Subject) -> Iterator[Diagnostic]:
    """Cells, stages and classes that tests name."""
    matrix = subject.project.matrix
    cells = [cell.id for cell in matrix.cells]
    stages = [stage.id for stage in matrix.stages]
    for i, test in enumerate(subject.project.tests):
        path = ("tests", i)
        if test.stage is not None and test.stage not in stages:
            near = suggest(test.stage, stages)
            yield problem("stage.unknown", path=(*path, "stage"), name=test.stage, near=near)
        expect = test.expect
        if expect.cell is not None and expect.cell != NO_CELL and expect.cell not in cells:
            near = suggest(expect.cell, cells)
            yield problem("cell.unknown", path=(*path, "expect", "cell"), name=expect.cell, near=near)
        for cell in expect.cells or ():
            if cell not in cells:
                yield problem("cell.unknown", path=(*path, "expect", "cells"), name=cell, near=suggest(cell, cells))
        for trait, item in expect.traits.items():
            where = (*path, "expect", "traits", trait)
            if trait not in subject.project.traits:
                yield problem("trait.unknown", path=where, name=trait, near=suggest(trait, subject.project.traits))
            elif item not in trait_classes(subject, trait):
                near = suggest(item, trait_classes(subject, trait))
                yield problem("trait.class", path=where, name=item, trait=trait, near=near)


def same_stage(subject: Subject) -> Iterator[Diagnostic]:
    """An expected cell that is not of the stage the test is about."""
    matrix = subject.project.matrix
    for i, test in enumerate(subject.project.tests):
        cell = matrix.cell(test.expect.cell) if test.expect.cell is not None else None
        if test.stage is not None and cell is not None and cell.stage != test.stage:
            path = ("tests", i, "expect", "cell")
            yield problem("test.stage", path=path, cell=cell.id, stage=test.stage, other=cell.stage)


def expects_something(subject: Subject) -> Iterator[Diagnostic]:
    """A test that nothing could fail."""
    for i, test in enumerate(subject.project.tests):
        expect = test.expect
        if expect.cell is None and expect.cells is None and not expect.traits:
            yield problem("test.nothing", "warning", ("tests", i, "expect"))


CHECKS: tuple[Check, ...] = (values, expectations, same_stage, expects_something)

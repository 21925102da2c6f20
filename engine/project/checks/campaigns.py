"""Audiences and campaigns: that the cells, traits and tables they name are there."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic
from engine.project.checks.subject import Check, Subject
from engine.project.problems import problem, suggest
from engine.project.relations import source_column, source_table


def audience_cells(subject: Subject) -> Iterator[Diagnostic]:
    """Cells of audiences."""
    cells = [cell.id for cell in subject.project.matrix.cells]
    for id, audience in subject.project.audiences.items():
        for cell in audience.cells:
            if cell not in cells:
                yield problem("cell.unknown", path=("audiences", id, "cells"), name=cell, near=suggest(cell, cells))


def audience_traits(subject: Subject) -> Iterator[Diagnostic]:
    """Traits of audiences, and their classes."""
    traits = subject.project.traits
    for id, audience in subject.project.audiences.items():
        for name, classes in audience.traits.items():
            path = ("audiences", id, "traits", name)
            if name not in traits:
                yield problem("trait.unknown", path=path, name=name, near=suggest(name, traits))
                continue
            known = trait_classes(subject, name)
            for item in classes:
                if item not in known:
                    yield problem("trait.class", path=path, name=item, trait=name, near=suggest(item, known))


def trait_classes(subject: Subject, trait: str) -> tuple[str, ...]:
    """The classes of a trait, with what the others are."""
    spec = subject.project.traits[trait]
    return tuple(c.id for c in spec.classes) + ((spec.otherwise.id,) if spec.otherwise is not None else ())


def audience_is_everyone(subject: Subject) -> Iterator[Diagnostic]:
    """An audience that nothing narrows down."""
    for id, audience in subject.project.audiences.items():
        if not audience.cells and not audience.traits and audience.rule is None:
            yield problem("audience.everyone", "warning", ("audiences", id), name=id)


def campaigns(subject: Subject) -> Iterator[Diagnostic]:
    """A campaign's audience, and the table of its results."""
    audiences = subject.project.audiences
    for id, campaign in subject.project.campaigns.items():
        path = ("campaigns", id)
        if campaign.audience is not None and campaign.audience not in audiences:
            near = suggest(campaign.audience, audiences)
            yield problem("audience.unknown", path=(*path, "audience"), name=campaign.audience, near=near)
        if campaign.results is None:
            continue
        results = campaign.results
        found: list[Diagnostic] = []
        table = source_table(subject.schema, results.table, (*path, "results", "table"), found)
        source_column(table, results.key, results.table, (*path, "results", "key"), found)
        for role, column in results.columns.items():
            source_column(table, column, results.table, (*path, "results", "columns", role), found)
        yield from found


CHECKS: tuple[Check, ...] = (audience_cells, audience_traits, audience_is_everyone, campaigns)

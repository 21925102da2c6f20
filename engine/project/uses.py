"""Which rules name a field, measure, parameter, band, relation or column; and what may be removed."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.check.base import Reference
from dsl.diagnostics import QuadrilleError
from engine.project.changes import remove_at
from engine.project.compiled import CheckedProject
from engine.project.model import Project
from engine.project.problems import Path, problem
from engine.project.rename import Section

KINDS: dict[str, str] = {"parameters": "parameter", "bands": "band"}
"""How rules refer to the entries of a section; the others are measures."""


def uses(checked: CheckedProject) -> Mapping[Reference, tuple[Path, ...]]:
    """For everything that is named: the places that name it, in the order of the document."""
    found: dict[Reference, dict[Path, None]] = {}

    def note(kind: str, name: str, path: Path) -> None:
        found.setdefault((kind, name), {})[path] = None

    for path, rule in checked.rules.items():
        for kind, name in rule.names:
            note(kind, name, path)
    measures = {one.id for one in checked.catalog.measures}
    for id, band in checked.project.bands.items():
        note("measure" if band.of in measures else "field", band.of, ("bands", id, "of"))
    for i, test in enumerate(checked.project.tests):
        for name in (*test.values, *test.expect.traits):
            note("measure" if name in measures else "field", name, ("tests", i))
    for id, audience in checked.project.audiences.items():
        for name in audience.traits:
            note("measure", name, ("audiences", id, "traits", name))
    return {reference: tuple(paths) for reference, paths in found.items()}


def remove(checked: CheckedProject, section: Section, id: str) -> Project:
    """The project without a measure, parameter or band. Raises QuadrilleError ``project.remove.used``."""
    places = [path for path in uses(checked).get((KINDS.get(section, "measure"), id), ()) if path[:2] != (section, id)]
    if places:
        shown = tuple(".".join(map(str, path)) for path in places[:5])
        raise QuadrilleError(problem("remove.used", path=(section, id), name=id, n=len(places), places=shown))
    return remove_at(checked.project, (section, id))

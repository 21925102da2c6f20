"""Names of measures, traits, parameters and bands as changes of the whole project."""

from __future__ import annotations

from editor.document.history import Change
from engine.project.compiled import CheckedProject
from engine.project.rename import Naming, Section, rename
from engine.project.rules import sites
from engine.project.schema_source import SourceSchema


def rename_everywhere(
    checked: CheckedProject, section: Section, id: str, new: Naming, schema: SourceSchema | None
) -> tuple[Change, int]:
    """The project with another name for something, and how many rules were written anew. Raises QuadrilleError."""
    project = checked.project
    changed = rename(checked, section, id, new, schema)
    before = [site.text for site in sites(project)]
    after = [site.text for site in sites(changed)]
    number = sum(one != other for one, other in zip(before, after, strict=True))
    return Change(changed, "edit.rename", {"name": new.id}), number

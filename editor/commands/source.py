"""Changes of where a project's data is."""

from __future__ import annotations

from editor.document.history import Change
from engine.project.changes import replace_at
from engine.project.model import Project


def set_source(project: Project, source: str) -> Change:
    """Another source, as the project file names it; raises QuadrilleError where it holds a password."""
    return Change(replace_at(project, ("source",), source), "edit.source")

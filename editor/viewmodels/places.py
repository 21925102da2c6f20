"""What a place of the project is called, and going there."""

from __future__ import annotations

from editor.commands.axes import axis_item
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.session import Session
from engine.project.model import Project

Path = tuple[str | int, ...]


def spoken_place(project: Project, path: Path, language: str) -> str:
    """A place in short: ``2.1③``, the name of a stage, the name of a measure."""
    match path:
        case ("matrix", "cells", cell, "criteria", int() as n, *_):
            return f"{cell}{circled(n)}"
        case ("matrix", "cells", cell, *_):
            return str(cell)
        case ("matrix", "stages" | "levels" as axis, str() as name, *_):
            item = axis_item(project, "stages" if axis == "stages" else "levels", name)
            return item.labels.get(language, name) if item is not None else name
        case (str() as section, str() as name, *_):
            item = getattr(project, section, {}).get(name) if hasattr(project, section) else None
            labels = getattr(item, "labels", None)
            return labels.get(language, name) if labels is not None else name
    return " › ".join(str(part) for part in path)


def go_to(session: Session, path: Path) -> None:
    """Choose what stands at a place of the matrix: a criterion, a cell, a stage or a level."""
    match path:
        case ("matrix", "cells", str() as cell, "criteria", int() as n, *_):
            session.select(cell, n)
        case ("matrix", "cells", str() as cell, *_):
            found = session.document.project.matrix.cell(cell)
            session.select(cell, found.criteria[0].n if found is not None and found.criteria else None)
        case ("matrix", "stages" | "levels" as axis, str() as name, *_):
            session.select_axis("stages" if axis == "stages" else "levels", name)

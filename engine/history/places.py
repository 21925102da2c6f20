"""Where runs are kept: in the user's data folder, or beside the project if its owner said so."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

SUFFIX = ".runs.sqlite"


def common() -> Path:
    """The store of all projects that have none of their own."""
    return user_data_path("quadrille", appauthor=False) / "runs.sqlite"


def beside(project: Path) -> Path:
    """Where a project's own store lies, if it has one: ``NAME.runs.sqlite`` beside ``NAME.quad``."""
    resolved = project.resolve()
    return resolved.with_name(resolved.stem + SUFFIX)


def store_path(project: Path) -> Path:
    """The store that a project's runs go to: its own where there is one."""
    own = beside(project)
    return own if own.is_file() else common()

"""The whole check of a project: file, rules, data, test customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.project.catalog import compile_project
from engine.project.compiled import to_program
from engine.project.file import load, place_all
from engine.workspace import Workspace, open_workspace

Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check found. ``readable``: the file could be read as a project at all."""

    diagnostics: tuple[Diagnostic, ...]
    tests: int = 0
    passed: int = 0
    readable: bool = True


def checkup(
    path: Path,
    *,
    source: str | None = None,
    as_of: str | None = None,
    with_data: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Checkup:
    """Check a project; what is wrong is in the result, nothing is raised but ``Cancelled`` and a bad ``as_of``."""
    if not with_data:
        return _without_data(path, as_of)
    try:
        workspace = open_workspace(path, source=source, strict=False)
    except QuadrilleError as error:
        readable = load(path).project is not None
        return Checkup(error.diagnostics, readable=readable)
    with workspace:
        return _with_data(workspace, as_of, progress, cancel)


def _with_data(workspace: Workspace, as_of: str | None, progress: Progress | None, cancel: Cancel | None) -> Checkup:
    from engine.customer_tests import find_edges, run_tests
    from engine.datacheck import data_problems

    found = [*workspace.diagnostics, *workspace.source.notices()]
    day = workspace.as_of(as_of)
    program = workspace.program
    if any(one.severity == "error" for one in workspace.diagnostics):
        return Checkup(tuple(found))
    problems = data_problems(program, workspace.source, day, progress=progress, cancel=cancel)
    edges = (
        {} if any(one.severity == "error" for one in problems) else find_edges(program, workspace.source, day, cancel)
    )
    tested = run_tests(program, workspace.project.tests, day, edges, workspace.project.language)
    found += place_all(workspace.loaded, [*problems, *tested.diagnostics])
    return Checkup(tuple(found), tested.total, tested.passed)


def _without_data(path: Path, as_of: str | None) -> Checkup:
    """The file alone: rules against what the project itself declares."""
    loaded = load(path)
    if loaded.project is None:
        return Checkup(loaded.diagnostics, readable=False)
    checked = compile_project(loaded.project)
    found = place_all(loaded, [*loaded.diagnostics, *checked.diagnostics])
    if any(one.severity == "error" for one in found):
        return Checkup(tuple(found))
    if not loaded.project.tests:
        return Checkup(tuple(found))
    from engine.asof import read_as_of
    from engine.customer_tests import run_tests  # imports what a run needs

    day = read_as_of(as_of if as_of is not None else loaded.project.as_of, loaded.project.time_zone)
    tested = run_tests(to_program(checked), loaded.project.tests, day, {}, loaded.project.language)
    return Checkup((*found, *place_all(loaded, list(tested.diagnostics))), tested.total, tested.passed)

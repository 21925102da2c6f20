"""The live preview's counts are those of a full run, after every edit."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest

from dsl.diagnostics import QuadrilleError
from engine.accounting import Accounting, account
from engine.execute import execute
from engine.lower import lower
from engine.preview import Counts, Preview
from engine.program import Program
from engine.project.catalog import compile_project
from engine.project.compiled import to_program
from engine.project.model import Project
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import Workspace, open_workspace
from tests.engine.preview.random_edits import until_edited
from tests.support.shared import shared

AS_OF = date(2025, 6, 30)
EDITS = int(os.environ.get("QUADRILLE_LIVE_EDITS", "200"))
PARTS = 4
EXAMPLES = Path(__file__).parents[3] / "examples"
SOURCES = {
    "cdnow": "cdnow/cdnow.sqlite",
    "chinook": "chinook/Chinook_Sqlite.sqlite",
    "telco": "telco/telco.sqlite",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("live") / "sample.duckdb"
    write(target, 2000, 1)
    return target


def full_run(workspace: Workspace, program: Program, as_of: date) -> Accounting:
    plan = lower(program, as_of)
    return account(plan, execute(plan, workspace.source))


def assert_equal(counts: Counts, expected: Accounting, what: str) -> None:
    found = counts.accounting()
    if found != expected:  # say which part before saying everything
        for name in ("stages", "criteria", "overlaps"):
            mine, theirs = getattr(found, name), getattr(expected, name)
            if name != "overlaps":
                assert [a for a in mine if a not in theirs] == [b for b in theirs if b not in mine], f"{what}: {name}"
            assert mine == theirs, f"{what}: {name}"
    assert found == expected, what
    assert found.adds_up, what


def edit_and_compare(workspace: Workspace, as_of: date, edits: int, seed: int) -> int:
    """Edit, count, compare, so many times; how many of the edits left the numbers as they were."""
    random = Random(seed)
    preview = Preview(workspace.program, workspace.source, as_of)
    assert_equal(preview.counts, full_run(workspace, workspace.program, as_of), "as loaded")
    history: list[Project] = [workspace.project]
    project = workspace.project
    unchanged = 0
    for number in range(edits):
        if number % 25 == 24:
            project = workspace.project
        elif random.random() < 0.15:
            project = random.choice(history[-20:])  # undo or redo, some steps at a time
        else:
            project = until_edited(project, random)
        history.append(project)
        checked = compile_project(project, workspace.schema)
        program = to_program(checked, workspace.schema)
        try:
            expected = full_run(workspace, program, as_of)
        except QuadrilleError:
            continue  # a full run refuses it too
        before = preview.counts.accounting()
        counts = preview.update(program, blocked=checked.blocked)
        assert_equal(counts, expected, f"seed {seed}, edit {number}")
        unchanged += before == expected
        for id, cell in counts.cells.items():
            assert (cell.state == "unfinished") == (id in checked.blocked)
            assert (cell.state == "not_defined") == (id not in checked.blocked and not cell.criteria)
    return unchanged


@pytest.mark.backend("duckdb")
@pytest.mark.timeout(300 + 2 * EDITS)
@pytest.mark.parametrize("part", range(PARTS))
def test_counts_equal_a_full_run_after_each_random_edit(data: Path, part: int) -> None:
    with open_workspace(project_path("written", ("en", "ko")[part % 2]), source=str(data)) as workspace:
        edits = EDITS // PARTS
        unchanged = edit_and_compare(workspace, AS_OF, edits, seed=part)
    assert unchanged < edits / 2


@pytest.mark.parametrize("project", SOURCES)
def test_counts_equal_a_full_run_on_real_data(project: str) -> None:
    source = shared(SOURCES[project])
    with open_workspace(EXAMPLES / f"{project}.quad", source=str(source)) as workspace:
        edit_and_compare(workspace, workspace.as_of(), max(8, EDITS // 20), seed=7)

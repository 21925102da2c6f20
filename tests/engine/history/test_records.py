"""What is kept of a run: the counts, the rules, and no password; what tells two versions of the rules apart."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from engine.history import (
    difference,
    project_id,
    record_of,
    rule_difference,
    rules_fingerprint,
    store_path,
)
from engine.history.store import open_history
from engine.project.changes import replace_at
from engine.run import run_workspace
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support.command import quadrille, refused, sample_project


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("runs")
    write(made / "sample.duckdb", 500, 1)
    return made


@pytest.fixture
def project(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return sample_project(tmp_path, (folder / "sample.duckdb").as_posix())


def test_a_record_holds_what_the_run_counted(project: Path) -> None:
    with open_workspace(project) as workspace:
        run = run_workspace(workspace)
        found = record_of(run, workspace.project, project, 1.5)
    counts = {cell.cell: cell.assigned for stage in run.accounting.stages for cell in stage.cells}
    assert {one.cell: one.assigned for one in found.cells} == counts
    assert found.subjects == found.in_one + found.in_several + found.unassigned + found.in_no_stage
    assert found.rules["2.1③"] == "visits_90d >= 5"


def test_the_fingerprint_follows_rules_and_not_words(project: Path) -> None:
    with open_workspace(project) as workspace:
        before = workspace.project
    renamed = replace_at(before, ("matrix", "cells", "2.1", "labels"), {"ko": "다른 이름", "en": "other"})
    moved = replace_at(before, ("source",), "elsewhere.duckdb")
    other = replace_at(before, ("matrix", "cells", "2.1", "criteria", 3, "rule"), "visits_90d >= 6")
    assert rules_fingerprint(renamed) == rules_fingerprint(moved) == rules_fingerprint(before)
    assert rules_fingerprint(other) != rules_fingerprint(before)


def test_no_password_is_kept(project: Path) -> None:
    with open_workspace(project) as workspace:
        run = run_workspace(workspace)
        address = "postgresql://anna:s3cret@db.example:5432/crm?password=s3cret"
        open_history(project).add(record_of(run, workspace.project, project, 1, source=address))
    with sqlite3.connect(store_path(project)) as connection:
        text = "\n".join(connection.iterdump())
    assert "db.example" in text
    assert "s3cret" not in text


def test_the_command_keeps_each_run_and_lists_them(project: Path) -> None:
    assert quadrille("run", project).code == 0
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("visits_90d >= 5", "visits_90d >= 1"), encoding="utf-8")
    said = quadrille("run", project, "--json").json
    assert quadrille("run", project, "--no-history").code == 0
    found = quadrille("history", project, "--json").json["runs"]
    assert [one["id"] for one in found] == [2, 1]
    cells = {one["cell"]: one["assigned"] for stage in said["stages"] for one in stage["cells"]}
    assert {one["cell"]: one["assigned"] for one in found[0]["cells"]} == cells
    assert found[0]["fingerprint"] != found[1]["fingerprint"]
    listed = quadrille("history", project, lang="ko").out
    assert "2025-06-30" in listed


def test_two_runs_side_by_side(project: Path) -> None:
    quadrille("run", project)
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("visits_90d >= 5", "visits_90d >= 0"), encoding="utf-8")
    quadrille("run", project)
    newer, older = open_history(project).runs(project_id(project))
    by_cell = {one.of: one for one in difference(older, newer) if one.kind == "cell"}
    assert by_cell["2.1"].change == by_cell["2.1"].after - by_cell["2.1"].before >= 0  # type: ignore[operator]
    assert [(one.place, one.before, one.after) for one in rule_difference(older, newer)][:1] == [
        ("2.1③", "visits_90d >= 5", "visits_90d >= 0")
    ]
    said = quadrille("history", project, "1", "2", "--json").json
    assert {one["of"]: one["change"] for one in said["counts"] if one["kind"] == "cell"} == {
        cell: one.change for cell, one in by_cell.items()
    }
    assert "visits_90d >= 0" in quadrille("history", project, "1", "2").out
    refused("history", project, "1", "7")


def test_a_cell_that_is_new_has_no_change(project: Path) -> None:
    with open_workspace(project) as workspace:
        run = run_workspace(workspace)
        after = record_of(run, workspace.project, project, 1)
    from dataclasses import replace

    before = replace(after, cells=tuple(one for one in after.cells if one.cell != "2.1"))
    new = next(one for one in difference(before, after) if one.of == "2.1")
    assert (new.before, new.change) == (None, None)


def test_runs_beside_the_project(project: Path) -> None:
    quadrille("run", project)
    assert quadrille("history", project, "--beside").code == 0
    assert project.with_name("written.en.runs.sqlite").is_file()
    assert len(quadrille("history", project, "--json").json["runs"]) == 1
    assert quadrille("history", project, "--shared").code == 0
    assert not project.with_name("written.en.runs.sqlite").exists()


def test_a_project_without_runs_says_how_to_make_one(project: Path) -> None:
    called = quadrille("history", project)
    assert called.code == 0
    assert "quadrille run" in called.out

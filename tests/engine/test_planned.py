"""How a run would go: what is read, what is computed once, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.planned import plan_lines, planned
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support.command import quadrille


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned")
    write(folder / "sample.duckdb", 200, 1)
    target = folder / "written.quad"
    target.write_bytes(project_path("written", "en").read_bytes())
    return target


def test_every_table_is_read_once_with_the_columns_that_are_used(project: Path) -> None:
    with open_workspace(project) as workspace:
        found = planned(workspace)
    tables = dict(found.tables)
    assert tables["web_visits"] == ("visited_at", "customer_id")
    assert len(tables) == len(found.tables)
    assert [one.rows for one in found.passes].count("web_visits") == 1


def test_a_value_names_the_criteria_that_share_it(project: Path) -> None:
    with open_workspace(project) as workspace:
        found = planned(workspace)
    visits = next(value for one in found.passes if one.rows == "web_visits" for value in one.values)
    assert visits.how == "count"
    assert {"2.1③", "2.2③", "2.3③", "5.1⑥"} <= set(visits.used_by)
    leads = next(value for one in found.passes if one.rows == "leads" for value in one.values)
    assert "engage" in leads.used_by
    assert (found.criteria, found.different) == (66, 44)


def test_the_place_and_its_reason(project: Path) -> None:
    with open_workspace(project) as workspace:
        assert planned(workspace).place.reason == "has_sql"
        lines = list(plan_lines(planned(workspace, backend="pandas"), "en"))
    assert "in pandas" in lines[0]
    assert "pandas was asked for" in lines[1]


def test_both_languages_say_the_same_tables(project: Path) -> None:
    with open_workspace(project) as workspace:
        found = planned(workspace)
    english, korean = list(plan_lines(found, "en")), list(plan_lines(found, "ko"))
    assert len(english) == len(korean)
    assert [line for line in english if line.startswith("  customers")] == [
        line for line in korean if line.startswith("  customers")
    ]


def test_the_command_prints_it_and_runs_nothing(project: Path) -> None:
    said = quadrille("run", str(project), "--explain-plan", "--json", "--out", str(project.parent / "out.csv"))
    assert said.code == 0
    assert json.loads(said.out)["place"]["where"] == "database"
    assert not (project.parent / "out.csv").exists()

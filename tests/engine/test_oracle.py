"""The sample's matrix by the engine and by plain pandas code, customer by customer, on every backend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.accounting import account
from engine.execute import execute
from engine.lower import lower
from engine.sample.generate import tables
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import Workspace, open_workspace
from tests.support import mariadb, postgres, postgres_plans
from tests.support.oracle import MET, NO_DATA, NOT_MET, Answer, frames, judge

CUSTOMERS, SEED = 10_000, 1
DAYS = (date(2025, 6, 30), date(2024, 2, 29), date(2023, 12, 31))
STATES = {MET: True, NOT_MET: False, NO_DATA: None}


@pytest.fixture(scope="module")
def answers() -> dict[date, Answer]:
    data = frames(tables(CUSTOMERS, SEED))
    return {day: judge(data, day) for day in DAYS}


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgres", "mariadb"])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "postgres":
        server = postgres.needed()
        schema = server.schema()
        postgres_plans.load_sample("tests", schema, CUSTOMERS, SEED)
        return server.url(schema=schema)
    if request.param == "mariadb":
        database = mariadb.server().new_database()
        mariadb.load_sample(database, CUSTOMERS, SEED)
        return mariadb.server().url(database)
    path: Path = tmp_path_factory.mktemp("sample") / f"sample.{request.param}"
    write(path, CUSTOMERS, SEED)
    return str(path)


@pytest.fixture(scope="module")
def workspace(target: str) -> Iterator[Workspace]:
    with open_workspace(project_path("written", "en"), source=target) as opened:
        yield opened


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_every_customer_is_where_the_oracle_says(
    workspace: Workspace, answers: dict[date, Answer], day: date, backend: str
) -> None:
    plan = lower(workspace.program, day)
    outcome = execute(plan, workspace.source, "sql" if backend == "sql" else "pandas").to_pandas().set_index("key")
    answer = answers[day]
    assert sorted(outcome.index) == sorted(answer.matches.index)
    outcome = outcome.loc[answer.matches.index]
    for stage in answer.stages:
        assert (outcome[f"stage_{stage}"] == answer.stages[stage]).all(), stage
    for name in answer.criteria:
        cell, number = str(name).split("/")
        wanted = [STATES[state] for state in answer.criteria[name]]
        actual = [None if value is None or value != value else bool(value) for value in outcome[f"c_{cell}_{number}"]]
        assert actual == wanted, name
    for cell in answer.matches:
        assert (outcome[f"m_{cell}"] == answer.matches[cell]).all(), cell
    matched = [",".join(cell for cell in answer.matches if answer.matches.at[key, cell]) for key in outcome.index]
    assert list(outcome["cells"]) == matched
    for column in answer.assigned:
        by_oracle = [value if isinstance(value, str) else None for value in answer.assigned[column]]
        by_engine = [value if isinstance(value, str) else None for value in outcome[column]]
        assert by_engine == by_oracle, column


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_both_ledgers_are_the_oracles(workspace: Workspace, answers: dict[date, Answer], day: date) -> None:
    plan = lower(workspace.program, day)
    accounting = account(plan, execute(plan, workspace.source))
    answer = answers[day]
    assert accounting.adds_up
    assert {
        "subjects": accounting.subjects,
        "in_one": accounting.in_one,
        "in_several": accounting.in_several,
        "unassigned": accounting.unassigned,
        "in_no_stage": accounting.in_no_stage,
    } == answer.ledger()
    for stage in accounting.stages:
        cells = {count.cell: count.assigned for count in stage.cells}
        ledger = {"entered": stage.entered, **cells, "unassigned": stage.unassigned}
        assert ledger == answer.stage_ledger(stage.stage)


def test_every_criterion_and_every_cell_has_hits_and_misses(workspace: Workspace) -> None:
    accounting = account(plan := lower(workspace.program, DAYS[0]), execute(plan, workspace.source))
    assert all(count.met > 0 for count in accounting.criteria)
    assert all(count.not_met > 0 for count in accounting.criteria)
    assert all(0 < cell.assigned < stage.entered for stage in accounting.stages for cell in stage.cells)

"""The sample's matrix run by the engine against the oracle: the same answer for every customer and criterion."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.checkup import checkup
from engine.project.catalog import compile_project
from engine.project.compiled import to_program
from engine.project.file import load
from engine.run import run_workspace
from engine.sample.generate import tables
from engine.sample.projects import LANGUAGES, VARIANTS, project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support.oracle import MET, NO_DATA, NOT_MET, STAGES, Frames, frames, judge

CUSTOMERS, SEED = 10_000, 1
AS_OF_DATES = (date(2025, 6, 30), date(2024, 2, 29), date(2023, 12, 31))
PLACES = [
    pytest.param("duckdb", "sql", marks=pytest.mark.backend("duckdb"), id="duckdb"),
    pytest.param("duckdb", "pandas", marks=pytest.mark.backend("pandas"), id="duckdb-pandas"),
    pytest.param("parquet", "sql", marks=pytest.mark.backend("duckdb"), id="parquet"),
    pytest.param("sqlite", "pandas", marks=pytest.mark.backend("pandas"), id="sqlite-pandas"),
    pytest.param("csv", "pandas", marks=pytest.mark.backend("pandas"), id="csv-pandas"),
]


@pytest.fixture(scope="module")
def data() -> Frames:
    return frames(tables(CUSTOMERS, SEED))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample")
    for kind in ("duckdb", "sqlite", "parquet", "csv"):
        write(place / f"sample.{kind}", CUSTOMERS, SEED)
    return place


@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
@pytest.mark.parametrize(("kind", "backend"), PLACES)
def test_the_engine_agrees_with_the_oracle(folder: Path, data: Frames, kind: str, backend: str, as_of: date) -> None:
    expected = judge(data, as_of)
    with open_workspace(project_path("written", "ko"), source=str(folder / f"sample.{kind}")) as workspace:
        run = run_workspace(workspace, as_of=as_of, backend=backend)
    found = run.outcome.to_pandas().set_index("customer_id").sort_index()
    assert list(found.index) == sorted(expected.matches.index)

    for name in expected.criteria:
        cell, number = name.split("/")
        value = found[f"c_{cell}_{number}"]
        state = np.where(value.isna(), NO_DATA, np.where(value.eq(True), MET, NOT_MET))
        differ = expected.criteria[name].sort_index() != state
        assert not differ.any(), f"{name}: {differ.sum()} customers, {list(found.index[differ])[:3]}"
    for stage in STAGES:
        cells = expected.assigned[f"cell_{stage}"].sort_index()
        pd.testing.assert_series_equal(found[f"cell_{stage}"].fillna(""), cells.fillna(""), check_dtype=False)

    accounting = run.accounting
    assert accounting.adds_up
    assert expected.ledger() == {
        "subjects": accounting.subjects,
        "in_one": accounting.in_one,
        "in_several": accounting.in_several,
        "unassigned": accounting.unassigned,
        "in_no_stage": accounting.in_no_stage,
    }
    for ledger in accounting.stages:
        counts = {count.cell: count.assigned for count in ledger.cells}
        assert expected.stage_ledger(ledger.stage) == {
            "entered": ledger.entered,
            **counts,
            "unassigned": ledger.unassigned,
        }


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_languages_are_the_same_program(variant: str) -> None:
    programs = []
    for language in LANGUAGES:
        project = load(project_path(variant, language)).project
        assert project is not None
        programs.append(to_program(compile_project(project)))
    assert programs[0] == programs[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_projects_have_no_problems_and_their_test_customers_land(variant: str, language: str) -> None:
    found = checkup(project_path(variant, language), with_data=False)
    assert [one for one in found.diagnostics if one.severity != "info"] == []
    assert found.passed == found.tests >= 6


@pytest.mark.parametrize("as_of", AS_OF_DATES, ids=str)
def test_the_repaired_matrix_has_no_gap_in_maintain_and_no_overlap(folder: Path, as_of: date) -> None:
    with open_workspace(project_path("repaired", "en"), source=str(folder / "sample.duckdb")) as workspace:
        accounting = run_workspace(workspace, as_of=as_of).accounting
    ledgers = {ledger.stage: ledger for ledger in accounting.stages}
    assert ledgers["maintain"].unassigned == 0
    assert ledgers["engage"].unassigned == 0
    assert all(ledger.overlapping == 0 for ledger in ledgers.values())
    assert all(count.assigned >= 3 for ledger in ledgers.values() for count in ledger.cells)

"""The projects under examples/ on data that others published: figures reproduced, cells recounted in plain pandas."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.run import Run, run_workspace
from engine.workspace import open_workspace
from tests.support.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
BACKENDS = ("sql", "pandas")


def run(project: str, source: Path, backend: str) -> Run:
    with open_workspace(EXAMPLES / f"{project}.quad", source=str(source)) as workspace:
        return run_workspace(workspace, backend=backend, values=True)


def read(source: Path, sql: str) -> pd.DataFrame:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        return pd.read_sql_query(sql, connection)


def counts(result: Run) -> dict[str, int]:
    return {cell.cell: cell.assigned for stage in result.accounting.stages for cell in stage.cells}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_published_cdnow_summaries_are_reproduced_exactly(backend: str) -> None:
    source = shared("cdnow/cdnow.sqlite")
    outcome = run("cdnow", source, backend).outcome.to_pandas().set_index("ID").sort_index()
    published = read(source, "SELECT * FROM customers_summary_with_transactions").set_index("ID").sort_index()
    assert len(outcome) == len(published) == 2357
    for measure, column in (("frequency", "x"), ("recency", "t_x"), ("age", "T"), ("repeat_spend", "zbar")):
        mine = outcome[f"value_{measure}"].astype(float).round(2)
        assert (mine == published[column].astype(float).round(2)).all(), measure
    repeats = outcome["value_frequency"].clip(upper=7).value_counts().to_dict()
    assert repeats == {0: 1411, 1: 439, 2: 214, 3: 100, 4: 62, 5: 38, 6: 29, 7: 64}


@pytest.mark.parametrize("backend", BACKENDS)
def test_cdnow_cells_equal_plain_pandas(backend: str) -> None:
    source = shared("cdnow/cdnow.sqlite")
    result = run("cdnow", source, backend)
    rows = read(source, "SELECT customer_id, date, spend FROM sample WHERE date <= '1997-09-30'")
    rows["cents"] = (rows["spend"] * 100).round().astype("int64")
    rows["date"] = pd.to_datetime(rows["date"])
    people = rows.groupby("customer_id").agg(days=("date", "nunique"), cents=("cents", "sum"), last=("date", "max"))
    day = pd.Timestamp("1997-09-30")
    people["repeat"] = people["days"] - 1
    stage = np.select(
        [people["last"] > day - pd.Timedelta(days=90), people["last"] > day - pd.Timedelta(days=180)], [1, 2], 3
    )
    wanted: dict[str, int] = dict.fromkeys(counts(result), 0)
    for number in (1, 2, 3):
        inside = people[stage == number]
        for _, one in inside.iterrows():
            everyone = int((people["cents"] > one["cents"]).sum())
            top20 = 100 * everyone < 20 * len(people)
            peers = 100 * int((inside["cents"] > one["cents"]).sum())
            if number == 1:
                level = 1 if one["repeat"] >= 3 and top20 else 2 if one["repeat"] >= 1 else 3
            elif number == 2:
                level = 1 if peers < 30 * len(inside) else 2 if peers < 70 * len(inside) else 3
            else:
                level = 1 if one["repeat"] >= 2 or top20 else 2 if one["repeat"] == 1 else 3
            wanted[f"{number}.{level}"] += 1
    assert counts(result) == wanted
    assert result.accounting.adds_up


@pytest.mark.parametrize("backend", BACKENDS)
def test_chinook_equals_plain_pandas(backend: str) -> None:
    source = shared("chinook/Chinook_Sqlite.sqlite")
    result = run("chinook", source, backend)
    invoices = read(source, "SELECT CustomerId, InvoiceDate, Total FROM Invoice")
    assert len(invoices) == 412
    invoices["cents"] = (invoices["Total"] * 100).round().astype("int64")
    outcome = result.outcome.to_pandas().set_index("CustomerId").sort_index()
    spend = invoices.groupby("CustomerId")["cents"].sum().sort_index()
    assert [int(value * 100) for value in outcome["value_spend"]] == list(spend)
    assert [int(value * 100) for value in outcome["value_line_spend"]] == list(spend)
    assert sum(spend) == 232860
    people = read(source, "SELECT CustomerId, Country, Company FROM Customer").set_index("CustomerId")
    assert people["Company"].isna().sum() == 49
    last = pd.to_datetime(invoices["InvoiceDate"]).groupby(invoices["CustomerId"]).max()
    mean = invoices.groupby("CustomerId")["cents"].mean()
    wanted = dict.fromkeys(counts(result), 0)
    for customer in people.index:
        above = 100 * int((spend > spend[customer]).sum())
        if last[customer].date() > date(2025, 6, 30):
            level = 1 if above < 20 * 59 else 2 if above < 60 * 59 else 3
            wanted[f"1.{level}"] += 1
            continue
        signs = [people["Company"].notna()[customer], people["Country"][customer] == "USA", mean[customer] >= 600]
        level = 1 if sum(signs) >= 2 else 2 if above < 50 * 59 else 3
        wanted[f"2.{level}"] += 1
    assert counts(result) == wanted


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_published_churn_rates_are_reproduced(backend: str) -> None:
    source = shared("telco/telco.sqlite")
    result = run("telco", source, backend)
    stages = {stage.stage: stage for stage in result.accounting.stages}
    left = {name: stage.cells[0].assigned / stage.entered for name, stage in stages.items()}
    published = {
        "monthly": 0.427097,
        "one_year": 0.112695,
        "two_years": 0.028319,
        "check": 0.452854,
        "fibre": 0.418928,
    }
    assert {name: round(rate, 6) for name, rate in left.items()} == published
    contracts = ("monthly", "one_year", "two_years")
    assert sum(stages[name].cells[0].assigned for name in contracts) == 1869
    assert result.accounting.subjects == 7043

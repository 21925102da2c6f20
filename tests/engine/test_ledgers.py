"""Both ledgers of a small matrix, counted by hand, on each engine and under each hit policy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from engine.run import Run, run_workspace
from engine.workspace import open_workspace

PROJECT = """quadrille: 1
time_zone: UTC
as_of: 2025-01-01
source: SOURCE
subject: {table: people, key: id, fields: {v: integer, kind: text}}
matrix:
  hit_policy: POLICY
  priority: ['2.2', '1.2']
  stages:
    - {id: a, entry: v >= 0}
    - {id: b, entry: v >= 5}
  levels: [{id: high}, {id: low}, {id: lowest}]
  cells:
    - {id: '1.1', stage: a, level: high, criteria: [{n: 1, rule: v >= 7}]}
    - {id: '1.2', stage: a, level: low, criteria: [{n: 1, rule: v >= 3}, {n: 2, rule: kind is not missing}]}
    - {id: '2.1', stage: b, level: high, match: any, criteria: [{n: 1, rule: v = 5}, {n: 2, rule: kind = 'x'}]}
    - {id: '2.2', stage: b, level: low, criteria: [{n: 1, rule: v >= 8}]}
    - {id: '2.3', stage: b, level: lowest}
"""
# id is v: 0 to 9, then a missing v; kind is x for even ones, missing for 6 and 9.
ROWS = [(n, n, "x" if n % 2 == 0 else "y") for n in range(10)] + [(10, None, "x")]
PEOPLE = [(n, v, None if n in (6, 9) else kind) for n, v, kind in ROWS]


def run(folder: Path, engine: str, policy: str) -> Run:
    target = folder / f"data.{engine}"
    if engine == "duckdb":
        with duckdb.connect(str(target)) as connection:
            connection.execute("CREATE TABLE people (id BIGINT PRIMARY KEY, v BIGINT, kind VARCHAR)")
            connection.executemany("INSERT INTO people VALUES (?, ?, ?)", PEOPLE)
    else:
        with closing(sqlite3.connect(target)) as database, database:
            database.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, v INTEGER, kind TEXT)")
            database.executemany("INSERT INTO people VALUES (?, ?, ?)", PEOPLE)
    project = folder / "project.quad"
    project.write_text(PROJECT.replace("SOURCE", target.name).replace("POLICY", policy), encoding="utf-8")
    with open_workspace(project) as workspace:
        return run_workspace(workspace)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_ledgers_are_those_counted_by_hand(tmp_path: Path, engine: str) -> None:
    accounting = run(tmp_path, engine, "per_stage").accounting
    # 1.1: 7 8 9. 1.2: 3 4 5 7 8. 2.1: 5 8. 2.2: 8 9. Stage a: 0 to 9; stage b: 5 to 9.
    first, second = accounting.stages
    assert (first.entered, [(c.cell, c.matched, c.assigned) for c in first.cells], first.unassigned) == (
        10,
        [("1.1", 3, 3), ("1.2", 5, 3)],
        4,
    )
    assert (second.entered, [(c.cell, c.matched, c.assigned) for c in second.cells], second.unassigned) == (
        5,
        [("2.1", 2, 2), ("2.2", 2, 1), ("2.3", 0, 0)],
        2,
    )
    assert (first.overlapping, second.overlapping) == (2, 1)
    # One cell: 3 4. Several: 5 7 8 9. In a stage without a cell: 0 1 2 6. In no stage: 10.
    ledger = (accounting.in_one, accounting.in_several, accounting.unassigned, accounting.in_no_stage)
    assert ledger == (2, 4, 4, 1)
    assert accounting.adds_up


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_hit_policy_decides_who_goes_where(tmp_path: Path, engine: str) -> None:
    rows = {row["id"]: row for row in run(tmp_path, engine, "overall").outcome.to_pylist()}
    assert [rows[n]["cell"] for n in (3, 5, 7, 8, 9)] == ["1.2", "1.2", "1.2", "2.2", "2.2"]
    assert [rows[n]["cell_a"] for n in (3, 5, 7, 8, 9)] == ["1.2", "1.2", "1.1", "1.1", "1.1"]
    assert [rows[n]["cell_b"] for n in (5, 6, 8, 9)] == ["2.1", None, "2.1", "2.2"]
    assert rows[8]["cells"] == "1.1,1.2,2.1,2.2"
    assert rows[10]["cells"] is None


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_an_overlap_is_a_finding_where_cells_must_be_unique(tmp_path: Path, engine: str) -> None:
    found = run(tmp_path, engine, "unique").findings
    assert [(one.code, one.params["stage"], one.params["subjects"]) for one in found] == [
        ("run.overlap", "a", 2),
        ("run.overlap", "b", 1),
    ]

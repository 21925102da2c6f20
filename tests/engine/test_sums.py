"""Sums of doubles: rounded as the catalog says, then added exactly; the same on every backend."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from engine.run import run_workspace
from engine.workspace import open_workspace

PROJECT = """quadrille: 1
time_zone: UTC
as_of: 2025-01-01
source: data.duckdb
subject: {table: people, key: id}
relations:
  rows: {table: rows, key: id, fields: {v: DECLARED}}
measures:
  total: {rule: sum(rows.v)}
  mean: {rule: avg(rows.v)}
"""


@pytest.mark.parametrize(
    ("declared", "total", "mean"),
    [("double", "0.666668", 0.666668 / 2), ("{type: double, scale: 2}", "0.66", 0.33), ("float", None, 0.6666675 / 2)],
)
@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_the_catalog_says_how_doubles_are_added(
    tmp_path: Path, declared: str, total: str | None, mean: float, backend: str
) -> None:
    with duckdb.connect(str(tmp_path / "data.duckdb")) as connection:
        connection.execute("CREATE TABLE people AS SELECT 1::BIGINT AS id")
        connection.execute(
            "CREATE TABLE rows AS SELECT 1::BIGINT AS id, v FROM (VALUES (0.33333375::DOUBLE), (0.33333375)) t(v)"
        )
    path = tmp_path / "project.quad"
    path.write_text(PROJECT.replace("DECLARED", declared), encoding="utf-8")
    with open_workspace(path) as workspace:
        row = run_workspace(workspace, backend=backend, values=True).outcome.to_pylist()[0]
    if total is None:
        assert row["value_total"] == pytest.approx(0.6666675, abs=1e-12)
    else:
        assert str(row["value_total"]) == total
    assert row["value_mean"] == pytest.approx(mean, abs=1e-12)

"""Random plans give the same rows here and in DuckDB, and an exported script gives them again."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine.backends import frame, sql
from engine.core import kind_of
from engine.plan import Plan
from tests.engine.frame.random_plans import ARROW, frames, plans


def in_duckdb(plan: Plan, tables: dict[str, pa.Table]) -> pa.Table:
    with duckdb.connect(":memory:") as connection:
        for name, content in tables.items():
            connection.register("incoming", content)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        statement = sql.compile(plan, "duckdb", comments=False)
        found = connection.execute(statement.sql).to_arrow_table()
    columns = [
        column.cast(ARROW[kind_of(output.value)]) for output, column in zip(plan.outputs, found.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, names=[output.name for output in plan.outputs])


def rows(found: pa.Table) -> dict[Any, list[Any]]:
    columns = [column.to_pylist() for column in found.columns]
    return {row[0]: list(row[1:]) for row in zip(*columns, strict=True)}


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=0.0) or one == other
    return type(one) is type(other) and bool(one == other)


@pytest.mark.backend("pandas")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking two engines' plans takes minutes
)
@given(plans(), frames())
def test_like_duckdb(plan: Plan, tables: dict[str, pa.Table]) -> None:
    mine = rows(frame.run(plan, lambda name, columns: tables[name].select(columns)))
    theirs = rows(in_duckdb(plan, tables))
    assert mine.keys() == theirs.keys()
    for key, row in mine.items():
        for output, one, other in zip(plan.outputs[1:], row, theirs[key], strict=True):
            assert same(one, other), (key, output, one, other)

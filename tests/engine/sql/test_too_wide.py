"""Numbers that leave 64 bits are missing, also where a comparison tempts an optimizer to look at the wide value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.core import Column, Compare, Const, Core, InSet, IntOp, Kind, ParseNumber, Ref
from engine.plan import Aggregate, ColumnSpec, Gather, Table, TableRows
from tests.support.mariadb import run_mariadb
from tests.support.postgres_plans import run_postgres
from tests.support.sql_engines import plan_of, run_duckdb, run_sqlite

WIDE = 10**20


def _questions(value: Core) -> dict[str, Core]:
    five = Const(Kind.INT, 5)
    return {
        "value": value,
        "more": Compare(">", value, five),
        "equal": Compare("=", value, five),
        "in": InSet(value, (five,)),
    }


@pytest.mark.parametrize("declared", ["hugeint", "decimal(38,0)", "decimal(20,0)", "uhugeint", "decimal(38,2)"])
def test_wide_columns(declared: str) -> None:
    scale = 2 if declared.endswith("2)") else 0
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, scale, declared))
    rows: list[dict[str, Any]] = [
        {"id": 1, "n": Decimal(WIDE // 100 if declared == "decimal(20,0)" else WIDE)},
        {"id": 2, "n": 7},
    ]
    if declared == "decimal(20,0)":
        rows[0]["n"] = Decimal("99999999999999999999")
    found = sorted(
        run_duckdb(
            plan_of(specs, _questions(Column("", "n", Kind.INT))),
            {"people": {"id": "BIGINT", "n": declared}},
            {"people": rows},
        )
    )
    assert found[0] == (1, None, None, None, None)
    assert found[1] == (2, 7 * 10**scale, True, False, False)


@pytest.mark.parametrize("declared", ["decimal(38,0)", "decimal(20,0)", "decimal", "decimal(38,2)", "double"])
def test_wide_columns_of_postgres(declared: str) -> None:
    scale = 2 if declared.endswith("2)") else 0
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, scale, declared))
    values = [Decimal("99999999999999999999"), Decimal("NaN"), Decimal(7)]
    values += [Decimal("Infinity")] if declared in ("decimal", "double") else []
    rows = [{"id": number, "n": value} for number, value in enumerate(values)]
    definitions = {"people": {"id": "BIGINT", "n": declared}}
    found = sorted(run_postgres(plan_of(specs, _questions(Column("", "n", Kind.INT))), definitions, {"people": rows}))
    missing = [None] * 4
    assert [row[1:] for row in found if row[0] != 2] == [tuple(missing)] * (len(values) - 1)
    assert found[2] == (2, 7 * 10**scale, True, False, False)


@pytest.mark.parametrize("run", [run_sqlite, run_duckdb, run_mariadb, run_postgres])
@pytest.mark.parametrize("scale", [0, 2])
def test_wide_texts_products_and_sums(run: Any, scale: int) -> None:
    specs = (
        ColumnSpec("id", Kind.INT, declared="bigint"),
        ColumnSpec("t", Kind.TEXT, declared="varchar"),
        ColumnSpec("n", Kind.INT, declared="bigint"),
    )
    rows = Table(
        "r", "rows", (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, declared="bigint"))
    )
    step = Gather(
        TableRows(rows, Column("r", "id", Kind.INT)), (("sum", Aggregate("sum", Kind.INT, Column("r", "n", Kind.INT))),)
    )
    number = Column("", "n", Kind.INT)
    nodes: dict[str, Core] = {
        "text": ParseNumber(Column("", "t", Kind.TEXT), scale),
        "product": IntOp("*", number, number),
        "sum": Ref("sum", Kind.INT),
    }
    values = {
        f"{name} {question}": node for name, value in nodes.items() for question, node in _questions(value).items()
    }
    definitions = {"people": {"id": "BIGINT", "t": "VARCHAR", "n": "BIGINT"}, "rows": {"id": "BIGINT", "n": "BIGINT"}}
    data = {
        "people": [{"id": 1, "t": "999999999999999999999", "n": 2**40}],
        "rows": [{"id": 1, "n": 2**62}, {"id": 1, "n": 2**62}],
    }
    assert run(plan_of(specs, values, [step]), definitions, data) == [(1, *[None] * 12)]

"""Tables that are read into DuckDB are declared by the types that they have there."""

from __future__ import annotations

from datetime import date

from engine.core import Column, Kind
from engine.declared import as_loaded
from engine.plan import Aggregate, ColumnSpec, Gather, GroupRows, JoinRows, Output, Plan, Table, TableRows


def test_every_table_of_a_plan_is_declared() -> None:
    def table(alias: str) -> Table:
        return Table(
            alias, alias or "people", (ColumnSpec("k", Kind.INT, declared="int32"), ColumnSpec("x", Kind.TEXT))
        )

    key = Column("", "k", Kind.INT)
    parent = TableRows(table("a"), Column("a", "k", Kind.INT))
    joined = JoinRows(parent, table("b"), ((Column("b", "k", Kind.INT), Column("a", "k", Kind.INT)),))
    grouped = GroupRows("g", joined, (), ())
    count = (("n", Aggregate("count", Kind.INT)),)
    plan = Plan(table(""), key, date(2025, 1, 1), None, (Gather(grouped, count),), (Output("key", key, "key"),))
    types = {name: {"k": "bigint", "x": "varchar"} for name in ("people", "a", "b")}
    found = as_loaded(plan, types)
    wanted = (
        ColumnSpec("k", Kind.INT, declared="bigint", bounded=True),
        ColumnSpec("x", Kind.TEXT, declared="varchar"),
    )
    assert found.subject.columns == wanted
    step = found.steps[0]
    assert isinstance(step, Gather) and isinstance(step.rows, GroupRows) and isinstance(step.rows.of, JoinRows)
    assert step.rows.of.table.columns == wanted
    assert isinstance(step.rows.of.parent, TableRows)
    assert step.rows.of.parent.table.columns == wanted
    assert as_loaded(plan, {}) == plan

"""What is put together after a run is what the engine would have given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from engine.assembly import assembly
from engine.backends import frame, sql
from engine.core import Case, Column, Concat, Const, Core, Kind, Null, Part, Ref
from engine.execute import conform, execute
from engine.lower import lower
from engine.plan import Aggregate, ColumnSpec, Gather, Output, Plan, Table, TableRows
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace

DAY = date(2025, 6, 30)


@pytest.mark.backend("duckdb")
def test_the_sample_is_the_same_with_and_without(tmp_path: Path) -> None:
    write(tmp_path / "s.duckdb", 2_000, 7)
    with open_workspace(project_path("written", "en"), source=str(tmp_path / "s.duckdb")) as workspace:
        plan = lower(workspace.program, DAY)
        assert len(assembly(plan).plan.outputs) < len(plan.outputs)
        whole = conform(plan, workspace.source.query(sql.compile(plan, "duckdb").sql).read_all())
        found = execute(plan, workspace.source)
    assert found.schema == whole.schema
    assert found.sort_by("key") == whole.sort_by("key")


def test_texts_of_many_conditions() -> None:
    """More conditions than go into one number."""
    count, size = 75, 500
    names = [f"f{number}" for number in range(count)]
    columns = [Column("", name, Kind.BOOL) for name in names]
    parts = tuple(Case(((column, Const(Kind.TEXT, f",{column.name}")),), Const(Kind.TEXT, "")) for column in columns)
    first: tuple[tuple[Core, Core], ...] = tuple((column, Const(Kind.TEXT, column.name)) for column in columns)
    key = Column("", "k", Kind.INT)
    plan = Plan(
        Table("", "t", (ColumnSpec("k", Kind.INT), *(ColumnSpec(name, Kind.BOOL) for name in names))),
        key,
        DAY,
        None,
        (),
        (
            Output("key", key, "key"),
            *(Output(column.name, column, "match") for column in columns),
            Output("first", Case(first, Null(Kind.TEXT)), "assigned"),
            Output("other", Case(first[:2], Const(Kind.TEXT, "none")), "assigned"),
            Output("list", Part(Concat(parts), "rest", 1), "cells"),
        ),
    )
    rng = np.random.default_rng(1)
    flags = {name: [bool(v) if rng.random() > 0.1 else None for v in rng.random(size) < 0.1] for name in names}
    asked = assembly(plan)
    assert [output.name for output in asked.plan.outputs] == ["key", *names]
    found = asked.whole(pa.table({"key": list(range(size)), **flags})).to_pydict()
    for row in range(size):
        true = [name for name in names if flags[name][row]]
        assert found["list"][row] == ",".join(true)
        assert found["first"][row] == (true[0] if true else None)
        assert found["other"][row] == next((name for name in true if name in ("f0", "f1")), "none")


@pytest.mark.backend("duckdb")
@pytest.mark.parametrize("func", ["first", "last"])
@pytest.mark.parametrize("kind", [Kind.DATE, Kind.TS])
@pytest.mark.parametrize("number", ["TINYINT", "INTEGER", "BIGINT"])
def test_first_and_last_of_numbers(func: str, kind: Kind, number: str) -> None:
    """Small numbers share one number with their time; negative ones and times before 1970 as well."""
    rng = np.random.default_rng(2)
    declared = "date" if kind is Kind.DATE else "timestamp"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE people (k INTEGER); CREATE TABLE rows (k INTEGER, t {declared}, v {number})")
        connection.execute("INSERT INTO people SELECT * FROM range(40)")
        most = 127 if number == "TINYINT" else 2**31 - 1 if number == "INTEGER" else 2**63 - 1
        for _ in range(400):
            day = rng.choice(["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"])
            value = rng.choice(np.array([-most - 1, -1, 0, 1, most, None], dtype=object))
            time = None if rng.random() < 0.1 else day
            connection.execute("INSERT INTO rows VALUES (?, ?, ?)", [int(rng.integers(0, 50)), time, value])
        table = Table(
            "r",
            "rows",
            (
                ColumnSpec("k", Kind.INT, declared="integer"),
                ColumnSpec("t", kind, declared=declared),
                ColumnSpec("v", Kind.INT, declared=number.lower()),
            ),
        )
        wanted = Aggregate(func, Kind.INT, Column("r", "v", Kind.INT), None, Column("r", "t", kind))  # type: ignore[arg-type]
        key = Column("", "k", Kind.INT)
        plan = Plan(
            Table("", "people", (ColumnSpec("k", Kind.INT, declared="integer"),)),
            key,
            DAY,
            None,
            (Gather(TableRows(table, Column("r", "k", Kind.INT)), (("v", wanted),)),),
            (Output("key", key, "key"), Output("v", Ref("v", Kind.INT), "measure")),
        )
        one = conform(plan, connection.execute(sql.compile(plan, "duckdb").sql).to_arrow_table()).sort_by("key")
        other = frame.run(plan, lambda name, columns: connection.table(name).select(*columns).to_arrow_table()).sort_by(
            "key"
        )
    assert one == other
    assert any(value is not None and value < 0 for value in one.column("v").to_pylist())

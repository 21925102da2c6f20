"""Runs of the sample's whole matrix against what can be written by hand; everybody has to give the same cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import data
from benchmarks.clock import Line, contest, ratio
from benchmarks.handwritten import arrays, cells, frames
from benchmarks.handwritten.masks import STAGES
from engine.assembly import assembly
from engine.backends import frame
from engine.execute import execute
from engine.lower import lower
from engine.run import run_workspace

HAND = Path(__file__).parent / "handwritten"
Cells = Mapping[int, tuple[str | None, ...]]


def duckdb(customers: int, rounds: int) -> list[Line]:
    """On DuckDB: the best statement by hand, and one query a cell."""
    statement = (HAND / "duckdb.sql").read_text(encoding="utf-8")
    queries = cells.queries()
    with data.opened(data.duckdb_file(customers)) as workspace:
        source = workspace.source
        plan = lower(workspace.program, workspace.as_of())

        def whole() -> object:
            return run_workspace(workspace)

        def by_hand() -> pa.Table:
            return source.query(statement).read_all()

        def each_cell() -> dict[str, pa.Table]:
            return {cell: source.query(query).read_all() for cell, query in queries.items()}

        ours = execute(plan, source)
        _same(_cells(ours, "key"), _cells(by_hand(), "customer_id"), "the statement by hand")
        _same_lists(ours, each_cell())
        times = contest(
            {"ours": lambda: execute(plan, source), "hand": by_hand, "cells": each_cell, "whole": whole}, rounds
        )
    size = f"{customers:,} customers"
    return [
        ratio(f"DuckDB, {size}: our run : best statement by hand", times["ours"], times["hand"], "at most 1.1", 1.1),
        ratio(
            f"DuckDB, {size}: one query a cell : our run", times["cells"], times["ours"], "at least 4", 4, least=True
        ),
        ratio(
            f"DuckDB, {size}: with keys checked and everything counted : our run", times["whole"], times["ours"], "", 9
        ),
    ]


def pandas(customers: int, rounds: int) -> list[Line]:
    """Against pandas from the same Parquet files; our pandas backend against NumPy, from tables in memory."""
    folder = data.parquet_folder(customers)
    with data.opened(folder) as workspace:
        source = workspace.source
        plan = lower(workspace.program, workspace.as_of())
        tables = {name: source.read(name, columns).read_all() for name, columns in arrays.COLUMNS.items()}

        def read(table: str, columns: list[str]) -> pa.Table:
            return tables[table].select(columns)

        def ours() -> pa.Table:
            return execute(plan, source)

        def our_frames() -> pa.Table:
            asked = assembly(plan)
            return asked.whole(frame.run(asked.plan, read))

        wanted = _cells(ours(), "key")
        _same(wanted, _levels(*frames.matrix(folder)), "pandas")
        _same(wanted, _levels(*arrays.matrix(tables)), "NumPy")
        _same(wanted, _cells(our_frames(), "key"), "our pandas backend")
        times = contest({"ours": ours, "pandas": lambda: frames.matrix(folder)}, rounds)
        times |= contest({"frame": our_frames, "numpy": lambda: arrays.matrix(tables)}, rounds)
    size = f"{customers:,} customers"
    return [
        ratio(
            f"Parquet, {size}: pandas by hand : our run",
            times["pandas"],
            times["ours"],
            "at least 3.5",
            3.5,
            least=True,
        ),
        ratio(f"pandas backend, {size}: our run : NumPy by hand", times["frame"], times["numpy"], "at most 2", 2),
    ]


def sqlite(customers: int, rounds: int) -> list[Line]:
    """On SQLite, without indexes: the best statement by hand."""
    import sqlite3

    statement = (HAND / "sqlite.sql").read_text(encoding="utf-8")
    path = data.sqlite_file(customers)
    connection = sqlite3.connect(path)
    with data.opened(path) as workspace:
        source = workspace.source
        plan = lower(workspace.program, workspace.as_of())

        def by_hand() -> list[Any]:
            return connection.execute(statement).fetchall()

        found = {row[0]: tuple(row[2:]) for row in by_hand()}
        _same(_cells(execute(plan, source), "key"), found, "the statement by hand")
        times = contest({"ours": lambda: execute(plan, source), "hand": by_hand}, rounds)
    connection.close()
    name = f"SQLite, {customers:,} customers: our run : best statement by hand"
    return [ratio(name, times["ours"], times["hand"], "at most 1.2", 1.2)]


def same_cells(ours: pa.Table, other: pa.Table, who: str) -> None:
    """Our outcome and another table of cells say the same of every customer."""
    _same(_cells(ours, "key"), _cells(other, "customer_id"), who)


def _cells(outcome: pa.Table, key: str) -> Cells:
    columns = [outcome.column(f"cell_{stage}").to_pylist() for stage in STAGES]
    return dict(zip(outcome.column(key).to_pylist(), zip(*columns, strict=True), strict=True))


def _levels(ids: Any, stages: Mapping[str, Any]) -> Cells:
    columns = []
    for number, stage in enumerate(STAGES, start=1):
        names = np.array([None, *(f"{number}.{level}" for level in (1, 2, 3))], dtype=object)
        columns.append(names[stages[stage]].tolist())
    return dict(zip(ids.tolist(), zip(*columns, strict=True), strict=True))


def _same(one: Cells, other: Cells, who: str) -> None:
    if one != other:
        wrong = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
        raise SystemExit(f"{who} gives other cells for {len(wrong)} customers, such as {wrong[:3]}")


def _same_lists(ours: pa.Table, lists: Mapping[str, pa.Table]) -> None:
    keys = ours.column("key").to_numpy()
    for cell, found in lists.items():
        wanted = keys[ours.column(f"m_{cell}").fill_null(False).to_numpy()]
        if sorted(wanted.tolist()) != sorted(found.column(0).to_pylist()):
            raise SystemExit(f"the query of cell {cell} gives other customers")

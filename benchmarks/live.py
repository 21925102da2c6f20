"""Live preview: an edit until all counts are there, on the sample and on 10 million synthetic customers.

`python -m benchmarks.live [SAMPLE.duckdb …] [--big N …]`: each file holds the sample at some size; without one, those
in the folder $QUADRILLE_BENCH_DATA (build/bench) are taken. Figures are medians and the best; the ratio is to comparing
as many numbers with a constant once, in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.clock import Line
from dsl.types import INTEGER
from engine.preview import Preview
from engine.program import Program
from engine.project.catalog import check_rule, compile_project
from engine.project.compiled import CheckedProject, to_program
from engine.project.file import loads
from engine.sample.projects import project_path
from engine.schema import table_schema
from engine.workspace import open_workspace
from plugins.api import ColumnInfo, Source, TableInfo

AS_OF = date(2025, 6, 30)
DATA = Path(os.environ.get("QUADRILLE_BENCH_DATA", "build/bench"))
CRITERION = {1_000_000: (2, 16), 10_000_000: (16, 100)}
MEASURE = (50, 300)
REPEATS = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: milliseconds, and the same as a multiple of ``unit`` milliseconds."""

    what: str
    median: float
    best: float
    unit: float
    aim: float | None = None
    least: float | None = None

    def __str__(self) -> str:
        goal = "" if self.aim is None else f"   aim {self.aim:g} ms, at least {self.least:g} ms"
        ratio = f"{self.median / self.unit:8.1f}x" if self.unit else " " * 9
        return f"  {self.what:<52} {self.median:9.2f} ms  (best {self.best:8.2f}) {ratio}{goal}"


def timed(run: Callable[[Any], object], over: Iterable[Any]) -> tuple[float, float]:
    """Median and best of a call over some arguments, in milliseconds; the first only warms up."""
    spent = []
    for argument in over:
        start = time.perf_counter()
        run(argument)
        spent.append((time.perf_counter() - start) * 1000)
    spent = spent[1:] or spent
    return statistics.median(spent), min(spent)


def with_criterion(checked: CheckedProject, program: Program, cell: str, n: int, rule: str) -> Program:
    tree = check_rule(checked, ("matrix", "cells", cell, "criteria", n, "rule"), rule).tree
    assert tree is not None, rule
    return replace(
        program,
        cells=tuple(
            replace(one, criteria=tuple(replace(c, rule=tree) if c.n == n else c for c in one.criteria))
            if one.id == cell
            else one
            for one in program.cells
        ),
    )


def with_measure(checked: CheckedProject, program: Program, name: str, rule: str) -> Program:
    tree = check_rule(checked, ("measures", name, "rule"), rule).tree
    assert tree is not None, rule
    return replace(program, measures={**program.measures, name: replace(program.measures[name], rule=tree)})


def one_pass(size: int, dtype: Any) -> float:
    """Milliseconds to compare so many values with a constant."""
    values = np.zeros(size, dtype=dtype)
    out = np.empty(size, dtype=np.bool_)
    return timed(lambda k: np.greater_equal(values, k, out=out), range(9))[0]


def sample(file: Path) -> list[Figure]:
    """Edits of the sample's matrix as it is written."""
    with open_workspace(project_path("written", "en"), source=str(file)) as workspace:
        checked, program = workspace.checked, workspace.program
        start = time.perf_counter()
        preview = Preview(program, workspace.source, AS_OF)
        loading = (time.perf_counter() - start) * 1000
        size = preview.counts.subjects
        memory = preview.memory()
        visits = workspace.source.row_count("web_visits") or 0
        print(f"{file.name}: {size:,} customers, {visits:,} visits; loaded and counted in {loading:,.0f} ms;")
        print(f"  columns {memory['columns'] / 2**20:,.0f} MiB, results {memory['results'] / 2**20:,.0f} MiB")
        bits, rows = one_pass(size, np.int32), one_pass(max(visits, 1), np.int64)
        goals = CRITERION.get(10 ** round(np.log10(size))) or (None, None)
        criteria = [with_criterion(checked, program, "2.1", 3, f"visits_90d >= {k}") for k in range(6, 6 + REPEATS)]
        nine = [with_criterion(checked, program, "5.1", 6, f"visits_90d >= {k}") for k in range(30, 30 + REPEATS)]
        windows = [
            with_measure(checked, program, "visits_90d", f"count(web_visits in last {k} days)")
            for k in range(60, 60 + REPEATS)
        ]
        filters = [
            with_measure(checked, program, "enquiries_1y", f"count(enquiries in last {k} days where topic = 'service')")
            for k in range(300, 300 + REPEATS)
        ]
        return [
            Figure("edit one criterion (of 5) -> all counts", *timed(preview.update, criteria), bits, *goals),
            Figure("edit one criterion (of 9) -> all counts", *timed(preview.update, nine), bits, *goals),
            Figure("undo, redo", *timed(preview.update, [program, criteria[0]] * 5), bits),
            Figure("edit a measure's window (web visits)", *timed(preview.update, windows), rows, *MEASURE),
            Figure("edit a measure's window (enquiries, filtered)", *timed(preview.update, filters), rows),
            Figure("gaps of a stage", *timed(lambda stage: preview.counts.gaps(stage), preview.counts.stages), bits),
        ]


# -- many customers ----------------------------------------------------------------------------------------


class Numbers(Source):
    """A table of whole numbers, made when it is read."""

    name = "numbers"

    def __init__(self, size: int, columns: int) -> None:
        random = np.random.default_rng(1)
        arrays = [pa.array(np.arange(size, dtype=np.int64))]
        arrays += [pa.array(random.integers(0, 100, size, dtype=np.int64)) for _ in range(columns)]
        self._table = pa.table(arrays, names=["id", *(f"m{i}" for i in range(columns))])

    def tables(self) -> tuple[TableInfo, ...]:
        return (TableInfo("people"),)

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        return tuple(ColumnInfo(name, INTEGER, "bigint", nullable=False) for name in self._table.column_names)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        return self._table.select(list(columns or self._table.column_names)).to_reader()

    def row_count(self, table: str) -> int:
        return int(self._table.num_rows)


def many(size: int, columns: int = 6, criteria: int = 5) -> list[Figure]:
    """15 cells of some criteria each over one table; one criterion is edited."""
    source = Numbers(size, columns)
    names = [f"m{i}" for i in range(columns)]
    stages = "".join(f"    - {{id: s{s}, entry: m0 >= {s * 10}}}\n" for s in range(5))
    levels = "".join(f"    - {{id: l{level}}}\n" for level in range(3))
    cells = ""
    for s in range(5):
        for level in range(3):
            rules = "".join(
                f"        - {{n: {n + 1}, rule: {names[(s + n) % columns]} >= {10 * level + 3 * n + s}}}\n"
                for n in range(criteria)
            )
            cells += f"    - id: c{s}{level}\n      stage: s{s}\n      level: l{level}\n      criteria:\n{rules}"
    fields = "".join(f"    {name}: {{type: integer, optional: false}}\n" for name in ["id", *names])
    text = (
        f"quadrille: 1\nsource: x\nsubject:\n  table: people\n  key: id\n  fields:\n{fields}"
        f"matrix:\n  stages:\n{stages}  levels:\n{levels}  cells:\n{cells}"
    )
    project = loads(text, "many.quad").project
    assert project is not None
    schema = {"people": table_schema(source, "people")}
    checked = compile_project(project, schema)
    assert checked.ok, checked.diagnostics
    program = to_program(checked, schema)
    start = time.perf_counter()
    preview = Preview(program, source, AS_OF, memory_limit=2**40, result_limit=2**40)
    loading = (time.perf_counter() - start) * 1000
    print(f"synthetic: {size:,} customers, {15 * criteria} criteria; loaded and counted in {loading:,.0f} ms")
    edits = [with_criterion(checked, program, "c12", 3, f"m3 >= {k}") for k in range(50, 50 + REPEATS)]
    unit = one_pass(size, np.int64)
    goals = CRITERION.get(10 ** round(np.log10(size))) or (None, None)
    figures = [Figure("edit one criterion -> all counts", *timed(preview.update, edits), unit, *goals)]
    figures.append(Figure("undo, redo", *timed(preview.update, [program, edits[0]] * 5), unit))
    return figures


def lines(file: Path, big: Sequence[int]) -> list[Line]:
    """The same figures as lines of ``python -m benchmarks``."""
    found = [(file.stem, figure) for figure in sample(file)]
    found += [(f"{size:,} customers", figure) for size in big for figure in many(size)]
    return [
        Line(
            f"live preview, {where}: {figure.what}",
            f"{figure.median:.1f} ms",
            "" if figure.least is None else f"at most {figure.least:g} ms, aim {figure.aim:g}",
            None if figure.least is None else figure.median <= figure.least,
            f"{figure.median / figure.unit:.1f} x one comparison of every value",
        )
        for where, figure in found
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Live preview: an edit until all counts are there.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--big", type=int, nargs="*", default=[1_000_000, 10_000_000])
    given = parser.parse_args(arguments)
    for file in given.files or sorted(DATA.glob("*.duckdb")):
        for figure in sample(file):
            print(figure)
    for size in given.big:
        for figure in many(size):
            print(figure)


if __name__ == "__main__":
    main()

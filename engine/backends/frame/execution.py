"""Runs a plan by the source that is generated for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dsl.diagnostics import Diagnostic, QuadrilleError, Value
from engine.backends.frame.bundle import FILES, PACKAGE
from engine.backends.frame.generate import body, hand_over
from engine.backends.frame.runtime.pairs import Pair, Text
from engine.backends.frame.runtime.rows import KeyProblem
from engine.cancel import Cancelled
from engine.core import Kind, kind_of
from engine.plan import ColumnSpec, Gather, GroupRows, JoinRows, Plan, Rows, Table, TableRows

Read = Callable[[str, list[str]], Any]
"""Gives the named columns of a table, as an Arrow table or a data frame."""
Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]


def run(
    plan: Plan, read: Read, *, progress: Progress | None = None, cancel: Cancel | None = None, normal: bool = False
) -> pa.Table:
    """The plan's outputs, a row per subject in the order of the subject's table.

    ``progress`` is told the share that is done and the title of the step at hand; ``cancel`` is asked before each
    step and each table. Raises Cancelled, and QuadrilleError ``run.key`` where the subject's key is missing or not
    unique.
    """
    columns: dict[int, pa.ChunkedArray] = {}

    def give(position: int, x: Pair, size: int) -> None:
        columns[position] = arrow_column(x, kind_of(plan.outputs[position].value), size)

    watch = _Watch(progress, cancel)
    parts = body(plan, hand_over, normal=normal).steps
    tables = _Tables(plan, read, watch)
    names = {**runtime_names(), "tables": tables, "hand_over": give}
    try:
        for place, (title, lines) in enumerate(parts):
            watch.step(place / len(parts), title)
            exec(compile("\n".join(lines), f"<step {place + 1}>", "exec"), names)
    except KeyProblem as problem:
        examples = tuple(map(str, problem.examples))
        params: dict[str, Value] = {"table": plan.subject.name, "key": plan.key.name, "examples": examples}
        raise QuadrilleError(Diagnostic(f"run.key_{problem.code}", "error", params=params)) from problem
    ordered = [columns[position] for position in range(len(plan.outputs))]
    return pa.Table.from_arrays(ordered, names=[output.name for output in plan.outputs])


def runtime_names() -> dict[str, Any]:
    """Everything that generated source may call."""
    names: dict[str, Any] = {}
    for file in FILES:
        names.update(vars(import_module(f"{PACKAGE}.{file}")))
    return names


class _Watch:
    """Tells how far the run is, and ends it when it is asked to."""

    def __init__(self, progress: Progress | None, cancel: Cancel | None) -> None:
        self._progress = progress
        self._cancel = cancel

    def step(self, share: float, title: str) -> None:
        self.check()
        if self._progress is not None:
            self._progress(share, title)

    def check(self) -> None:
        if self._cancel is not None and self._cancel():
            raise Cancelled()


class _Tables(Mapping[str, Any]):
    """Tables that are read when they are first used, each with the columns that the plan uses."""

    def __init__(self, plan: Plan, read: Read, watch: _Watch) -> None:
        self._columns = used_columns(plan)
        self._read = read
        self._watch = watch

    def __getitem__(self, name: str) -> pd.DataFrame:
        self._watch.check()
        found = self._read(name, self._columns[name])
        # Arrow's own types keep whole numbers whole where some are missing, and nothing is copied.
        return found.to_pandas(types_mapper=pd.ArrowDtype) if isinstance(found, pa.Table) else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def used_tables(plan: Plan) -> dict[str, list[ColumnSpec]]:
    """The columns that a plan reads, by table."""
    found: dict[str, dict[str, ColumnSpec]] = {}

    def add(table: Table) -> None:
        found.setdefault(table.name, {}).update((column.name, column) for column in table.columns)

    def visit(rows: Rows) -> None:
        match rows:
            case TableRows(table=table):
                add(table)
            case JoinRows(parent=parent, table=table):
                add(table)
                visit(parent)
            case GroupRows(of=of):
                visit(of)

    add(plan.subject)
    for step in plan.steps:
        if isinstance(step, Gather):
            visit(step.rows)
    return {table: list(columns.values()) for table, columns in found.items()}


def used_columns(plan: Plan) -> dict[str, list[str]]:
    """The names of the columns that a plan reads, by table."""
    return {table: [column.name for column in columns] for table, columns in used_tables(plan).items()}


ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.DATE: pa.int32(),
    Kind.TS: pa.int64(),
}


def arrow_column(x: Pair, kind: Kind, size: int) -> pa.ChunkedArray:
    """A value per subject as an Arrow column."""
    unknown = None if x.known is None else ~np.broadcast_to(x.known, (size,))
    if isinstance(x.value, Text):
        codes = pa.array(np.broadcast_to(x.value.codes, (size,)), pa.int32(), mask=unknown)
        words = pa.array(x.value.words, pa.string())
        return pa.chunked_array([words.take(codes)])
    values = np.broadcast_to(x.value, (size,))
    if kind is Kind.BOOL:
        valid = None if x.known is None else bits(x.known, size)
        return pa.chunked_array([pa.Array.from_buffers(pa.bool_(), size, [valid, bits(values, size)])])
    array = pa.array(values.astype(ARROW[kind].to_pandas_dtype(), copy=False), ARROW[kind], mask=unknown)
    if kind is Kind.DATE:
        array = array.cast(pa.date32())
    elif kind is Kind.TS:
        array = array.cast(pa.timestamp("us"))
    return pa.chunked_array([array])


def bits(values: Any, size: int) -> pa.Buffer:
    """True and false as bits, as Arrow holds them."""
    return pa.py_buffer(np.packbits(np.broadcast_to(values, (size,)), bitorder="little").tobytes())

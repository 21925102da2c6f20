"""Small tables and plans for tests of the pandas backend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from engine.backends import frame
from engine.core import Column, Const, Core, Kind, Ref, kind_of
from engine.plan import Aggregate, ColumnSpec, Gather, Output, Plan, Rows, Step, Table, TableRows

ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TS: pa.timestamp("us"),
}
AS_OF = date(2024, 3, 31)


def const(value: Any) -> Const:
    """A constant of the value's own kind."""
    kinds: list[tuple[type, Kind]] = [
        (bool, Kind.BOOL),
        (int, Kind.INT),
        (float, Kind.FLOAT),
        (str, Kind.TEXT),
        (datetime, Kind.TS),
        (date, Kind.DATE),
    ]
    return Const(next(kind for type_, kind in kinds if isinstance(value, type_)), value)


def given(name: str, kind: Kind) -> Column:
    """A column of the subject."""
    return Column("", name, kind)


def kind_of_values(values: Sequence[Any]) -> Kind:
    return const(next(value for value in values if value is not None)).kind


def subject(columns: Mapping[str, tuple[Kind, Sequence[Any]]], count: int = 0) -> tuple[Table, pa.Table]:
    """The table ``people`` with keys 1, 2, … and columns."""
    size = count or len(next(iter(columns.values()))[1])
    arrays = {"id": pa.array(range(1, size + 1), pa.int64())}
    arrays.update({name: pa.array(values, ARROW[kind]) for name, (kind, values) in columns.items()})
    specs = (ColumnSpec("id", Kind.INT), *(ColumnSpec(name, kind) for name, (kind, _) in columns.items()))
    return Table("", "people", specs), pa.table(arrays)


def run(plan: Plan, tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = frame.run(plan, lambda name, columns: tables[name].select(columns))
    assert found.schema.names == [output.name for output in plan.outputs]
    assert [f.type for f in found.schema] == [ARROW[kind_of(output.value)] for output in plan.outputs]
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def evaluate(expression: Core, **columns: Sequence[Any]) -> list[Any]:
    """An expression over columns of people; each column has a value that says its kind."""
    described = {name: (kind_of_values(values), values) for name, values in columns.items()}
    return evaluate_kinds(expression, described)


def evaluate_kinds(expression: Core, columns: Mapping[str, tuple[Kind, Sequence[Any]]]) -> list[Any]:
    table, rows = subject(columns, 0 if columns else 1)
    plan = plan_of(table, outputs=[Output("out", expression, "condition")])
    return [row["out"] for row in run(plan, {"people": rows})]


def plan_of(
    table: Table,
    steps: Sequence[Step] = (),
    outputs: Sequence[Output] = (),
    since: Core | None = None,
    keys: tuple[int | str, ...] | None = None,
) -> Plan:
    return Plan(table, Column("", "id", table.columns[0].kind), AS_OF, since, tuple(steps), tuple(outputs), keys)


def visits(rows: Sequence[tuple[Any, ...]], **kinds: Kind) -> tuple[TableRows, pa.Table]:
    """The table ``visits``: first the subject's key, then columns of these kinds."""
    names = ["person", *kinds]
    types = [Kind.INT, *kinds.values()]
    columns = [pa.array([row[place] for row in rows], ARROW[kind]) for place, kind in enumerate(types)]
    specs = tuple(ColumnSpec(name, kind) for name, kind in zip(names, types, strict=True))
    return TableRows(Table("v", "visits", specs), Column("v", "person", Kind.INT)), pa.table(
        dict(zip(names, columns, strict=True))
    )


def gathered(
    aggregate: Aggregate, rows: Rows, tables: Mapping[str, pa.Table], count: int = 4, where: Core | None = None
) -> list[Any]:
    """An aggregate for each of some people without columns."""
    table, people = subject({}, count)
    step = Gather(rows, (("found", aggregate),), where)
    plan = plan_of(table, [step], [Output("found", Ref("found", aggregate.kind), "measure")])
    return [row["found"] for row in run(plan, {"people": people, **tables})]


def frame_of(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(types_mapper=pd.ArrowDtype)

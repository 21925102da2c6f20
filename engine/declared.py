"""A plan over tables that were loaded into an engine: its columns are declared as they lie there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.core import Kind
from engine.plan import ColumnSpec, Gather, GroupRows, JoinRows, Plan, Rows, Step, Table, TableRows

Types = Mapping[str, Mapping[str, str]]
"""By table and column, the engine's own type name."""

_NARROW = ("int8", "int16", "int32", "uint8", "uint16")
"""What Arrow calls whole numbers of 32 bits or fewer; they may lie in the engine as 64 bits."""


def as_loaded(plan: Plan, types: Types) -> Plan:
    """The same plan, its columns declared by the types that they have in the engine."""
    return replace(plan, subject=_table(plan.subject, types), steps=tuple(_step(step, types) for step in plan.steps))


def _step(step: Step, types: Types) -> Step:
    return replace(step, rows=_rows(step.rows, types)) if isinstance(step, Gather) else step


def _rows(rows: Rows, types: Types) -> Rows:
    match rows:
        case TableRows(table=table):
            return replace(rows, table=_table(table, types))
        case JoinRows(parent=parent, table=table):
            return replace(rows, parent=_rows(parent, types), table=_table(table, types))
        case GroupRows(of=of):
            return replace(rows, of=_rows(of, types))


def _table(table: Table, types: Types) -> Table:
    known = types.get(table.name, {})
    return replace(table, columns=tuple(_column(column, known) for column in table.columns))


def _column(column: ColumnSpec, known: Mapping[str, str]) -> ColumnSpec:
    declared = known.get(column.name)
    if declared is None:
        return column
    narrow = column.kind is Kind.INT and not column.scale and column.declared in _NARROW
    return replace(column, declared=declared, bounded=column.bounded or narrow)

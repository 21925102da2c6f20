"""The outcome as a user keeps it: the subject's key, assignments, criteria bits, and values in their own units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.plan import Output, Plan

if TYPE_CHECKING:
    import pyarrow as pa

KEPT = ("key", "assigned", "cells", "cell", "criterion", "condition", "measure")
"""Roles of the columns that leave the program; stages and matches follow from them."""


def kept_outputs(plan: Plan) -> list[Output]:
    """The outputs that a user keeps, assignments first."""
    order = {role: position for position, role in enumerate(KEPT)}
    kept = [output for output in plan.outputs if output.role in order]
    return sorted(kept, key=lambda output: order[output.role])


def present(plan: Plan, outcome: pa.Table, key: str) -> pa.Table:
    """The outcome with the key under its own name and decimals as decimals; an unmatched ``cells`` is missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns, names = [], []
    for output in kept_outputs(plan):
        column = outcome.column(output.name)
        if output.role == "cells":
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        if output.scale:
            column = as_decimal(column, output.scale)
        columns.append(column)
        names.append(key if output.role == "key" else output.name)
    return pa.table(columns, names=_unique(names))


def in_order(table: pa.Table) -> pa.Table:
    """The rows in the order of the key, the first column, so that the same run writes the same file."""
    import pyarrow.compute as pc

    return table.take(pc.sort_indices(table.column(0)))


def as_decimal(column: pa.ChunkedArray, scale: int) -> pa.ChunkedArray:
    """Scaled whole numbers as decimals."""
    import pyarrow as pa
    import pyarrow.compute as pc

    factor = pa.scalar(Decimal(1).scaleb(-scale), pa.decimal128(scale + 1, scale))
    return pc.multiply(column.cast(pa.decimal128(19, 0)), factor).cast(pa.decimal128(38, scale))


def _unique(names: list[str]) -> list[str]:
    """Column names that differ even without case, as spreadsheets and databases want them."""
    seen: set[str] = set()
    result = []
    for name in names:
        candidate, count = name, 1
        while candidate.casefold() in seen:
            count += 1
            candidate = f"{name}_{count}"
        seen.add(candidate.casefold())
        result.append(candidate)
    return result

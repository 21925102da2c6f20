"""Arrow data into a new SQLite table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from plugins.builtin.sqlite.connect import Run

_ROWS = 20_000


def _declared(kind: pa.DataType) -> tuple[str, Callable[[Any], Any] | None]:
    """The column's declaration, and what makes a value that SQLite keeps as meant."""
    t = pa.types
    if t.is_boolean(kind):
        return "BOOLEAN", int
    if t.is_integer(kind):
        return "INTEGER", None
    if t.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})", str
    if t.is_floating(kind):
        return "REAL", None
    if t.is_date(kind):
        return "DATE", lambda value: value.isoformat()
    if t.is_timestamp(kind):
        return "TIMESTAMP", lambda value: value.replace(tzinfo=None).isoformat(sep=" ")
    return "TEXT", None


def fill(run: Run, name: str, data: pa.Table | None) -> None:
    """Create the table and insert all rows; the caller holds the transaction."""
    assert data is not None
    quoted = ['"' + column.replace('"', '""') + '"' for column in data.schema.names]
    kinds = [_declared(kind) for kind in data.schema.types]
    table = '"' + name.replace('"', '""') + '"'
    declared = ", ".join(f"{column} {kind}" for column, (kind, _) in zip(quoted, kinds, strict=True))
    run.execute(f"CREATE TABLE {table} ({declared})")
    marks = ", ".join("?" for _ in quoted)
    insert = f"INSERT INTO {table} VALUES ({marks})"
    for batch in data.to_batches(max_chunksize=_ROWS):
        run.step()
        columns = []
        for array, (_, make) in zip(batch.columns, kinds, strict=True):
            values = array.to_pylist()
            if make is not None:
                values = [None if value is None else make(value) for value in values]
            columns.append(values)
        run.connection.executemany(insert, zip(*columns, strict=True))

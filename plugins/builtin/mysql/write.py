"""Arrow data into a new table of the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from plugins.builtin.mysql.connect import Link
from plugins.builtin.mysql.declared import quote

_ROWS = 2_000


def _declared(kind: pa.DataType, longest: int, mariadb: bool) -> tuple[str, Callable[[Any], Any] | None]:
    """The column's declaration, and what makes a value that the server keeps as meant."""
    t = pa.types
    if t.is_boolean(kind):
        return "BOOLEAN", int
    if t.is_integer(kind):
        return "BIGINT", None
    if t.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})", str
    if t.is_floating(kind):
        return "DOUBLE", None
    if t.is_date(kind):
        return "DATE", lambda value: value.isoformat()
    if t.is_timestamp(kind):
        return "DATETIME(6)", lambda value: value.replace(tzinfo=None).isoformat(sep=" ")
    # Kept and compared by code point, as the outcome was made.
    collation = "utf8mb4_nopad_bin" if mariadb else "utf8mb4_0900_bin"
    length = "VARCHAR(255)" if longest <= 255 else "LONGTEXT"
    return f"{length} CHARACTER SET utf8mb4 COLLATE {collation}", None


def fill(link: Link, table: str, data: pa.Table | None) -> None:
    """Create the table (its name is quoted already) and insert all rows, as one transaction."""
    import pyarrow.compute as pc

    assert data is not None
    kinds = []
    for field, column in zip(data.schema, data.columns, strict=True):
        is_text = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        longest = pc.max(pc.utf8_length(column)).as_py() or 0 if is_text else 0
        kinds.append(_declared(field.type, longest, link.mariadb))
    names = [quote(name) for name in data.schema.names]
    declared = ", ".join(f"{name} {kind}" for name, (kind, _) in zip(names, kinds, strict=True))
    link.run(f"CREATE TABLE {table} ({declared}) CHARACTER SET utf8mb4")
    link.run("START TRANSACTION")
    marks = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO {table.replace('%', '%%')} VALUES ({marks})"
    cursor = link.raw.cursor()
    for batch in data.to_batches(max_chunksize=_ROWS):
        columns = []
        for array, (_, make) in zip(batch.columns, kinds, strict=True):
            values = array.to_pylist()
            if make is not None:
                values = [None if value is None else make(value) for value in values]
            columns.append(values)
        cursor.executemany(insert, list(zip(*columns, strict=True)))
    link.run("COMMIT")

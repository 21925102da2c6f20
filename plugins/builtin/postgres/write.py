"""Arrow data into a new table of PostgreSQL."""

from __future__ import annotations

import re

import pyarrow as pa

from plugins.builtin.postgres.session import Run
from plugins.builtin.postgres.types import quote

_PARTS = re.compile(r'(?:(?P<schema>"(?:[^"]|"")*"|[^".]*)\.)?(?P<name>"(?:[^"]|"")*"|[^"]*)')


def named(name: str) -> tuple[str, str]:
    """Schema (empty where there is none) and name of a table, as ``TableInfo.qualified`` writes them."""
    found = _PARTS.fullmatch(name)
    if found is None:
        return "", name
    return _bare(found["schema"] or ""), _bare(found["name"])


def _bare(part: str) -> str:
    return part[1:-1].replace('""', '"') if part.startswith('"') else part


def _declared(kind: pa.DataType) -> str:
    t = pa.types
    if t.is_boolean(kind):
        return "boolean"
    if t.is_integer(kind):
        return "bigint"
    if t.is_decimal(kind):
        return f"numeric({kind.precision},{kind.scale})"
    if t.is_floating(kind):
        return "double precision"
    if t.is_date(kind):
        return "date"
    if t.is_timestamp(kind):
        return "timestamp"
    return "text"


def fill(run: Run, schema: str, name: str, data: pa.Table | None) -> None:
    """Create the table and insert all rows; the caller holds the transaction."""
    assert data is not None
    declared = ", ".join(f"{quote(field.name)} {_declared(field.type)}" for field in data.schema)
    run.cursor.execute(f"CREATE TABLE {quote(schema)}.{quote(name)} ({declared})")
    run.watch.step()
    if data.num_rows:
        run.cursor.adbc_ingest(name, data, mode="append", db_schema_name=schema)

"""Where the sample can be written: a DuckDB or SQLite file, a folder of Parquet or of CSV files."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from engine.sample.schema import CUSTOMERS, TABLES, Table


class Target(ABC):
    """Takes rows; ``finish`` makes the file complete; ``close`` lets go of it, finished or not.

    rows_at_once: how many rows ``add`` takes best, in well under a second.
    """

    rows_at_once: ClassVar[int] = 100_000

    @abstractmethod
    def add(self, table: Table, rows: pa.RecordBatch) -> None: ...

    @abstractmethod
    def finish(self, *, indexes: bool) -> None: ...

    @abstractmethod
    def close(self) -> None: ...


class DuckDbFile(Target):
    """One DuckDB database file."""

    # Several row groups at a time go straight into the file; fewer would go through the log as well.
    rows_at_once = 500_000

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(str(path))
        self._connection.execute("SET checkpoint_threshold = '256MB'")
        self._connection.execute("SET memory_limit = '1GB'")
        for statement in _create(primary_key=False):
            self._connection.execute(statement)

    def add(self, table: Table, rows: pa.RecordBatch) -> None:
        self._connection.register("incoming", rows)
        self._connection.execute(f"INSERT INTO {table.name} SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def finish(self, *, indexes: bool) -> None:
        # The key comes after the rows: its index is then built once.
        self._connection.execute(f"ALTER TABLE {CUSTOMERS.name} ADD PRIMARY KEY ({CUSTOMERS.primary_key})")
        for statement in _indexes() if indexes else ():
            self._connection.execute(statement)
        self._connection.execute("CHECKPOINT")

    def close(self) -> None:
        self._connection.close()


class SqliteFile(Target):
    """One SQLite database file. Dates and times are ISO text, truth values 0 and 1, decimals numbers."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nobody else sees the file until it is whole, so it needs no journal.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -100000"):
            self._connection.execute(f"PRAGMA {pragma}")
        for statement in _create(primary_key=True):
            self._connection.execute(statement)

    def add(self, table: Table, rows: pa.RecordBatch) -> None:
        marks = ", ".join("?" * rows.num_columns)
        values = [_for_sqlite(column).to_pylist() for column in rows.columns]
        self._connection.execute("BEGIN")
        self._connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", zip(*values, strict=True))
        self._connection.execute("COMMIT")

    def finish(self, *, indexes: bool) -> None:
        for statement in _indexes() if indexes else ():
            self._connection.execute(statement)
        self._connection.execute("ANALYZE")

    def close(self) -> None:
        self._connection.close()


class ParquetFolder(Target):
    """One Parquet file a table."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self._writers = {
            table.name: pq.ParquetWriter(path / f"{table.name}.parquet", table.arrow, compression="zstd")
            for table in TABLES
        }

    def add(self, table: Table, rows: pa.RecordBatch) -> None:
        self._writers[table.name].write_batch(rows)

    def finish(self, *, indexes: bool) -> None:
        self.close()

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


class CsvFolder(Target):
    """One CSV file a table: UTF-8, a header line, ISO dates, ``true`` and ``false``, nothing for missing values."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self._writers: dict[str, Any] = {}
        for table in TABLES:
            schema = pa.schema([pa.field(column.name, _csv_type(column.arrow)) for column in table.columns])
            self._writers[table.name] = pacsv.CSVWriter(path / f"{table.name}.csv", schema)

    def add(self, table: Table, rows: pa.RecordBatch) -> None:
        columns = [column.cast(_csv_type(column.type)) for column in rows.columns]
        self._writers[table.name].write_batch(pa.record_batch(columns, names=rows.schema.names))

    def finish(self, *, indexes: bool) -> None:
        self.close()

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()


def _create(*, primary_key: bool) -> Iterator[str]:
    for table in TABLES:
        parts = [f"{column.name} {column.kind}" for column in table.columns]
        if primary_key and table is CUSTOMERS:
            parts.append(f"PRIMARY KEY ({table.primary_key})")
        yield f"CREATE TABLE {table.name} ({', '.join(parts)})"


def _indexes() -> Iterator[str]:
    for table in TABLES:
        if table is not CUSTOMERS:
            yield f"CREATE INDEX {table.name}_by_{table.key} ON {table.name} ({table.key})"


def _for_sqlite(values: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(values.type):
        return values.cast(pa.timestamp("s")).cast(pa.string())
    if pa.types.is_date(values.type):
        return values.cast(pa.string())
    if pa.types.is_boolean(values.type):
        return values.cast(pa.int8())
    if pa.types.is_decimal(values.type):
        return values.cast(pa.float64())
    return values


def _csv_type(kind: pa.DataType) -> pa.DataType:
    return pa.timestamp("s") if pa.types.is_timestamp(kind) else kind

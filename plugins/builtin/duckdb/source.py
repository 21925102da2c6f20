"""A DuckDB file as a source: read-only unless writing is asked for, no extensions, no network."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from plugins.api import (
    Cancel,
    ColumnInfo,
    Diagnostic,
    Notices,
    Progress,
    Source,
    SourceError,
    TableInfo,
    Target,
    Type,
    arrow_type,
    cancelled,
    error,
    first_line,
    stamp,
)
from plugins.builtin.duckdb.types import describe, quote, reading

_ROWS = 122_880
_PAUSE = 0.05
_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_community_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
}


def translate(failure: duckdb.Error, path: Path) -> SourceError:
    """What a driver's error means to a user."""
    text, name = str(failure), str(path)
    if isinstance(failure, duckdb.InterruptException):
        return cancelled()
    if "not a valid DuckDB database" in text:
        return error("source.not_a_database", path=name, expected="DuckDB")
    if "version number" in text or "serialization version" in text or "storage version" in text.lower():
        return error("source.version", path=name, reason=first_line(failure))
    if "lock on file" in text or "different configuration" in text or "Unique file handle" in text:
        return error("source.locked", path=name)
    if "read-only" in text.lower():
        return error("source.read_only", source=name)
    if isinstance(failure, duckdb.IOException):
        if not path.exists():
            return error("source.vanished", path=name)
        if "Permission denied" in text:
            return error("source.permission", path=name)
        if "No space left" in text:
            return error("source.disk_full", path=name)
        if "checksum" in text.lower() or "orrupt" in text:
            return error("source.corrupt", path=name)
        return error("source.io", path=name, reason=first_line(failure))
    if isinstance(failure, (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)):
        return error("source.corrupt", path=name)
    if isinstance(failure, duckdb.OutOfMemoryException):
        return error("source.memory", source=name)
    return error("source.query_failed", source=name, reason=first_line(failure))


class DuckdbSource(Source):
    dialect = "duckdb"

    def __init__(self, target: Target, *, read_only: bool = True) -> None:
        self.path: Path = target.file() if read_only or target.path is None else target.path
        self.name = str(self.path)
        self.read_only = read_only
        self._notices = Notices()
        self._lock = threading.Lock()
        self._busy: set[_Watch] = set()
        self._columns: dict[tuple[str | None, str], tuple[ColumnInfo, ...]] = {}
        if self.path.is_dir():
            raise error("source.is_folder", path=self.name)
        if self.path.exists() and self.path.stat().st_size == 0:
            raise error("source.empty_file", path=self.name)
        if self.path.exists() and not os.access(self.path, os.R_OK):
            raise error("source.permission", path=self.name)
        config: dict[str, str | bool | int | float | list[str]] = dict(_CLOSED)
        config["temp_directory"] = str(Path(tempfile.gettempdir()) / f"quadrille-{os.getpid()}")
        if "threads" in target.options:
            config["threads"] = max(1, int(target.options["threads"]))
        if "memory" in target.options:
            config["memory_limit"] = str(target.options["memory"])
        try:
            self._connection = duckdb.connect(str(self.path), read_only=read_only, config=config)
            self._settle()
        except duckdb.Error as failure:
            raise translate(failure, self.path) from None
        except UnicodeError:
            raise error("source.corrupt", path=self.name) from None
        self._closed = False

    def _settle(self) -> None:
        """Instants in UTC, and no setting can be changed any more. Sources of one file share what is set here."""
        told = self._connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if not told or not told[0]:
            self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
            self._connection.execute("SET GLOBAL lock_configuration = true")

    # -- schema ----------------------------------------------------------------------------------------------

    def tables(self) -> tuple[TableInfo, ...]:
        rows = self._rows(
            "SELECT schema_name, table_name, 'table' FROM duckdb_tables() "
            "WHERE NOT internal AND database_name = current_database() UNION ALL "
            "SELECT schema_name, view_name, 'view' FROM duckdb_views() "
            "WHERE NOT internal AND database_name = current_database() ORDER BY 1, 2"
        )
        return tuple(
            TableInfo(name, None if schema == "main" else schema, "view" if kind == "view" else "table")
            for schema, name, kind in rows
        )

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        info = self.find(table)
        key = (info.schema, info.name)
        if key in self._columns and self.read_only:
            return self._columns[key]
        rows = self._rows(
            "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal "
            "AND database_name = current_database() AND schema_name = ? AND table_name = ? "
            "ORDER BY column_index",
            [info.schema or "main", info.name],
        )
        keys = self._rows(
            "SELECT unnest(constraint_column_names) FROM duckdb_constraints() "
            "WHERE database_name = current_database() AND constraint_type = 'PRIMARY KEY' "
            "AND schema_name = ? AND table_name = ?",
            [info.schema or "main", info.name],
        )
        primary = {row[0] for row in keys}
        found: list[ColumnInfo] = []
        for name, native, nullable in rows:
            column = describe(name, native, nullable=bool(nullable), primary_key=name in primary)
            if column is None:
                self._notices.note("source.column_skipped", table=table, column=name, native=native)
            else:
                found.append(column)
        self._columns[key] = tuple(found)
        return tuple(found)

    def row_count(self, table: str) -> int | None:
        return int(self._rows(f"SELECT count(*) FROM {self._from(table)}")[0][0])

    def fingerprint(self, table: str) -> str | None:
        return stamp(self.path, Path(f"{self.path}.wal"))

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    # -- rows ------------------------------------------------------------------------------------------------

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        picked = self.pick(table, columns)
        listed = ", ".join(map(reading, picked)) or "NULL AS nothing"
        schema = pa.schema([(c.name, arrow_type(c.physical, c.type.scale)) for c in picked])
        return self._stream(f"SELECT {listed} FROM {self._from(table)}", None, None, schema)

    def query(
        self,
        sql: str,
        *,
        types: Sequence[Type] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> pa.RecordBatchReader:
        return self._stream(sql, progress, cancel, None)

    def _from(self, table: str) -> str:
        info = self.find(table)
        return f"{quote(info.schema or 'main')}.{quote(info.name)}"

    def _stream(
        self, sql: str, progress: Progress | None, cancel: Cancel | None, schema: pa.Schema | None
    ) -> pa.RecordBatchReader:
        cursor = self._cursor()
        watch = _Watch(cursor, progress, cancel, self._ended)
        with self._lock:
            self._busy.add(watch)
        try:
            inner = watch.guard(lambda: cursor.execute(sql).to_arrow_reader(_ROWS), self.path)
        except BaseException:
            watch.close()
            raise
        known = schema or inner.schema

        def batches() -> Iterator[pa.RecordBatch]:
            try:
                while True:
                    batch = watch.guard(lambda: next(inner, None), self.path)
                    if batch is None:
                        return
                    yield batch if batch.schema == known else batch.cast(known)
            finally:
                watch.close()

        return pa.RecordBatchReader.from_batches(known, batches())

    def _rows(self, sql: str, parameters: list[Any] | None = None) -> list[Any]:
        cursor = self._cursor()
        try:
            return cursor.execute(sql, parameters).fetchall()
        except duckdb.Error as failure:
            raise translate(failure, self.path) from None
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if self._closed:
            raise error("source.closed", source=self.name)
        if not self.path.exists():
            raise error("source.vanished", path=self.name)
        try:
            return self._connection.cursor()
        except duckdb.Error as failure:
            raise translate(failure, self.path) from None

    def _ended(self, watch: _Watch) -> None:
        with self._lock:
            self._busy.discard(watch)

    # -- writing ---------------------------------------------------------------------------------------------

    def execute_many(self, statements: Sequence[str]) -> None:
        with self._transaction() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def create_table(
        self, name: str, *, sql: str | None = None, data: pa.Table | None = None, replace: bool = False
    ) -> None:
        if (sql is None) == (data is None):
            raise ValueError("either sql or data")
        schema, _, bare = name.rpartition(".")
        with self._transaction() as cursor:
            if data is not None:
                cursor.register("quadrille_given", data)
                sql = "SELECT * FROM quadrille_given"
            if schema:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
            words = "CREATE OR REPLACE TABLE" if replace else "CREATE TABLE"
            try:
                cursor.execute(f"{words} {quote(schema or 'main')}.{quote(bare)} AS {sql}")
            except duckdb.CatalogException as failure:
                if "already exists" in str(failure) or "existing object" in str(failure).lower():
                    raise error("source.table_exists", table=name) from None
                raise
        self._columns.clear()

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if self.read_only:
            raise error("source.read_only", source=self.name)
        cursor = self._cursor()
        watch = _Watch(cursor, None, None, self._ended)
        with self._lock:
            self._busy.add(watch)
        try:
            watch.guard(cursor.begin, self.path)
            watch.busy()
            try:
                yield cursor
                cursor.commit()
            except BaseException:
                _forgive(cursor.rollback)
                raise
        except duckdb.Error as failure:
            raise translate(failure, self.path) from None
        finally:
            watch.close()

    # -- ends ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        with self._lock:
            for watch in self._busy:
                watch.stop()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.interrupt()
            _forgive(self._connection.close)


def _forgive(action: Callable[[], object]) -> None:
    with suppress(duckdb.Error):
        action()


class _Watch:
    """Watches over one statement: reports progress, asks whether to cancel, and interrupts."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        progress: Progress | None,
        cancel: Cancel | None,
        done: Callable[[_Watch], None],
    ) -> None:
        self._cursor = cursor
        self._progress = progress
        self._cancel = cancel
        self._done = done
        self._stopped = False
        self._over = threading.Event()
        self._working = threading.Event()
        if progress is not None or cancel is not None:
            threading.Thread(target=self._look, name="duckdb-watch", daemon=True).start()

    def _look(self) -> None:
        while not self._over.wait(_PAUSE):
            if self._cancel is not None and self._cancel():
                self.stop()
            if self._progress is not None and self._working.is_set():
                share = float(self._cursor.query_progress())
                self._progress(share / 100 if share >= 0 else None)

    def busy(self) -> None:
        """Work goes on until ``close``, so that ``stop`` interrupts it."""
        self._working.set()

    def stop(self) -> None:
        """From any thread."""
        self._stopped = True
        if self._working.is_set():
            self._cursor.interrupt()

    def guard(self, work: Callable[[], Any], path: Path) -> Any:
        """The result of ``work``; a driver's error becomes ours."""
        if self._stopped:
            raise cancelled()
        self._working.set()
        try:
            return work()
        except duckdb.Error as failure:
            raise self._told(failure, path) from None
        except (pa.ArrowException, OSError) as failure:  # errors met while rows are streamed arrive wrapped
            raise self._told(failure, path) from None
        finally:
            self._working.clear()

    def _told(self, failure: Exception, path: Path) -> SourceError:
        """Ours for a driver's error. One thread's error interrupts the others: that is nobody's cancelling."""
        if self._stopped:
            return cancelled()
        if isinstance(failure, duckdb.Error) and not isinstance(failure, duckdb.InterruptException):
            return translate(failure, path)
        return error("source.query_failed", source=str(path), reason=first_line(failure))

    def close(self) -> None:
        self._over.set()
        self._done(self)
        _forgive(self._cursor.close)

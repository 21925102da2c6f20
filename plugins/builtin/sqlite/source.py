"""A SQLite file as a source. It is opened read-only unless writing is asked for."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from plugins.api import (
    Cancel,
    ColumnInfo,
    Diagnostic,
    Notices,
    Progress,
    Source,
    TableInfo,
    Target,
    Type,
    arrow_type,
    error,
    stamp,
)
from plugins.builtin.sqlite.connect import Run, connect, lenient
from plugins.builtin.sqlite.convert import Guessing, column, result_schema
from plugins.builtin.sqlite.declared import describe
from plugins.builtin.sqlite.write import fill

_SAMPLE = 1000
_FETCH = 2_000
_ROWS = 64_000
_SAMPLE_SECONDS = 2.0


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class SqliteSource(Source):
    dialect = "sqlite"

    def __init__(self, target: Target, *, read_only: bool = True) -> None:
        self.path: Path = target.file() if read_only or target.path is None else target.path
        self.name = str(self.path)
        self.read_only = read_only
        self._wait = float(target.options.get("wait", 3))
        self._lock = threading.Lock()
        self._runs: set[Run] = set()
        self._columns: dict[str, tuple[str | None, tuple[ColumnInfo, ...]]] = {}
        self._notices = Notices()
        self._closed = False
        connect(self.path, read_only=read_only, wait=self._wait).close()

    # -- schema ----------------------------------------------------------------------------------------------

    def tables(self) -> tuple[TableInfo, ...]:
        with self._run() as run:
            rows = run.execute(
                "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') "
                "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
            ).fetchall()
        return tuple(TableInfo(name, kind="view" if kind == "view" else "table") for name, kind in rows)

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        name = self.find(table).name
        mark = self.fingerprint(table)
        known = self._columns.get(name)
        if known is not None and known[0] == mark and mark is not None:
            return known[1]
        with self._run() as run:
            declared = run.execute(f"PRAGMA table_xinfo({quote(name)})").fetchall()
        visible = [row for row in declared if row[6] != 1]
        samples = self._sample(name, [row[1] for row in visible])
        found: list[ColumnInfo] = []
        for (_, column_name, native, not_null, _, key, _), sample in zip(visible, samples, strict=True):
            info = describe(
                column_name,
                native or "",
                sample,
                nullable=not (not_null or (key and (native or "").upper() == "INTEGER")),
                primary_key=bool(key),
            )
            if info is None:
                self._notices.note("source.column_skipped", table=name, column=column_name, native=native or "BLOB")
            else:
                found.append(info)
        self._columns[name] = (mark, tuple(found))
        return tuple(found)

    def _sample(self, table: str, names: Sequence[str]) -> list[list[Any]]:
        """Some values of each column; none where a view takes too long."""
        deadline = time.monotonic() + _SAMPLE_SECONDS
        listed = ", ".join(map(quote, names))
        try:
            with self._run(cancel=lambda: time.monotonic() > deadline) as run:
                run.connection.text_factory = lenient
                cursor = run.execute(f"SELECT {listed} FROM {quote(table)} LIMIT {_SAMPLE}")
                rows = run.fetch(cursor, _SAMPLE)
        except Exception:
            if time.monotonic() <= deadline:
                raise
            rows = []
        return [[row[index] for row in rows] for index in range(len(names))]

    def row_count(self, table: str) -> int | None:
        name = self.find(table).name
        with self._run() as run:
            return int(run.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0])

    def fingerprint(self, table: str) -> str | None:
        return stamp(self.path, Path(f"{self.path}-wal"))

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    # -- rows ------------------------------------------------------------------------------------------------

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        name = self.find(table).name
        picked = self.pick(table, columns)
        schema = pa.schema([(c.name, arrow_type(c.physical, c.type.scale)) for c in picked])
        listed = ", ".join(quote(c.name) for c in picked) or "NULL"
        lost = [0] * len(picked)

        def convert(values: list[Sequence[Any]]) -> pa.RecordBatch:
            arrays = []
            for index, (info, part) in enumerate(zip(picked, values, strict=True)):
                array, missed = column(part, info.physical, info.type.scale)
                lost[index] += missed
                arrays.append(array)
            return pa.RecordBatch.from_arrays(arrays, schema=schema)

        def finish() -> None:
            for info, missed in zip(picked, lost, strict=True):
                if missed:
                    self._notices.note("source.values_lost", "warning", table=name, column=info.name, count=missed)

        sql = f"SELECT {listed} FROM {quote(name)}"
        batches = self._batches(sql, len(picked), convert, finish=finish, table=name)
        return pa.RecordBatchReader.from_batches(schema, larger(batches))

    def query(
        self,
        sql: str,
        *,
        types: Sequence[Type] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> pa.RecordBatchReader:
        run = self._start(progress, cancel)
        try:
            cursor = run.execute(sql)
            if cursor.description is None:
                raise error("source.query_failed", source=self.name, reason="SELECT?")
            names = [entry[0] for entry in cursor.description]
        except BaseException:
            run.close()
            raise
        if types is not None:
            schema = result_schema(names, types)
            kinds = [(kind.kind, kind.scale) for kind in types]

            def convert(values: list[Sequence[Any]]) -> pa.RecordBatch:
                arrays = [column(part, *kind)[0] for part, kind in zip(values, kinds, strict=True)]
                return pa.RecordBatch.from_arrays(arrays, schema=schema)

            batches = self._fetch(run, cursor, len(names), convert)
            return pa.RecordBatchReader.from_batches(schema, larger(batches))
        guessing = Guessing(names)
        for _ in self._fetch(run, cursor, len(names), guessing.add):
            pass
        return guessing.table().to_reader()

    def _batches(
        self,
        sql: str,
        width: int,
        convert: Callable[[list[Sequence[Any]]], Any],
        *,
        finish: Callable[[], None],
        table: str,
    ) -> Iterator[Any]:
        """Batches of a SELECT. Where text is no UTF-8, the read goes on with replacement signs."""
        given = 0
        run = self._start()
        try:
            for rows, batch in self._counted(run, run.execute(sql), width, convert):
                given += rows
                yield batch
            finish()
            return
        except UndecodableText:
            pass
        finally:
            run.close()
        self._notices.note("source.text_encoding", "warning", table=table)
        run = self._start()
        run.connection.text_factory = lenient
        try:
            cursor = run.execute(f"{sql} LIMIT -1 OFFSET {given}")
            for _, batch in self._counted(run, cursor, width, convert):
                yield batch
            finish()
        finally:
            run.close()

    def _fetch(
        self, run: Run, cursor: sqlite3.Cursor, width: int, convert: Callable[[list[Sequence[Any]]], Any]
    ) -> Iterator[Any]:
        try:
            for _, batch in self._counted(run, cursor, width, convert):
                yield batch
        except UndecodableText:
            raise error("source.text_encoding", table="") from None
        finally:
            run.close()

    @staticmethod
    def _counted(
        run: Run, cursor: sqlite3.Cursor, width: int, convert: Callable[[list[Sequence[Any]]], Any]
    ) -> Iterator[tuple[int, Any]]:
        size = max(100, min(_FETCH, 500_000 // max(width, 1)))
        while True:
            run.step()
            try:
                rows = cursor.fetchmany(size)
            except sqlite3.OperationalError as failure:
                if "decode" in str(failure).lower():
                    raise UndecodableText from None
                raise run.failure(failure) from None
            except sqlite3.Error as failure:
                raise run.failure(failure) from None
            if not rows:
                return
            yield len(rows), convert(list(zip(*rows, strict=True)))

    # -- writing ---------------------------------------------------------------------------------------------

    def execute_many(self, statements: Sequence[str]) -> None:
        with self._transaction() as run:
            for statement in statements:
                run.execute(statement).fetchall()

    def create_table(
        self, name: str, *, sql: str | None = None, data: pa.Table | None = None, replace: bool = False
    ) -> None:
        if (sql is None) == (data is None):
            raise ValueError("either sql or data")
        with self._transaction() as run:
            there = run.execute(
                "SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')",
                (name,),
            ).fetchone()
            if there and (not replace or there[0] != "table"):
                raise error("source.table_exists", table=name)
            if sql is not None:
                made = f"{name}__new" if there else name
                run.execute(f"CREATE TABLE {quote(made)} AS {sql}")
                if there:
                    run.execute(f"DROP TABLE {quote(name)}")
                    run.execute(f"ALTER TABLE {quote(made)} RENAME TO {quote(name)}")
                return
            if there:
                run.execute(f"DROP TABLE {quote(name)}")
            fill(run, name, data)

    @contextmanager
    def _transaction(self) -> Iterator[Run]:
        if self.read_only:
            raise error("source.read_only", source=self.name)
        run = self._start(write=True)
        try:
            run.execute("BEGIN IMMEDIATE")
            try:
                yield run
                run.execute("COMMIT")
            except BaseException:
                if run.connection.in_transaction:
                    run.connection.set_progress_handler(None, 0)
                    run.connection.rollback()
                raise
        finally:
            run.close()

    # -- connections -----------------------------------------------------------------------------------------

    def _start(self, progress: Progress | None = None, cancel: Cancel | None = None, *, write: bool = False) -> Run:
        if self._closed:
            raise error("source.closed", source=self.name)
        if not self.path.exists():
            raise error("source.vanished", path=self.name)
        connection = connect(self.path, read_only=not write, wait=self._wait)
        run = Run(connection, self.path, progress, cancel, self._ended)
        with self._lock:
            self._runs.add(run)
        return run

    def _ended(self, run: Run) -> None:
        with self._lock:
            self._runs.discard(run)

    @contextmanager
    def _run(self, cancel: Cancel | None = None) -> Iterator[Run]:
        run = self._start(cancel=cancel)
        try:
            yield run
        except sqlite3.Error as failure:
            raise run.failure(failure) from None
        finally:
            run.close()

    def interrupt(self) -> None:
        with self._lock:
            for run in self._runs:
                run.stop()

    def close(self) -> None:
        self._closed = True
        self.interrupt()


class UndecodableText(Exception):
    """Text in the database is not UTF-8."""


def larger(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches of a size that is worth handing on; rows are fetched in smaller ones, which is twice as fast."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches()
            held, rows = [], 0
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()

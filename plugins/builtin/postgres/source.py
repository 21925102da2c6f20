"""A database of a PostgreSQL server as a source: read-only sessions unless writing is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

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
    arrow_schema,
    error,
)
from plugins.builtin.postgres.session import Run, Sessions, guarded
from plugins.builtin.postgres.types import describe, literal, quote, reading
from plugins.builtin.postgres.write import fill, named
from plugins.builtin.server import problems

# Tables, partitioned tables (not their parts), views of both kinds and foreign tables; not those of extensions.
_TABLES = """
SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'), n.nspname = current_schema()
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg!_%' ESCAPE '!'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                  AND d.deptype = 'e')
ORDER BY 1, 2
"""
# Each column with the type below its domains.
_COLUMNS = """
WITH RECURSIVE typed AS (
  SELECT a.attrelid, a.attnum, a.attname, a.attnotnull, a.atttypid AS type, a.atttypmod AS modifier
  FROM pg_attribute AS a
  WHERE a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped
    AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
  UNION ALL
  SELECT p.attrelid, p.attnum, p.attname, p.attnotnull OR t.typnotnull, t.typbasetype, t.typtypmod
  FROM typed AS p JOIN pg_type AS t ON t.oid = p.type AND t.typtype = 'd'
)
SELECT p.attname, format_type(p.type, p.modifier), t.typtype, bool_or(p.attnotnull) OVER (PARTITION BY p.attnum),
  EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = p.attrelid AND i.indisprimary AND p.attnum = ANY(i.indkey))
FROM typed AS p JOIN pg_type AS t ON t.oid = p.type AND t.typtype <> 'd'
ORDER BY p.attnum
"""


class PostgresSource(Source):
    dialect: str | None = "postgres"

    def __init__(self, target: Target, *, read_only: bool = True) -> None:
        self._sessions = Sessions(target)
        self.name = self._sessions.name
        self.read_only = read_only
        self._only = str(target.options.get("schema") or "")
        self._notices = Notices()
        self._known: tuple[TableInfo, ...] | None = None
        self._columns: dict[str, tuple[ColumnInfo, ...]] = {}
        with self._sessions.running() as run:
            there = f"to_regnamespace({literal(quote(self._only))}) IS NOT NULL"
            ((usual, known, encoding),) = run.rows(f"SELECT current_schema(), {there}, getdatabaseencoding()::text")
        self._usual = str(usual or "")
        if self._only and not known:
            self.close()
            raise problems.no_schema(self.name, self._only)
        if encoding != "UTF8":
            # Other orders of letters, and literals that the server cannot even take: rules run beside it.
            self.dialect = None
            self._notices.note("source.server_encoding", source=self.name, encoding=str(encoding))

    # -- schema ----------------------------------------------------------------------------------------------

    def tables(self) -> tuple[TableInfo, ...]:
        if self._known is None or not self.read_only:
            with self._sessions.running() as run:
                rows = run.rows(_TABLES)
            self._known = tuple(
                TableInfo(name, None if usual and not self._only else schema, "view" if view else "table")
                for schema, name, view, usual in rows
                if not self._only or schema == self._only
            )
        return self._known

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        info = self.find(table)
        if info.qualified in self._columns and self.read_only:
            return self._columns[info.qualified]
        with self._sessions.running() as run:
            rows = run.rows(_COLUMNS.format(table=f"{literal(self._from(info))}::regclass"))
        found: list[ColumnInfo] = []
        for name, native, category, not_null, primary in rows:
            column = describe(name, native, category, nullable=not not_null, primary_key=bool(primary))
            if column is None:
                self._notices.note("source.column_skipped", table=table, column=name, native=native)
            else:
                found.append(column)
        self._columns[info.qualified] = tuple(found)
        return tuple(found)

    def row_count(self, table: str) -> int | None:
        with self._sessions.running() as run:
            return int(run.rows(f"SELECT count(*) FROM {self._from(self.find(table))}")[0][0])

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    def _from(self, info: TableInfo) -> str:
        return f"{quote(info.schema or self._usual)}.{quote(info.name)}"

    # -- rows ------------------------------------------------------------------------------------------------

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        picked = self.pick(table, columns)
        schema = arrow_schema(picked)
        listed = ", ".join(map(reading, picked)) or "NULL"

        def given(batch: pa.RecordBatch) -> pa.RecordBatch:
            if not picked:
                return pa.RecordBatch.from_pylist([{}] * batch.num_rows)
            arrays = [pc.cast(array, field.type) for array, field in zip(batch.columns, schema, strict=True)]
            return pa.RecordBatch.from_arrays(arrays, schema=schema)

        return self._stream(f"SELECT {listed} FROM {self._from(self.find(table))}", given, schema, None, None)

    def query(
        self,
        sql: str,
        *,
        types: Sequence[Type] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> pa.RecordBatchReader:
        return self._stream(sql, lambda batch: batch, None, progress, cancel)

    def _stream(
        self,
        sql: str,
        given: Callable[[pa.RecordBatch], pa.RecordBatch],
        schema: pa.Schema | None,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> pa.RecordBatchReader:
        run = self._sessions.start(progress, cancel)

        def opened() -> pa.RecordBatchReader:
            run.cursor.execute(sql)
            return run.cursor.fetch_record_batch()

        try:
            inner = guarded(run, opened)
        except BaseException:
            run.close()
            raise
        known = _plain(inner.schema) if schema is None else schema
        return pa.RecordBatchReader.from_batches(known, _batches(run, inner, known, given, schema is None))

    # -- writing ---------------------------------------------------------------------------------------------

    def execute_many(self, statements: Sequence[str]) -> None:
        self._require_writing()
        with self._sessions.running(writing=True) as run:
            for statement in statements:
                run.watch.step()
                run.cursor.execute(statement)
            run.commit()
        self._forget()

    def create_table(
        self, name: str, *, sql: str | None = None, data: pa.Table | None = None, replace: bool = False
    ) -> None:
        if (sql is None) == (data is None):
            raise ValueError("either sql or data")
        self._require_writing()
        schema, bare = named(name)
        schema = schema or self._only or self._usual
        there = [t for t in self.tables() if (t.schema or self._usual, t.name) == (schema, bare)]
        if there and (not replace or there[0].kind != "table"):
            raise error("source.table_exists", table=name)
        whole = f"{quote(schema)}.{quote(bare)}"
        with self._sessions.running(writing=True) as run:
            if there:
                run.cursor.execute(f"DROP TABLE {whole}")
            if sql is not None:
                run.cursor.execute(f"CREATE TABLE {whole} AS {sql}")
            else:
                fill(run, schema, bare, data)
            run.commit()
        self._forget()

    def _require_writing(self) -> None:
        if self.read_only:
            raise error("source.read_only", source=self.name)

    def _forget(self) -> None:
        self._known = None
        self._columns.clear()

    # -- ends ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        self._sessions.interrupt()

    def close(self) -> None:
        self._sessions.close()


def _batches(
    run: Run,
    inner: pa.RecordBatchReader,
    known: pa.Schema,
    given: Callable[[pa.RecordBatch], pa.RecordBatch],
    plain: bool,
) -> Iterator[pa.RecordBatch]:
    try:
        while True:
            batch = guarded(run, lambda: next(inner, None))
            if batch is None:
                run.finished = True
                return
            yield _as_plain(batch, known) if plain else given(batch)
    finally:
        run.close()


def _plain(schema: pa.Schema) -> pa.Schema:
    """Types that Arrow has no type for come as what the driver keeps them in (numbers of any size: text)."""
    kinds = [kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind for kind in schema.types]
    return pa.schema(list(zip(schema.names, kinds, strict=True)))


def _as_plain(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    if batch.schema == schema:
        return batch
    arrays = [array.storage if isinstance(array, pa.ExtensionArray) else array for array in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)

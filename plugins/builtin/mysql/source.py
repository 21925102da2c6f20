"""A database of a MariaDB or MySQL server as a source. Its sessions cannot write unless writing is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
import pymysql

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
)
from plugins.builtin.mysql.connect import Link, Pool, login, stop, translate
from plugins.builtin.mysql.convert import kinds_of, result_schema
from plugins.builtin.mysql.declared import describe, may_be_boolean, quote, reading
from plugins.builtin.mysql.stream import Stream
from plugins.builtin.mysql.write import fill
from plugins.builtin.server.watch import Watch

_SAMPLE = 1000
_SYSTEM = "('mysql', 'information_schema', 'performance_schema', 'sys')"


class MysqlSource(Source):
    def __init__(self, target: Target, *, read_only: bool = True) -> None:
        self._login = login(target)
        self.name = self._login.name
        self.read_only = read_only
        self._database = self._login.address.database
        self._pool = Pool(self._login, read_only=read_only)
        self._lock = threading.Lock()
        self._busy: set[Watch] = set()
        self._columns: dict[str, tuple[ColumnInfo, ...]] = {}
        self._notices = Notices()
        self._closed = False
        first = self._pool.take()
        self.dialect = "mariadb" if first.mariadb else "mysql"
        self._pool.give(first)

    # -- schema ----------------------------------------------------------------------------------------------

    def tables(self) -> tuple[TableInfo, ...]:
        where = "= %s" if self._database else f"NOT IN {_SYSTEM}"
        found = self._rows(
            "SELECT table_schema, table_name, table_type FROM information_schema.tables"
            f" WHERE table_schema {where} AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')"
            " ORDER BY table_schema, table_name",
            (self._database,) if self._database else None,
        )
        return tuple(
            TableInfo(name or "", None if self._database else schema, "view" if kind == "VIEW" else "table")
            for schema, name, kind in found
        )

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        info = self.find(table)
        if info.qualified not in self._columns or not self.read_only:
            self._columns[info.qualified] = self._describe(info)
        return self._columns[info.qualified]

    def _describe(self, info: TableInfo) -> tuple[ColumnInfo, ...]:
        # Names of the dictionary compare without case, tables on most servers with it.
        declared = self._rows(
            "SELECT column_name, column_type, is_nullable, column_key, data_type FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s AND BINARY table_name = %s ORDER BY ordinal_position",
            (info.schema or self._database, info.name, info.name),
        )
        asked = [name or "" for name, kind, *_ in declared if may_be_boolean(kind or "")]
        booleans = self._booleans(info, asked)
        found: list[ColumnInfo] = []
        for name, kind, nullable, key, base in declared:
            column = describe(
                name or "",
                (kind or "").lower(),
                nullable=nullable == "YES",
                primary_key=key == "PRI",
                boolean=name in booleans,
            )
            if column is None:
                self._notices.note("source.column_skipped", table=info.qualified, column=name or "", native=base or "")
            else:
                found.append(column)
        return tuple(found)

    def _booleans(self, info: TableInfo, names: list[str]) -> set[str]:
        """The columns that hold nothing but 0 and 1 in their first rows."""
        if not names:
            return set()
        listed = ", ".join(f"COALESCE(MAX({quote(name)} NOT IN (0, 1)), 0)" for name in names)
        kept = ", ".join(map(quote, names))
        (row,) = self._rows(f"SELECT {listed} FROM (SELECT {kept} FROM {self._from(info)} LIMIT {_SAMPLE}) AS sample")
        return {name for name, other in zip(names, row, strict=True) if other == "0"}

    def row_count(self, table: str) -> int | None:
        return int(self._rows(f"SELECT COUNT(*) FROM {self._from(self.find(table))}")[0][0] or 0)

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    def _from(self, info: TableInfo) -> str:
        return f"{quote(info.schema or self._database)}.{quote(info.name)}"

    # -- rows ------------------------------------------------------------------------------------------------

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        info = self.find(table)
        picked = self.pick(table, columns)
        schema = pa.schema([(c.name, arrow_type(c.physical, c.type.scale)) for c in picked])
        stream = self._started(f"SELECT {', '.join(map(reading, picked)) or 'NULL'} FROM {self._from(info)}")

        def finish(lost: Sequence[int]) -> None:
            for column, missed in zip(picked, lost, strict=True):
                if missed:
                    about = {"table": info.qualified, "column": column.name}
                    self._notices.note("source.values_lost", "warning", **about, count=missed)

        return stream.reader(schema, [column.type for column in picked], finish)

    def query(
        self,
        sql: str,
        *,
        types: Sequence[Type] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> pa.RecordBatchReader:
        stream = self._started(sql, progress, cancel)
        if stream.description is None:
            stream.close()
            raise error("source.query_failed", source=self.name, reason="SELECT?")
        kinds = list(types) if types is not None else kinds_of(stream.description)
        names = [entry[0] for entry in stream.description]
        return stream.reader(result_schema([n.decode() if isinstance(n, bytes) else n for n in names], kinds), kinds)

    def _started(self, sql: str, progress: Progress | None = None, cancel: Cancel | None = None) -> Stream:
        """A statement that runs; its first rows are there."""
        link = self._take()
        watch = self._watch(link, progress, cancel)
        return Stream(sql, link, watch, self._login, self._pool)

    def _told(self, failure: Exception, watch: Watch) -> SourceError:
        return cancelled() if watch.stopped else translate(failure, self._login)

    def _watch(self, link: Link, progress: Progress | None = None, cancel: Cancel | None = None) -> Watch:
        watch = Watch(lambda: stop(self._login, link.id), progress, cancel, self._forget)
        with self._lock:
            self._busy.add(watch)
        return watch

    def _forget(self, watch: Watch) -> None:
        with self._lock:
            self._busy.discard(watch)

    def _rows(self, sql: str, parameters: tuple[Any, ...] | None = None) -> list[tuple[str | None, ...]]:
        """All rows of a small result."""
        with self._linked() as link:
            return link.rows(sql, parameters)

    @contextmanager
    def _linked(self) -> Iterator[Link]:
        """A connection for small things, which can be interrupted."""
        link = self._take()
        watch = self._watch(link)
        try:
            yield link
        except (pymysql.Error, OSError) as failure:
            watch.close()
            link.close()
            raise self._told(failure, watch) from None
        except BaseException:
            watch.close()
            link.close()
            raise
        watch.close()
        if watch.stopped:
            link.close()
            raise cancelled()
        self._pool.give(link)

    def _take(self) -> Link:
        if self._closed:
            raise error("source.closed", source=self.name)
        return self._pool.take()

    # -- writing ---------------------------------------------------------------------------------------------

    def execute_many(self, statements: Sequence[str]) -> None:
        """In one transaction, as far as these servers have any: a change of tables is kept at once."""
        with self._writing() as link:
            link.run("START TRANSACTION")
            for statement in statements:
                link.run(statement)
            link.run("COMMIT")

    def create_table(
        self, name: str, *, sql: str | None = None, data: pa.Table | None = None, replace: bool = False
    ) -> None:
        """Made under a name of its own and renamed in one step, so that nobody ever sees half of it."""
        if (sql is None) == (data is None):
            raise ValueError("either sql or data")
        schema, _, bare = name.rpartition(".")
        schema = schema or self._database
        if not schema:
            raise error("source.server_database", source=self.name, database="")
        with self._writing() as link:
            there = self._kind(link, schema, bare)
            if there and (not replace or there != "BASE TABLE"):
                raise error("source.table_exists", table=name)
            made = f"{quote(schema)}.{quote(_beside(bare, 'new'))}"
            gone = f"{quote(schema)}.{quote(_beside(bare, 'old'))}"
            kept = f"{quote(schema)}.{quote(bare)}"
            link.run(f"DROP TABLE IF EXISTS {made}, {gone}")
            try:
                if sql is not None:
                    link.run(f"CREATE TABLE {made} AS {sql}")
                else:
                    fill(link, made, data)
                link.run(
                    f"RENAME TABLE {kept} TO {gone}, {made} TO {kept}" if there else f"RENAME TABLE {made} TO {kept}"
                )
            except pymysql.Error as failure:
                with suppress(Exception):
                    link.run(f"DROP TABLE IF EXISTS {made}")
                if failure.args and failure.args[0] == 1050:
                    raise error("source.table_exists", table=name) from None
                raise
            link.run(f"DROP TABLE IF EXISTS {gone}")
        self._columns.clear()

    @staticmethod
    def _kind(link: Link, schema: str, table: str) -> str:
        """``BASE TABLE``, ``VIEW`` …; empty where there is none."""
        found = link.rows(
            "SELECT table_type FROM information_schema.tables WHERE table_schema = %s AND table_name = %s"
            " AND (BINARY table_name = %s OR @@lower_case_table_names > 0)",
            (schema, table, table),
        )
        return found[0][0] or "" if found else ""

    @contextmanager
    def _writing(self) -> Iterator[Link]:
        if self.read_only:
            raise error("source.read_only", source=self.name)
        with self._linked() as link:
            yield link

    # -- ends ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        with self._lock:
            busy = list(self._busy)
        for watch in busy:
            watch.stop()

    def close(self) -> None:
        self._closed = True
        self.interrupt()
        self._pool.close()


def _beside(name: str, word: str) -> str:
    """A name next to a table's, within the 64 letters that names have."""
    return f"{name[:56]}__{word}"

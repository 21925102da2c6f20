"""The rows of one statement, batch by batch as they arrive; dropped, the statement ends on the server too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pymysql

from plugins.api import Type, cancelled
from plugins.builtin.mysql.connect import Link, Login, Pool, stop, translate
from plugins.builtin.mysql.convert import batch, rows_of
from plugins.builtin.server.watch import Watch

_FIRST = 1000


class Stream:
    """Carries a statement out and waits for its first rows, so that what fails fails here."""

    def __init__(self, sql: str, link: Link, watch: Watch, login: Login, pool: Pool) -> None:
        self._link = link
        self._watch = watch
        self._login = login
        self._pool = pool
        self._cursor = link.cursor()
        self._open = True
        self._first: Sequence[Any] = ()
        with _Failing(self):
            self._cursor.execute(sql)
            self.description = self._cursor.description
            self._first = self._cursor.fetchmany(_FIRST) if self.description is not None else ()

    def told(self, failure: Exception) -> Exception:
        return cancelled() if self._watch.stopped else translate(failure, self._login)

    def reader(
        self, schema: pa.Schema, types: Sequence[Type], finish: Callable[[Sequence[int]], None] | None = None
    ) -> pa.RecordBatchReader:
        """The rows. finish: called behind the last of them with the values that each column lost."""
        return pa.RecordBatchReader.from_batches(schema, _Batches(self, schema, types, finish))

    def rows(self, size: int) -> Sequence[Any]:
        """The next rows; none when all were given."""
        with _Failing(self):
            self._watch.step()
            if self._first:
                found, self._first = self._first, ()
                more = self._cursor.fetchmany(size - len(found)) if len(found) == _FIRST < size else ()
                return [*found, *more]
            return self._cursor.fetchmany(size) if self._open else ()

    def close(self, *, whole: bool = False) -> None:
        """Give the connection back. Where rows are left (``whole`` is false), the server is told to stop."""
        if not self._open:
            return
        self._open = False
        self._watch.close()
        if whole and not self._watch.stopped:
            self._cursor.close()
            self._pool.give(self._link)
            return
        with suppress(Exception):
            stop(self._login, self._link.id)
        self._cursor.abandon()
        self._link.close()


class _Failing:
    """Ends a stream when something in it fails, and makes a driver's error one of ours."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, _: object) -> None:
        if failure is None:
            return
        self._stream.close()
        if isinstance(failure, pymysql.Error | OSError):
            raise self._stream.told(failure) from None


class _Batches(Iterator[pa.RecordBatch]):
    def __init__(
        self,
        stream: Stream,
        schema: pa.Schema,
        types: Sequence[Type],
        finish: Callable[[Sequence[int]], None] | None,
    ) -> None:
        self._stream = stream
        self._schema = schema
        self._types = types
        self._finish = finish
        self._lost = [0] * len(types)

    def __next__(self) -> pa.RecordBatch:
        rows = self._stream.rows(rows_of(len(self._schema)))
        if rows:
            return batch([row[: len(self._schema)] for row in rows], self._schema, self._types, self._lost)
        self._stream.close(whole=True)
        if self._finish is not None:
            self._finish(self._lost)
        raise StopIteration

    def __del__(self) -> None:
        self._stream.close()

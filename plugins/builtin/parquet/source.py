"""Parquet as a source with one table: a file, or a folder of files with the same columns."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from plugins.api import (
    ColumnInfo,
    Diagnostic,
    Kind,
    Notices,
    Source,
    TableInfo,
    Target,
    arrow_schema,
    cancelled,
    error,
    first_line,
    normalise_text,
    stamp,
    tidy,
)

_ROWS = 131_072


class ParquetSource(Source):
    def __init__(self, target: Target) -> None:
        self.path: Path = target.file()
        self.name = str(self.path)
        self._notices = Notices()
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._closed = False
        self._normal: dict[str | None, dict[str, bool]] = {}
        stem = self.path.name if self.path.is_dir() else self.path.stem
        self._table = TableInfo(unicodedata.normalize("NFC", stem), kind="file")
        self.files = sorted(self.path.glob("*.parquet")) if self.path.is_dir() else [self.path]
        if not self.files:
            raise error("source.empty_folder", path=self.name, known=(".parquet",))
        for file in self.files:
            self._check(file)
        with self._guard():
            self._names = self._own_names(pq.read_schema(str(self.files[0])).names)
        with self._guard():
            self._data = ds.dataset([str(file) for file in self.files], format="parquet")
        empty = self._data.schema.empty_table().rename_columns(list(self._names))
        _, self._columns, problems = tidy(self._table.name, empty)
        self._notices.add(*problems)

    def _check(self, file: Path) -> None:
        try:
            with file.open("rb") as opened:
                head = opened.read(4)
        except PermissionError:
            raise error("source.permission", path=str(file)) from None
        except OSError as failure:
            raise error("source.io", path=str(file), reason=first_line(failure)) from None
        if not head:
            raise error("source.empty_file", path=str(file))
        if head != b"PAR1":
            raise error("source.not_a_database", path=str(file), expected="Parquet")

    def _own_names(self, given: Sequence[str]) -> dict[str, str]:
        """Names as rules see them (NFC) to names in the file."""
        names: dict[str, str] = {}
        for name in given:
            normal = unicodedata.normalize("NFC", name)
            if normal in names:
                raise error("source.duplicate_column", table=self._table.name, column=normal)
            names[normal] = name
        return names

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise error("source.vanished", path=self.name) from None
        except PermissionError:
            raise error("source.permission", path=self.name) from None
        except (pa.ArrowException, OSError, ValueError) as failure:
            if not self.path.exists():
                raise error("source.vanished", path=self.name) from None
            raise error("source.corrupt", path=self.name, reason=first_line(failure)) from None

    def tables(self) -> tuple[TableInfo, ...]:
        if self._closed:
            raise error("source.closed", source=self.name)
        return (self._table,)

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        self.find(table)
        return self._columns

    def row_count(self, table: str) -> int | None:
        self.find(table)
        with self._guard():
            return int(self._data.count_rows())

    def fingerprint(self, table: str) -> str | None:
        self.find(table)
        return stamp(*self.files)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        picked = self.pick(table, columns)
        schema = arrow_schema(picked)

        def batches() -> Iterator[pa.RecordBatch]:
            self._stop.clear()
            for batch in self._raw([c.name for c in picked]):
                data, _, _ = tidy(self._table.name, batch)
                yield from data.cast(schema).to_batches()

        return pa.RecordBatchReader.from_batches(schema, batches())

    def _raw(self, names: Sequence[str]) -> Iterator[pa.Table]:
        with self._guard():
            scanner = self._data.scanner(columns=[self._names[name] for name in names], batch_size=_ROWS)
            stream = iter(scanner.to_batches())
        while True:
            if self._stop.is_set():
                raise cancelled()
            with self._guard():
                batch = next(stream, None)
                if batch is None:
                    return
                table = pa.Table.from_batches([batch]).rename_columns(list(names))
            yield table

    def _not_normal(self, wanted: Sequence[ColumnInfo]) -> frozenset[str]:
        """Text columns with values that are not NFC; each is looked at once for a state of the files."""
        mark = stamp(*self.files)
        with self._lock:
            if mark not in self._normal:
                self._normal = {mark: {}}
            known = self._normal[mark]
            texts = [c.name for c in wanted if c.type.kind is Kind.TEXT and c.name not in known]
            counts = dict.fromkeys(texts, 0)
            if texts:
                self._stop.clear()
                for batch in self._raw(texts):
                    for name in texts:
                        column: Any = batch.column(name)
                        if pa.types.is_dictionary(column.type):
                            column = column.cast(column.type.value_type)
                        counts[name] += normalise_text(column.cast(pa.string()))[1]
            for name, count in counts.items():
                known[name] = count > 0
                if count:
                    self._notices.note("source.normalised", table=self._table.name, column=name, count=count)
            return frozenset(c.name for c in wanted if known.get(c.name))

    def relation_sql(self, table: str, columns: Sequence[str] | None = None) -> str | None:
        picked = self.pick(table, columns)
        if not picked:
            return None
        wrong = self._not_normal(picked)
        listed = ", ".join(self._expression(column, column.name in wrong) for column in picked)
        files = ", ".join("'" + str(file).replace("'", "''") + "'" for file in self.files)
        if any(sign in str(file) for file in self.files for sign in "*?[]"):
            return None  # would be read as a pattern
        return f"SELECT {listed} FROM read_parquet([{files}], hive_partitioning = false)"

    def _expression(self, column: ColumnInfo, normalise: bool) -> str:
        own = self._names[column.name]
        name, alias = _quote(own), _quote(column.name)
        kind = self._data.schema.field(own).type
        value = name
        if column.type.kind is Kind.TEXT:
            value = f"CAST({name} AS VARCHAR)" if not pa.types.is_string(kind) else name
            value = f"nfc_normalize({value})" if normalise else value
        elif column.type.kind is Kind.INTEGER:
            wide = kind == pa.uint64() or pa.types.is_decimal(kind)
            value = name if kind == pa.int64() else f"{'TRY_' if wide else ''}CAST({name} AS BIGINT)"
        elif column.type.kind is Kind.TIMESTAMP:
            value = f"timezone('UTC', {name})" if kind.tz is not None else f"CAST({name} AS TIMESTAMP)"
        elif column.type.kind is Kind.DOUBLE and kind != pa.float64():
            value = f"CAST({name} AS DOUBLE)"
        elif column.type.kind is Kind.DATE and kind != pa.date32():
            value = f"CAST({name} AS DATE)"
        return f"{value} AS {alias}"

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    def interrupt(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self._closed = True
        self.interrupt()


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

"""A CSV file as a source with one table. All of it is looked at once before a column gets a type."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from plugins.api import (
    ColumnInfo,
    Diagnostic,
    Guess,
    Kind,
    Notices,
    Source,
    TableInfo,
    Target,
    TextColumn,
    arrow_schema,
    cancelled,
    convert,
    error,
    normalise_text,
    problem,
    stamp,
    unique_names,
)
from plugins.builtin.csv.encoding import Encoded, detect
from plugins.builtin.csv.records import Irregular, Oddities, careful, fast, short_rows, without_nuls
from plugins.builtin.csv.shape import Shape, look

_KINDS = {
    "integer": ("정수", "a whole number"),
    "decimal": ("숫자", "a number"),
    "double": ("숫자", "a number"),
    "date": ("날짜", "a date"),
    "timestamp": ("일시", "a date with a time"),
    "boolean": ("예/아니요", "yes or no"),
}


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at the whole file told."""

    mark: str | None
    encoded: Encoded
    shape: Shape
    regular: bool
    columns: tuple[ColumnInfo, ...]
    looks: tuple[TextColumn, ...]
    guesses: tuple[Guess, ...]
    rows: int


class CsvSource(Source):
    def __init__(self, target: Target) -> None:
        self.path: Path = target.file()
        self.name = str(self.path)
        if self.path.is_dir():
            raise error("source.is_folder", path=self.name)
        options = target.options
        self._encoding = str(options.get("encoding", ""))
        default = "\t" if self.path.suffix.lower() in (".tsv", ".tab") or target.text.startswith("tsv:") else ""
        self._delimiter = str(options.get("delimiter", "")) or default
        self._header = str(options.get("header", "auto"))
        self._nulls = tuple(word for word in str(options.get("nulls", "")).split("|") if word)
        self._refuse_short = options.get("short_rows") == "refuse"
        self._notices = Notices()
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._known: Scan | None = None
        self._closed = False
        self._table = TableInfo(unicodedata.normalize("NFC", self.path.stem), kind="file")
        detect(self.path, self._encoding)

    def tables(self) -> tuple[TableInfo, ...]:
        return (self._table,)

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        self.find(table)
        return self._scan().columns

    def propose(self, table: str) -> tuple[ColumnInfo, ...]:
        self.find(table)
        scan = self._scan()
        proposed = []
        for column, look_at, first in zip(scan.columns, scan.looks, scan.guesses, strict=True):
            guess = look_at.guess(strict=False)
            if guess.type.kind in (Kind.DATE, Kind.BOOLEAN) and first.type.kind in (Kind.INTEGER, Kind.TEXT):
                column = ColumnInfo(column.name, guess.type, column.native, guess.storage, stored=guess.stored)
            proposed.append(column)
        return tuple(proposed)

    def row_count(self, table: str) -> int | None:
        self.find(table)
        return self._scan().rows

    def fingerprint(self, table: str) -> str | None:
        self.find(table)
        return stamp(self.path)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        picked = self.pick(table, columns)
        scan = self._scan()
        order = {column.name: index for index, column in enumerate(scan.columns)}
        indices = [order[column.name] for column in picked]
        schema = arrow_schema(picked)

        def batches() -> Iterator[pa.RecordBatch]:
            self._stop.clear()
            try:
                for batch in self._records(scan, indices or [0]):
                    arrays = [
                        convert(self._clean(batch.column(place), scan), scan.guesses[index])
                        for place, index in enumerate(indices)
                    ]
                    if indices:
                        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
            except (pa.ArrowInvalid, Irregular):
                raise error("source.changed", path=self.name) from None

        return pa.RecordBatchReader.from_batches(schema, batches())

    def _clean(self, array: Any, scan: Scan) -> Any:
        if scan.encoded.nuls:
            array = without_nuls(array)[0]
        array = normalise_text(array)[0]
        return self._null(array)

    def _null(self, array: Any) -> Any:
        if not self._nulls:
            return array
        words = pa.array(self._nulls, pa.string())
        return pc.if_else(pc.is_in(array, value_set=words), pa.scalar(None, pa.string()), array)

    def _records(self, scan: Scan, indices: Sequence[int] | None, odd: Oddities | None = None) -> Iterator[Any]:
        if scan.regular:
            source = fast(self.path, scan.encoded, scan.shape, indices)
        else:
            odd = odd or Oddities()
            source = careful(self.path, scan.encoded, scan.shape, indices, odd, self._refuse_short)
        for batch in source:
            if self._stop.is_set():
                raise cancelled()
            yield batch

    # -- the look at the whole file --------------------------------------------------------------------------

    def _scan(self) -> Scan:
        if self._closed:
            raise error("source.closed", source=self.name)
        mark = stamp(self.path)
        if mark is None:
            raise error("source.vanished", path=self.name)
        with self._lock:
            if self._known is None or self._known.mark != mark:
                self._stop.clear()
                self._notices = Notices()
                self._known = self._look(mark)
            return self._known

    def _look(self, mark: str) -> Scan:
        encoded = detect(self.path, self._encoding)
        self._notices.add(*encoded.notices)
        shape = look(self.path, encoded.codec, self._delimiter, self._header)
        if not self._delimiter and shape.delimiter != ",":
            said = "tab" if shape.delimiter == "\t" else shape.delimiter
            self._notices.note("source.delimiter_found", path=self.name, delimiter=said)
        if shape.header:
            names = unique_names(shape.first, self._notices, self._table.name)
        else:
            names = [f"column_{index + 1}" for index in range(len(shape.first))]
            if self._header == "auto":
                self._notices.note("source.no_header", path=self.name)
        plain = Scan(mark, encoded, shape, encoded.quotes % 2 == 0, (), (), (), 0)
        try:
            return self._judge(plain, names)
        except Irregular:
            return self._judge(Scan(mark, encoded, shape, False, (), (), (), 0), names)

    def _judge(self, scan: Scan, names: list[str]) -> Scan:
        odd = Oddities()
        looks = [TextColumn() for _ in names]
        rows = 0
        nuls = [0] * len(names)
        normalised = [0] * len(names)
        for batch in self._records(scan, None, odd):
            rows += batch.num_rows
            for index, look_at in enumerate(looks):
                array = batch.column(index)
                if scan.encoded.nuls:
                    array, count = without_nuls(array)
                    nuls[index] += count
                array, count = normalise_text(array)
                normalised[index] += count
                look_at.feed(self._null(array))
        if odd.short_count:
            self._notices.add(short_rows(self.path, odd, len(names)))
        guesses = tuple(look_at.guess() for look_at in looks)
        columns = tuple(
            ColumnInfo(name, guess.type, "text", guess.storage, nullable=look_at.missing, stored=guess.stored)
            for name, guess, look_at in zip(names, guesses, looks, strict=True)
        )
        for name, guess, nul, changed in zip(names, guesses, nuls, normalised, strict=True):
            self._notices.add(*self._remarks(name, guess, nul, changed))
        regular = scan.regular
        return Scan(scan.mark, scan.encoded, scan.shape, regular, columns, tuple(looks), guesses, rows)

    def _remarks(self, name: str, guess: Guess, nuls: int, normalised: int) -> Iterator[Diagnostic]:
        table = self._table.name
        if nuls:
            yield problem("source.nuls_removed", "warning", table=table, column=name, count=nuls)
        if normalised:
            yield problem("source.normalised", "info", table=table, column=name, count=normalised)
        if guess.null_words:
            told = _KINDS.get(guess.ambiguous)
            yield problem(
                "source.null_words_typed" if told else "source.null_words",
                "info",
                table=table,
                column=name,
                words=guess.null_words,
                count=guess.null_count,
                **({"kind_ko": told[0], "kind_en": told[1]} if told else {}),
            )
        elif guess.ambiguous in ("date", "number"):
            yield problem(f"source.ambiguous_{guess.ambiguous}", "info", table=table, column=name)
        elif guess.mark == ",":
            yield problem("source.decimal_comma", "info", table=table, column=name)

    def notices(self) -> tuple[Diagnostic, ...]:
        return self._notices.all()

    def interrupt(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self._closed = True
        self.interrupt()

"""The records of a CSV file as batches of text: the fast way where the file is regular, else a careful one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from plugins.api import SourceError, error, problem
from plugins.builtin.csv.encoding import Encoded
from plugins.builtin.csv.shape import Shape

_BLOCK = 1 << 23
_SHOWN = 5


class Irregular(Exception):
    """The fast way does not fit this file."""


@dataclass(slots=True)
class Oddities:
    """Lines that are not as the others."""

    short: list[int] = field(default_factory=list)
    short_count: int = 0
    long: list[tuple[int, int]] = field(default_factory=list)
    long_count: int = 0


def fast(path: Path, encoded: Encoded, shape: Shape, picked: Sequence[int] | None) -> Iterator[Any]:
    """Batches of text columns (all, or those picked), the header left out."""
    names = [f"f{index}" for index in range(len(shape.first))]
    wanted = names if picked is None else [names[index] for index in picked]
    try:
        reader = pacsv.open_csv(
            str(path),
            read_options=pacsv.ReadOptions(
                autogenerate_column_names=True,
                block_size=_BLOCK,
                encoding="utf8" if encoded.utf8 else encoded.codec,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=shape.delimiter,
                newlines_in_values=encoded.quotes > 0,
                invalid_row_handler=lambda row: "error",
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()),
                include_columns=wanted,
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        first = shape.header
        for batch in reader:
            yield batch.slice(1) if first else batch
            first = False
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        raise Irregular from None
    except (OSError, UnicodeError) as failure:
        if not path.exists():
            raise error("source.vanished", path=str(path)) from None
        raise Irregular from failure


def careful(
    path: Path, encoded: Encoded, shape: Shape, picked: Sequence[int] | None, odd: Oddities, refuse_short: bool
) -> Iterator[Any]:
    """As ``fast``, for any file; what is wrong with it is told by line."""
    width = len(shape.first)
    indices = list(range(width)) if picked is None else list(picked)
    size = max(200, min(20_000, 2_000_000 // max(width, 1)))
    rows: list[list[str]] = []
    skip = shape.header
    for line, row in _records(path, encoded, shape):
        if skip:
            skip = False
            continue
        if len(row) != width:
            row = _fit(row, width, line, odd)
        rows.append(row)
        if len(rows) == size:
            yield _batch(rows, indices)
            rows = []
    _refuse(path, odd, width, refuse_short)
    if rows:
        yield _batch(rows, indices)


def _records(path: Path, encoded: Encoded, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    raw: list[str] = []

    def lines() -> Iterator[str]:
        with path.open("r", encoding=encoded.codec, newline="") as file:
            for text in file:
                raw.append(text)
                yield text

    reader = csv.reader(lines(), delimiter=shape.delimiter)
    start = 1
    try:
        for row in reader:
            if len(raw) > 1 or '"' in raw[-1]:
                _closed(path, raw, shape.delimiter, start)
            if row:
                yield start, row
            raw.clear()
            start = reader.line_num + 1
    except csv.Error as failure:
        raise error("source.csv_record", path=str(path), line=start, reason=str(failure)) from None
    except FileNotFoundError:
        raise error("source.vanished", path=str(path)) from None
    except UnicodeDecodeError:
        raise error("source.encoding", path=str(path), encoding=encoded.codec, line=start) from None


def _closed(path: Path, raw: list[str], delimiter: str, start: int) -> None:
    """A record whose last quote is open ran to the end of the file."""
    if sum(text.count('"') for text in raw) % 2 == 0:
        return
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error as failure:
        if "unexpected end" in str(failure):
            raise error("source.unclosed_quote", path=str(path), line=start) from None


def _fit(row: list[str], width: int, line: int, odd: Oddities) -> list[str]:
    if len(row) < width:
        odd.short_count += 1
        if len(odd.short) < _SHOWN:
            odd.short.append(line)
        return row + [""] * (width - len(row))
    if any(row[width:]):
        odd.long_count += 1
        if len(odd.long) < _SHOWN:
            odd.long.append((line, len(row)))
    return row[:width]


def _refuse(path: Path, odd: Oddities, width: int, refuse_short: bool) -> None:
    if odd.long_count:
        raise SourceError(
            problem(
                "source.long_rows",
                path=str(path),
                line=odd.long[0][0],
                lines=tuple(str(line) for line, _ in odd.long),
                count=odd.long_count,
                expected=width,
                found=odd.long[0][1],
            )
        )
    if odd.short_count and refuse_short:
        raise SourceError(short_rows(path, odd, width, refuse=True))


def short_rows(path: Path, odd: Oddities, width: int, *, refuse: bool = False) -> Any:
    return problem(
        "source.short_rows_refused" if refuse else "source.short_rows",
        "error" if refuse else "warning",
        path=str(path),
        line=odd.short[0],
        lines=tuple(map(str, odd.short)),
        count=odd.short_count,
        expected=width,
    )


def _batch(rows: list[list[str]], indices: list[int]) -> Any:
    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(columns[index], pa.string()) for index in indices]
    return pa.RecordBatch.from_arrays(arrays, names=[f"f{index}" for index in indices])


def without_nuls(array: Any) -> tuple[Any, int]:
    """Text without the NUL signs in it, and how many values held some."""
    held = pc.match_substring(array, "\0")
    count = pc.sum(held).as_py() or 0
    return (pc.replace_substring(array, "\0", ""), int(count)) if count else (array, 0)

"""An outcome as a file: CSV, Parquet or Excel. Written beside the target and put in its place when whole."""

from __future__ import annotations

import math
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.cancel import Cancelled
from engine.writing import real, unwritable

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".csv", ".parquet", ".xlsx")
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
EXCEL_TEXT = 32_767
EXCEL_DIGITS = 15
BATCH = 50_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so would be run as a formula by some spreadsheet, or in some country's."""

Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]


def write(table: pa.Table, target: Path, *, progress: Progress | None = None, cancel: Cancel | None = None) -> None:
    """Write a table as what the file's suffix says.

    Raises QuadrilleError: ``export.suffix``, ``export.too_long`` (Excel), ``write.…``; Cancelled.
    """
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise _error("export.suffix", file=str(target), suffixes=SUFFIXES)
    if suffix == ".xlsx" and table.num_rows >= EXCEL_ROWS:
        raise _error("export.too_long", rows=table.num_rows, limit=EXCEL_ROWS - 1)
    if suffix == ".xlsx" and table.num_columns > EXCEL_COLUMNS:
        raise _error("export.too_wide", columns=table.num_columns, limit=EXCEL_COLUMNS)
    try:
        with _replacing(target) as part:
            if suffix == ".csv":
                _csv(table, part, progress, cancel)
            elif suffix == ".parquet":
                import pyarrow.parquet as pq

                pq.write_table(table, part)
            else:
                _excel(table, part, progress, cancel)
    except (OSError, ValueError) as failure:
        raise unwritable(failure, target) from failure


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place when the block ends well."""
    target = real(target)  # a link's target is replaced, not the link
    if target.exists() and not target.is_file():
        raise IsADirectoryError(str(target))
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        part.chmod(mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def safe_text(value: str) -> str:
    """A text that no spreadsheet runs as a formula: a leading apostrophe keeps it text."""
    return f"'{value}" if value.startswith(DANGEROUS) else value


def _safe_columns(table: pa.Table) -> pa.Table:
    """The table with texts made safe; numbers, dates and truth values stay what they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            starts = pc.match_substring_regex(column, rf"\A[{re.escape(''.join(DANGEROUS))}]")
            column = pc.if_else(starts, pc.binary_join_element_wise("'", column, ""), column)
        columns.append(column)
    return pa.table(columns, names=[safe_text(name) for name in table.column_names])


def _csv(table: pa.Table, target: Path, progress: Progress | None, cancel: Cancel | None) -> None:
    """UTF-8 with a byte order mark, by which Excel knows Hangul."""
    import pyarrow.csv as pc

    safe = _safe_columns(table)
    with target.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        with pc.CSVWriter(file, safe.schema) as writer:
            for start in range(0, max(safe.num_rows, 1), BATCH):
                _step(start, safe.num_rows, progress, cancel)
                writer.write_table(safe.slice(start, BATCH))


def _excel(table: pa.Table, target: Path, progress: Progress | None, cancel: Cancel | None) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        _sheet(xlsxwriter, table, target, progress, cancel)
    except FileCreateError as failure:
        cause = failure.args[0] if failure.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(failure)) from failure


def _sheet(xlsxwriter: Any, table: pa.Table, target: Path, progress: Progress | None, cancel: Cancel | None) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet("outcome")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.freeze_panes(1, 1)
        for position, name in enumerate(table.column_names):
            sheet.write_string(0, position, safe_text(name), bold)
        for start in range(0, table.num_rows, BATCH):
            _step(start, table.num_rows, progress, cancel)
            columns = [column.to_pylist() for column in table.slice(start, BATCH).columns]
            for offset, row in enumerate(zip(*columns, strict=True)):
                for position, value in enumerate(row):
                    _cell(sheet, start + offset + 1, position, value, day, moment)


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any, moment: Any) -> None:
    from datetime import date, datetime

    match value:
        case None:
            return
        case float() if not math.isfinite(value):
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case str():
            sheet.write_string(row, column, safe_text(value)[:EXCEL_TEXT])
        case date() if value.year < 1900:
            sheet.write_string(row, column, str(value))
        case datetime():
            sheet.write_datetime(row, column, value, moment)
        case date():
            sheet.write_datetime(row, column, value, day)
        case int() | Decimal() if len(re.sub(r"\D", "", str(value)).lstrip("0")) > EXCEL_DIGITS:
            sheet.write_string(row, column, str(value))
        case _:
            sheet.write_number(row, column, value)


def _step(done: int, total: int, progress: Progress | None, cancel: Cancel | None) -> None:
    if cancel is not None and cancel():
        raise Cancelled()
    if progress is not None:
        progress(done / total if total else None, "write")


def _error(code: str, **params: str | int | tuple[str, ...]) -> QuadrilleError:
    return QuadrilleError(Diagnostic(code, "error", params=params))

"""What a workbook would cost to read, found by streaming through its parts; nothing is written to disk.

A workbook is a ZIP of XML files. One that is small on disk can hold gigabytes, and one with two cells can claim
17 billion. Both are refused before the reader, which keeps whole sheets in memory, sees them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from plugins.api import error, first_line

MAX_BYTES = 2 << 30
MAX_RATIO = 200
MAX_CELLS = 60_000_000
_SMALL = 32 << 20
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""(?<![:\w])r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_LONG_REFERENCE = re.compile(rb"""(?<![:\w])r\s*=\s*["'](?:[A-Za-z]{4,}[0-9]+|[A-Za-z]+[0-9]{8,})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")


@dataclass(frozen=True, slots=True)
class Extent:
    rows: int
    columns: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def check(path: Path) -> None:
    """Refuse what is no workbook, or is too much."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except PermissionError:
        raise error("source.permission", path=str(path)) from None
    except FileNotFoundError:
        raise error("source.not_found", path=str(path)) from None
    except OSError as failure:
        raise error("source.io", path=str(path), reason=first_line(failure)) from None
    if not head:
        raise error("source.empty_file", path=str(path))
    if head.startswith(b"\xd0\xcf\x11\xe0"):  # what Office wraps around files with a password
        raise error("source.excel_locked", path=str(path))
    if not head.startswith(b"PK"):
        raise error("source.not_a_database", path=str(path), expected="Excel")
    try:
        with zipfile.ZipFile(path) as book:
            _check_parts(path, book)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as failure:
        raise error("source.corrupt", path=str(path), reason=first_line(failure)) from None


def _check_parts(path: Path, book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > 10_000:
        raise error("source.excel_bomb", path=str(path), megabytes=0)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise error("source.not_a_database", path=str(path), expected="Excel")
    total = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if total > MAX_BYTES or (total > _SMALL and total > MAX_RATIO * packed):
        raise error("source.excel_bomb", path=str(path), megabytes=total >> 20)
    for part in parts:
        if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise error("source.excel_bomb", path=str(path), megabytes=part.file_size >> 20)
    for part in parts:
        if part.filename.lower().endswith(".xml") and "worksheets/" in part.filename.lower():
            with book.open(part) as sheet:
                extent = measure(sheet)
            if extent.cells > MAX_CELLS:
                raise error(
                    "source.excel_range",
                    path=str(path),
                    sheet=part.filename.rsplit("/", 1)[-1],
                    rows=extent.rows,
                    columns=extent.columns,
                )
        elif part.filename.lower().endswith((".xml", ".rels")):
            with book.open(part) as inner:
                while inner.read(_CHUNK):
                    pass  # a part that is larger than it claims fails here, not in the reader


def measure(sheet: IO[bytes]) -> Extent:
    """The last row and column that a sheet's cells name, or could take where they name none."""
    rows = columns = widest = unnamed_row = named = cells = row_ends = 0
    tail = b""
    while chunk := sheet.read(_CHUNK):
        cut = max(chunk.rfind(b">"), -1) + 1
        block, tail = (tail + chunk[:cut], chunk[cut:]) if cut else (b"", tail + chunk)
        if len(tail) > 64 * _CHUNK:
            return Extent(1 << 20, 1 << 14)  # one tag of 64 MB is nobody's work
        if not block:
            continue
        if _LONG_REFERENCE.search(block):
            return Extent(1 << 20, 1 << 14)
        references = _REFERENCE.findall(block)
        named += len(references)
        if references:
            letters = max({letters.upper() for letters, _ in references}, key=lambda name: (len(name), name))
            columns = max(columns, _number(letters))
            longest = max(len(digits) for _, digits in references)
            rows = max(rows, int(max(digits for _, digits in references if len(digits) == longest)))
        count = len(_CELL.findall(block))
        cells += count
        if count > len(references):  # cells without a name count by their place
            pieces = _ROW_END.split(block)
            row_ends += len(pieces) - 1
            for piece in pieces:
                unnamed_row = len(_CELL.findall(piece)) + (unnamed_row if piece is pieces[0] else 0)
                widest = max(widest, unnamed_row)
    if cells > named:
        rows, columns = max(rows, row_ends + 1), max(columns, widest)
    return Extent(rows, columns)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

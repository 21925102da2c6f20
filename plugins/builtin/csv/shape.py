"""The shape of a CSV file: its delimiter, its width, and whether its first line holds names."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from plugins.api import error

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 1 << 18
_ROWS = 200
_NUMBER = re.compile(r"[+-]?\d[\d.,]*([eE][+-]?\d+)?%?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")
_YEAR = re.compile(r"(19|20)\d\d")
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class Shape:
    delimiter: str
    header: bool
    first: tuple[str, ...]
    """The cells of the first line that is not empty."""


def look(path: Path, codec: str, delimiter: str, header: str) -> Shape:
    """The shape by the beginning of the file; ``delimiter`` and ``header`` are what the user says."""
    with path.open("r", encoding=codec, newline="") as file:
        text = file.read(_SAMPLE)
        while len(text) % _SAMPLE == 0 and "\n" not in text and (more := file.read(_SAMPLE)):
            text += more
        whole = len(text) < _SAMPLE or not file.read(1)
    if not text.strip():
        raise error("source.empty_file", path=str(path))
    if delimiter:
        chosen = _NAMES.get(delimiter.lower(), delimiter)
        if len(chosen) != 1 or chosen in '"\r\n':
            raise error("source.setting_choice", setting="delimiter", value=delimiter, choices=(",", ";", "tab", "|"))
    else:
        chosen = max(_DELIMITERS, key=lambda d: _score(_rows(text, d, whole)))
    rows = _rows(text, chosen, whole)
    first = tuple(rows[0]) if rows else tuple(next(csv.reader(io.StringIO(text), delimiter=chosen)))
    return Shape(chosen, header == "yes" or (header == "auto" and _names(first)), first)


def _rows(text: str, delimiter: str, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if row:
            rows.append(row)
        if len(rows) > _ROWS:
            break
    if len(rows) <= _ROWS and not whole and len(rows) > 1:
        rows.pop()  # cut off in the middle
    return rows


def _score(rows: list[list[str]]) -> tuple[float, int]:
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, 0)
    return (round(sum(len(row) == width for row in rows) / len(rows), 1), width)


def _names(first: tuple[str, ...]) -> bool:
    """Whether cells are names: none is a number or a date, unless it may be a year."""
    cells = [cell.strip() for cell in first if cell.strip()]
    if not cells:
        return False
    typed = [cell for cell in cells if _NUMBER.fullmatch(cell) or _DATE.fullmatch(cell)]
    return all(_YEAR.fullmatch(cell) for cell in typed)

"""An Excel workbook as a source: each visible sheet with data is a table. Formulas count by their saved values."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from plugins.api import (
    ColumnInfo,
    Kind,
    TableInfo,
    TableSource,
    Target,
    TextColumn,
    error,
    first_line,
    stamp,
    unique_names,
)
from plugins.builtin.excel.safety import check

_ERRORS = frozenset(("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#GETTING_DATA"))
_MAX_SCALE = 6


class ExcelSource(TableSource):
    def __init__(self, target: Target) -> None:
        self.path: Path = target.file()
        super().__init__(str(self.path))
        if self.path.is_dir():
            raise error("source.is_folder", path=self.name)
        self._header = str(target.options.get("header", "auto"))
        check(self.path)
        book = self._book()
        try:
            self._sheets = {
                unicodedata.normalize("NFC", sheet.name): sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            }
        finally:
            book.close()
        if not self._sheets:
            raise error("source.no_sheet", path=self.name)

    def _book(self) -> CalamineWorkbook:
        try:
            return CalamineWorkbook.from_path(str(self.path))
        except FileNotFoundError:
            raise error("source.vanished", path=self.name) from None
        except (CalamineError, OSError, ValueError) as failure:
            if not self.path.exists():
                raise error("source.vanished", path=self.name) from None
            raise error("source.corrupt", path=self.name, reason=first_line(failure)) from None

    def tables(self) -> tuple[TableInfo, ...]:
        return tuple(TableInfo(name, kind="sheet") for name in self._sheets)

    def fingerprint(self, table: str) -> str | None:
        self.find(table)
        return stamp(self.path)

    def load(self, table: TableInfo) -> pa.Table:
        check(self.path)  # again: the file may be another by now
        book = self._book()
        try:
            rows = book.get_sheet_by_name(self._sheets[table.name]).to_python(skip_empty_area=True)
        except (CalamineError, OSError, ValueError) as failure:
            raise error("source.corrupt", path=self.name, reason=first_line(failure)) from None
        finally:
            book.close()
        rows = [row for row in rows if any(cell != "" for cell in row)]
        if not rows:
            self.notes.note("source.empty_table", table=table.name)
            return pa.table({})
        header = self._header == "yes" or (self._header == "auto" and _names(rows[0]))
        if header:
            names = unique_names([_text(cell) for cell in rows[0]], self.notes, table.name)
            rows = rows[1:]
        else:
            names = [f"column_{index + 1}" for index in range(len(rows[0]))]
            self.notes.note("source.no_header", path=self.name)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        arrays = [self._column(table.name, name, cells) for name, cells in zip(names, columns, strict=True)]
        return pa.Table.from_arrays(arrays, names=names)

    def describe(self, table: TableInfo, columns: tuple[ColumnInfo, ...]) -> tuple[ColumnInfo, ...]:
        """Text that is all dates is said to be; its values stay text."""
        data = {column.name: column for column in columns}
        loaded = self._texts.get(table.name, {})
        return tuple(_dated(column, loaded.get(name)) for name, column in data.items())

    @property
    def _texts(self) -> dict[str, dict[str, Any]]:
        if not hasattr(self, "_looked"):
            self._looked: dict[str, dict[str, Any]] = {}
        return self._looked

    def _column(self, table: str, name: str, cells: Sequence[Any]) -> Any:
        values, failed = _without_errors(cells)
        if failed:
            self.notes.note("source.excel_errors", "warning", table=table, column=name, count=failed)
        kinds = {type(value) for value in values if value is not None}
        if kinds and kinds <= {int, float}:
            return _numbers(values)
        if kinds == {bool}:
            return pa.array(values, pa.bool_())
        if kinds and kinds <= {datetime.date, datetime.datetime}:
            return _dates(values)
        if kinds and str not in kinds:  # numbers among dates, times of day: no rule can mean that
            self.notes.note("source.mixed_types", "warning", table=table, column=name, count=len(values))
        elif len(kinds) > 1:
            count = sum(value is not None and not isinstance(value, str) for value in values)
            self.notes.note("source.mixed_types", "warning", table=table, column=name, count=count)
        texts = pa.array([None if value is None else _text(value) for value in values], pa.string())
        if len(kinds) == 1:
            look = TextColumn()
            look.feed(pc.utf8_normalize(texts, form="NFC"))
            self._texts.setdefault(table, {})[name] = look.guess()
        return texts


def _dated(column: ColumnInfo, guess: Any) -> ColumnInfo:
    if guess is None or column.type.kind is not Kind.TEXT or guess.type.kind not in (Kind.DATE, Kind.TIMESTAMP):
        return column
    return ColumnInfo(column.name, guess.type, column.native, guess.storage, stored=Kind.TEXT)


def _without_errors(cells: Sequence[Any]) -> tuple[list[Any], int]:
    failed = 0
    values: list[Any] = []
    for cell in cells:
        if isinstance(cell, str) and (not cell or cell in _ERRORS):
            failed += bool(cell)
            values.append(None)
        else:
            values.append(cell)
    return values, failed


def _numbers(values: list[Any]) -> Any:
    """Whole numbers, decimals where no value has many places, else doubles: Excel keeps all as doubles."""
    known = [value for value in values if value is not None]
    if all(value == value and abs(value) <= 2**53 and value == int(value) for value in known):
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    places = 0
    for value in known:
        number = Decimal(repr(value))
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > _MAX_SCALE or number.adjusted() > 11:
            return pa.array([None if value is None else float(value) for value in values], pa.float64())
        places = max(places, -exponent)
    exact = [None if value is None else Decimal(repr(value)) for value in values]
    return pa.array(exact, pa.decimal128(38, places))


def _dates(values: list[Any]) -> Any:
    moments = [value for value in values if isinstance(value, datetime.datetime)]
    if all(value.time() == datetime.time(0) for value in moments):
        dates = [value.date() if isinstance(value, datetime.datetime) else value for value in values]
        return pa.array(dates, pa.date32())
    whole = [
        datetime.datetime(value.year, value.month, value.day)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        else value
        for value in values
    ]
    return pa.array(whole, pa.timestamp("us"))


def _text(value: Any) -> str:
    if isinstance(value, float) and abs(value) < 2**53 and value == int(value):
        return str(int(value))
    return "TRUE" if value is True else "FALSE" if value is False else str(value)


def _names(first: Sequence[Any]) -> bool:
    """Whether cells are names: all are text, but for years."""
    cells = [cell for cell in first if cell != ""]
    return all(isinstance(cell, str) or (isinstance(cell, (int, float)) and 1900 <= cell <= 2100) for cell in cells)

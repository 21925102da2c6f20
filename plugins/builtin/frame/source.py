"""pandas DataFrames as a source. They are taken as they are when a table is first used, and never changed."""

from __future__ import annotations

import datetime
import decimal
import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from plugins.api import TableInfo, TableSource, Target, error, first_line

_FAILURES = (pa.ArrowException, TypeError, ValueError, OverflowError, UnicodeError)


class FrameSource(TableSource):
    """``FrameSource({"customers": df, …})``, or the target that ``open_frames`` makes."""

    def __init__(self, given: Target | Mapping[str, Any]) -> None:
        super().__init__("DataFrame")
        frames = given.value if isinstance(given, Target) else given
        if not isinstance(frames, Mapping) or not frames:
            raise error("source.frames_missing")
        self._frames: dict[str, pd.DataFrame] = {}
        for name, frame in frames.items():
            if not isinstance(name, str) or not isinstance(frame, pd.DataFrame):
                raise error("source.not_a_frame", table=str(name), kind=type(frame).__name__)
            self._frames[unicodedata.normalize("NFC", name)] = frame
            _check_names(name, list(frame.columns))

    def tables(self) -> tuple[TableInfo, ...]:
        return tuple(TableInfo(name, kind="frame") for name in self._frames)

    def load(self, table: TableInfo) -> pa.Table:
        frame = self._frames[table.name]
        arrays = []
        names = [unicodedata.normalize("NFC", name) for name in frame.columns]
        for position, name in enumerate(names):
            arrays.append(self._array(table.name, name, frame.iloc[:, position]))
        return pa.Table.from_arrays(arrays, names=names) if names else pa.table({})

    def _array(self, table: str, name: str, series: pd.Series[Any]) -> Any:
        try:
            return _chunked(pa.Array.from_pandas(series))
        except _FAILURES:
            pass
        values = [None if _missing(value) else value for value in series.array]
        kinds = {_kind(value) for value in values if value is not None}
        if kinds <= {"number", "boolean"} and "number" in kinds:
            try:
                return _chunked(pa.array([_number(value) for value in values], pa.float64()))
            except _FAILURES:
                pass
        if kinds <= {"date", "timestamp"} and kinds:
            try:
                return _chunked(pa.array([_timestamp(value) for value in values], pa.timestamp("us")))
            except _FAILURES:
                pass
        if not kinds <= {"text", "number", "boolean", "date", "timestamp"}:
            kind = next(type(value).__name__ for value in values if _kind(value) == "other" and value is not None)
            raise error("source.frame_values", table=table, column=name, kind=kind)
        mixed = sum(value is not None and not isinstance(value, str) for value in values)
        if mixed:
            self.notes.note("source.mixed_types", "warning", table=table, column=name, count=mixed)
        try:
            return _chunked(pa.array([None if value is None else _text(value) for value in values], pa.string()))
        except _FAILURES as failure:
            raise error("source.frame_values", table=table, column=name, kind=first_line(failure)) from None


def _check_names(table: str, names: list[Any]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        if not isinstance(name, str):
            raise error("source.column_name", table=table, column=repr(name), kind=type(name).__name__)
        normal = unicodedata.normalize("NFC", name)
        if not normal.strip():
            raise error("source.column_name", table=table, column=repr(name), kind="''")
        if normal in seen:
            raise error("source.duplicate_column", table=table, column=name)
        seen[normal] = name


def _chunked(array: Any) -> Any:
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "boolean"
    if isinstance(value, (int, float, decimal.Decimal)) or hasattr(value, "dtype"):
        return "number"
    if isinstance(value, datetime.datetime):
        return "timestamp"
    return "date" if isinstance(value, datetime.date) else "other"


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _timestamp(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).replace(tzinfo=None) if value.tzinfo else value
    return datetime.datetime(value.year, value.month, value.day)


def _text(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode("utf-8")

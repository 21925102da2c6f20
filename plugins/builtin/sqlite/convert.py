"""Rows of SQLite as Arrow batches. A value of another type than its column's never ends a read: text takes
everything, the others take what they can, and the rest is missing and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from plugins.api import Kind, Type, arrow_type

_FAILURES = (pa.ArrowException, TypeError, ValueError, OverflowError, UnicodeError)


def column(values: Sequence[Any], kind: Kind, scale: int = 0) -> tuple[Any, int]:
    """Values as one Arrow array, with the number of those that were lost."""
    target = arrow_type(kind, scale)
    try:
        if kind is Kind.DECIMAL:
            return _decimals(values, target), 0
        if kind is Kind.BOOLEAN:
            return pc.cast(pa.array(values, pa.int64()), target), 0
        if kind in (Kind.DATE, Kind.TIMESTAMP):
            return pc.cast(pa.array(values, pa.string()), target), 0
        return pa.array(values, target), 0
    except _FAILURES:
        converted = [None if value is None else _one(value, kind, scale) for value in values]
        array = pa.array(converted, target)
        return array, array.null_count - sum(value is None for value in values)


def _decimals(values: Sequence[Any], target: pa.DataType) -> Any:
    kinds = set(map(type, values))
    if kinds <= {int, type(None)}:
        return pc.cast(pa.array(values, pa.int64()), target)
    doubles = pa.array(values, pa.float64())
    peak = pc.max(pc.abs(doubles)).as_py()
    if peak is not None and not peak * 10**target.scale < 2**53:
        raise ValueError("not exact")
    return pc.cast(doubles, target)


def _one(value: Any, kind: Kind, scale: int) -> Any:
    """One value as ``kind``, or None where it cannot be."""
    try:
        if kind is Kind.TEXT:
            return value.decode("utf-8") if isinstance(value, bytes) else str(value)
        if kind in (Kind.INTEGER, Kind.BOOLEAN):
            if isinstance(value, (int, float)) and value == int(value) and -(2**63) <= value < 2**63:
                return int(value) if kind is Kind.INTEGER else bool(value)
            return None
        if kind is Kind.DOUBLE:
            return float(value) if isinstance(value, (int, float)) else None
        if kind is Kind.DECIMAL:
            if not isinstance(value, (int, float)):
                return None
            number = Decimal(repr(value)).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
            return number if abs(number.scaleb(scale)) < 10**38 else None
        if kind in (Kind.DATE, Kind.TIMESTAMP) and isinstance(value, str):
            text = value[:10] if kind is Kind.DATE else value
            return pc.cast(pa.scalar(text), arrow_type(kind)).as_py()
    except (*_FAILURES, InvalidOperation):
        pass
    return None


class Guessing:
    """Columns of a query whose types nobody told: the narrowest type that holds all values."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.kinds: list[set[type]] = [set() for _ in names]
        self.parts: list[list[Any]] = [[] for _ in names]

    def add(self, columns: Iterable[Sequence[Any]]) -> None:
        for index, values in enumerate(columns):
            kinds = set(map(type, values)) - {type(None)}
            self.kinds[index] |= kinds
            self.parts[index].append(column(values, _kind_of(kinds))[0])

    def table(self) -> pa.Table:
        arrays = []
        for kinds, parts in zip(self.kinds, self.parts, strict=True):
            target = arrow_type(_kind_of(kinds))
            cast = [part if part.type == target else pc.cast(part, target, safe=False) for part in parts]
            arrays.append(pa.chunked_array(cast, target))
        return pa.Table.from_arrays(arrays, names=self.names)


def _kind_of(kinds: set[type]) -> Kind:
    if kinds <= {int}:
        return Kind.INTEGER
    return Kind.DOUBLE if kinds <= {int, float} else Kind.TEXT


def result_schema(names: Sequence[str], types: Sequence[Type]) -> pa.Schema:
    return pa.schema([(name, arrow_type(kind.kind, kind.scale)) for name, kind in zip(names, types, strict=True)])

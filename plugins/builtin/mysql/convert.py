"""Rows of the server, whose values arrive as texts, as Arrow batches. A value that is none (a zero date, a number
beyond 64 bits) never ends a read: it is missing, and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from plugins.api import DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, arrow_type, decimal

_ROWS = 64_000
_CELLS = 500_000


def column(values: Sequence[bytes | None], kind: Kind, scale: int = 0) -> tuple[Any, int]:
    """Values as one Arrow array, with the number of those that were lost."""
    target = arrow_type(kind, scale)
    texts = pc.cast(pa.array(values, pa.binary()), pa.string(), safe=False)
    try:
        return _cast(texts, kind, target), 0
    except pa.ArrowException:
        made = [None if text is None else _one(text, kind, target) for text in texts.to_pylist()]
        array = pa.array(made, target)
        return array, array.null_count - texts.null_count


def _cast(texts: Any, kind: Kind, target: pa.DataType) -> Any:
    match kind:
        case Kind.TEXT:
            return texts
        case Kind.BOOLEAN:
            numbers = pc.cast(texts, pa.int64())
            if not pc.all(pc.is_in(numbers, pa.array([0, 1, None], pa.int64())), min_count=0).as_py():
                raise pa.ArrowInvalid("neither 0 nor 1")
            return pc.cast(numbers, target)
        case Kind.INTEGER if len(texts) and pc.any(pc.match_substring(texts, "."), min_count=0).as_py():
            return pc.cast(pc.cast(texts, pa.decimal128(38, 0)), target)
    return pc.cast(texts, target)


def _one(text: str, kind: Kind, target: pa.DataType) -> Any:
    try:
        return _cast(pa.array([text], pa.string()), kind, target)[0].as_py()
    except pa.ArrowException:
        return None


def kinds_of(description: Sequence[Any]) -> list[Type]:
    """The types of a result whose types nobody told: DB-API descriptions with the protocol's numbers."""
    found: list[Type] = []
    for _, code, _, _, _, scale, _ in description:
        if code in (0, 246):  # DECIMAL
            found.append(decimal(min(scale, 18)) if scale else INTEGER)
        elif code in (1, 2, 3, 8, 9, 13):
            found.append(INTEGER)
        elif code in (4, 5):
            found.append(DOUBLE)
        elif code in (10, 14):
            found.append(DATE)
        elif code in (7, 12):
            found.append(TIMESTAMP)
        else:
            found.append(TEXT)
    return found


def result_schema(names: Sequence[str], types: Sequence[Type]) -> pa.Schema:
    return pa.schema([(name, arrow_type(kind.kind, kind.scale)) for name, kind in zip(names, types, strict=True)])


def rows_of(width: int) -> int:
    """How many rows to fetch at once."""
    return max(100, min(_ROWS, _CELLS // max(width, 1)))


def batch(rows: Sequence[Sequence[Any]], schema: pa.Schema, types: Sequence[Type], lost: list[int]) -> pa.RecordBatch:
    """Rows as one batch; what was lost is added to ``lost``, column by column."""
    arrays = []
    for index, (values, kind) in enumerate(zip(_columns(rows, len(types)), types, strict=True)):
        array, missed = column(values, kind.kind, kind.scale)
        lost[index] += missed
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _columns(rows: Sequence[Sequence[Any]], width: int) -> Iterator[Sequence[Any]]:
    return iter(zip(*rows, strict=True)) if rows else iter([()] * width)

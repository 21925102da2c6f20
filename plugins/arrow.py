"""Arrow data as sources give it: few types, text as NFC. Import this late; it needs pyarrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dsl.catalog import Storage
from dsl.diagnostics import Diagnostic
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, decimal
from plugins.errors import problem
from plugins.source import ColumnInfo

MAX_DIGITS = 18
"""Decimal digits that always fit into 64 bits."""

_PLAIN = {
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int64(),
    Kind.DOUBLE: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us"),
    Kind.MISSING: pa.string(),
}


def arrow_type(kind: Kind, scale: int = 0) -> pa.DataType:
    """The Arrow type in which values of this kind are given."""
    return pa.decimal128(38, scale) if kind is Kind.DECIMAL else _PLAIN[kind]


def arrow_schema(columns: tuple[ColumnInfo, ...]) -> pa.Schema:
    return pa.schema([(c.name, arrow_type(c.physical, c.type.scale)) for c in columns])


def normalise_text(array: Any) -> tuple[Any, int]:
    """Text as NFC, with the number of values that were not; cheap where all is ASCII."""
    if pc.all(pc.string_is_ascii(array), min_count=0).as_py() in (True, None):
        return array, 0
    if not _may_need(array):
        return array, 0
    normal = pc.utf8_normalize(array, form="NFC")
    changed = pc.sum(pc.not_equal(array, normal)).as_py() or 0
    return (normal, int(changed)) if changed else (array, 0)


# Characters that can make NFC differ: combining marks, conjoining Hangul letters, and those with a canonical
# replacement (compatibility ideographs, some signs). What has none of these is NFC already.
_SUSPECT = (
    r"[\p{M}\x{0340}-\x{0344}\x{0374}\x{037E}\x{0387}\x{1100}-\x{11FF}\x{1F71}-\x{1FFD}\x{2000}-\x{2001}"
    r"\x{2126}-\x{212B}\x{2329}-\x{232A}\x{2ADC}\x{A960}-\x{A97C}\x{D7B0}-\x{D7FB}\x{F900}-\x{FAFF}"
    r"\x{FB1D}-\x{FB4E}\x{1D15E}-\x{1D1C0}\x{2F800}-\x{2FA1D}]"
)


def _may_need(array: Any) -> bool:
    return bool(pc.any(pc.match_substring_regex(array, _SUSPECT), min_count=0).as_py())


@dataclass(frozen=True, slots=True)
class Column:
    """A column in one of the few types."""

    info: ColumnInfo
    data: Any
    problems: tuple[Diagnostic, ...] = ()


def tidy_column(table: str, name: str, data: Any, nullable: bool = True) -> Column | None:
    """A column of any Arrow type in one of the few; None where no rule can speak of its values."""
    native = str(data.type)
    problems: list[Diagnostic] = []
    if pa.types.is_dictionary(data.type):
        data = pc.cast(data, data.type.value_type)
    elif pa.types.is_run_end_encoded(data.type):
        data = pc.run_end_decode(data)
    of = _meaning(data.type)
    if of is None:
        return None
    kind, storage = of
    if kind.kind is Kind.TEXT:
        data = _text(data)
        data, changed = normalise_text(data)
        if changed:
            problems.append(problem("source.normalised", "info", table=table, column=name, count=changed))
    elif kind.kind is Kind.INTEGER:
        data, lost = _integers(data)
        if lost:
            problems.append(problem("source.values_lost", "warning", table=table, column=name, count=lost))
    elif kind.kind is Kind.DECIMAL and not pa.types.is_decimal128(data.type):
        data = pc.cast(data, pa.decimal128(38, kind.scale))
    elif kind.kind is Kind.DECIMAL:
        data = data if data.type.precision == 38 else pc.cast(data, pa.decimal128(38, kind.scale))
    elif kind.kind is Kind.TIMESTAMP:
        if data.type.tz is not None:
            data = data.cast(pa.timestamp(data.type.unit))  # an instant's number is that of UTC already
        data = pc.cast(data, pa.timestamp("us"), safe=False)
    else:
        data = pc.cast(data, arrow_type(kind.kind))
    info = ColumnInfo(name, kind, native=native, storage=storage, nullable=nullable)
    return Column(info, data, tuple(problems))


def tidy(table: str, data: pa.Table) -> tuple[pa.Table, tuple[ColumnInfo, ...], tuple[Diagnostic, ...]]:
    """A table with only columns of the few types, what they are, and what was noticed."""
    columns: list[Column] = []
    problems: list[Diagnostic] = []
    for index, field in enumerate(data.schema):
        column = tidy_column(table, field.name, data.column(index), field.nullable)
        if column is None:
            problems.append(skipped(table, field.name, str(field.type)))
        else:
            columns.append(column)
            problems.extend(column.problems)
    infos = tuple(column.info for column in columns)
    arrays = [column.data for column in columns]
    schema = arrow_schema(infos)
    if not infos:
        return pa.table({}), (), tuple(problems)
    return pa.Table.from_arrays(arrays, schema=schema), infos, tuple(problems)


def skipped(table: str, column: str, native: str) -> Diagnostic:
    return problem("source.column_skipped", "info", table=table, column=column, native=native)


def _meaning(kind: pa.DataType) -> tuple[Type, Storage] | None:
    t = pa.types
    plain = Storage()
    if t.is_boolean(kind):
        return BOOLEAN, plain
    if t.is_integer(kind):
        return INTEGER, plain
    if t.is_floating(kind):
        return DOUBLE, plain
    if t.is_decimal(kind):
        scale = max(kind.scale, 0)
        return (INTEGER if scale == 0 else decimal(scale)), plain
    if t.is_string(kind) or t.is_large_string(kind) or kind == pa.string_view() or t.is_null(kind):
        return TEXT, plain
    if t.is_date(kind):
        return DATE, plain
    if t.is_timestamp(kind):
        return TIMESTAMP, Storage(zone="UTC") if kind.tz is not None else plain
    return None


def _text(data: Any) -> Any:
    return data if pa.types.is_string(data.type) else pc.cast(data, pa.string())


def _integers(data: Any) -> tuple[Any, int]:
    """As 64-bit integers; what does not fit is missing, and counted."""
    try:
        return pc.cast(data, pa.int64()), 0
    except pa.ArrowInvalid:
        before = data.null_count
        wide = pc.cast(data, pa.decimal128(38, 0)) if not pa.types.is_decimal(data.type) else data
        low, high = pa.scalar(-(2**63), pa.decimal128(38, 0)), pa.scalar(2**63 - 1, pa.decimal128(38, 0))
        fits = pc.and_(pc.greater_equal(wide, low), pc.less_equal(wide, high))
        narrow = pc.cast(pc.if_else(fits, wide, pa.scalar(None, wide.type)), pa.int64())
        return narrow, narrow.null_count - before

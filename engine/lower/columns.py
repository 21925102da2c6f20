"""Raw columns of the source as values of their fields' types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.catalog import Field
from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.types import Kind as TypeKind
from dsl.types import Type
from engine.core import (
    Case,
    Column,
    Compare,
    Const,
    Core,
    Day,
    FloatToInt,
    FromEpoch,
    Kind,
    Midnight,
    Null,
    ParseNumber,
    ParseTime,
    ShiftZone,
    ToFloat,
)
from engine.lower.numbers import Exact, exact, integer, rescale
from engine.plan import ColumnSpec
from engine.program import SourceColumn

CORE_KINDS = {
    TypeKind.BOOLEAN: Kind.BOOL,
    TypeKind.INTEGER: Kind.INT,
    TypeKind.DECIMAL: Kind.INT,
    TypeKind.DOUBLE: Kind.FLOAT,
    TypeKind.TEXT: Kind.TEXT,
    TypeKind.DATE: Kind.DATE,
    TypeKind.TIMESTAMP: Kind.TS,
}
SMALL_INTEGERS = (
    "tinyint",
    "smallint",
    "int2",
    "int4",
    "utinyint",
    "usmallint",
    "int32",
    "int16",
    "int8",
)
INT32_NAMES = ("integer", "int")


@dataclass(frozen=True, slots=True)
class Reading:
    """A field as the plan reads it: the raw column and the value made of it."""

    spec: ColumnSpec
    value: Core


def core_kind(type_: Type) -> Kind:
    """The core kind that holds values of a type."""
    return CORE_KINDS[type_.kind]


def spec(source: SourceColumn, trim: bool = False) -> ColumnSpec:
    """How a raw column is read, as its own kind."""
    return ColumnSpec(
        name=source.name,
        kind=core_kind(source.type),
        scale=source.type.scale if source.type.kind is TypeKind.DECIMAL else 0,
        declared=source.declared,
        nullable=source.nullable,
        trim=trim or source.storage.trim,
        bounded=_small(source),
    )


def _small(source: SourceColumn) -> bool:
    low, high = source.type.low, source.type.high
    return low is not None and high is not None and low >= -(2**31) and high < 2**31


def read(field: Field, source: SourceColumn | None, owner: str, zone: str) -> Reading:
    """The value of a field of the row ``owner``; ``source`` is what the database declares (None: as the field says).

    Raises QuadrilleError ``source.type`` where the column cannot hold such a field.
    """
    source = source or SourceColumn(field.physical, field.type, storage=field.storage)
    column = Column(owner, source.name, core_kind(source.type))
    value = _convert(field, source, column, zone)
    if value is None:
        raise QuadrilleError(
            Diagnostic(
                "source.type",
                "error",
                params={
                    "field": field.id,
                    "column": source.name,
                    "is": source.type.kind,
                    "wanted": field.type.kind,
                },
            )
        )
    return Reading(spec(source, field.storage.trim), value)


def _convert(field: Field, source: SourceColumn, column: Column, zone: str) -> Core | None:
    match field.type.kind:
        case TypeKind.BOOLEAN:
            return _boolean(field, source, column)
        case TypeKind.INTEGER | TypeKind.DECIMAL:
            return _exact(field, source, column)
        case TypeKind.DOUBLE:
            return _double(source, column)
        case TypeKind.TEXT:
            return column if source.type.kind is TypeKind.TEXT else None
        case TypeKind.DATE | TypeKind.TIMESTAMP:
            return _time(field, source, column, zone)
    return None


def _boolean(field: Field, source: SourceColumn, column: Column) -> Core | None:
    true, false = Const(Kind.BOOL, True), Const(Kind.BOOL, False)
    match source.type.kind:
        case TypeKind.BOOLEAN:
            return column
        case TypeKind.INTEGER:
            is_one, is_zero = (
                Compare("=", column, integer(1)),
                Compare("=", column, integer(0)),
            )
            return Case(((is_one, true), (is_zero, false)), Null(Kind.BOOL))
        case TypeKind.TEXT if field.storage.format and "/" in field.storage.format:
            yes, no = field.storage.format.split("/", 1)
            is_yes = Compare("=", column, Const(Kind.TEXT, yes))
            is_no = Compare("=", column, Const(Kind.TEXT, no))
            return Case(((is_yes, true), (is_no, false)), Null(Kind.BOOL))
    return None


def _exact(field: Field, source: SourceColumn, column: Column) -> Core | None:
    scale = field.type.scale if field.type.kind is TypeKind.DECIMAL else 0
    match source.type.kind:
        case TypeKind.INTEGER | TypeKind.DECIMAL:
            raw = exact(column, source.type)
            rounded = rescale(raw, scale)
            if scale >= raw.scale:
                return rounded.core
            same = Compare("=", rescale(rounded, raw.scale).core, column)
            return rounded.core if scale else Case(((same, rounded.core),), Null(Kind.INT))
        case TypeKind.DOUBLE if scale:
            return FloatToInt(column, scale)
        case TypeKind.DOUBLE:
            whole = FloatToInt(column, 0)
            return Case(((Compare("=", ToFloat(whole), column), whole),), Null(Kind.INT))
        case TypeKind.TEXT:
            return ParseNumber(column, scale)
    return None


def _double(source: SourceColumn, column: Column) -> Core | None:
    match source.type.kind:
        case TypeKind.DOUBLE:
            return column
        case TypeKind.INTEGER | TypeKind.DECIMAL:
            return ToFloat(column, source.type.scale)
        case TypeKind.TEXT:
            return ParseNumber(column, None)
    return None


def _time(field: Field, source: SourceColumn, column: Column, zone: str) -> Core | None:
    """A date or a local time; ``storage.zone`` of the field wins over what the source says."""
    form = field.storage.format
    stored_in = field.storage.zone or source.storage.zone
    wanted: Literal[Kind.DATE, Kind.TS] = Kind.DATE if field.type.kind is TypeKind.DATE else Kind.TS
    value: Core
    match source.type.kind:
        case TypeKind.DATE:
            return column if wanted is Kind.DATE else Midnight(column)
        case TypeKind.TIMESTAMP:
            value = column
        case TypeKind.INTEGER if form and form.startswith("epoch_"):
            value, stored_in = FromEpoch(column, _epoch_unit(form)), stored_in or "UTC"
        case TypeKind.INTEGER if form:
            value = ParseTime(column, form, wanted)
        case TypeKind.TEXT:
            shifts = stored_in is not None and stored_in != zone
            value = ParseTime(column, form or "iso", Kind.TS if shifts else wanted)
            if not shifts:
                return value
        case _:
            return None
    if isinstance(value, ParseTime) and value.to is Kind.DATE:
        return value
    if stored_in and stored_in != zone:
        value = ShiftZone(value, stored_in, zone)
    return value if wanted is Kind.TS else Day(value)


def _epoch_unit(form: str) -> Literal["s", "ms", "us"]:
    match form:
        case "epoch_ms":
            return "ms"
        case "epoch_us":
            return "us"
    return "s"


def value_of(field: Field, reading: Reading) -> Exact | Core:
    """The reading as an exact number where the field is one."""
    return exact(reading.value, field.type) if field.type.exact else reading.value

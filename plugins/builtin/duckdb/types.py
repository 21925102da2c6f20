"""DuckDB's types: what they mean to rules, and how their columns are read."""

from __future__ import annotations

import re

from plugins.api import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, ColumnInfo, Storage, Type, decimal

_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_NARROW = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_WIDE = ("UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM", "VARINT")
_PLAIN: dict[str, Type] = {
    "BOOLEAN": BOOLEAN,
    **dict.fromkeys(_NARROW, INTEGER),
    **dict.fromkeys(_WIDE, INTEGER),
    "FLOAT": DOUBLE,
    "DOUBLE": DOUBLE,
    **dict.fromkeys(("VARCHAR", "UUID", "JSON"), TEXT),
    "DATE": DATE,
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), TIMESTAMP),
    "TIMESTAMP WITH TIME ZONE": TIMESTAMP,
}


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def describe(name: str, native: str, *, nullable: bool = True, primary_key: bool = False) -> ColumnInfo | None:
    """What a column means; None where no rule can speak of its values."""
    storage = Storage(zone="UTC") if native == "TIMESTAMP WITH TIME ZONE" else Storage()
    kind = _PLAIN.get(native)
    if kind is None and native.startswith("ENUM("):
        kind = TEXT
    match = _DECIMAL.fullmatch(native)
    if match:
        scale = int(match[2])
        kind = decimal(scale) if scale else INTEGER
    if kind is None:
        return None
    return ColumnInfo(name, kind, native, storage, nullable=nullable, primary_key=primary_key)


def reading(column: ColumnInfo) -> str:
    """The expression that gives a column's values in the type that they are promised in."""
    name, native = quote(column.name), column.native
    if native in _WIDE or (native.startswith("DECIMAL") and column.type == INTEGER):
        return f"TRY_CAST({name} AS BIGINT) AS {name}"
    if native.startswith("ENUM(") or native in ("UUID", "JSON"):
        return f"CAST({name} AS VARCHAR) AS {name}"
    if native == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('UTC', {name}) AS {name}"
    if native.startswith("TIMESTAMP_"):
        return f"CAST({name} AS TIMESTAMP) AS {name}"
    if column.type == INTEGER and native != "BIGINT":
        return f"CAST({name} AS BIGINT) AS {name}"
    if native == "FLOAT":
        return f"CAST({name} AS DOUBLE) AS {name}"
    return name

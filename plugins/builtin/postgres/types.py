"""PostgreSQL's types: what they mean to rules, and how their columns are read."""

from __future__ import annotations

import re

from plugins.api import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, ColumnInfo, Kind, Storage, Type, decimal

_NUMERIC = re.compile(r"numeric\((\d+),(-?\d+)\)")
_SIZE = re.compile(r"\(\d+(,-?\d+)?\)")
_MOST_DIGITS, _MOST_PLACES = 38, 18
_PLAIN: dict[str, Type] = {
    "boolean": BOOLEAN,
    **dict.fromkeys(("smallint", "integer", "bigint", "oid"), INTEGER),
    **dict.fromkeys(("real", "double precision", "numeric"), DOUBLE),
    **dict.fromkeys(("text", "character varying", "character", "bpchar", '"char"', "name", "citext"), TEXT),
    **dict.fromkeys(("uuid", "json", "jsonb", "xml", "inet", "cidr", "macaddr"), TEXT),
    "date": DATE,
    "timestamp without time zone": TIMESTAMP,
    "timestamp with time zone": TIMESTAMP,
    "money": decimal(2),
}
ENUM = "e"
_BIGINTS = "(-9223372036854775807 - 1) AND 9223372036854775807"
_DAYS = "DATE '0001-01-01' AND DATE '9999-12-31'"
_TIMES = "TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'"


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a literal, whatever the server makes of backslashes."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def describe(
    name: str, native: str, category: str, *, nullable: bool = True, primary_key: bool = False
) -> ColumnInfo | None:
    """What a column means; None where no rule can speak of its values. ``category``: the type's ``typtype``."""
    base = _SIZE.sub("", native).removeprefix("public.")
    kind = TEXT if category == ENUM else _PLAIN.get(base)
    match = _NUMERIC.fullmatch(native)
    if match and int(match[1]) <= _MOST_DIGITS and int(match[2]) <= _MOST_PLACES:
        kind = decimal(int(match[2])) if int(match[2]) > 0 else INTEGER
    if kind is None:
        return None
    storage = Storage(zone="UTC") if base == "timestamp with time zone" else Storage()
    if base in ("character", "bpchar"):
        storage = Storage(trim=True)
    return ColumnInfo(name, kind, native, storage, nullable=nullable, primary_key=primary_key)


def reading(column: ColumnInfo) -> str:
    """The expression that gives a column's values in a type that is read without loss; decimals come as text."""
    name, native = quote(column.name), column.native
    value = name
    match column.physical:
        case Kind.INTEGER if native.startswith("numeric"):
            value = f"CASE WHEN {name} BETWEEN {_BIGINTS} THEN CAST({name} AS bigint) END"
        case Kind.INTEGER:
            value = f"CAST({name} AS bigint)"
        case Kind.DECIMAL:
            value = f"CAST(NULLIF(CAST({name} AS numeric), 'NaN') AS text)"
        case Kind.DOUBLE if native.startswith("numeric"):
            value = f"CASE WHEN abs({name}) < 1e308 THEN CASE WHEN abs({name}) < 1e-300 THEN 0"
            value += f" ELSE CAST({name} AS double precision) END END"
        case Kind.DOUBLE:
            value = f"CAST({name} AS double precision)"
        case Kind.TEXT if column.storage.trim:
            value = f"rtrim(CAST({name} AS text), ' ')"
        case Kind.TEXT:
            value = f"CAST({name} AS text)"
        case Kind.DATE:
            value = f"CASE WHEN {name} BETWEEN {_DAYS} THEN {name} END"
        case Kind.TIMESTAMP:
            moment = f"timezone('UTC', {name})" if column.storage.zone else f"CAST({name} AS timestamp)"
            value = f"CASE WHEN {moment} BETWEEN {_TIMES} THEN {moment} END"
    return f"{value} AS {name}"

"""Types of MariaDB and MySQL: what they mean to rules, and how their columns are read."""

from __future__ import annotations

import re

from plugins.api import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, ColumnInfo, Kind, Storage, decimal

_INTEGERS = ("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year", "bit")
_TEXTS = (
    *("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "time"),
    *("uuid", "inet4", "inet6", "nchar", "nvarchar"),
)
_DECIMAL = re.compile(r"(?:decimal|numeric)\((\d+),(\d+)\).*")
_MAX_SCALE = 18


def quote(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def may_be_boolean(declared: str) -> bool:
    """``BOOLEAN`` is another word for TINYINT(1); only the values tell which was meant."""
    return declared in ("tinyint(1)", "bit(1)")


def describe(
    name: str, declared: str, *, nullable: bool = True, primary_key: bool = False, boolean: bool = False
) -> ColumnInfo | None:
    """What a column means; None where no rule can speak of its values. ``boolean``: it holds 0 and 1 only."""
    base = re.split(r"[( ]", declared, maxsplit=1)[0]
    storage = Storage()
    stored: Kind | None = None
    match = _DECIMAL.fullmatch(declared)
    if boolean:
        kind = BOOLEAN
    elif base in _INTEGERS:
        kind = INTEGER
    elif match:
        scale = int(match[2])
        kind = DOUBLE if scale > _MAX_SCALE else decimal(scale) if scale else INTEGER
    elif base in ("double", "float"):
        kind = DOUBLE
    elif base in _TEXTS:
        kind, storage = TEXT, Storage(trim=base in ("char", "nchar"))
    elif base == "date":
        kind = DATE
    elif base == "datetime":
        kind = TIMESTAMP
    elif base == "timestamp":
        kind, storage = TIMESTAMP, Storage(zone="UTC")
    else:
        return None
    return ColumnInfo(name, kind, declared, storage, nullable=nullable, primary_key=primary_key, stored=stored)


def reading(column: ColumnInfo) -> str:
    """The expression whose text is the column's value."""
    name = quote(column.name)
    if column.native.startswith("bit"):
        return f"{name} + 0"
    if column.native.startswith("float") or (column.type == DOUBLE and column.native.startswith("decimal")):
        return f"CAST({name} AS DOUBLE)"
    return name

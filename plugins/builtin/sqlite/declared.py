"""Declared types of SQLite columns: what they say, and what a sample of the values adds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.api import (
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    TEXT,
    TIMESTAMP,
    ColumnInfo,
    Kind,
    Storage,
    Type,
    decimal,
)

_DECLARED = re.compile(r"\s*([A-Z_][A-Z0-9_ ]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*")
_FIXED = ("CHAR", "CHARACTER", "NCHAR", "NATIVE CHARACTER", "BPCHAR")
_TIMES = ("DATETIME", "TIMESTAMP", "SMALLDATETIME", "DATETIME2", "TIMESTAMPTZ")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def describe(
    name: str, declared: str, sample: Sequence[object], *, nullable: bool = True, primary_key: bool = False
) -> ColumnInfo | None:
    """What a column is, by its declared type and some of its values; None for binary data."""
    kind, storage, stored = _kind(declared.upper(), [value for value in sample if value is not None])
    if kind is None:
        return None
    return ColumnInfo(name, kind, declared, storage, nullable=nullable, primary_key=primary_key, stored=stored)


_Kind = tuple[Type | None, Storage, Kind | None]


def _kind(declared: str, sample: list[object]) -> _Kind:
    match = _DECLARED.fullmatch(declared)
    base, first, second = match.groups() if match else (declared, None, None)
    base = re.sub(r"\s+", " ", base)
    seen = {type(value) for value in sample}
    plain = Storage()
    if seen and seen <= {bytes} and "CHAR" not in base and "TEXT" not in base:
        return None, plain, None
    if base == "DATE" or base in _TIMES or base.startswith(("TIMESTAMP ", "DATETIME ")):
        return _temporal(DATE if base == "DATE" else TIMESTAMP, sample, seen)
    if str in seen and not _is_text(base):  # text wins over what was declared
        return TEXT, plain, None
    if base.startswith("BOOL"):
        ones = all(value in (0, 1) for value in sample)
        return (BOOLEAN, Storage("01"), Kind.INTEGER) if ones else (INTEGER, plain, None)
    if base in ("DECIMAL", "NUMERIC", "DEC", "NUMBER", "MONEY"):
        if first is not None and base != "MONEY":
            scale = int(second or 0)
            if scale:
                return decimal(scale), plain, None
        return _observed(seen, INTEGER)
    if "INT" in base:
        return (DOUBLE if float in seen else INTEGER), plain, None
    if _is_text(base):
        return TEXT, Storage(trim=base in _FIXED), None
    if any(word in base for word in ("REAL", "FLOA", "DOUB")):
        return DOUBLE, plain, None
    if "BLOB" in base and not seen:
        return None, plain, None
    return _observed(seen, TEXT)


def _is_text(base: str) -> bool:
    return any(word in base for word in ("CHAR", "CLOB", "TEXT", "STRING")) and "INT" not in base


def _observed(seen: set[type], otherwise: Type) -> _Kind:
    """By the values alone, as nothing useful is declared."""
    if str in seen:
        return TEXT, Storage(), None
    if float in seen:
        return DOUBLE, Storage(), None
    return (INTEGER if int in seen else otherwise), Storage(), None


def _temporal(kind: Type, sample: list[object], seen: set[type]) -> _Kind:
    """Dates live in SQLite as text, or as numbers of several kinds; the sample tells which."""
    if seen <= {str}:
        texts = [value for value in sample if isinstance(value, str)]
        if all(_ISO.match(value) for value in texts):
            return kind, Storage("iso"), Kind.TEXT
        return TEXT, Storage(), None
    if seen == {int}:
        low = min(value for value in sample if isinstance(value, int))
        high = max(value for value in sample if isinstance(value, int))
        if kind is DATE and low >= 19000101 and high <= 21001231:
            return kind, Storage("%Y%m%d"), Kind.INTEGER
        for name, factor in (("epoch_s", 1), ("epoch_ms", 10**3), ("epoch_us", 10**6)):
            if abs(high) < 10**10 * factor:
                return kind, Storage(name, zone="UTC"), Kind.INTEGER
    return _observed(seen, TEXT)

"""Columns of data frames as pairs: each is read as its kind and as nothing else."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from engine.backends.frame.runtime.numbers import calculate_guarded, finite, to_whole, wide
from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, condition, is_known, settled, words_of
from engine.backends.frame.runtime.time_texts import parse_time
from engine.backends.frame.runtime.times import MICROSECONDS, day_number, day_of, time_number


def table(tables: Any, name: str) -> Any:
    """A table by its name."""
    try:
        return tables[name]
    except KeyError:
        raise KeyError(f"there is no table {name!r}") from None


def column(frame: Any, name: str, kind: str, scale: int = 0, *, trim: bool = False, normal: bool = False) -> Pair:
    """A column as its kind; unknown where its value is missing or is none of this kind.

    scale: whole numbers times 10**scale. trim: texts without their padding. normal: texts as NFC.
    """
    series = frame[name]
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(series.cat.categories.dtype)
    elif str(series.dtype).startswith("dictionary"):
        array = series.array.__arrow_array__()
        series = pd.Series(pd.arrays.ArrowExtensionArray(array.cast(array.type.value_type)))
    match kind:
        case "int":
            return whole_column(series, scale)
        case "float":
            return double_column(series)
        case "bool":
            return truth_column(series)
        case "text":
            return text_column(series, trim, normal)
        case "date":
            return day_of(time_column(series))
        case _:
            return time_column(series)


def nothing(series: Any, kind: Any = np.int64) -> Pair:
    """Nothing known."""
    return Pair(np.zeros(len(series), dtype=kind), np.zeros(len(series), dtype=np.bool_))


def where_known(series: Any) -> Any:
    """Where a column has values, None for everywhere."""
    return settled(series.notna().to_numpy(dtype=np.bool_))


def is_arrow(series: Any) -> bool:
    """Does the column lie in Arrow's memory, by its type?"""
    return isinstance(series.dtype, pd.ArrowDtype)


def filled(series: Any, kind: Any) -> Pair:
    """A column of numbers as an array, zero where missing."""
    if isinstance(series.dtype, np.dtype):
        return Pair(series.to_numpy())
    known = where_known(series)
    if is_arrow(series):
        array = series.array.__arrow_array__()
        empty = False if str(array.type) == "bool" else 0
        return Pair((array if known is None else array.fill_null(empty)).to_numpy(), known)
    return Pair(series.to_numpy(dtype=kind) if known is None else series.to_numpy(dtype=kind, na_value=kind(0)), known)


def each(series: Any, read: Any, kind: Any) -> Pair:
    """Each value of a column of Python objects read by itself; unknown where ``read`` gives None."""
    found = [read(value) for value in series.to_numpy(dtype=object, na_value=None)]
    known = np.fromiter((one is not None for one in found), np.bool_, len(found))
    value = np.fromiter((0 if one is None else one for one in found), kind, len(found))
    return Pair(value, settled(known))


# -- numbers -----------------------------------------------------------------------------------------------


def whole_column(series: Any, scale: int) -> Pair:
    """Whole numbers, times 10**scale."""
    kind = series.dtype.kind
    if is_text(series):
        return nothing(series)
    if is_decimal(series):
        return decimal_column(series, scale)
    if kind == "O":
        return each(series, lambda value: whole_value(value, scale), np.int64)
    if kind == "f":
        double = double_column(series)
        whole = to_whole(double, scale, "half_away")
        if scale:
            return whole
        return Pair(whole.value, settled(both(whole.known, whole.value == double.value)))
    if kind not in "iub":
        return nothing(series)
    wide_type: Any = np.uint64 if kind == "u" else np.int64
    result = filled(series, wide_type)
    if kind == "u":
        result = Pair(wide(result.value), settled(both(result.known, result.value < 2**63)))
    elif kind == "b":
        result = Pair(result.value.astype(np.int8), result.known)
    return calculate_guarded(result, "*", Pair(10**scale)) if scale else result


def whole_value(value: Any, scale: int) -> int | None:
    """A Python number times 10**scale; None for what is none."""
    if isinstance(value, int | np.integer):
        result = int(value) * 10**scale
    elif isinstance(value, Decimal) and value.is_finite():
        result = int(value.scaleb(scale).quantize(Decimal(1), ROUND_HALF_UP))
        if not scale and result != value:
            return None
    elif isinstance(value, float) and np.isfinite(value):
        whole = to_whole(Pair(value), scale, "half_away")
        if whole.known is not None or (not scale and whole.value != value):
            return None
        result = int(whole.value)
    else:
        return None
    return result if -(2**63) <= result < 2**63 else None


def is_decimal(series: Any) -> bool:
    """Is it a column of Arrow decimals?"""
    return str(series.dtype).startswith("decimal")


def decimal_column(series: Any, scale: int) -> Pair:
    """Arrow decimals times 10**scale."""
    values, known, places = decimal_parts(series)
    if places > scale:
        return each(series, lambda value: whole_value(value, scale), np.int64)
    result = Pair(values, known)
    return calculate_guarded(result, "*", Pair(10 ** (scale - places))) if scale > places else result


def decimal_parts(series: Any) -> tuple[Array, Any, int]:
    """The 128-bit numbers behind Arrow decimals as 64 bits, where they are known and fit, and their scale."""
    array = series.array.__arrow_array__()
    parts = []
    for chunk in array.chunks:
        if chunk.type.byte_width != 16:
            found = [None if value is None else int(value.scaleb(chunk.type.scale)) for value in chunk.to_pylist()]
            pairs = [((value or 0) & (2**64 - 1), (value or 0) >> 64) for value in found]
            parts.append(np.array([(low - (low >> 63 << 64), high) for low, high in pairs], np.int64).reshape(-1, 2))
        else:
            start = chunk.offset
            parts.append(np.frombuffer(chunk.buffers()[1], np.int64).reshape(-1, 2)[start : start + len(chunk)])
    both_halves = np.concatenate(parts) if parts else np.zeros((0, 2), dtype=np.int64)
    low, high = both_halves[:, 0], both_halves[:, 1]
    return np.ascontiguousarray(low), settled(both(where_known(series), (low >> 63) == high)), array.type.scale


def double_column(series: Any) -> Pair:
    """Finite doubles."""
    kind = series.dtype.kind
    if is_decimal(series) or kind == "O":
        return each(series, double_value, np.float64)
    if kind not in "iubf":
        return nothing(series, np.float64)
    found = filled(series, np.float64)
    return finite(found.value.astype(np.float64, copy=False), found.known)


def double_value(value: Any) -> float | None:
    """A Python number as a finite double; None for what is none."""
    if not isinstance(value, int | float | np.number | Decimal):
        return None
    try:
        double = float(value)
    except (OverflowError, ValueError):
        return None
    return double if np.isfinite(double) else None


def truth_column(series: Any) -> Pair:
    """True and false, also written as 1 and 0."""
    kind = series.dtype.kind
    if kind == "O":
        found = each(series, lambda v: bool(v) if isinstance(v, int | np.integer | np.bool_) else None, np.bool_)
    elif kind == "b":
        found = filled(series, np.bool_)
    elif kind in "iuf":
        found = double_column(series)
    else:
        found = nothing(series, np.bool_)
    return condition(found.value != 0, found.known)


# -- texts -------------------------------------------------------------------------------------------------


def is_text(series: Any) -> bool:
    """Is it a column of texts, by its type?"""
    return series.dtype.kind == "U" or isinstance(series.dtype, pd.StringDtype)


def text_column(series: Any, trim: bool = False, normal: bool = False) -> Pair:
    """Texts, as codes into their words."""
    if series.dtype.kind not in "OU":
        return Pair(Text(np.zeros(len(series), dtype=np.int32), words_of([])), np.zeros(len(series), dtype=np.bool_))
    codes, found = pd.factorize(series)
    words = np.asarray(found, dtype=object)
    known = settled(codes >= 0)
    if known is not None:
        codes = np.where(known, codes, 0)
    if not is_text(series):
        readable = np.fromiter((isinstance(word, str) for word in words), np.bool_, len(words))
        if not readable.all():
            known, words = settled(both(known, readable[codes])), np.where(readable, words, "")
    if trim:
        words = words_of(word.rstrip(" ") for word in words)
    if normal:
        words = words_of(unicodedata.normalize("NFC", word) for word in words)
    return Pair(Text(codes.astype(np.int32), words if len(words) else words_of([])), known)


# -- times -------------------------------------------------------------------------------------------------

UNITS = {"us": (1, 1), "ns": (1, 1000), "ms": (1000, 1), "s": (1_000_000, 1), "D": (MICROSECONDS, 1)}


def time_column(series: Any) -> Pair:
    """Times; those with a zone as UTC. Texts are read as ISO writes them."""
    kind = series.dtype.kind
    if is_text(series):
        return parse_time(text_column(series), "iso")
    if kind == "O":
        return mixed_times(series)
    if kind != "M":
        return nothing(series)
    if is_arrow(series):
        array = series.array.__arrow_array__()
        name = str(array.type)
        unit = "D" if name.startswith("date32") else "ms" if name.startswith("date64") else array.type.unit
        numbers = array.cast("int32" if unit == "D" else "int64").fill_null(0).to_numpy()
        return Pair(microseconds(numbers, unit), where_known(series))
    if getattr(series.dtype, "tz", None) is not None:
        series = series.dt.tz_convert("UTC").dt.tz_localize(None)
    values = series.to_numpy()
    known = settled(~np.isnat(values))
    numbers = values.view(np.int64) if known is None else np.where(known, values.view(np.int64), 0)
    return Pair(microseconds(numbers, np.datetime_data(values.dtype)[0]), known)


def microseconds(values: Array, unit: str) -> Array:
    """Counts of a unit as microseconds, parts of one cut off downwards."""
    factor, divisor = UNITS[unit]
    if divisor > 1:
        return values // divisor
    return values if factor == 1 else values.astype(np.int64) * factor


def mixed_times(series: Any) -> Pair:
    """Python dates, times and ISO texts; unknown for anything else."""
    values = series.to_numpy(dtype=object, na_value=None)
    words = text_column(pd.Series(values, dtype=object))
    texts = parse_time(words, "iso")
    found = each(series, time_value, np.int64)
    return Pair(np.where(is_known(found).value, found.value, texts.value), settled(any_known(found, texts)))


def any_known(x: Pair, y: Pair) -> Any:
    """Where one of the two is known."""
    return is_known(x).value | is_known(y).value


def time_value(value: Any) -> int | None:
    """A Python date or time as microseconds, in UTC where it has a zone; None for what is none."""
    if not isinstance(value, date) or value is pd.NaT:
        return None
    if not isinstance(value, datetime):
        return day_number(value) * MICROSECONDS
    return time_number(value if value.tzinfo is None else value.astimezone(UTC))

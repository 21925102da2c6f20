"""Columns of data frames are read as their kind and as nothing else, without loss."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from engine.backends.frame.runtime.pairs import Text
from engine.backends.frame.runtime.reading import column
from engine.backends.frame.runtime.times import EPOCH

pytestmark = pytest.mark.backend("pandas")

BIG = 2**53 + 1


def read(series: Any, kind: str, scale: int = 0, **options: bool) -> list[Any]:
    """A column's values, None where they are unknown."""
    found = column(pd.DataFrame({"x": series}), "x", kind, scale, **options)
    value = found.value
    if isinstance(value, Text):
        value = value.words[value.codes]
    values = value.tolist()
    if kind == "date":
        values = [date.fromordinal(day + EPOCH) for day in values]
    if kind == "ts":
        values = [datetime(1970, 1, 1) + timedelta(microseconds=moment) for moment in values]
    known = [True] * len(values) if found.known is None else found.known.tolist()
    return [one if is_known else None for one, is_known in zip(values, known, strict=True)]


def arrow(values: list[Any], kind: pa.DataType) -> pd.Series:
    return pd.Series(values, dtype=pd.ArrowDtype(kind))


@pytest.mark.parametrize(
    ("series", "wanted"),
    [
        (pd.Series([BIG, -1]), [BIG, -1]),
        (pd.Series([BIG, None], dtype="Int64"), [BIG, None]),
        (arrow([BIG, None], pa.int64()), [BIG, None]),
        (arrow([7, None], pa.int8()), [7, None]),
        (pd.Series([2**64 - 1, 5], dtype="uint64"), [None, 5]),
        (pd.Series([2**64 - 1, 5, None], dtype="UInt64"), [None, 5, None]),
        (pd.Series([200], dtype="uint8"), [200]),
        (pd.Series([1.0, 2.5, np.nan, np.inf, 1e19]), [1, None, None, None, None]),
        (pd.Series([BIG, "12", None, 2.0, 2.5, Decimal(3), Decimal("3.5"), 2**63, b"1"], dtype=object),
         [BIG, None, None, 2, None, 3, None, None, None]),
        (pd.Series([True, False]), [1, 0]),
        (pd.Series(["1", "x"]), [None, None]),
        (pd.Series([BIG, 2, BIG]).astype("category"), [BIG, 2, BIG]),
        (pd.Series(pd.to_datetime(["2024-01-01"])), [None]),
        (pd.Series([], dtype="int64"), []),
        (pd.Series([None, None], dtype=object), [None, None]),
        (arrow([None], pa.null()), [None]),
    ],
)  # fmt: skip
def test_whole_numbers(series: Any, wanted: list[Any]) -> None:
    assert read(series, "int") == wanted


TENS = [Decimal("12.34"), None, Decimal("-0.01"), Decimal("92233720368547758.07"), Decimal("92233720368547758.08")]


@pytest.mark.parametrize(
    ("series", "scale", "wanted"),
    [
        (arrow(TENS, pa.decimal128(38, 2)), 2, [1234, None, -1, 2**63 - 1, None]),
        (arrow(TENS, pa.decimal256(60, 2)), 2, [1234, None, -1, 2**63 - 1, None]),
        (arrow(TENS[:3], pa.decimal128(10, 2)), 3, [12340, None, -10]),
        (arrow(TENS[:3], pa.decimal128(10, 2)), 1, [123, None, 0]),
        (arrow(TENS[:3], pa.decimal128(10, 2)), 0, [None, None, None]),
        (pd.Series([12.34, 2.675, np.nan]), 2, [1234, 268, None]),
        (pd.Series([12, 2**62]), 2, [1200, None]),
        (pd.Series([Decimal("12.345"), 3, "3", 0.5, Decimal("NaN")], dtype=object), 2, [1235, 300, None, 50, None]),
    ],
)
def test_decimals(series: Any, scale: int, wanted: list[Any]) -> None:
    assert read(series, "int", scale) == wanted


def test_parts_of_decimals() -> None:
    parts = pa.chunked_array(
        [pa.array(TENS[:3], pa.decimal128(20, 2))[1:], pa.array([Decimal("7.00")], pa.decimal128(20, 2))]
    )
    assert read(pd.Series(pd.arrays.ArrowExtensionArray(parts)), "int", 2) == [None, -1, 700]


@pytest.mark.parametrize(
    ("series", "wanted"),
    [
        (pd.Series([1.5, np.nan, np.inf, -np.inf]), [1.5, None, None, None]),
        (pd.Series([1.5, None], dtype="Float64"), [1.5, None]),
        (arrow([1.5, None, float("nan")], pa.float64()), [1.5, None, None]),
        (pd.Series([0.5], dtype="float32"), [0.5]),
        (pd.Series([3, -4]), [3.0, -4.0]),
        (arrow([Decimal("1.50"), None], pa.decimal128(5, 2)), [1.5, None]),
        (pd.Series(["1.5", None, 2, Decimal("0.5"), 10**400], dtype=object), [None, None, 2.0, 0.5, None]),
        (pd.Series(["1.5"]), [None]),
    ],
)
def test_doubles(series: Any, wanted: list[Any]) -> None:
    assert read(series, "float") == wanted


@pytest.mark.parametrize(
    ("series", "wanted"),
    [
        (pd.Series([True, False]), [True, False]),
        (pd.Series([True, None], dtype="boolean"), [True, None]),
        (pd.Series([True, None], dtype=object), [True, None]),
        (arrow([True, None, False], pa.bool_()), [True, None, False]),
        (pd.Series([1, 0]), [True, False]),
        (pd.Series([1.0, np.nan]), [True, None]),
        (pd.Series(["true", 1], dtype=object), [None, True]),
        (pd.Series(["true"]), [None]),
    ],
)
def test_truths(series: Any, wanted: list[Any]) -> None:
    assert read(series, "bool") == wanted


WORDS = ["a ", "", None, "한글", "\u1112\u1161\u11ab", "a "]


@pytest.mark.parametrize(
    "series",
    [
        pd.Series(WORDS),
        pd.Series(WORDS, dtype=object),
        pd.Series(WORDS, dtype="string"),
        pd.Series(WORDS, dtype="string[python]"),
        pd.Series(WORDS).astype("category"),
        arrow(WORDS, pa.string()),
        arrow(WORDS, pa.large_string()),
        pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([pa.array(WORDS).dictionary_encode()]))),
    ],
)
def test_texts(series: Any) -> None:
    assert read(series, "text") == WORDS
    assert read(series, "text", trim=True) == ["a", "", None, "한글", "\u1112\u1161\u11ab", "a"]
    assert read(series, "text", normal=True) == ["a ", "", None, "한글", "한", "a "]


def test_texts_among_others() -> None:
    assert read(pd.Series(["a", 1, None, b"a", 1.0, float("nan")], dtype=object), "text") == ["a", *[None] * 5]
    assert read(pd.Series([1, 2]), "text") == [None, None]
    assert read(pd.Series([], dtype="str"), "text") == []
    assert read(pd.Series([None], dtype="str"), "text") == [None]


DAY, TIME = date(2024, 2, 29), datetime(2024, 2, 29, 15, 30, 1, 250000)
BEFORE = datetime(1969, 12, 31, 23)
SEOUL = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("series", "days", "times"),
    [
        (arrow([DAY, None], pa.date32()), [DAY, None], [datetime(2024, 2, 29), None]),
        (arrow([DAY, None], pa.date64()), [DAY, None], [datetime(2024, 2, 29), None]),
        (arrow([TIME, None], pa.timestamp("us")), [DAY, None], [TIME, None]),
        (arrow([TIME, None], pa.timestamp("ns")), [DAY, None], [TIME, None]),
        (arrow([TIME.replace(tzinfo=UTC)], pa.timestamp("ms", "Asia/Seoul")), [DAY], [TIME]),
        (pd.Series([TIME, pd.NaT]), [DAY, None], [TIME, None]),
        (pd.Series([TIME]).astype("datetime64[s]"), [DAY], [TIME.replace(microsecond=0)]),
        (pd.Series([TIME]).astype("datetime64[ns]"), [DAY], [TIME]),
        (pd.Series([BEFORE]).astype("datetime64[ns]"), [BEFORE.date()], [BEFORE]),
        (pd.Series([TIME, None]).dt.tz_localize("Asia/Seoul"), [DAY, None], [TIME - timedelta(hours=9), None]),
        (pd.Series([DAY, TIME, "2024-02-29", "x", None, 3, pd.NaT, time(1), TIME.replace(tzinfo=SEOUL)], dtype=object),
         [DAY, DAY, DAY, None, None, None, None, None, DAY],
         [datetime(2024, 2, 29), TIME, datetime(2024, 2, 29), None, None, None, None, None, TIME - timedelta(hours=9)]),
        (pd.Series(["2024-02-29", "2023-02-29", None]), [DAY, None, None], [datetime(2024, 2, 29), None, None]),
        (pd.Series(["2024-02-29 15:30:01.25"]), [DAY], [TIME]),
        (pd.Series([DAY, None], dtype=object).astype("category"), [DAY, None], [datetime(2024, 2, 29), None]),
        (pd.Series([1, 2]), [None, None], [None, None]),
        (pd.Series([None], dtype=object), [None], [None]),
    ],
)  # fmt: skip
def test_times(series: Any, days: list[Any], times: list[Any]) -> None:
    assert read(series, "date") == days
    assert read(series, "ts") == times

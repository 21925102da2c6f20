from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from plugins.registry import open_frames
from tests.support.sources import codes, failure, rows, types

FRAME = pd.DataFrame(
    {
        "plain": [1, 2, 3],
        "gaps": [1, None, 3],
        "nullable": pd.array([1, None, 2**60], dtype="Int64"),
        "arrow": pd.array([1, 2, None], dtype="int64[pyarrow]"),
        "unsigned": np.array([2**64 - 1, 1, 2], dtype="uint64"),
        "text": ["a", None, "\u1112\u1161\u11ab"],
        "objects": np.array(["x", None, float("nan")], dtype=object),
        "flags": [True, False, None],
        "category": pd.Categorical(["x", "y", "x"]),
        "numbers": pd.Categorical([1, 2, 1]),
        "zoned": pd.date_range("2024-01-01", periods=3, tz="Asia/Seoul"),
        "naive": pd.to_datetime(["2024-01-01", None, "2024-01-01 10:00:00.123456789"], format="mixed"),
        "days": [dt.date(2024, 2, 29), None, dt.date(2024, 1, 1)],
        "money": [Decimal("1.50"), None, Decimal("2")],
        "mixed": [1, 2.5, True],
        "infinite": [np.inf, -np.inf, 1.0],
    }
)


def test_types() -> None:
    with open_frames({"t": FRAME}) as source:
        assert types(source) == {
            "plain": "integer",
            "gaps": "double",
            "nullable": "integer",
            "arrow": "integer",
            "unsigned": "integer",
            "text": "text",
            "objects": "text",
            "flags": "boolean",
            "category": "text",
            "numbers": "integer",
            "zoned": "timestamp",
            "naive": "timestamp",
            "days": "date",
            "money": "decimal(2)",
            "mixed": "double",
            "infinite": "double",
        }
        assert next(c for c in source.columns("t") if c.name == "zoned").storage.zone == "UTC"
        assert sorted(codes(source)) == ["source.normalised", "source.values_lost"]


def test_values() -> None:
    with open_frames({"t": FRAME}) as source:
        read = rows(source)
    assert read["nullable"] == [1, None, 2**60]
    assert read["unsigned"] == [None, 1, 2]
    assert read["text"] == ["a", None, "한"]
    assert read["objects"] == ["x", None, None]
    assert read["flags"] == [True, False, None]
    assert read["numbers"] == [1, 2, 1]
    assert read["zoned"][0] == dt.datetime(2023, 12, 31, 15)
    assert read["naive"] == [dt.datetime(2024, 1, 1), None, dt.datetime(2024, 1, 1, 10, 0, 0, 123456)]
    assert read["days"] == [dt.date(2024, 2, 29), None, dt.date(2024, 1, 1)]
    assert read["money"] == [Decimal("1.50"), None, Decimal("2.00")]
    assert read["infinite"] == [np.inf, -np.inf, 1.0]


def test_the_frame_is_not_changed() -> None:
    copy = FRAME.copy(deep=True)
    with open_frames({"t": FRAME}) as source:
        rows(source)
        source.propose("t")
    pd.testing.assert_frame_equal(FRAME, copy)


def test_mixed_objects_become_text() -> None:
    with open_frames({"t": pd.DataFrame({"a": ["x", 1, None, 2.5]})}) as source:
        assert rows(source) == {"a": ["x", "1", None, "2.5"]}
        assert codes(source) == ["source.mixed_types"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "source.duplicate_column"),
        (pd.DataFrame([[1, 2]], columns=["가", "\u1100\u1161"]), "source.duplicate_column"),
        (pd.DataFrame([[1]], columns=[3]), "source.column_name"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "source.column_name"),
        (pd.DataFrame([[1]], columns=[" "]), "source.column_name"),
        (pd.DataFrame({"a": [object()]}), "source.frame_values"),
        ([1, 2], "source.not_a_frame"),
    ],
)
def test_frames_that_cannot_be_tables(frame: Any, code: str) -> None:
    assert failure(lambda: open_frames({"t": frame}).columns("t")).code == code


def test_lists_are_left_out() -> None:
    with open_frames({"t": pd.DataFrame({"a": [1], "b": [[1, 2]]})}) as source:
        assert rows(source) == {"a": [1]}
        assert codes(source) == ["source.column_skipped"]


def test_lone_surrogates_do_not_break_it() -> None:
    with open_frames({"t": pd.DataFrame({"a": ["\ud800x", "가"]}, dtype=object)}) as source:
        assert rows(source) == {"a": ["?x", "가"]}


def test_empty_frames_and_many_tables() -> None:
    with open_frames({"b": pd.DataFrame({"a": []}), "a": pd.DataFrame(), "고객": FRAME}) as source:
        assert [t.name for t in source.tables()] == ["b", "a", "고객"]
        assert source.columns("a") == ()
        assert rows(source, "b") == {"a": []}
        assert source.row_count("고객") == 3
    assert failure(lambda: open_frames({})).code == "source.frames_missing"
    assert failure(lambda: open_frames({"a": FRAME}).columns("aa")).params["near"] == "a"


def test_an_index_is_not_a_column() -> None:
    with open_frames({"t": FRAME[["plain"]].iloc[::-1]}) as source:
        assert rows(source) == {"plain": [3, 2, 1]}

"""Texts by code point, dates by the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.backends.frame.runtime.pairs import words_of
from engine.backends.frame.runtime.time_texts import iso_times
from engine.backends.frame.runtime.times import time_number
from engine.core import (
    Concat,
    DateAdd,
    DatePart,
    Day,
    DaysBetween,
    Fold,
    FromEpoch,
    Kind,
    Length,
    Midnight,
    MonthsBetween,
    Null,
    ParseTime,
    Part,
    ShiftZone,
    Trim,
)
from engine.zones import shift
from tests.engine.frame.tools import const, evaluate
from tests.engine.frame.tools import given as column

pytestmark = pytest.mark.backend("pandas")

S, T = column("x", Kind.TEXT), column("y", Kind.TEXT)
D, E = column("x", Kind.DATE), column("y", Kind.DATE)
W = column("x", Kind.TS)


def test_text_functions() -> None:
    words = ["aÉb", "👍", "한글", "\u1112\u1161\u11ab", "", None]
    assert evaluate(Length(S), x=words) == [3, 1, 2, 3, 0, None]
    assert evaluate(Fold(S, "upper"), x=["aÉéß", "ı", None]) == ["AÉéß", "ı", None]
    assert evaluate(Fold(S, "lower"), x=["AÉZ", "İ"]) == ["aÉz", "İ"]
    assert evaluate(Trim(S), x=["\t a\u3000\u00a0", "\u2003a", " ", None]) == ["a", "\u2003a", "", None]
    assert evaluate(Part(S, "left", 2), x=["👍한글", "a", None]) == ["👍한", "a", None]
    assert evaluate(Part(S, "right", 2), x=["👍한글", "a"]) == ["한글", "a"]
    assert evaluate(Part(S, "right", 0), x=["abc"]) == [""]
    assert evaluate(Part(S, "rest", 2), x=["👍한글", "a", None]) == ["글", "", None]


def test_concat() -> None:
    node = Concat((S, const("-"), T))
    assert evaluate(node, x=["a", "b", None, "a"], y=["1", None, "2", "1"]) == ["a-1", None, None, "a-1"]
    many = Concat((S, *(const(str(n % 10)) for n in range(500))))
    assert evaluate(many, x=["a", None]) == ["a" + "".join(str(n % 10) for n in range(500)), None]
    assert evaluate(Concat((S, Null(Kind.TEXT))), x=["a"]) == [None]


def test_equal_after_a_change() -> None:
    from engine.core import Compare, InSet

    assert evaluate(Compare("=", Fold(S, "lower"), Trim(T)), x=["AB", "b", None], y=[" ab", "a ", "x"]) == [
        True,
        False,
        None,
    ]
    assert evaluate(InSet(Fold(S, "lower"), (const("a"),)), x=["A", "a", "b"]) == [True, True, False]


# -- calendar ----------------------------------------------------------------------------------------------


def moved(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@given(st.lists(st.dates(), min_size=1), st.integers(-2000, 2000))
@example([date(2024, 2, 29), date(2024, 1, 31), date(1, 1, 1), date(9999, 12, 31)], -12)
@example([date(2023, 1, 31), date(9999, 12, 31)], 1)
def test_add_months(days: list[date], amount: int) -> None:
    assert evaluate(DateAdd(D, amount, "month"), x=days) == [moved(day, amount) for day in days]


@given(st.lists(st.dates(), min_size=1), st.integers(-10_000, 10_000))
@example([date(1, 1, 1), date(9999, 12, 31)], 1)
@example([date(1, 1, 1), date(9999, 12, 31)], -1)
def test_add_days(days: list[date], amount: int) -> None:
    def plus(day: date) -> date | None:
        try:
            return day + timedelta(days=amount)
        except OverflowError:
            return None

    assert evaluate(DateAdd(D, amount, "day"), x=days) == [plus(day) for day in days]


def months(start: date, end: date) -> int:
    if end < start:
        return -months(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@given(st.lists(st.tuples(st.dates(), st.dates()), min_size=1))
def test_between(pairs: list[tuple[date, date]]) -> None:
    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    assert evaluate(MonthsBetween(D, E), x=x, y=y) == [months(a, b) for a, b in pairs]
    assert evaluate(DaysBetween(D, E), x=x, y=y) == [(b - a).days for a, b in pairs]


@given(st.lists(st.datetimes(), min_size=1))
def test_parts(times: list[datetime]) -> None:
    wanted: dict[Any, Any] = {
        "year": lambda t: t.year,
        "quarter": lambda t: (t.month + 2) // 3,
        "month": lambda t: t.month,
        "day": lambda t: t.day,
        "weekday": lambda t: t.isoweekday(),
        "hour": lambda t: t.hour,
        "minute": lambda t: t.minute,
        "second": lambda t: t.second,
    }
    for part, of in wanted.items():
        assert evaluate(DatePart(part, W), x=times) == [of(time) for time in times]
        if part not in ("hour", "minute", "second"):
            assert evaluate(DatePart(part, D), x=[time.date() for time in times]) == [of(time) for time in times]
    assert evaluate(Day(W), x=times) == [time.date() for time in times]
    assert evaluate(Midnight(Day(W)), x=times) == [datetime(t.year, t.month, t.day) for t in times]


def test_missing_dates() -> None:
    assert evaluate(DateAdd(D, 1, "month"), x=[None, date(2024, 1, 31)]) == [None, date(2024, 2, 29)]
    assert evaluate(DaysBetween(D, const(date(2024, 3, 1))), x=[None, date(2024, 2, 28)]) == [None, 2]


# -- reading -----------------------------------------------------------------------------------------------

ISO = [
    ("2024-02-29", datetime(2024, 2, 29)),
    ("2023-02-29", None),
    ("0000-01-01", None),
    ("0001-01-01", datetime(1, 1, 1)),
    ("9999-12-31T23:59:59.999999", datetime(9999, 12, 31, 23, 59, 59, 999999)),
    ("2024-01-31 15:00", datetime(2024, 1, 31, 15)),
    ("2024-01-31T15:00:01", datetime(2024, 1, 31, 15, 0, 1)),
    ("2024-01-31 15:00:01.5", datetime(2024, 1, 31, 15, 0, 1, 500000)),
    ("2024-01-31 15:00:01.1234567", datetime(2024, 1, 31, 15, 0, 1, 123456)),
    ("2024-01-31 24:00", None),
    ("2024-01-31 23:60", None),
    ("2024-01-31 23:59:60", None),
    ("2024-01-31 15:00:01.", None),
    ("2024-01-31 15", None),
    ("2024-01-31x15:00", None),
    ("2024-1-31", None),
    ("2024-13-01", None),
    (" 2024-01-31", None),
    ("２024-01-31", None),
    ("", None),
    ("2024-01-31 15:00:00+09:00", None),
]


def test_iso() -> None:
    words = [word for word, _ in ISO]
    assert evaluate(ParseTime(S, "iso", Kind.TS), x=[*words, None]) == [*(time for _, time in ISO), None]
    assert evaluate(ParseTime(S, "iso", Kind.DATE), x=words) == [t and t.date() for _, t in ISO]


@given(st.lists(st.datetimes(), min_size=1), st.sampled_from([" ", "T"]))
def test_iso_of_any_time(times: list[datetime], between: str) -> None:
    found, read = iso_times(words_of(time.isoformat(between) for time in times))
    assert read.all()
    assert found.tolist() == [time_number(time) for time in times]


@given(st.lists(st.text(st.sampled_from("0129-: T.x"), max_size=22), min_size=1))
def test_iso_refuses_what_is_no_time(words: list[str]) -> None:
    _, read = iso_times(words_of(words))
    for word, is_read in zip(words, read, strict=True):
        if is_read:
            datetime.fromisoformat(word[:19])


def test_formats() -> None:
    assert evaluate(ParseTime(S, "%d.%m.%Y", Kind.DATE), x=["31.12.1999", "31.02.1999", "1.2.1999", "x", None]) == [
        date(1999, 12, 31),
        None,
        None,
        None,
        None,
    ]
    node = ParseTime(S, "%Y%m%d %H%M%S.%f", Kind.TS)
    assert evaluate(node, x=["20240131 235959.25"]) == [datetime(2024, 1, 31, 23, 59, 59, 250000)]
    number = column("x", Kind.INT)
    assert evaluate(ParseTime(number, "%Y%m%d", Kind.DATE), x=[20240229, 20230229, 1, None]) == [
        date(2024, 2, 29),
        None,
        None,
        None,
    ]


def test_epochs() -> None:
    number = column("x", Kind.INT)
    assert evaluate(FromEpoch(number, "s"), x=[0, -1, 1711843200, 2**62, None]) == [
        datetime(1970, 1, 1),
        datetime(1969, 12, 31, 23, 59, 59),
        datetime(2024, 3, 31),
        None,
        None,
    ]
    assert evaluate(FromEpoch(number, "ms"), x=[1500, -1500]) == [
        datetime(1970, 1, 1, 0, 0, 1, 500000),
        datetime(1969, 12, 31, 23, 59, 58, 500000),
    ]
    assert evaluate(FromEpoch(number, "us"), x=[1, 2**63 - 1]) == [datetime(1970, 1, 1, 0, 0, 0, 1), None]


@pytest.mark.parametrize(
    "zones", [("UTC", "Asia/Seoul"), ("America/New_York", "Asia/Seoul"), ("UTC", "America/New_York")]
)
def test_zones(zones: tuple[str, str]) -> None:
    times = [datetime(2024, 3, 10, hour, minute) for hour in range(8) for minute in (0, 30)]
    times += [datetime(2024, 11, 3, hour, 30) for hour in range(8)]
    times += [datetime(1, 1, 1), datetime(9999, 12, 31, 23), datetime(1905, 1, 1), datetime(2300, 7, 1)]
    assert evaluate(ShiftZone(W, *zones), x=[*times, None]) == [*(shift(time, *zones) for time in times), None]

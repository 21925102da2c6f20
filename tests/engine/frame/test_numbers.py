"""Whole numbers never wrap, doubles are finite or missing, rounding follows its recipe."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.backends.frame.runtime.numbers import calculate_guarded, divide_whole, remainder, to_whole
from engine.backends.frame.runtime.pairs import Pair
from engine.core import FloatMod, FloatOp, FloatToInt, IntDivide, IntMod, IntOp, Kind, ParseNumber, ToFloat
from tests.engine.frame.tools import const, evaluate
from tests.engine.frame.tools import given as column

pytestmark = pytest.mark.backend("pandas")

X, Y = column("x", Kind.INT), column("y", Kind.INT)
F, G = column("x", Kind.FLOAT), column("y", Kind.FLOAT)
TOP, BOTTOM = 2**63 - 1, -(2**63)
WHOLE = st.integers(BOTTOM, TOP) | st.sampled_from([0, 1, -1, TOP, BOTTOM, 2**31, 3037000500, 2**62])


def one(x: Pair) -> Any:
    return None if x.known is not None and not x.known else x.value.item()


@given(WHOLE, WHOLE)
@example(3037000500, 3037000500)
@example(BOTTOM, -1)
@example(BOTTOM, BOTTOM)
@example(2**32, 2**31)
@example(-(2**32), 2**31)
def test_no_wrapping(x: int, y: int) -> None:
    for how, exact in {"+": x + y, "-": x - y, "*": x * y}.items():
        assert one(calculate_guarded(Pair(x), how, Pair(y))) == (exact if BOTTOM <= exact <= TOP else None)


@pytest.mark.parametrize("guard", [True, False])
def test_whole_columns(guard: bool) -> None:
    assert evaluate(IntOp("*", X, Y, guard), x=[2, -3, None, 2**31], y=[5, 7, 1, 2**31]) == [10, -21, None, 2**62]
    assert evaluate(IntOp("-", X, const(1), guard), x=[2**53 + 2, None]) == [2**53 + 1, None]


def test_overflow_is_missing() -> None:
    assert evaluate(IntOp("+", X, const(1)), x=[TOP, TOP - 1, BOTTOM, None]) == [None, TOP, BOTTOM + 1, None]
    assert evaluate(IntOp("*", X, Y), x=[2**32, 2**32, 3], y=[2**31, 2**30, None]) == [None, 2**62, None]


@given(WHOLE, st.integers(1, 10**18))
def test_divide(x: int, divisor: int) -> None:
    floor = x // divisor
    trunc = abs(x) // divisor * (1 if x >= 0 else -1)
    for rounding, wanted in {"floor": floor, "ceil": -(-x // divisor), "trunc": trunc}.items():
        assert one(divide_whole(Pair(x), divisor, rounding)) == wanted
    exact_half = (2 * abs(x) + divisor) // (2 * divisor) * (1 if x >= 0 else -1)
    assert one(divide_whole(Pair(x), divisor, "half_away")) == exact_half


def test_divide_and_remainder_of_columns() -> None:
    assert evaluate(IntDivide(X, 10, "half_away"), x=[5, -5, 4, 15, None]) == [1, -1, 0, 2, None]
    assert evaluate(IntMod(X, Y), x=[-7, 7, 5, None, BOTTOM], y=[3, -3, 0, 1, -1]) == [-1, 1, None, None, 0]


@given(WHOLE, WHOLE)
def test_remainder(x: int, y: int) -> None:
    sign = 1 if x >= 0 else -1
    assert one(remainder(Pair(x), Pair(y))) == (None if y == 0 else abs(x) % abs(y) * sign)


def test_doubles() -> None:
    assert evaluate(FloatOp("/", F, G), x=[7.0, 1.0, 0.0, None, 1e308], y=[2.0, 0.0, 0.0, 1.0, 0.1]) == [
        3.5,
        None,
        None,
        None,
        None,
    ]
    assert evaluate(FloatOp("*", F, const(10.0)), x=[1e308, 0.1]) == [None, 1.0]
    assert evaluate(FloatOp("+", F, G), x=[0.1, None], y=[0.2, 1.0]) == [0.1 + 0.2, None]
    assert evaluate(FloatMod(F, G), x=[5.5, -5.5, 1.0, None], y=[2.0, 2.0, 0.0, 1.0]) == [1.5, -1.5, None, None]
    assert evaluate(ToFloat(X, 2), x=[12345, 2**53 + 1, None]) == [123.45, float(2**53 + 1) / 100.0, None]
    assert evaluate(ToFloat(const(7))) == [7.0]


@pytest.mark.parametrize(
    ("value", "digits", "wanted"),
    [
        (2.675, 2, 268),
        (1.005, 2, 101),
        (2.5, 0, 3),
        (0.5, 0, 1),
        (-2.5, 0, -3),
        (0.49999999999999994, 0, 1),
        (0.4999999999, 0, 0),
        (1234.5, -2, 12),
        (1250.0, -2, 13),
        (-0.0, 0, 0),
        (4503599627370497.5, 0, 4503599627370498),
        (9.1e18, 0, 9100000000000000000),
        (9.3e18, 0, None),
        (1e300, 2, None),
        (1e14 + 0.5, 0, 100000000000001),
    ],
)
def test_round(value: float, digits: int, wanted: int | None) -> None:
    assert evaluate(FloatToInt(F, digits), x=[value, None]) == [wanted, None]
    negative = None if wanted is None else -wanted
    assert evaluate(FloatToInt(F, digits), x=[-value]) == [negative]


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 4))
def test_round_is_that_of_fifteen_digits(value: float, digits: int) -> None:
    shown = Decimal(f"{value:.14e}")
    wanted = int(shown.scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP))
    assert abs(one(to_whole(Pair(value), digits, "half_away")) - wanted) <= (abs(value) * 10**digits > 1e13)


@pytest.mark.parametrize(
    ("value", "floor", "ceil", "trunc"),
    [
        (0.3 / 0.1, 3, 3, 3),
        (2.5, 2, 3, 2),
        (-2.5, -3, -2, -2),
        (-2.9999999999999996, -3, -3, -3),
        (7.0, 7, 7, 7),
        (-0.2, -1, 0, 0),
        (2.999999, 2, 3, 2),
        (3.0000000000000004, 3, 3, 3),
        (1e17, 10**17, 10**17, 10**17),
    ],
)
def test_floor_ceil_trunc(value: float, floor: int, ceil: int, trunc: int) -> None:
    for rounding, wanted in {"floor": floor, "ceil": ceil, "trunc": trunc}.items():
        assert evaluate(FloatToInt(F, 0, rounding), x=[value]) == [wanted]  # type: ignore[arg-type]


WORDS = [
    "12",
    " -3.5 ",
    "1e3",
    "+.5",
    "5.",
    "",
    " ",
    ".",
    "abc",
    "1 2",
    "0x1",
    "１２",
    "1e400",
    "nan",
    "inf",
    "\t1",
    None,
]


def test_parse_double() -> None:
    wanted = [12.0, -3.5, 1000.0, 0.5, 5.0, *[None] * 12]
    assert evaluate(ParseNumber(column("x", Kind.TEXT), None), x=WORDS) == wanted


def test_parse_whole() -> None:
    node = ParseNumber(column("x", Kind.TEXT), 2)
    assert evaluate(node, x=WORDS) == [1200, -350, None, 50, 500, *[None] * 12]
    words = [
        "2.675",
        "-2.675",
        "2.674999999999999999999",
        "9" * 18,
        "9" * 17,
        "92233720368547758.07",
        "92233720368547758.08",
    ]
    assert evaluate(node, x=words) == [268, -268, 267, None, None, TOP, None]
    exact = ParseNumber(column("x", Kind.TEXT), 0)
    assert evaluate(exact, x=["0.5", "-0.5", "1" * 19, "9007199254740993"]) == [1, -1, None, 9007199254740993]

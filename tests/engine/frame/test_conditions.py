"""Conditions are three-valued; choices and comparisons keep what is missing apart."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from typing import Any

import pytest

from engine.core import (
    And,
    AtLeast,
    Case,
    Coalesce,
    Compare,
    Core,
    DayRange,
    Extreme,
    InSet,
    IsNull,
    IsTrue,
    Kind,
    Match,
    Not,
    Null,
    Or,
)
from tests.engine.frame.tools import const, evaluate, evaluate_kinds, given

pytestmark = pytest.mark.backend("pandas")

TRUTHS = [True, False, None]
P, Q, R = (given(name, Kind.BOOL) for name in "pqr")
TRIPLES = list(product(TRUTHS, repeat=3))


def kleene(node: Core) -> list[Any]:
    columns = {name: (Kind.BOOL, [triple[i] for triple in TRIPLES]) for i, name in enumerate("pqr")}
    return evaluate_kinds(node, columns)


def test_and() -> None:
    wanted = [False if False in t else None if None in t else True for t in TRIPLES]
    assert kleene(And((P, Q, R))) == wanted


def test_or() -> None:
    wanted = [True if True in t else None if None in t else False for t in TRIPLES]
    assert kleene(Or((P, Q, R))) == wanted


def test_with_constants() -> None:
    assert kleene(And((P, Null(Kind.BOOL)))) == [False if t[0] is False else None for t in TRIPLES]
    assert kleene(Or((P, Null(Kind.BOOL)))) == [True if t[0] else None for t in TRIPLES]
    assert kleene(And((const(True), P))) == [t[0] for t in TRIPLES]
    assert kleene(Or((const(True), P))) == [True] * 27
    assert kleene(Not(const(True))) == [False] * 27
    assert kleene(Not(Null(Kind.BOOL))) == [None] * 27


def test_not_and_tests() -> None:
    assert kleene(Not(P)) == [None if t[0] is None else not t[0] for t in TRIPLES]
    assert kleene(IsTrue(P)) == [t[0] is True for t in TRIPLES]
    assert kleene(IsNull(P)) == [t[0] is None for t in TRIPLES]
    assert kleene(Not(IsNull(Not(P)))) == [t[0] is not None for t in TRIPLES]


@pytest.mark.parametrize("k", range(5))
def test_at_least(k: int) -> None:
    assert kleene(AtLeast(k, (P, Q, R))) == [t.count(True) >= k for t in TRIPLES]


@pytest.mark.parametrize("make", [And, Or])
def test_many_items(make: Any) -> None:
    x = given("x", Kind.INT)
    some = tuple(Compare("<>", x, const(n)) for n in range(10_000))
    found = evaluate(make(some), x=[5, 20_000, None])
    assert found == ([False, True, None] if make is And else [True, True, None])
    assert evaluate(AtLeast(10_000, some), x=[5, 20_000, None]) == [False, True, False]
    assert evaluate(InSet(x, tuple(const(n) for n in range(10_000))), x=[5, 20_000, None]) == [True, False, None]


def test_deep() -> None:
    node: Core = Compare("=", given("x", Kind.INT), const(1))
    for _ in range(300):
        node = Not(And((node, const(True))))
    assert evaluate(node, x=[1, 2, None]) == [True, False, None]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([1, 2, None, 2**53 + 1], [2, 2, 1, 2**53]),
        ([1.5, -0.0, None, 1e300], [2.5, 0.0, 1.0, 1e-300]),
        (["a", "한", None, "é"], ["B", "한", "a", "e\u0301"]),
        ([date(2024, 1, 1), None], [date(2023, 1, 1), date(1, 1, 1)]),
        ([datetime(2024, 1, 1, 1), None], [datetime(2024, 1, 1), datetime(1, 1, 1)]),
    ],
)
def test_compare(left: list[Any], right: list[Any]) -> None:
    kind = const(left[0]).kind
    x, y = given("x", kind), given("y", kind)
    for op, name in {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}.items():
        wanted = [None if a is None else getattr(a, f"__{name}__")(b) for a, b in zip(left, right, strict=True)]
        assert evaluate(Compare(op, x, y), x=left, y=right) == wanted  # type: ignore[arg-type]
        with_constant = [None if a is None else getattr(a, f"__{name}__")(right[0]) for a in left]
        assert evaluate(Compare(op, x, const(right[0])), x=left) == with_constant  # type: ignore[arg-type]


def test_text_is_compared_by_code_point() -> None:
    x = given("x", Kind.TEXT)
    words = ["B", "a", "Z", "é", "한글", "\u1112\u1161\u11ab\u1100\u1173\u11af", "👍", "a ", "", None]
    for one in ["a", "한글", ""]:
        assert evaluate(Compare("<", x, const(one)), x=words) == [None if w is None else w < one for w in words]
        assert evaluate(Compare(">=", const(one), x), x=words) == [None if w is None else one >= w for w in words]
    assert evaluate(Compare("=", x, const("한글")), x=words).count(True) == 1


def test_in_set() -> None:
    assert evaluate(InSet(given("x", Kind.TEXT), (const("a"), const("한"))), x=["a", "A", "한", None]) == [
        True,
        False,
        True,
        None,
    ]
    days = InSet(given("x", Kind.DATE), (const(date(2024, 2, 29)), const(date(1969, 12, 31))))
    assert evaluate(days, x=[date(2024, 2, 29), date(2024, 3, 1), date(1969, 12, 31), None]) == [
        True,
        False,
        True,
        None,
    ]
    times = InSet(given("x", Kind.TS), tuple(const(datetime(2024, 1, n)) for n in range(1, 8)))
    assert evaluate(times, x=[datetime(2024, 1, 3), datetime(2024, 1, 3, 1), None]) == [True, False, None]
    assert evaluate(InSet(given("x", Kind.FLOAT), (const(0.0), const(0.5))), x=[-0.0, 0.5, 1.0]) == [True, True, False]


def test_day_range() -> None:
    first, last = date(2024, 2, 1), date(2024, 2, 29)
    times = [
        datetime(2024, 1, 31, 23, 59, 59, 999999),
        datetime(2024, 2, 1),
        datetime(2024, 2, 29, 23, 59, 59, 999999),
        datetime(2024, 3, 1),
        None,
    ]
    x = given("x", Kind.TS)
    assert evaluate(DayRange(x, first, last), x=times) == [False, True, True, False, None]
    assert evaluate(DayRange(x, first, None), x=times) == [False, True, True, True, None]
    assert evaluate(DayRange(x, None, last), x=times) == [True, True, True, False, None]
    assert evaluate(DayRange(x, None, None), x=times) == [True, True, True, True, None]
    assert evaluate(DayRange(x, last, first), x=times) == [False, False, False, False, None]
    days = [date(2024, 1, 31), first, last, date(2024, 3, 1), None]
    assert evaluate(DayRange(given("x", Kind.DATE), first, last), x=days) == [False, True, True, False, None]


def test_case() -> None:
    x = given("x", Kind.INT)
    node = Case(((Compare(">", x, const(2)), const("many")), (Compare(">", x, const(0)), const("some"))), const("none"))
    assert evaluate(node, x=[3, 1, 0, None]) == ["many", "some", "none", "none"]
    to_null = Case(((Compare(">", x, const(2)), Null(Kind.INT)),), x)
    assert evaluate(to_null, x=[3, 1, None]) == [None, 1, None]
    truths = Case(
        ((Compare(">", x, const(2)), Null(Kind.BOOL)), (Compare(">", x, const(1)), const(True))), const(False)
    )
    assert evaluate(truths, x=[3, 2, 1, None]) == [None, True, False, False]
    assert evaluate(Not(truths), x=[3, 2, 1, None]) == [None, False, True, True]
    assert evaluate(Case(((const(True), const(1.5)),), const(2.5))) == [1.5]


def test_coalesce() -> None:
    x, y = given("x", Kind.TEXT), given("y", Kind.TEXT)
    assert evaluate(Coalesce((x, y)), x=["a", None, None], y=["b", "c", None]) == ["a", "c", None]
    assert evaluate(Coalesce((x, const("-"))), x=["a", None]) == ["a", "-"]
    assert evaluate(Coalesce((x,)), x=["a", None]) == ["a", None]


def test_extreme() -> None:
    x, y = given("x", Kind.INT), given("y", Kind.INT)
    some: dict[str, Any] = {"x": [1, None, 3, None], "y": [2, 5, None, None]}
    assert evaluate(Extreme("least", (x, y, const(2**40))), **some) == [1, 5, 3, 2**40]
    assert evaluate(Extreme("greatest", (x, y)), **some) == [2, 5, 3, None]
    words = Extreme("greatest", (given("x", Kind.TEXT), given("y", Kind.TEXT)))
    assert evaluate(words, x=["b", "한", None], y=["a", "글", None]) == ["b", "한", None]
    assert evaluate(Extreme("least", (Null(Kind.INT), const(3)))) == [3]


def test_match() -> None:
    x, y = given("x", Kind.TEXT), given("y", Kind.TEXT)
    words = ["a%b", "ab", "A", "", None, "한글"]
    assert evaluate(Match("contains", x, const("%")), x=words) == [True, False, False, False, None, False]
    assert evaluate(Match("starts", x, const("a")), x=words) == [True, True, False, False, None, False]
    assert evaluate(Match("starts", x, const("a"), True), x=words) == [True, True, True, False, None, False]
    assert evaluate(Match("ends", x, const("글")), x=words) == [False, False, False, False, None, True]
    assert evaluate(Match("ends", x, const("")), x=words) == [True, True, True, True, None, True]
    each = Match("contains", x, y, True)
    assert evaluate(each, x=["AbC", "x", None, "y", "É"], y=["bc", "", "a", None, "é"]) == [
        True,
        True,
        None,
        None,
        False,
    ]


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("a%", ["a", "ab", "a\nb"], ["", "ba", "A"]),
        ("%a", ["a", "ba"], ["ab"]),
        ("%", ["", "x\ny"], []),
        ("_", ["a", "👍", "한", "\n"], ["", "ab", "\u1112\u1161\u11ab"]),
        ("", [""], ["a"]),
        ("50\\%", ["50%"], ["500", "50\\%"]),
        ("a\\_b", ["a_b"], ["axb"]),
        ("\\\\%", ["\\x"], ["x"]),
        ("a.c", ["a.c"], ["abc"]),
        ("%ab%ab%", ["abab", "xabyabz"], ["ab", "aab"]),
        ("a%a", ["aa", "aba"], ["a"]),
        ("%a_c", ["abc", "aacabc"], ["ac"]),
        ("x\\", ["x\\"], ["x"]),
    ],
)
def test_like(pattern: str, fits: list[str], does_not: list[str]) -> None:
    node = Match("like", given("x", Kind.TEXT), const(pattern))
    assert evaluate(node, x=[*fits, *does_not, None]) == [True] * len(fits) + [False] * len(does_not) + [None]


def test_like_ends_soon_on_hard_patterns() -> None:
    node = Match("like", given("x", Kind.TEXT), const("%a" * 20 + "%b"))
    assert evaluate(node, x=["a" * 5_000, "a" * 30 + "b"]) == [False, True]

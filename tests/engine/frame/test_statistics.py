"""Borders of percent bands and quantiles, in whole numbers; who is seen and who is given."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import QuadrilleError
from engine.backends.frame.runtime.pairs import Pair
from engine.backends.frame.runtime.ranking import border, quantile, ranking
from engine.core import Column, Compare, Const, Core, DayRange, Kind, Or, Ref
from engine.plan import Let, Output, QuantileEdge, RankEdge, Statistics, Step
from tests.engine.frame.tools import const, plan_of, run, subject

pytestmark = pytest.mark.backend("pandas")

X = Column("", "x", Kind.INT)


def known(pair: Pair) -> Any:
    return None if pair.known is not None else pair.value


@given(
    st.lists(st.integers(0, 6)),
    st.sampled_from(["greater", "smaller"]),
    st.sampled_from(["<", ">="]),
    st.sampled_from([(0, 1), (1, 3), (30, 100), (1, 2), (1, 1), (-1, 2), (3, 2), (10**30, 10**31)]),
    st.sampled_from(["min", "max"]),
)
def test_borders(values: list[int], counted: str, op: str, share: tuple[int, int], pick: str) -> None:
    num, den = share
    n = len(values)
    found = []
    for v in values:
        count = sum(w > v if counted == "greater" else w < v for w in values)
        if (count * den < num * n) if op == "<" else (count * den >= num * n):
            found.append(v)
    wanted = None if not found else min(found) if pick == "min" else max(found)
    ranks = ranking(Pair(np.array(values, dtype=np.int64)), None, n)
    assert known(border(ranks, counted, op, num, den, pick)) == wanted


@given(st.lists(st.floats(-100, 100)), st.sampled_from([(0, 1), (1, 4), (1, 2), (80, 100), (1, 3), (1, 1)]))
def test_quantiles(values: list[float], share: tuple[int, int]) -> None:
    num, den = share
    ranks = ranking(Pair(np.array(values)), None, len(values))
    low, high, rest = (known(quantile(ranks, num, den, part)) for part in ("low", "high", "rest"))
    if not values:
        assert (low, high, rest) == (None, None, None)
        return
    exact = np.quantile(np.array(values), num / den)
    assert low + (high - low) * rest / den == pytest.approx(exact, abs=1e-9)
    assert low == sorted(values)[(len(values) - 1) * num // den]


def top(name: str, share: int, kind: Kind = Kind.INT) -> tuple[RankEdge, Core, Kind]:
    return RankEdge(name, "greater", "<", share, 100, "min"), Ref(name, kind), kind


def test_top_thirty_percent() -> None:
    table, people = subject({"x": (Kind.INT, [1, 2, 2, 4, None, 9, 9, 3, 5, 7, 8])})
    edge, ref, _ = top("edge", 30)
    population = Or((Compare(">", X, const(1)), Compare("=", X, const(1))))
    steps: list[Step] = [Statistics(X, Kind.INT, population, (edge,)), Let("in", Compare(">=", X, ref))]
    plan = plan_of(table, steps, [Output("in", Ref("in", Kind.BOOL), "criterion"), Output("edge", ref, "measure")])
    found = run(plan, {"people": people})
    assert {row["edge"] for row in found} == {8}
    assert [row["in"] for row in found] == [False, False, False, False, None, True, True, False, False, False, True]


def test_everyone_alike_and_nobody() -> None:
    table, people = subject({"x": (Kind.INT, [4, 4, 4])})
    edge, ref, _ = top("edge", 30)
    steps = [Statistics(X, Kind.INT, None, (edge,))]
    plan = plan_of(table, steps, [Output("in", Compare(">=", X, ref), "criterion")])
    assert [row["in"] for row in run(plan, {"people": people})] == [True] * 3
    nobody = [Statistics(X, Kind.INT, const(False), (edge,), (QuantileEdge("low", "high", "rest", 1, 2),))]
    names = ["edge", "low", "high", "rest"]
    plan = plan_of(table, nobody, [Output(name, Ref(name, Kind.INT), "measure") for name in names])
    assert run(plan, {"people": people}) == [dict.fromkeys(names)] * 3


@pytest.mark.parametrize(
    ("kind", "values", "median"),
    [
        (Kind.FLOAT, [0.5, -1.5, None, 2.0], 0.5),
        (Kind.DATE, [date(2024, 1, 1), None, date(2023, 1, 1), date(2025, 1, 1)], date(2024, 1, 1)),
        (Kind.TEXT, ["b", "한", "a", None], "b"),
    ],
)
def test_kinds(kind: Kind, values: list[Any], median: Any) -> None:
    table, people = subject({"x": (kind, values)})
    item = Column("", "x", kind)
    step = Statistics(item, kind, None, (), (QuantileEdge("low", "high", "rest", 1, 2),))
    plan = plan_of(
        table,
        [step],
        [Output("low", Ref("low", kind), "measure"), Output("same", Compare("=", item, Ref("low", kind)), "criterion")],
    )
    found = run(plan, {"people": people})
    assert {row["low"] for row in found} == {median}
    assert [row["same"] for row in found] == [None if value is None else value == median for value in values]


def test_since_and_keys() -> None:
    days = [date(2024, 1, 1), date(2025, 1, 1), None, date(2023, 1, 1)]
    table, people = subject({"x": (Kind.INT, [1, 100, 3, 4]), "joined": (Kind.DATE, days)})
    joined = Column("", "joined", Kind.DATE)
    seen = Or((DayRange(joined, None, date(2024, 3, 31)), Compare("=", X, const(3))))
    step = Statistics(X, Kind.INT, None, (), (QuantileEdge("low", "high", "rest", 1, 1),))
    outputs = [Output("id", Column("", "id", Kind.INT), "key"), Output("top", Ref("low", Kind.INT), "measure")]
    assert run(plan_of(table, [step], outputs, seen), {"people": people}) == [
        {"id": 1, "top": 4},
        {"id": 3, "top": 4},
        {"id": 4, "top": 4},
    ]
    some = run(plan_of(table, [step], outputs, seen, keys=(1, 2, 77)), {"people": people})
    assert some == [{"id": 1, "top": 4}]
    assert run(plan_of(table, [step], outputs, seen, keys=()), {"people": people}) == []


@pytest.mark.parametrize(
    ("ids", "code", "examples"), [([1, None, 2], "missing", ("1",)), ([1, 2, 2, 1, 2], "repeated", ("2", "1"))]
)
def test_keys_must_be_known_and_unique(ids: list[Any], code: str, examples: tuple[str, ...]) -> None:
    table, people = subject({"x": (Kind.INT, list(range(len(ids))))})
    people = people.set_column(0, "id", [ids])
    plan = plan_of(table, [], [Output("x", Const(Kind.INT, 1), "measure")])
    with pytest.raises(QuadrilleError) as failure:
        run(plan, {"people": people})
    (said,) = failure.value.diagnostics
    assert said.code == f"run.key_{code}"
    assert set(said.params["examples"]) == set(examples)  # type: ignore[arg-type]


def test_no_subjects() -> None:
    table, people = subject({"x": (Kind.INT, [])})
    edge, ref, _ = top("edge", 30)
    plan = plan_of(table, [Statistics(X, Kind.INT, None, (edge,))], [Output("in", Compare(">=", X, ref), "criterion")])
    assert run(plan, {"people": people}) == []

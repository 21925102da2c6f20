"""One value per subject out of rows: empty groups, ties, missing keys and values, sums beyond 64 bits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.backends.frame.runtime.grouping import group, total
from engine.backends.frame.runtime.pairs import Pair
from engine.backends.frame.runtime.rows import Places
from engine.core import And, Case, Coalesce, Column, Compare, DayRange, InSet, IntOp, IsNull, Kind, Null, Or, Ref
from engine.plan import Aggregate, ColumnSpec, Gather, GroupRows, JoinRows, Output, Table, TableRows
from tests.engine.frame.tools import const, gathered, plan_of, run, subject, visits

pytestmark = pytest.mark.backend("pandas")


def v(name: str, kind: Kind) -> Column:
    return Column("v", name, kind)


ROWS: list[tuple[Any, ...]] = [
    (1, 5, "b", date(2024, 3, 1), 1.5, True),
    (1, 5, "a", date(2024, 3, 1), 0.1, None),
    (1, 7, "b", None, 0.2, False),
    (2, None, None, date(2024, 1, 1), None, None),
    (9, 100, "z", date(2024, 3, 1), 9.0, True),
    (None, 100, "z", date(2024, 3, 1), 9.0, True),
    (3, -4, "한", date(2023, 1, 1), -2.0, True),
    (3, 9, "\u1112\u1161\u11ab", date(2023, 1, 1), -0.5, True),
]
SOURCE, TABLE = visits(ROWS, n=Kind.INT, s=Kind.TEXT, d=Kind.DATE, x=Kind.FLOAT, b=Kind.BOOL)
N, S, D, X, B = v("n", Kind.INT), v("s", Kind.TEXT), v("d", Kind.DATE), v("x", Kind.FLOAT), v("b", Kind.BOOL)


def one(func: Any, kind: Kind, item: Any = None, where: Any = None, time: Any = None, before: Any = None) -> list[Any]:
    return gathered(Aggregate(func, kind, item, where, time), SOURCE, {"visits": TABLE}, where=before)


def test_counts() -> None:
    assert one("count", Kind.INT) == [3, 1, 2, 0]
    assert one("count", Kind.INT, N) == [3, 0, 2, 0]
    assert one("count_distinct", Kind.INT, N) == [2, 0, 2, 0]
    assert one("count_distinct", Kind.INT, S) == [2, 0, 2, 0]
    assert one("count_distinct", Kind.INT, X) == [3, 0, 2, 0]
    assert one("count_distinct", Kind.INT, B) == [2, 0, 1, 0]
    assert one("exists", Kind.BOOL) == [True, True, True, False]


def test_where_counts_only_what_is_true() -> None:
    assert one("count", Kind.INT, where=B) == [1, 0, 2, 0]
    assert one("count", Kind.INT, where=Compare("<>", N, const(5))) == [1, 0, 2, 0]
    assert one("exists", Kind.BOOL, where=IsNull(N)) == [False, True, False, False]
    assert one("count", Kind.INT, before=DayRange(D, date(2024, 1, 1), None)) == [2, 1, 0, 0]
    assert one("count", Kind.INT, where=const(False)) == [0, 0, 0, 0]
    assert one("count", Kind.INT, where=Null(Kind.BOOL)) == [0, 0, 0, 0]
    assert one("count", Kind.INT, where=const(True), before=const(False)) == [0, 0, 0, 0]
    assert one("max", Kind.INT, N, where=Null(Kind.BOOL)) == [None] * 4


def test_sums() -> None:
    assert one("sum", Kind.INT, N) == [17, 0, 5, 0]
    assert one("sum", Kind.INT, const(3)) == [9, 3, 6, 0]
    assert one("sum", Kind.INT, Null(Kind.INT)) == [0, 0, 0, 0]
    assert one("float_sum", Kind.FLOAT, X) == [1.5 + 0.1 + 0.2, 0.0, -2.5, 0.0]
    assert one("sum", Kind.INT, IntOp("*", N, Case(((Compare("=", S, const("b")), const(1)),), const(-1)))) == [
        7,
        0,
        -5,
        0,
    ]


def test_extremes() -> None:
    assert one("min", Kind.INT, N) == [5, None, -4, None]
    assert one("max", Kind.INT, N) == [7, None, 9, None]
    assert one("min", Kind.TEXT, S) == ["a", None, "\u1112\u1161\u11ab", None]
    assert one("max", Kind.TEXT, S) == ["b", None, "한", None]
    assert one("max", Kind.DATE, D) == [date(2024, 3, 1), date(2024, 1, 1), date(2023, 1, 1), None]
    assert one("min", Kind.FLOAT, X) == [0.1, None, -2.0, None]
    assert one("min", Kind.BOOL, B) == [False, None, True, None]
    assert one("max", Kind.BOOL, B) == [True, None, True, None]


def test_first_and_last() -> None:
    assert one("first", Kind.INT, N, time=D) == [5, None, 9, None]
    assert one("last", Kind.TEXT, S, time=D) == ["b", None, "한", None]
    assert one("last", Kind.BOOL, B, time=D) == [True, None, True, None]
    assert one("last", Kind.FLOAT, X, where=Compare("<", X, const(1.0)), time=D) == [0.1, None, -0.5, None]
    assert one("first", Kind.DATE, D, time=D) == [date(2024, 3, 1), date(2024, 1, 1), date(2023, 1, 1), None]


def test_most_common() -> None:
    assert one("most_common", Kind.INT, N, time=D) == [5, None, -4, None]
    assert one("most_common", Kind.TEXT, S, time=D) == ["b", None, "\u1112\u1161\u11ab", None]
    assert one("most_common", Kind.BOOL, B, time=D) == [True, None, True, None]


def test_most_common_prefers_what_was_seen_last() -> None:
    rows: list[tuple[Any, ...]] = [
        (1, "a", datetime(2024, 1, 1)),
        (1, "b", datetime(2024, 1, 2)),
        (2, "a", None),
        (2, "b", datetime(1, 1, 1)),
        (3, "b", None),
        (3, "a", None),
        (4, "b", datetime(2024, 1, 1)),
        (4, "b", None),
        (4, "a", datetime(2025, 1, 1)),
    ]
    source, table = visits(rows, s=Kind.TEXT, t=Kind.TS)
    common = Aggregate("most_common", Kind.TEXT, v("s", Kind.TEXT), None, v("t", Kind.TS))
    assert gathered(common, source, {"visits": table}) == ["b", "b", "a", "b"]


def test_no_rows_at_all() -> None:
    source, table = visits([], n=Kind.INT, s=Kind.TEXT, t=Kind.TS)
    for func, kind, item in [
        ("count", Kind.INT, None),
        ("count_distinct", Kind.INT, v("s", Kind.TEXT)),
        ("sum", Kind.INT, v("n", Kind.INT)),
    ]:
        assert gathered(Aggregate(func, kind, item), source, {"visits": table}) == [0] * 4  # type: ignore[arg-type]
    for func in ("min", "max", "first", "last", "most_common"):
        for kind, name in [(Kind.TEXT, "s"), (Kind.INT, "n")]:
            time = None if func in ("min", "max") else v("t", Kind.TS)
            aggregate = Aggregate(func, kind, v(name, kind), None, time)  # type: ignore[arg-type]
            assert gathered(aggregate, source, {"visits": table}) == [None] * 4


@pytest.mark.parametrize("func", ["min", "max", "first", "last", "most_common"])
def test_doubles_stay_doubles_without_rows(func: Any) -> None:
    source, table = visits([], x=Kind.FLOAT, t=Kind.TS)
    people, rows = subject({"y": (Kind.FLOAT, [0.5, None])})
    time = None if func in ("min", "max") else v("t", Kind.TS)
    step = Gather(source, (("found", Aggregate(func, Kind.FLOAT, X, None, time)),))
    half = Coalesce((Ref("found", Kind.FLOAT), Column("", "y", Kind.FLOAT)))
    plan = plan_of(people, [step], [Output("half", half, "measure")])
    assert run(plan, {"people": rows, "visits": table}) == [{"half": 0.5}, {"half": None}]


TOP = 2**63 - 1


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([TOP, 1, -1], TOP),
        ([TOP, 1], None),
        ([-TOP, -1], -(2**63)),
        ([-TOP, -2], None),
        ([TOP, TOP, -TOP, -TOP], 0),
        ([2**53 + 1, 1], 2**53 + 2),
        ([2**62, 2**62, -(2**62)], 2**62),
    ],
)
def test_sums_are_exact(values: list[int], wanted: int | None) -> None:
    source, table = visits([(1, value) for value in values], n=Kind.INT)
    assert gathered(Aggregate("sum", Kind.INT, v("n", Kind.INT)), source, {"visits": table}, 2) == [wanted, 0]


def test_random_sums_are_exact() -> None:
    rng = np.random.default_rng(0)
    for bound in (10, 2**40, 2**62):
        values, owners = rng.integers(-bound, bound, 5_000), rng.integers(0, 40, 5_000)
        found = total(group(Places(owners, 39)), Pair(values))
        for owner in range(39):
            exact = sum(values[owners == owner].tolist())
            known = found.known is None or found.known[owner]
            assert (int(found.value[owner]) if known else None) == (exact if abs(exact) < 2**63 else None)


# -- subjects and rows -------------------------------------------------------------------------------------


def test_values_of_the_subject_in_rows() -> None:
    table, people = subject(
        {"since": (Kind.DATE, [date(2024, 1, 1), None, date(2023, 1, 1)]), "n": (Kind.INT, [5, 1, 9])}
    )
    since, limit = Column("", "since", Kind.DATE), Column("", "n", Kind.INT)
    first = Gather(SOURCE, (("top", Aggregate("max", Kind.INT, N)),))
    second = Gather(
        SOURCE,
        (
            ("after", Aggregate("count", Kind.INT, where=Compare(">=", D, since))),
            ("limit", Aggregate("sum", Kind.INT, limit, where=Compare("=", N, Ref("top", Kind.INT)))),
            ("both", Aggregate("max", Kind.INT, IntOp("+", N, limit))),
        ),
        where=Or((Compare(">", limit, const(1)), IsNull(since))),
        subject=True,
    )
    names = [("top", Kind.INT), ("after", Kind.INT), ("limit", Kind.INT), ("both", Kind.INT)]
    plan = plan_of(table, [first, second], [Output(name, Ref(name, kind), "measure") for name, kind in names])
    assert run(plan, {"people": people, "visits": TABLE}) == [
        {"top": 7, "after": 2, "limit": 5, "both": 12},
        {"top": None, "after": 0, "limit": 0, "both": None},
        {"top": 9, "after": 2, "limit": 9, "both": 18},
    ]


def test_text_keys() -> None:
    people = pa.table({"id": ["b", "a ", "한", "a"], "n": [1, 2, 3, 4]})
    rows = pa.table({"person": ["a", "a", None, "x", "한", "a ", "\u1112\u1161\u11ab"]})
    table = Table("", "people", (ColumnSpec("id", Kind.TEXT), ColumnSpec("n", Kind.INT)))
    source = TableRows(Table("v", "visits", (ColumnSpec("person", Kind.TEXT),)), Column("v", "person", Kind.TEXT))
    step = Gather(source, (("found", Aggregate("count", Kind.INT)),))
    outputs = [Output("id", Column("", "id", Kind.TEXT), "key"), Output("found", Ref("found", Kind.INT), "measure")]
    found = run(plan_of(table, [step], outputs), {"people": people, "visits": rows})
    assert [(row["id"], row["found"]) for row in found] == [("b", 0), ("a ", 1), ("한", 1), ("a", 2)]
    some = run(plan_of(table, [step], outputs, keys=("a", "b", "nobody")), {"people": people, "visits": rows})
    assert [(row["id"], row["found"]) for row in some] == [("b", 0), ("a", 2)]


@pytest.mark.parametrize("keys", [[3, 1, 2], [2**62, -5, 7], [-(2**63), 2**63 - 1, 0], [10, 11, 12]])
def test_keys_of_any_size(keys: list[int]) -> None:
    people = pa.table({"id": pa.array(keys, pa.int64())})
    other = keys[0] + 1 if keys[0] + 1 not in keys else 99
    rows = pa.table({"person": pa.array([keys[2], keys[1], keys[2], other, None], pa.int64())})
    table = Table("", "people", (ColumnSpec("id", Kind.INT),))
    source = TableRows(Table("v", "visits", (ColumnSpec("person", Kind.INT),)), Column("v", "person", Kind.INT))
    step = Gather(source, (("found", Aggregate("count", Kind.INT)),))
    plan = plan_of(table, [step], [Output("found", Ref("found", Kind.INT), "measure")])
    assert [row["found"] for row in run(plan, {"people": people, "visits": rows})] == [0, 1, 2]


LINES = Table("l", "lines", (ColumnSpec("visit", Kind.INT), ColumnSpec("amount", Kind.INT)))


def test_joined_rows() -> None:
    source, table = visits([(1, 10), (1, 11), (2, 12), (None, 13), (3, None)], nr=Kind.INT)
    lines = pa.table({"visit": [10, 10, 12, 13, None, 99, 11], "amount": [1, 2, 3, 4, 5, 6, None]})
    rows = JoinRows(source, LINES, ((Column("l", "visit", Kind.INT), v("nr", Kind.INT)),))
    amount = Column("l", "amount", Kind.INT)
    tables = {"visits": table, "lines": lines}
    assert gathered(Aggregate("sum", Kind.INT, amount), rows, tables) == [3, 3, 0, 0]
    assert gathered(Aggregate("count", Kind.INT), rows, tables) == [3, 1, 0, 0]
    only = And((Compare(">", amount, const(1)), InSet(v("nr", Kind.INT), (const(10), const(12)))))
    assert gathered(Aggregate("count", Kind.INT), rows, tables, where=only) == [1, 1, 0, 0]


def test_joined_rows_may_match_several() -> None:
    source, table = visits([(1, 10, "a"), (2, 10, "a"), (2, 10, "b")], nr=Kind.INT, s=Kind.TEXT)
    lines = pa.table({"visit": [10, 10], "amount": [1, 2], "s": ["a", "b"]})
    specs = (*LINES.columns, ColumnSpec("s", Kind.TEXT))
    on = [(Column("l", "visit", Kind.INT), v("nr", Kind.INT)), (Column("l", "s", Kind.TEXT), v("s", Kind.TEXT))]
    tables = {"visits": table, "lines": lines}
    amount = Aggregate("sum", Kind.INT, Column("l", "amount", Kind.INT))
    one_key = JoinRows(source, Table("l", "lines", specs), tuple(on[:1]))
    two_keys = JoinRows(source, Table("l", "lines", specs), tuple(on))
    assert gathered(amount, one_key, tables, 3) == [3, 6, 0]
    assert gathered(amount, two_keys, tables, 3) == [1, 3, 0]


def test_grouped_rows() -> None:
    rows: list[tuple[Any, ...]] = [
        (1, date(2024, 1, 1), 1),
        (1, date(2024, 1, 1), 2),
        (1, None, 3),
        (1, None, 4),
        (1, date(2024, 1, 2), None),
        (2, date(2024, 1, 1), 9),
        (None, date(2024, 1, 1), 9),
        (8, date(2024, 1, 1), 9),
    ]
    source, table = visits(rows, d=Kind.DATE, n=Kind.INT)
    n, d = v("n", Kind.INT), v("d", Kind.DATE)
    grouped = GroupRows(
        "g",
        source,
        (("day", d),),
        (
            ("total", Aggregate("sum", Kind.INT, n)),
            ("rows", Aggregate("count", Kind.INT)),
            ("top", Aggregate("max", Kind.INT, n)),
        ),
        Or((IsNull(n), Compare("<>", n, const(4)))),
    )
    tables = {"visits": table}

    def g(name: str, kind: Kind = Kind.INT) -> Column:
        return Column("g", name, kind)

    assert gathered(Aggregate("count", Kind.INT), grouped, tables) == [3, 1, 0, 0]
    assert gathered(Aggregate("max", Kind.INT, g("total")), grouped, tables) == [3, 9, None, None]
    assert gathered(Aggregate("count", Kind.INT, g("top")), grouped, tables) == [2, 1, 0, 0]
    assert gathered(Aggregate("count", Kind.INT, g("day", Kind.DATE)), grouped, tables) == [2, 1, 0, 0]
    assert gathered(Aggregate("count", Kind.INT), grouped, tables, where=Compare(">", g("rows"), const(1))) == [
        1,
        0,
        0,
        0,
    ]
    last = Aggregate("last", Kind.INT, g("total"), None, g("day", Kind.DATE))
    assert gathered(last, grouped, tables) == [0, 9, None, None]


def test_groups_of_groups() -> None:
    source, table = visits([(1, 1, 2), (1, 1, 3), (1, 2, 2), (2, 1, 1)], a=Kind.INT, b=Kind.INT)
    inner = GroupRows("g", source, (("a", v("a", Kind.INT)), ("b", v("b", Kind.INT))), ())
    outer = GroupRows("h", inner, (("a", Column("g", "a", Kind.INT)),), (("n", Aggregate("count", Kind.INT)),))
    top = Aggregate("max", Kind.INT, Column("h", "n", Kind.INT))
    assert gathered(top, outer, {"visits": table}, 3) == [2, 1, None]
    assert gathered(Aggregate("count", Kind.INT), outer, {"visits": table}, 3) == [2, 1, 0]

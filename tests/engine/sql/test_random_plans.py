"""Gathers, statistics and joins over random rows: the engines and the reference give the same answers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from engine.core import (
    And,
    Column,
    Compare,
    Const,
    Core,
    Day,
    DayRange,
    InSet,
    IntOp,
    Kind,
    Ref,
    ShiftZone,
)
from engine.plan import (
    Aggregate,
    Gather,
    GroupRows,
    JoinRows,
    Let,
    Plan,
    QuantileEdge,
    RankEdge,
    Rows,
    Statistics,
    Step,
    Table,
    TableRows,
)
from tests.support import mariadb, postgres_plans
from tests.support.backends import record
from tests.support.reference import evaluate
from tests.support.sql_engines import columns_of, plan_of, run_duckdb, run_sqlite, same

DEFINITIONS = {
    "people": {"id": "BIGINT", "age": "INTEGER", "joined": "DATE", "name": "VARCHAR"},
    "visits": {
        "person": "BIGINT",
        "order": "INTEGER",
        "at": "TIMESTAMP",
        "day": "DATE",
        "kind": "VARCHAR",
        "n": "BIGINT",
        "x": "DOUBLE",
        "price": "DECIMAL(10,2)",
        "ok": "BOOLEAN",
    },
    "lines": {"order": "INTEGER", "qty": "INTEGER", "sku": "VARCHAR"},
}
PEOPLE = columns_of(DEFINITIONS, "people", {"id": Kind.INT, "age": Kind.INT, "joined": Kind.DATE, "name": Kind.TEXT})
VISITS = Table(
    "v",
    "visits",
    columns_of(
        DEFINITIONS,
        "visits",
        {
            "person": Kind.INT,
            "order": Kind.INT,
            "at": Kind.TS,
            "day": Kind.DATE,
            "kind": Kind.TEXT,
            "n": Kind.INT,
            "x": Kind.FLOAT,
            "price": Kind.INT,
            "ok": Kind.BOOL,
        },
        price={"scale": 2},
    ),
)
LINES = Table("l", "lines", columns_of(DEFINITIONS, "lines", {"order": Kind.INT, "qty": Kind.INT, "sku": Kind.TEXT}))


def v(name: str) -> Column:
    return Column("v", name, next(spec.kind for spec in VISITS.columns if spec.name == name))


def whole(value: int) -> Const:
    return Const(Kind.INT, value)


ROWS: Rows = TableRows(VISITS, v("person"))
KINDS = ["web", "앱", "A", "a", None, "it's"]


def tables(seed: int) -> dict[str, list[dict[str, Any]]]:
    """People with no, few and many visits; ties, missing values and extremes everywhere."""
    rng = random.Random(seed)
    start = datetime(2024, 1, 1)
    people = [
        {
            "id": number,
            "age": rng.choice([None, 20, 20, 30, 41]),
            "joined": rng.choice([None, date(2024, 1, 1), date(2024, 5, 1), date(2020, 2, 29)]),
            "name": rng.choice(KINDS),
        }
        for number in range(14)
    ]
    visits = [
        {
            "person": rng.choice([None, 99, *range(10)]),
            "order": rng.choice([None, *range(12)]),
            "at": rng.choice(
                [None, *[start + timedelta(hours=rng.randrange(0, 2400, 6), microseconds=rng.choice([0, 0, 1]))] * 4]
            ),
            "day": rng.choice([None, date(2024, 1, 1) + timedelta(days=rng.randrange(6))]),
            "kind": rng.choice(KINDS),
            "n": rng.choice([None, 0, 1, 2, 2, -5, 2**62, 2**63 - 1, -(2**63)] if rng.random() < 0.2 else [1, 2, 3]),
            "x": rng.choice([None, 0.1, 0.2, 1e308, -2.5, 0.0]),
            "price": rng.choice([None, Decimal("12.34"), Decimal("0.05"), Decimal("-7.00")]),
            "ok": rng.choice([None, True, False]),
        }
        for _ in range(rng.choice([0, 3, 90]))
    ]
    lines = [
        {"order": rng.choice([None, *range(14)]), "qty": rng.choice([None, 1, 2, 3]), "sku": rng.choice(KINDS)}
        for _ in range(40)
    ]
    return {"people": people, "visits": visits, "lines": lines}


def agree(
    request: pytest.FixtureRequest, plan: Plan, data: dict[str, list[dict[str, Any]]], floats: bool = False
) -> None:
    expected = sorted((tuple(row.values()) for row in evaluate(plan, data)), key=lambda row: row[0])
    stored = {name: [_plain(row) for row in rows] for name, rows in data.items()}
    servers = [(name, run, data) for name, run in (*mariadb.also(), *postgres_plans.also())]
    for name, run, given in (("sqlite", run_sqlite, stored), ("duckdb", run_duckdb, data), *servers):
        answers = sorted(run(plan, DEFINITIONS, given), key=lambda row: row[0])
        assert len(answers) == len(expected), name
        for want, got in zip(expected, answers, strict=True):
            for output, one, other in zip(plan.outputs, want, got, strict=True):
                assert same(one, other) or (floats and other == pytest.approx(one)), (
                    name,
                    output.name,
                    want[0],
                    one,
                    other,
                )
        record(request, name, passed=len(plan.outputs) - 1)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}


WINDOW = DayRange(v("at"), date(2024, 1, 10), date(2024, 3, 1))
SHORT = DayRange(v("at"), date(2024, 2, 1), date(2024, 3, 1))
WEB = InSet(v("kind"), (Const(Kind.TEXT, "web"), Const(Kind.TEXT, "it's")))
ALL: dict[str, Aggregate] = {
    "count": Aggregate("count", Kind.INT),
    "count_window": Aggregate("count", Kind.INT, where=WINDOW),
    "count_web": Aggregate("count", Kind.INT, where=And((SHORT, WEB))),
    "count_known": Aggregate("count", Kind.INT, v("kind")),
    "kinds": Aggregate("count_distinct", Kind.INT, v("kind"), where=WINDOW),
    "days": Aggregate("count_distinct", Kind.INT, Day(v("at"))),
    "sum": Aggregate("sum", Kind.INT, v("n")),
    "sum_web": Aggregate("sum", Kind.INT, v("n"), where=WEB),
    "sum_price": Aggregate("sum", Kind.INT, v("price"), where=WINDOW, fits=True),
    "sum_product": Aggregate("sum", Kind.INT, IntOp("*", v("n"), v("price"))),
    "exists": Aggregate("exists", Kind.BOOL, where=WEB),
    "min_n": Aggregate("min", Kind.INT, v("n")),
    "max_kind": Aggregate("max", Kind.TEXT, v("kind")),
    "min_ok": Aggregate("min", Kind.BOOL, v("ok")),
    "max_ok": Aggregate("max", Kind.BOOL, v("ok"), where=WINDOW),
    "max_at": Aggregate("max", Kind.TS, v("at")),
    "min_day": Aggregate("min", Kind.DATE, v("day")),
    "max_x": Aggregate("max", Kind.FLOAT, v("x")),
}
for _func in ("first", "last"):
    for _name in ("kind", "n", "x", "ok", "day", "at"):
        for _time in ("at", "day"):
            ALL[f"{_func}_{_name}_by_{_time}"] = Aggregate(
                _func,
                v(_name).kind,
                v(_name),
                where=WEB if _name == "n" else None,
                time=v(_time),
            )
for _name in ("kind", "n", "x", "ok", "day"):
    ALL[f"common_{_name}"] = Aggregate("most_common", v(_name).kind, v(_name), time=v("day"))
ALL["common_window"] = Aggregate("most_common", Kind.TEXT, v("kind"), where=WINDOW)


def gathered(rows: Rows, aggregates: dict[str, Aggregate], where: Core | None = None, subject: bool = False) -> Plan:
    values = {name: Ref(name, agg.kind) for name, agg in aggregates.items()}
    step = Gather(rows, tuple(aggregates.items()), where, subject)
    return plan_of(PEOPLE, values, [step])


@pytest.mark.parametrize("seed", range(4))
def test_every_aggregate(request: pytest.FixtureRequest, seed: int) -> None:
    agree(request, gathered(ROWS, ALL), tables(seed))


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_aggregate_alone(request: pytest.FixtureRequest, name: str) -> None:
    agree(request, gathered(ROWS, {name: ALL[name]}), tables(2))


@pytest.mark.parametrize("name", ["count", "sum", "first_kind_by_at", "last_x_by_day", "common_kind", "exists"])
def test_a_condition_for_all_rows(request: pytest.FixtureRequest, name: str) -> None:
    agree(request, gathered(ROWS, {name: ALL[name], "others": ALL["count_window"]}, where=WEB), tables(3))


def test_windows_move_in_front_of_the_grouping(request: pytest.FixtureRequest) -> None:
    windowed = {name: ALL[name] for name in ("count_window", "count_web", "kinds", "sum_price", "max_ok")}
    agree(request, gathered(ROWS, windowed), tables(2))


def test_sum_of_doubles(request: pytest.FixtureRequest) -> None:
    agree(request, gathered(ROWS, {"x": Aggregate("float_sum", Kind.FLOAT, v("x"))}), tables(2), floats=True)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_windows_in_another_zone(request: pytest.FixtureRequest, zone: str) -> None:
    local = ShiftZone(v("at"), zone, "Asia/Seoul")
    aggregates = {
        "inside": Aggregate("count", Kind.INT, where=DayRange(local, date(2024, 1, 10), date(2024, 2, 3))),
        "day": Aggregate("count", Kind.INT, where=DayRange(Day(local), None, date(2024, 2, 3))),
        "latest": Aggregate("max", Kind.TS, local),
    }
    for name in aggregates:
        agree(request, gathered(ROWS, {name: aggregates[name]}), tables(2))
    agree(request, gathered(ROWS, aggregates), tables(3))


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_rows(request: pytest.FixtureRequest, seed: int) -> None:
    joined = JoinRows(ROWS, LINES, ((Column("l", "order", Kind.INT), v("order")),))
    quantity = Column("l", "qty", Kind.INT)
    aggregates = {
        "lines": Aggregate("count", Kind.INT),
        "value": Aggregate("sum", Kind.INT, IntOp("*", v("price"), quantity, guard=False), where=WINDOW),
        "sku": Aggregate("last", Kind.TEXT, Column("l", "sku", Kind.TEXT), time=v("at")),
        "common": Aggregate("most_common", Kind.TEXT, Column("l", "sku", Kind.TEXT), time=v("at")),
    }
    agree(request, gathered(joined, aggregates), tables(seed))


@pytest.mark.parametrize("seed", range(3))
def test_grouped_rows(request: pytest.FixtureRequest, seed: int) -> None:
    inner = {
        "n": Aggregate("count", Kind.INT, where=WEB),
        "total": Aggregate("sum", Kind.INT, v("n")),
        "common": Aggregate("most_common", Kind.TEXT, v("kind"), time=v("at")),
        "x": Aggregate("last", Kind.FLOAT, v("x"), time=v("at")),
    }
    grouped = GroupRows("g", ROWS, (("day", Day(v("at"))), ("ok", v("ok"))), tuple(inner.items()), WINDOW)
    aggregates = {
        "groups": Aggregate("count", Kind.INT),
        "most": Aggregate("max", Kind.INT, Column("g", "n", Kind.INT)),
        "total": Aggregate("sum", Kind.INT, Column("g", "total", Kind.INT)),
        "common": Aggregate("max", Kind.TEXT, Column("g", "common", Kind.TEXT)),
        "x": Aggregate("max", Kind.FLOAT, Column("g", "x", Kind.FLOAT)),
        "recent": Aggregate("count", Kind.INT, where=DayRange(Column("g", "day", Kind.DATE), date(2024, 2, 1), None)),
        "unknown": Aggregate("count", Kind.INT, Column("g", "ok", Kind.BOOL)),
    }
    agree(request, gathered(grouped, aggregates), tables(seed))


@pytest.mark.parametrize("seed", range(3))
def test_rows_compared_with_their_subject(request: pytest.FixtureRequest, seed: int) -> None:
    first = Gather(ROWS, (("last_web", Aggregate("max", Kind.TS, v("at"), where=WEB)),))
    after = Compare(">", v("at"), Ref("last_web", Kind.TS))
    aggregates = {
        "after": Aggregate("count", Kind.INT, where=after),
        "older": Aggregate("count", Kind.INT, where=Compare("<", v("price"), Column("", "age", Kind.INT))),
        "same": Aggregate(
            "most_common", Kind.TEXT, v("kind"), where=Compare("<>", v("kind"), Column("", "name", Kind.TEXT))
        ),
    }
    values: dict[str, Core] = {name: Ref(name, agg.kind) for name, agg in aggregates.items()}
    plan = plan_of(PEOPLE, values, [first, Gather(ROWS, tuple(aggregates.items()), None, True)])
    agree(request, plan, tables(seed))


SHARES = ((3, 10), (0, 1), (1, 1), (1, 2))
RANKS = [
    (count, op, num, den, pick)
    for count, op, (num, den), pick in product(("greater", "smaller"), ("<", ">="), SHARES, ("min", "max"))
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("item", ["n", "name", "joined", "x"])
def test_statistics(request: pytest.FixtureRequest, seed: int, item: str) -> None:
    gather = Gather(ROWS, (("n", ALL["count_window"]), ("x", ALL["max_x"])))
    items: dict[str, Ref | Column] = {
        "n": Ref("n", Kind.INT),
        "x": Ref("x", Kind.FLOAT),
        "name": Column("", "name", Kind.TEXT),
        "joined": Column("", "joined", Kind.DATE),
    }
    node, kind = items[item], items[item].kind
    ranks = tuple(RankEdge(f"e{place}", *rank) for place, rank in enumerate(RANKS))  # type: ignore[arg-type]
    quantiles = tuple(QuantileEdge(f"lo{p}", f"hi{p}", f"rest{p}", p, 100) for p in (0, 25, 33, 50, 100))
    old = Compare(">=", Column("", "age", Kind.INT), whole(30))
    values: dict[str, Core] = {edge.name: Ref(edge.name, kind) for edge in ranks}
    values["among"] = Ref("among", kind)
    for edge in quantiles:
        values |= {edge.low: Ref(edge.low, kind), edge.high: Ref(edge.high, kind), edge.rest: Ref(edge.rest, Kind.INT)}
    steps: list[Step] = [
        gather,
        Statistics(node, kind, None, ranks, quantiles),
        Let("old", old),
        Statistics(node, kind, Ref("old", Kind.BOOL), (RankEdge("among", "greater", "<", 1, 2, "min"),)),
    ]
    agree(request, plan_of(PEOPLE, values, steps), tables(seed))
    agree(request, plan_of(PEOPLE, values, steps, keys=(1, 3, 77)), tables(seed))


def test_since_leaves_subjects_out_before_everything(request: pytest.FixtureRequest) -> None:
    step = Statistics(Column("", "age", Kind.INT), Kind.INT, None, (), (QuantileEdge("lo", "hi", "rest", 1, 2),))
    plan = plan_of(PEOPLE, {"lo": Ref("lo", Kind.INT), "rest": Ref("rest", Kind.INT)}, [step])
    plan = replace(plan, since=DayRange(Column("", "joined", Kind.DATE), None, date(2024, 3, 31)))
    agree(request, plan, tables(1))


def test_only_some_keys(request: pytest.FixtureRequest) -> None:
    plan = gathered(ROWS, {"n": ALL["count"], "common": ALL["common_kind"]})
    agree(request, replace(plan, keys=(0, 5, 77)), tables(2))


def test_a_plan_without_visits_table_rows(request: pytest.FixtureRequest) -> None:
    data = tables(0) | {"visits": []}
    agree(request, gathered(ROWS, ALL), data)

"""PostgreSQL raises at both ends of the doubles; rules do not. Every pair of awkward doubles, against IEEE."""

from __future__ import annotations

import random
import struct
from itertools import product
from typing import Any, Literal

import pytest

from engine.backends import sql
from engine.core import Case, Column, Compare, Const, Core, FloatMod, FloatOp, FloatToInt, Kind, Ref
from engine.plan import Aggregate, ColumnSpec, Gather, Table, TableRows
from tests.support import postgres
from tests.support.postgres_plans import load, run_postgres
from tests.support.reference import evaluate
from tests.support.sql_engines import Definitions, Tables, plan_of, same

GREATEST, LEAST = float.fromhex("0x1.fffffffffffffp1023"), 5e-324
POOL = [
    *(0.0, LEAST, 3 * LEAST, 2.0**-1022, 2.3e-308, 1e-200, 1e-162, 2.0**-538, 2.0**-537, 2.0**-51, 0.1, 0.5, 1.0),
    *(1.5, 3.0, 1e9, 2.0**511, 2.0**512, 1e154, 1.4e154, 1e200, 1e292, 4e307, 2.0**1023, GREATEST / 3, GREATEST),
]
OPS: tuple[Literal["+", "-", "*", "/"], ...] = ("+", "-", "*", "/")
A, B = Column("", "a", Kind.FLOAT), Column("", "b", Kind.FLOAT)
DEFINITIONS = {"people": {"id": "BIGINT", "a": "DOUBLE", "b": "DOUBLE"}}
SPECS = (
    ColumnSpec("id", Kind.INT, declared="bigint"),
    ColumnSpec("a", Kind.FLOAT, declared="double"),
    ColumnSpec("b", Kind.FLOAT, declared="double"),
)


def number(value: float) -> Const:
    return Const(Kind.FLOAT, value)


def rows_of(pairs: list[tuple[float | None, float | None]]) -> list[dict[str, Any]]:
    return [{"id": place, "a": a, "b": b} for place, (a, b) in enumerate(pairs)]


def agree(values: dict[str, Core], rows: list[dict[str, Any]]) -> None:
    plan = plan_of(SPECS, values)
    expected = [tuple(row.values()) for row in evaluate(plan, {"people": rows})]
    found = sorted(run_postgres(plan, DEFINITIONS, {"people": rows}))
    wrong = [
        (name, rows[want[0]], got[place], want[place])
        for want, got in zip(expected, found, strict=True)
        for place, name in enumerate(values, 1)
        if not same(want[place], got[place])
    ]
    assert not wrong, wrong[:5]


BINARY: dict[str, Core] = {"mod": FloatMod(A, B), **{op: FloatOp(op, A, B) for op in OPS}}


@pytest.mark.parametrize("declared", ["double precision", "double", "float", "real", ""])
def test_a_double_keeps_its_last_bits_however_the_plan_calls_it(declared: str) -> None:
    """Plans made over other engines name types in their ways."""
    server = postgres.needed()
    specs = (SPECS[0], ColumnSpec("a", Kind.FLOAT, declared=declared))
    plan = plan_of(specs, {"same": A, "equal": Compare("=", A, number(0.1 + 0.2))})
    loaded, schema = load(plan, DEFINITIONS, {"people": rows_of([(0.1 + 0.2, None), (float("nan"), None)])})
    server.owner.execute(f"SET search_path = {schema}")
    found = server.owner.execute(sql.compile(plan, "postgres").sql).fetchall()
    assert loaded != plan or declared == "double precision"
    assert sorted(found) == [(0, 0.1 + 0.2, True), (1, None, None)]


def test_every_pair_of_awkward_doubles() -> None:
    signed = [*POOL, *(-value for value in POOL), None]
    agree(BINARY, rows_of(list(product(signed, signed))))


def test_doubles_of_any_bits() -> None:
    rng = random.Random(7)
    drawn = [struct.unpack(">d", rng.getrandbits(64).to_bytes(8, "big"))[0] for _ in range(4_000)]
    drawn = [value for value in drawn if value == value and abs(value) != float("inf")]
    near = [rng.choice(POOL) * rng.choice([1.0, 0.75, 1.0 - 2.0**-53]) for _ in drawn]
    agree(BINARY, rows_of([*zip(drawn, reversed(drawn), strict=True), *zip(drawn, near, strict=True)]))


@pytest.mark.parametrize("constant", [*POOL, -LEAST, -3.0, -GREATEST])
def test_awkward_constants(constant: float) -> None:
    values: dict[str, Core] = {}
    for op in OPS:
        values |= {f"x{op}": FloatOp(op, A, number(constant)), f"{op}x": FloatOp(op, number(constant), A)}
        values |= {f"c{op}": FloatOp(op, number(constant), number(3e307))}
    values |= {"x%": FloatMod(A, number(constant)), "%x": FloatMod(number(constant), A)}
    # What the planner computes beforehand, it computes of both branches.
    positive = Compare(">", A, number(0.0))
    values |= {f"if {name}": Case(((positive, value),), A) for name, value in values.items()}
    agree(values, rows_of([(value, None) for value in [*POOL, -1.0, -GREATEST, None]]))


@pytest.mark.parametrize("digits", [-2, 0, 6])
def test_rounding_at_the_ends(digits: int) -> None:
    agree({"half": FloatToInt(A, digits), "floor": FloatToInt(A, digits, "floor")}, rows_of([(v, None) for v in POOL]))


@pytest.mark.parametrize(
    "given",
    [
        [GREATEST, GREATEST],
        [GREATEST, -GREATEST, 1.0],
        [GREATEST / 2, GREATEST / 2],
        [GREATEST, 1.0],
        [1e300] * 10,
        [LEAST] * 3,
        [GREATEST, LEAST],
        [None, None],
        [1e291, -1e291, 0.5, 1e-3],
    ],
)
def test_sums_of_doubles(given: list[float | None]) -> None:
    table = Table(
        "v", "visits", (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("x", Kind.FLOAT, declared="double"))
    )
    total = Aggregate("float_sum", Kind.FLOAT, Column("v", "x", Kind.FLOAT))
    step = Gather(TableRows(table, Column("v", "id", Kind.INT)), (("total", total),))
    plan = plan_of(SPECS[:1], {"total": Ref("total", Kind.FLOAT)}, [step])
    definitions: Definitions = {"people": {"id": "BIGINT"}, "visits": {"id": "BIGINT", "x": "DOUBLE"}}
    data: Tables = {"people": [{"id": 1}, {"id": 2}], "visits": [{"id": 1, "x": value} for value in given]}
    ((_, found), (_, nothing)) = sorted(run_postgres(plan, definitions, data))
    ((_, wanted), _) = [tuple(row.values()) for row in evaluate(plan, data)]
    assert nothing == 0.0
    assert found == wanted or found == pytest.approx(wanted, rel=1e-15)

"""Random expressions: the engines and the reference give the same answers."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.core import Case, Coalesce, Column, Concat, Core, Kind, Null
from tests.support import mariadb, postgres_plans
from tests.support.backends import record
from tests.support.core_strategies import COLUMNS, DEFINITIONS, any_expression, rows
from tests.support.reference import evaluate
from tests.support.sql_engines import plan_of, run_duckdb, run_sqlite, same

ROWS = rows(44)
EXAMPLES = int(os.environ.get("QUADRILLE_EXAMPLES", "40"))


def differences(expressions: list[Core]) -> list[tuple[Any, ...]]:
    """(engine, expression, row, its answer, the reference's)."""
    plan = plan_of(COLUMNS, {f"v{number}": value for number, value in enumerate(expressions)})
    expected = [tuple(row.values()) for row in evaluate(plan, {"people": ROWS})]
    found = []
    for name, run in (("sqlite", run_sqlite), ("duckdb", run_duckdb), *mariadb.also(), *postgres_plans.also()):
        answers = sorted(run(plan, DEFINITIONS, {"people": ROWS}))
        for want, got in zip(expected, answers, strict=True):
            for number, value in enumerate(expressions):
                if not same(want[number + 1], got[number + 1]):
                    found.append((name, value, ROWS[want[0]], got[number + 1], want[number + 1]))
    return found


NOTHING = Coalesce((Null(Kind.TEXT),))
TEXT = Column("", "t1", Kind.TEXT)


# What is NULL through all that it chooses from keeps its type.
@example([Concat((TEXT, NOTHING)), Concat((TEXT, Case(((Column("", "b1", Kind.BOOL), NOTHING),), NOTHING)))])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_expression(3), min_size=1, max_size=12))
def test_engines_agree(request: pytest.FixtureRequest, expressions: list[Core]) -> None:
    assert differences(expressions) == []
    for name in ("sqlite", "duckdb", *(name for name, _ in mariadb.also())):
        record(request, name, passed=len(expressions))

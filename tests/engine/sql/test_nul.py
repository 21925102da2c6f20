"""Texts with a NUL character, where most of SQLite's text functions would stop."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from engine.core import Column, Const, Core, Fold, Kind, Length, Match, Part, Trim
from engine.plan import ColumnSpec
from tests.support.mariadb import run_mariadb
from tests.support.reference import evaluate
from tests.support.sql_engines import plan_of, run_duckdb, run_sqlite

DEFINITIONS = {"people": {"id": "BIGINT", "t": "VARCHAR"}}
SPECS = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("t", Kind.TEXT, declared="varchar"))
TEXTS = [None, "", "\x00", "a\x00b", "\x00\x00", "가\x00나👍", " \x00 ", "plain", "a\x00"]
ROWS = [{"id": number, "t": text} for number, text in enumerate(TEXTS)]
T = Column("", "t", Kind.TEXT)
SIDES: tuple[Literal["left", "right", "rest"], ...] = ("left", "right", "rest")
HOWS: tuple[Literal["contains", "starts", "ends"], ...] = ("contains", "starts", "ends")
VALUES: dict[str, Core] = {"length": Length(T), "lower": Fold(T, "upper"), "trim": Trim(T), "self": T}
VALUES |= {f"{side}{n}": Part(T, side, n) for side in SIDES for n in (0, 1, 2, 3, 9)}
VALUES |= {
    f"{how}{n}": Match(how, T, Const(Kind.TEXT, p))
    for how in HOWS
    for n, p in enumerate(("", "a", "b", "\x00", "\x00b"))
}
VALUES |= {f"{how}self": Match(how, T, T) for how in HOWS}


@pytest.mark.parametrize("run", [run_sqlite, run_duckdb, run_mariadb])
def test_nul_is_a_character_like_others(run: Any) -> None:
    plan = plan_of(SPECS, VALUES)
    expected = [tuple(row.values()) for row in evaluate(plan, {"people": ROWS})]
    assert sorted(run(plan, DEFINITIONS, {"people": ROWS})) == expected

"""Names, texts and titles that try to leave their place, and what an engine cannot do at all."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest
import sqlglot

from engine.backends import sql
from engine.backends.base import Unsupported
from engine.core import And, AtLeast, Column, Compare, Const, Core, InSet, Kind, Match, Not, Or, Ref
from engine.plan import Aggregate, ColumnSpec, Gather, Let, Output, Plan, Table, TableRows
from tests.support import postgres
from tests.support.mariadb import run_mariadb
from tests.support.postgres_plans import load, run_postgres
from tests.support.sql_engines import plan_of, run_duckdb, run_sqlite

NASTY = [
    'a"b', "a'b", "a`b", "a\\", "--", "/* x", "x */ y", "a;b", "한글 이름", "a\nb", "{0}", "%s", "?1", ":x", "$x",
    "select", "a.b c", "[x]", "\u202eabc", "e\u0301", "a\tb", "''", '""',
]  # fmt: skip
RUNS = [
    pytest.param(run_sqlite, id="sqlite"),
    pytest.param(run_duckdb, id="duckdb"),
    pytest.param(run_mariadb, id="mariadb"),
    pytest.param(run_postgres, id="postgres"),
]


def nasty_plan() -> tuple[Plan, dict[str, dict[str, str]], dict[str, list[dict[str, Any]]]]:
    columns = {"id": "BIGINT"} | dict.fromkeys(NASTY, "VARCHAR")
    specs = [
        ColumnSpec("id", Kind.INT, declared="bigint"),
        *(ColumnSpec(n, Kind.TEXT, declared="varchar") for n in NASTY),
    ]
    values: dict[str, Core] = {f"out {name}": Column("", name, Kind.TEXT) for name in NASTY}
    values |= {f"is {name}": Compare("=", Column("", name, Kind.TEXT), Const(Kind.TEXT, name)) for name in NASTY}
    values |= {f"in {name}": InSet(Column("", name, Kind.TEXT), (Const(Kind.TEXT, name),)) for name in NASTY}
    values |= {f"ref {name}": Ref(name, Kind.INT) for name in NASTY}
    rows = Table("r'\"", 'table "x"; --', (ColumnSpec("id", Kind.INT, declared="bigint"),))
    steps = [
        Gather(
            TableRows(rows, Column(rows.alias, "id", Kind.INT)), tuple((n, Aggregate("count", Kind.INT)) for n in NASTY)
        )
    ]
    plan = plan_of(specs, values, steps)
    titled = [
        replace(output, title=NASTY[number % len(NASTY)] + " */ DROP") for number, output in enumerate(plan.outputs)
    ]
    data: dict[str, list[dict[str, Any]]] = {
        "people": [{"id": 1} | {name: name for name in NASTY}],
        rows.name: [{"id": 1}, {"id": 1}],
    }
    return replace(plan, outputs=tuple(titled)), {"people": columns, rows.name: {"id": "BIGINT"}}, data


@pytest.mark.parametrize("run", RUNS)
def test_nothing_leaves_its_place(run: Any) -> None:
    plan, definitions, data = nasty_plan()
    (row,) = run(plan, definitions, data)
    assert list(row[1:]) == NASTY + [True] * len(NASTY) * 2 + [2] * len(NASTY)


@pytest.mark.parametrize("dialect", sorted(sql.DIALECTS))
def test_it_stays_one_statement(dialect: str) -> None:
    plan, _, _ = nasty_plan()
    for form in ("select", "table", "view", "counts"):
        text = sql.compile(plan, dialect, form=form, name='x"; DROP').sql
        assert len(sqlglot.parse(text, dialect={"mariadb": "mysql"}.get(dialect, dialect))) == 1


def test_names_that_no_engine_has_are_refused() -> None:
    specs = (ColumnSpec("id", Kind.INT), ColumnSpec("a\x00", Kind.TEXT))
    with pytest.raises(Unsupported) as caught:
        sql.compile(plan_of(specs, {"x": Column("", "a\x00", Kind.TEXT)}), "sqlite")
    assert caught.value.diagnostics[0].code == "backend.name"


def test_unknown_dialects_are_refused() -> None:
    with pytest.raises(Unsupported) as caught:
        sql.compile(plan_of((ColumnSpec("id", Kind.INT),), {}), "dbase")
    assert caught.value.diagnostics[0].code == "backend.dialect"


def test_what_a_dialect_was_not_proven_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql.DIALECTS["sqlite"], "proven", frozenset({Column}))
    with pytest.raises(Unsupported) as caught:
        sql.compile(plan_of((ColumnSpec("id", Kind.INT),), {"x": Const(Kind.INT, 1)}), "sqlite")
    assert caught.value.diagnostics[0].params["construct"] == "Const"


def _at_least(number: int) -> Core:
    return Compare(">=", Column("", "n", Kind.INT), Const(Kind.INT, number))


SIZES: dict[str, Core] = {
    "and": And(tuple(_at_least(-n) for n in range(10_000))),
    "or": Or(tuple(_at_least(n) for n in range(10_000))),
    "in": InSet(Column("", "n", Kind.INT), tuple(Const(Kind.INT, n) for n in range(10_000))),
    "at_least": AtLeast(9_000, tuple(_at_least(n - 9_500) for n in range(10_000))),
}


def _nested(depth: int) -> Core:
    node = _at_least(1)
    for level in range(depth):
        other = _at_least(level)
        node = Not(And((Or((node, other)), other)))
    return node


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", [*SIZES, "nested"])
def test_long_and_deep_rules_run(run: Any, name: str) -> None:
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, declared="bigint"))
    value = SIZES[name] if name in SIZES else _nested(64)
    rows = [{"id": 1, "n": 5}, {"id": 2, "n": None}, {"id": 3, "n": 100_000}, {"id": 4, "n": -1}]
    found = sorted(run(plan_of(specs, {"x": value}), {"people": {"id": "BIGINT", "n": "BIGINT"}}, {"people": rows}))
    answers = [row[1] for row in found]
    expected = {
        "and": [True, None, True, False],
        "or": [True, None, True, False],
        "in": [True, None, False, False],
        "at_least": [True, False, True, True],
    }
    if name in expected:
        assert answers == expected[name]
    assert answers[1] is (False if name == "at_least" else None)


@pytest.mark.parametrize("run", RUNS)
def test_1500_criteria(run: Any) -> None:
    """Each used in two places, so that each is a column of a layer."""
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, declared="bigint"))
    steps = tuple(Let(f"c{number}", _at_least(number)) for number in range(1_500))
    refs = [Ref(step.name, Kind.BOOL) for step in steps]
    cells = [And(tuple(refs[at : at + 100])) for at in range(0, 1_500, 100)]
    values: dict[str, Core] = {f"o{n}": ref for n, ref in enumerate(refs)}
    values |= {f"m{n}": cell for n, cell in enumerate(cells)}
    (row,) = run(
        plan_of(specs, values, steps), {"people": {"id": "BIGINT", "n": "BIGINT"}}, {"people": [{"id": 1, "n": 299}]}
    )
    assert list(row[1:1501]) == [number <= 299 for number in range(1_500)]
    assert list(row[1501:]) == [True] * 3 + [False] * 12


def test_too_many_columns_are_refused() -> None:
    values: dict[str, Core] = {f"o{n}": Const(Kind.INT, n) for n in range(2_100)}
    with pytest.raises(Unsupported) as caught:
        sql.compile(plan_of((ColumnSpec("id", Kind.INT),), values), "sqlite")
    assert caught.value.diagnostics[0].code == "backend.columns"


def test_exported_sql_runs_in_the_command_line_client(tmp_path: Any) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("the sqlite3 command is not installed")
    plan, definitions, data = nasty_plan()
    import sqlite3

    from tests.support.sql_engines import fill

    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        fill(connection.execute, definitions, data, text_times=True)
    connection.close()
    done = subprocess.run(
        ["sqlite3", str(path)], input=sql.render(plan, "sqlite"), text=True, capture_output=True, check=True
    )
    assert done.stderr == "" and "한글 이름" in done.stdout


def test_exported_sql_runs_in_psql() -> None:
    server = postgres.needed()
    plan, definitions, data = nasty_plan()
    loaded, schema = load(plan, definitions, data)
    for text in (sql.render(loaded, "postgres"), sql.render(loaded, "postgres", form="table", name='x"; DROP')):
        done = subprocess.run(
            [server.program("psql"), "-X", "-v", "ON_ERROR_STOP=1", *server.arguments()],
            input=f"SET search_path = {schema};\n{text}",
            text=True,
            capture_output=True,
            check=True,
        )
        assert done.stderr == ""
    made = server.owner.execute(f'SELECT * FROM {schema}."x""; DROP"').fetchall()
    assert made == run_postgres(plan, definitions, data)


def test_long_names_stay_apart_where_the_server_cuts_them() -> None:
    """PostgreSQL keeps 63 bytes of a name: outputs and steps that differ behind them are still two."""
    names = [f"{'한글 이름이 아주 긴 기준 ' * 4}{number}" for number in (1, 2)]
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("n", Kind.INT, declared="bigint"))
    steps = tuple(Let(name, _at_least(number)) for number, name in enumerate(names, 5))
    refs: dict[str, Core] = {name: Ref(name, Kind.BOOL) for name in names}
    both = {f"both {name}": And(tuple(refs.values())) for name in names}
    plan = plan_of(specs, {**refs, **both}, steps)
    found = run_postgres(plan, {"people": {"id": "BIGINT", "n": "BIGINT"}}, {"people": [{"id": 1, "n": 5}]})
    assert found == [(1, True, False, False, False)]


@pytest.mark.parametrize("text", ["a\\b", "\\", "it's \\' OR 1 = 1 --", "\\n", "E'\\''"])
@pytest.mark.parametrize("setting", ["on", "off"])
def test_backslashes_are_themselves_whatever_the_server_thinks(text: str, setting: str) -> None:
    server = postgres.needed()
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("t", Kind.TEXT, declared="text"))
    column, constant = Column("", "t", Kind.TEXT), Const(Kind.TEXT, text)
    values: dict[str, Core] = {"same": Compare("=", column, constant), "has": Match("contains", column, constant)}
    definitions, data = {"people": {"id": "BIGINT", "t": "VARCHAR"}}, {"people": [{"id": 1, "t": text}]}
    server.owner.execute(f"SET standard_conforming_strings = {setting}")
    try:
        assert run_postgres(plan_of(specs, values), definitions, data) == [(1, True, True)]
    finally:
        server.owner.execute("RESET standard_conforming_strings")


def test_a_nul_is_refused_where_no_text_can_hold_one() -> None:
    with pytest.raises(Unsupported) as caught:
        sql.compile(plan_of((ColumnSpec("id", Kind.INT),), {"x": Const(Kind.TEXT, "a\x00")}), "postgres")
    assert caught.value.diagnostics[0].params["construct"] == "NUL"


def test_columns_are_told(tmp_path: Any) -> None:
    statement = sql.compile(
        plan_of((ColumnSpec("id", Kind.INT),), {"A": Const(Kind.INT, 1), "a": Const(Kind.TEXT, "x")}), "sqlite"
    )
    assert [(column.name, column.kind) for column in statement.columns] == [
        ("id", "int"),
        ("A", "int"),
        ("a_2", "text"),
    ]
    assert isinstance(statement.columns[0].output, Output)

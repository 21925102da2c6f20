"""SQL for MariaDB in its own client, under settings that are hostile; SQL for MySQL, which no engine runs here."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlglot
from sqlglot import exp

from engine.backends import sql
from engine.backends.base import Unsupported
from engine.core import Case, Column, Compare, Const, Core, DayRange, Kind, ParseNumber, Part
from engine.lower import lower
from engine.plan import ColumnSpec
from engine.publish import sql_script
from engine.sample.projects import project_path
from engine.workspace import Workspace, open_workspace
from plugins.registry import open_source
from tests.support import mariadb
from tests.support.backends_under_test import Duckdb
from tests.support.cases import Suite, plan_of, suites
from tests.support.mariadb import SQL_MODES, load_sample, run_mariadb, server
from tests.support.sql_engines import plan_of as plan_over_people
from tests.support.world import bind

DAY = "2025-06-30"
CUSTOMERS = 300


# -- MariaDB's own client ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> str:
    database = server().new_database()
    load_sample(database, CUSTOMERS, 3)
    return database


@pytest.fixture(scope="module")
def workspace(sample: str) -> Iterator[Workspace]:
    with open_workspace(project_path("written", "ko"), source=server().url(sample)) as opened:
        yield opened


def client(database: str, script: str, mode: str = SQL_MODES[0], charset: str = "utf8mb4", zone: str = "+09:00") -> str:
    """What the client prints for a script; whatever it complains about fails."""
    program = shutil.which("mariadb")
    if program is None:
        pytest.skip("the mariadb command is not installed")
    done = subprocess.run(
        [
            *(program, "--no-defaults", f"--socket={server().folder / 'socket'}", "--user=root", "--batch", "--raw"),
            *(f"--default-character-set={charset}", f"--database={database}", "--show-warnings"),
            f"--init-command=SET sql_mode = '{mode}', time_zone = '{zone}'",
        ],
        input=script.encode(),
        capture_output=True,
    )
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    return done.stdout.decode()


def printed(text: str) -> list[dict[str, str]]:
    return sorted(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), key=str)


@pytest.mark.parametrize("mode", SQL_MODES)
@pytest.mark.parametrize("charset", ["utf8mb4", "utf8mb3", "latin1"])
def test_the_client_gives_what_the_connector_gives(workspace: Workspace, sample: str, mode: str, charset: str) -> None:
    script = sql_script(workspace, as_of=DAY)
    found = printed(client(sample, script, mode, charset, zone="-11:30"))
    plan = lower(workspace.program, date.fromisoformat(DAY))
    wanted = workspace.source.query(sql.compile(plan, "mariadb").sql).read_all().to_pylist()
    assert len(found) == len(wanted) > 250
    texts = [{k: "NULL" if row[k] is None else str(row[k]) for k in found[0]} for row in wanted]
    assert found == sorted(texts, key=str)


@pytest.mark.parametrize("mode", SQL_MODES)
@pytest.mark.parametrize("form", ["table", "view"])
def test_tables_and_views_hold_the_outcome(workspace: Workspace, sample: str, mode: str, form: Any) -> None:
    name = f"결과 {form}'s `{SQL_MODES.index(mode)}`"
    assert client(sample, sql_script(workspace, as_of=DAY, form=form, name=name), mode) == ""
    kept = printed(client(sample, f"SELECT * FROM {mariadb.quote(name)};"))
    assert kept == printed(client(sample, sql_script(workspace, as_of=DAY)))
    assert client(sample, f"SELECT `key` FROM {mariadb.quote(name)} WHERE cells LIKE '%2.A%';") == ""


def test_the_ledgers_are_those_of_duckdb(workspace: Workspace, sample: str, tmp_path: Path) -> None:
    from engine.sample.write import write

    write(tmp_path / "sample.duckdb", CUSTOMERS, 3)
    with open_workspace(project_path("written", "ko"), source=str(tmp_path / "sample.duckdb")) as other:
        script = sql_script(other, as_of=DAY, form="counts")
        wanted = [tuple(row.values()) for row in other.source.query(script).read_all().to_pylist()]
    found = [tuple(row.values()) for row in printed(client(sample, sql_script(workspace, as_of=DAY, form="counts")))]
    assert sorted(found) == sorted(tuple(str(value) for value in row) for row in wanted)
    assert len(found) > 100


def test_sql_of_the_day_it_runs_on_is_sql_of_that_day(workspace: Workspace, sample: str) -> None:
    relative = sql_script(workspace, as_of="today")
    days = {datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).date()}
    found = printed(client(sample, relative, zone="-11:30"))
    days.add(datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).date())
    assert found in [printed(client(sample, sql_script(workspace, as_of=day.isoformat()))) for day in days]


def test_a_zone_whose_clock_is_changed_is_refused_for_today(workspace: Workspace, tmp_path: Path) -> None:
    text = project_path("written", "en").read_text(encoding="utf-8").replace("Asia/Seoul", "Europe/Berlin")
    (tmp_path / "p.quad").write_text(text, encoding="utf-8")
    with (
        open_workspace(tmp_path / "p.quad", source=workspace.source.name) as other,
        pytest.raises(Unsupported) as caught,
    ):
        sql_script(other, as_of="today")
    assert caught.value.diagnostics[0].code == "backend.today"


# -- what this engine has and others have not --------------------------------------------------------------


def test_instants_are_read_by_their_count_whatever_the_sessions_zone() -> None:
    database = server().new_database()
    with server().connect(database) as connection:
        cursor = connection.cursor()
        cursor.execute("SET time_zone = '+00:00'")
        cursor.execute("CREATE TABLE people (id BIGINT, `at` TIMESTAMP(6) NULL)")
        cursor.execute("INSERT INTO people VALUES (1, '2024-03-31 14:59:59.5'), (2, '2024-03-31 15:00:00'), (3, NULL)")
        cursor.execute("SET sql_mode = ''")
        cursor.execute("INSERT INTO people VALUES (4, 0)")
        specs = (
            ColumnSpec("id", Kind.INT, declared="bigint(20)"),
            ColumnSpec("at", Kind.TS, declared="timestamp(6)"),
        )
        at = Column("", "at", Kind.TS)
        inside = DayRange(at, date(2024, 3, 31), date(2024, 3, 31))
        statement = sql.compile(plan_over_people(specs, {"at": at, "inside": inside}), "mariadb").sql
        for zone in ("+00:00", "+09:00", "-11:30"):
            cursor.execute("SET time_zone = %s", (zone,))
            cursor.execute(statement)
            assert sorted(cursor.fetchall()) == [
                (1, datetime(2024, 3, 31, 14, 59, 59, 500000), 1),
                (2, datetime(2024, 3, 31, 15), 1),
                (3, None, None),
                (4, None, None),
            ]


UNSIGNED = (
    ColumnSpec("id", Kind.INT, declared="bigint"),
    ColumnSpec("n", Kind.INT, declared="bigint(20) unsigned"),
    ColumnSpec("bits", Kind.INT, declared="bit(64)"),
    ColumnSpec("w", Kind.INT, 2, "decimal(40,2)"),
    ColumnSpec("d", Kind.DATE, declared="date"),
)


def test_numbers_beyond_64_bits_and_zero_dates_are_missing() -> None:
    definitions = {"people": {spec.name: spec.declared for spec in UNSIGNED}}
    rows: list[dict[str, Any]] = [
        {"id": 1, "n": 2**64 - 1, "bits": 2**64 - 1, "w": 10**30, "d": "2024-00-10"},
        {"id": 2, "n": 2**63 - 1, "bits": 2**63 - 1, "w": "1.25", "d": "2024-02-29"},
        {"id": 3, "n": 0, "bits": 0, "w": "-0.01", "d": "0000-00-00"},
    ]
    value = {spec.name: Column("", spec.name, spec.kind) for spec in UNSIGNED[1:]}
    early = DayRange(value["d"], None, date(2030, 1, 1))
    less = Compare("<", value["n"], Const(Kind.INT, 5))
    plan = plan_over_people(UNSIGNED, {**value, "early": early, "less": less})
    lenient = "ALLOW_INVALID_DATES"
    assert sorted(run_mariadb(plan, definitions, {"people": rows}, lenient, lenient), key=str) == [
        (1, None, None, None, None, None, None),
        (2, 2**63 - 1, 2**63 - 1, 125, date(2024, 2, 29), True, False),
        (3, 0, 0, -1, None, None, True),
    ]


EDGES = [
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "-1.8e308",
    "0.0001e312",
    "1e-400",
]
EDGES += ["17976931348623158" + "0" * 292, "9" * 400, "0." + "0" * 400 + "1e380", "000e999", "4.9e-324", "1e", "1e5 "]


def test_texts_at_the_edges_of_doubles() -> None:
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"), ColumnSpec("t", Kind.TEXT, declared="text"))
    rows = [{"id": number, "t": text} for number, text in enumerate(EDGES)]
    plan = plan_over_people(specs, {"x": ParseNumber(Column("", "t", Kind.TEXT), None)})
    found = run_mariadb(plan, {"people": {"id": "bigint", "t": "text"}}, {"people": rows})

    def wanted(text: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            return None
        return value if abs(value) != float("inf") else None

    assert [value for _, value in sorted(found)] == [wanted(text) for text in EDGES]


def test_values_without_any_column_are_compared_by_code_point() -> None:
    a, upper = Const(Kind.TEXT, "a"), Const(Kind.TEXT, "A")
    either = Case(((Compare("=", Column("", "id", Kind.INT), Const(Kind.INT, 1)), a),), upper)
    specs = (ColumnSpec("id", Kind.INT, declared="bigint"),)
    values: dict[str, Core] = {
        "equal": Compare("=", either, upper),
        "padded": Compare("=", Part(either, "left", 1), Const(Kind.TEXT, "a ")),
        "kept": either,
    }
    plan = plan_over_people(specs, values)
    rows = [{"id": 1}, {"id": 2}]
    found = sorted(run_mariadb(plan, {"people": {"id": "bigint"}}, {"people": rows}))
    assert found == [(1, False, False, "a"), (2, True, False, "A")]


# -- MySQL -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_sql_for_mysql_is_what_mysql_reads(suite: Suite, tmp_path: Path) -> None:
    """No MySQL runs here; at least another reader of its SQL takes every statement of the conformance suite."""
    with Duckdb().load(suite.world, tmp_path) as source:
        bound = bind(suite.world, source)
        trees = {c.id: bound.rule(c.text) if c.is_rule else bound.value(c.text) for c in suite.cases if not c.error}
        rules = {c.id: trees[c.id] for c in suite.cases if c.id in trees and c.is_rule}
        values = {name: tree for name, tree in trees.items() if name not in rules}
        plan = plan_of(bound, rules, values)
    for form in ("select", "table", "view"):
        script = sql.render(plan, "mysql", form=form, language="en")
        assert "never carried out its SQL on mysql" in script.splitlines()[1]
        (parsed,) = sqlglot.parse(script, dialect="mysql")
        assert isinstance(parsed, exp.Query | exp.Create) and not list(parsed.find_all(exp.Command))
    assert "NULLS LAST" not in script and "FULL JOIN" not in script and "FILTER" not in script


def test_a_server_says_which_of_the_two_it_is() -> None:
    with server().database() as name, open_source(server().url(name, scheme="mysql")) as source:
        assert source.dialect == "mariadb"

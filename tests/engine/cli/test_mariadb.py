"""The commands on a MariaDB server: the sample from end to end, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.execute import execute
from engine.lower import lower
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support import mariadb
from tests.support.backends import record
from tests.support.command import quadrille, refused
from tests.support.mariadb import PASSWORD, Server

CUSTOMERS = 300
PROJECT = project_path("written", "en")


@pytest.fixture(scope="module")
def server() -> Server:
    return mariadb.server()


@pytest.fixture(scope="module")
def database(server: Server) -> str:
    name = server.new_database()
    mariadb.load_sample(name, CUSTOMERS, 1)
    return name


@pytest.fixture(scope="module")
def address(server: Server, database: str) -> str:
    return server.url(database)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    write(path, CUSTOMERS, 1)
    yield path


def rows(server: Server, database: str, sql: str) -> Any:
    with server.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def mark(server: Server, database: str) -> list[Any]:
    """What the tables hold, in brief."""
    tables = ", ".join(mariadb.quote(name) for (name,) in rows(server, database, "SHOW TABLES"))
    return list(rows(server, database, f"CHECKSUM TABLE {tables}"))


def test_a_run_counts_what_duckdb_counts_and_leaves_the_source_alone(
    server: Server, database: str, address: str, file: Path
) -> None:
    before = mark(server, database)
    ran = quadrille("run", PROJECT, "--source", address, "--json", "--no-history")
    assert ran.code == 0 and ran.json["adds_up"], ran.said
    wanted = quadrille("run", PROJECT, "--source", file, "--json", "--no-history").json
    assert ran.json["dialect"] == "mariadb"
    for part in ("subjects", "in_one_cell", "in_several_cells", "in_no_stage", "stages", "criteria", "overlaps"):
        assert ran.json[part] == wanted[part], part
    assert mark(server, database) == before


@pytest.mark.parametrize("variant", ["written", "repaired"])
def test_every_customer_is_where_duckdb_has_them(
    variant: str, address: str, file: Path, request: pytest.FixtureRequest
) -> None:
    outcomes = []
    for source in (address, str(file)):
        with open_workspace(project_path(variant, "en"), source=source) as workspace:
            plan = lower(workspace.program, date(2024, 2, 29))
            outcomes.append(sorted(execute(plan, workspace.source).to_pylist(), key=lambda row: row["key"]))
    assert outcomes[0] == outcomes[1]
    record(request, "mariadb", passed=len(outcomes[0]))


def test_the_outcome_as_a_table_is_replaced_only_when_asked(server: Server, database: str, address: str) -> None:
    wrote = quadrille("run", PROJECT, "--source", address, "--table", "결과", "--json", "--no-history")
    assert wrote.code == 0, wrote.said
    count = "SELECT COUNT(*) FROM 결과"
    assert rows(server, database, count) == ((wrote.json["subjects"],),)
    rows(server, database, "DELETE FROM 결과")
    again = quadrille("run", PROJECT, "--source", address, "--table", "결과", "--no-history")
    assert again.code == 2 and rows(server, database, count) == ((0,),)
    forced = quadrille("run", PROJECT, "--source", address, "--table", "결과", "--force", "--no-history")
    assert forced.code == 0 and rows(server, database, count) == ((wrote.json["subjects"],),)
    own = quadrille("run", PROJECT, "--source", address, "--table", "customers", "--force", "--no-history")
    assert own.code == 2 and rows(server, database, "SELECT COUNT(*) FROM customers") == ((CUSTOMERS,),)
    rows(server, database, "DROP TABLE 결과")


def test_explain_check_try_and_inspect(address: str, file: Path) -> None:
    for command in (["explain", PROJECT, "1000008"], ["check", PROJECT]):
        here = quadrille(*command, "--source", address, "--json")
        there = quadrille(*command, "--source", file, "--json")
        assert here.code == there.code == 0, here.said
        assert here.json == there.json or command[0] == "check"
    rule = "annual_income >= 60000000 and grade is not missing"
    tried = ["try", rule, "--table", "customers", "--key", "customer_id"]
    assert quadrille(*tried, "--source", address).out == quadrille(*tried, "--source", file).out
    shown = quadrille("inspect", PROJECT, "--source", address, "--stage", "sql")
    assert shown.code == 0 and "WITH `subject`" in shown.out


def test_a_new_project_checks_and_runs(address: str, tmp_path: Path) -> None:
    project = tmp_path / "new.quad"
    made = quadrille("new", project, "--source", address)
    assert made.code == 0, made.said
    assert "customers" in project.read_text(encoding="utf-8")
    assert quadrille("check", project, "--json").json["error"] == 0
    assert quadrille("run", project, "--json", "--no-history").json["adds_up"]


def test_the_wrong_password_is_told_and_appears_nowhere(
    server: Server, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    for secret in ("Geheim7", PASSWORD[:-1]):
        monkeypatch.setenv("MYSQL_PWD", secret)
        english, korean = refused("run", PROJECT, "--source", server.url(database, user="reader"))
        assert "MYSQL_PWD" in english and secret not in english + korean
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert secret.encode() not in kept


def test_who_may_only_read_can_run(server: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSQL_PWD", PASSWORD)
    url = server.url(database, user="reader")
    ran = quadrille("run", PROJECT, "--source", url, "--json", "--no-history")
    assert ran.code == 0 and ran.json["adds_up"] and PASSWORD not in ran.said
    english, _ = refused("run", PROJECT, "--source", url, "--table", "mine", "--no-history")
    assert "permission" in english

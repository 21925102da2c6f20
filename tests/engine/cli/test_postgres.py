"""The commands on a PostgreSQL server: the sample from end to end, and what goes wrong on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.sample.projects import project_path
from engine.sample.write import write
from tests.support import postgres, postgres_plans
from tests.support.command import quadrille
from tests.support.postgres import PASSWORD, Server

CUSTOMERS = 300
PROJECT = project_path("written", "en")


@pytest.fixture(scope="module")
def server() -> Server:
    return postgres.needed()


@pytest.fixture(scope="module")
def schema(server: Server) -> str:
    name = server.schema()
    postgres_plans.load_sample("tests", name, CUSTOMERS, 1)
    return name


@pytest.fixture(scope="module")
def address(server: Server, schema: str) -> str:
    return server.url(schema=schema)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    write(path, CUSTOMERS, 1)
    yield path


def psql(server: Server, text: str) -> str:
    command = [server.program("psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", *server.arguments()]
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout


def mark(server: Server, schema: str) -> list[tuple[str, int]]:
    """What the tables hold, in brief."""
    tables = [row[0] for row in server.owner.execute(f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'")]
    asked = "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {} AS t"
    return sorted((one, *server.owner.execute(asked.format(f"{schema}.{one}")).fetchone()) for one in tables)


def test_a_run_counts_what_duckdb_counts_and_leaves_the_source_alone(
    server: Server, schema: str, address: str, file: Path
) -> None:
    before = mark(server, schema)
    ran = quadrille("run", PROJECT, "--source", address, "--json", "--no-history")
    assert ran.code == 0 and ran.json["adds_up"], ran.said
    wanted = quadrille("run", PROJECT, "--source", file, "--json", "--no-history").json
    assert ran.json["dialect"] == "postgres"
    for part in ("subjects", "in_one_cell", "in_several_cells", "in_no_stage", "stages", "criteria", "overlaps"):
        assert ran.json[part] == wanted[part], part
    assert mark(server, schema) == before


@pytest.mark.parametrize("day", ["2025-06-30", "today"])
def test_exported_sql_runs_in_psql_and_counts_the_same(server: Server, address: str, day: str) -> None:
    made = quadrille("sql", PROJECT, "--source", address, "--form", "counts", "--as-of", day)
    assert made.code == 0, made.said
    lines = [line.split("|") for line in psql(server, made.out).splitlines()]
    counted = {(ledger, place, line): int(subjects) for ledger, place, line, subjects in lines}
    ran = quadrille("run", PROJECT, "--source", address, "--json", "--no-history", "--as-of", day).json
    assert counted["overall", "", "subjects"] == ran["subjects"]
    assert counted["overall", "", "in_one"] == ran["in_one_cell"]
    assert sum(n for (ledger, _, line), n in counted.items() if (ledger, line) == ("cell", "matched")) > 0


@pytest.mark.parametrize("kind", ["duckdb", "sqlite", "csv"])
def test_sql_written_over_other_sources_runs_on_the_server(
    server: Server, schema: str, address: str, kind: str, tmp_path: Path
) -> None:
    """A project made on a copy of the data is handed on: its columns are declared as they lie in the copy."""
    copy = tmp_path / ("sample" if kind == "csv" else f"sample.{kind}")
    write(copy, CUSTOMERS, 1, kind=kind)  # type: ignore[arg-type]
    options = ["--dialect", "postgres", "--form", "counts"]
    there = quadrille("sql", PROJECT, "--source", copy, *options)
    here = quadrille("sql", PROJECT, "--source", address, *options)
    assert there.code == here.code == 0, there.said
    path = f"SET search_path = {schema};\n"
    assert psql(server, path + there.out) == psql(server, path + here.out)


@pytest.mark.parametrize("form", ["select", "table", "view"])
def test_every_form_of_sql_gives_every_subject(server: Server, address: str, form: str) -> None:
    made = quadrille("sql", PROJECT, "--source", address, "--form", form, "--name", f"outcome_{form}")
    assert made.code == 0, made.said
    given = psql(server, made.out)
    if form != "select":
        given = psql(server, f"SELECT * FROM outcome_{form}; DROP {form.upper()} outcome_{form};")
    ran = quadrille("run", PROJECT, "--source", address, "--json", "--no-history").json
    assert sum("|" in line for line in given.splitlines()) == ran["subjects"]


def test_the_outcome_as_a_table_is_replaced_only_when_asked(server: Server, schema: str, address: str) -> None:
    wrote = quadrille("run", PROJECT, "--source", address, "--table", "outcome", "--json", "--no-history")
    assert wrote.code == 0, wrote.said
    count = f"SELECT count(*) FROM {schema}.outcome"
    assert server.owner.execute(count).fetchone()[0] == wrote.json["subjects"]
    server.owner.execute(f"DELETE FROM {schema}.outcome")
    again = quadrille("run", PROJECT, "--source", address, "--table", "outcome", "--no-history")
    assert again.code == 2 and server.owner.execute(count).fetchone()[0] == 0
    forced = quadrille("run", PROJECT, "--source", address, "--table", "outcome", "--force", "--no-history")
    assert forced.code == 0 and server.owner.execute(count).fetchone()[0] == wrote.json["subjects"]
    own = quadrille("run", PROJECT, "--source", address, "--table", "customers", "--force", "--no-history")
    assert own.code == 2 and server.owner.execute(f"SELECT count(*) FROM {schema}.customers").fetchone()[0] == CUSTOMERS
    server.owner.execute(f"DROP TABLE {schema}.outcome")


def test_explain_check_try_and_inspect(address: str, file: Path) -> None:
    key = "1000008"
    for command in (["explain", PROJECT, key], ["check", PROJECT]):
        here = quadrille(*command, "--source", address, "--json")
        there = quadrille(*command, "--source", file, "--json")
        assert here.code == there.code == 0, here.said
        assert here.json == there.json or command[0] == "check"
    tried = [
        "try",
        "annual_income >= 60000000 and grade is not missing",
        "--table",
        "customers",
        "--key",
        "customer_id",
    ]
    assert quadrille(*tried, "--source", address).out == quadrille(*tried, "--source", file).out
    shown = quadrille("inspect", PROJECT, "--source", address, "--stage", "sql")
    assert shown.code == 0 and "WITH" in shown.out


def test_a_new_project_is_called_after_the_database(address: str, tmp_path: Path) -> None:
    project = tmp_path / "new.quad"
    made = quadrille("new", project, "--source", address)
    assert made.code == 0, made.said
    text = project.read_text(encoding="utf-8")
    assert "name: tests" in text and "customers" in text
    assert quadrille("check", project, "--json").json["error"] == 0
    assert quadrille("run", project, "--json", "--no-history").json["adds_up"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_password_is_ever_shown(
    server: Server, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("PGPASSWORD", "wrong " + PASSWORD)
    secret = server.tcp().replace("reader@", "reader:hunter2@")
    for source in (server.tcp(), secret, f"{server.tcp()}?password=hunter2"):
        for command in (["run", PROJECT], ["check", PROJECT], ["new", tmp_path / "n.quad"]):
            told = quadrille(*command, "--source", source, lang=language)
            assert told.code != 0
            assert "hunter2" not in told.said and PASSWORD not in told.said
    assert not (tmp_path / "n.quad").exists()


def test_ctrl_c_ends_the_statement_on_the_server(server: Server, schema: str) -> None:
    """Of a run that waits for a lock, so that it surely runs when the key is pressed."""
    asked = "SELECT wait_event_type FROM pg_stat_activity WHERE application_name = 'quadrille' AND state = 'active'"
    source = server.url(schema=schema, wait="300")
    command = [
        sys.executable,
        "-m",
        "engine.cli",
        "run",
        str(PROJECT),
        "--source",
        source,
        "--no-history",
        "--lang",
        "en",
    ]
    with server.connect() as other, other.transaction():
        other.execute(f"LOCK TABLE {schema}.leads IN ACCESS EXCLUSIVE MODE")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            while ("Lock",) not in server.owner.execute(asked).fetchall():
                assert run.poll() is None, run.communicate()
            run.send_signal(signal.SIGINT)
            _, err = run.communicate(timeout=60)
            assert run.returncode == 2 and "Cancelled." in err and "Traceback" not in err
        while server.owner.execute(asked).fetchall():  # the test's own time limit ends this
            pass


def test_a_table_that_is_gone_is_named(server: Server, schema: str, address: str) -> None:
    server.owner.execute(f"ALTER TABLE {schema}.leads RENAME TO gone")
    try:
        told = quadrille("run", PROJECT, "--source", address, "--no-history")
    finally:
        server.owner.execute(f"ALTER TABLE {schema}.gone RENAME TO leads")
    assert told.code == 2 and "leads" in told.said

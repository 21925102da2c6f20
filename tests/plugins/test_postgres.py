"""The PostgreSQL connector on a real server: what it reads, how it ends, and what it says when something is wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dsl.messages import render
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Type, decimal
from plugins.api import Source, SourceCancelled, SourceError
from plugins.registry import open_source, probe
from tests.support import postgres
from tests.support.postgres import PASSWORD, Server


@pytest.fixture(scope="module")
def server() -> Server:
    return postgres.needed()


@pytest.fixture
def schema(server: Server) -> str:
    name = server.schema()
    server.owner.execute(f"SET search_path = {name}")
    return name


def opened(server: Server, schema: str, **options: Any) -> Source:
    writing = options.pop("writing", False)
    return open_source(server.url(schema=schema, **options), read_only=not writing)


def code_of(told: pytest.ExceptionInfo[SourceError]) -> str:
    (found,) = told.value.diagnostics
    for language in ("ko", "en"):
        assert PASSWORD not in render(found, language)
    return found.code


# -- schema ------------------------------------------------------------------------------------------------

TYPES: dict[str, tuple[str, Type | None]] = {
    "small": ("smallint", INTEGER),
    "whole": ("integer", INTEGER),
    "big": ("bigint", INTEGER),
    "yes": ("boolean", BOOLEAN),
    "single": ("real", DOUBLE),
    "double": ("double precision", DOUBLE),
    "money_2": ("numeric(12,2)", decimal(2)),
    "whole_18": ("numeric(18)", INTEGER),
    "hundreds": ("numeric(5,-2)", INTEGER),
    "any_number": ("numeric", DOUBLE),
    "wide_number": ("numeric(60,30)", DOUBLE),
    "cash": ("money", decimal(2)),
    "words": ("text", TEXT),
    "short": ("varchar(20)", TEXT),
    "fixed": ("char(5)", TEXT),
    "mark": ('"char"', TEXT),
    "uid": ("uuid", TEXT),
    "doc": ("jsonb", TEXT),
    "mood": ("mood", TEXT),
    "address": ("inet", TEXT),
    "born": ("date", DATE),
    "at": ("timestamp(3)", TIMESTAMP),
    "seen": ("timestamptz", TIMESTAMP),
    "amount": ("amount", decimal(3)),
    "bytes": ("bytea", None),
    "list": ("integer[]", None),
    "span": ("interval", None),
    "clock": ("time", None),
}


@pytest.fixture
def typed(server: Server, schema: str) -> str:
    """A table with a column of every kind, one row of usual values, one of edges, one of nothing."""
    run = server.owner.execute
    run("CREATE TYPE mood AS ENUM ('sad', 'ok', '기쁨')")
    run("CREATE DOMAIN positive AS numeric(10,3) CHECK (VALUE > 0)")
    run("CREATE DOMAIN amount AS positive NOT NULL")
    listed = ", ".join(f"{name} {declared}" for name, (declared, _) in TYPES.items())
    run(f"CREATE TABLE typed (id integer PRIMARY KEY, {listed})")
    given = {
        "small": "-32768", "whole": "7", "big": "9223372036854775807", "yes": "true", "single": "0.5",
        "double": "0.1", "money_2": "-12.34", "whole_18": "999999999999999999", "hundreds": "12300",
        "any_number": "0.1", "wide_number": "1.25", "cash": "12.34", "words": "한글 'x' \\ \"y\"", "short": "a ",
        "fixed": "ab", "mark": "x", "uid": "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "doc": '{"a": 1}', "mood": "기쁨",
        "address": "10.0.0.1", "born": "2024-02-29", "at": "2024-03-10 02:30:00.123",
        "seen": "2024-01-01 09:00:00+09", "amount": "1.5", "bytes": "x", "list": "{1}", "span": "1 day",
        "clock": "10:00",
    }  # fmt: skip
    edges: dict[str, str | None] = {
        **dict.fromkeys(given, None),
        "double": "NaN", "single": "Infinity", "money_2": "NaN", "any_number": "1e400", "wide_number": "NaN",
        "whole_18": "NaN", "born": "infinity", "at": "-infinity", "seen": "infinity", "amount": "0.001",
    }  # fmt: skip
    rows: tuple[dict[str, str | None], ...] = (dict(given), edges, {"amount": "2"})
    for number, row in enumerate(rows):
        names = ["id", *row]
        marks = ", ".join(["%s"] * len(names))
        run(f"INSERT INTO typed ({', '.join(names)}) VALUES ({marks})", [number, *row.values()])
    return schema


def test_types_keys_and_what_is_left_out(server: Server, typed: str) -> None:
    with opened(server, typed) as source:
        columns = {column.name: column for column in source.columns("typed")}
        assert {name: columns[name].type if name in columns else None for name in TYPES} == {
            name: type_ for name, (_, type_) in TYPES.items()
        }
        assert columns["id"].primary_key and not columns["id"].nullable
        assert columns["whole"].nullable and not columns["amount"].nullable
        assert columns["seen"].storage.zone == "UTC" and columns["fixed"].storage.trim
        skipped = {note.params["column"] for note in source.notices()}
        assert skipped == {name for name, (_, type_) in TYPES.items() if type_ is None}


def test_values_of_every_type(server: Server, typed: str) -> None:
    with opened(server, typed) as source:
        first, edges, nothing = source.read("typed").read_all().sort_by("id").to_pylist()
    assert first == {
        "id": 0, "small": -32768, "whole": 7, "big": 2**63 - 1, "yes": True, "single": 0.5, "double": 0.1,
        "money_2": Decimal("-12.34"), "whole_18": 999999999999999999, "hundreds": 12300, "any_number": 0.1,
        "wide_number": 1.25, "cash": Decimal("12.34"), "words": "한글 'x' \\ \"y\"", "short": "a ", "fixed": "ab",
        "mark": "x", "uid": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "doc": '{"a": 1}', "mood": "기쁨",
        "address": "10.0.0.1/32", "born": date(2024, 2, 29), "at": datetime(2024, 3, 10, 2, 30, 0, 123000),
        "seen": datetime(2024, 1, 1), "amount": Decimal("1.500"),
    }  # fmt: skip
    assert edges["double"] != edges["double"] and edges["single"] == float("inf"), "as they are kept"
    for name in ("money_2", "any_number", "wide_number", "whole_18", "born", "at", "seen"):
        assert edges[name] is None, name
    assert {name for name, value in nothing.items() if value is not None} == {"id", "amount"}


def test_tables_views_and_those_of_others(server: Server, schema: str) -> None:
    run = server.owner.execute
    run('CREATE TABLE "Ünïcode "" table" (n integer)')
    run("CREATE VIEW seen AS SELECT 1 AS one")
    run("CREATE MATERIALIZED VIEW kept AS SELECT 2 AS two")
    run("CREATE TABLE parted (n integer) PARTITION BY RANGE (n)")
    run("CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)")
    run("INSERT INTO parted VALUES (1), (2)")
    with opened(server, schema) as source:
        found = {(table.name, table.kind) for table in source.tables()}
        assert found == {('Ünïcode " table', "table"), ("seen", "view"), ("kept", "view"), ("parted", "table")}
        assert {table.schema for table in source.tables()} == {schema}
        assert source.row_count("parted") == 2
        assert source.read("kept").read_all().to_pylist() == [{"two": 2}]
        assert source.row_count(next(t.qualified for t in source.tables() if "Ü" in t.name)) == 0
    with open_source(server.url()) as source:
        assert all(table.schema for table in source.tables() if table.name == "seen"), "of another schema"


def test_only_what_may_be_read_is_listed(server: Server, schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = server.owner.execute
    run(f"GRANT USAGE ON SCHEMA {schema} TO reader")
    run("CREATE TABLE open_to_all (n integer, secret text)")
    run("CREATE TABLE closed (n integer)")
    run("GRANT SELECT (n) ON open_to_all TO reader")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with open_source(f"{server.tcp()}?schema={schema}") as source:
        assert [table.name for table in source.tables()] == ["open_to_all"]
        assert [column.name for column in source.columns("open_to_all")] == ["n"]
        with pytest.raises(SourceError) as told:
            source.query(f"SELECT * FROM {schema}.closed").read_all()
        assert code_of(told) == "source.server_denied"


@pytest.mark.parametrize("encoding", ["EUC_KR", "SQL_ASCII"])
def test_text_in_another_encoding_means_the_same(server: Server, encoding: str) -> None:
    name = f"in_{encoding.lower()}"
    server.owner.execute(f"DROP DATABASE IF EXISTS {name}")
    server.owner.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with server.connect(name, client_encoding="UTF8") as connection:
        connection.execute("CREATE TABLE people (id integer, t text)")
        connection.execute("INSERT INTO people VALUES (1, '서울'), (2, 'a')")
    with open_source(server.url(name)) as source:
        assert source.dialect is None, "its own functions count bytes, or order letters otherwise"
        assert [note.code for note in source.notices()] == ["source.server_encoding"]
        assert source.read("people", ["t"]).read_all().to_pylist() == [{"t": "서울"}, {"t": "a"}]


# -- queries -----------------------------------------------------------------------------------------------


def test_the_session_is_read_only_in_utc_and_says_who_it_is(server: Server, schema: str) -> None:
    with opened(server, schema) as source:
        names = ("TimeZone", "transaction_read_only", "application_name", "standard_conforming_strings")
        asked = ", ".join(f"current_setting('{name}') AS \"{name}\"" for name in names)
        (row,) = source.query(f"SELECT {asked}").read_all().to_pylist()
        assert list(row.values()) == ["UTC", "on", "quadrille", "on"]
        server.owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
        with pytest.raises(SourceError) as told:
            source.query("INSERT INTO kept VALUES (2) RETURNING one").read_all()
        assert code_of(told) == "source.read_only" and source.row_count("kept") == 1
        for action in (lambda: source.execute_many(["DROP TABLE x"]), lambda: source.create_table("x", sql="SELECT 1")):
            with pytest.raises(SourceError) as told:
                action()
            assert code_of(told) == "source.read_only"


def test_nothing_is_left_in_a_session(server: Server, schema: str) -> None:
    """A pool between us and the server may give it to somebody else next."""
    with opened(server, schema) as source:
        source.query("SELECT 1").read_all()
        (idle,) = source._sessions._idle  # type: ignore[attr-defined]
        with idle.cursor() as cursor:
            names = ("transaction_read_only", "TimeZone", "statement_timeout", "search_path", "work_mem", "jit")
            asked = "SELECT " + ", ".join(f"current_setting('{name}')" for name in names)
            cursor.execute(asked)
            left = list(cursor.fetchone())
    with server.connect() as fresh:
        assert left == list(fresh.execute(asked).fetchone())


def test_an_error_in_the_middle_of_rows_is_told_and_the_source_goes_on(server: Server, schema: str) -> None:
    with opened(server, schema) as source:
        with pytest.raises(SourceError) as told:
            source.query("SELECT 1 / (900000 - i) FROM generate_series(1, 1000000) AS i").read_all()
        assert code_of(told) == "source.query_failed"
        assert told.value.diagnostics[0].params["reason"] == "division by zero"
        assert source.query("SELECT 1 AS one").read_all().to_pylist() == [{"one": 1}]


def test_rows_come_in_batches_and_may_be_left(server: Server, schema: str) -> None:
    with opened(server, schema) as source:
        reader = source.query("SELECT i, repeat('x', 1000) AS t FROM generate_series(1, 200000) AS i")
        first = next(iter(reader))
        assert 0 < first.num_rows < 200_000
        del reader, first
        assert source.query("SELECT 2 AS two").read_all().to_pylist() == [{"two": 2}]
    gone(server, "repeat")


def running(server: Server, text: str) -> int:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE %s AND pid <> pg_backend_pid()"
    return int(server.owner.execute(asked, [f"%{text}%"]).fetchone()[0])


def started(server: Server, text: str) -> None:
    """Wait until the server works on a statement."""
    for _ in range(2_000):
        if running(server, text):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"no statement with {text} ever ran")


def gone(server: Server, text: str) -> None:
    """Wait until it does not any more: it tells its client first, and itself a moment later."""
    for _ in range(500):
        if not running(server, text):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{text} still runs")


LONG = "SELECT pg_sleep(300) AS {name}"


def test_cancel_ends_the_statement_on_the_server(server: Server, schema: str) -> None:
    with opened(server, schema) as source:
        told: list[float | None] = []

        def cancel() -> bool:
            return running(server, "cancelled_by_asking") > 0

        with pytest.raises(SourceCancelled):
            source.query(LONG.format(name="cancelled_by_asking"), cancel=cancel, progress=told.append).read_all()
        gone(server, "cancelled_by_asking")
        assert source.query("SELECT 1 AS one").read_all().to_pylist() == [{"one": 1}]


@pytest.mark.parametrize("how", ["interrupt", "close"])
def test_interrupt_and_close_end_the_statement_on_the_server(server: Server, schema: str, how: str) -> None:
    source = opened(server, schema)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            source.query(LONG.format(name=f"ended_by_{how}")).read_all()
        except SourceError as failure:
            failures.append(failure)

    thread = threading.Thread(target=work)
    thread.start()
    started(server, f"ended_by_{how}")
    getattr(source, how)()
    thread.join(60)
    assert isinstance(failures[0], SourceCancelled)
    gone(server, f"ended_by_{how}")
    source.close()
    with pytest.raises(SourceError) as told:
        source.tables()
        source.query("SELECT 1")
    assert code_of(told) == "source.closed"


def test_several_threads_read_at_once(server: Server, schema: str) -> None:
    server.owner.execute("CREATE TABLE numbers AS SELECT i FROM generate_series(1, 50000) AS i")
    with opened(server, schema) as source:
        sums: list[int] = []

        def work() -> None:
            for _ in range(3):
                sums.append(sum(source.read("numbers").read_all().column("i").to_pylist()))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sums == [50000 * 50001 // 2] * 12


# -- what goes wrong ---------------------------------------------------------------------------------------


def refused(target: str) -> str:
    with pytest.raises(SourceError) as told:
        open_source(target)
    return code_of(told)


def test_logins(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert refused(server.tcp()) == "source.server_login"
    monkeypatch.setenv("PGPASSWORD", "wrong " + PASSWORD)
    assert refused(server.tcp()) == "source.server_login"
    assert refused(server.tcp(user="nobody")) == "source.server_login"
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    open_source(server.tcp()).close()
    assert refused(server.tcp("no such")) == "source.server_database"
    assert refused(f"{server.tcp()}?schema=no_such") == "source.server_schema"
    assert refused(f"{server.tcp()}?sslmode=require") == "source.server_unreachable", "this server has no TLS"
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("SHOP", PASSWORD)
    open_source(server.tcp().replace("reader@", "reader:${SHOP}@")).close()
    with pytest.raises(SourceError) as told:
        open_source(server.tcp().replace("reader@", f"reader:{PASSWORD}@"))
    assert code_of(told) == "source.server_password"


def test_services_and_the_environment_of_libpq(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = {"host": str(server.folder), "port": str(server.port), "user": "owner", "dbname": "tests"}
    file = tmp_path / "services"
    file.write_text("[shop]\n" + "".join(f"{name}={value}\n" for name, value in where.items()), encoding="utf-8")
    asked = "SELECT current_database()::text AS d, current_user::text AS u"
    with monkeypatch.context() as patch:
        patch.setenv("PGSERVICEFILE", str(file))
        with open_source("postgresql:///?service=shop") as source:
            assert source.query(asked).read_all().to_pylist() == [{"d": "tests", "u": "owner"}]
        assert refused("postgresql:///?service=none_such") == "source.server_unreachable"
    for name, value in zip(("PGHOST", "PGPORT", "PGUSER", "PGDATABASE"), where.values(), strict=True):
        monkeypatch.setenv(name, value)
    with open_source("postgresql://") as source:
        assert source.query(asked).read_all().to_pylist() == [{"d": "tests", "u": "owner"}]


def test_a_password_with_every_sign(server: Server) -> None:
    password = 'a\'b\\c "d" 비밀 %40@:/?#&='
    server.owner.execute("DROP ROLE IF EXISTS odd")
    server.owner.execute("CREATE ROLE odd LOGIN PASSWORD 'x'")
    from psycopg import sql

    server.owner.execute(sql.SQL("ALTER ROLE odd PASSWORD {}").format(sql.Literal(password)))
    with open_source(server.tcp(user="odd"), secret=password) as source:
        assert source.name == server.tcp(user="odd") and "비밀" not in repr(source)


def test_a_port_where_nobody_listens() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert refused(f"postgresql://a@127.0.0.1:{port}/d") == "source.server_unreachable"


def test_testing_a_connection_step_by_step(server: Server, schema: str) -> None:
    server.owner.execute("CREATE TABLE two (n integer)")
    server.owner.execute("INSERT INTO two VALUES (1), (2)")
    steps = list(probe(server.url(schema=schema)))
    assert [(step.name, step.ok) for step in steps] == [(n, True) for n in ("find", "open", "schema", "rows")]
    assert steps[-1].rows == 2


def test_time_limits_and_locks(server: Server, schema: str) -> None:
    server.owner.execute("CREATE TABLE locked (n integer)")
    with opened(server, schema, timeout="1") as source, pytest.raises(SourceError) as told:
        source.query(LONG.format(name="too_long")).read_all()
    assert code_of(told) == "source.server_timeout"
    assert told.value.diagnostics[0].params["seconds"] == 1
    with opened(server, schema, wait="1") as source, server.connect() as other, other.transaction():
        other.execute(f"LOCK TABLE {schema}.locked IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(SourceError) as told:
            source.query("SELECT * FROM locked").read_all()
    assert code_of(told) == "source.server_locked"


def test_an_idle_connection_that_the_server_ended_is_replaced(server: Server, schema: str) -> None:
    with opened(server, schema) as source:
        source.query("SELECT 1").read_all()
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'quadrille'"
        server.owner.execute(ended)
        assert source.query("SELECT 1 AS one").read_all().to_pylist() == [{"one": 1}]


@pytest.fixture
def doomed() -> Iterator[Server]:
    postgres.needed()
    made = postgres.start()
    yield made
    made.stop()


def test_a_server_that_goes_away_in_the_middle(doomed: Server) -> None:
    with open_source(doomed.url()) as source:
        failures: list[SourceError] = []

        def work() -> None:
            try:
                source.query(LONG.format(name="doomed")).read_all()
            except SourceError as failure:
                failures.append(failure)

        thread = threading.Thread(target=work)
        thread.start()
        started(doomed, "doomed")
        doomed.stop()
        thread.join(60)
        assert failures[0].diagnostics[0].code == "source.server_lost"
        with pytest.raises(SourceError) as told:
            source.query("SELECT 1").read_all()
        assert code_of(told) == "source.server_unreachable"


# -- writing -----------------------------------------------------------------------------------------------

DATA = pa.table(
    {
        "id": pa.array([1, 2, 2**63 - 1], pa.int64()),
        "yes": pa.array([True, None, False]),
        "x": pa.array([0.1, None, -1e300]),
        "price": pa.array([Decimal("1.25"), None, Decimal("-99999999.99")], pa.decimal128(38, 2)),
        "t": pa.array(["한글 'x' \\ \"y\"", None, ""]),
        "d": pa.array([date(2024, 2, 29), None, date(1, 1, 1)]),
        'at "time"': pa.array([datetime(2024, 1, 1, 0, 0, 0, 1), None, datetime(9999, 12, 31)], pa.timestamp("us")),
    }
)


def test_a_table_is_written_and_replaced_only_when_asked(server: Server, schema: str) -> None:
    with opened(server, schema, writing=True) as source:
        source.create_table("made", data=DATA)
        assert source.read("made").read_all().equals(DATA)
        with pytest.raises(SourceError) as told:
            source.create_table("made", data=DATA)
        assert code_of(told) == "source.table_exists"
        source.create_table("made", data=DATA.slice(0, 1), replace=True)
        assert source.row_count("made") == 1
        source.create_table('"a.b"', sql="SELECT 1 AS one")
        assert source.read("a.b").read_all().to_pylist() == [{"one": 1}]
        server.owner.execute("CREATE VIEW shown AS SELECT 1 AS one")
        with pytest.raises(SourceError) as told:
            source.create_table("shown", data=DATA, replace=True)
        assert code_of(told) == "source.table_exists", "a view is not replaced"


def test_what_fails_changes_nothing(server: Server, schema: str) -> None:
    server.owner.execute("CREATE TABLE there AS SELECT 1 AS one")
    bad = pa.table({"t": pa.array(["fine", "with \x00 in it"])})
    with opened(server, schema, writing=True) as source:
        with pytest.raises(SourceError):
            source.create_table("there", data=bad, replace=True)
        assert source.read("there").read_all().to_pylist() == [{"one": 1}]
        with pytest.raises(SourceError):
            source.execute_many([f"INSERT INTO {schema}.there VALUES (2)", "SELECT nothing"])
        assert source.row_count("there") == 1
        source.execute_many([f"INSERT INTO {schema}.there VALUES (2)", f"INSERT INTO {schema}.there VALUES (3)"])
        assert source.row_count("there") == 3


def test_instants_do_not_depend_on_the_servers_zone(server: Server, schema: str) -> None:
    """The server lives in New York, the session in UTC, the value is the same moment."""
    server.owner.execute("CREATE TABLE moments (id integer, at timestamptz)")
    moment = datetime(2024, 3, 10, 7, 30, tzinfo=UTC)  # within the hour that New York's clocks leave out
    server.owner.execute("INSERT INTO moments VALUES (1, %s)", [moment])
    with opened(server, schema) as source:
        assert source.read("moments", ["at"]).read_all().to_pylist() == [{"at": moment.replace(tzinfo=None)}]

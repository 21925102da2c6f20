"""The connector of MariaDB on a real server: what it reads, how it ends, and what it says when something is wrong."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pytest

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Type, decimal
from plugins.api import Source, SourceCancelled, SourceError
from plugins.registry import open_source, probe
from tests.support import mariadb
from tests.support.mariadb import PASSWORD, Server
from tests.support.sources import codes, failure, rows

ENDLESS = "SELECT COUNT(*) AS n FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0"
LONG = "SELECT seq FROM seq_1_to_50000000"


@pytest.fixture(scope="module")
def server() -> Server:
    return mariadb.server()


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    with server.database() as name:
        yield name


@pytest.fixture(autouse=True)
def _no_password_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MYSQL_PWD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def run(server: Server, database: str) -> Iterator[Callable[[str], Any]]:
    with server.connect(database) as connection:

        def one(sql: str) -> Any:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()

        yield one


@pytest.fixture
def source(server: Server, database: str) -> Iterator[Source]:
    with open_source(server.url(database)) as opened:
        yield opened


def told(action: Callable[[], Any]) -> str:
    """The code of what an action must raise; its words say no password."""
    found = failure(action)
    for language in ("ko", "en"):
        assert PASSWORD not in render(found, language)
    return found.code


def statements(server: Server) -> list[str]:
    """What the server is working on."""
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT info FROM information_schema.processlist WHERE command = 'Query' AND id <> CONNECTION_ID()"
        )
        return [str(row[0]) for row in cursor.fetchall()]


def awaited(condition: Callable[[], bool]) -> None:
    """Until something holds; a minute is as good as never."""
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        threading.Event().wait(0.01)


# -- schema and values -------------------------------------------------------------------------------------

TYPES: dict[str, tuple[str, Type | None, Any, Any]] = {
    # declared, meant, written, read
    "tiny": ("TINYINT", INTEGER, "-128", -128),
    "yes": ("BOOLEAN", BOOLEAN, "1", True),
    "level": ("TINYINT(1)", INTEGER, "7", 7),
    "one_bit": ("BIT(1)", BOOLEAN, "b'0'", False),
    "bits": ("BIT(64)", INTEGER, "b'101'", 5),
    "whole": ("INT UNSIGNED", INTEGER, "4294967295", 4294967295),
    "big": ("BIGINT", INTEGER, "-9223372036854775808", -(2**63)),
    "huge": ("BIGINT UNSIGNED", INTEGER, "9223372036854775807", 2**63 - 1),
    "single": ("FLOAT", DOUBLE, "0.1", 0.10000000149011612),
    "double": ("DOUBLE", DOUBLE, "1e-300", 1e-300),
    "money": ("DECIMAL(12,2)", decimal(2), "-12.34", Decimal("-12.34")),
    "count": ("DECIMAL(20,0)", INTEGER, "12", 12),
    "fine": ("DECIMAL(40,20)", DOUBLE, "1.5", 1.5),
    "padded": ("CHAR(5)", TEXT, "'a '", "a"),
    "name": ("VARCHAR(20)", TEXT, "'한글👍 '", "한글👍 "),
    "latin": ("VARCHAR(20) CHARACTER SET latin1", TEXT, "'é'", "é"),
    "notes": ("LONGTEXT", TEXT, "''", ""),
    "sort": ("ENUM('가','b')", TEXT, "'가'", "가"),
    "marks": ("SET('x','y')", TEXT, "'x,y'", "x,y"),
    "thing": ("JSON", TEXT, "'{}'", "{}"),
    "in_year": ("YEAR", INTEGER, "2024", 2024),
    "clock": ("TIME", TEXT, "'25:00:00'", "25:00:00"),
    "day": ("DATE", DATE, "'2024-02-29'", date(2024, 2, 29)),
    "at": ("DATETIME(6)", TIMESTAMP, "'2024-01-01 00:00:00.000001'", datetime(2024, 1, 1, 0, 0, 0, 1)),
    "instant": ("TIMESTAMP NULL", TIMESTAMP, "'2024-01-01 08:00:00'", datetime(2023, 12, 31, 23, 0)),
    "picture": ("BLOB", None, "'x'", None),
    "place": ("POINT", None, "NULL", None),
}


def test_every_type_and_value(run: Callable[[str], Any], source: Source) -> None:
    declared = ", ".join(f"`{name}` {one[0]}" for name, one in TYPES.items())
    run(f"CREATE TABLE t (id INT PRIMARY KEY, {declared})")
    run(f"INSERT INTO t VALUES (1, {', '.join(str(one[2]) for one in TYPES.values())})")
    run("INSERT INTO t (id) VALUES (2)")
    columns = {column.name: column for column in source.columns("t")}
    assert {n: c.type for n, c in columns.items()} == {"id": INTEGER} | {n: o[1] for n, o in TYPES.items() if o[1]}
    assert columns["id"].primary_key and not columns["id"].nullable and columns["name"].nullable
    assert columns["instant"].storage.zone == "UTC" and columns["padded"].storage.trim
    found = rows(source, "t")
    assert {n: v[0] for n, v in found.items()} == {"id": 1} | {n: o[3] for n, o in TYPES.items() if o[1]}
    assert all(values[1] is None for name, values in found.items() if name != "id")
    assert codes(source) == ["source.column_skipped"] * 2


def test_values_that_are_none_are_missing_and_counted(run: Callable[[str], Any], source: Source) -> None:
    run("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'")
    run("CREATE TABLE t (n BIGINT UNSIGNED, w DECIMAL(30,0), d DATE, at DATETIME, s TIMESTAMP NULL, yes BOOLEAN)")
    run("INSERT INTO t VALUES (7, 7, '2024-02-29', '2024-02-29', '2024-02-29', 1)")
    for day in ("'0000-00-00'", "'2024-00-10'", "'2024-02-30'"):
        moment = "0" if day != "'2024-02-30'" else "NULL"
        run(f"INSERT INTO t VALUES ({2**64 - 1}, {10**29}, {day}, {day}, {moment}, 1)")
    run("INSERT INTO t SELECT 1, 1, '2024-01-01', NULL, NULL, 0 FROM seq_1_to_2000")
    run("INSERT INTO t VALUES (1, 1, NULL, NULL, NULL, 5)")
    found = rows(source, "t")
    assert {name: (values[0], values[1:4]) for name, values in found.items() if name != "yes"} == {
        "n": (7, [None] * 3),
        "w": (7, [None] * 3),
        "d": (date(2024, 2, 29), [None] * 3),
        "at": (datetime(2024, 2, 29), [None] * 3),
        "s": (datetime(2024, 2, 28, 15), [None] * 3),
    }
    assert found["yes"][-1] is None
    lost = {str(n.params["column"]): n.params["count"] for n in source.notices() if n.code == "source.values_lost"}
    assert lost == {"n": 3, "w": 3, "d": 3, "at": 3, "s": 2, "yes": 1}


def test_tables_views_and_hostile_names(run: Callable[[str], Any], source: Source) -> None:
    names = ["a`b", "'; DROP TABLE x; --", "한글 표", "%s", "a.b", "Mixed", "x\\", '"']
    for number, name in enumerate(names):
        quoted = mariadb.quote(name)
        run(f"CREATE TABLE {quoted} ({quoted} INT)")
        run(f"INSERT INTO {quoted} VALUES ({number})")
    run("CREATE VIEW seen AS SELECT 1 AS one")
    assert {t.name: t.kind for t in source.tables()} == dict.fromkeys(names, "table") | {"seen": "view"}
    for number, name in enumerate(names):
        table = next(t.qualified for t in source.tables() if t.name == name)
        assert rows(source, table) == {name: [number]}
        assert source.row_count(table) == 1
    assert rows(source, "seen") == {"one": [1]}


def test_without_a_database_every_one_is_seen(server: Server, database: str, run: Callable[[str], Any]) -> None:
    run("CREATE TABLE t (a INT)")
    with open_source(server.url("")) as everything:
        found = {t.qualified for t in everything.tables()}
        assert f"{database}.t" in found and not any(name.startswith("mysql.") for name in found)
        assert rows(everything, f"{database}.t") == {"a": []}


def test_a_query_tells_its_types(source: Source) -> None:
    sql = "SELECT 1 AS a, 1.5 AS b, 1e0 AS c, 'x' AS d, DATE '2024-01-01' AS e, TIMESTAMP '2024-01-01 01:00:00' AS f"
    found = source.query(f"{sql}, NULL AS g").read_all()
    assert found.to_pylist() == [
        {
            "a": 1,
            "b": Decimal("1.5"),
            "c": 1.0,
            "d": "x",
            "e": date(2024, 1, 1),
            "f": datetime(2024, 1, 1, 1),
            "g": None,
        }
    ]
    assert source.query("SELECT 1 AS a", types=[BOOLEAN]).read_all().to_pylist() == [{"a": True}]


def test_long_texts_are_in_order(run: Callable[[str], Any], source: Source) -> None:
    run("CREATE TABLE t (a LONGTEXT)")
    run("INSERT INTO t SELECT CONCAT(REPEAT('가', 9000), (seq * 7) % 10) FROM seq_0_to_9")
    ordered = source.query("SELECT RIGHT(a, 1) AS z, ROW_NUMBER() OVER (ORDER BY a) AS n FROM t").read_all().to_pylist()
    assert sorted((row["n"], row["z"]) for row in ordered) == [(n + 1, str(n)) for n in range(10)]


def test_the_steps_of_a_trial(server: Server, database: str, run: Callable[[str], Any]) -> None:
    run("CREATE TABLE t (a INT)")
    run("INSERT INTO t VALUES (1), (2)")
    steps = list(probe(server.url(database)))
    assert [(step.name, step.ok) for step in steps] == [
        ("find", True),
        ("open", True),
        ("schema", True),
        ("rows", True),
    ]
    assert steps[2].tables == 1 and steps[3].rows == 2


# -- what must not happen ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sql", ["INSERT INTO t VALUES (2)", "DROP TABLE t", "CREATE TABLE u (a INT)", "DELETE FROM t"])
def test_a_session_that_reads_cannot_write(run: Callable[[str], Any], source: Source, sql: str) -> None:
    run("CREATE TABLE t (a INT)")
    run("INSERT INTO t VALUES (1)")
    assert told(lambda: source.query(sql)) == "source.read_only"
    assert told(lambda: source.create_table("u", sql="SELECT 1")) == "source.read_only"
    assert told(lambda: source.execute_many([sql])) == "source.read_only"
    assert run("SELECT a FROM t") == ((1,),) and run("SHOW TABLES") == (("t",),)


def test_only_one_statement_is_carried_out(run: Callable[[str], Any], source: Source) -> None:
    run("CREATE TABLE t (a INT)")
    assert told(lambda: source.query("SELECT 1; DROP TABLE t")) == "source.query_failed"
    assert run("SHOW TABLES") == (("t",),)


def test_what_the_servers_settings_are_does_not_matter(
    server: Server, database: str, run: Callable[[str], Any]
) -> None:
    run("CREATE TABLE t (a VARCHAR(9), `at` TIMESTAMP NULL)")
    run("INSERT INTO t VALUES ('x\\\\', '2024-01-01 09:00:00')")
    kept = run("SELECT @@GLOBAL.sql_mode, @@GLOBAL.time_zone, @@GLOBAL.autocommit")[0]
    run(f"SET GLOBAL sql_mode = '{mariadb.SQL_MODES[1]},ORACLE', GLOBAL time_zone = '-11:30', GLOBAL autocommit = 0")
    try:
        with open_source(server.url(database)) as other:
            assert rows(other, "t") == {"a": ["x\\"], "at": [datetime(2024, 1, 1)]}
    finally:
        run("SET GLOBAL sql_mode = '{}', GLOBAL time_zone = '{}', GLOBAL autocommit = {}".format(*kept))


# -- ends --------------------------------------------------------------------------------------------------


def test_a_cancelled_statement_is_gone_from_the_server(server: Server, source: Source) -> None:
    wanted = threading.Event()

    def cancel() -> bool:
        if ENDLESS in statements(server):
            wanted.set()
        return wanted.is_set()

    with pytest.raises(SourceCancelled):
        source.query(ENDLESS, cancel=cancel)
    assert ENDLESS not in statements(server)
    assert source.query("SELECT 1 AS a").read_all().num_rows == 1


def test_interrupting_ends_what_other_threads_do(server: Server, source: Source) -> None:
    ended: list[Diagnostic] = []
    working = threading.Thread(target=lambda: ended.append(failure(lambda: source.query(ENDLESS))))
    working.start()
    awaited(lambda: ENDLESS in statements(server))
    source.interrupt()
    working.join(60)
    assert [one.code for one in ended] == ["source.cancelled"]
    assert ENDLESS not in statements(server)


def test_rows_that_nobody_wants_any_more_are_not_sent(server: Server, source: Source) -> None:
    reader = source.query(LONG)
    assert reader.read_next_batch().num_rows == 64_000
    unread = source.query(LONG)
    del reader, unread
    gc.collect()
    awaited(lambda: LONG not in statements(server))
    assert source.query("SELECT 1 AS a").read_all().num_rows == 1


def test_cancelling_between_batches(server: Server, source: Source) -> None:
    seen: list[int] = []
    with pytest.raises(SourceCancelled):
        for batch in source.query(LONG, cancel=lambda: bool(seen)):
            seen.append(batch.num_rows)
    awaited(lambda: LONG not in statements(server))


def test_progress_is_told_while_a_statement_runs(source: Source) -> None:
    told_of: list[float | None] = []
    with pytest.raises(SourceCancelled):
        source.query(ENDLESS, progress=told_of.append, cancel=lambda: len(told_of) > 1)
    assert told_of[:2] == [None, None]


def test_a_statement_that_takes_too_long_is_stopped(server: Server, database: str) -> None:
    with open_source(f"{server.url(database)}?timeout=1") as impatient:
        assert told(lambda: impatient.query(ENDLESS)) == "source.server_timeout"


def test_a_closed_source_says_so(server: Server, database: str) -> None:
    source = open_source(server.url(database))
    source.close()
    source.close()
    assert told(source.tables) == "source.closed"


def test_a_connection_that_was_killed_and_the_next_one(server: Server, source: Source) -> None:
    def kill() -> bool:
        with server.connect() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT id FROM information_schema.processlist WHERE info = %s", (ENDLESS,))
            for (number,) in cursor.fetchall():
                cursor.execute(f"KILL {number}")
        return False

    assert told(lambda: source.query(ENDLESS, cancel=kill)) == "source.server_lost"
    assert source.query("SELECT 1 AS a").read_all().num_rows == 1


def test_a_server_that_dies_in_the_middle() -> None:
    mariadb.needed()
    dying = mariadb.start()
    with dying.connect() as connection:
        connection.cursor().execute("CREATE DATABASE d")
    with open_source(dying.url("d")) as source:
        reader = source.query(LONG)
        reader.read_next_batch()
        dying.stop()
        assert failure_of(lambda: [None for _ in reader]) == "source.server_lost"
        assert told(source.tables) in ("source.server_lost", "source.server_unreachable")


def failure_of(action: Callable[[], Any]) -> str:
    with pytest.raises(SourceError) as caught:
        action()
    return caught.value.diagnostics[0].code


# -- logins and addresses ----------------------------------------------------------------------------------


def test_a_password_from_the_environment_or_the_keychain(
    server: Server, database: str, monkeypatch: pytest.MonkeyPatch, run: Callable[[str], Any]
) -> None:
    run("CREATE TABLE t (a INT)")
    url = server.url(database, user="reader")
    with open_source(url, secret=PASSWORD) as opened:
        assert [t.name for t in opened.tables()] == ["t"]
        assert PASSWORD not in repr(opened) + opened.name
    monkeypatch.setenv("MYSQL_PWD", PASSWORD)
    with open_source(url) as opened:
        assert opened.row_count("t") == 0
    monkeypatch.delenv("MYSQL_PWD")
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    with open_source(url.replace("reader@", "reader:${SHOP_PASSWORD}@")) as opened:
        assert opened.row_count("t") == 0


def test_the_wrong_password(server: Server, database: str) -> None:
    url = server.url(database, user="reader")
    assert told(lambda: open_source(url)) == "source.server_login"
    assert told(lambda: open_source(url, secret=PASSWORD + "x")) == "source.server_login"


def test_a_password_in_an_address_is_refused_and_hidden(server: Server, database: str) -> None:
    url = server.url(database).replace("root@", "root:Geheim7@")
    found = failure(lambda: open_source(url))
    assert found.code == "source.server_password"
    assert "Geheim7" not in render(found, "ko") + render(found, "en")


def test_no_server_no_host_no_database(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert told(lambda: open_source(f"mariadb://root@127.0.0.1:{port}/x")) == "source.server_unreachable"
    assert told(lambda: open_source("mysql://root@nobody.invalid/x")) == "source.server_unreachable"
    assert told(lambda: open_source(server.url("nowhere"))) == "source.server_database"
    assert told(lambda: open_source("mariadb://root@127.0.0.1:99999999/x")) == "source.server_address"


def test_a_missing_table_and_a_table_one_may_not_read(server: Server, database: str, run: Callable[[str], Any]) -> None:
    run("CREATE TABLE orders (a INT)")
    with open_source(server.url(database)) as source:
        assert told(lambda: source.read("order")) == "source.unknown_table"
        assert told(lambda: source.query("SELECT * FROM nowhere")) == "source.query_failed"
    run("CREATE USER IF NOT EXISTS nobody@'%'")
    assert told(lambda: open_source(server.url(database, user="nobody"))) == "source.server_denied"


def test_a_server_without_encryption_is_refused_where_it_is_asked_for(server: Server, database: str) -> None:
    for tls in ("required", "verify"):
        assert told(partial(open_source, f"{server.url(database)}?tls={tls}")) == "source.server_unreachable"
    with open_source(f"{server.url(database)}?tls=off") as plain:
        assert plain.tables() == ()


def test_by_a_socket_of_this_machine(server: Server, database: str) -> None:
    with open_source(f"mariadb://root@localhost/{database}?socket={server.folder / 'socket'}") as source:
        assert source.dialect == "mariadb"


# -- writing -----------------------------------------------------------------------------------------------

RESULT = pa.table(
    {
        "key": pa.array([2**63 - 1, 2]),
        "a`b %s": pa.array(["한글\\'👍 ", None]),
        "long": pa.array(["x" * 300, ""]),
        "is": pa.array([True, None]),
        "x": pa.array([0.1, None]),
        "d": pa.array([date(1, 1, 1), None]),
        "t": pa.array([datetime(9999, 12, 31, 23, 59, 59, 999999), None]),
        "m": pa.array([Decimal("-0.05"), None], pa.decimal128(18, 2)),
    }
)


def test_a_result_becomes_a_table(server: Server, database: str, source: Source) -> None:
    with open_source(server.url(database), read_only=False) as writing:
        writing.create_table("결과", data=RESULT)
        assert told(lambda: writing.create_table("결과", data=RESULT)) == "source.table_exists"
        assert rows(source, "결과") == RESULT.to_pydict()
        writing.create_table("결과", sql="SELECT 1 AS one", replace=True)
        assert [t.name for t in writing.tables()] == ["결과"]
        assert rows(writing, "결과") == {"one": [1]}


def test_what_fails_leaves_the_old_table(server: Server, database: str, run: Callable[[str], Any]) -> None:
    run("CREATE TABLE r (a INT)")
    run("INSERT INTO r VALUES (1)")
    run("CREATE VIEW v AS SELECT 1 AS a")
    twice = pa.table([pa.array([1]), pa.array([2])], names=["a", "A"])
    with open_source(server.url(database), read_only=False) as writing:
        assert told(lambda: writing.create_table("r", data=twice, replace=True)) == "source.query_failed"
        assert (
            told(lambda: writing.create_table("r", sql="SELECT * FROM nowhere", replace=True)) == "source.query_failed"
        )
        assert told(lambda: writing.create_table("v", sql="SELECT 2 AS a", replace=True)) == "source.table_exists"
    assert run("SELECT a FROM r") == ((1,),)
    assert sorted(run("SHOW TABLES")) == [("r",), ("v",)]


def test_statements_of_one_transaction(server: Server, database: str, run: Callable[[str], Any]) -> None:
    run("CREATE TABLE r (a INT) ENGINE = InnoDB")
    with open_source(server.url(database), read_only=False) as writing:
        writing.execute_many(["INSERT INTO r VALUES (1)", "INSERT INTO r VALUES (2)"])
        assert told(lambda: writing.execute_many(["DELETE FROM r", "nonsense"])) == "source.query_failed"
    assert sorted(run("SELECT a FROM r")) == [(1,), (2,)]

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, Kind, decimal
from plugins.api import Source, SourceCancelled
from plugins.registry import open_source
from tests.support.shared import shared
from tests.support.sources import codes, digest, failure, rows, types

SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT count(*) FROM n"
Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def make(*statements: str, name: str = "shop.db") -> Path:
        path = tmp_path / name
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return path

    return make


@pytest.fixture
def shop(build: Build) -> Iterator[Source]:
    path = build(
        "CREATE TABLE c (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, code CHAR(4), paid DECIMAL(10,2),"
        " rate REAL, vip BOOLEAN, born DATE, seen TIMESTAMP, day DATE, epoch DATETIME, ms TIMESTAMP, photo BLOB,"
        " n NUMERIC, free)",
        "INSERT INTO c VALUES (1, '가', 'a', 19.99, 0.5, 1, '2000-02-29', '2024-01-01 10:00:00', 20240102,"
        " 1704067200, 1704067200000, x'00', 3, 'x'), (2, 'b', NULL, 5, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL,"
        " NULL, NULL)",
        "CREATE VIEW v AS SELECT id * 2 AS twice, name || '!' AS loud FROM c",
    )
    with open_source(str(path)) as source:
        yield source


def test_declared_types(shop: Source) -> None:
    assert types(shop, "c") == {
        "id": "integer",
        "name": "text",
        "code": "text",
        "paid": "decimal(2)",
        "rate": "double",
        "vip": "boolean 01",
        "born": "date iso",
        "seen": "timestamp iso",
        "day": "date %Y%m%d",
        "epoch": "timestamp epoch_s",
        "ms": "timestamp epoch_ms",
        "n": "integer",
        "free": "text",
    }
    columns = {c.name: c for c in shop.columns("c")}
    assert columns["id"].primary_key
    assert not columns["id"].nullable
    assert not columns["name"].nullable
    assert columns["code"].storage.trim
    assert not columns["name"].storage.trim
    assert columns["vip"].physical is Kind.INTEGER
    assert columns["born"].physical is Kind.TEXT
    assert codes(shop) == ["source.column_skipped"]


def test_values(shop: Source) -> None:
    assert rows(shop, "c", ["paid", "id", "born", "vip"]) == {
        "paid": [Decimal("19.99"), Decimal("5.00")],
        "id": [1, 2],
        "born": ["2000-02-29", None],
        "vip": [1, 0],
    }
    assert types(shop, "v") == {"twice": "integer", "loud": "text"}
    assert rows(shop, "V") == {"twice": [2, 4], "loud": ["가!", "b!"]}
    assert shop.row_count("v") == 2


def test_tables_are_found_or_suggested(shop: Source) -> None:
    assert [(t.name, t.kind) for t in shop.tables()] == [("c", "table"), ("v", "view")]
    problem = failure(lambda: shop.columns("cc"))
    assert (problem.code, problem.params["near"], problem.params["tables"]) == ("source.unknown_table", "c", ("c", "v"))
    problem = failure(lambda: shop.read("c", ["nmae"]))
    assert (problem.code, problem.params["suggestion"]) == ("source.unknown_column_similar", "name")


def test_odd_names(build: Build) -> None:
    path = build(
        'CREATE TABLE "a ""b"".c" ("x ""y""" INTEGER, "select" TEXT)', "INSERT INTO [a \"b\".c] VALUES (1, '2')"
    )
    with open_source(str(path)) as source:
        assert rows(source) == {'x "y"': [1], "select": ["2"]}


def test_values_of_another_type_never_end_a_read(build: Build) -> None:
    path = build("CREATE TABLE t (i INTEGER, d DECIMAL(9,2), s TEXT, r REAL, x)")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO t VALUES (?,?,?,?,?)", [(1, 1.005, "a", 1.5, 1)] * 1200)
        connection.execute("INSERT INTO t VALUES ('many', 'much', x'61', 'x', 'text')")
        connection.execute("INSERT INTO t VALUES (2.5, 1e300, 7, 3, 2)")
    with open_source(str(path)) as source:
        read = rows(source)
        assert [column[-2:] for column in read.values()] == [
            [None, None],
            [None, None],
            ["a", "7"],
            [None, 3.0],
            [None, 2],
        ]
        lost = {n.params["column"]: n.params["count"] for n in source.notices() if n.code == "source.values_lost"}
        assert lost == {"i": 2, "d": 2, "r": 1, "x": 1}


def test_text_wins_where_the_sample_shows_it(build: Build) -> None:
    path = build("CREATE TABLE t (i INTEGER)", "INSERT INTO t VALUES (1), ('x'), (2.5)")
    with open_source(str(path)) as source:
        assert types(source) == {"i": "text"}
        assert rows(source) == {"i": ["1", "x", "2.5"]}


def test_numbers_keep_every_digit(build: Build) -> None:
    big = 2**63 - 1
    path = build("CREATE TABLE t (i INTEGER, d DECIMAL(18,4))", f"INSERT INTO t VALUES ({big}, 9007199254740993)")
    with open_source(str(path)) as source:
        assert rows(source) == {"i": [big], "d": [Decimal(9007199254740993)]}


def test_text_that_is_no_utf8_is_read_with_a_warning(build: Build) -> None:
    path = build(
        "CREATE TABLE t (i INTEGER, s TEXT)", "INSERT INTO t VALUES (1, 'a'), (2, CAST(x'e9' AS TEXT)), (3, 'b')"
    )
    with open_source(str(path)) as source:
        assert rows(source) == {"i": [1, 2, 3], "s": ["a", "\ufffd", "b"]}
        assert codes(source) == ["source.text_encoding"]


def test_queries(shop: Source) -> None:
    assert shop.query("SELECT 1 AS a, 'x' AS b, 2.5 AS c, NULL AS d").read_all().to_pydict() == {
        "a": [1],
        "b": ["x"],
        "c": [2.5],
        "d": [None],
    }
    mixed = shop.query("SELECT 1 AS a UNION ALL SELECT 2.5 UNION ALL SELECT NULL").read_all()
    assert mixed.to_pydict() == {"a": [1.0, 2.5, None]}
    told = shop.query(
        "SELECT 1, 0, '2024-02-29', 19.99, 3, NULL", types=[INTEGER, BOOLEAN, DATE, decimal(2), DOUBLE, TEXT]
    ).read_all()
    assert [column.to_pylist() for column in told.columns] == [
        [1],
        [False],
        [date(2024, 2, 29)],
        [Decimal("19.99")],
        [3.0],
        [None],
    ]
    assert shop.query("SELECT id FROM c WHERE 0", types=[INTEGER]).read_all().num_rows == 0


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nothing FROM c",
        "SELEC",
        "SELECT 1; DROP TABLE c",
        "",
        "ATTACH 'x.db' AS x",
        "SELECT load_extension('x')",
    ],
)
def test_wrong_sql_is_one_error(shop: Source, sql: str) -> None:
    assert failure(lambda: shop.query(sql).read_all()).code == "source.query_failed"


@pytest.mark.parametrize(
    "sql", ["DELETE FROM c", "CREATE TABLE z (a)", "INSERT INTO c (id) VALUES (9)", "PRAGMA user_version = 4"]
)
def test_nothing_is_written_when_reading(shop: Source, sql: str) -> None:
    before = digest(Path(shop.name))
    assert failure(lambda: shop.query(sql).read_all()).code in ("source.read_only", "source.query_failed")
    assert failure(lambda: shop.execute_many([sql])).code == "source.read_only"
    assert failure(lambda: shop.create_table("z", sql="SELECT 1")).code == "source.read_only"
    assert digest(Path(shop.name)) == before


# -- stopping ------------------------------------------------------------------------------------------------


def test_cancel(shop: Source) -> None:
    began, asked = time.monotonic(), []

    def cancel() -> bool:
        asked.append(1)
        return time.monotonic() - began > 0.2

    with pytest.raises(SourceCancelled):
        shop.query(SLOW, cancel=cancel).read_all()
    assert time.monotonic() - began < 2
    assert len(asked) > 1


def test_interrupt_from_another_thread(shop: Source) -> None:
    timer = threading.Timer(0.2, shop.interrupt)
    timer.start()
    began = time.monotonic()
    with pytest.raises(SourceCancelled):
        shop.query(SLOW).read_all()
    assert time.monotonic() - began < 2
    assert shop.row_count("c") == 2


def test_progress_is_reported(shop: Source) -> None:
    seen: list[float | None] = []
    shop.query(SLOW.replace("1000000000", "3000000"), progress=seen.append).read_all()
    assert seen


def test_closing_ends_what_runs(shop: Source) -> None:
    reader = shop.query(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n", types=[INTEGER]
    )
    reader.read_next_batch()
    shop.close()
    with pytest.raises(SourceCancelled):
        reader.read_all()
    assert failure(lambda: shop.row_count("c")).code == "source.closed"


def test_several_readers_at_once(shop: Source) -> None:
    readers = [shop.read("c", ["id"]) for _ in range(5)]
    assert [reader.read_all().to_pydict() for reader in readers] == [{"id": [1, 2]}] * 5


# -- files that are not right --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source.empty_file"),
        (b"a,b\n1,2\n", "source.not_a_database"),
        (b"SQLite format 3\x00" + b"\xff" * 200, "source.not_a_database"),
    ],
)
def test_no_database(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.db").write_bytes(content)
    assert failure(lambda: open_source("x.db", base=tmp_path)).code == code


def test_truncated(build: Build) -> None:
    path = build("CREATE TABLE t (s TEXT)", "INSERT INTO t VALUES (hex(zeroblob(90000)))")
    path.write_bytes(path.read_bytes()[:8192])

    def use() -> None:
        with open_source(str(path)) as source:
            rows(source)

    assert failure(use).code == "source.corrupt"


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    assert failure(lambda: open_source("sqlite:x.db", base=tmp_path)).code == "source.is_folder"


def test_locked(build: Build) -> None:
    path = build("CREATE TABLE t (a)")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert failure(lambda: open_source(f"{path}?wait=0")).code == "source.locked"
        other.execute("ROLLBACK")
        with open_source(f"{path}?wait=0") as source:
            assert source.row_count("t") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_vanished(build: Build) -> None:
    path = build("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    source = open_source(str(path))
    path.unlink()
    assert failure(lambda: source.row_count("t")).code == "source.vanished"
    assert failure(lambda: source.query("SELECT 1")).code == "source.vanished"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user without all rights")
def test_no_permission(build: Build) -> None:
    path = build("CREATE TABLE t (a)")
    path.chmod(0)
    try:
        assert failure(lambda: open_source(str(path))).code == "source.permission"
    finally:
        path.chmod(0o600)


def test_the_file_stays_as_it_is(build: Build) -> None:
    path = build("PRAGMA journal_mode = DELETE", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    before, state = digest(path), path.stat().st_mtime_ns
    with open_source(str(path)) as source:
        rows(source)
        source.propose("t")
        list(source.probe_steps())
    assert (digest(path), path.stat().st_mtime_ns) == (before, state)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_write_ahead_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wal.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE t (a)")
    writer.execute("INSERT INTO t VALUES (1)")
    writer.commit()
    with open_source(str(path)) as source:
        mark = source.fingerprint("t")
        assert rows(source) == {"a": [1]}
        writer.execute("INSERT INTO t VALUES (2)")
        writer.commit()
        assert source.fingerprint("t") != mark
        assert rows(source) == {"a": [1, 2]}
    writer.close()


# -- writing -------------------------------------------------------------------------------------------------


def test_writing_is_all_or_nothing(build: Build) -> None:
    path = build("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    with open_source(str(path), read_only=False) as source:
        source.execute_many(["INSERT INTO t VALUES (2)", "CREATE TABLE u AS SELECT * FROM t"])
        assert rows(source, "u") == {"a": [1, 2]}
        failure(lambda: source.execute_many(["INSERT INTO t VALUES (3)", "INSERT INTO nowhere VALUES (1)"]))
        assert rows(source, "t") == {"a": [1, 2]}


def test_create_table(build: Build) -> None:
    path = build("CREATE TABLE t (a)", "CREATE VIEW v AS SELECT 1")
    data = pa.table(
        {
            "k": pa.array([1, None]),
            "b": [True, False],
            "d": [date(2024, 2, 29), None],
            "t": [datetime(2024, 1, 2, 3, 4, 5), None],
            "m": pa.array([Decimal("19.99"), None], pa.decimal128(18, 2)),
            "s": ["가", "x'y"],
        }
    )
    with open_source(str(path), read_only=False) as source:
        source.create_table("아웃 put", data=data)
        assert types(source, "아웃 put") == {
            "k": "integer",
            "b": "boolean 01",
            "d": "date iso",
            "t": "timestamp iso",
            "m": "decimal(2)",
            "s": "text",
        }
        assert rows(source, "아웃 put", ["s", "m", "t"]) == {
            "s": ["가", "x'y"],
            "m": [Decimal("19.99"), None],
            "t": ["2024-01-02 03:04:05", None],
        }
        assert failure(lambda: source.create_table("아웃 put", data=data)).code == "source.table_exists"
        source.create_table("아웃 put", sql='SELECT k FROM "아웃 put"', replace=True)
        assert types(source, "아웃 put") == {"k": "integer"}
        assert failure(lambda: source.create_table("v", sql="SELECT 1", replace=True)).code == "source.table_exists"
        failure(lambda: source.create_table("아웃 put", sql="SELECT broken", replace=True))
        assert rows(source, "아웃 put") == {"k": [1, None]}


def test_a_new_file_can_be_made(tmp_path: Path) -> None:
    with open_source(str(tmp_path / "new.db"), read_only=False) as source:
        source.create_table("t", data=pa.table({"a": [1]}))
        assert rows(source) == {"a": [1]}


# -- proposals and data of others ----------------------------------------------------------------------------


def test_proposals_read_all_rows(build: Build) -> None:
    path = build(
        "CREATE TABLE t (d TEXT, n TEXT, yes TEXT, ymd INTEGER, id INTEGER, mixed TEXT)",
        *[
            f"INSERT INTO t VALUES ('2024-01-0{i}', '{i}.50', '{'YN'[i % 2]}', 2024010{i}, {i}, '{i}')"
            for i in range(1, 9)
        ],
        "INSERT INTO t (mixed) VALUES ('x')",
    )
    with open_source(str(path)) as source:
        proposed = {c.name: (c.type.kind.value, c.storage.format, c.physical.value) for c in source.propose("t")}
    assert proposed == {
        "d": ("date", "iso", "text"),
        "n": ("decimal", "text", "text"),
        "yes": ("boolean", "Y/N", "text"),
        "ymd": ("date", "%Y%m%d", "integer"),
        "id": ("integer", None, "integer"),
        "mixed": ("text", None, "text"),
    }


def test_shared_databases() -> None:
    for path, table, count in (
        (shared("chinook", "Chinook_Sqlite.sqlite"), "Invoice", 412),
        (shared("cdnow", "cdnow.sqlite"), "master", 69_659),
        (shared("telco", "telco.sqlite"), "customers", 7_043),
    ):
        before = digest(path)
        with open_source(str(path)) as source:
            assert source.row_count(table) == count
            assert source.read(table).read_all().num_rows == count
        assert digest(path) == before


def test_chinook() -> None:
    with open_source(str(shared("chinook", "Chinook_Sqlite.sqlite"))) as source:
        assert types(source, "invoice")["InvoiceDate"] == "timestamp iso"
        assert sum(rows(source, "Invoice", ["Total"])["Total"]) == Decimal("2328.60")
        assert rows(source, "Customer", ["Company"])["Company"].count(None) == 49


def test_writing_can_be_interrupted(build: Build) -> None:
    path = build("CREATE TABLE t (a)")
    with open_source(str(path), read_only=False) as source:
        threading.Timer(0.3, source.interrupt).start()
        with pytest.raises(SourceCancelled):
            source.execute_many(["INSERT INTO t VALUES (1)", f"INSERT INTO t {SLOW}"])
        assert source.row_count("t") == 0

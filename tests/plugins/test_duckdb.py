from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from plugins.api import Source, SourceCancelled
from plugins.registry import open_source
from tests.support.sources import codes, digest, failure, rows, types

SLOW = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"


def build(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'Asia/Seoul'")
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Source]:
    path = build(
        tmp_path / "shop.duckdb",
        "CREATE TYPE grade AS ENUM ('VIP', 'Gold')",
        "CREATE TABLE c (id BIGINT PRIMARY KEY, small UTINYINT NOT NULL, huge HUGEINT, name VARCHAR,"
        " paid DECIMAL(10,2), whole DECIMAL(9,0), rate DOUBLE, single FLOAT, vip BOOLEAN,"
        ' born DATE, seen TIMESTAMP, "at" TIMESTAMPTZ,'
        " ns TIMESTAMP_NS, g grade, u UUID, j JSON, tags VARCHAR[], raw BLOB)",
        "INSERT INTO c VALUES (1, 2, 170141183460469231731687303715884105727, '가', 19.99, 7, 'NaN', 0.5, true,"
        " '2000-02-29', '2024-01-01 10:00:00', '2024-01-01 10:00:00+09', '2024-01-01 10:00:00.123456789', 'VIP',"
        " '00000000-0000-0000-0000-000000000001', '{}', ['a'], 'x')",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.c AS SELECT 5 AS x",
        "CREATE TABLE sales.only AS SELECT 6 AS x",
        "CREATE VIEW v AS SELECT id, name FROM c",
    )
    with open_source(str(path)) as source:
        yield source


def test_types_and_values(shop: Source) -> None:
    assert types(shop, "c") == {
        "id": "integer",
        "small": "integer",
        "huge": "integer",
        "name": "text",
        "paid": "decimal(2)",
        "whole": "integer",
        "rate": "double",
        "single": "double",
        "vip": "boolean",
        "born": "date",
        "seen": "timestamp",
        "at": "timestamp",
        "ns": "timestamp",
        "g": "text",
        "u": "text",
        "j": "text",
    }
    read = rows(shop, "c", ["huge", "paid", "whole", "at", "ns", "g", "u", "small"])
    assert read == {
        "huge": [None],
        "paid": [Decimal("19.99")],
        "whole": [7],
        "at": [datetime(2024, 1, 1, 1)],
        "ns": [datetime(2024, 1, 1, 10, 0, 0, 123456)],
        "g": ["VIP"],
        "u": ["00000000-0000-0000-0000-000000000001"],
        "small": [2],
    }
    columns = {c.name: c for c in shop.columns("c")}
    assert columns["at"].storage.zone == "UTC"
    assert columns["id"].primary_key
    assert not columns["small"].nullable
    assert codes(shop) == ["source.column_skipped"] * 2


def test_schemas(shop: Source) -> None:
    assert [t.qualified for t in shop.tables()] == ["c", "v", "sales.c", "sales.only"]
    assert rows(shop, "sales.c") == {"x": [5]}
    assert rows(shop, "only") == {"x": [6]}
    assert shop.row_count("SALES.ONLY") == 1
    assert failure(lambda: shop.columns("sale.only")).params["near"] == "sales.only"


def test_session_is_in_utc(shop: Source) -> None:
    assert shop.query('SELECT CAST("at" AS TIMESTAMP) AS t FROM c').read_all().to_pydict() == {
        "t": [datetime(2024, 1, 1, 1)]
    }


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hosts')",
        "SELECT * FROM '/etc/hosts'",
        "COPY c TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_parquet('https://example.com/a.parquet')",
        "SELECT getenv('HOME')",
        "SELECT * FROM shop",
    ],
)
def test_sql_reaches_nothing_but_the_file(shop: Source, sql: str) -> None:
    assert failure(lambda: shop.query(sql).read_all()).code == "source.query_failed"


@pytest.mark.parametrize("sql", ["DELETE FROM c", "CREATE TABLE z (a INT)", "DROP TABLE c"])
def test_nothing_is_written_when_reading(shop: Source, sql: str) -> None:
    before = digest(Path(shop.name))
    assert failure(lambda: shop.query(sql).read_all()).code == "source.read_only"
    assert failure(lambda: shop.execute_many([sql])).code == "source.read_only"
    assert digest(Path(shop.name)) == before


def test_an_error_in_the_middle_is_ours(shop: Source) -> None:
    reader = shop.query("SELECT CAST(CASE WHEN range = 900000 THEN 'x' ELSE '1' END AS INT) FROM range(1000000)")
    assert failure(reader.read_all).code == "source.query_failed"


def test_cancel_and_progress(shop: Source) -> None:
    began = time.monotonic()
    seen: list[float | None] = []
    with pytest.raises(SourceCancelled):
        shop.query(SLOW, cancel=lambda: time.monotonic() - began > 0.3, progress=seen.append).read_all()
    assert time.monotonic() - began < 2
    assert seen
    assert all(share is None or 0 <= share <= 1 for share in seen)


def test_interrupt_from_another_thread(shop: Source) -> None:
    threading.Timer(0.3, shop.interrupt).start()
    began = time.monotonic()
    with pytest.raises(SourceCancelled):
        shop.query(SLOW).read_all()
    assert time.monotonic() - began < 2
    assert shop.row_count("c") == 1


def test_a_reader_that_is_dropped_leaves_nothing_behind(shop: Source) -> None:
    reader = shop.query("SELECT * FROM range(10000000)")
    reader.read_next_batch()
    del reader
    assert shop.row_count("c") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "source.empty_file"), (b"a,b\n" * 5000, "source.not_a_database"), (b"x", "source.not_a_database")],
)
def test_no_database(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.duckdb").write_bytes(content)
    assert failure(lambda: open_source("x.duckdb", base=tmp_path)).code == code


def test_damaged(tmp_path: Path) -> None:
    path = build(
        tmp_path / "x.duckdb", "CREATE TABLE t AS SELECT range AS a, md5(range::VARCHAR) AS s FROM range(200000)"
    )
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:9000] + b"\0" * 5000 + whole[14000:]):
        path.write_bytes(damaged)

        def use() -> None:
            with open_source(str(path)) as source:
                rows(source, "t")

        assert failure(use).code in ("source.corrupt", "source.not_a_database", "source.io")


def test_another_version(tmp_path: Path) -> None:
    path = build(tmp_path / "x.duckdb", "CREATE TABLE t (a INT)")
    data = bytearray(path.read_bytes())
    data[12:20] = (999).to_bytes(8, "little")
    path.write_bytes(data)
    assert failure(lambda: open_source(str(path))).code in ("source.version", "source.corrupt")


def test_locked_by_another_program(tmp_path: Path) -> None:
    path = build(tmp_path / "x.duckdb", "CREATE TABLE t (a INT)")
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert failure(lambda: open_source(str(path))).code == "source.locked"
        other.communicate("")


def test_locked_by_this_program(tmp_path: Path) -> None:
    path = build(tmp_path / "x.duckdb", "CREATE TABLE t (a INT)")
    with duckdb.connect(str(path)):
        assert failure(lambda: open_source(str(path))).code == "source.locked"
    with open_source(str(path)) as one, open_source(str(path)) as two:
        assert one.row_count("t") == two.row_count("t") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_vanished(tmp_path: Path) -> None:
    path = build(tmp_path / "x.duckdb", "CREATE TABLE t (a INT)")
    source = open_source(str(path))
    path.unlink()
    assert failure(lambda: source.row_count("t")).code == "source.vanished"
    source.close()
    assert failure(lambda: source.row_count("t")).code == "source.closed"


def test_the_file_stays_as_it_is(shop: Source) -> None:
    path = Path(shop.name)
    before = digest(path)
    rows(shop, "c")
    shop.propose("c")
    list(shop.probe_steps())
    shop.close()
    assert digest(path) == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_writing_is_all_or_nothing(tmp_path: Path) -> None:
    with open_source(str(tmp_path / "new.duckdb"), read_only=False) as source:
        source.create_table("t", data=pa.table({"a": [1, 2], "s": ["가", None]}))
        source.create_table("mart.t", sql="SELECT a FROM t WHERE a > 1")
        assert rows(source, "mart.t") == {"a": [2]}
        failure(lambda: source.execute_many(["INSERT INTO t VALUES (3, 'x')", "INSERT INTO nowhere VALUES (1)"]))
        assert rows(source, "t") == {"a": [1, 2], "s": ["가", None]}
        assert failure(lambda: source.create_table("t", sql="SELECT 1")).code == "source.table_exists"
        failure(lambda: source.create_table("t", sql="SELECT broken", replace=True))
        source.create_table("t", sql="SELECT 9 AS z", replace=True)
        assert types(source, "t") == {"z": "integer"}


def test_threads_and_memory_can_be_set(tmp_path: Path) -> None:
    path = build(tmp_path / "x.duckdb", "CREATE TABLE t (a INT)")
    with open_source(f"{path}?threads=1&memory=500MB") as source:
        told = source.query("SELECT current_setting('threads') AS n, current_setting('memory_limit') AS m").read_all()
        assert told.to_pydict()["n"] == [1]
    assert failure(lambda: open_source(f"{path}?memory=lots")).code == "source.query_failed"


def test_writing_can_be_interrupted(tmp_path: Path) -> None:
    with open_source(str(tmp_path / "new.duckdb"), read_only=False) as source:
        threading.Timer(0.3, source.interrupt).start()
        began = time.monotonic()
        with pytest.raises(SourceCancelled):
            source.create_table("t", sql=SLOW)
        assert time.monotonic() - began < 2
        assert source.tables() == ()

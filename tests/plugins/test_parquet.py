from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plugins.registry import open_source
from tests.support.sources import codes, digest, failure, rows, types

TABLE = pa.table(
    {
        "id": pa.array([1, 2], pa.uint32()),
        "big": pa.array([2**64 - 1, 5], pa.uint64()),
        "name": ["\u1100\u1161", "x'y"],
        "kind": pa.array(["a", "b"]).dictionary_encode(),
        "long": pa.array(["p", None], pa.large_string()),
        "paid": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
        "single": pa.array([1.5, float("nan")], pa.float32()),
        "day": pa.array([date(2024, 2, 29), None], pa.date64()),
        "seen": pa.array([datetime(2024, 1, 1, 10), None], pa.timestamp("ns")),
        "at": pa.array([datetime(2024, 1, 1, 1), None], pa.timestamp("ms", "Asia/Seoul")),
        "tags": pa.array([["a"], []]),
        'od"d': pa.array([True, None]),
    }
)


def test_types_values_and_the_same_by_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "it's.parquet"
    pq.write_table(TABLE, path)
    before = digest(path)
    with open_source(str(path)) as source:
        assert types(source) == {
            "id": "integer",
            "big": "integer",
            "name": "text",
            "kind": "text",
            "long": "text",
            "paid": "decimal(2)",
            "single": "double",
            "day": "date",
            "seen": "timestamp",
            "at": "timestamp",
            'od"d': "boolean",
        }
        table = source.tables()[0].name
        read = source.read(table).read_all()
        assert read.column("name").to_pylist() == ["가", "x'y"]
        assert read.column("big").to_pylist() == [None, 5]
        assert read.column("at").to_pylist() == [datetime(2024, 1, 1, 1), None]
        assert source.row_count(table) == 2
        sql = source.relation_sql(table)
        assert sql is not None
        with duckdb.connect() as connection:
            scanned = connection.execute(sql).to_arrow_table()
        assert str(scanned.to_pydict()) == str(read.to_pydict())
        assert scanned.schema.remove_metadata().names == read.schema.names
        assert codes(source)[0] == "source.column_skipped"
        assert rows(source, table, ['od"d', "id"]) == {'od"d': [True, None], "id": [1, 2]}
    assert digest(path) == before


def test_text_that_is_nfc_is_scanned_as_it_is(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["가", "x"]}), tmp_path / "a.parquet")
    with open_source(str(tmp_path / "a.parquet")) as source:
        assert "nfc_normalize" not in (source.relation_sql("a") or "")


def test_a_folder_of_parts_is_one_table(tmp_path: Path) -> None:
    for part in range(3):
        pq.write_table(pa.table({"a": [part]}), tmp_path / f"part-{part}.parquet")
    with open_source(f"parquet:{tmp_path}") as source:
        assert [t.name for t in source.tables()] == [tmp_path.name]
        assert rows(source) == {"a": [0, 1, 2]}
        mark = source.fingerprint(tmp_path.name)
        pq.write_table(pa.table({"a": [9, 9]}), tmp_path / "part-0.parquet")
        assert source.fingerprint(tmp_path.name) != mark


def test_many_batches(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": range(300_000)}), tmp_path / "a.parquet")
    with open_source(str(tmp_path / "a.parquet")) as source:
        assert sum(batch.num_rows for batch in source.read("a")) == 300_000


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "source.empty_file"), (b"a,b\n", "source.not_a_database"), (b"PAR1" + b"\0" * 50, "source.corrupt")],
)
def test_no_parquet(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    assert failure(lambda: open_source("x.parquet", base=tmp_path)).code == code


def test_truncated_and_vanished(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": range(1000)}), path)
    source = open_source(str(path))
    path.unlink()
    assert failure(lambda: rows(source, "a")).code == "source.vanished"
    pq.write_table(pa.table({"a": range(1000)}), path)
    path.write_bytes(path.read_bytes()[:-100])
    assert failure(lambda: open_source(str(path))).code == "source.corrupt"


def test_columns_twice(tmp_path: Path) -> None:
    pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]), tmp_path / "a.parquet")
    assert failure(lambda: open_source("a.parquet", base=tmp_path)).code == "source.duplicate_column"

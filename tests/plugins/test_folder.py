from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plugins.registry import open_source
from tests.support.sources import codes, failure, rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customers.csv").write_text("id,name\n1,가\n", encoding="utf-8")
    (tmp_path / "주문.tsv").write_text("id\tsum\n1\t2.50\n", encoding="utf-8")
    pq.write_table(pa.table({"id": [1, 2]}), tmp_path / "visits.parquet")
    (tmp_path / "events").mkdir()
    for part in range(2):
        pq.write_table(pa.table({"n": [part]}), tmp_path / "events" / f"{part}.parquet")
    (tmp_path / "empty").mkdir()
    for name in ("readme.txt", ".hidden.csv", "~$book.xlsx", "_temporary.csv"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_files_are_tables(folder: Path) -> None:
    with open_source(str(folder)) as source:
        assert {t.name for t in source.tables()} == {"customers", "주문", "visits", "events"}
        assert rows(source, "customers") == {"id": [1], "name": ["가"]}
        assert rows(source, "EVENTS") == {"n": [0, 1]}
        assert source.row_count("visits") == 2
        assert source.relation_sql("customers") is None
        assert "read_parquet" in (source.relation_sql("visits") or "")
        assert source.fingerprint("주문") is not None
        assert codes(source) == []
        assert failure(lambda: source.columns("custmers")).params["near"] == "customers"
        assert all(step.ok for step in source.probe_steps())


def test_files_of_one_name_keep_their_suffixes(folder: Path) -> None:
    (folder / "visits.csv").write_text("z\n5\n")
    with open_source(str(folder)) as source:
        assert rows(source, "visits.csv") == {"z": [5]}
        assert rows(source, "visits.parquet") == {"id": [1, 2]}


def test_one_bad_file_does_not_spoil_the_others(folder: Path) -> None:
    (folder / "bad.csv").write_text("a,b\n1,2,3\n")
    with open_source(str(folder)) as source:
        assert rows(source, "customers")["id"] == [1]
        assert failure(lambda: source.columns("bad")).code == "source.long_rows"
        (folder / "customers.csv").unlink()
        assert failure(lambda: source.columns("customers")).code == "source.unknown_table"


def test_settings_reach_the_files(folder: Path) -> None:
    with open_source(f"{folder}?header=no") as source:
        assert list(rows(source, "customers")) == ["column_1", "column_2"]
        assert rows(source, "visits") == {"id": [1, 2]}


def test_a_folder_cannot_be_written(folder: Path) -> None:
    with open_source(str(folder)) as source:
        assert failure(lambda: source.create_table("x", data=pa.table({"a": [1]}))).code == "source.read_only"
        assert failure(lambda: source.query("SELECT 1")).code == "source.no_sql"
    assert failure(lambda: source.columns("customers")).code == "source.closed"

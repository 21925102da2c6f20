"""Writing the sample: the same rows in every kind of file, all or nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from engine.cancel import Cancelled
from engine.sample.schema import TABLES
from engine.sample.write import write

CUSTOMERS, SEED = 400, 3
KINDS = ("sqlite", "parquet", "csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample")
    for kind in ("duckdb", *KINDS):
        write(place / f"s.{kind}", CUSTOMERS, SEED)
    return place


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_kind_holds_the_same_rows(folder: Path, kind: str, table: str) -> None:
    with duckdb.connect(str(folder / "s.duckdb"), read_only=True) as connection:
        expected = connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        description = connection.execute(f"DESCRIBE {table}").fetchall()
        types = {row[0]: row[1] for row in description}
        assert types == {c.name: c.kind for t in TABLES if t.name == table for c in t.columns}
        if kind == "sqlite":
            import sqlite3

            with sqlite3.connect(folder / "s.sqlite") as lite:
                rows = lite.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            names = list(types)
            marks = ", ".join(f"CAST(? AS {types[name]})" for name in names)
            found = [connection.execute(f"SELECT {marks}", row).fetchone() for row in rows[:200]]
            assert found == expected[:200]
            assert len(rows) == len(expected)
        else:
            file = folder / f"s.{kind}" / f"{table}.{kind}"
            source = f"'{file}'" if kind == "parquet" else f"read_csv('{file}', types = {types!r})"
            assert connection.execute(f"SELECT * FROM {source} ORDER BY 1").fetchall() == expected


def test_the_subject_has_a_primary_key(folder: Path) -> None:
    with duckdb.connect(str(folder / "s.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT constraint_type, table_name FROM duckdb_constraints()").fetchall()
    assert ("PRIMARY KEY", "customers") in found


def test_dates_and_times_in_sqlite_are_iso_text(folder: Path) -> None:
    import sqlite3

    with sqlite3.connect(folder / "s.sqlite") as lite:
        visited, kind = lite.execute("SELECT visited_at, typeof(visited_at) FROM web_visits LIMIT 1").fetchone()
        joined, opened = lite.execute("SELECT joined_on, sms_consent FROM customers LIMIT 1").fetchone()
    assert kind == "text"
    assert len(visited) == len("2025-01-01 00:00:00")
    assert len(joined) == len("2025-01-01")
    assert opened in (0, 1)


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_keys_can_be_indexed(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "s.file", 100, 1, kind="duckdb" if kind == "duckdb" else "sqlite", indexes=True)
    if kind == "duckdb":
        with duckdb.connect(str(tmp_path / "s.file"), read_only=True) as connection:
            names = [row[0] for row in connection.execute("SELECT index_name FROM duckdb_indexes()").fetchall()]
    else:
        import sqlite3

        with sqlite3.connect(tmp_path / "s.file") as lite:
            names = [row[0] for row in lite.execute("SELECT name FROM sqlite_master WHERE type = 'index'")]
    assert "web_visits_by_customer_id" in names


def test_progress_counts_customers(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    counts = write(tmp_path / "s.parquet", 200, 1, lambda done, whole: seen.append((done, whole)))
    assert seen[0] == (0, 200)
    assert seen[-1] == (200, 200)
    assert counts["customers"] == 200


@pytest.mark.parametrize("kind", ["duckdb", *KINDS])
def test_cancelling_leaves_what_was_there(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"s.{kind}"
    write(target, 100, 1)
    before = {path: path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()}
    asked = iter([False] * 5 + [True] * 100)
    with pytest.raises(Cancelled):
        write(target, 500, 1, cancel=lambda: next(asked))
    assert {path: path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == [f"s.{kind}"]


def test_an_earlier_sample_is_replaced(tmp_path: Path) -> None:
    for customers in (100, 150):
        write(tmp_path / "s.csv", customers, 1)
    assert len((tmp_path / "s.csv" / "customers.csv").read_text(encoding="utf-8").splitlines()) == 151
    assert [path.name for path in tmp_path.iterdir()] == ["s.csv"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"notes\.txt"):
        write(tmp_path, 100, 1, kind="csv")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give the kind"):
        write(tmp_path / "sample.xyz", 100, 1)

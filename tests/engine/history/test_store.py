"""The store of runs: kept and read back, migrated, refused when newer, set aside when damaged."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dsl.diagnostics import QuadrilleError
from engine.history import CellRecord, RunRecord, StageRecord, store_path
from engine.history import store as module
from engine.history.records import project_id
from engine.history.store import History, keep, keep_beside, open_history
from engine.history.tables import HEAD, metadata


def record(project: Path, assigned: int = 5, **values: object) -> RunRecord:
    made = RunRecord(
        project=project_id(project),
        name="고객 매트릭스",
        path=str(project),
        fingerprint="abc",
        as_of=date(2025, 6, 30),
        source="sample.duckdb",
        place="database",
        dialect="duckdb",
        hit_policy="per_stage",
        seconds=0.25,
        subjects=100,
        in_one=60,
        in_several=10,
        unassigned=20,
        in_no_stage=10,
        stages=(StageRecord("purchase", "구매", 30, 25, 1),),
        cells=(CellRecord("2.1", "purchase", "구매 가망", 6, assigned, 1),),
        rules={"2.1③": "visits_90d >= 5"},
        at=datetime(2025, 7, 1, 9, 30, tzinfo=UTC),
    )
    return replace(made, **values)  # type: ignore[arg-type]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's path, and a data folder of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "project.quad"


def test_a_run_comes_back_as_it_was(project: Path) -> None:
    first = open_history(project).add(record(project))
    second = open_history(project).add(record(project, 7))
    open_history(project).add(record(project.with_name("other.quad")))
    assert open_history(project).runs(project_id(project)) == (second, first)
    assert open_history(project).runs(project_id(project), last=1) == (second,)
    assert (first.id, second.id) == (1, 2)


def test_numbers_are_not_given_twice(project: Path) -> None:
    history = open_history(project)
    first = history.add(record(project))
    history.remove((first.id,))
    assert history.runs(project_id(project)) == ()
    assert history.add(record(project)).id == first.id + 1


def test_the_migrations_lead_to_the_tables_that_the_program_uses(project: Path) -> None:
    open_history(project)
    with sqlite3.connect(store_path(project)) as connection:
        for table in metadata.sorted_tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
            assert columns == [column.name for column in table.columns]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_older_store_is_migrated_and_keeps_its_runs(project: Path) -> None:
    path = store_path(project)
    path.parent.mkdir(parents=True)
    with module._engine(path).connect() as connection:
        module._migrate(connection, "0001")
    with sqlite3.connect(path) as old:
        old.execute(
            "INSERT INTO runs VALUES (1, '2025-07-01T09:30:00+00:00', ?, 'n', 'p', 'abc', '2025-06-30', 's', "
            "'database', 'duckdb', 'per_stage', 0.5, 100, 60, 10, 20, 10)",
            (project_id(project),),
        )
    old.close()
    found = open_history(project).runs(project_id(project))
    assert [(one.id, one.subjects, dict(one.rules)) for one in found] == [(1, 100, {})]
    assert open_history(project).add(record(project)).id == 2


def test_a_newer_store_is_refused_and_left_as_it_is(project: Path) -> None:
    open_history(project).add(record(project))
    path = store_path(project)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(QuadrilleError) as raised:
        open_history(project)
    assert [one.code for one in raised.value.diagnostics] == ["history.newer"]
    assert raised.value.diagnostics[0].params["version"] == "9999"
    kept, said = keep(record(project), project)
    assert kept.id == 0
    assert [(one.code, one.severity) for one in said] == [("history.newer", "warning")]


@pytest.mark.parametrize("content", [b"this is no database, but a letter to you " * 100, None])
def test_a_damaged_store_is_set_aside_and_said(project: Path, content: bytes | None) -> None:
    open_history(project).add(record(project))
    path = store_path(project)
    if content is None:
        data = bytearray(path.read_bytes())
        data[100:400] = b"\xff" * 300
        content = bytes(data)
    path.write_bytes(content)
    kept, said = keep(record(project, 9), project)
    assert kept.id == 1
    assert [one.code for one in said] == ["history.damaged"]
    aside = path.with_name(str(said[0].params["aside"]))
    assert aside.read_bytes() == content
    assert [one.cells[0].assigned for one in open_history(project).runs(project_id(project))] == [9]


def test_a_folder_that_takes_no_file_spoils_no_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = project.parent / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    kept, said = keep(record(project), project)
    assert kept == record(project)
    assert [(one.code, one.severity) for one in said] == [("history.unusable", "warning")]


def test_runs_move_beside_the_project_and_back(project: Path) -> None:
    kept, _ = keep(record(project), project)
    other = project.with_name("other.quad")
    keep(record(other), other)
    own = keep_beside(project, wanted=True)
    assert own == project.with_name("project.runs.sqlite") == store_path(project)
    assert [one.cells for one in open_history(project).runs(project_id(project))] == [kept.cells]
    assert len(open_history(other).runs(project_id(other))) == 1
    assert History(store_path(other)).runs(project_id(project)) == ()
    assert store_path(project) == keep_beside(project, wanted=True)
    keep_beside(project, wanted=False)
    assert not own.exists()
    assert [one.cells for one in open_history(project).runs(project_id(project))] == [kept.cells]


def test_many_writers_at_once(project: Path) -> None:
    problems: list[object] = []

    def write() -> None:
        _, said = keep(record(project), project)
        problems.extend(said)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []
    assert len(open_history(project).runs(project_id(project))) == 8

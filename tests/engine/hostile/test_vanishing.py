"""A database that is locked, read-only, damaged, deleted or cut short, before and during a run; missing parts of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

import engine.run
from engine.lower import lower
from engine.sample.write import write
from tests.support.command import quadrille, refused, sample_project
from tests.support.sources import digest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for kind in ("duckdb", "sqlite"):
        write(folder / f"sample.{kind}", 200, 1)
    write(folder / "csv", 200, 1, kind="csv")
    return folder


def project(made: Path, folder: Path, kind: str) -> tuple[Path, Path]:
    """A project of its own over a copy of the data."""
    data = folder / f"sample.{kind}"
    data.write_bytes((made / f"sample.{kind}").read_bytes())
    return sample_project(folder, data.name), data


def dropped(data: Path, statement: str) -> None:
    if data.suffix == ".sqlite":
        with closing(sqlite3.connect(data)) as lite, lite:
            lite.execute(statement)
    else:
        with duckdb.connect(str(data)) as duck:
            duck.execute(statement)


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_missing_tables_and_columns_are_named_with_their_place(kind: str, made: Path, tmp_path: Path) -> None:
    path, data = project(made, tmp_path, kind)
    dropped(data, "DROP TABLE web_visits")
    english, korean = refused("run", path)
    assert "web_visits" in english and f"{path}:" in english
    assert "web_visits" in korean
    path, data = project(made, tmp_path, kind)
    dropped(data, "ALTER TABLE surveys DROP COLUMN plan_months")
    english, korean = refused("run", path)
    assert "plan_months" in english and "plan_months" in korean
    path, data = project(made, tmp_path, kind)
    dropped(data, "DROP TABLE customers")
    assert "customers" in refused("run", path)[0]


def test_a_lock_of_sqlite(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, data = project(made, tmp_path, "sqlite")
    with closing(sqlite3.connect(data)) as other:
        other.execute("BEGIN EXCLUSIVE")
        english, korean = refused("run", path)
        assert "Another program is using" in english and "다른 프로그램이" in korean
    assert quadrille("run", path).code == 0


def test_a_lock_of_duckdb(made: Path, tmp_path: Path) -> None:
    path, data = project(made, tmp_path, "duckdb")
    # A lock belongs to a process, so it takes another one.
    import subprocess
    import sys

    script = f"import duckdb, sys; c = duckdb.connect({str(data)!r}); print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert other.stdout is not None and other.stdin is not None
    other.stdout.readline()
    try:
        english, korean = refused("run", path)
        assert "Another program is using" in english and "다른 프로그램이" in korean
    finally:
        other.stdin.close()
        other.wait(10)


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_read_only_database_can_be_read_and_not_written(kind: str, made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    folder.mkdir()
    path, data = project(made, folder, kind)
    before = digest(data)
    data.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert quadrille("run", path).code == 0
        if os.access(data, os.W_OK):
            return  # the administrator may write everywhere
        refused("run", path, "--table", "outcome")
    finally:
        folder.chmod(0o755)
    assert digest(data) == before


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize("size", [0, 10, 4096, 20_000])
def test_a_database_that_was_cut_short(kind: str, size: int, made: Path, tmp_path: Path) -> None:
    path, data = project(made, tmp_path, kind)
    data.write_bytes(data.read_bytes()[:size])
    before = digest(data)
    refused("run", path)
    refused("try", "points > 5", "--source", data, "--table", "customers", "--key", "customer_id")
    assert digest(data) == before


def _delete(data: Path) -> None:
    data.unlink()


def _truncate(data: Path) -> None:
    with data.open("rb+") as file:
        file.truncate(8192)


def _overwrite(data: Path) -> None:
    with data.open("rb+") as file:
        file.seek(4096)
        file.write(os.urandom(60_000))


def _empty(data: Path) -> None:
    data.write_bytes(b"")


@pytest.mark.parametrize("harm", [_delete, _truncate, _overwrite, _empty])
@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_a_database_that_is_harmed_during_a_run(
    kind: str, backend: str, harm: Callable[[Path], None], made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was opened and its schema read, and before its rows are: an answer or a message, never a defect."""
    real = lower
    data: Path | None = None

    def harming(*arguments: Any, **settings: Any) -> Any:
        if data is not None:
            harm(data)
        return real(*arguments, **settings)

    monkeypatch.setattr(engine.run, "lower", harming)
    for lang in ("en", "ko"):
        path, data = project(made, tmp_path, kind)
        called = quadrille("run", path, "--backend", backend, lang=lang)
        assert called.code in (0, 2), called.said
        assert "errors.log" not in called.said, called.said
        if called.code == 2:
            assert data.name in called.err
        data.unlink(missing_ok=True)


@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_files_that_vanish_during_a_run(
    backend: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    folder = tmp_path / "data"
    shutil.copytree(made / "csv", folder)
    path = sample_project(tmp_path, "data")
    real = lower

    def harming(*arguments: Any, **settings: Any) -> Any:
        (folder / "surveys.csv").unlink(missing_ok=True)
        (folder / "complaints.csv").write_bytes(b"complaint_id,customer_id,received_on\n\xff\xfe,,,,,\n")
        return real(*arguments, **settings)

    monkeypatch.setattr(engine.run, "lower", harming)
    english, korean = refused("run", path, "--backend", backend)
    assert "surveys" in english and "surveys" in korean

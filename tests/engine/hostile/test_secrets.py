"""A password that somebody wrote into a URL is in no output, no log and no file of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from platformdirs import user_log_path

import engine.cli.commands.run as run_command
from engine.cli.app import PROGRAM
from tests.engine.hostile.small import project
from tests.support.command import quadrille

SECRET = "hunter2-Geheim!"
URLS = (
    f"postgresql://ada:{SECRET}@db.example/crm",
    f"mysql://ada:{SECRET}@db.example:3306/crm?charset=utf8",
    f"postgresql+psycopg://ada:{SECRET}@db.example/crm",
    f"duckdb:people.duckdb?password={SECRET}",
    f"people.sqlite?token={SECRET}",
    f"sqlite:people.sqlite?secret={SECRET}",
    f"https://ada:{SECRET}@files.example/people.csv",
    f"mssql://ada:p@ss{SECRET}@db/crm",
)


def nowhere(folder: Path, *said: str) -> None:
    log = user_log_path(PROGRAM)
    files = [*folder.rglob("*"), *(log.rglob("*") if log.exists() else [])]
    for text in [*said, *(one.read_bytes().decode("utf-8", "replace") for one in files if one.is_file())]:
        assert SECRET not in text and "Geheim" not in text, text[:400]


@pytest.mark.parametrize("url", URLS)
def test_on_the_command_line(url: str, tmp_path: Path) -> None:
    path = project(tmp_path, "people.sqlite")
    commands: tuple[list[object], ...] = (
        ["run", path, "--source", url],
        ["run", path, "--source", url, "--json"],
        ["check", path, "--source", url],
        ["check", path, "--source", url, "--json"],
        ["sql", path, "--source", url],
        ["explain", path, "1", "--source", url],
        ["try", "age > 5", "--source", url, "--table", "people", "--key", "id"],
        ["inspect", "age > 5", "--stage", "sql", "--source", url, "--table", "people", "--key", "id"],
        ["new", tmp_path / "new.quad", "--source", url],
    )
    for command in commands:
        for lang in ("en", "ko"):
            called = quadrille(*command, lang=lang)
            assert called.code in (1, 2), command
            nowhere(tmp_path, called.out, called.err)


@pytest.mark.parametrize("url", URLS)
def test_in_a_project(url: str, tmp_path: Path) -> None:
    path = project(tmp_path, url)
    for command in (
        ["run", path],
        ["check", path],
        ["check", path, "--json"],
        ["sql", path],
        ["check", path, "--no-data"],
    ):
        for lang in ("en", "ko"):
            called = quadrille(*command, lang=lang)
            assert called.code == 2, called.said
            assert SECRET not in called.said, called.said


def test_in_the_log_of_a_defect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an unforeseen error says: the log holds the error, and not the password."""

    def broken(*_: object, **__: object) -> None:
        raise LookupError(f"cannot reach {URLS[0]} with password={SECRET}")

    monkeypatch.setattr("engine.workspace.open_workspace", broken)
    called = quadrille("run", project(tmp_path, "people.sqlite"))
    assert called.code == 2
    assert "Something went wrong inside Quadrille (LookupError)" in called.err
    log = (user_log_path(PROGRAM) / "errors.log").read_text(encoding="utf-8")
    assert "LookupError" in log and "db.example" in log
    nowhere(tmp_path, called.out, called.err)


def test_a_log_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setattr(run_command, "leave", lambda code: json.loads("{"))
    called = quadrille("run", project(tmp_path, "people.sqlite", rows=2))
    assert called.code == 2 and "Something went wrong" in called.err

"""``inspect``, ``format``, ``plugins``, ``doctor``, ``edit`` and ``try``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine import doctor
from engine.cli.commands import doctor as doctor_command
from engine.cli.commands import edit as edit_command
from engine.cli.texts import Language
from tests.support.command import quadrille, refused

TABLE = ("--table", "customers", "--key", "customer_id")


@pytest.fixture
def source(sample: dict[str, Path]) -> Path:
    return sample["duckdb"].parent.parent / "sample.duckdb"


# -- inspect -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("tree", "Comparison"),
        ("checked", "SubjectField"),
        ("plan", "outputs"),
        ("sql", "SELECT"),
        ("pandas", "def segment(tables):"),
    ],
)
def test_each_stage_of_a_rule_and_of_a_project(stage: str, words: str, sample: dict[str, Path], source: Path) -> None:
    rule = quadrille("inspect", "points >= 100 and grade = 'VIP'", "--stage", stage, "--source", source, *TABLE)
    assert rule.code == 0 and words in rule.out, rule.said
    project = quadrille("inspect", sample["duckdb"], "--stage", stage)
    assert project.code == 0 and (words in project.out or stage in ("tree", "checked")), project.said
    assert len(project.out) > len(rule.out)


def test_the_tree_of_a_rule_needs_no_data() -> None:
    assert "Comparison" in quadrille("inspect", "a >= 5").out
    refused("inspect", "a >=")


def test_a_rule_with_errors_is_not_inspected_further(source: Path) -> None:
    english, korean = refused("inspect", "poinst >= 100", "--stage", "sql", "--source", source, *TABLE)
    assert "Did you mean points?" in english and "points인가요?" in korean


# -- format ------------------------------------------------------------------------------------------------


def test_a_rule_is_printed_in_either_language() -> None:
    assert quadrille("format", "a=>5 && b = 0").out == "a >= 5 AND b = 0\n"
    assert quadrille("format", "a=>5 && b = 0", lang="ko").out == "a 5 이상 그리고 b = 0\n"
    refused("format", "a >=")


# -- try ---------------------------------------------------------------------------------------------------


def test_nobody_is_a_finding(source: Path) -> None:
    called = quadrille("try", "points < 0", "--source", source, *TABLE)
    assert (called.code, called.out) == (1, "")
    called = quadrille("try", "points < 0", "--source", source, *TABLE, "--json")
    assert called.code == 1 and called.json == {"count": 0, "keys": [], "diagnostics": []}


def test_a_rule_with_errors_is_not_tried(source: Path) -> None:
    english, korean = refused("try", "poinst > 5", "--source", source, *TABLE)
    assert "points" in english and "points" in korean
    called = quadrille("try", "poinst > 5", "--source", source, *TABLE, "--json")
    assert called.code == 2 and called.json["diagnostics"][0]["severity"] == "error"
    for wrong in (("--table", "nope", "--key", "customer_id"), ("--table", "customers", "--key", "nope")):
        refused("try", "points > 5", "--source", source, *wrong)
    refused("try", "points > 5", "--source", source, *TABLE, "--zone", "Mars/Olympus")
    refused("try", "points > 5", "--source", source, *TABLE, "--as-of", "22/11/2025")
    refused("try", "points > 5", "--source", source, *TABLE, "--backend", "spark")


def test_a_between_is_one_condition(sample: dict[str, Path]) -> None:
    called = quadrille("explain", sample["duckdb"], "1000001", "--cell", "4.2", "--json")
    criteria = {one["n"]: one for one in called.json["cells"][0]["criteria"]}
    assert "between" in criteria[5]["rule"]
    [condition] = criteria[5]["conditions"]
    assert condition["rule"] == criteria[5]["rule"] and len(condition["actual"]) == 1
    # What is required is not shown as if it were the customer's.
    assert "time since" in criteria[2]["rule"] and len(criteria[2]["conditions"][0]["actual"]) == 1


# -- plugins -----------------------------------------------------------------------------------------------


def test_the_installed_sources() -> None:
    called = quadrille("plugins", "--json")
    assert called.code == 0
    known = ["csv", "duckdb", "excel", "frame", "mysql", "parquet", "postgres", "sqlite"]
    assert [one["id"] for one in called.json] == known
    assert all(
        set(one) == {"id", "title", "origin", "builtin", "suffixes", "schemes", "problem"} for one in called.json
    )
    assert ".duckdb" in quadrille("plugins").out
    assert "데이터" in quadrille("plugins", lang="ko").out or "파일" in quadrille("plugins", lang="ko").out


# -- doctor ------------------------------------------------------------------------------------------------


def test_nothing_needed_is_missing_here() -> None:
    called = quadrille("doctor", "--json")
    assert called.code == 0, called.out
    assert all(set(one) == {"what", "state", "needed", "detail"} for one in called.json)
    named = {one["what"] for one in called.json}
    assert {"python", "package lark", "package duckdb", "own plugins", "java", "keychain"} <= named
    assert "All that is needed is here." in quadrille("doctor").out
    assert "필요한 것이 모두 있습니다." in quadrille("doctor", lang="ko").out


@pytest.mark.parametrize("state", ["missing", "wrong"])
def test_everything_that_may_be_missing_has_an_advice(state: Any) -> None:
    for one in doctor.examine():
        other = doctor.Examined(one.code, state, one.needed)
        languages: tuple[Language, ...] = ("en", "ko")
        for lang in languages:
            assert doctor_command.title(other, lang)
            assert "{" not in doctor_command.advice(other, lang)


def test_a_missing_package_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "required", lambda: [("no-such-package", ""), ("nor-this-one", "editor")])
    english, korean = (quadrille("doctor", lang=lang) for lang in ("en", "ko"))
    assert english.code == korean.code == 1
    assert "pip install no-such-package" in english.out and "pip install no-such-package" in korean.out
    assert "Only for the editor" in english.out and "편집기에만" in korean.out
    monkeypatch.setattr(doctor, "required", lambda: [("nor-this-one", "editor")])
    assert quadrille("doctor").code == 0, "the editor can be left out"


def test_another_package_of_our_name_is_detected(tmp_path: Path) -> None:
    """A stranger's distribution that brings a top-level folder ``plugins``, installed beside ours or before it."""
    for name in ("plugins", "stranger-1.0.dist-info"):
        (tmp_path / name).mkdir()
    (tmp_path / "plugins" / "__init__.py").write_text("", encoding="utf-8")
    info = tmp_path / "stranger-1.0.dist-info"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n", encoding="utf-8")
    (info / "RECORD").write_text("plugins/__init__.py,,\nstranger-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    root = Path(__file__).parents[3]
    for places in ([str(root), str(tmp_path)], [str(tmp_path), str(root)]):
        script = f"import sys; sys.path[:0] = {places!r}; from engine.cli import main; sys.exit(main(sys.argv[1:]))"
        done = subprocess.run(
            [sys.executable, "-c", script, "doctor", "--lang", "en"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert "✗ folder plugins  stranger" in done.stdout
        assert "an environment of its own" in done.stdout
    # With theirs first, other commands say where to look.
    done = subprocess.run(
        [sys.executable, "-c", script, "plugins", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2 and "quadrille doctor" in done.stderr and "Traceback" not in done.stderr


# -- edit --------------------------------------------------------------------------------------------------


def _entry(failure: Exception | None, start: Any = None) -> Any:
    def load() -> Any:
        if failure is not None:
            raise failure
        return start

    return lambda **_: [SimpleNamespace(load=load)]


@pytest.mark.parametrize(
    ("failure", "english", "korean"),
    [
        (ModuleNotFoundError("no", name="editor.app"), "has no editor yet", "아직 편집기가 없습니다"),
        (ModuleNotFoundError("no", name="PySide6"), "pip install 'quadrille[editor]'", "pip install"),
        (ImportError("libEGL.so.1: cannot open"), "libEGL.so.1", "quadrille doctor"),
    ],
)
def test_why_the_editor_does_not_open(
    failure: Exception, english: str, korean: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_command, "entry_points", _entry(failure))
    said = refused("edit", "some.quad")
    assert english in said[0] and korean in said[1]


def test_no_editor_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_command, "entry_points", lambda **_: [])
    english, korean = refused("edit")
    assert "has no editor yet" in english and "아직 편집기가 없습니다" in korean


def test_the_editor_is_opened_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def start(words: list[str]) -> int:
        given.append(words)
        return 0

    monkeypatch.setattr(edit_command, "entry_points", _entry(None, start))
    assert quadrille("edit", "some.quad", lang="ko").code == 0
    assert given == [["--lang", "ko", "some.quad"]]

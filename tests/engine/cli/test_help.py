"""Help and usage errors, complete in both languages; ``--lang`` anywhere; the language of the system."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import typer

from engine.cli.app import COMMANDS, build
from engine.cli.context import asked_language, locale_language
from engine.cli.help import arguments, options
from engine.cli.texts import TEXTS
from tests.support.command import quadrille, refused

NAMES = tuple("try" if name == "try_rule" else name for name in COMMANDS)
ENGLISH_SENTENCE = re.compile(r"[A-Za-z']+(?: [a-z']+){2,}")


@pytest.mark.parametrize("command", ["", *NAMES])
def test_help_in_both_languages(command: str) -> None:
    words = [command] if command else []
    for flag in ("--help", "-h"):
        english, korean = (quadrille(*words, flag, lang=lang) for lang in ("en", "ko"))
        assert english.code == korean.code == 0
        assert english.err == korean.err == ""
        assert not re.search("[가-힣]", english.out)
        assert ENGLISH_SENTENCE.findall(korean.out) == []
        assert "…" not in english.out and "..." not in english.out, "nothing is cut"


def test_every_argument_and_option_is_explained_in_korean() -> None:
    group = typer.main.get_command(build("ko"))
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        for one in [*arguments(command, "ko"), *options(command, "ko")]:
            assert re.search("[가-힣]", one.help), (name, one)


def test_no_words_at_all_is_the_help() -> None:
    called = quadrille()
    assert called.code == 2
    assert "demo" in called.err and called.out == ""


def test_version() -> None:
    assert re.fullmatch(r"quadrille \d+\.\d+\.\d+\n", quadrille("--version").out)


@pytest.mark.parametrize(
    ("words", "english", "korean"),
    [
        (["run"], "PROJECT is missing: Project file (.quad).", "프로젝트가 빠졌습니다: 프로젝트 파일(.quad)."),
        (["explain", "a.quad"], "KEY is missing: The customer's key.", "키가 빠졌습니다: 고객의 키."),
        (["try", "x > 1"], "--source is missing:", "--source 옵션이 빠졌습니다:"),
        (["run", "a.quad", "--nope"], "There is no option --nope.", "--nope 옵션이 없습니다."),
        (["run", "a.quad", "--jsn"], "Did you mean --json?", "--json인가요?"),
        (["run", "a.quad", "--source"], "--source needs a value:", "--source 옵션에는 값이 필요합니다:"),
        (["run", "a.quad", "--json=1"], "--json takes no value.", "--json 옵션에는 값을 쓰지 않습니다."),
        (["rnu"], "There is no command rnu. Did you mean run?", "rnu 명령이 없습니다. run인가요?"),
        (["frobnicate"], "The commands are demo, run,", "있는 명령: demo, run,"),
        (["run", "a.quad", "b"], '"b" is one word too many.', '"b"는 남는 말입니다.'),
        (
            ["demo", "x", "--customers", "5"],
            "The value of --customers does not fit:",
            "--customers 값이 맞지 않습니다:",
        ),
        (
            ["demo", "x", "--customers", "many"],
            "The value of --customers does not fit:",
            "--customers 값이 맞지 않습니다:",
        ),
        (["demo", "x", "--variant", "w"], "Choose one of written, repaired.", "written, repaired 가운데 고르세요."),
        (["demo", "x", "--format", "xml"], "Choose one of duckdb, sqlite,", "duckdb, sqlite, parquet, csv 가운데"),
        (["inspect", "a > 1", "--stage", "x"], "Choose one of tree, checked,", "tree, checked, plan, sql, pandas"),
        (["inspect", "a > 1", "--stage", "sql"], "--source, --table, --key", "--source, --table, --key"),
    ],
)
def test_usage_errors(words: list[str], english: str, korean: str) -> None:
    said = refused(*words)
    assert english in said[0]
    assert korean in said[1]
    assert ENGLISH_SENTENCE.findall(said[1]) == []


def test_a_usage_error_names_the_help_of_its_command() -> None:
    assert "quadrille run --help" in quadrille("run", lang="en").err


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("words", [["--lang", "ko"], ["--lang=ko"], ["--lang", "KO"]])
def test_the_language_is_read_anywhere(position: int, words: list[str]) -> None:
    line = ["check", "missing.quad"]
    line[position:position] = words
    assert "오류" in quadrille(*line, lang="").said


def test_other_languages_are_refused() -> None:
    assert 'knows no "fr"' in quadrille("run", "--lang", "fr", lang="").err
    assert "--lang needs a value" in quadrille("run", "--lang", lang="").err


def test_behind_two_dashes_everything_is_an_argument() -> None:
    assert asked_language(["try", "--lang", "ko", "--", "--lang", "en"]) == ("ko", ["try", "--", "--lang", "en"])


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "QUADRILLE_LANG": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_system(variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUADRILLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert locale_language() == language


def test_every_text_has_both_languages_and_the_same_parameters() -> None:
    named = re.compile(r"\{(\w+)[^}]*\}")
    for code, (english, korean) in TEXTS.items():
        assert english and korean, code
        assert set(named.findall(english)) == set(named.findall(korean)), code


def test_a_real_process_speaks_utf8_whatever_the_console() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "engine.cli", "run", "--lang", "ko"],
        capture_output=True,
        env={"PATH": "", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=False,
    )
    assert done.returncode == 2
    assert "빠졌습니다" in done.stderr.decode("utf-8")

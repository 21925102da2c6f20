"""Every problem that a source can name has a text in both languages, with parameters that are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import plugins
from dsl.messages.source import TEXTS

CODE = re.compile(r'"(source\.[a-z0-9_]+)"')
FOLDER = Path(plugins.__file__).parent
GIVEN = {code for path in FOLDER.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}


def parameters(text: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{([a-z_]+)", text))


def test_every_code_has_texts() -> None:
    assert {code for code in GIVEN if code not in TEXTS} == set()


def test_no_text_is_left_over() -> None:
    made = {"source.ambiguous_date", "source.ambiguous_number"}
    assert {code for code in TEXTS if code.removesuffix("_similar") not in GIVEN and code not in made} == set()


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_name_the_same(code: str) -> None:
    english, korean = TEXTS[code]
    assert english
    assert korean
    languages = {"kind_en", "kind_ko", "en", "ko"}
    assert parameters(english) - languages == parameters(korean) - languages


def test_every_suggestion_has_its_text() -> None:
    for path in FOLDER.rglob("*.py"):
        for call in re.findall(
            r'(?:error|problem)\(\s*"(source\.\w+)"[^)]*suggestion=', path.read_text(encoding="utf-8")
        ):
            assert f"{call}_similar" in TEXTS

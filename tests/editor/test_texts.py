"""The editor's texts: each code once, both languages, the same parameters in both."""

from __future__ import annotations

from collections import Counter
from string import Formatter

from editor.i18n.subjects import SUBJECTS
from editor.i18n.texts import TEXTS


def test_each_code_is_in_one_subject() -> None:
    found = Counter(code for subject in SUBJECTS for code in subject.TEXTS)
    assert [code for code, times in found.items() if times > 1] == []


def test_both_languages_have_the_same_parameters() -> None:
    def parameters(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    different = {code for code, (en, ko) in TEXTS.items() if parameters(en) != parameters(ko)}
    assert different == set()


def test_no_text_is_empty() -> None:
    assert [code for code, texts in TEXTS.items() if not all(text.strip() for text in texts)] == []

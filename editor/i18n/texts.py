"""The editor's own words, in both languages."""

from __future__ import annotations

from typing import Literal

from editor.i18n.subjects import SUBJECTS

Language = Literal["ko", "en"]

TEXTS: dict[str, tuple[str, str]] = {code: text for subject in SUBJECTS for code, text in subject.TEXTS.items()}
"""English and Korean by code. No code is in two subjects (a test holds it)."""


class Words:
    """Texts in the language that is chosen now."""

    def __init__(self, language: Language = "en") -> None:
        self.language: Language = language

    def __call__(self, code: str, **params: object) -> str:
        """A text with its parameters filled in; numbers get thousands separators."""
        if params.get("n") == 1 and f"{code}.one" in TEXTS:
            code = f"{code}.one"
        en, ko = TEXTS[code]
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}
        return (ko if self.language == "ko" else en).format(**shown)

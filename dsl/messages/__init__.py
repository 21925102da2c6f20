"""The texts of all diagnostics, in two languages; the text comes last.

Each file beside this one holds the texts of one subject: code -> (English, Korean). ``{name}`` is a parameter,
``{name:은는}`` a parameter with the Korean particle that fits it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from string import Formatter

from dsl.diagnostics import Diagnostic, Fix, Language, Value
from dsl.messages.particles import PAIRS, particle

SUBJECTS = ("syntax", "check", "project", "source", "backend", "run")


@cache
def texts() -> Mapping[str, tuple[str, str]]:
    """All texts by code."""
    found: dict[str, tuple[str, str]] = {}
    for subject in SUBJECTS:
        found.update(import_module(f"dsl.messages.{subject}").TEXTS)
    return found


def render(diagnostic: Diagnostic, language: Language) -> str:
    """What a problem says to the user."""
    return _filled(diagnostic.code, diagnostic.params, language)


def fix_title(fix: Fix, language: Language) -> str:
    """What the button of a fix says."""
    return _filled(fix.code if fix.code in texts() else f"fix.{fix.code}", fix.params, language)


class _Filler(Formatter):
    """Fills in parameters; a format such as ``은는`` puts the fitting particle behind the value."""

    def format_field(self, value: object, format_spec: str) -> str:
        shown = shown_value(value)
        return shown + particle(shown, format_spec) if format_spec in PAIRS else shown

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "…")


def shown_value(value: object) -> str:
    """A parameter as it stands in a sentence: numbers with separators, several values with commas."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def _filled(code: str, params: Mapping[str, Value], language: Language) -> str:
    found = texts().get(code)
    if found is None:
        return code
    return _Filler().vformat(found[1] if language == "ko" else found[0], (), params)

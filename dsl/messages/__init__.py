"""Diagnostics and fixes in words: one table of texts for each subject, merged here, in two languages.

A text names its parameters in braces: ``{name}``; ``{name:은는}`` adds the particle that fits how the value
is read aloud, ``"{name}"{name:|은는}`` writes that particle alone (see dsl/hangul.py for the pairs).
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from dsl.diagnostics import Diagnostic, Fix, Language, Value
from dsl.hangul import PARTICLES, particle

# Modules of this package, each with a table ``TEXTS``: code -> (English, Korean).
SUBJECTS = ("syntax", "check", "project", "source", "backend", "run", "usage")


@cache
def texts() -> dict[str, tuple[str, str]]:
    """All texts by code; a code belongs to one subject."""
    merged: dict[str, tuple[str, str]] = {}
    for subject in SUBJECTS:
        table: dict[str, tuple[str, str]] = import_module(f"dsl.messages.{subject}").TEXTS
        twice = merged.keys() & table.keys()
        if twice:
            raise ValueError(f"two texts for {sorted(twice)}")
        merged.update(table)
    return merged


def render(diagnostic: Diagnostic, language: Language) -> str:
    """What a diagnostic says. One without a text says its code, so that nothing is ever lost."""
    return say(diagnostic.code, diagnostic.params, language)


def fix_title(fix: Fix, language: Language) -> str:
    """What the button of a fix says."""
    return say(fix.code if fix.code in texts() else f"fix.{fix.code}", fix.params, language)


def say(code: str, params: Mapping[str, Value], language: Language) -> str:
    """The text of a code with its parameters filled in."""
    found = texts().get(code)
    if found is None:
        return f"{code} {dict(params)}" if params else code
    return _FORMATTER.vformat(found[1 if language == "ko" else 0], (), params)


def shown_value(value: object) -> str:
    """A parameter as it stands in a sentence: numbers with separators, several values with commas."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def parameters(text: str) -> set[str]:
    """The parameters that a text names."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


class _Formatter(string.Formatter):
    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        text = shown_value(value)
        if not format_spec:
            return text
        alone = format_spec.startswith("|")
        pair = format_spec.removeprefix("|")
        return ("" if alone else text) + (particle(text, pair) if pair in PARTICLES else "")


_FORMATTER = _Formatter()

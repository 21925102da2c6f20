"""How a source says what went wrong: a code and its parameters, and never a password."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from dsl.diagnostics import Diagnostic, QuadrilleError, Severity, Value

_USER_INFO = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://[^\s:/@]*):\S*@")
_SECRET_KEY = re.compile(
    r"""(?i)\b(password|passwd|pwd|passphrase|token|secret|api[_-]?key|access[_-]?key|credential)
        (\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&;,'"]+)""",
    re.VERBOSE,
)


class SourceError(QuadrilleError):
    """An operation on a source ended; its diagnostics (``source.…``) say why."""


class SourceCancelled(SourceError):
    """The operation was cancelled or interrupted, and nothing was changed."""


def redact(text: str) -> str:
    """``text`` without the passwords of URLs and of ``password=…`` pairs."""
    return _SECRET_KEY.sub(r"\1\2***", _USER_INFO.sub(r"\1:***@", text))


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return redact(value)
    return tuple(redact(part) for part in value) if isinstance(value, tuple) else value


def problem(code: str, severity: Severity = "error", **params: Value) -> Diagnostic:
    """A diagnostic about a source; passwords in its parameters are masked. ``suggestion`` may be empty: with one
    the code ends in ``_similar``."""
    if "suggestion" in params:
        if params["suggestion"]:
            code = f"{code}_similar"
        else:
            del params["suggestion"]
    return Diagnostic(code, severity, params={name: _clean(value) for name, value in params.items()})


def error(code: str, **params: Value) -> SourceError:
    """The error with one diagnostic, ready to be raised."""
    return SourceError(problem(code, "error", **params))


def said(ko: str, en: str, severity: Severity = "error") -> SourceError:
    """An error of a connector's own, told in both languages; built-in ones have codes of their own instead."""
    return SourceError(problem("source.said", severity, ko=ko, en=en))


class Notices:
    """What was noticed, each thing once; safe from several threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Diagnostic] = {}

    def add(self, *found: Diagnostic) -> None:
        for one in found:
            self._known.setdefault((one.code, *sorted(one.params.items(), key=lambda item: item[0])), one)

    def note(self, code: str, severity: Severity = "info", **params: Value) -> None:
        self.add(problem(code, severity, **params))

    def all(self) -> tuple[Diagnostic, ...]:
        return tuple(self._known.values())


def cancelled() -> SourceCancelled:
    return SourceCancelled(problem("source.cancelled", "info"))


def closest(name: str, candidates: Iterable[str]) -> str:
    """The candidate that ``name`` was probably meant to be; empty where there is none."""
    folded = {candidate.casefold(): candidate for candidate in candidates}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def first_line(failure: BaseException, limit: int = 300) -> str:
    """A driver's message, cut to something that fits into a sentence."""
    lines = str(failure).strip().splitlines()
    text = redact(lines[0].strip()) if lines else type(failure).__name__
    return text if len(text) <= limit else text[: limit - 1] + "…"

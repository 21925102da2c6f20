"""Shorthand for the diagnostics of a project and its file: ``project.*`` codes with a place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dsl.diagnostics import Diagnostic, Place, Severity, Value

Path = tuple[str | int, ...]


def problem(
    code: str, severity: Severity = "error", path: Path = (), near: tuple[str, ...] = (), **params: Value
) -> Diagnostic:
    """A diagnostic that belongs to a part of the project; ``near``: what may have been meant, likeliest first."""
    if near:
        code = f"{code}_similar"
        params |= {"suggestion": near[0], "near": near}
    return Diagnostic(f"project.{code}", severity, params=params, place=Place(path))


def at_line(code: str, line: int, column: int, severity: Severity = "error", **params: Value) -> Diagnostic:
    """A diagnostic that belongs to a spot of the file; line and column count from 1."""
    return Diagnostic(f"project.{code}", severity, params=params, place=Place((), None, line, column))


def suggest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names that the writer may have meant, likeliest first."""
    names = {k.casefold(): k for k in sorted(known, reverse=True)}
    close = difflib.get_close_matches(name.casefold(), names, n=limit, cutoff=0.6)
    return tuple(names[key] for key in close)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity == "error" for d in diagnostics)

"""Problems found in a rule or a project: a code, typed parameters, a span and fixes; the text comes last.

Texts live in ``dsl/messages.py``: one entry a code, in two languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dsl.nodes import NOWHERE, Span

Severity = Literal["error", "warning", "info"]
Language = Literal["ko", "en"]
Value = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text in ``span`` by ``text`` (an empty span inserts)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One offered correction; its title is made from the code like a message's text."""

    code: str
    edits: tuple[Edit, ...]
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the project a diagnostic belongs: a path such as ``('matrix', 'cells', '2.1', 'criteria', 3)``
    and, once the file is known, its line and column (both from 1)."""

    path: tuple[str | int, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. ``code`` is a stable dotted id such as ``name.unknown``; params are what its text names."""

    code: str
    severity: Severity
    span: Span = NOWHERE
    params: Mapping[str, Value] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    place: Place | None = None


class QuadrilleError(Exception):
    """An error that ends an operation and that a user reads: it carries diagnostics, never a traceback."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.code for d in diagnostics))
        self.diagnostics = diagnostics

"""What the backends share: how they refuse, and what all of them know about patterns and NULL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.diagnostics import Diagnostic, QuadrilleError, Value


class Unsupported(QuadrilleError):
    """A backend was not proven to do something, so it refuses before anything runs (it never warns)."""


def unsupported(code: str, backend: str, **params: Value) -> Unsupported:
    """``backend.<code>``, an error that names the backend and what it cannot do."""
    return Unsupported(Diagnostic(f"backend.{code}", "error", params={"backend": backend, **params}))


ANY_TEXT: Literal["%"] = "%"
ANY_ONE: Literal["_"] = "_"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """``%`` or ``_`` of a LIKE pattern."""

    sign: Literal["%", "_"]


def like_parts(pattern: str) -> list[str | Wildcard]:
    """A LIKE pattern as literal pieces and wildcards; a backslash makes the next character literal."""
    parts: list[str | Wildcard] = []
    literal: list[str] = []
    escaped = False
    for character in pattern:
        if escaped or character not in "\\%_":
            literal.append(character)
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            if literal:
                parts.append("".join(literal))
                literal = []
            parts.append(Wildcard("%" if character == "%" else "_"))
    if escaped:
        literal.append("\\")
    if literal:
        parts.append("".join(literal))
    return parts

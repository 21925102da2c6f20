"""Names, literals and comments: the only places where text from outside enters a statement."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sqlglot import exp

from engine.backends.base import unsupported

LINE_END = "\x00"
"""Stands for a line end in a name while the statement is laid out; ``finished`` puts it back."""


@lru_cache(maxsize=8192)
def identifier(name: str, dialect: str) -> str:
    """A name in the dialect's quotes."""
    if not name or "\x00" in name:
        raise unsupported("name", dialect, name=name.replace("\x00", "\\0"))
    return exp.to_identifier(name, quoted=True).sql(dialect=dialect).replace("\n", LINE_END)


def finished(statement: str) -> str:
    """A statement that has been laid out, with the line ends of its names."""
    return statement.replace(LINE_END, "\n")


@lru_cache(maxsize=8192)
def string(value: str, dialect: str) -> str:
    """A text without control characters as a literal."""
    return exp.Literal.string(value).sql(dialect=dialect)


def pieces(value: str) -> list[str | int]:
    """A text cut into what can stand in a literal and the codes of control characters."""
    found: list[str | int] = []
    for part in re.split(r"([\x00-\x1f\x7f])", value):
        if len(part) == 1 and unicodedata.category(part) == "Cc":
            found.append(ord(part))
        elif part:
            found.append(part)
    return found


def comment(text: str) -> str:
    """A text as a comment that it cannot end, on one line."""
    flat = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)
    flat = re.sub(r"\s+", " ", flat).strip()
    while "*/" in flat or "/*" in flat:
        flat = flat.replace("*/", "* /").replace("/*", "/ *")
    return f"/* {flat} */" if flat else ""


class Names:
    """Names that differ from each other whatever an engine makes of upper and lower case."""

    def __init__(self, taken: set[str]) -> None:
        # SQLite forgets what a subquery calls its column where that is one of these two, quoted or not.
        self._taken = {"true", "false", *(_key(name) for name in taken)}

    def new(self, wanted: str) -> str:
        clean = wanted.replace("\x00", "") or "column"
        name, number = clean, 1
        while _key(name) in self._taken:
            number += 1
            name = f"{clean}_{number}"
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

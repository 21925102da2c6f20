"""How wide a text stands on a terminal: Hangul takes two columns."""

from __future__ import annotations

import unicodedata


def width(value: str) -> int:
    """The columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in value)


def padded(value: str, columns: int) -> str:
    """The text with spaces behind, up to a width."""
    return value + " " * max(columns - width(value), 0)

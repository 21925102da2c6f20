"""How statements are laid out: two spaces a level, one column a line."""

from __future__ import annotations

from collections.abc import Iterable


def indent(text: str, levels: int = 1) -> str:
    """Every line moved in. No literal holds a line end (they are spelt by their codes), so none is changed."""
    space = "  " * levels
    return "\n".join(space + line for line in text.split("\n"))


def select(columns: Iterable[str], source: str, *rest: str) -> str:
    """SELECT … FROM …, with clauses behind."""
    body = indent(",\n".join(columns) or "1")
    return "\n".join([f"SELECT\n{body}", f"FROM {source}", *(clause for clause in rest if clause)])

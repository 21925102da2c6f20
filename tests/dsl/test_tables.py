"""The parser's tables in their file are those of the grammar."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsl import tables as module
from dsl.tables import GRAMMAR, KEPT, keep, kept, made


def test_the_file_is_of_this_grammar() -> None:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    found = made(grammar)
    assert kept(grammar) == found
    assert KEPT.read_text(encoding="utf-8") == keep(grammar, found), "run python -m dsl.tables"


def test_the_file_of_another_grammar_is_not_taken() -> None:
    assert kept(GRAMMAR.read_text(encoding="utf-8") + "\n// changed") is None


@pytest.mark.parametrize("content", [None, "", "{"])
def test_without_the_file_the_tables_are_made(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    file = tmp_path / "grammar.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    monkeypatch.setattr(module, "KEPT", file)
    assert kept(grammar) is None
    module.tables.cache_clear()
    assert len(module.tables().states) > 100
    module.tables.cache_clear()

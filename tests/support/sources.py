"""Small helpers for tests of sources."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dsl.diagnostics import Diagnostic
from plugins.api import Source, SourceError


def failure(action: Callable[[], Any]) -> Diagnostic:
    """The first diagnostic of the SourceError that ``action`` must raise."""
    with pytest.raises(SourceError) as caught:
        action()
    assert caught.value.diagnostics
    return caught.value.diagnostics[0]


def rows(source: Source, table: str | None = None, columns: list[str] | None = None) -> dict[str, list[Any]]:
    """All values of a table (of the only one if None) by column."""
    name = table or source.tables()[0].qualified
    result: dict[str, list[Any]] = source.read(name, columns).read_all().to_pydict()
    return result


def types(source: Source, table: str | None = None) -> dict[str, str]:
    """Column -> kind, with scale and storage where there are some: ``decimal(2)``, ``date iso``."""
    name = table or source.tables()[0].qualified
    return {
        c.name: c.type.kind.value
        + (f"({c.type.scale})" if c.type.scale else "")
        + (f" {c.storage.format}" if c.storage.format else "")
        for c in source.columns(name)
    }


def codes(source: Source) -> list[str]:
    """Codes of what was noticed."""
    return [notice.code for notice in source.notices()]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

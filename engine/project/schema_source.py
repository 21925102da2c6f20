"""What a source says of its tables, as far as a project needs it: columns as stored, fields as proposed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dsl.catalog import Field, Storage
from dsl.types import Type
from engine.program import SourceColumn


class SourceTable(Protocol):
    """A table: ``engine.schema.TableSchema`` is one. Fields are by their column's name."""

    @property
    def columns(self) -> Mapping[str, SourceColumn]: ...

    @property
    def fields(self) -> Mapping[str, Field]: ...


SourceSchema = Mapping[str, SourceTable]
"""Tables by the names under which a project may ask for them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is described by hand."""

    columns: Mapping[str, SourceColumn] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)


def table(columns: Iterable[tuple[str, Type]], storage: Mapping[str, Storage] | None = None) -> Table:
    """A table whose columns are stored as what they are."""
    kept = dict(storage or {})
    pairs = list(columns)
    return Table(
        {name: SourceColumn(name, type, storage=kept.get(name, Storage())) for name, type in pairs},
        {name: Field(name, type, name, storage=kept.get(name, Storage())) for name, type in pairs},
    )


def find_table(schema: SourceSchema, name: str) -> SourceTable | None:
    """A table by its name, in other letter cases too where only one fits."""
    found = schema.get(name)
    if found is None:
        near = [known for known in schema if _same(known, name)]
        found = schema[near[0]] if len(near) == 1 else None
    return found


def find_column(table: SourceTable, name: str) -> str | None:
    """A column's exact name; other letter cases and decomposed Hangul are found where only one fits."""
    if name in table.columns:
        return name
    near = [known for known in table.columns if _same(known, name)]
    return near[0] if len(near) == 1 else None


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one).casefold() == unicodedata.normalize("NFC", other).casefold()

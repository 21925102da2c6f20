"""What a source says of its tables, in the engine's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dsl.catalog import Field
from dsl.types import Kind, Type
from engine.program import SourceColumn
from plugins.api import ColumnInfo, Source


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table's columns as they are stored, and the fields that are proposed for them."""

    columns: Mapping[str, SourceColumn] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    key: str | None = None


def stored_column(info: ColumnInfo) -> SourceColumn:
    """A column as its values are before any conversion."""
    kind = info.physical
    stored = info.type if kind is info.type.kind else Type(kind)
    if kind is Kind.DOUBLE:
        stored = Type(Kind.DOUBLE)
    return SourceColumn(info.name, stored, info.native.lower(), info.nullable, info.storage)


def proposed_field(info: ColumnInfo) -> Field:
    """The field that a column offers where a project says nothing of it."""
    return Field(info.name, info.type, info.name, storage=info.storage)


def table_schema(source: Source, table: str, *, thorough: bool = False) -> TableSchema:
    """A table of the source; ``thorough`` reads its rows to see what its texts hold."""
    infos = source.propose(table) if thorough else source.columns(table)
    keys = [info.name for info in infos if info.primary_key]
    return TableSchema(
        {info.name: stored_column(info) for info in infos},
        {info.name: proposed_field(info) for info in infos},
        keys[0] if len(keys) == 1 else None,
    )


def schemas(source: Source, tables: Iterable[str]) -> dict[str, TableSchema]:
    """Several tables by the names that a project uses."""
    return {table: table_schema(source, table) for table in dict.fromkeys(tables)}

"""Columns of a table as fields of the catalog: what the project declares, and besides it what the source proposes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from dsl.catalog import Field, Scalar, Storage
from dsl.diagnostics import Diagnostic
from dsl.types import Kind, Type
from engine.program import SourceColumn
from engine.project.data_model import FieldSpec
from engine.project.problems import Path, problem, suggest
from engine.project.schema_source import SourceTable, find_column

# What a field of a kind may be read from, apart from its own kind.
READABLE: Mapping[Kind, frozenset[Kind]] = {
    Kind.BOOLEAN: frozenset({Kind.INTEGER, Kind.TEXT, Kind.DECIMAL}),
    Kind.INTEGER: frozenset({Kind.DECIMAL, Kind.DOUBLE, Kind.TEXT}),
    Kind.DECIMAL: frozenset({Kind.INTEGER, Kind.DOUBLE, Kind.TEXT}),
    Kind.DOUBLE: frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.TEXT}),
    Kind.TEXT: frozenset(),
    Kind.DATE: frozenset({Kind.TIMESTAMP, Kind.TEXT, Kind.INTEGER, Kind.DECIMAL}),
    Kind.TIMESTAMP: frozenset({Kind.DATE, Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE}),
}
TEMPORAL = (Kind.DATE, Kind.TIMESTAMP)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields by id, in the order of the project and then of the table."""

    fields: Mapping[str, Field]
    diagnostics: tuple[Diagnostic, ...] = ()


def make_fields(specs: Mapping[str, FieldSpec], table: SourceTable | None, name: str, path: Path) -> Fields:
    """The fields of one table; ``table`` None: nothing is known of the source."""
    out: dict[str, Field] = {}
    found: list[Diagnostic] = []
    taken: set[str] = set()
    for id, spec in specs.items():
        column = spec.column or id
        if table is not None:
            real = find_column(table, column)
            if real is None:
                where = (*path, id, "column") if spec.column else (*path, id)
                near = suggest(column, table.columns)
                found.append(problem("column.unknown", path=where, name=column, table=name, near=near))
            else:
                column = real
                taken.add(real)
        proposal = table.fields.get(column) if table is not None else None
        stored = table.columns.get(column) if table is not None else None
        out[id] = declared_field(id, spec, column, proposal, stored)
        found += check_storage(out[id], stored, (*path, id))
    if table is not None:
        for column, proposal in table.fields.items():
            id = unicodedata.normalize("NFC", column)
            if column not in taken and id not in out:
                out[id] = replace(proposal, id=id, column=column)
    return Fields(out, tuple(found))


def declared_field(id: str, spec: FieldSpec, column: str, proposal: Field | None, stored: SourceColumn | None) -> Field:
    """A field as declared; what the declaration leaves open comes from the source's proposal."""
    type = spec.value_type
    storage = declared_storage(spec)
    if proposal is not None:
        if "optional" not in spec.model_fields_set:
            type = replace(type, optional=proposal.type.optional)
        same = proposal.type.kind is type.kind and proposal.type.scale == type.scale
        if same:
            type = replace(type, low=proposal.type.low, high=proposal.type.high)
        kept = proposal.storage if proposal.type.kind is type.kind else Storage()
        storage = Storage(
            storage.format or kept.format, storage.zone or kept.zone, storage.trim or proposal.storage.trim
        )
    if storage.format is None and stored is not None and stored.type.kind is Kind.TEXT:
        if type.kind in TEMPORAL:
            storage = replace(storage, format="iso")
        elif type.numeric:
            storage = replace(storage, format="text")
    return Field(
        id,
        type,
        column,
        spec.labels.catalog(),
        spec.aliases,
        storage,
        tuple(constant for constant in spec.values if constant is not None),
        spec.description.catalog(),
    )


def declared_storage(spec: FieldSpec) -> Storage:
    """``true: 'Yes'`` and ``false: 'No'`` are one format, ``Yes/No``."""
    format = spec.format
    if spec.true_text is not None and spec.false_text is not None:
        format = "01" if (spec.true_text, spec.false_text) == ("1", "0") else f"{spec.true_text}/{spec.false_text}"
    return Storage(format, spec.zone, spec.trim)


def check_storage(field: Field, stored: SourceColumn | None, path: Path) -> list[Diagnostic]:
    """Whether a field of this type can be read from its column."""
    if stored is None:
        return []
    wanted, given = field.type.kind, stored.type.kind
    words = (field.id, type_word(field.type), type_word(stored.type))
    if wanted is not given and given not in READABLE.get(wanted, frozenset()):
        return [problem("field.type", path=path, name=words[0], type=words[1], stored=words[2])]
    numeric = given in (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE)
    if wanted in TEMPORAL and numeric and field.storage.format is None:
        return [problem("field.format", path=path, name=words[0], type=words[1], stored=words[2])]
    if wanted is Kind.BOOLEAN and given is Kind.TEXT and field.storage.format is None:
        return [problem("field.format", path=path, name=words[0], type=words[1], stored=words[2])]
    return []


def type_word(type: Type) -> str:
    return f"{type.kind}({type.scale})" if type.kind is Kind.DECIMAL else str(type.kind)


def fits(value: Scalar, type: Type) -> bool:
    """Whether a constant of the file can be a value of a field."""
    match type.kind:
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.DECIMAL | Kind.DOUBLE:
            return isinstance(value, int | Decimal | float) and not isinstance(value, bool)
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case Kind.TIMESTAMP:
            return isinstance(value, date)
    return True

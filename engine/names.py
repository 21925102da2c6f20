"""Names of tables: ``schema.table``, with a part in double quotes where it holds points or quotes itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.api import Source

if TYPE_CHECKING:
    from engine.program import Program, RelationDef

_PART = r'(?:"(?:[^"]|"")*"|[^."]+)'
_PATH = re.compile(rf"{_PART}(?:\.{_PART})*")


def path(name: str) -> tuple[str, ...]:
    """``schema.table`` in its parts; a part in double quotes may hold points."""
    if not _PATH.fullmatch(name):
        return (name,)
    parts = re.findall(_PART, name)
    return tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts)


def found_in(program: Program, source: Source) -> Program:
    """The program with each table called so that nobody takes a point in its name for a schema."""
    names = {name: _exact(source, name) for name in program.tables}
    if all(name == exact for name, exact in names.items()):
        return program

    def exact(relation: RelationDef) -> RelationDef:
        table = getattr(relation, "table", None)
        return replace(relation, table=names.get(table, table)) if table is not None else relation

    relations: Mapping[str, RelationDef] = {id: exact(one) for id, one in program.relations.items()}
    tables = {names[name]: columns for name, columns in program.tables.items()}
    return replace(program, table=names.get(program.table, program.table), relations=relations, tables=tables)


def _exact(source: Source, name: str) -> str:
    info = source.find(name)
    wanted = (info.schema, info.name) if info.schema else (info.name,)
    return name if path(name) == wanted else info.qualified

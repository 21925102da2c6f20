"""Plans on real SQLite and DuckDB, and their answers as Python values."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb

from engine.backends import sql
from engine.core import Column, Core, Kind
from engine.plan import ColumnSpec, Output, Plan, Step, Table

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Definitions = Mapping[str, Mapping[str, str]]


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def fill(execute: Any, definitions: Definitions, tables: Tables, text_times: bool) -> None:
    for table, columns in definitions.items():
        listed = ", ".join(f"{quote(name)} {declared}" for name, declared in columns.items())
        execute(f"CREATE TABLE {quote(table)} ({listed})")
        marks = ", ".join("?" for _ in columns)
        for row in tables[table]:
            values = [row.get(name) for name in columns]
            if text_times:
                values = [_text(value) for value in values]
            execute(f"INSERT INTO {quote(table)} VALUES ({marks})", values)


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def run_sqlite(plan: Plan, definitions: Definitions, tables: Tables) -> list[tuple[Any, ...]]:
    statement = sql.compile(plan, "sqlite")
    connection = sqlite3.connect(":memory:")
    try:
        fill(connection.execute, definitions, tables, text_times=True)
        rows = connection.execute(statement.sql).fetchall()
    finally:
        connection.close()
    kinds = [column.kind for column in statement.columns]
    return [tuple(_from_sqlite(kind, value) for kind, value in zip(kinds, row, strict=True)) for row in rows]


def _from_sqlite(kind: Kind, value: Any) -> Any:
    """SQLite's form of a value; anything but the one form that is promised fails."""
    if value is None:
        return None
    match kind:
        case Kind.BOOL:
            assert isinstance(value, int) and value in (0, 1), value
            return bool(value)
        case Kind.INT:
            assert isinstance(value, int), value
        case Kind.FLOAT:
            assert isinstance(value, float) and math.isfinite(value), value
        case Kind.TEXT:
            assert isinstance(value, str), value
        case Kind.DATE:
            assert len(value) == 10, value
            return date.fromisoformat(value)
        case Kind.TS:
            assert len(value) in (19, 26) and not value.endswith(".000000"), value
            return datetime.fromisoformat(value)
    return value


def run_duckdb(plan: Plan, definitions: Definitions, tables: Tables) -> list[tuple[Any, ...]]:
    statement = sql.compile(plan, "duckdb")
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        fill(connection.execute, definitions, tables, text_times=False)
        found = connection.execute(statement.sql)
        names = [str(column[1]) for column in found.description or ()]
        rows = found.fetchall()
    expected = {
        Kind.BOOL: "BOOLEAN",
        Kind.INT: "BIGINT",
        Kind.FLOAT: "DOUBLE",
        Kind.TEXT: "VARCHAR",
        Kind.DATE: "DATE",
        Kind.TS: "TIMESTAMP",
    }
    for column, name in zip(statement.columns, names, strict=True):
        assert name == expected[column.kind], (column.name, name)
    return rows


def columns_of(definitions: Definitions, table: str, kinds: Mapping[str, Kind], **more: Any) -> tuple[ColumnSpec, ...]:
    return tuple(
        ColumnSpec(name, kinds[name], declared=declared.lower(), **more.get(name, {}))
        for name, declared in definitions[table].items()
    )


def plan_of(columns: Sequence[ColumnSpec], values: Mapping[str, Core], steps: Sequence[Step] = (), **more: Any) -> Plan:
    """A plan over the table ``people`` with the key ``id``."""
    outputs = [Output("id", Column("", "id", Kind.INT), "key")]
    outputs += [Output(name, value, "measure") for name, value in values.items()]
    table = Table("", "people", tuple(columns))
    return Plan(table, Column("", "id", Kind.INT), date(2024, 3, 31), None, tuple(steps), tuple(outputs), **more)


def same(one: Any, other: Any) -> bool:
    """Equal values of one type."""
    return type(one) is type(other) and one == other

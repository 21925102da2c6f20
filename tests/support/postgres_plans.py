"""Plans on a real PostgreSQL over tables of given rows, as in ``tests.support.sql_engines``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.backends import sql
from engine.core import Kind
from engine.declared import as_loaded
from engine.plan import Plan
from engine.sample.schema import TABLES
from engine.sample.write import write
from tests.support import postgres
from tests.support.sql_engines import Definitions, Tables

Runner = Callable[[Plan, Definitions, Tables], list[tuple[Any, ...]]]

DECLARED = {"double": "double precision", "varchar": "text", "timestamp": "timestamp without time zone"}
OIDS = {Kind.BOOL: 16, Kind.INT: 20, Kind.FLOAT: 701, Kind.TEXT: 25, Kind.DATE: 1082, Kind.TS: 1114}
_LOADED: dict[str, str] = {}


def declared(name: str) -> str:
    """A type's name in PostgreSQL."""
    plain = name.lower()
    return DECLARED.get(plain, plain.replace("decimal", "numeric"))


def also() -> tuple[tuple[str, Runner], ...]:
    """The engine and how it carries plans out, where it can run; for tests that ask many engines."""
    return () if postgres.missing() else (("postgres", run_postgres),)


def run_postgres(plan: Plan, definitions: Definitions, tables: Tables) -> list[tuple[Any, ...]]:
    """The plan's rows as Python values, each column of exactly its kind."""
    loaded, schema = load(plan, definitions, tables)
    statement = sql.compile(loaded, "postgres")
    owner = postgres.needed().owner
    owner.execute(f"SET search_path = {schema}")
    cursor = owner.execute(statement.sql)
    for described, column in zip(cursor.description, statement.columns, strict=True):
        assert described.type_code == OIDS[column.kind], (column.name, described)
    return [tuple(row) for row in cursor.fetchall()]


def load(plan: Plan, definitions: Definitions, tables: Tables) -> tuple[Plan, str]:
    """The plan over columns as they are declared on the server, and the schema with its tables. Equal tables are
    loaded once."""
    types = {table: {n: declared(d) for n, d in columns.items()} for table, columns in definitions.items()}
    server = postgres.needed()
    mark = repr((definitions, tables))
    if mark not in _LOADED:
        _LOADED[mark] = server.schema()
        server.owner.execute(f"SET search_path = {_LOADED[mark]}")
        for table, columns in types.items():
            postgres.create(server.owner, table, columns, [[row.get(n) for n in columns] for row in tables[table]])
    return as_loaded(plan, types), _LOADED[mark]


def load_sample(database: str, schema: str, customers: int, seed: int) -> None:
    """The sample's tables with their keys, by the server's own reading of CSV files."""
    server = postgres.needed()
    with tempfile.TemporaryDirectory(prefix="quadrille-sample-") as folder, server.connect(database) as connection:
        write(Path(folder, "csv"), customers, seed, kind="csv")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.execute(f"SET search_path = {schema}")
        for table in TABLES:
            listed = ", ".join(f"{postgres.quoted(column.name)} {declared(column.kind)}" for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({listed}, PRIMARY KEY ({table.primary_key}))")
            with (
                Path(folder, "csv", f"{table.name}.csv").open("rb") as file,
                connection.cursor() as cursor,
                cursor.copy(f"COPY {table.name} FROM STDIN (FORMAT csv, HEADER)") as copy,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
            connection.execute(f"ANALYZE {table.name}")

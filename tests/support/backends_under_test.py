"""The engines that run here, one class each: how a world's tables get into them, and how a plan is carried out."""

from __future__ import annotations

import math
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pandas as pd
import pyarrow as pa

from dsl.types import Kind, Type
from engine.execute import execute
from engine.plan import Plan
from plugins.api import Source
from plugins.registry import open_frames, open_source
from tests.support import mariadb, postgres
from tests.support.world import Data, World

ARROW = {
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int64(),
    Kind.DOUBLE: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us"),
}


def arrow_type(type_: Type) -> Any:
    return pa.decimal128(18, type_.scale) if type_.kind is Kind.DECIMAL else ARROW[type_.kind]


def arrow_table(data: Data) -> pa.Table:
    """A table's rows, each column of the type in which it is kept."""
    arrays = [
        pa.array([row[place] for row in data.rows], arrow_type(column.stored), from_pandas=False)
        for place, column in enumerate(data.columns)
    ]
    return pa.Table.from_arrays(arrays, names=[column.stored_as for column in data.columns])


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Engine(ABC):
    """Where rules are carried out. ``name`` is the backend that is counted."""

    name: ClassVar[str]
    backend: ClassVar[Any] = "sql"

    @abstractmethod
    def load(self, world: World, folder: Path) -> Source:
        """The world's tables as a source of this engine."""

    def run(self, plan: Plan, source: Source) -> pa.Table:
        return execute(plan, source, self.backend)


class Pandas(Engine):
    """DataFrames, and the backend that needs no database."""

    name = "pandas"
    backend = "pandas"

    def load(self, world: World, folder: Path) -> Source:
        return open_frames({data.stored_as: self._frame(data) for data in world.tables})

    @staticmethod
    def _frame(data: Data) -> pd.DataFrame:
        """Types as users have them: nullable integers and booleans, NaN for missing doubles, Arrow's dates."""
        dtypes = {Kind.INTEGER: "Int64", Kind.BOOLEAN: "boolean", Kind.DOUBLE: "float64"}
        frame = {}
        for place, column in enumerate(data.columns):
            kind = column.stored.kind
            values = [row[place] for row in data.rows]
            dtype = dtypes.get(kind) or pd.ArrowDtype(arrow_type(column.stored))
            frame[column.stored_as] = (
                pd.array(values, dtype=dtype)
                if kind is not Kind.DOUBLE
                else pd.Series([float("nan") if value is None else value for value in values], dtype=dtype)
            )
        return pd.DataFrame(frame)


class Sqlite(Engine):
    """A file of SQLite's, with columns declared as people declare them."""

    name = "sqlite"
    declared: ClassVar[dict[Kind, str]] = {
        Kind.BOOLEAN: "BOOLEAN",
        Kind.INTEGER: "BIGINT",
        Kind.DOUBLE: "DOUBLE",
        Kind.TEXT: "TEXT",
        Kind.DATE: "DATE",
        Kind.TIMESTAMP: "TIMESTAMP",
    }

    def load(self, world: World, folder: Path) -> Source:
        path = folder / "world.sqlite"
        with sqlite3.connect(path) as connection:
            for data in world.tables:
                self._fill(connection, data)
        connection.close()
        return open_source(str(path))

    def _fill(self, connection: sqlite3.Connection, data: Data) -> None:
        columns = ", ".join(f"{quoted(c.stored_as)} {self._declare(c.stored)}" for c in data.columns)
        connection.execute(f"CREATE TABLE {quoted(data.stored_as)} ({columns})")
        marks = ", ".join("?" for _ in data.columns)
        rows = [[self._value(value) for value in row] for row in data.rows]
        connection.executemany(f"INSERT INTO {quoted(data.stored_as)} VALUES ({marks})", rows)

    def _declare(self, type_: Type) -> str:
        return f"DECIMAL(18,{type_.scale})" if type_.kind is Kind.DECIMAL else self.declared[type_.kind]

    @staticmethod
    def _value(value: Any) -> Any:
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, datetime):
            return value.isoformat(" ")
        return str(value) if isinstance(value, date | Decimal) else value


class Duckdb(Engine):
    """A file of DuckDB's."""

    name = "duckdb"

    def load(self, world: World, folder: Path) -> Source:
        path = folder / "world.duckdb"
        with duckdb.connect(str(path)) as connection:
            for data in world.tables:
                connection.register("incoming", arrow_table(data))
                connection.execute(f"CREATE TABLE {quoted(data.stored_as)} AS SELECT * FROM incoming")
                connection.unregister("incoming")
        return open_source(str(path))


class Mariadb(Engine):
    """A database of a MariaDB server's that ignores case, with a session far from UTC; skips where there is none."""

    name = "mariadb"
    declared: ClassVar[dict[Kind, str]] = {
        Kind.BOOLEAN: "BOOLEAN",
        Kind.INTEGER: "BIGINT",
        Kind.DOUBLE: "DOUBLE",
        Kind.TEXT: "LONGTEXT",
        Kind.DATE: "DATE",
        Kind.TIMESTAMP: "DATETIME(6)",
    }

    def load(self, world: World, folder: Path) -> Source:
        server = mariadb.server()
        database = server.new_database()
        with server.connect(database) as connection:
            cursor = connection.cursor()
            for data in world.tables:
                columns = {c.stored_as: self._declare(c.stored) for c in data.columns}
                listed = ", ".join(f"{mariadb.quote(name)} {declared}" for name, declared in columns.items())
                cursor.execute(f"CREATE TABLE {mariadb.quote(data.stored_as)} ({listed})")
                rows = [[self._value(value) for value in row] for row in data.rows]
                mariadb.insert(cursor, data.stored_as, list(columns), rows)
        return open_source(server.url(database))

    @staticmethod
    def _value(value: Any) -> Any:
        """Its columns keep no NaN and no infinity."""
        return None if isinstance(value, float) and not math.isfinite(value) else value

    def _declare(self, type_: Type) -> str:
        return f"DECIMAL(18,{type_.scale})" if type_.kind is Kind.DECIMAL else self.declared[type_.kind]


class Postgres(Engine):
    """A schema of a PostgreSQL server's that sorts as a language does, in New York; skips where there is none."""

    name = "postgres"
    declared: ClassVar[dict[Kind, str]] = {
        Kind.BOOLEAN: "boolean",
        Kind.INTEGER: "bigint",
        Kind.DOUBLE: "double precision",
        Kind.TEXT: "text",
        Kind.DATE: "date",
        Kind.TIMESTAMP: "timestamp",
    }

    def load(self, world: World, folder: Path) -> Source:
        server = postgres.needed()
        schema = server.schema()
        server.owner.execute(f"SET search_path = {schema}")
        for data in world.tables:
            columns = {c.stored_as: self._declare(c.stored) for c in data.columns}
            postgres.create(server.owner, data.stored_as, columns, data.rows)
        return open_source(server.url(schema=schema))

    def _declare(self, type_: Type) -> str:
        return f"numeric(18,{type_.scale})" if type_.kind is Kind.DECIMAL else self.declared[type_.kind]


ENGINES: Sequence[type[Engine]] = (Pandas, Sqlite, Duckdb, Mariadb, Postgres)

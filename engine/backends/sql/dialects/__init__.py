"""The dialects that SQL is written for, by name."""

from __future__ import annotations

from engine.backends.sql.dialect import Dialect
from engine.backends.sql.dialects.duckdb import DuckDB
from engine.backends.sql.dialects.mysql import MariaDB, MySQL
from engine.backends.sql.dialects.postgres import Postgres
from engine.backends.sql.dialects.sqlite import SQLite

DIALECTS: dict[str, type[Dialect]] = {
    "duckdb": DuckDB,
    "sqlite": SQLite,
    "mariadb": MariaDB,
    "mysql": MySQL,
    "postgres": Postgres,
}

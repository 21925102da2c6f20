"""Columns of PostgreSQL's many types mean what plain columns of DuckDB mean: the same rules choose the same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.support import postgres
from tests.support.command import quadrille
from tests.support.postgres import Server

# name: (type there, type here, values there, values here)
COLUMNS: dict[str, tuple[str, str, list[str | None], list[str | None]]] = {
    "small": ("smallint", "BIGINT", ["-32768", "5", None, "7"], ["-32768", "5", None, "7"]),
    "single": ("real", "DOUBLE", ["0.5", "NaN", "Infinity", None], ["0.5", None, None, None]),
    "price": ("numeric(12,2)", "DECIMAL(12,2)", ["12.34", "NaN", None, "-0.01"], ["12.34", None, None, "-0.01"]),
    "wide": (
        "numeric(30,2)",
        "DECIMAL(18,2)",
        ["9999999999999999999999999999.99", "1.50", None, "NaN"],
        [None, "1.50", None, None],
    ),
    "cash": ("money", "DECIMAL(12,2)", ["12.34", "-5", None, "0"], ["12.34", "-5", None, "0"]),
    "loose": ("numeric", "DOUBLE", ["0.1", "1e400", "NaN", "1e-400"], ["0.1", None, None, "0"]),
    "fixed": ("char(5)", "VARCHAR", ["ab", "b", None, ""], ["ab", "b", None, ""]),
    "short": ("varchar(9)", "VARCHAR", ["B ", "a", None, ""], ["B ", "a", None, ""]),
    "mood": ("mood_of_rows", "VARCHAR", ["sad", "기쁨", None, "ok"], ["sad", "기쁨", None, "ok"]),
    "uid": (
        "uuid",
        "VARCHAR",
        ["A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", None, None, None],
        ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", None, None, None],
    ),
    "born": (
        "date",
        "DATE",
        ["2024-02-29", "infinity", "-infinity", "0044-03-15 BC"],
        ["2024-02-29", None, None, None],
    ),
    "met_at": (
        "timestamp(3)",
        "TIMESTAMP",
        ["2024-03-10 02:30:00.123", "infinity", None, "2024-03-09 23:59:59.999"],
        ["2024-03-10 02:30:00.123", None, None, "2024-03-09 23:59:59.999"],
    ),
    "seen": (
        "timestamptz",
        "TIMESTAMPTZ",
        ["2024-03-10 14:59:59.999999+00", "2024-03-10 15:00:00+00", "infinity", "2024-03-11 00:00:00+09"],
        ["2024-03-10 14:59:59.999999+00", "2024-03-10 15:00:00+00", None, "2024-03-11 00:00:00+09"],
    ),
    "amount": ("amount_of_rows", "DECIMAL(10,3)", ["0.001", "1.5", "2", "3"], ["0.001", "1.5", "2", "3"]),
}
RULES = [
    *("small < 0", "small * small > 1000000000", "small is missing"),
    *("single >= 0.5", "single is missing", "round(single * 3, 0) = 2"),
    *("price = 12.34", "price * 2 <= -0.02", "price is missing"),
    *("wide > 1", "wide is missing", "cash + price > 20", "cash = 0", "cash is missing"),
    *("loose = 0.1", "loose is missing", "loose < 1"),
    *("fixed = 'ab'", "fixed is missing", "length(fixed) = 0", "concat(fixed, '|') = 'b|'", "fixed < 'b'"),
    *("short = 'B'", "short = 'B '", "short < 'a'", "short like '_ '", "short in ('a', '')"),
    *("mood = '기쁨'", "mood starts with 's'", "mood is missing", "mood > 'p'"),
    *("uid contains '4ef8'", "uid is missing"),
    *("born = 2024-02-29", "born is missing", "born before 2025-01-01", "year(born) = 2024"),
    *("met_at on or after 2024-03-10", "met_at before 2024-03-10", "met_at is missing", "month(met_at) = 3"),
    *(
        "seen = 2024-03-10",
        "seen = 2024-03-11",
        "seen on or before 2024-03-10",
        "seen is missing",
        "time since seen <= 1 day",
    ),
    *("seen in last 1 day", "days between(seen, 2024-03-12) = 1", "seen > met_at"),
    *("amount > 1.499", "amount * 1000 = 1", "price in top 50%", "seen in top 50%", "tile(2, small) = 2"),
]


@pytest.fixture(scope="module")
def server() -> Server:
    return postgres.needed()


@pytest.fixture(scope="module")
def there(server: Server) -> str:
    schema = server.schema()
    run = server.owner.execute
    run(f"SET search_path = {schema}")
    run("CREATE TYPE mood_of_rows AS ENUM ('sad', 'ok', '기쁨')")
    run("CREATE DOMAIN positive_of_rows AS numeric(10,3) CHECK (VALUE > 0)")
    run("CREATE DOMAIN amount_of_rows AS positive_of_rows NOT NULL")
    run("CREATE TABLE odd (id integer PRIMARY KEY, " + ", ".join(f"{n} {c[0]}" for n, c in COLUMNS.items()) + ")")
    for number in range(4):
        values = [number, *(column[2][number] for column in COLUMNS.values())]
        run(f"INSERT INTO odd VALUES ({', '.join(['%s'] * len(values))})", values)
    return server.url(schema=schema)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("types") / "plain.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE odd (id INTEGER, " + ", ".join(f"{n} {c[1]}" for n, c in COLUMNS.items()) + ")"
        )
        for number in range(4):
            values = [number, *(column[3][number] for column in COLUMNS.values())]
            connection.execute(f"INSERT INTO odd VALUES ({', '.join(['?'] * len(values))})", values)
    return path


@pytest.mark.backend("postgres")
@pytest.mark.parametrize("rule", RULES)
def test_the_same_rule_chooses_the_same_rows(there: str, here: Path, rule: str) -> None:
    options = ["--table", "odd", "--key", "id", "--as-of", "2024-03-11"]
    found, wanted = (quadrille("try", rule, "--source", source, *options) for source in (there, here))
    assert wanted.code in (0, 1), wanted.said
    assert (found.code, found.out) == (wanted.code, wanted.out), found.said

"""The sample's whole matrix on every engine, customer by customer: ``python -m tests.properties.sample``.

The tests do this with 10,000; here it is done with as many as one likes. DuckDB's outcome is what the others are
compared with.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from engine.execute import execute
from engine.lower import lower
from engine.sample.projects import project_path
from engine.sample.write import write
from engine.workspace import open_workspace
from tests.support import mariadb, postgres, postgres_plans

SEED = 1


def main(arguments: list[str] | None = None) -> int:
    """0 where all engines agreed."""
    parser = argparse.ArgumentParser(prog="sample", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--only", nargs="+", metavar="ENGINE", help="duckdb sqlite mariadb postgres")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quadrille-sample-") as folder:
        wanted, seconds = outcome(on_file(Path(folder, "sample.duckdb"), given.customers))
        print(f"{'duckdb':10} {wanted.num_rows:,} customers, {wanted.num_columns} columns, {seconds:.1f} s", flush=True)
        targets: dict[str, Callable[[], str]] = {
            "sqlite": lambda: on_file(Path(folder, "sample.sqlite"), given.customers),
            "mariadb": lambda: on_mariadb(given.customers),
            "postgres": lambda: on_postgres(given.customers),
        }
        missing = {"mariadb": mariadb.missing(), "postgres": postgres.missing()}
        failures = 0
        for engine, target in targets.items():
            if given.only and engine not in given.only:
                continue
            if missing.get(engine):
                print(f"{engine:10} {missing[engine]}")
                continue
            found, seconds = outcome(target())
            wrong = [name for name in wanted.column_names if not found.column(name).equals(wanted.column(name))]
            failures += bool(wrong)
            print(f"{engine:10} {f'differs in {wrong}' if wrong else 'the same'}, {seconds:.1f} s", flush=True)
    return 1 if failures else 0


def outcome(source: str) -> tuple[pa.Table, float]:
    """The outcome by customer, and how long the engine took."""
    with open_workspace(project_path("written", "en"), source=source) as workspace:
        plan = lower(workspace.program, workspace.as_of())
        start = time.monotonic()
        found = execute(plan, workspace.source, "sql")
        return found.sort_by("key").combine_chunks(), time.monotonic() - start


def on_file(path: Path, customers: int) -> str:
    write(path, customers, SEED)
    return str(path)


def on_mariadb(customers: int) -> str:
    database = mariadb.server().new_database()
    mariadb.load_sample(database, customers, SEED)
    return mariadb.server().url(database)


def on_postgres(customers: int) -> str:
    schema = postgres.server().schema()
    postgres_plans.load_sample("tests", schema, customers, SEED)
    return postgres.server().url(schema=schema)


if __name__ == "__main__":
    sys.exit(main())

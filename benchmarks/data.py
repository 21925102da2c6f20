"""The sample in the formats that are measured, made once and kept below build/bench."""

from __future__ import annotations

from pathlib import Path

import duckdb

from engine.sample.projects import project_path
from engine.sample.schema import TABLES
from engine.sample.write import write
from engine.workspace import Workspace, open_workspace

HOME = Path("build/bench")
SEED = 1


def duckdb_file(customers: int) -> Path:
    path = HOME / f"sample-{customers}.duckdb"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        write(path, customers, SEED)
    return path


def sqlite_file(customers: int) -> Path:
    path = HOME / f"sample-{customers}.sqlite"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        write(path, customers, SEED)
    return path


def parquet_folder(customers: int) -> Path:
    folder = HOME / f"sample-{customers}-parquet"
    if not folder.exists():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(duckdb_file(customers)), read_only=True) as connection:
            for table in TABLES:
                connection.execute(f"COPY {table.name} TO '{part / table.name}.parquet' (FORMAT parquet)")
        part.replace(folder)
    return folder


def opened(source: Path) -> Workspace:
    """The sample's matrix as written, over a source."""
    return open_workspace(project_path("written", "en"), source=str(source))

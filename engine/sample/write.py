"""Writes the sample to a file or folder: all of it or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from engine.cancel import Cancelled
from engine.sample.generate import tables
from engine.sample.schema import BY_NAME, TABLES
from engine.sample.targets import CsvFolder, DuckDbFile, ParquetFolder, SqliteFile, Target

Kind = Literal["duckdb", "sqlite", "parquet", "csv"]

_KINDS: Mapping[str, Kind] = {
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
    ".csv": "csv",
}
_TARGETS: Mapping[Kind, Callable[[Path], Target]] = {
    "duckdb": DuckDbFile,
    "sqlite": SqliteFile,
    "parquet": ParquetFolder,
    "csv": CsvFolder,
}


def write(
    target: Path,
    customers: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    *,
    kind: Kind | None = None,
    indexes: bool = False,
) -> dict[str, int]:
    """Write the sample and give the number of rows of each table.

    target: the file, or for ``parquet`` and ``csv`` the folder; what is there is replaced at the very end.
    progress: called with customers written and customers in all. cancel: asked often; True raises ``Cancelled``.
    kind: taken from the target's name where it is not given (``.duckdb .sqlite .db .parquet .csv``).
    indexes: index the customer's key of each table (database files only).
    """
    chosen = kind or _KINDS.get(target.suffix.lower())
    if chosen is None:
        raise ValueError(f"cannot tell what to write from the name {target.name!r}: give the kind")
    _check_replaceable(target, chosen)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    _remove(part)
    try:
        counts = _write_part(part, chosen, customers, seed, progress, cancel, indexes)
        _replace(part, target)
    except BaseException:
        _remove(part)
        raise
    return counts


def _write_part(
    part: Path,
    kind: Kind,
    customers: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
    cancel: Callable[[], bool] | None,
    indexes: bool,
) -> dict[str, int]:
    counts = {table.name: 0 for table in TABLES}
    done = 0
    out = _TARGETS[kind](part)
    try:
        for name, batch in tables(customers, seed):
            for offset in range(0, batch.num_rows, out.rows_at_once):
                if cancel is not None and cancel():
                    raise Cancelled
                out.add(BY_NAME[name], batch.slice(offset, out.rows_at_once))
            counts[name] += batch.num_rows
            # Customers come first in each chunk: when they come again, the chunk before is whole.
            if name == "customers":
                if progress is not None:
                    progress(done, customers)
                done = counts[name]
        out.finish(indexes=indexes)
        if progress is not None:
            progress(customers, customers)
    finally:
        out.close()
    return counts


def _check_replaceable(target: Path, kind: Kind) -> None:
    """A folder is replaced only if it holds nothing but an earlier sample."""
    if kind in ("duckdb", "sqlite"):
        if target.is_dir():
            raise IsADirectoryError(f"{target} is a folder")
    elif target.exists():
        ours = {f"{table.name}.{kind}" for table in TABLES}
        others = sorted(item.name for item in target.iterdir() if item.name not in ours)
        if others:
            raise FileExistsError(f"{target} holds other files as well: {', '.join(others[:3])}")


def _replace(part: Path, target: Path) -> None:
    if part.is_dir() and target.is_dir():
        old = target.with_name(f".{target.name}.{os.getpid()}.old")
        target.replace(old)
        part.replace(target)
        shutil.rmtree(old)
        return
    if part.is_file():
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    part.replace(target)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    for leftover in (part, part.with_name(f"{part.name}.wal"), part.with_name(f"{part.name}-journal")):
        leftover.unlink(missing_ok=True)

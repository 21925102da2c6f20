"""A run in the background: of the project as it is being edited, over a connection of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from dsl.diagnostics import Diagnostic, QuadrilleError
from editor.workers.counting import CountingThread
from editor.workers.tasks import Cancel, Report
from engine import export
from engine.history import RunRecord, record_of
from engine.planned import Planned, of_plan
from engine.project.model import Project
from engine.run import Run, run_workspace
from engine.workspace import open_project


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that ended well, with the project that it carried out. ``columns``: the outcome's, each in one piece.

    where: how it went. record: as it is kept in the history. seconds: how long it took, opening the data included.
    """

    run: Run
    project: Project
    where: Planned
    record: RunRecord
    columns: tuple[pa.Array, ...]
    seconds: float


def carry_out(project: Project, path: Path, secret: str | None, *, values: bool, report: Report, cancel: Cancel) -> Ran:
    """Run a project. Raises QuadrilleError for all that is wrong with it, Cancelled."""
    from engine.history.store import keep  # late: it takes a moment to load

    started = time.perf_counter()
    report(None, "open")
    with open_project(project, path, secret=secret) as workspace:
        run = run_workspace(workspace, values=values, progress=report, cancel=cancel)
    where = of_plan(run.plan, run.place)
    columns = tuple(one_piece(column) for column in run.outcome.columns)
    seconds = time.perf_counter() - started
    record, said = keep(record_of(run, project, path, seconds), path)
    return Ran(replace(run, notes=(*run.notes, *said)), project, where, record, columns, seconds)


def one_piece(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array; what is in one piece already is not copied."""
    return (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks)
        if column.num_chunks
        else pa.array([], column.type)
    )


def save_file(ran: Ran, path: Path, target: Path, secret: str | None, *, report: Report, cancel: Cancel) -> Path:
    """The outcome as a CSV, Excel or Parquet file. Raises QuadrilleError, Cancelled; the file is whole or as before."""
    with open_project(ran.project, path, strict=False, secret=secret) as workspace:
        workspace.protect(target)
    export.write(ran.run.outcome, target, progress=report, cancel=cancel)
    return target


def save_table(
    ran: Ran, path: Path, name: str, secret: str | None, *, replace: bool, counting: CountingThread, newest: Project
) -> str:
    """The outcome as a table of the source, which nobody else holds meanwhile. Raises QuadrilleError:
    ``source.table_exists`` unless it may be replaced, ``write.own_table`` for one that the project reads."""
    with (
        counting.away(newest),
        open_project(ran.project, path, writable=True, strict=False, secret=secret) as workspace,
    ):
        workspace.protect_table(name)
        workspace.source.create_table(name, data=ran.run.outcome, replace=replace)
    return name


def exists_already(problems: tuple[Diagnostic, ...]) -> bool:
    """Is it only that the table is there?"""
    return any(one.code == "source.table_exists" for one in problems)


def writable(source: str, path: Path) -> bool:
    """Can tables be made in a source? Found without opening it."""
    from plugins.registry import default

    try:
        plugin = default().plugin_for(source, path.resolve().parent)
        return plugin is not None and default().get(plugin).manifest.writable
    except QuadrilleError:
        return False

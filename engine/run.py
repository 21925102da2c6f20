"""One run of a project: plan, execution, accounting, and the outcome as file or table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine import export
from engine.accounting import Accounting, account
from engine.execute import Place, backend_of, execute, place
from engine.lower import lower
from engine.missing import Lost, lost_values, orphans
from engine.outcome import in_order, present
from engine.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

    from engine.workspace import Workspace

Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run gave. findings: what a user must look at (overlaps under ``unique``); notes: what is worth knowing.

    ``report``: values lost to division by zero, overflow or failed conversion, when asked for.
    """

    as_of: date
    place: Place
    plan: Plan
    accounting: Accounting
    outcome: pa.Table
    findings: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    report: tuple[Lost, ...] | None = None


def run_workspace(
    workspace: Workspace,
    *,
    as_of: str | date | None = None,
    backend: str = "auto",
    values: bool = False,
    out: Path | None = None,
    table: str | None = None,
    replace_table: bool = False,
    report: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Run:
    """Run a project. ``out`` writes the outcome to a file, ``table`` to the source, which must be open for writing.

    Raises QuadrilleError for what is wrong with project, source or target; nothing is written then.
    """
    day = workspace.as_of(as_of)
    if out is not None and out.suffix.lower() not in export.SUFFIXES:
        raise QuadrilleError(
            Diagnostic("export.suffix", "error", params={"file": str(out), "suffixes": export.SUFFIXES})
        )
    if out is not None:
        workspace.protect(out)
    if table is not None:
        workspace.protect_table(table)
    chosen = backend_of(backend)
    measures = tuple(workspace.program.measures) if values else ()
    plan = lower(workspace.program, day, measures=measures)
    workspace.check_keys(cancel=cancel)
    outcome = execute(plan, workspace.source, chosen, progress=progress, cancel=cancel)
    accounting = account(plan, outcome)
    kept = present(plan, outcome, workspace.program.key)
    notes = workspace.run_notes(plan, day, kept.num_rows)
    counted = None
    if report:
        counted = tuple(lost_values(workspace.program, workspace.source, day, chosen, cancel))
        for relation, rows in orphans(plan, workspace.source, chosen, cancel).items():
            notes.append(Diagnostic("run.orphans", "warning", params={"relation": relation, "rows": rows}))
    # Last of all: whoever stops a run, or sees it fail, finds everything as it was.
    if out is not None:
        export.write(in_order(kept), out, progress=progress, cancel=cancel)
    if table is not None:
        workspace.source.create_table(table, data=kept, replace=replace_table)
    return Run(
        day,
        place(workspace.source, chosen),
        plan,
        accounting,
        kept,
        tuple(_findings(workspace, accounting)),
        tuple(notes),
        counted,
    )


def _findings(workspace: Workspace, accounting: Accounting) -> list[Diagnostic]:
    """Overlaps within a stage are an error where the hit policy is ``unique``."""
    if workspace.program.hit_policy != "unique":
        return []
    return [
        Diagnostic("run.overlap", "error", params={"stage": stage.stage, "subjects": stage.overlapping})
        for stage in accounting.stages
        if stage.overlapping
    ]

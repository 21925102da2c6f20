"""``quadrille run``: run a project, print the matrix and both ledgers, keep the outcome."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from engine.cli.context import FINDING, OK, leave, print_json, working
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    from engine.run import Run
    from engine.workspace import Workspace


def register(app: typer.Typer, language: Language) -> None:
    @app.command("run", help=text("help.run", language))
    def run(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
        backend: str = typer.Option("auto", "--backend", help=text("option.backend", language)),
        out: Path | None = typer.Option(None, "--out", help=text("run.out", language)),
        table: str | None = typer.Option(None, "--table", help=text("run.table", language)),
        force: bool = typer.Option(False, "--force", help=text("option.force", language)),
        values: bool = typer.Option(False, "--values", help=text("run.values", language)),
        report: bool = typer.Option(False, "--report", help=text("run.report", language)),
        no_history: bool = typer.Option(False, "--no-history", help=text("run.no_history", language)),
        explain_plan: bool = typer.Option(False, "--explain-plan", help=text("run.explain_plan", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.run import run_workspace
        from engine.workspace import open_workspace

        if explain_plan:
            _explain_plan(project, source, as_of, backend, json, language)
        with (
            open_workspace(project, source=source, writable=table is not None) as workspace,
            working(language, quiet=json) as (progress, cancel),
        ):
            started = time.perf_counter()
            result = run_workspace(
                workspace,
                as_of=as_of,
                backend=backend,
                values=values,
                out=out,
                table=table,
                replace_table=force,
                report=report,
                progress=progress,
                cancel=cancel,
            )
            seconds = time.perf_counter() - started
        if not no_history:
            result = _kept(result, workspace, project, seconds, source)
        if json:
            print_json(as_json(result, language))
        else:
            show(workspace, result, seconds, language)
            if out is not None:
                typer.echo(text("written", language, path=out))
            if table is not None:
                typer.echo(text("written_table", language, table=table, n=result.accounting.subjects))
        leave(FINDING if result.findings else OK)


def _kept(result: Run, workspace: Workspace, path: Path, seconds: float, source: str | None) -> Run:
    """Keep the run; what is wrong with the history is a note of the run."""
    from dataclasses import replace

    from engine.history import record_of
    from engine.history.store import keep

    _, said = keep(record_of(result, workspace.project, path, seconds, source=source), path)
    return replace(result, notes=(*result.notes, *said))


def _explain_plan(
    project: Path, source: str | None, as_of: str | None, backend: str, json: bool, language: Language
) -> NoReturn:
    """Print how the run would go."""
    from dataclasses import asdict

    from engine.execute import backend_of
    from engine.planned import plan_lines, planned
    from engine.workspace import open_workspace

    with open_workspace(project, source=source) as workspace:
        found = planned(workspace, as_of, backend_of(backend))
    if json:
        print_json(asdict(found))
    else:
        from engine.cli.show import visible

        for line in plan_lines(found, language):
            typer.echo(visible(line))
    leave(OK)


def show(workspace: Workspace, result: Run, seconds: float, language: Language) -> None:
    """The matrix with both ledgers, as a marketer reads it."""
    from engine.cli.show import console, escaped, matrix_table, overall_table, overlap_lines, print_diagnostics

    terminal = console()
    accounting = result.accounting
    where = text(f"where.{result.place.where}", language, dialect=result.place.dialect or "")
    name = workspace.project.name.get(language, workspace.path.stem)
    day = text("as_of", language, date=result.as_of.isoformat())
    terminal.print(f"[bold]{escaped(name)}[/bold]  {day}", soft_wrap=True)
    terminal.print(text("ran", language, n=accounting.subjects, where=where, seconds=f"{seconds:.2f}"))
    levels = [(level.id, level.labels.get(language, level.id)) for level in workspace.project.matrix.levels]
    if accounting.stages:
        terminal.print(matrix_table(workspace.program, accounting, language, levels))
        terminal.print(f"[dim]{text('share_note', language)}[/dim]", soft_wrap=True)
    terminal.print(overall_table(accounting, language))
    overlaps = overlap_lines(workspace.program, accounting, language)
    if overlaps:
        terminal.print(text("pair_overlaps", language))
        for line in overlaps[:10]:
            terminal.print(f"  {escaped(line)}")
    for one in result.report or ():
        lost = text(f"lost.{one.cause}", language, where=one.where, n=one.count)
        terminal.print(escaped(lost), soft_wrap=True)
    if result.report == ():
        terminal.print(text("lost.none", language))
    print_diagnostics(terminal, result.findings, language)
    print_diagnostics(terminal, result.notes, language)


def as_json(result: Run, language: Language) -> dict[str, Any]:
    """The accounting for a program to read."""
    from engine.cli.show import diagnostic_json

    accounting = result.accounting
    return {
        "as_of": result.as_of.isoformat(),
        "where": result.place.where,
        "dialect": result.place.dialect,
        "subjects": accounting.subjects,
        "in_one_cell": accounting.in_one,
        "in_several_cells": accounting.in_several,
        "in_stage_without_cell": accounting.unassigned,
        "in_no_stage": accounting.in_no_stage,
        "adds_up": accounting.adds_up,
        "stages": [
            {
                "stage": stage.stage,
                "entered": stage.entered,
                "unassigned": stage.unassigned,
                "overlapping": stage.overlapping,
                "cells": [
                    {
                        "cell": cell.cell,
                        "matched": cell.matched,
                        "assigned": cell.assigned,
                        "overlapping": cell.overlapping,
                    }
                    for cell in stage.cells
                ],
            }
            for stage in accounting.stages
        ],
        "criteria": [
            {"cell": c.cell, "n": c.n, "met": c.met, "not_met": c.not_met, "no_data": c.no_data}
            for c in accounting.criteria
        ],
        "overlaps": [{"cells": list(pair), "subjects": n} for pair, n in accounting.overlaps.items()],
        "report": None
        if result.report is None
        else [{"where": one.where, "cause": one.cause, "values": one.count} for one in result.report],
        "findings": [diagnostic_json(one, language) for one in result.findings],
        "notes": [diagnostic_json(one, language) for one in result.notes],
    }

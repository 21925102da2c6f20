"""``quadrille explain``: why one customer is, or is not, in each cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from engine.cli.context import leave, print_json, working
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    from engine.explain import CellExplained, CriterionExplained, Explained
    from engine.program import Mode
    from engine.workspace import Workspace

STATES = {True: ("met", "green", "✓"), False: ("not_met", "red", "✗"), None: ("no_data", "yellow", "?")}


def register(app: typer.Typer, language: Language) -> None:
    @app.command("explain", help=text("help.explain", language))
    def explain(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        key: str = typer.Argument(..., help=text("explain.key", language)),
        cell: str | None = typer.Option(None, "--cell", help=text("explain.cell", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
        backend: str = typer.Option("auto", "--backend", help=text("option.backend", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.execute import backend_of
        from engine.explain import explain as explain_customer
        from engine.workspace import open_workspace

        with (
            open_workspace(project, source=source) as workspace,
            working(language, quiet=json) as (progress, cancel),
        ):
            day = workspace.as_of(as_of)
            if cell is not None:
                workspace.require_cell(cell)
            found = explain_customer(
                workspace.program,
                workspace.source,
                key,
                day,
                backend=backend_of(backend),
                progress=progress,
                cancel=cancel,
            )
            cells = [one for one in found.cells if cell is None or one.cell == cell]
            if json:
                print_json(as_json(workspace, found, cells, language))
            else:
                _show(workspace, found, cells, day.isoformat(), language)
        leave(0)


def _show(workspace: Workspace, found: Explained, cells: list[CellExplained], day: str, language: Language) -> None:
    from rich import box
    from rich.table import Table

    from engine.cli.show import console, escaped

    terminal = console()
    terminal.print(f"[bold]{escaped(text('explain.title', language, key=str(found.key), date=day))}[/bold]")
    for one in cells:
        definition = workspace.cell(one.cell)
        name = definition.labels.get(language, "").removeprefix(one.cell).strip()
        if not found.stages[one.stage]:
            terminal.print(f"{escaped(one.cell)} {escaped(name)}: [dim]{text('explain.not_in_stage', language)}[/dim]")
            continue
        verdict = "explain.assigned" if one.assigned else "explain.matched" if one.matched else "explain.not_matched"
        style = "green" if one.matched else "red"
        title = f"[bold]{escaped(one.cell)} {escaped(name)}[/bold] ({mode_text(one.mode, language)}): "
        table = Table(
            title=title + f"[{style}]{text(verdict, language)}[/{style}]",
            title_justify="left",
            box=box.SIMPLE,
            pad_edge=False,
        )
        for column in ("criterion", "required", "actual", "result"):
            table.add_column(text(column, language), overflow="fold")
        for criterion in one.criteria:
            for row in _rows(workspace, one.cell, criterion, language):
                table.add_row(*row)
        terminal.print(table)


def mode_text(mode: Mode, language: Language) -> str:
    """How the criteria of a cell combine, in words."""
    return text(f"mode.{mode.how}", language, k=mode.k)


def _rows(
    workspace: Workspace, cell: str, criterion: CriterionExplained, language: Language
) -> list[tuple[str, str, str, str]]:
    from engine.cli.show import escaped

    label = escaped(f"{criterion.n}. {criterion.labels.get(language, '')}".strip())
    if criterion.off:
        return [(label, "", "", f"[dim]{text('off', language)}[/dim]")]
    rule = workspace.rule_text(cell, criterion.n)
    rows = []
    for position, condition in enumerate(criterion.conditions):
        shown = ", ".join(value_text(value, language) for value in condition.actual)
        part = rule[condition.span.start : condition.span.end] or rule
        rows.append((label if position == 0 else "", escaped(part), escaped(shown), _state(condition.state, language)))
    if len(criterion.conditions) != 1:
        rows.append((label if not rows else "", f"[dim]{escaped(rule)}[/dim]", "", _state(criterion.state, language)))
    return rows


def _state(state: bool | None, language: Language) -> str:
    code, style, sign = STATES[state]
    return f"[{style}]{sign} {text(code, language)}[/{style}]"


def value_text(value: Any, language: Language) -> str:
    """A value as a person reads it."""
    if value is None:
        return text("missing", language)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
    return str(value)


def as_json(workspace: Workspace, found: Explained, cells: list[CellExplained], language: Language) -> dict[str, Any]:
    """The explanation for a program to read; a state is met, not_met or no_data."""
    return {
        "key": found.key,
        "stages": dict(found.stages),
        "assigned": dict(found.assigned),
        "measures": dict(found.values),
        "cells": [
            {
                "cell": one.cell,
                "stage": one.stage,
                "matched": one.matched,
                "assigned": one.assigned,
                "mode": one.mode.how,
                "k": one.mode.k,
                "criteria": [
                    {
                        "n": criterion.n,
                        "label": criterion.labels.get(language, ""),
                        "rule": workspace.rule_text(one.cell, criterion.n),
                        "state": "off" if criterion.off else STATES[criterion.state][0],
                        "required": criterion.required,
                        "conditions": [
                            {
                                "rule": workspace.rule_text(one.cell, criterion.n)[c.span.start : c.span.end],
                                "actual": list(c.actual),
                                "state": STATES[c.state][0],
                            }
                            for c in criterion.conditions
                        ],
                    }
                    for criterion in one.criteria
                ],
            }
            for one in cells
        ],
    }

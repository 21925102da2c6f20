"""``quadrille history``: the runs of a project, and two of them side by side."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.cli.context import leave, print_json
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    from engine.history import Difference, RunRecord


def register(app: typer.Typer, language: Language) -> None:
    @app.command("history", help=text("help.history", language))
    def history(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        older: int | None = typer.Argument(None, help=text("history.older", language)),
        newer: int | None = typer.Argument(None, help=text("history.newer_run", language)),
        last: int = typer.Option(20, "--last", min=1, help=text("history.last", language)),
        beside: bool = typer.Option(False, "--beside", help=text("history.beside", language)),
        shared: bool = typer.Option(False, "--shared", help=text("history.shared", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.cli.show import console, print_diagnostics
        from engine.history import project_id
        from engine.history.store import keep_beside, open_history
        from engine.project.file import load

        loaded = load(project)
        if loaded.project is None:
            raise QuadrilleError(*[one for one in loaded.diagnostics if one.severity == "error"])
        if beside or shared:
            typer.echo(text("history.kept_in", language, file=keep_beside(project, wanted=beside)))
            leave(0)
        store = open_history(project)
        print_diagnostics(console(stderr=True), store.notices, language)
        runs = store.runs(project_id(project), last if older is None else None)
        if older is not None:
            _compare(_run(runs, older), _run(runs, newer) if newer is not None else runs[0], json, language)
        elif json:
            print_json({"store": str(store.path), "runs": [asdict(one) for one in runs]})
        else:
            _list(runs, project, language)
        leave(0)


def _run(runs: tuple[RunRecord, ...], number: int) -> RunRecord:
    found = next((one for one in runs if one.id == number), None)
    if found is None:
        known = tuple(str(one.id) for one in runs) or ("–",)
        raise QuadrilleError(Diagnostic("history.no_run", "error", params={"number": number, "runs": known}))
    return found


def _list(runs: tuple[RunRecord, ...], project: Path, language: Language) -> None:
    from rich import box
    from rich.table import Table

    from engine.cli.show import console, escaped

    if not runs:
        typer.echo(text("history.none", language, project=project))
        return
    table = Table(box=box.SIMPLE, pad_edge=False)
    for code in ("number", "when", "as_of", "subjects", "in_one", "in_several", "in_no_cell", "rules"):
        table.add_column(text(f"history.column.{code}", language), justify="left" if code == "when" else "right")
    for one, before in zip(runs, (*runs[1:], None), strict=True):
        counts = ("subjects", "in_one", "in_several", "unassigned")
        table.add_row(
            str(one.id),
            one.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            one.as_of.isoformat(),
            *(_with_change(getattr(one, name), getattr(before, name, None)) for name in counts),
            escaped(one.fingerprint[:6]),
        )
    console().print(table)


def _with_change(count: int, before: int | None) -> str:
    change = 0 if before is None else count - before
    return f"{count:,}" + (f" ({change:+,})" if change else "")


def _compare(older: RunRecord, newer: RunRecord, json: bool, language: Language) -> None:
    from engine.history import difference, rule_difference

    counts, rules = difference(older, newer), rule_difference(older, newer)
    if json:
        print_json(
            {
                "older": older.id,
                "newer": newer.id,
                "counts": [{**asdict(one), "change": one.change} for one in counts],
                "rules": [asdict(one) for one in rules],
            }
        )
        return
    from rich import box
    from rich.table import Table

    from engine.cli.show import console, escaped

    terminal = console()
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("")
    for title in (f"#{older.id}", f"#{newer.id}", text("history.column.change", language)):
        table.add_column(title, justify="right")
    for one in counts:
        table.add_row(escaped(line_name(one, language)), _count(one.before), _count(one.after), _signed(one.change))
    terminal.print(table)
    for rule in rules:
        line = f"{rule.place}: {rule.before or '–'} → {rule.after or '–'}"
        terminal.print(escaped(line), soft_wrap=True)


def line_name(one: Difference, language: Language) -> str:
    """What a line of the comparison counts."""
    match one.kind:
        case "cell":
            return f"  {one.of} {one.name}".rstrip()
        case "entered":
            return f"{one.name}: {text('entered', language)}"
        case "unassigned":
            return f"  {text('unassigned', language)}"
    codes: dict[str, Any] = {"in_no_cell": "in_stage_no_cell"}
    return text(codes.get(one.kind, one.kind), language)


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _signed(value: int | None) -> str:
    return "" if not value else f"{value:+,}"

"""``quadrille check``: everything that is wrong or doubtful in a project, its data and its test customers."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.context import FINDING, OK, WRONG, leave, print_json, working
from engine.cli.texts import Language, text

NOTES = 3
"""Notes of one kind that are shown unless all are asked for."""


def register(app: typer.Typer, language: Language) -> None:
    @app.command("check", help=text("help.check", language))
    def check(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
        no_data: bool = typer.Option(False, "--no-data", help=text("check.no_data", language)),
        everything: bool = typer.Option(False, "--all", help=text("check.all", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.checkup import checkup
        from engine.cli.show import console, diagnostic_json, print_diagnostics

        with working(language, quiet=json) as (progress, cancel):
            result = checkup(
                project, source=source, as_of=as_of, with_data=not no_data, progress=progress, cancel=cancel
            )
        found = result.diagnostics
        counts = {kind: sum(one.severity == kind for one in found) for kind in ("error", "warning", "info")}
        if json:
            print_json(
                {
                    **counts,
                    "tests": {"total": result.tests, "passed": result.passed},
                    "diagnostics": [diagnostic_json(one, language) for one in found],
                }
            )
        else:
            print_diagnostics(console(), found, language, notes=None if everything else NOTES)
            if found:
                totals = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
                typer.echo(text("problems", language, **totals))
            else:
                typer.echo(text("no_problems", language))
            if result.tests:
                typer.echo(text("tests", language, passed=result.passed, total=result.tests))
        if not result.readable:
            leave(WRONG)
        leave(FINDING if counts["error"] or counts["warning"] else OK)

"""``quadrille pandas``: the project as a Python script for a notebook."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.commands.sql import deliver
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("pandas", help=text("help.pandas", language))
    def pandas(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        out: Path | None = typer.Option(None, "--out", help=text("option.output", language)),
    ) -> None:
        from engine.publish import pandas_script
        from engine.workspace import open_workspace

        with open_workspace(project, source=source) as workspace:
            if out is not None:
                workspace.protect(out)
            script = pandas_script(workspace, as_of=as_of)
        deliver(script, out, language)

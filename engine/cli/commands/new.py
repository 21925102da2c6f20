"""``quadrille new``: start a project from a database by reading its schema."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.context import leave
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("new", help=text("help.new", language))
    def new(
        path: Path = typer.Argument(..., help=text("new.path", language)),
        source: str = typer.Option(..., "--source", help=text("option.source", language)),
        table: str | None = typer.Option(None, "--table", help=text("new.table", language)),
        key: str | None = typer.Option(None, "--key", help=text("new.key", language)),
        force: bool = typer.Option(False, "--force", help=text("option.force", language)),
    ) -> None:
        from engine.cli.show import console, print_diagnostics
        from engine.propose import new_project

        notes = new_project(path, source, table=table, key=key, language=language, replace=force)
        print_diagnostics(console(stderr=True), notes, language)
        typer.echo(text("written", language, path=path))
        leave(0)

"""``quadrille sql``: the project as one self-contained statement of a dialect."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("sql", help=text("help.sql", language))
    def sql(
        project: Path = typer.Argument(..., help=text("arg.project", language)),
        dialect: str | None = typer.Option(None, "--dialect", help=text("sql.dialect", language)),
        cell: str | None = typer.Option(None, "--cell", help=text("sql.cell", language)),
        form: str = typer.Option("select", "--form", help=text("sql.form", language)),
        name: str | None = typer.Option(None, "--name", help=text("sql.name", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        out: Path | None = typer.Option(None, "--out", help=text("option.output", language)),
    ) -> None:
        from engine.publish import sql_script
        from engine.workspace import open_workspace

        with open_workspace(project, source=source) as workspace:
            if out is not None:
                workspace.protect(out)
            script = sql_script(workspace, dialect=dialect, cell=cell, form=form, name=name, as_of=as_of)
        deliver(script, out, language)


def deliver(script: str, out: Path | None, language: Language) -> None:
    """Print a script, or write it to a file."""
    if out is None:
        typer.echo(script, nl=not script.endswith("\n"))
        return
    from engine.project.atomic import write_atomic
    from engine.writing import real, unwritable

    try:
        if out.exists() and not out.is_file() and not out.is_dir():
            out.write_bytes(script.encode())  # a pipe or a device, such as /dev/stdout
            return
        write_atomic(real(out), script.encode())
    except (OSError, ValueError) as failure:
        raise unwritable(failure, out) from failure
    typer.echo(text("written", language, path=out))

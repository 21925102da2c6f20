"""``quadrille demo``: make the sample, run it, print the matrix."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.context import FINDING, OK, leave, print_json, working
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    from engine.sample.write import Kind

TARGETS: dict[Kind, str] = {
    "duckdb": "sample.duckdb",
    "sqlite": "sample.sqlite",
    "parquet": "sample-parquet",
    "csv": "sample-csv",
}


def register(app: typer.Typer, language: Language) -> None:
    @app.command("demo", help=text("help.demo", language))
    def demo(
        folder: Path = typer.Argument(Path("quadrille-sample"), metavar="[DIR]", help=text("demo.dir", language)),
        customers: int = typer.Option(10_000, min=100, max=10_000_000, help=text("demo.customers", language)),
        seed: int = typer.Option(1, min=0, help=text("demo.seed", language)),
        variant: str = typer.Option("written", help=text("demo.variant", language)),
        format: str = typer.Option("duckdb", help=text("demo.format", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.cli.commands.run import as_json, show
        from engine.run import run_workspace
        from engine.sample.write import write
        from engine.workspace import open_workspace

        if variant not in ("written", "repaired"):
            raise typer.BadParameter("written, repaired", param_hint="--variant")
        kind = next((known for known in TARGETS if known == format), None)
        if kind is None:
            raise typer.BadParameter(", ".join(TARGETS), param_hint="--format")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / TARGETS[kind]
        if not json:
            typer.echo(text("making", language, n=customers))
        with working(language, quiet=json) as (progress, cancel):
            write(
                target,
                customers,
                seed,
                progress=lambda done, of: progress(done / of, "write"),
                cancel=cancel,
                kind=kind,
            )
        for each in ("written", "repaired"):
            _write_project(folder / f"{each}.quad", each, language, target.name)
        project = folder / f"{variant}.quad"
        with open_workspace(project) as workspace, working(language, quiet=json) as (progress, cancel):
            started = time.perf_counter()
            result = run_workspace(workspace, progress=progress, cancel=cancel)
            seconds = time.perf_counter() - started
        if json:
            print_json({"project": str(project), "source": str(target), **as_json(result, language)})
        else:
            show(workspace, result, seconds, language)
            typer.echo(text("made", language, path=folder))
            typer.echo(text("next", language, project=project))
        leave(FINDING if result.findings else OK)


def _write_project(path: Path, variant: str, language: Language, source: str) -> None:
    """The sample's project in the user's language, beside its data."""
    from engine.project.atomic import write_atomic
    from engine.sample.projects import project_path

    content = project_path(variant, language).read_text(encoding="utf-8")
    write_atomic(path, content.replace("source: sample.duckdb", f"source: {source}", 1).encode())

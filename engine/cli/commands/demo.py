"""``quadrille demo``: make the sample, run it, print the matrix."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.context import FINDING, OK, leave, print_json, working
from engine.cli.texts import Language, text
from engine.cli.usage import choice

if TYPE_CHECKING:
    from engine.cli.context import Cancel, Progress
    from engine.sample.write import Kind

TARGETS: dict[Kind, str] = {
    "duckdb": "sample.duckdb",
    "sqlite": "sample.sqlite",
    "parquet": "sample-parquet",
    "csv": "sample-csv",
}
VARIANTS = ("written", "repaired")


def register(app: typer.Typer, language: Language) -> None:
    @app.command("demo", help=text("help.demo", language))
    def demo(
        folder: Path = typer.Argument(Path("quadrille-sample"), help=text("demo.dir", language)),
        customers: int = typer.Option(10_000, min=100, max=10_000_000, help=text("demo.customers", language)),
        seed: int = typer.Option(1, min=0, help=text("demo.seed", language)),
        variant: str = typer.Option("written", help=text("demo.variant", language)),
        format: str = typer.Option("duckdb", help=text("demo.format", language)),
        force: bool = typer.Option(False, "--force", help=text("demo.force", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.cli.commands.run import as_json, show
        from engine.run import run_workspace
        from engine.workspace import open_workspace

        if variant not in VARIANTS:
            raise choice("--variant", variant, VARIANTS)
        kind = next((known for known in TARGETS if known == format), None)
        if kind is None:
            raise choice("--format", format, tuple(TARGETS))
        if not json:
            typer.echo(text("making", language, n=customers))
        with working(language, quiet=json) as (progress, cancel):
            kept = make(folder, kind, customers, seed, language, force=force, progress=progress, cancel=cancel)
            project = folder / f"{variant}.quad"
            with open_workspace(project, source=str(folder / TARGETS[kind])) as workspace:
                started = time.perf_counter()
                result = run_workspace(workspace, progress=progress, cancel=cancel)
                seconds = time.perf_counter() - started
        if json:
            target = str(folder / TARGETS[kind])
            print_json({"project": str(project), "source": target, "kept": kept, **as_json(result, language)})
        else:
            show(workspace, result, seconds, language)
            typer.echo(text("made", language, path=folder))
            for name in kept:
                typer.echo(text("kept", language, file=name))
            typer.echo(text("next", language, project=project))
        leave(FINDING if result.findings else OK)


def make(
    folder: Path,
    kind: Kind,
    customers: int,
    seed: int,
    language: Language,
    *,
    force: bool = False,
    progress: Progress,
    cancel: Cancel,
) -> list[str]:
    """Write data and both projects into a folder; gives the projects that were kept, since somebody changed them.

    Raises QuadrilleError where something cannot be written. A folder that was made for it does not stay then.
    """
    from engine.sample.write import write
    from engine.writing import unwritable

    target = folder / TARGETS[kind]
    fresh = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(target, customers, seed, progress=lambda n, of: progress(n / of, "write"), cancel=cancel, kind=kind)
        return [name for name in VARIANTS if not _write_project(folder, name, language, target.name, force)]
    except (OSError, ValueError) as failure:
        raise unwritable(failure, getattr(failure, "filename", None) or target) from failure
    finally:
        if fresh:
            with suppress(OSError):
                folder.rmdir()  # only an empty one


def _write_project(folder: Path, variant: str, language: Language, source: str, force: bool) -> bool:
    """The sample's project in the user's language, beside its data; one that somebody changed is kept."""
    from engine.project.atomic import write_atomic
    from engine.sample.projects import LANGUAGES, project_path

    path = folder / f"{variant}.quad"

    def content(of: str, name: str) -> bytes:
        text = project_path(variant, of).read_text(encoding="utf-8")
        return text.replace("source: sample.duckdb", f"source: {name}", 1).encode()

    if path.exists() and not force:
        ours = {content(of, name) for of in LANGUAGES for name in TARGETS.values()}
        if path.read_bytes() not in ours:
            return False
    write_atomic(path, content(language, source))
    return True

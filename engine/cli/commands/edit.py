"""``quadrille edit``: open the editor, which is known to the engine by its entry point only."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import typer

from engine.cli.context import leave
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("edit", help=text("help.edit", language))
    def edit(project: Path | None = typer.Argument(None, help=text("arg.project", language))) -> None:
        from dsl.diagnostics import Diagnostic, QuadrilleError

        found = next(iter(entry_points(group="quadrille.apps", name="editor")), None)
        try:
            start = found.load() if found is not None else None
        except ModuleNotFoundError as failure:
            # Its own module is missing in this version; or what it is drawn with was not installed.
            own = (failure.name or "").partition(".")[0] == "editor"
            raise QuadrilleError(Diagnostic("run.editor_later" if own else "run.no_editor", "error")) from failure
        except ImportError as failure:
            params = {"reason": str(failure)}
            raise QuadrilleError(Diagnostic("run.editor_library", "error", params=params)) from failure
        if start is None:
            raise QuadrilleError(Diagnostic("run.editor_later", "error"))
        arguments = ["--lang", language, *([str(project)] if project is not None else [])]
        try:
            leave(int(start(arguments) or 0))
        except ImportError as failure:
            code = "run.no_editor" if isinstance(failure, ModuleNotFoundError) else "run.editor_library"
            raise QuadrilleError(Diagnostic(code, "error", params={"reason": str(failure)})) from failure

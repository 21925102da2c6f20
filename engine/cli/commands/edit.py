"""``quadrille edit``: open the editor."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import typer

from engine.cli.context import WRONG, leave
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("edit", help=text("help.edit", language))
    def edit(project: Path | None = typer.Argument(None, help=text("arg.project", language))) -> None:
        from dsl.diagnostics import Diagnostic
        from engine.cli.show import console, print_diagnostics

        if find_spec("PySide6") is None or find_spec("editor.app") is None:
            missing = Diagnostic("run.no_editor", "error")
            print_diagnostics(console(stderr=True), [missing], language)
            leave(WRONG)
        import subprocess
        import sys

        arguments = [sys.executable, "-m", "editor.app", *([str(project)] if project is not None else [])]
        leave(subprocess.call(arguments))

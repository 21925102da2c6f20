"""``quadrille format``: a rule in its canonical form."""

from __future__ import annotations

import typer

from engine.cli.context import WRONG, leave
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("format", help=text("help.format", language))
    def format_(rule: str = typer.Argument(..., help=text("try.rule", language))) -> None:
        from dsl.format import format_rule
        from dsl.parse import parse
        from engine.cli.show import console, print_diagnostics

        parsed = parse(rule)
        print_diagnostics(console(stderr=True), parsed.diagnostics, language)
        if parsed.rule is None or any(one.severity == "error" for one in parsed.diagnostics):
            leave(WRONG)
        typer.echo(format_rule(parsed.rule, language))

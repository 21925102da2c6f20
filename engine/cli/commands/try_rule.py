"""``quadrille try``: one rule over any table, without a project."""

from __future__ import annotations

import typer

from engine.cli.context import FINDING, OK, WRONG, leave, print_json
from engine.cli.texts import Language, text


def register(app: typer.Typer, language: Language) -> None:
    @app.command("try", help=text("help.try", language))
    def try_rule(
        rule: str = typer.Argument(..., help=text("try.rule", language)),
        source: str = typer.Option(..., "--source", help=text("option.source", language)),
        table: str = typer.Option(..., "--table", help=text("try.table", language)),
        key: str = typer.Option(..., "--key", help=text("try.key", language)),
        backend: str = typer.Option("auto", "--backend", help=text("option.backend", language)),
        as_of: str = typer.Option("today", "--as-of", help=text("option.as_of", language)),
        zone: str = typer.Option("Asia/Seoul", "--zone", help=text("try.zone", language)),
        count: bool = typer.Option(False, "--count", help=text("try.count", language)),
        json: bool = typer.Option(False, "--json", help=text("option.json", language)),
    ) -> None:
        from engine.asof import read_as_of
        from engine.cli.show import console, diagnostic_json, print_diagnostics, visible
        from engine.tryout import matching, trial
        from plugins.registry import open_source

        with open_source(source) as opened:
            tried = trial(opened, table, key, rule, time_zone=zone)
            if not json:
                print_diagnostics(console(stderr=True), tried.diagnostics, language)
            if tried.tree is None:
                if json:
                    print_json({"diagnostics": [diagnostic_json(one, language) for one in tried.diagnostics]})
                leave(WRONG)
            keys = matching(opened, tried, read_as_of(as_of, zone), backend)
        if json:
            found = {"count": len(keys)} if count else {"count": len(keys), "keys": keys}
            print_json({**found, "diagnostics": [diagnostic_json(one, language) for one in tried.diagnostics]})
        elif count:
            typer.echo(str(len(keys)))
        else:
            for one in keys:
                typer.echo(visible(str(one)).replace("\n", "\\u000a"))
        leave(OK if keys else FINDING)

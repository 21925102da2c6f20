"""``quadrille plugins``: the data sources that are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from engine.cli.context import FINDING, OK, leave, print_json
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    from plugins.registry import PluginInfo


def register(app: typer.Typer, language: Language) -> None:
    @app.command("plugins", help=text("help.plugins", language))
    def plugins(json: bool = typer.Option(False, "--json", help=text("option.json", language))) -> None:
        from engine.cli.show import console, print_diagnostics
        from plugins.registry import list_plugins

        found = list_plugins()
        failed = [one.problem for one in found if one.problem is not None]
        if json:
            print_json([_entry(one, language) for one in found])
        else:
            for one in found:
                title = one.manifest.title.get(language, one.id) if one.manifest else ""
                kinds = " ".join(one.manifest.suffixes) if one.manifest else ""
                typer.echo(f"{one.id:12} {title}  {kinds}  [{one.origin}]")
            print_diagnostics(console(stderr=True), failed, language)
        leave(FINDING if failed else OK)


def _entry(one: PluginInfo, language: Language) -> dict[str, Any]:
    from engine.cli.show import diagnostic_json

    return {
        "id": one.id,
        "title": one.manifest.title.get(language, one.id) if one.manifest else one.id,
        "origin": one.origin,
        "builtin": one.builtin,
        "suffixes": list(one.manifest.suffixes) if one.manifest else [],
        "schemes": list(one.manifest.schemes) if one.manifest else [],
        "problem": diagnostic_json(one.problem, language) if one.problem is not None else None,
    }

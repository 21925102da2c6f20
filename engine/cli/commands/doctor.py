"""``quadrille doctor``: look for what is missing on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.context import FINDING, OK, leave, print_json
from engine.cli.texts import TEXTS, Language, text

if TYPE_CHECKING:
    from engine.doctor import Examined

SIGNS = {"ok": "✓", "missing": "–", "wrong": "✗"}


def register(app: typer.Typer, language: Language) -> None:
    @app.command("doctor", help=text("help.doctor", language))
    def doctor(json: bool = typer.Option(False, "--json", help=text("option.json", language))) -> None:
        from engine.doctor import examine

        found = examine()
        lacking = [one for one in found if one.needed and one.state != "ok"]
        if json:
            print_json([{"what": f.code, "state": f.state, "needed": f.needed, "detail": f.detail} for f in found])
        else:
            for one in found:
                typer.echo(f"{SIGNS[one.state]} {title(one, language)}  {one.detail}".rstrip())
                if one.state != "ok":
                    typer.echo(f"    {advice(one, language)}")
            typer.echo(text("doctor.missing" if lacking else "doctor.complete", language, n=len(lacking)))
        leave(FINDING if lacking else OK)


def title(one: Examined, language: Language) -> str:
    """What was looked at: ``package lark``."""
    kind, _, name = one.code.partition(" ")
    return f"{text(f'doctor.{kind}.title', language)} {name}".strip()


def advice(one: Examined, language: Language) -> str:
    """What follows from something missing, and what to do."""
    kind, _, name = one.code.partition(" ")
    code = f"doctor.{kind}.{one.state}"
    return text(code if code in TEXTS else f"doctor.{kind}", language, name=name)

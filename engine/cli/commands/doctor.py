"""``quadrille doctor``: look for what is missing on this machine."""

from __future__ import annotations

import typer

from engine.cli.context import FINDING, OK, leave, print_json
from engine.cli.texts import Language, text

SIGNS = {"ok": "✓", "missing": "–", "wrong": "✗"}


def register(app: typer.Typer, language: Language) -> None:
    @app.command("doctor", help=text("help.doctor", language))
    def doctor(json: bool = typer.Option(False, "--json", help=text("option.json", language))) -> None:
        from engine.doctor import examine

        found = examine()
        if json:
            print_json([{"what": f.code, "state": f.state, "needed": f.needed, "detail": f.detail} for f in found])
        else:
            for one in found:
                typer.echo(f"{SIGNS[one.state]} {one.code}  {one.detail}".rstrip())
                if one.state != "ok":
                    typer.echo(f"    {advice(one.code, language)}")
        leave(FINDING if any(one.needed and one.state != "ok" for one in found) else OK)


def advice(code: str, language: Language) -> str:
    """What follows from something missing, and what to do."""
    kind = code.split()[0]
    return text(f"doctor.{kind}", language, name=code.removeprefix(kind).strip())

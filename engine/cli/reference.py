"""The commands' reference in both languages: ``python -m engine.cli.reference`` writes docs/commands.md."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from engine.cli.app import PROGRAM, build
from engine.cli.help import Entry, arguments, options, usage
from engine.cli.texts import Language, text

INTRO = """\
# Commands · 명령

Written from the program itself (`make golden`); `quadrille COMMAND --help` says the same.
프로그램에서 만든 문서입니다. `quadrille 명령 --help`와 같은 내용입니다.

- [English](#english)
- [한국어](#한국어)
"""
TITLES: dict[Language, str] = {"en": "English", "ko": "한국어"}


def reference() -> str:
    """All commands with their arguments and options, as Markdown."""
    lines = [INTRO]
    for language, title in TITLES.items():
        group = typer.main.get_command(build(language))
        lines += [f"## {title}", "", text("help.codes", language), ""]
        for name, command in group.commands.items():  # type: ignore[attr-defined]
            path = f"{PROGRAM} {name}"
            lines += [f"### {path} ({language})", "", command.help or "", "", "```"]
            lines += [usage(command, path, language), "```", ""]
            rows = [*arguments(command, language), *options(command, language)[:-2]]
            lines += _table(rows)
    return "\n".join(lines).rstrip() + "\n"


def _table(rows: list[Entry]) -> list[str]:
    if not rows:
        return []
    cells = [f"| `{one.name.replace('|', chr(92) + '|')}` | {one.help.replace('|', chr(92) + '|')} |" for one in rows]
    return ["| | |", "|---|---|", *cells, ""]


def main() -> int:
    """Write the reference."""
    path = Path(__file__).parents[2] / "docs" / "commands.md"
    path.write_text(reference(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

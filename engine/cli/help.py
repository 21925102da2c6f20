"""The help of a command, in the user's language: what it is called with, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cli.texts import TEXTS, Language, text
from engine.cli.width import padded, width

LEFT = 24
"""Columns for the names of arguments and options; a longer one gets a line of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An argument, an option or a command, and what it is."""

    name: str
    help: str


def arguments(command: Any, language: Language) -> list[Entry]:
    """What stands behind the command's name, in order."""
    return [Entry(shown(one, language), one.help or "") for one in command.params if is_argument(one)]


def options(command: Any, language: Language) -> list[Entry]:
    """The options of a command, those of every command last."""
    found = []
    for one in command.params:
        if is_argument(one) or "--lang" in one.opts:
            continue
        # A default that is a word of the command line is worth telling; its type is not.
        default = one.default if isinstance(one.default, str | int) and not isinstance(one.default, bool) else None
        note = text("help.default", language, value=default) if default is not None else ""
        if one.required:
            note = text("help.required", language)
        found.append(Entry(f"{', '.join(one.opts)}{value_name(one, language)}", f"{one.help or ''}{note}"))
    found.append(Entry(f"--lang {text('meta.lang', language)}", text("option.lang", language)))
    found.append(Entry("-h, --help", text("option.help", language)))
    return found


def commands(group: Any, language: Language) -> list[Entry]:
    """The commands of the program, in the order in which they are of use."""
    return [Entry(name, one.help or "") for name, one in getattr(group, "commands", {}).items()]


def usage(command: Any, path: str, language: Language) -> str:
    """How a command is typed."""
    words = [path]
    if getattr(command, "commands", None):
        words.append(text("meta.command", language))
    for one in command.params:
        name = shown(one, language)
        if is_argument(one):
            words.append(name if one.required else f"[{name}]")
        elif one.required:
            words.append(f"{one.opts[0]}{value_name(one, language)}")
    return " ".join([*words, f"[{text('meta.options', language)}]"])


def command_help(command: Any, path: str, language: Language) -> str:
    """The whole help of a command."""
    lines = [usage(command, path, language), "", command.help or "", ""]
    for title, entries in (
        ("help.arguments", arguments(command, language)),
        ("help.commands", commands(command, language)),
        ("help.options", options(command, language)),
    ):
        if entries:
            lines.append(text(title, language))
            lines += [line for one in entries for line in _row(one)]
            lines.append("")
    return "\n".join([*lines, text("help.codes", language)])


def _row(one: Entry) -> list[str]:
    name = f"  {one.name}"
    if width(name) > LEFT + 1:
        return [name, f"{'':{LEFT + 2}}{one.help}"]
    return [f"{padded(name, LEFT + 2)}{one.help}"]


def is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def shown(parameter: Any, language: Language) -> str:
    """What a parameter is called in help and messages: an option as it is typed, an argument by its name."""
    if not is_argument(parameter):
        return str(parameter.opts[0])
    code = f"meta.{parameter.name}"
    return text(code, language) if code in TEXTS else str(parameter.name).upper()


def value_name(parameter: Any, language: Language) -> str:
    """What follows an option, with a space before it; nothing where it takes no value."""
    if parameter.is_flag:
        return ""
    code = f"meta.{parameter.name}"
    return f" {text(code, language) if code in TEXTS else str(parameter.name).upper()}"

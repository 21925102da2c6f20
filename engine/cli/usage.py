"""A command line that was typed wrongly, as a message in the user's language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from dsl.diagnostics import Diagnostic, QuadrilleError, Value
from engine.cli.help import is_argument, shown
from engine.cli.texts import Language


class UsageProblem(QuadrilleError):
    """What is wrong with a command line; ``path`` is the command whose help says more."""

    def __init__(self, path: str, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.path = path


def wrong(code: str, **params: Value) -> Diagnostic:
    """A diagnostic about the command line."""
    return Diagnostic(f"usage.{code}", "error", params=params)


def choice(option: str, value: str, choices: tuple[str, ...]) -> QuadrilleError:
    """The error for a word that an option does not know."""
    return QuadrilleError(wrong("choice", option=option, value=value, choices=choices))


def no_command(name: str, known: tuple[str, ...]) -> Diagnostic:
    near = get_close_matches(name, known, n=1)
    if near:
        return wrong("no_command_similar", command=name, suggestion=near[0])
    return wrong("no_command", command=name, commands=known)


def problem_of(failure: Any, language: Language) -> UsageProblem:
    """What typer found, told anew. Its classes are known by their names: their home differs between versions."""
    context = failure.ctx
    path = context.command_path if context is not None else "quadrille"
    names = {one.__name__ for one in type(failure).__mro__}
    if "MissingParameter" in names:
        found = _missing(failure.param, language)
    elif "BadParameter" in names:
        found = wrong("value", option=shown(failure.param, language), help=failure.param.help or "")
    elif "NoSuchOption" in names:
        found = _no_option(failure.option_name, _known_options(context))
    elif "BadOptionUsage" in names:
        found = _option_value(failure.option_name, context)
    else:
        found = wrong("wrong")
    return UsageProblem(path, found)


def _missing(parameter: Any, language: Language) -> Diagnostic:
    name, help = shown(parameter, language), parameter.help or ""
    if is_argument(parameter):
        return wrong("missing_argument", name=name, help=help)
    return wrong("missing_option", option=name, help=help)


def _known_options(context: Any) -> list[str]:
    if context is None:
        return []
    return [option for one in context.command.params if not is_argument(one) for option in one.opts] + ["--help"]


def _no_option(name: str, known: list[str]) -> Diagnostic:
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    return wrong("no_option_similar", option=name, suggestion=near[0]) if near else wrong("no_option", option=name)


def _option_value(name: str, context: Any) -> Diagnostic:
    for one in context.command.params if context is not None else ():
        if name in one.opts and not one.is_flag:
            return wrong("needs_value", option=name, help=one.help or "")
    return wrong("takes_none", option=name)

"""The application: commands registered in the user's language, errors turned into messages."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from dsl.diagnostics import QuadrilleError
from engine.cli.context import OK, WRONG, asked_language, locale_language, print_json
from engine.cli.help import command_help
from engine.cli.texts import Language, text
from engine.cli.usage import UsageProblem, choice, no_command, problem_of, wrong

USAGE_ERROR: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "UsageError")
"""The base of all usage errors; which package it comes from depends on typer's version."""

PROGRAM = "quadrille"
COMMANDS = (
    "demo",
    "run",
    "history",
    "sql",
    "pandas",
    "check",
    "explain",
    "try_rule",
    "inspect",
    "new",
    "format",
    "plugins",
    "doctor",
    "edit",
)


def build(language: Language) -> typer.Typer:
    """The application with its help in a language."""

    class Command(TyperCommand):
        """A command whose help is ours, and that names the words it has no place for."""

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            ctx.allow_extra_args = True
            try:
                rest = super().parse_args(ctx, args)
            except USAGE_ERROR as failure:
                failure.ctx = failure.ctx or ctx  # not every error knows whose it is
                raise
            if rest:
                raise UsageProblem(ctx.command_path, wrong("extra", value=rest[0]))
            return rest

        def get_help(self, ctx: Any) -> str:
            return command_help(self, ctx.command_path, language)

    class Group(TyperGroup):
        """The program itself: its help is ours, and a misspelt command gets a suggestion."""

        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
            if not args[0].startswith("-") and args[0] not in self.commands:
                raise UsageProblem(ctx.command_path, no_command(args[0], tuple(self.commands)))
            return super().resolve_command(ctx, args)

        def get_help(self, ctx: Any) -> str:
            return command_help(self, ctx.command_path, language)

    class App(typer.Typer):
        def command(self, name: str | None = None, **settings: Any) -> Any:
            return super().command(name, cls=Command, **settings)

    app = App(
        name=PROGRAM,
        cls=Group,
        help=text("app", language),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def everywhere(
        version: bool = typer.Option(
            False, "--version", help=text("option.version", language), is_eager=True, callback=_version
        ),
    ) -> None:
        pass

    for name in COMMANDS:
        import_module(f"engine.cli.commands.{name}").register(app, language)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = locale_language()
    json = "--json" in arguments
    try:
        asked, rest = asked_language(arguments)
        if asked is not None:
            if not asked:
                raise UsageProblem(PROGRAM, wrong("needs_value", option="--lang", help=text("option.lang", language)))
            if asked not in ("ko", "en"):
                raise choice("--lang", asked, ("ko", "en"))
            language = cast(Language, asked)
        code = _carried_out(rest, language)
        sys.stdout.flush()
        return code
    except QuadrilleError as failure:
        return _report(failure, language, json)
    except (typer.Abort, EOFError, KeyboardInterrupt):
        return _say(text("cancelled", language))
    except BrokenPipeError:
        _drop_output()
        return OK
    except OSError as failure:
        return _system(failure, language)
    except ImportError as missing:
        return _say(text("unloadable", language, name=missing.name or str(missing)))
    except Exception as unexpected:
        return _unexpected(unexpected, language)


def _carried_out(arguments: list[str], language: Language) -> int:
    """The command's exit code; what typer finds wrong becomes a ``UsageProblem``."""
    command = typer.main.get_command(build(language))
    try:
        with command.make_context(PROGRAM, arguments) as context:
            command.invoke(context)
        return OK
    except typer.Exit as left:
        return left.exit_code
    except USAGE_ERROR as failure:
        if type(failure).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(str(failure) + "\n")
            return WRONG
        raise problem_of(failure, language) from None


def _say(words: str) -> int:
    sys.stderr.write(words + "\n")
    return WRONG


def _report(error: QuadrilleError, language: Language, json: bool) -> int:
    """Messages for the user; for a program that asked for JSON, also as JSON."""
    from engine.cli.show import console, diagnostic_json, print_diagnostics

    if any(diagnostic.code == "run.cancelled" for diagnostic in error.diagnostics):
        return _say(text("cancelled", language))
    print_diagnostics(console(stderr=True), error.diagnostics, language)
    if isinstance(error, UsageProblem):
        _say(text("help.more", language, command=error.path))
    elif json:
        print_json({"diagnostics": [diagnostic_json(one, language) for one in error.diagnostics]})
    return WRONG


def _system(failure: OSError, language: Language) -> int:
    """The system would not read or write something: the file where it says which, else the output."""
    from dsl.diagnostics import Diagnostic
    from dsl.messages import say
    from engine.writing import write_problem

    found = write_problem(failure)
    if failure.filename is None:
        _drop_output()
        space = failure.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = text("no_space", language) if space else failure.strerror or type(failure).__name__
        found = Diagnostic("write.output", "error", params={"reason": reason})
    return _say(f"{text('error', language)}: {say(found.code, found.params, language)}")


def _drop_output() -> None:
    """What is still to be printed goes nowhere: Python would complain at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _unexpected(error: Exception, language: Language) -> int:
    """A defect of ours: a sentence for the user, the details in a log without passwords."""
    import traceback

    from platformdirs import user_log_path

    from plugins.api import redact

    details = redact("".join(traceback.format_exception(error)))
    try:
        log = user_log_path(PROGRAM, ensure_exists=True) / "errors.log"
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details + "\n")
        place = str(log)
    except OSError:
        place = "–"
    return _say(text("internal", language, kind=type(error).__name__, log=place))

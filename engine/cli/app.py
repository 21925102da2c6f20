"""The application: commands registered in the user's language, errors turned into messages."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from dsl.diagnostics import QuadrilleError
from engine.cli.context import OK, WRONG, language_of
from engine.cli.texts import Language, text

if TYPE_CHECKING:
    import typer

COMMANDS = (
    "demo",
    "run",
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
    import typer

    app = typer.Typer(
        name="quadrille",
        help=text("app", language),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def everywhere(
        lang: str | None = typer.Option(None, "--lang", help=text("option.lang", language)),
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

        import typer

        typer.echo(f"quadrille {version('quadrille')}")
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = language_of(arguments)
    import typer

    # The base of all usage errors; which package it comes from depends on typer's version.
    usage_error = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")
    try:
        command = typer.main.get_command(build(language))
        code = command.main(without_language(arguments), prog_name="quadrille", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except typer.Exit as left:
        return left.exit_code
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write(text("cancelled", language) + "\n")
        return WRONG
    except QuadrilleError as error:
        return _report(error, language)
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except Exception as unexpected:
        if isinstance(unexpected, usage_error):
            unexpected.show()  # type: ignore[attr-defined]
            return WRONG
        return _unexpected(unexpected, language)


def without_language(arguments: list[str]) -> list[str]:
    """The arguments without ``--lang``, which may stand anywhere and has already been read."""
    kept: list[str] = []
    skip = False
    for position, argument in enumerate(arguments):
        if argument == "--":
            return kept + arguments[position:]
        if skip:
            skip = False
        elif argument == "--lang":
            skip = True
        elif not argument.startswith("--lang="):
            kept.append(argument)
    return kept


def _report(error: QuadrilleError, language: Language) -> int:
    from engine.cli.show import console, print_diagnostics

    if any(diagnostic.code == "run.cancelled" for diagnostic in error.diagnostics):
        sys.stderr.write(text("cancelled", language) + "\n")
        return WRONG
    print_diagnostics(console(stderr=True), error.diagnostics, language)
    return WRONG


def _unexpected(error: Exception, language: Language) -> int:
    """A defect of ours: a sentence for the user, the details in a log without passwords."""
    import traceback
    from pathlib import Path

    from platformdirs import user_log_path

    from plugins.api import redact

    folder = user_log_path("quadrille", ensure_exists=True)
    log = Path(folder) / "errors.log"
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(redact("".join(traceback.format_exception(error))) + "\n")
    except OSError:
        log = Path("-")
    sys.stderr.write(text("internal", language, kind=type(error).__name__, log=log) + "\n")
    return WRONG

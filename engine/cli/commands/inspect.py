"""``quadrille inspect``: any stage of a rule's or project's way, printed."""

from __future__ import annotations

from pathlib import Path

import typer

from dsl.diagnostics import QuadrilleError
from engine.cli.context import OK, WRONG, leave
from engine.cli.texts import Language, text
from engine.cli.usage import choice, wrong

STAGES = ("tree", "checked", "plan", "sql", "pandas")


def register(app: typer.Typer, language: Language) -> None:
    @app.command("inspect", help=text("help.inspect", language))
    def inspect(
        what: str = typer.Argument(..., help=text("inspect.what", language)),
        stage: str = typer.Option("tree", "--stage", help=text("inspect.stage", language)),
        source: str | None = typer.Option(None, "--source", help=text("option.source", language)),
        table: str | None = typer.Option(None, "--table", help=text("try.table", language)),
        key: str | None = typer.Option(None, "--key", help=text("try.key", language)),
        dialect: str | None = typer.Option(None, "--dialect", help=text("sql.dialect", language)),
        as_of: str | None = typer.Option(None, "--as-of", help=text("option.as_of", language)),
    ) -> None:
        if stage not in STAGES:
            raise choice("--stage", stage, STAGES)
        if what.lower().endswith(".quad"):
            typer.echo(_of_project(Path(what), stage, source, dialect, as_of))
        else:
            typer.echo(_of_rule(what, stage, source, table, key, dialect, as_of, language))


def _of_rule(
    rule: str,
    stage: str,
    source: str | None,
    table: str | None,
    key: str | None,
    dialect: str | None,
    as_of: str | None,
    language: Language,
) -> str:
    from dsl.parse import parse
    from engine.cli.show import console, print_diagnostics
    from engine.inspection import tree_text

    if stage == "tree":
        parsed = parse(rule)
        print_diagnostics(console(stderr=True), parsed.diagnostics, language)
        if parsed.rule is not None:
            typer.echo(tree_text(parsed.rule.expr))
        leave(WRONG if parsed.rule is None or parsed.errors else OK)
    if source is None or table is None or key is None:
        raise QuadrilleError(wrong("together", options=("--source", "--table", "--key")))
    from engine.asof import read_as_of
    from engine.inspection import plan_stage
    from engine.lower import lower
    from engine.tryout import RULE, trial
    from plugins.registry import open_source

    with open_source(source) as opened:
        tried = trial(opened, table, key, rule)
        print_diagnostics(console(stderr=True), tried.diagnostics, language)
        if tried.tree is None:
            leave(WRONG)
        if stage == "checked":
            return tree_text(tried.tree)
        plan = lower(tried.program, read_as_of(as_of or "today", "UTC"), conditions=(RULE,), matrix=False)
        return plan_stage(plan, stage, dialect or opened.dialect or "duckdb")


def _of_project(path: Path, stage: str, source: str | None, dialect: str | None, as_of: str | None) -> str:
    from engine.inspection import plan_stage, project_trees
    from engine.lower import lower
    from engine.workspace import open_workspace

    with open_workspace(path, source=source) as workspace:
        if stage in ("tree", "checked"):
            return project_trees(workspace, stage)
        plan = lower(workspace.program, workspace.as_of(as_of))
        return plan_stage(plan, stage, dialect or workspace.source.dialect or "duckdb")

"""A project as code that leaves the program: one SQL statement of a dialect, or a pandas script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.lower import lower
from engine.outcome import KEPT
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.workspace import Workspace

FORMS = ("select", "table", "view", "counts")


def sql_script(
    workspace: Workspace,
    *,
    dialect: str | None = None,
    cell: str | None = None,
    form: str = "select",
    name: str | None = None,
    as_of: str | None = None,
) -> str:
    """The project as one self-contained statement, formatted, with comments that name cells and criteria.

    Raises QuadrilleError: ``publish.form``, ``publish.dialect``, an unknown cell, what the dialect cannot do.
    """
    from engine.backends import sql

    if form not in FORMS:
        raise QuadrilleError(Diagnostic("publish.form", "error", params={"form": form, "forms": FORMS}))
    chosen = dialect or workspace.source.dialect or "duckdb"
    plan = published_plan(workspace, as_of, cell)
    statement = sql.compile(
        plan,
        chosen,
        form=form,
        name=name or "quadrille_outcome",
        comments=True,
        language=workspace.project.language,
        header=_header(workspace, plan),
    )
    return statement.sql


def published_plan(workspace: Workspace, as_of: str | None, cell: str | None) -> Plan:
    """The plan with the columns that a user keeps; for one cell the subjects' key, criteria and match of that cell."""
    program = workspace.program
    if cell is not None:
        workspace.require_cell(cell)
        chosen = next(one for one in program.cells if one.id == cell)
        stage = tuple(one for one in program.stages if one.id == chosen.stage)
        program = replace(program, cells=(chosen,), stages=stage, hit_policy="per_stage")
    plan = lower(program, workspace.as_of(as_of))
    kept = tuple(output for output in plan.outputs if output.role in (*KEPT, "stage", "match"))
    return replace(plan, outputs=kept)


def _header(workspace: Workspace, plan: Plan) -> str:
    name = workspace.project.name.get(workspace.project.language, workspace.path.stem)
    return f"{name} · {plan.as_of.isoformat()}"


def pandas_script(workspace: Workspace, *, as_of: str | None = None) -> str:
    """The project as a Python script that needs pandas alone."""
    from engine.backends import frame

    plan = published_plan(workspace, as_of, None)
    return frame.script(plan, language=workspace.project.language)

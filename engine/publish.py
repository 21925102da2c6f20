"""A project as code that leaves the program: one SQL statement of a dialect, or a pandas script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dsl.catalog import Labels
from dsl.diagnostics import Diagnostic, QuadrilleError
from engine.asof import TODAY
from engine.lower import lower
from engine.lower.today import Today
from engine.outcome import KEPT
from engine.plan import Plan
from engine.program import Cell, Criterion, Program

if TYPE_CHECKING:
    from engine.workspace import Workspace

Form = Literal["select", "table", "view", "counts"]
FORMS: tuple[Form, ...] = ("select", "table", "view", "counts")
DEFAULT_NAME = "quadrille_outcome"


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

    for known in FORMS:
        if known == form:
            plan = published_plan(workspace, as_of, cell, whole=known == "counts")
            chosen = dialect or workspace.source.dialect or "duckdb"
            language = workspace.project.language
            zone = workspace.project.time_zone
            return sql.render(plan, chosen, form=known, name=name or DEFAULT_NAME, language=language, zone=zone)
    raise QuadrilleError(Diagnostic("publish.form", "error", params={"form": form, "forms": FORMS}))


def published_plan(workspace: Workspace, as_of: str | None, cell: str | None, *, whole: bool = False) -> Plan:
    """The plan with the columns that a user keeps; for one cell the subjects' key, criteria and match of that cell."""
    program = workspace.program
    if cell is not None:
        workspace.require_cell(cell)
        chosen = next(one for one in program.cells if one.id == cell)
        stage = tuple(one for one in program.stages if one.id == chosen.stage)
        program = replace(program, cells=(chosen,), stages=stage, hit_policy="per_stage")
    # Only what was asked for as today is relative; a project's own "today" is the day of the export.
    day = Today.start() if as_of is not None and as_of.strip().lower() == TODAY else workspace.as_of(as_of)
    plan = titled(lower(spoken(program, workspace.project.language), day), program, workspace.project.language)
    if whole:
        return plan
    roles = KEPT if cell is None else (*KEPT, "match")
    return replace(plan, outputs=tuple(output for output in plan.outputs if output.role in roles))


def spoken(program: Program, language: str) -> Program:
    """The program with each name in one language only: titles of cells and criteria begin with their numbers."""
    cells = tuple(
        replace(
            cell,
            labels=_one(cell_title(cell, language)),
            criteria=tuple(replace(c, labels=_one(criterion_title(cell, c, language))) for c in cell.criteria),
        )
        for cell in program.cells
    )
    measures = {id: replace(one, labels=_one(one.labels.get(language, id))) for id, one in program.measures.items()}
    return replace(program, cells=cells, measures=measures)


def titled(plan: Plan, program: Program, language: str) -> Plan:
    """The plan with a title on each column of its outcome, also where several cells share a criterion."""
    titles: dict[tuple[str, tuple[str | int, ...]], str] = {}
    for stage in program.stages:
        name = stage.labels.get(language, stage.id)
        titles[("stage", (stage.id,))] = titles[("assigned", (stage.id,))] = name
    for cell in program.cells:
        titles[("match", (cell.id, cell.stage))] = cell_title(cell, language)
        for one in cell.criteria:
            titles[("criterion", (cell.id, one.n))] = criterion_title(cell, one, language)
    outputs = tuple(replace(one, title=titles.get((one.role, one.of), one.title)) for one in plan.outputs)
    return replace(plan, outputs=outputs)


def cell_title(cell: Cell, language: str) -> str:
    """``2.1 Likely buyer``."""
    name = cell.labels.get(language, "")
    return name if name.startswith(cell.id) else f"{cell.id} {name}".strip()


def criterion_title(cell: Cell, criterion: Criterion, language: str) -> str:
    """``2.1 ③ Five site visits or more``."""
    return f"{cell.id} {circled(criterion.n)} {criterion.labels.get(language, '')}".strip()


def circled(n: int) -> str:
    """A criterion's number as it is written in the matrix: ① to ⑳, plain beyond."""
    return chr(0x245F + n) if 1 <= n <= 20 else f"({n})"


def _one(name: str) -> Labels:
    return Labels(ko=name, en=name)


def pandas_script(workspace: Workspace, *, as_of: str | None = None) -> str:
    """The project as a Python script that needs pandas alone."""
    from engine.backends import frame

    plan = published_plan(workspace, workspace.as_of(as_of).isoformat(), None)
    return frame.script(plan, language=workspace.project.language)

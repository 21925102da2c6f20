"""Where each step of a run is carried out, what is read for it, and what is computed once, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dsl.diagnostics import Language
from engine.cli.texts import text
from engine.core import Core, Ref, children
from engine.execute import Backend, Place, place, used_tables
from engine.plan import Gather, GroupRows, JoinRows, Let, Plan, Rows, Statistics
from engine.publish import circled

if TYPE_CHECKING:
    from engine.workspace import Workspace

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Computed:
    """One value of a pass over rows, and what uses it: criteria (``2.1③``) and entry rules (a stage's id)."""

    name: str
    how: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """Rows that are read once: of a table, of tables that are joined, or of groups."""

    rows: str
    values: tuple[Computed, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A run before it is run. ``tables``: name and columns that are read. ``different``: how many of the ``criteria``
    differ from each other and are computed. ``percentiles``: values that are ranked among everyone."""

    place: Place
    as_of: date
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    passes: tuple[Pass, ...]
    percentiles: tuple[str, ...]
    criteria: int
    different: int


def planned(workspace: Workspace, as_of: str | date | None = None, backend: Backend = "auto") -> Planned:
    """How a run would go, found without reading any row."""
    from engine.lower import lower

    return of_plan(lower(workspace.program, workspace.as_of(as_of)), place(workspace.source, backend))


def of_plan(plan: Plan, where: Place) -> Planned:
    """How a plan is carried out at a place."""
    needs = _needs(plan)
    criteria = [output for output in plan.outputs if output.role == "criterion"]
    used: dict[str, list[str]] = {}
    for output in plan.outputs:
        if output.role in ("criterion", "stage"):
            user = "".join((str(output.of[0]), *(circled(int(n)) for n in output.of[1:])))
            for name in _closed(_refs(output.value), needs):
                used.setdefault(name, []).append(user)
    passes = [
        Pass(
            rows_text(step.rows),
            tuple(Computed(name, one.func, tuple(used.get(name, ()))) for name, one in step.aggregates),
        )
        for step in plan.steps
        if isinstance(step, Gather)
    ]
    ranked = [name for step in plan.steps if isinstance(step, Statistics) for name in _refs(step.item)]
    tables = tuple((name, tuple(columns)) for name, columns in used_tables(plan).items())
    different = len({output.value for output in criteria})
    return Planned(where, plan.as_of, tables, tuple(passes), tuple(dict.fromkeys(ranked)), len(criteria), different)


def rows_text(rows: Rows) -> str:
    """Rows by the names of their tables: ``orders + order_lines``."""
    match rows:
        case JoinRows(parent=parent, table=table):
            return f"{rows_text(parent)} + {table.name}"
        case GroupRows(alias=alias, of=of):
            return f"{alias} ({rows_text(of)})"
    return rows.table.name


def _needs(plan: Plan) -> dict[str, set[str]]:
    """For each named value the values that it is made of."""
    found: dict[str, set[str]] = {}
    for step in plan.steps:
        match step:
            case Let():
                found[step.name] = _refs(step.value)
            case Gather():
                for name, one in step.aggregates:
                    parts = (one.item, one.where, one.time, step.where)
                    found[name] = set().union(*(_refs(part) for part in parts if part is not None))
            case Statistics():
                edges = [edge.name for edge in step.ranks]
                edges += [name for edge in step.quantiles for name in (edge.low, edge.high, edge.rest)]
                for name in edges:
                    found[name] = _refs(step.item)
    return found


def _refs(core: Core) -> set[str]:
    found: set[str] = set()
    stack = [core]
    while stack:
        node = stack.pop()
        if isinstance(node, Ref):
            found.add(node.name)
        stack.extend(children(node))
    return found


def _closed(names: set[str], needs: dict[str, set[str]]) -> set[str]:
    """The names, and all that they are made of."""
    found: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack.extend(needs.get(name, ()))
    return found


def plan_lines(found: Planned, language: Language) -> Iterator[str]:
    """The plan as a person reads it, line by line."""
    where = text(f"where.{found.place.where}", language, dialect=found.place.dialect or "")
    yield text("plan.where", language, where=where, date=found.as_of.isoformat())
    yield text(f"plan.why.{found.place.reason}", language)
    yield text("plan.tables", language, n=len(found.tables))
    for name, columns in found.tables:
        yield f"  {name}: {', '.join(columns)}"
    values = sum(len(one.values) for one in found.passes)
    if found.passes:
        yield text("plan.passes", language, n=values, passes=len(found.passes))
    for one in found.passes:
        yield f"  {one.rows}"
        for value in one.values:
            more = len(value.used_by) - SHOWN
            shown = " ".join(value.used_by[:SHOWN]) + (f" +{more}" if more > 0 else "")
            how = text(f"plan.how.{value.how}", language)
            yield f"    {value.name} ({how})" + (f" → {shown}" if shown else "")
    for name in found.percentiles:
        yield text("plan.ranked", language, name=name)
    yield text("plan.criteria", language, n=found.criteria, different=found.different)

"""How many values a run lost to division by zero, overflow or failed conversion; and rows without a subject.

Counted only when asked for: each risky operation becomes a condition (it is missing, and none of its operands is),
counted per subject, or per row inside aggregates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dsl import typed as t
from dsl.types import BOOLEAN, Kind, Type
from engine.core import Kind as CoreKind
from engine.core import Ref
from engine.execute import Backend, execute
from engine.lower import lower
from engine.plan import Aggregate, Gather, GroupRows, JoinRows, Output, Plan, Rows, TableRows
from engine.program import Program
from engine.rewrite import walk
from plugins.api import Source

Cause = Literal["division", "overflow", "conversion"]
COUNT = Type(Kind.INTEGER, low=0, high=2**53)
Cancel = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Lost:
    """Values that one operation of a rule lost. ``where``: the measure, cell or stage whose rule it is."""

    where: str
    cause: Cause
    count: int


def lost_values(
    program: Program, source: Source, as_of: date, backend: Backend = "auto", cancel: Cancel | None = None
) -> list[Lost]:
    """Count what each rule lost, rules without losses left out."""
    conditions: dict[str, t.TypedExpr] = {}
    counts: dict[str, t.TypedExpr] = {}
    sources: dict[str, tuple[str, Cause]] = {}
    for where, rule in _rules(program):
        inside: set[int] = set()
        for node in walk(rule):
            if isinstance(node, t.Aggregate):
                parts = [part for part in (node.argument, node.where) if part is not None]
                for inner in [found for part in parts for found in walk(part)]:
                    inside.add(id(inner))
                    cause = _cause(inner)
                    if cause is not None:
                        name = f"lost_{len(sources)}"
                        sources[name] = (where, cause)
                        counts[name] = _row_count(node, _lost(inner))
            elif id(node) not in inside and (cause := _cause(node)) is not None:
                name = f"lost_{len(sources)}"
                sources[name] = (where, cause)
                conditions[name] = _lost(node)
    if not sources:
        return []
    extended = replace(program, conditions={**program.conditions, **conditions})
    plan = lower(extended, as_of, conditions=tuple(conditions), values=counts, matrix=False)
    outcome = execute(plan, source, backend, cancel=cancel)
    totals: dict[tuple[str, Cause], int] = {}
    for name, of in sources.items():
        column = outcome.column(name)
        total = sum(int(value or 0) for value in column.to_pylist())
        if total:
            totals[of] = totals.get(of, 0) + total
    return [Lost(where, cause, count) for (where, cause), count in totals.items()]


def _rules(program: Program) -> list[tuple[str, t.TypedExpr]]:
    rules = [(name, measure.rule) for name, measure in program.measures.items()]
    rules += [(stage.id, stage.entry) for stage in program.stages if stage.entry is not None]
    rules += [(f"{cell.id}.{c.n}", c.rule) for cell in program.cells for c in cell.active]
    return rules


def _cause(node: t.TypedExpr) -> Cause | None:
    match node:
        case t.Arithmetic(op="/") | t.Call(function="mod"):
            return "division"
        case t.Arithmetic(type=type_) if _can_leave(type_):
            return "overflow"
        case t.Negate() | t.Call(function="abs" | "round") if _can_leave(node.type):
            return "overflow"
        case t.Call(function="number" | "date"):
            return "conversion"
    return None


def _can_leave(type_: Type) -> bool:
    """Can a result of this type be outside 64 bits, or not finite?"""
    return (
        type_.kind is Kind.DOUBLE
        or type_.low is None
        or type_.high is None
        or not (type_.low >= -(2**63) and type_.high < 2**63)
    )


def _lost(node: t.TypedExpr) -> t.TypedExpr:
    """Missing although nothing that it is made of is missing."""
    match node:
        case t.Arithmetic(left=left, right=right):
            operands: tuple[t.TypedExpr, ...] = (left, right)
        case t.Negate(operand=operand):
            operands = (operand,)
        case t.Call(args=args):
            operands = tuple(arg for arg in args if not isinstance(arg, t.Const))
        case _:
            operands = ()
    known = tuple(t.Not(t.IsMissing(one, type=BOOLEAN), type=BOOLEAN) for one in operands)
    return t.And((t.IsMissing(node, type=BOOLEAN), *known), type=BOOLEAN)


def _row_count(aggregate: t.Aggregate, condition: t.TypedExpr) -> t.TypedExpr:
    return t.Aggregate("count", aggregate.relation, window=aggregate.window, where=condition, type=COUNT)


# -- rows without a subject --------------------------------------------------------------------------------


def orphans(plan: Plan, source: Source, backend: Backend = "auto", cancel: Cancel | None = None) -> dict[str, int]:
    """Rows of each table of a plan whose key is missing or belongs to nobody, by table."""
    tables: dict[str, TableRows] = {}
    for step in plan.steps:
        if isinstance(step, Gather):
            base = _base(step.rows)
            tables.setdefault(base.table.name, base)
    if not tables:
        return {}
    steps, outputs = [], [replace_output(plan)]
    for number, rows in enumerate(tables.values()):
        name = f"rows_{number}"
        only_key = replace(
            rows, table=replace(rows.table, columns=tuple(c for c in rows.table.columns if c.name == rows.key.name))
        )
        steps.append(Gather(only_key, ((name, Aggregate("count", CoreKind.INT)),)))
        outputs.append(Output(name, Ref(name, CoreKind.INT), "measure", (name,)))
    only = tuple(column for column in plan.subject.columns if column.name == plan.key.name)
    counting = Plan(replace(plan.subject, columns=only), plan.key, plan.as_of, None, tuple(steps), tuple(outputs))
    outcome = execute(counting, source, backend, cancel=cancel)
    found = {}
    for number, name in enumerate(tables):
        total = source.row_count(name)
        if total is None:
            total = sum(batch.num_rows for batch in source.read(name, [tables[name].key.name]))
        belonging = sum(outcome.column(f"rows_{number}").to_pylist())
        if total > belonging:
            found[name] = total - belonging
    return found


def replace_output(plan: Plan) -> Output:
    """The key as the only output."""
    return next(output for output in plan.outputs if output.role == "key")


def _base(rows: Rows) -> TableRows:
    match rows:
        case TableRows():
            return rows
        case JoinRows(parent=parent):
            return _base(parent)
        case GroupRows(of=of):
            return _base(of)

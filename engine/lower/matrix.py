"""A whole matrix as one plan: stages, criteria, cells, the hit policy, and what is asked for beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dsl.typed import MeasureValue, TypedExpr
from dsl.types import Kind as TypeKind
from engine.core import (
    And,
    AtLeast,
    Case,
    Column,
    Compare,
    Concat,
    Const,
    Core,
    Day,
    IntOp,
    IsNull,
    IsTrue,
    Kind,
    Null,
    Or,
    Part,
    children,
)
from engine.lower.columns import read, spec
from engine.lower.expressions import FALSE, Expressions
from engine.lower.numbers import integer
from engine.lower.percentiles import EdgeKey, Edges
from engine.lower.report import Report
from engine.lower.steps import Steps
from engine.lower.today import Today
from engine.plan import (
    ColumnSpec,
    Gather,
    GroupRows,
    JoinRows,
    Let,
    Output,
    Plan,
    Rows,
    Statistics,
    Step,
    Table,
    TableRows,
)
from engine.program import Cell, Criterion, Program

SEPARATOR = ","
"""Between cell ids in the column of all matches."""


def lower(
    program: Program,
    as_of: date,
    *,
    measures: Sequence[str] = (),
    conditions: Sequence[str] = (),
    values: Mapping[str, TypedExpr] | None = None,
    keys: tuple[int | str, ...] | None = None,
    matrix: bool = True,
    edges: Edges | None = None,
) -> Plan:
    """The plan of one run as of a day.

    measures: ids whose values are wanted in the outcome. conditions: ids of ``program.conditions`` wanted as
    columns. values: further expressions wanted, by a name of their own. keys: only these subjects' rows.
    matrix: False leaves cells and criteria out. edges: border values of percentiles that are known already
    (``edge_plan`` finds them).
    Raises QuadrilleError where a column cannot be read as its field.
    """
    steps = Steps(prefilter=not isinstance(as_of, Today))
    for reserved in (program.key, "key"):
        steps.reserve(reserved)
    expressions = Expressions(program, as_of, steps, edges)
    report = Report(expressions)
    key = _key(program, expressions)
    outputs = [Output("key", key, "key", title=program.key)]
    if matrix:
        outputs += _Matrix(program, expressions, report).outputs()
    for name in conditions:
        value = report.state(program.conditions[name])
        outputs.append(Output(name, steps.let(f"condition_{name}", value), "condition", (name,)))
    for name in measures:
        measure = MeasureValue(name, type=program.measures[name].rule.type)
        outputs.append(_value(f"value_{name}", measure, expressions, name))
    for name, expression in (values or {}).items():
        outputs.append(_value(name, expression, expressions))
    since = _since(program, expressions)
    return _plan(program, as_of, expressions, key, since, outputs, keys)


def edge_plan(program: Program, as_of: date) -> tuple[Plan, list[EdgeKey]]:
    """A plan whose columns are the border values of all percentiles of a program, and what each column (or three
    columns in a row, for quantiles) is of."""
    steps = Steps()
    steps.reserve("key")
    expressions = Expressions(program, as_of, steps)
    key = _key(program, expressions)
    _Matrix(program, expressions, Report(expressions)).outputs()
    for name in program.measures:
        expressions.measure(name)
    outputs = [Output("key", key, "key")]
    for refs in expressions.percentiles.used.values():
        outputs += [Output(ref.name, ref, "measure", (ref.name,)) for ref in refs]
    plan = _plan(program, as_of, expressions, key, _since(program, expressions), outputs, None)
    return plan, list(expressions.percentiles.used)


def _plan(
    program: Program,
    as_of: date,
    expressions: Expressions,
    key: Column,
    since: Core | None,
    outputs: list[Output],
    keys: tuple[int | str, ...] | None,
) -> Plan:
    subject = Table("", program.table, tuple(expressions.subject_columns.values()))
    return _pruned(Plan(subject, key, as_of, since, expressions.steps.ordered(), tuple(outputs), keys))


def _value(name: str, node: TypedExpr, expressions: Expressions, of: str = "") -> Output:
    """A value of any type as a column of the outcome."""
    value = expressions.exact(node, None).core if node.type.exact else expressions.subject(node)
    scale = node.type.scale if node.type.kind is TypeKind.DECIMAL else 0
    return Output(name, expressions.steps.let(f"out_{name}", value), "measure", (of or name,), scale)


def _key(program: Program, expressions: Expressions) -> Column:
    source = expressions.relations.source(program.table, program.key)
    known = spec(source) if source is not None else ColumnSpec(program.key, expressions.relations.key_kind())
    expressions.subject_columns[known.name] = known
    return Column("", known.name, known.kind)


def _since(program: Program, expressions: Expressions) -> Core | None:
    """A subject with an unknown date is seen; one who came after the as-of date is not."""
    if program.since is None:
        return None
    field = program.fields[program.since]
    reading = read(
        field,
        expressions.relations.source(program.table, field.physical),
        "",
        program.time_zone,
    )
    expressions.subject_columns[reading.spec.name] = reading.spec
    value = reading.value.item if isinstance(reading.value, Day) else reading.value
    return Or((expressions.day_range(value, None, expressions.as_of), IsNull(value)))


# -- the matrix --------------------------------------------------------------------------------------------


class _Matrix:
    """The cells of a program, each lowered when first asked for (``in cell`` may ask before its turn)."""

    def __init__(self, program: Program, expressions: Expressions, report: Report) -> None:
        self._program = program
        self._expressions = expressions
        self._report = report
        self._cells = {cell.id: cell for cell in program.cells}
        self._matches: dict[str, Core] = {}
        self._states: dict[tuple[str, int], Core] = {}
        expressions.match = self.match

    def match(self, cell_id: str) -> Core:
        """Does the subject meet entry rule and criteria of the cell? Never unknown."""
        if cell_id not in self._matches:
            cell = self._cells[cell_id]
            met = _combined(cell, {c.n: self._verdict(cell, c) for c in cell.active})
            if met is FALSE:
                self._matches[cell_id] = FALSE
            else:
                value = IsTrue(And((self._expressions.stage(cell.stage), met)))
                self._matches[cell_id] = self._expressions.steps.let(f"m_{cell.id}", value, cell.labels.en)
        return self._matches[cell_id]

    def _verdict(self, cell: Cell, criterion: Criterion) -> Core:
        """The criterion's value as a cell counts it; what it reports (``no data``) is kept beside it."""
        name, title = f"c_{cell.id}_{criterion.n}", criterion.labels.en or criterion.labels.ko
        steps = self._expressions.steps
        self._states[(cell.id, criterion.n)] = steps.let(name, self._report.state(criterion.rule), title)
        return steps.let(name, self._expressions.subject(criterion.rule), title)

    def outputs(self) -> list[Output]:
        """Stages, criteria, matches and what the hit policy makes of them, in the project's order."""
        stages = [
            Output(f"stage_{stage.id}", self._expressions.stage(stage.id), "stage", (stage.id,))
            for stage in self._program.stages
        ]
        cells: list[Output] = []
        for cell in self._program.cells:
            matched = self.match(cell.id)
            for criterion in cell.active:
                of = (cell.id, criterion.n)
                cells.append(Output(f"c_{cell.id}_{criterion.n}", self._states[of], "criterion", of))
            cells.append(Output(f"m_{cell.id}", matched, "match", (cell.id, cell.stage)))
        return [*stages, *cells, *_assignment(self._program, self._matches)]


def _combined(cell: Cell, states: dict[int, Core]) -> Core:
    """Required criteria all hold; the mode applies to the others. No active criterion: nobody."""
    if not cell.active:
        return FALSE
    required = [IsTrue(states[c.n]) for c in cell.active if c.required]
    others = [c for c in cell.active if not c.required]
    free: list[Core] = [IsTrue(states[c.n]) for c in others]
    parts: list[Core] = list(required)
    match cell.mode.how:
        case "all":
            parts += free
        case "any" if free:
            parts.append(AtLeast(1, tuple(free)))
        case "at_least" if cell.mode.k > 0:
            parts.append(AtLeast(cell.mode.k, tuple(free)) if cell.mode.k <= len(free) else FALSE)
        case "score":
            total: Core = integer(0)
            for criterion in others:
                points = Case(((states[criterion.n], integer(criterion.weight)),), integer(0))
                total = points if total == integer(0) else IntOp("+", total, points, guard=False)
            parts.append(Compare(">=", total, integer(cell.mode.k)))
    if not parts:
        return FALSE
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _assignment(program: Program, matches: dict[str, Core]) -> list[Output]:
    outputs: list[Output] = []
    for stage in program.stages:
        cells = [cell for cell in program.cells if cell.stage == stage.id]
        branches = tuple((matches[c.id], Const(Kind.TEXT, c.id)) for c in cells if matches[c.id] is not FALSE)
        value: Core = Case(branches, Null(Kind.TEXT)) if branches else Null(Kind.TEXT)
        outputs.append(Output(f"cell_{stage.id}", value, "assigned", (stage.id,)))
    outputs.append(Output("cells", _all_cells(program, matches), "cells"))
    if program.hit_policy == "overall":
        order = [c for c in program.priority if c in matches]
        order += [cell.id for cell in program.cells if cell.id not in program.priority]
        best = tuple((matches[c], Const(Kind.TEXT, c)) for c in order if matches[c] is not FALSE)
        outputs.append(Output("cell", Case(best, Null(Kind.TEXT)) if best else Null(Kind.TEXT), "cell"))
    return outputs


def _all_cells(program: Program, matches: dict[str, Core]) -> Core:
    """All matched cells in order, each followed by the separator; the empty text where there is none."""
    parts = tuple(
        Case(
            ((matches[cell.id], Const(Kind.TEXT, SEPARATOR + cell.id)),),
            Const(Kind.TEXT, ""),
        )
        for cell in program.cells
        if matches[cell.id] is not FALSE
    )
    return Part(Concat(parts), "rest", len(SEPARATOR)) if parts else Const(Kind.TEXT, "")


# -- only what is used -------------------------------------------------------------------------------------


def _pruned(plan: Plan) -> Plan:
    """The plan with its tables reading only the columns that something uses."""
    used: set[tuple[str, str]] = {("", plan.key.name)}
    expressions: list[Core] = [output.value for output in plan.outputs]
    if plan.since is not None:
        expressions.append(plan.since)
    for step in plan.steps:
        expressions += _of_step(step)
    while expressions:
        node = expressions.pop()
        if isinstance(node, Column):
            used.add((node.owner, node.name))
        else:
            expressions.extend(children(node))
    steps = tuple(replace(s, rows=_prune_rows(s.rows, used)) if isinstance(s, Gather) else s for s in plan.steps)
    return replace(plan, subject=_prune(plan.subject, used), steps=steps)


def _of_step(step: Step) -> list[Core]:
    match step:
        case Let(value=value):
            return [value]
        case Statistics(item=item, population=population):
            return [item] if population is None else [item, population]
        case Gather(rows=rows, aggregates=aggregates, where=where):
            found = [part for _, a in aggregates for part in (a.item, a.where, a.time) if part is not None]
            return found + ([where] if where is not None else []) + _of_rows(rows)


def _of_rows(rows: Rows) -> list[Core]:
    match rows:
        case TableRows(key=key):
            return [key]
        case JoinRows(parent=parent, on=on):
            return [*(side for pair in on for side in pair), *_of_rows(parent)]
        case GroupRows(of=of, by=by, aggregates=aggregates, where=where):
            found = [value for _, value in by]
            found += [part for _, a in aggregates for part in (a.item, a.where, a.time) if part is not None]
            return found + ([where] if where is not None else []) + _of_rows(of)


def _prune_rows(rows: Rows, used: set[tuple[str, str]]) -> Rows:
    match rows:
        case TableRows(table=table):
            return replace(rows, table=_prune(table, used))
        case JoinRows(parent=parent, table=table):
            return replace(rows, parent=_prune_rows(parent, used), table=_prune(table, used))
        case GroupRows(of=of):
            return replace(rows, of=_prune_rows(of, used))


def _prune(table: Table, used: set[tuple[str, str]]) -> Table:
    return replace(table, columns=tuple(c for c in table.columns if (table.alias, c.name) in used))

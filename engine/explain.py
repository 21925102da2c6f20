"""Why one subject is, or is not, in each cell: every condition with its actual value, the rule, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dsl import typed as t
from dsl.catalog import Labels, Scalar
from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.nodes import NOWHERE, Span
from dsl.types import Kind, Type
from engine.execute import Backend, Cancel, Progress, execute
from engine.lower import lower
from engine.outcome import as_decimal
from engine.plan import Plan
from engine.program import Cell, Criterion, Mode, Program
from engine.rewrite import walk
from plugins.api import Source

if TYPE_CHECKING:
    import pyarrow as pa

COUNT = Type(Kind.INTEGER, low=0, high=2**53)
Places = dict[tuple[str, int], list[tuple[str, list[str]]]]
"""Cell and criterion -> the columns of its conditions, each with those of its operands."""

State = bool | None
"""Met, not met, or None for no data."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition within a criterion; ``span`` is its place in the criterion's rule, ``actual`` what the subject
    has (None: missing), in the order of the operands."""

    span: Span
    state: State
    actual: tuple[Scalar | None, ...]
    node: t.TypedExpr


@dataclass(frozen=True, slots=True)
class CriterionExplained:
    n: int
    labels: Labels
    state: State
    required: bool
    off: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class CellExplained:
    cell: str
    stage: str
    matched: bool
    assigned: bool
    mode: Mode
    criteria: tuple[CriterionExplained, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """All cells for one subject. ``stages``: is the subject in the stage, and to which cell is it assigned?"""

    key: int | str
    stages: Mapping[str, bool]
    assigned: Mapping[str, str | None]
    cells: tuple[CellExplained, ...]
    values: Mapping[str, Scalar | None]


def explain(
    program: Program,
    source: Source,
    key: str,
    as_of: date,
    *,
    backend: Backend = "auto",
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    fields: Sequence[str] = (),
) -> Explained:
    """Explain all cells for the subject with this key; ``fields``: what else is to be among its values.

    Raises QuadrilleError ``explain.no_subject`` where nobody has the key (or came after the as-of date).
    """
    found = explain_all(
        program, source, (key,), as_of, backend=backend, progress=progress, cancel=cancel, fields=fields
    )
    if not found:
        raise QuadrilleError(Diagnostic("explain.no_subject", "error", params={"key": key, "date": as_of.isoformat()}))
    return found[0]


def explain_all(
    program: Program,
    source: Source,
    keys: Sequence[str],
    as_of: date,
    *,
    backend: Backend = "auto",
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    fields: Sequence[str] = (),
) -> list[Explained]:
    """Explain all cells for several subjects, in one statement; keys that nobody has are left out."""
    asked = ask(program, fields)
    plan = lower(
        asked.program,
        as_of,
        measures=tuple(program.measures),
        conditions=tuple(asked.atoms),
        values=asked.operands,
        keys=tuple(typed_key(program, key) for key in keys),
    )
    outcome = execute(plan, source, backend, progress=progress, cancel=cancel)
    return [explained(asked, row) for row in _rows(plan, outcome)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be known of a subject: columns by name, and where each belongs. program: with the conditions."""

    program: Program
    atoms: Mapping[str, t.TypedExpr]
    operands: Mapping[str, t.TypedExpr]
    places: Places
    fields: tuple[str, ...] = ()


def ask(program: Program, fields: Sequence[str] = ()) -> Asked:
    """The conditions of all active criteria, their operands, and further fields (as ``field_NAME``)."""
    atoms: dict[str, t.TypedExpr] = {}
    operands: dict[str, t.TypedExpr] = {}
    places: Places = {}
    for cell in program.cells:
        for criterion in cell.active:
            entries = places.setdefault((cell.id, criterion.n), [])
            for atom in atoms_of(criterion.rule):
                name = f"atom_{len(atoms)}"
                atoms[name] = atom
                shown = []
                for operand in operands_of(atom):
                    operand_name = f"actual_{len(operands)}"
                    operands[operand_name] = operand
                    shown.append(operand_name)
                entries.append((name, shown))
    for name in fields:
        operands[f"field_{name}"] = t.SubjectField(name, type=program.fields[name].type)
    extended = replace(program, conditions={**program.conditions, **atoms})
    return Asked(extended, atoms, operands, places, tuple(fields))


def explained(asked: Asked, row: Mapping[str, Scalar | None]) -> Explained:
    """A row of an outcome as an explanation; measures whose ``value_NAME`` it does not have are left out."""
    program, places = asked.program, asked.places
    assigned = {stage.id: _text(row[f"cell_{stage.id}"]) for stage in program.stages}

    def criterion(cell: Cell, item: Criterion) -> CriterionExplained:
        conditions = tuple(
            Condition(
                program.conditions[name].span, _state(row[name]), tuple(row[o] for o in shown), program.conditions[name]
            )
            for name, shown in places.get((cell.id, item.n), [])
        )
        state = None if item.off else _state(row[f"c_{cell.id}_{item.n}"])
        return CriterionExplained(item.n, item.labels, state, item.required, item.off, conditions)

    cells = tuple(
        CellExplained(
            cell.id,
            cell.stage,
            bool(row[f"m_{cell.id}"]),
            assigned[cell.stage] == cell.id,
            cell.mode,
            tuple(criterion(cell, item) for item in cell.criteria),
        )
        for cell in program.cells
    )
    stages = {stage.id: bool(row[f"stage_{stage.id}"]) for stage in program.stages}
    values = {name: row[f"value_{name}"] for name in program.measures if f"value_{name}" in row}
    values |= {name: row[f"field_{name}"] for name in asked.fields}
    key = row["key"]
    return Explained(key if isinstance(key, int) else str(key), stages, assigned, cells, values)


def _state(value: Scalar | None) -> State:
    return None if value is None else bool(value)


def _text(value: Scalar | None) -> str | None:
    return None if value is None else str(value)


def typed_key(program: Program, key: str) -> int | str:
    """The key as the subject's table holds it."""
    source = program.tables.get(program.table, {}).get(program.key)
    field = program.fields.get(program.key)
    type_ = source.type if source is not None else field.type if field is not None else None
    if type_ is not None and type_.exact:
        try:
            return int(key)
        except ValueError:
            raise QuadrilleError(Diagnostic("explain.key_number", "error", params={"key": key})) from None
    return key


def _rows(plan: Plan, outcome: pa.Table) -> list[dict[str, Scalar | None]]:
    columns = {}
    for output in plan.outputs:
        column = outcome.column(output.name)
        columns[output.name] = (as_decimal(column, output.scale) if output.scale else column).to_pylist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def atoms_of(node: t.TypedExpr) -> list[t.TypedExpr]:
    """The conditions that a rule is made of, in the order of the text."""
    if is_atom(node):
        return [node]
    if isinstance(node, t.Not):
        return atoms_of(node.operand)
    assert isinstance(node, t.And | t.Or | t.AtLeast)
    return [atom for operand in node.operands for atom in atoms_of(operand)]


def is_atom(node: t.TypedExpr) -> bool:
    """Is this one condition, not several that are combined?"""
    match node:
        case t.And(operands=operands):
            return _written_once(operands)
        case t.Or() | t.AtLeast():
            return False
        case t.Not(operand=operand):
            return isinstance(operand, t.In | t.TextMatch | t.IsMissing | t.Aggregate)
    return True


def _written_once(operands: Sequence[t.TypedExpr]) -> bool:
    """Are these the halves of one condition (``between``)?"""
    return len(operands) > 1 and len({one.span for one in operands}) == 1 and operands[0].span != NOWHERE


def operands_of(atom: t.TypedExpr) -> list[t.TypedExpr]:
    """The values of the subject that a condition looks at."""
    found: list[t.TypedExpr]
    match atom:
        case t.Comparison(left=left, right=right):
            found = [side for side in (left, right) if not given(side)]
        case t.Not(operand=operand):
            return operands_of(operand)
        case t.And(operands=operands):
            return operands_of(operands[0])
        case t.In(operand=operand) | t.IsMissing(operand=operand) | t.TextMatch(operand=operand):
            found = [operand]
        case t.InDays(operand=operand) | t.InPercent(operand=operand):
            found = [operand]
        case t.Aggregate(function="any" | "none"):
            found = [replace(atom, function="count", argument=None, type=COUNT)]
        case _:
            found = []
    return [unwrapped(item) for item in found if item.type.kind != "boolean" or isinstance(item, t.SubjectField)]


def given(node: t.TypedExpr) -> bool:
    """Is the value the same for everyone? Then it is what is required, not what the subject has."""
    fixed = (t.Const, t.AsOf, t.DateShift, t.Convert, t.Arithmetic, t.Negate)
    return all(isinstance(part, fixed) for part in walk(node))


def unwrapped(node: t.TypedExpr) -> t.TypedExpr:
    """The value as the subject has it, before it was widened for a comparison."""
    while isinstance(node, t.Convert) and node.operand.type.kind != "timestamp":
        node = node.operand
    return node

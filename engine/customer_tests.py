"""Test customers: values given by hand, and the cell in which they must land.

They are computed like everyone else, with the given values in place of fields and measures. What is not given is
missing; a measure that is not given is computed where its rule needs nothing but other values. Percentile bands are
those of the real customers: a test customer is placed among them and does not move them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dsl import typed as t
from dsl.catalog import Field
from dsl.diagnostics import Diagnostic, Place, Value
from dsl.types import BOOLEAN, INTEGER, TEXT, Kind, Type
from engine.core import Const, kind_of
from engine.execute import execute
from engine.lower import edge_plan, lower
from engine.lower.percentiles import EdgeKey
from engine.program import MeasureDef, Program
from engine.rewrite import rewrite

if TYPE_CHECKING:
    import pyarrow as pa

    from engine.project.model import CustomerTest
    from plugins.api import Source

NUMBER, STAGE = "test number", "test stage"
"""Columns of the test customers that no field can be called."""

Edges = Mapping[EdgeKey, tuple[Const, ...]]
Cancel = Callable[[], bool]
Params = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Tested:
    """How many test customers there are, how many land as expected, and what is wrong with the others."""

    total: int
    passed: int
    diagnostics: tuple[Diagnostic, ...] = ()


def find_edges(program: Program, source: Source, as_of: date, cancel: Cancel | None = None) -> Edges:
    """The border values of all percentiles among the real subjects."""
    plan, keys = edge_plan(program, as_of)
    if not keys:
        return {}
    outcome = execute(plan, source, cancel=cancel)
    if outcome.num_rows == 0:
        return {}
    values = [(output, outcome.column(output.name)[0].as_py()) for output in plan.outputs[1:]]
    found: dict[EdgeKey, tuple[Const, ...]] = {}
    position = 0
    for key in keys:
        count = 1 if len(key[2]) == 5 else 3
        part = values[position : position + count]
        position += count
        if all(value is not None for _, value in part):
            found[key] = tuple(Const(kind_of(output.value), value) for output, value in part)
    return found


def run_tests(
    program: Program, tests: tuple[CustomerTest, ...], as_of: date, edges: Edges, language: str = "en"
) -> Tested:
    """Place the test customers. A value that does not fit its field is reported and its customer fails."""
    if not tests:
        return Tested(0, 0)
    groups: dict[date, list[int]] = {}
    for number, test in enumerate(tests):
        groups.setdefault(test.as_of or as_of, []).append(number)
    problems: list[Diagnostic] = []
    passed = 0
    for day, numbers in groups.items():
        rows, wrong = _rows(program, tests, numbers, language)
        problems += wrong
        outcome = _outcome(program, tests, rows, day, edges)
        failed = {diagnostic.place.path[1] for diagnostic in wrong if diagnostic.place is not None}
        for row in outcome:
            number = row[NUMBER]
            found = _judge(program, tests[number], number, row, language)
            problems += found
            passed += not found and number not in failed
    return Tested(len(tests), passed, tuple(problems))


def _rows(
    program: Program, tests: tuple[CustomerTest, ...], numbers: list[int], language: str
) -> tuple[list[dict[str, Any]], list[Diagnostic]]:
    rows, problems = [], []
    for number in numbers:
        test = tests[number]
        row: dict[str, Any] = {NUMBER: number, STAGE: test.stage}
        for name, value in test.values.items():
            type_ = _type_of(program, name)
            if type_ is None:
                continue
            fitting = fitted(value, type_)
            if fitting is None and value is not None:
                params: Params = {"name": test.name.get(language), "value": str(value), "field": name}
                place = Place(("tests", number, "values", name))
                problems.append(Diagnostic("test.value", "error", params=params, place=place))
            row[name] = fitting
        rows.append(row)
    return rows, problems


def _type_of(program: Program, name: str) -> Type | None:
    if name in program.measures:
        return program.measures[name].rule.type
    field = program.fields.get(name)
    return field.type if field is not None else None


def fitted(value: Any, type_: Type) -> Any:
    """A constant of a project file as a value of a type; None where it does not fit."""
    if value is None:
        return None
    match type_.kind:
        case Kind.BOOLEAN:
            return value if isinstance(value, bool) else None
        case Kind.INTEGER if not isinstance(value, bool | str | date):
            return int(value) if Decimal(str(value)) == int(value) else None
        case Kind.DECIMAL | Kind.DOUBLE if not isinstance(value, bool | str | date):
            number = Decimal(str(value))
            return float(number) if type_.kind is Kind.DOUBLE else number.quantize(Decimal(1).scaleb(-type_.scale))
        case Kind.TEXT:
            return value if isinstance(value, str) else str(value)
        case Kind.TIMESTAMP if isinstance(value, date):
            return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        case Kind.DATE if isinstance(value, date) and not isinstance(value, datetime):
            return value
    return None


def _outcome(
    program: Program, tests: tuple[CustomerTest, ...], rows: list[dict[str, Any]], day: date, edges: Edges
) -> list[dict[str, Any]]:
    """Run the test customers in memory."""
    import pyarrow as pa

    from engine.backends import frame

    given = {name for row in rows for name in row if name not in (NUMBER, STAGE)}
    prepared = _prepared(program, given)
    columns: dict[str, pa.Array] = {}
    for name in [NUMBER, STAGE, *prepared.fields]:
        field = prepared.fields.get(name)
        arrow = _arrow_type(field.type) if field is not None else pa.int64() if name == NUMBER else pa.string()
        columns[name] = pa.array([row.get(name) for row in rows], arrow)
    table = pa.table(columns)
    traits = [name for test in tests for name in test.expect.traits if name in prepared.measures]
    plan = lower(prepared, day, measures=tuple(dict.fromkeys(traits)), edges=edges)
    outcome = frame.run(plan, lambda name, wanted: table.select(list(wanted)))
    found: list[dict[str, Any]] = outcome.to_pylist()
    for row in found:
        row[NUMBER] = row["key"]
    return found


def _arrow_type(type_: Type) -> pa.DataType:
    import pyarrow as pa

    match type_.kind:
        case Kind.BOOLEAN:
            return pa.bool_()
        case Kind.INTEGER:
            return pa.int64()
        case Kind.DECIMAL:
            return pa.decimal128(38, type_.scale)
        case Kind.DOUBLE:
            return pa.float64()
        case Kind.DATE:
            return pa.date32()
        case Kind.TIMESTAMP:
            return pa.timestamp("us")
    return pa.string()


def _prepared(program: Program, given: set[str]) -> Program:
    """The program over test customers: given values are columns, aggregates have nothing to count."""
    fields = {name: Field(name, field.type, name) for name, field in program.fields.items()}
    fields[NUMBER], fields[STAGE] = Field(NUMBER, INTEGER), Field(STAGE, TEXT)
    measures = {}
    for name, measure in program.measures.items():
        rule = _without_records(measure.rule)
        if name in given:
            fields[name] = Field(name, measure.rule.type, name)
            column = t.SubjectField(name, type=measure.rule.type)
            rule = t.Call("coalesce", (column, rule), type=measure.rule.type)
        measures[name] = MeasureDef(name, rule, measure.labels)
    stages = tuple(replace(stage, entry=_entry(stage.id, stage.entry)) for stage in program.stages)
    cells = tuple(
        replace(cell, criteria=tuple(replace(c, rule=_without_records(c.rule)) for c in cell.criteria))
        for cell in program.cells
    )
    return replace(
        program,
        table="tests",
        key=NUMBER,
        since=None,
        fields=fields,
        relations={},
        measures=measures,
        stages=stages,
        cells=cells,
        conditions={},
        tables={},
    )


def _without_records(rule: t.TypedExpr) -> t.TypedExpr:
    def change(node: t.TypedExpr) -> t.TypedExpr | None:
        return t.MissingValue(str(node.type.kind), type=node.type) if isinstance(node, t.Aggregate) else None

    return rewrite(rule, change)


def _entry(stage: str, entry: t.TypedExpr | None) -> t.TypedExpr:
    """In the stage that the test names; where it names none, by the entry rule."""
    named = t.SubjectField(STAGE, type=TEXT)
    same = t.Comparison("=", named, t.Const(stage, "text", type=TEXT), type=BOOLEAN)
    if entry is None:
        return t.Or((same, t.IsMissing(named, type=BOOLEAN)), type=BOOLEAN)
    unnamed = t.And((t.IsMissing(named, type=BOOLEAN), _without_records(entry)), type=BOOLEAN)
    return t.Or((same, unnamed), type=BOOLEAN)


def _judge(
    program: Program, test: CustomerTest, number: int, row: Mapping[str, Any], language: str
) -> list[Diagnostic]:
    """What differs from what the test expects."""
    place = Place(("tests", number))
    assigned = tuple(row[f"cell_{stage.id}"] for stage in program.stages if row[f"cell_{stage.id}"] is not None)
    matched = tuple(cell.id for cell in program.cells if row[f"m_{cell.id}"])
    expect = test.expect
    nowhere = "없음" if language == "ko" else "no cell"
    problems = []
    if expect.cells is not None:
        wrong = set(expect.cells) != set(matched)
        wanted, actual = ", ".join(expect.cells), ", ".join(matched)
    elif expect.cell in (None, "none"):
        wrong = bool(assigned) and not expect.traits
        wanted, actual = "", ", ".join(assigned)
    else:
        wrong = expect.cell not in assigned
        wanted, actual = str(expect.cell), ", ".join(assigned)
    if wrong:
        params: Params = {"name": test.name.get(language), "expected": wanted or nowhere, "actual": actual or nowhere}
        problems.append(Diagnostic("test.wrong_cell", "error", params=params, place=place))
    for trait, wanted_class in expect.traits.items():
        if trait in program.measures and row[f"value_{trait}"] != wanted_class:
            shown: Params = {
                "name": test.name.get(language),
                "trait": trait,
                "expected": wanted_class,
                "actual": str(row[f"value_{trait}"] or nowhere),
            }
            problems.append(Diagnostic("test.wrong_trait", "error", params=shown, place=place))
    return problems

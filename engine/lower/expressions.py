"""Checked expressions to core expressions, for the subject and for the rows of a relation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from dsl import typed as t
from dsl.nodes import ComparisonOp
from dsl.types import Kind as TypeKind
from dsl.types import Type
from engine.core import (
    And,
    AtLeast,
    Case,
    Compare,
    Const,
    Core,
    DateAdd,
    Day,
    DayRange,
    FloatOp,
    InSet,
    IntOp,
    IsNull,
    IsTrue,
    Kind,
    Match,
    Midnight,
    Not,
    Null,
    Or,
    ShiftZone,
)
from engine.lower import dates, numbers
from engine.lower.aggregates import Aggregates
from engine.lower.calls import call
from engine.lower.columns import core_kind, read
from engine.lower.known import truth
from engine.lower.numbers import Exact, decimal_scale, exact, integer
from engine.lower.percentiles import Edges, Percentiles
from engine.lower.rows import Relations, Scope
from engine.lower.steps import Steps
from engine.lower.today import Today
from engine.plan import Aggregate, ColumnSpec
from engine.program import Program

TRUE, FALSE = Const(Kind.BOOL, True), Const(Kind.BOOL, False)


class Expressions:
    """Lowers the checked trees of one program as of one day; collects the steps that they need."""

    def __init__(self, program: Program, as_of: date, steps: Steps, edges: Edges | None = None) -> None:
        self.program = program
        self.as_of = as_of
        self.steps = steps
        self.relations = Relations(program, self.row, self._row_aggregate, self.seen)
        self.aggregates = Aggregates(self, self.relations, steps)
        self.percentiles = Percentiles(self, steps, edges)
        self.subject_columns: dict[str, ColumnSpec] = {}
        self._measures: dict[str, Core] = {}
        self._stages: dict[str, Core] = {}
        self.match: Callable[[str], Core] = _no_cells

    # -- entry points ------------------------------------------------------------------------------------

    def subject(self, node: t.TypedExpr) -> Core:
        """A value per subject."""
        return self.lower(node, None)

    def row(self, node: t.TypedExpr, scope: Scope) -> Core:
        """A value per row of a relation."""
        return self.lower(node, scope)

    def _row_aggregate(self, node: t.TypedExpr, scope: Scope) -> Aggregate:
        assert isinstance(node, t.Aggregate)
        return self.aggregates.within(node, scope)

    def exact(self, node: t.TypedExpr, scope: Scope | None) -> Exact:
        """An INTEGER or DECIMAL with scale and bounds."""
        if isinstance(node, t.Arithmetic) and node.type.exact and node.op != "/":
            found = numbers.operate(node.op, self.exact(node.left, scope), self.exact(node.right, scope))
            return numbers.rescale(found, decimal_scale(node.type))
        core = self.lower(node, scope)
        return exact(core, node.type)

    # -- the tree ----------------------------------------------------------------------------------------

    def lower(self, node: t.TypedExpr, scope: Scope | None) -> Core:
        match node:
            case t.Const():
                return constant(node)
            case t.MissingValue(type=type_):
                return Null(core_kind(type_))
            case t.SubjectField(id=name):
                return self._field(name)
            case t.RowField(id=name):
                assert scope is not None
                return scope.value(name)
            case t.MeasureValue(id=name):
                return self.measure(name)
            case t.AsOf():
                return Const(Kind.DATE, self.as_of)
            case t.DateShift():
                return self._date_shift(node, scope)
            case t.Arithmetic() | t.Negate() | t.Score() | t.Convert():
                return self._number(node, scope)
            case t.Case(whens=whens, otherwise=otherwise, type=type_):
                branches = tuple((self.lower(c, scope), self.as_type(v, type_, scope)) for c, v in whens)
                return Case(branches, self.as_type(otherwise, type_, scope))
            case t.Call():
                return call(self, node, scope)
            case t.Aggregate():
                return self.aggregates.value(node)
            case t.InPercent() | t.Tile() | t.Bin() | t.Quantile():
                return self.percentiles.value(node)
            case _:
                return self._condition(node, scope)

    def _condition(self, node: t.TypedExpr, scope: Scope | None) -> Core:
        match node:
            case t.Not(operand=operand):
                return Not(self.lower(operand, scope))
            case t.And(operands=operands):
                return And(tuple(self.lower(o, scope) for o in operands))
            case t.Or(operands=operands):
                return Or(tuple(self.lower(o, scope) for o in operands))
            case t.Comparison(op=op, left=left, right=right):
                return self.comparison(op, left, right, scope)
            case t.In():
                return self._membership(node, scope)
            case t.IsMissing(operand=operand):
                return IsNull(self.lower(operand, scope))
            case t.TextMatch(kind=how, operand=operand, pattern=pattern, ignoring_case=fold):
                return Match(how, self.lower(operand, scope), self.lower(pattern, scope), fold)
            case t.InDays(operand=operand, days=days):
                return self.day_range(self.lower(operand, scope), *dates.edges(days, self.as_of))
            case t.AtLeast(k=k, operands=operands):
                return AtLeast(k, tuple(self.lower(o, scope) for o in operands))
            case t.InCell(cell=cell):
                return self.match(cell)
            case t.InStage(stage=stage):
                return self.stage(stage)
        raise AssertionError(f"not a checked node: {type(node).__name__}")

    # -- names -------------------------------------------------------------------------------------------

    def _field(self, name: str) -> Core:
        field = self.program.fields[name]
        source = self.relations.source(self.program.table, field.physical)
        reading = read(field, source, "", self.program.time_zone)
        self.subject_columns[reading.spec.name] = reading.spec
        return reading.value

    def measure(self, name: str) -> Core:
        """A measure's value, computed once."""
        if name not in self._measures:
            definition = self.program.measures[name]
            self._measures[name] = self.steps.let(name, self.subject(definition.rule), definition.labels.en)
        return self._measures[name]

    def stage(self, name: str) -> Core:
        """Is the subject in the stage? Never unknown."""
        if name not in self._stages:
            entry = next(stage.entry for stage in self.program.stages if stage.id == name)
            value = TRUE if entry is None else IsTrue(self.subject(entry))
            self._stages[name] = self.steps.let(f"in_{name}", value)
        return self._stages[name]

    # -- numbers -----------------------------------------------------------------------------------------

    def as_type(self, node: t.TypedExpr, type_: Type, scope: Scope | None) -> Core:
        """A value at the scale of the type it is to have (results of a case may differ in scale)."""
        if type_.exact and node.type.exact:
            return numbers.rescale(self.exact(node, scope), decimal_scale(type_)).core
        if type_.kind is TypeKind.DOUBLE and node.type.exact:
            return numbers.to_float(self.exact(node, scope))
        if isinstance(node, t.MissingValue):
            return Null(core_kind(type_))
        return self.lower(node, scope)

    def _number(self, node: t.TypedExpr, scope: Scope | None) -> Core:
        match node:
            case t.Arithmetic(op="/", left=left, right=right):
                return FloatOp("/", self.double(left, scope), self.double(right, scope))
            case t.Arithmetic(op=op, left=left, right=right, type=type_):
                if type_.exact:
                    return self.exact(node, scope).core
                return FloatOp(op, self.double(left, scope), self.double(right, scope))
            case t.Negate(operand=operand, type=type_):
                if type_.exact:
                    zero = Exact(integer(0), decimal_scale(type_), 0, 0)
                    return numbers.operate("-", zero, self.exact(operand, scope)).core
                return FloatOp("-", Const(Kind.FLOAT, 0.0), self.double(operand, scope))
            case t.Score(parts=parts, type=type_):
                return self.total([(self.lower(c, scope), points) for c, points in parts], type_)
            case t.Convert(operand=operand, to=TypeKind.DATE):
                value = self.lower(operand, scope)
                return Day(value) if operand.type.kind is TypeKind.TIMESTAMP else value
            case t.Convert(operand=operand, to=TypeKind.TIMESTAMP):
                return Midnight(self.lower(operand, scope))
            case t.Convert(operand=operand, type=type_):
                return self.as_type(operand, type_, scope)
        raise AssertionError(f"not a number: {type(node).__name__}")

    def total(self, parts: list[tuple[Core, t.Const]], type_: Type) -> Core:
        """The sum of the points whose condition is true."""
        scale = decimal_scale(type_)
        points = [numbers.rescale(exact(constant(p), p.type), scale).low for _, p in parts]
        terms: list[Core] = [
            Case(((truth(condition), integer(value)),), integer(0))
            for (condition, _), value in zip(parts, points, strict=True)
        ]
        while len(terms) > 1:
            pairs = [terms[i : i + 2] for i in range(0, len(terms), 2)]
            terms = [IntOp("+", p[0], p[1], guard=False) if len(p) == 2 else p[0] for p in pairs]
        return terms[0]

    def double(self, node: t.TypedExpr, scope: Scope | None) -> Core:
        """A number as a double."""
        if node.type.exact:
            return numbers.to_float(self.exact(node, scope))
        return self.lower(node, scope)

    # -- comparisons -------------------------------------------------------------------------------------

    def comparison(
        self,
        op: ComparisonOp,
        left: t.TypedExpr,
        right: t.TypedExpr,
        scope: Scope | None,
    ) -> Core:
        """Two values of one kind; exact numbers exactly, dates against a constant as a range of days."""
        for one, other, way in ((left, right, op), (right, left, numbers.MIRRORED[op])):
            ratio = self.aggregates.ratio(one)
            if ratio is not None and isinstance(other, t.Const) and other.type.exact:
                fraction = Decimal(str(other.value)).as_integer_ratio()
                return numbers.compare_ratio(way, *ratio, *fraction)
        if left.type.exact and right.type.exact:
            return numbers.compare(op, self.exact(left, scope), self.exact(right, scope))
        if left.type.numeric and right.type.numeric:
            return Compare(op, self.double(left, scope), self.double(right, scope))
        one_side, other_side = self.lower(left, scope), self.lower(right, scope)
        if isinstance(one_side, Const) and one_side.kind is Kind.DATE:
            one_side, other_side, op = other_side, one_side, numbers.MIRRORED[op]
        if isinstance(other_side, Const) and isinstance(other_side.value, date) and other_side.kind is Kind.DATE:
            return self.against_day(op, one_side, other_side.value)
        return Compare(op, one_side, other_side)

    def against_day(self, op: ComparisonOp, item: Core, day: date) -> Core:
        if isinstance(item, Day):
            item = item.item
        match op:
            case "=":
                return self.day_range(item, day, day)
            case "<>":
                return Not(self.day_range(item, day, day))
            case "<":
                return numbers.never(item) if day == date.min else self.day_range(item, None, dates.add_days(day, -1))
            case "<=":
                return self.day_range(item, None, day)
            case ">":
                return numbers.never(item) if day == date.max else self.day_range(item, dates.add_days(day, 1), None)
            case ">=":
                return self.day_range(item, day, None)

    def day_range(self, item: Core, first: date | None, last: date | None) -> Core:
        """Days of the project's zone; over a column of another zone the edges move, not the column."""
        if isinstance(item, ShiftZone) and date.min not in (first, last) and date.max not in (first, last):
            bounds: list[Core] = []
            if first is not None:
                edge = dates.midnight_in(first, item.target, item.source)
                bounds.append(Compare(">=", item.item, Const(Kind.TS, edge)))
            if last is not None:
                edge = dates.midnight_in(dates.add_days(last, 1), item.target, item.source)
                bounds.append(Compare("<", item.item, Const(Kind.TS, edge)))
            if bounds:
                return bounds[0] if len(bounds) == 1 else And(tuple(bounds))
        if first is None and last is None:
            return numbers.always(item)
        return DayRange(item, first, last)

    def seen(self, time: Core) -> Core:
        """Not later than the as-of date, or without a date."""
        return Or((IsNull(time), self.day_range(time, None, self.as_of)))

    def _membership(self, node: t.In, scope: Scope | None) -> Core:
        if not node.items:
            return FALSE
        if node.operand.type.exact:
            return self._exact_membership(node, scope)
        item = self.lower(node.operand, scope)
        if node.operand.type.kind is TypeKind.DOUBLE:
            return InSet(item, tuple(dict.fromkeys(_float(value) for value in node.items)))
        values = tuple(dict.fromkeys(constant(value) for value in node.items))
        return InSet(item, values)

    def _exact_membership(self, node: t.In, scope: Scope | None) -> Core:
        """Values that the operand's scale cannot hold can never be equal to it."""
        operand = self.exact(node.operand, scope)
        values: dict[Const, None] = {}
        for item in node.items:
            assert isinstance(item.value, int | Decimal)
            scaled = Decimal(item.value).scaleb(operand.scale)
            if scaled == scaled.to_integral_value() and -(2**63) <= scaled < 2**63:
                values[integer(int(scaled))] = None
        return InSet(operand.core, tuple(values)) if values else numbers.never(operand.core)

    # -- dates -------------------------------------------------------------------------------------------

    def _date_shift(self, node: t.DateShift, scope: Scope | None) -> Core:
        item = self.lower(node.operand, scope)
        if isinstance(item, Const) and isinstance(item.value, date):
            if isinstance(self.as_of, Today) and item.value in self.as_of.distances:
                return Const(Kind.DATE, self.as_of.moved(item.value, node.amount, node.unit))
            return Const(Kind.DATE, dates.shift(item.value, node.amount, node.unit))
        match node.unit:
            case "month":
                return DateAdd(item, node.amount, "month")
            case "year":
                return DateAdd(item, node.amount * 12, "month")
            case "week":
                return DateAdd(item, node.amount * 7, "day")
            case _:
                return DateAdd(item, node.amount, "day")


def _no_cells(cell: str) -> Core:
    raise AssertionError(f"no matrix to ask for cell {cell}")


def _float(node: t.Const) -> Const:
    return Const(Kind.FLOAT, float(str(node.value)))


def constant(node: t.Const) -> Const:
    """A constant of the core; decimals are scaled as their type says."""
    value = node.value
    if isinstance(value, bool):
        return Const(Kind.BOOL, value)
    if isinstance(value, Decimal) and node.type.kind is not TypeKind.DOUBLE:
        return integer(int(value.scaleb(decimal_scale(node.type)).to_integral_value()))
    if isinstance(value, int) and node.type.kind is TypeKind.DECIMAL:
        return integer(value * 10**node.type.scale)
    if isinstance(value, int) and node.type.kind is not TypeKind.DOUBLE:
        return integer(value)
    if isinstance(value, int | float | Decimal):
        return Const(Kind.FLOAT, float(value))
    if isinstance(value, datetime):
        return Const(Kind.TS, value)
    if isinstance(value, date):
        return Const(Kind.DATE, value)
    return Const(Kind.TEXT, value)

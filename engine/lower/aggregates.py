"""Aggregates over relations: windows as days, what is not yet to be seen left out, one value per subject."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dsl import typed as t
from dsl.nodes import ComparisonOp
from dsl.types import Kind as TypeKind
from engine.core import (
    And,
    Compare,
    Const,
    Core,
    Day,
    FloatOp,
    FloatToInt,
    IsNull,
    Kind,
    Not,
    Ref,
    ToFloat,
    kind_of,
)
from engine.lower import dates, numbers
from engine.plan import Aggregate

if TYPE_CHECKING:
    from engine.lower.expressions import Expressions
    from engine.lower.rows import Relations, Scope
    from engine.lower.steps import Steps

DEFAULT_SCALE = 6
"""Places to which each double is rounded before it is added, so that the order of rows changes nothing."""

NOT_REPEATABLE = -1
"""Scale of a DOUBLE whose catalog entry says ``float``."""


class Aggregates:
    """Lowers aggregates; each becomes one or two references to what a gather defines."""

    def __init__(self, expressions: Expressions, relations: Relations, steps: Steps) -> None:
        self._expressions = expressions
        self._relations = relations
        self._steps = steps

    def value(self, node: t.Aggregate) -> Core:
        """One value per subject."""
        match node.function:
            case "avg":
                return self._average(node)
            case "none":
                return Not(self._ref(node, "exists"))
            case "any":
                return self._ref(node, "exists")
            case "share":
                part, whole = self._share(node)
                return FloatOp("/", ToFloat(part), ToFloat(whole))
            case _:
                return self._ref(node, node.function)

    def ratio(self, node: t.TypedExpr) -> tuple[Core, Core] | None:
        """Numerator and denominator of a share, so that it can be compared in whole numbers."""
        if isinstance(node, t.MeasureValue):
            definition = self._expressions.program.measures.get(node.id)
            return self.ratio(definition.rule) if definition is not None else None
        if isinstance(node, t.Convert) and node.operand.type.kind is TypeKind.DOUBLE:
            return self.ratio(node.operand)
        if isinstance(node, t.Aggregate) and node.function == "share":
            return self._share(node)
        return None

    def within(self, node: t.Aggregate, scope: Scope) -> Aggregate:
        """An aggregate of a grouped relation, over its parent's rows. ``avg`` and ``share`` have no place there."""
        aggregate, _ = self._aggregate(node, scope, node.function if node.function != "any" else "exists", None)
        return aggregate

    def _ref(self, node: t.Aggregate, func: str) -> Ref:
        scope = self._relations.scope(node.relation)
        aggregate, window = self._aggregate(node, scope, func, None)
        return self._add(node, scope, aggregate, window)

    def _add(
        self,
        node: t.Aggregate,
        scope: Scope,
        aggregate: Aggregate,
        window: tuple[date | None, date | None] | None,
    ) -> Ref:
        wish = f"{node.relation}_{aggregate.func}"
        return self._steps.aggregate(wish, scope.rows, aggregate, scope.time, window)

    def _average(self, node: t.Aggregate) -> Core:
        assert node.argument is not None
        scope = self._relations.scope(node.relation)
        total, window = self._aggregate(node, scope, "sum", None)
        known, _ = self._aggregate(node, scope, "count", None)
        total_ref, known_ref = (
            self._add(node, scope, total, window),
            self._add(node, scope, known, window),
        )
        if total.func == "float_sum":
            return FloatOp("/", total_ref, ToFloat(known_ref))
        return FloatOp("/", ToFloat(total_ref, self._sum_scale(node.argument)), ToFloat(known_ref))

    def _share(self, node: t.Aggregate) -> tuple[Core, Core]:
        """How many rows are true, and how many are known."""
        assert node.argument is not None
        scope = self._relations.scope(node.relation)
        condition = self._expressions.row(node.argument, scope)
        part, window = self._aggregate(node, scope, "count_rows", condition)
        whole, _ = self._aggregate(node, scope, "count_rows", Not(IsNull(condition)))
        return self._add(node, scope, part, window), self._add(node, scope, whole, window)

    @staticmethod
    def _sum_scale(argument: t.TypedExpr) -> int:
        if argument.type.kind is TypeKind.DOUBLE:
            return argument.type.scale or DEFAULT_SCALE
        return argument.type.scale if argument.type.kind is TypeKind.DECIMAL else 0

    def _aggregate(
        self, node: t.Aggregate, scope: Scope, func: str, condition: Core | None
    ) -> tuple[Aggregate, tuple[date | None, date | None] | None]:
        """The core aggregate, and the days outside which it sees nothing (None: it may see undated rows)."""
        item = None
        if node.argument is not None and func not in ("exists", "count_rows"):
            item = self._expressions.row(node.argument, scope)
        dated = func in ("first", "last") and item != scope.time  # which never take a row without a time
        conditions, window = self._window(node.window, scope, dated)
        conditions = [*scope.where, *conditions]
        if node.where is not None:
            conditions.append(self._expressions.row(node.where, scope))
        if condition is not None:
            conditions.append(condition)
        where = None
        if conditions:
            where = conditions[0] if len(conditions) == 1 else And(tuple(dict.fromkeys(conditions)))
        return self._make(node, func, item, where, scope), window

    def _make(
        self,
        node: t.Aggregate,
        func: str,
        item: Core | None,
        where: Core | None,
        scope: Scope,
    ) -> Aggregate:
        match func:
            case "exists":
                return Aggregate("exists", Kind.BOOL, None, where)
            case "count" | "count_rows":
                if node.distinct and func == "count":
                    return Aggregate("count_distinct", Kind.INT, item, where)
                return Aggregate("count", Kind.INT, item, where)
            case "sum":
                assert node.argument is not None and item is not None
                if node.argument.type.kind is TypeKind.DOUBLE:
                    scale = self._sum_scale(node.argument)
                    if scale == NOT_REPEATABLE:
                        return Aggregate("float_sum", Kind.FLOAT, item, where)
                    return Aggregate("sum", Kind.INT, FloatToInt(item, scale), where)
                value = numbers.exact(item, node.argument.type)
                fits = max(abs(value.low), abs(value.high)) < 2**31
                return Aggregate("sum", Kind.INT, item, where, fits=fits)
            case "min" | "max":
                assert item is not None
                return Aggregate(func, kind_of(item), item, where)
            case "first" | "last":
                assert item is not None
                if scope.time is not None and item == scope.time:
                    return Aggregate("min" if func == "first" else "max", kind_of(item), item, where)
                return Aggregate(func, kind_of(item), item, where, scope.time)
            case "most_common":
                assert item is not None
                return Aggregate("most_common", kind_of(item), item, where, scope.time)
        raise AssertionError(f"the operator table has no aggregate {func}")

    def _window(
        self, window: t.Window | None, scope: Scope, dated: bool
    ) -> tuple[list[Core], tuple[date | None, date | None] | None]:
        """Conditions on the rows' time. Rows after the as-of date are never seen; undated rows only without a
        window, and where no ``dated`` ones are asked for."""
        expressions, as_of, time = (
            self._expressions,
            self._expressions.as_of,
            scope.time,
        )
        if time is None:
            return [], None
        if window is None:
            if dated:
                return [expressions.day_range(time, None, as_of)], (None, as_of)
            return [expressions.seen(time)], None
        match window:
            case t.Days():
                first, last = dates.edges(window, as_of)
                last = as_of if last is None else min(last, as_of)
                return [expressions.day_range(time, first, last)], (first, last)
            case t.Within(low=low, high=high):
                bounds = [
                    self._relative(">=", low, time),
                    self._relative("<=", high, time),
                ]
            case t.RelativeTo(op=op, anchor=anchor):
                bounds = [self._relative(op, anchor, time)]
        return [expressions.day_range(time, None, as_of), *bounds], (None, as_of)

    def _relative(self, op: ComparisonOp, anchor: t.TypedExpr, time: Core) -> Core:
        """The row's time against a date of the subject: by local day for a DATE, by instant for a TIMESTAMP."""
        value = self._expressions.subject(anchor)
        if isinstance(value, Const) and value.kind is Kind.DATE and isinstance(value.value, date):
            return self._expressions.against_day(op, time, value.value)
        if kind_of(value) is Kind.DATE:
            day = Day(time) if kind_of(time) is Kind.TS else time
            return Compare(op, day, value)
        if kind_of(time) is Kind.DATE:
            return Compare(op, time, Day(value))
        return Compare(op, time, value)

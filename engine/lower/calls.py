"""Scalar functions of the operator table as core expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl import typed as t
from dsl.types import Kind as TypeKind
from dsl.types import Type
from engine.core import (
    Case,
    Coalesce,
    Compare,
    Concat,
    Const,
    Core,
    DatePart,
    Day,
    DaysBetween,
    Extreme,
    FloatMod,
    FloatOp,
    FloatToInt,
    Fold,
    IntDivide,
    IntMod,
    Kind,
    Length,
    MonthsBetween,
    ParseNumber,
    ParseTime,
    Part,
    Trim,
)
from engine.lower import numbers
from engine.lower.numbers import Exact, decimal_scale, integer

if TYPE_CHECKING:
    from engine.lower.expressions import Expressions
    from engine.lower.rows import Scope

ROUNDINGS: dict[str, Literal["half_away", "floor", "ceil"]] = {
    "round": "half_away",
    "floor": "floor",
    "ceil": "ceil",
}


def call(e: Expressions, node: t.Call, scope: Scope | None) -> Core:
    """A function of the operator table."""
    name, args = node.function, node.args
    match name:
        case "coalesce":
            return Coalesce(tuple(e.as_type(arg, node.type, scope) for arg in args))
        case "least" | "greatest":
            return Extreme(name, tuple(e.as_type(arg, node.type, scope) for arg in args))
        case "round" | "floor" | "ceil" | "abs" | "mod":
            return _arithmetic(e, node, scope)
        case "number":
            return _number(e, node, scope)
        case "date":
            return _date(e, node, scope)
        case "year" | "quarter" | "month" | "day" | "weekday" | "hour":
            return DatePart(name, e.lower(args[0], scope))
        case "days_between":
            return DaysBetween(_day(e, args[0], scope), _day(e, args[1], scope))
        case "months_between":
            return MonthsBetween(_day(e, args[0], scope), _day(e, args[1], scope))
        case "length":
            return Length(e.lower(args[0], scope))
        case "lower" | "upper":
            return Fold(e.lower(args[0], scope), name)
        case "trim":
            return Trim(e.lower(args[0], scope))
        case "left" | "right":
            count = args[1]
            assert isinstance(count, t.Const) and isinstance(count.value, int)
            return Part(e.lower(args[0], scope), name, count.value)
        case "concat":
            return Concat(tuple(e.lower(arg, scope) for arg in args))
    raise AssertionError(f"the operator table has no lowering for {name}")


def _day(e: Expressions, node: t.TypedExpr, scope: Scope | None) -> Core:
    value = e.lower(node, scope)
    return Day(value) if node.type.kind is TypeKind.TIMESTAMP else value


def _arithmetic(e: Expressions, node: t.Call, scope: Scope | None) -> Core:
    name, operand = node.function, node.args[0]
    if name == "mod":
        left, right = node.args
        if node.type.exact:
            scale = max(decimal_scale(left.type), decimal_scale(right.type))
            ends = [numbers.rescale(e.exact(side, scope), scale).core for side in (left, right)]
            return IntMod(ends[0], ends[1])
        return FloatMod(e.double(left, scope), e.double(right, scope))
    if name == "abs":
        if node.type.exact:
            item = e.exact(operand, scope)
            negative = numbers.operate("-", Exact(integer(0), item.scale, 0, 0), item)
            return Case(((Compare("<", item.core, integer(0)), negative.core),), item.core)
        value = e.double(operand, scope)
        zero = Const(Kind.FLOAT, 0.0)
        return Case(((Compare("<", value, zero), FloatOp("-", zero, value)),), value)
    digits = _digits(node.args)
    if operand.type.exact:
        return _round_exact(name, e.exact(operand, scope), digits, node.type)
    value = FloatToInt(e.double(operand, scope), digits, ROUNDINGS[name])
    return numbers.rescale(Exact(value, digits), decimal_scale(node.type)).core if digits < 0 else value


def _round_exact(name: str, item: Exact, digits: int, type_: Type) -> Core:
    if digits >= item.scale:
        return numbers.rescale(item, decimal_scale(type_)).core
    factor = 10 ** (item.scale - digits)
    divided = IntDivide(item.core, factor, ROUNDINGS[name])
    bounds = (
        -(-item.low // -factor) if item.low < 0 else 0,
        item.high // factor + 1,
    )
    rounded = Exact(divided, digits, min(bounds[0], item.low // factor), bounds[1])
    if digits < 0:
        power = 10**-digits
        return numbers.operate(
            "*",
            Exact(divided, 0, rounded.low, rounded.high),
            Exact(integer(power), 0, power, power),
        ).core
    return numbers.rescale(rounded, decimal_scale(type_)).core


def _number(e: Expressions, node: t.Call, scope: Scope | None) -> Core:
    item = e.lower(node.args[0], scope)
    scale = decimal_scale(node.type) if node.type.exact else None
    if node.args[0].type.kind is not TypeKind.TEXT:
        return e.as_type(node.args[0], node.type, scope)
    return ParseNumber(item, scale)


def _date(e: Expressions, node: t.Call, scope: Scope | None) -> Core:
    item = node.args[0]
    if item.type.kind is TypeKind.TIMESTAMP:
        return Day(e.lower(item, scope))
    if item.type.kind is TypeKind.DATE:
        return e.lower(item, scope)
    form = "iso"
    if len(node.args) > 1:
        given = node.args[1]
        assert isinstance(given, t.Const) and isinstance(given.value, str)
        form = given.value
    return ParseTime(e.lower(item, scope), form, Kind.DATE)


def _digits(args: tuple[t.TypedExpr, ...]) -> int:
    if len(args) < 2:
        return 0
    given = args[1]
    if isinstance(given, t.Negate) and isinstance(given.operand, t.Const):
        return -int(str(given.operand.value))
    assert isinstance(given, t.Const)
    return int(str(given.value))

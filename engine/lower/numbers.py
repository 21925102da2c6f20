"""Exact numbers as scaled whole numbers: rescaling, arithmetic with guards, comparisons without overflow."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.nodes import ComparisonOp
from dsl.types import INT64_MAX, INT64_MIN, Type
from dsl.types import Kind as TypeKind
from engine.core import (
    And,
    Case,
    Compare,
    Const,
    Core,
    IntDivide,
    IntMod,
    IntOp,
    Kind,
    Null,
    Or,
    ToFloat,
)

MIRRORED: dict[ComparisonOp, ComparisonOp] = {
    "=": "=",
    "<>": "<>",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


@dataclass(frozen=True, slots=True)
class Exact:
    """An INT with its scale and the bounds that are known of it."""

    core: Core
    scale: int
    low: int = INT64_MIN
    high: int = INT64_MAX


def exact(core: Core, type_: Type) -> Exact:
    """An exact value with what its type says of it."""
    if isinstance(core, Const) and isinstance(core.value, int):
        return Exact(core, type_.scale, core.value, core.value)
    low = INT64_MIN if type_.low is None else max(type_.low, INT64_MIN)
    high = INT64_MAX if type_.high is None else min(type_.high, INT64_MAX)
    return Exact(core, type_.scale, low, high)


def decimal_scale(type_: Type) -> int:
    """Places of a DECIMAL; 0 for anything else (a DOUBLE's scale is for sums only)."""
    return type_.scale if type_.kind is TypeKind.DECIMAL else 0


def integer(value: int) -> Const:
    return Const(Kind.INT, value)


def _fits(*values: int) -> bool:
    return all(INT64_MIN <= value <= INT64_MAX for value in values)


def operate(op: str, left: Exact, right: Exact) -> Exact:
    """``+ - *`` on two exact values; the scales of ``+ -`` are made equal first."""
    if op == "*":
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        low, high = min(corners), max(corners)
        return _bounded(
            IntOp("*", left.core, right.core, not _fits(low, high)),
            left.scale + right.scale,
            low,
            high,
        )
    scale = max(left.scale, right.scale)
    left, right = rescale(left, scale), rescale(right, scale)
    if op == "+":
        low, high = left.low + right.low, left.high + right.high
        return _bounded(IntOp("+", left.core, right.core, not _fits(low, high)), scale, low, high)
    low, high = left.low - right.high, left.high - right.low
    return _bounded(IntOp("-", left.core, right.core, not _fits(low, high)), scale, low, high)


def _bounded(core: Core, scale: int, low: int, high: int) -> Exact:
    return Exact(core, scale, max(low, INT64_MIN), min(high, INT64_MAX))


def rescale(value: Exact, scale: int) -> Exact:
    """The same number with another scale; fewer places round half away from zero, more can leave 64 bits."""
    if scale == value.scale:
        return value
    if scale > value.scale:
        factor = 10 ** (scale - value.scale)
        if isinstance(value.core, Const) and _fits(value.low * factor):
            return Exact(
                integer(value.low * factor),
                scale,
                value.low * factor,
                value.low * factor,
            )
        wider = operate(
            "*",
            Exact(value.core, 0, value.low, value.high),
            Exact(integer(factor), 0, factor, factor),
        )
        return Exact(wider.core, scale, wider.low, wider.high)
    factor = 10 ** (value.scale - scale)
    return Exact(
        IntDivide(value.core, factor, "half_away"),
        scale,
        value.low // factor,
        -(-value.high // factor),
    )


def to_float(value: Exact) -> Core:
    """The nearest double (of a constant: at once)."""
    if isinstance(value.core, Const) and isinstance(value.core.value, int):
        return Const(Kind.FLOAT, value.core.value / 10**value.scale)
    return ToFloat(value.core, value.scale)


def always(known: Core) -> Core:
    """True where the value is known, else NULL."""
    return Compare("=", known, known)


def never(known: Core) -> Core:
    """False where the value is known, else NULL."""
    return Compare("<>", known, known)


def compare_to_constant(op: ComparisonOp, left: Core, numerator: int, denominator: int) -> Core:
    """An INT against a fraction, exactly, whatever its size. ``denominator`` is positive."""
    floor, rest = divmod(numerator, denominator)
    match op:
        case "=" | "<>" if rest or not _fits(floor):
            return never(left) if op == "=" else always(left)
        case "<" | ">=":
            bound = floor + (1 if rest else 0)
        case _:
            bound = floor
    if bound > INT64_MAX:
        return always(left) if op in ("<", "<=") else never(left)
    if bound < INT64_MIN:
        return always(left) if op in (">", ">=") else never(left)
    return Compare(op, left, integer(bound))


def compare(op: ComparisonOp, left: Exact, right: Exact) -> Core:
    """Two exact numbers of any scales, compared without rounding and without leaving 64 bits."""
    if isinstance(left.core, Const) and not isinstance(right.core, Const):
        return compare(MIRRORED[op], right, left)
    if isinstance(right.core, Const) and not isinstance(left.core, Const):
        numerator, shift = right.low, left.scale - right.scale
        if shift >= 0:
            return compare_to_constant(op, left.core, numerator * 10**shift, 1)
        return compare_to_constant(op, left.core, numerator, 10**-shift)
    if left.scale == right.scale:
        return Compare(op, left.core, right.core)
    if left.scale > right.scale:
        return compare(MIRRORED[op], right, left)
    factor = 10 ** (right.scale - left.scale)
    if _fits(left.low * factor, left.high * factor):
        return Compare(op, rescale(left, right.scale).core, right.core)
    floor, ceil = (
        IntDivide(right.core, factor, "floor"),
        IntDivide(right.core, factor, "ceil"),
    )
    rest = IntMod(right.core, integer(factor))
    match op:
        case "=":
            return And((Compare("=", left.core, floor), Compare("=", rest, integer(0))))
        case "<>":
            return Or((Compare("<>", left.core, floor), Compare("<>", rest, integer(0))))
        case "<" | ">=":
            return Compare(op, left.core, ceil)
        case _:
            return Compare(op, left.core, floor)


def compare_ratio(op: ComparisonOp, part: Core, whole: Core, numerator: int, denominator: int) -> Core:
    """``part / whole op numerator / denominator`` in whole numbers; NULL where ``whole`` is 0.

    Counts of rows are below 2**40, so that products with everyday percents need no guard."""
    rows = 2**40
    left = operate(
        "*",
        Exact(part, 0, 0, rows),
        Exact(integer(denominator), 0, denominator, denominator),
    )
    right = operate(
        "*",
        Exact(whole, 0, 0, rows),
        Exact(integer(numerator), 0, numerator, numerator),
    )
    return Case(
        ((Compare(">", whole, integer(0)), Compare(op, left.core, right.core)),),
        Null(Kind.BOOL),
    )

"""Numbers: literals, conversions, and the scale and bounds of results."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Literal

from dsl import typed as t
from dsl.catalog import Scalar
from dsl.nodes import NOWHERE, Span
from dsl.types import INT64_MAX, INT64_MIN, MAX_SCALE, Kind, Type

# Enough digits for any 64-bit number at any scale, and for what two of them multiply to.
EXACT = Context(prec=400)
# A literal with an exponent beyond this is not written out.
LARGEST_EXPONENT = 400


def fits(unscaled: int) -> bool:
    return INT64_MIN <= unscaled <= INT64_MAX


def unscale(value: Decimal, scale: int) -> int:
    """``value`` times 10**scale, which must be whole."""
    return int(EXACT.scaleb(value, scale))


def const_int(value: int, *, unit: str | None = None, span: Span = NOWHERE) -> t.Const:
    kind = Type(Kind.INTEGER, optional=False, low=value, high=value, unit=unit)
    return t.Const(value, kind=Kind.INTEGER, type=kind, span=span)


def const_decimal(
    unscaled: int, scale: int, *, percent: bool = False, unit: str | None = None, span: Span = NOWHERE
) -> t.Const:
    """A constant of exactly ``scale`` places."""
    if scale == 0 and not percent:
        return const_int(unscaled, unit=unit, span=span)
    kind = Type(Kind.DECIMAL, scale=scale, percent=percent, optional=False, low=unscaled, high=unscaled, unit=unit)
    return t.Const(EXACT.scaleb(Decimal(unscaled), -scale), kind=Kind.DECIMAL, type=kind, span=span)


def const_like(kind: Type, unscaled: int, span: Span = NOWHERE) -> t.Const:
    """An exact constant of another value's kind and scale."""
    if kind.kind is Kind.INTEGER:
        return const_int(unscaled, span=span)
    of = Type(Kind.DECIMAL, scale=kind.scale, optional=False, low=unscaled, high=unscaled)
    return t.Const(EXACT.scaleb(Decimal(unscaled), -kind.scale), kind=Kind.DECIMAL, type=of, span=span)


def const_double(value: float, like: Type | None = None, span: Span = NOWHERE) -> t.Const:
    kind = Type(Kind.DOUBLE, optional=False, percent=bool(like and like.percent), unit=like.unit if like else None)
    return t.Const(value + 0.0, kind=Kind.DOUBLE, type=kind, span=span)


def exact_literal(
    value: Decimal, *, percent: bool = False, unit: str | None = None, span: Span = NOWHERE
) -> t.Const | None:
    """A literal number as an INTEGER or DECIMAL constant; None where it does not fit into 64 bits."""
    if not value.is_finite() or value.adjusted() > LARGEST_EXPONENT:
        return None
    sign_digits_exponent = value.as_tuple()
    exponent = int(sign_digits_exponent.exponent)
    if -exponent > MAX_SCALE:
        value = value.normalize(EXACT) if len(sign_digits_exponent.digits) <= EXACT.prec else value
        exponent = int(value.as_tuple().exponent)
        if -exponent > MAX_SCALE:
            return None
    scale = max(0, -exponent)
    unscaled = unscale(value, scale)
    if not fits(unscaled):
        return None
    return const_decimal(unscaled, scale, percent=percent, unit=unit, span=span)


def literal(value: Scalar, *, percent: bool = False, unit: str | None = None, span: Span = NOWHERE) -> t.Const | None:
    """A constant of the catalog; None for a number that does not fit."""
    match value:
        case bool():
            return t.Const(value, kind=Kind.BOOLEAN, type=Type(Kind.BOOLEAN, optional=False), span=span)
        case int():
            return exact_literal(Decimal(value), percent=percent, unit=unit, span=span)
        case float():
            if not math.isfinite(value):
                return None
            # What a person reads as 0.1 is 0.1.
            return exact_literal(Decimal(repr(value)), percent=percent, unit=unit, span=span)
        case Decimal():
            return exact_literal(value, percent=percent, unit=unit, span=span)
        case str():
            return t.Const(value, kind=Kind.TEXT, type=Type(Kind.TEXT, optional=False), span=span)
        case datetime():
            return t.Const(value, kind=Kind.TIMESTAMP, type=Type(Kind.TIMESTAMP, optional=False), span=span)
        case date():
            return t.Const(value, kind=Kind.DATE, type=Type(Kind.DATE, optional=False), span=span)


# -- conversions -------------------------------------------------------------------------------------------


def decimal_of(const: t.Const) -> Decimal:
    """The exact value of an INTEGER or DECIMAL constant."""
    value = const.value
    if isinstance(value, Decimal):
        return value
    assert isinstance(value, int)
    return Decimal(value)


def to_double(value: t.TypedExpr) -> t.TypedExpr:
    """A number as a double; a constant becomes the nearest one."""
    if value.type.kind is Kind.DOUBLE:
        return value
    if isinstance(value, t.Const):
        return const_double(float(decimal_of(value)), value.type, value.span)
    scale = value.type.scale if value.type.scale > 6 else 0
    kind = replace(value.type, kind=Kind.DOUBLE, scale=scale, low=None, high=None)
    return t.Convert(value, Kind.DOUBLE, 0, type=kind, span=value.span)


def to_scale(value: t.TypedExpr, scale: int) -> t.TypedExpr:
    """An exact number at a scale that is not smaller than its own."""
    own = value.type
    if own.kind is Kind.DECIMAL and own.scale == scale:
        return value
    factor = 10 ** (scale - own.scale)
    if isinstance(value, t.Const):
        unscaled = unscale(decimal_of(value), scale)
        if fits(unscaled):
            kind = replace(own, kind=Kind.DECIMAL, scale=scale, low=unscaled, high=unscaled)
            number = EXACT.scaleb(Decimal(unscaled), -scale)
            return t.Const(number, kind=Kind.DECIMAL, type=kind, span=value.span)
    low, high = bounded(_times(own.low, factor), _times(own.high, factor))
    kind = replace(own, kind=Kind.DECIMAL, scale=scale, low=low, high=high)
    if low is None or high is None:
        kind = replace(kind, optional=True)
    return t.Convert(value, Kind.DECIMAL, scale, type=kind, span=value.span)


def to_day(value: t.TypedExpr) -> t.TypedExpr:
    """The local day of a timestamp; a date stays."""
    if value.type.kind is Kind.DATE:
        return value
    kind = replace(value.type, kind=Kind.DATE)
    if isinstance(value, t.Const) and isinstance(value.value, datetime):
        return t.Const(value.value.date(), kind=Kind.DATE, type=kind, span=value.span)
    return t.Convert(value, Kind.DATE, 0, type=kind, span=value.span)


def _times(bound: int | None, factor: int) -> int | None:
    return None if bound is None else bound * factor


# -- results -----------------------------------------------------------------------------------------------


def bounded(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """Bounds of a result: one that leaves 64 bits is not known, because beyond it the result is missing."""
    return (
        low if low is not None and low >= INT64_MIN else None,
        high if high is not None and high <= INT64_MAX else None,
    )


def interval(kind: Type, scale: int) -> tuple[int, int]:
    """Bounds of an operand at a scale; where they are unknown, all of 64 bits."""
    factor = 10 ** (scale - kind.scale)
    low = INT64_MIN if kind.low is None else kind.low
    high = INT64_MAX if kind.high is None else kind.high
    return low * factor, high * factor


def arithmetic_type(op: Literal["+", "-", "*"], left: Type, right: Type) -> Type | None:
    """The type of exact arithmetic; None where the scales add up to more than 18."""
    if op == "*":
        scale = left.scale + right.scale
        (a, b), (x, y) = interval(left, left.scale), interval(right, right.scale)
        corners = (a * x, a * y, b * x, b * y)
        low, high = bounded(min(corners), max(corners))
    else:
        scale = max(left.scale, right.scale)
        (a, b), (x, y) = interval(left, scale), interval(right, scale)
        low, high = bounded(*((a + x, b + y) if op == "+" else (a - y, b - x)))
    if scale > MAX_SCALE:
        return None
    kind = Kind.DECIMAL if Kind.DECIMAL in (left.kind, right.kind) else Kind.INTEGER
    optional = left.optional or right.optional or low is None or high is None
    unit, percent = result_words(op, left, right)
    return Type(kind, scale=scale, percent=percent, unit=unit, optional=optional, low=low, high=high)


def result_words(op: str, left: Type, right: Type) -> tuple[str | None, bool]:
    """The unit of a result, and whether it is shown as a percent."""
    if op in "+-":
        return (left.unit if left.unit == right.unit else left.unit or right.unit, left.percent and right.percent)
    if op == "*":
        return (left.unit if right.unit is None else right.unit if left.unit is None else None, False)
    return (left.unit if right.unit is None else None, False)


def fold(op: Literal["+", "-", "*"], left: t.Const, right: t.Const, kind: Type, span: Span) -> t.Const | None:
    """Exact arithmetic on constants; None where the result does not fit."""
    a, b = decimal_of(left), decimal_of(right)
    try:
        value = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[op](a, b)
    except InvalidOperation:
        return None
    unscaled = unscale(value, kind.scale)
    if not fits(unscaled):
        return None
    if kind.kind is Kind.INTEGER:
        return const_int(unscaled, unit=kind.unit, span=span)
    found = const_decimal(unscaled, kind.scale, percent=kind.percent, unit=kind.unit, span=span)
    return (
        found
        if found.type.kind is Kind.DECIMAL
        else t.Const(Decimal(unscaled), kind=Kind.DECIMAL, type=replace(kind, low=unscaled, high=unscaled), span=span)
    )


def double_scale(left: Type, right: Type) -> int:
    """The scale for sum and avg of a double that is made of two numbers."""
    scales = [kind.scale for kind in (left, right) if kind.kind is Kind.DOUBLE]
    if -1 in scales:
        return -1
    return max(scales, default=0)


def join(types: list[Type]) -> Type:
    """One type for several values of one kind (or of several numeric kinds): what all of them have in common."""
    kinds = {kind.kind for kind in types}
    if Kind.DOUBLE in kinds:
        scales = [kind.scale for kind in types if kind.kind is Kind.DOUBLE]
        return _joined(types, Kind.DOUBLE, -1 if -1 in scales else max(scales), None, None)
    if Kind.DECIMAL in kinds or Kind.INTEGER in kinds:
        kind = Kind.DECIMAL if Kind.DECIMAL in kinds else Kind.INTEGER
        scale = max(one.scale for one in types)
        ends = [interval(one, scale) for one in types]
        return _joined(types, kind, scale, *bounded(min(e[0] for e in ends), max(e[1] for e in ends)))
    return _joined(types, types[0].kind, 0, None, None)


def _joined(types: list[Type], kind: Kind, scale: int, low: int | None, high: int | None) -> Type:
    units = {one.unit for one in types}
    return Type(
        kind,
        scale=scale,
        percent=all(one.percent for one in types),
        unit=units.pop() if len(units) == 1 else None,
        optional=any(one.optional for one in types),
        low=low,
        high=high,
    )


def convert(value: t.TypedExpr, target: Type) -> t.TypedExpr:
    """A value as the joined type of its neighbours."""
    if target.kind is Kind.DOUBLE:
        return to_double(value)
    if target.kind is Kind.DECIMAL:
        return to_scale(value, target.scale)
    return value

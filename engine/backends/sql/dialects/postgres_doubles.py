"""PostgreSQL: doubles as IEEE has them. The server raises where a result leaves the range of doubles at either end;
here such a result is NULL (too large) or 0 (too small), and nothing is asked of operands that cannot get so far."""

from __future__ import annotations

import struct
from collections.abc import Callable
from math import inf, isfinite, isinf, nextafter
from typing import TYPE_CHECKING

from engine import core
from engine.backends.sql.dialects.typed_times import TypedTimes
from engine.backends.sql.fragment import ADD, MUL, Fragment, sql
from engine.core import Core, Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

_LEAST, _GREATEST = 5e-324, float.fromhex("0x1.fffffffffffffp1023")
_SAFE_LOW, _SAFE_HIGH = 1e-290, 1e300
_HUGE = 1e290
"""Sums of so many numbers up to this as there can be rows stay doubles."""

# Nearly every row takes the first branch; the scaled products are exact, as powers of two are.
_PRODUCT = (
    "CASE WHEN abs({0}) BETWEEN {low} AND {high} AND abs({1}) BETWEEN {low} AND {high} THEN {0} * {1}"
    " WHEN {0} = 0 OR {1} = 0 THEN {0} * {1}"
    " WHEN abs({0}) > 1 AND abs({1}) > 1 THEN"
    " CASE WHEN abs({0}) * {down512} * (abs({1}) * {down512}) < 1 THEN {0} * {1} END"
    " WHEN abs({0}) < {down500} AND abs({1}) < {down500} THEN"
    " CASE WHEN abs({0}) * {up537} * (abs({1}) * {up538}) > 1 THEN {0} * {1} ELSE {zero} END"
    " WHEN abs({0}) < 1 AND abs({1}) < 1 THEN"
    " CASE WHEN LEAST(abs({0}), abs({1})) * {up1000} * GREATEST(abs({0}), abs({1})) > {down75}"
    " THEN {0} * {1} ELSE {zero} END"
    " ELSE {0} * {1} END"
)
_QUOTIENT = (
    "CASE WHEN abs({0}) BETWEEN {low} AND {high} AND abs({1}) BETWEEN {low} AND {high} THEN {0} / {1}"
    " WHEN {1} = 0 THEN NULL WHEN {0} = 0 THEN {0} / {1}"
    " WHEN abs({1}) < 1 THEN CASE WHEN abs({0}) < abs({1}) * {up1000} * {up24} THEN {0} / {1} END"
    " WHEN abs({1}) > 1 AND abs({0}) < {down51} THEN"
    " CASE WHEN abs({0}) * {up1000} * {up75} > abs({1}) THEN {0} / {1} ELSE {zero} END"
    " ELSE {0} / {1} END"
)
_SUM = (
    "CASE WHEN abs({0}) < {large} AND abs({1}) < {large} THEN {0} %s {1}"
    " WHEN abs({0}) < {small} OR abs({1}) < {small} THEN {0} %s {1}"
    " WHEN abs({0} * {quarter} %s {1} * {quarter}) < {up1022} THEN {0} %s {1} END"
)
_REST = (
    "CASE WHEN abs({0}) < {most} THEN {0} - {1} * {2}"
    " WHEN abs({0}) >= {most} AND {2} IS NOT NULL THEN"
    " CASE WHEN abs({1}) * {down512} * (abs({2}) * {down512}) < 1 THEN {0} - {1} * {2} END END"
)
_TOTAL = (
    "CASE WHEN {huge} IS NULL THEN COALESCE({plain}, {zero})"
    " WHEN abs({huge}) < {up962} THEN {huge} * {up60} + COALESCE({plain}, {zero})"
    " WHEN abs({huge} + CASE WHEN abs({plain}) > 1 THEN {plain} * {down60} ELSE {zero} END) < {up964}"
    " THEN ({huge} + CASE WHEN abs({plain}) > 1 THEN {plain} * {down60} ELSE {zero} END) * {up60} END"
)


class PostgresDoubles(TypedTimes):
    def to_float(self, node: core.ToFloat, at: Scope) -> Fragment:
        item = sql("CAST({} AS double precision)", at.value(node.item))
        if not node.scale:
            return item
        return sql("{:mul} / {}", item, self.constant(Kind.FLOAT, float(10**node.scale)), prec=MUL)

    def float_op(self, node: core.FloatOp, at: Scope) -> Fragment:
        left, right = reach(node.left), reach(node.right)
        low, high = _combined(node.op, left, right)
        if low >= _SAFE_LOW and high <= _SAFE_HIGH:
            if node.op == "/":
                divisor = at.value(node.right)
                if not (isinstance(node.right, core.Const) and node.right.value):
                    divisor = sql("NULLIF({}, 0)", divisor)
                return sql("{:mul} / {:div}", at.value(node.left), divisor, prec=MUL)
            template, prec = ("{:mul} * {:div}", MUL) if node.op == "*" else (f"{{:add}} {node.op} {{:sub}}", ADD)
            return sql(template, at.value(node.left), at.value(node.right), prec=prec)
        known = self._by_constant(node, at) if node.op in "*/" else None
        if known is not None:
            return known
        form = {"*": _PRODUCT, "/": _QUOTIENT}.get(node.op) or _SUM.replace("%s", node.op)
        return self._guarded(form, self._steady(node.left, at), self._steady(node.right, at))

    def _steady(self, node: Core, at: Scope) -> Fragment:
        """A value that the planner cannot look into: what it computes of constants before the statement runs is
        guarded by nothing."""
        value = at.simple(node)
        return value if value.uses else at.keep(value)

    def _by_constant(self, node: core.FloatOp, at: Scope) -> Fragment | None:
        """A product or quotient with a constant: between which sizes of the other operand it is a double, and 0
        where it is too small."""
        match node:
            case core.FloatOp(left=core.Const(value=float(one)), right=core.Const(value=float(two))):
                if node.op == "/" and not two:
                    return self.null(Kind.FLOAT)
                result = one * two if node.op == "*" else one / two
                return self.constant(Kind.FLOAT, result) if isfinite(result) else self.null(Kind.FLOAT)
            case core.FloatOp(op="*", left=core.Const(value=float(factor)), right=other) if factor:
                low, high = _between(lambda size: size * abs(factor))
            case core.FloatOp(op="*", left=other, right=core.Const(value=float(factor))) if factor:
                low, high = _between(lambda size: size * abs(factor))
            case core.FloatOp(op="/", left=other, right=core.Const(value=float(divisor))) if divisor:
                low, high = _between(lambda size: size / abs(divisor))
            case _:
                return None
        item = at.simple(other)
        left, right = (item, at.value(node.right)) if other is node.left else (at.value(node.left), item)
        value = sql("{:mul} * {:div}" if node.op == "*" else "{:mul} / {:div}", left, right, prec=MUL)
        if low <= _LEAST and high >= _GREATEST:
            return value
        if low <= _LEAST:
            return sql("CASE WHEN abs({}) <= {} THEN {} END", item, self.constant(Kind.FLOAT, high), value)
        zero = self.constant(Kind.FLOAT, 0.0)
        form = "CASE WHEN abs({}) >= {} THEN {} WHEN {:cmp} IS NOT NULL THEN {} END"
        return sql(form, item, self.constant(Kind.FLOAT, low), value, item, zero)

    def float_mod(self, node: core.FloatMod, at: Scope) -> Fragment:
        left, right = self._steady(node.left, at), self._steady(node.right, at)
        ratio = at.plain(sql("trunc({})", self._guarded(_QUOTIENT, left, right)))
        return self._guarded(_REST, left, right, ratio)

    def float_summed(self, item: Fragment, where: Fragment | None) -> Fragment:
        """Huge numbers are added apart, scaled down, so that no partial sum is too large."""
        limit = self.constant(Kind.FLOAT, _HUGE)
        plain, huge = sql("abs({}) <= {}", item, limit), sql("abs({}) > {}", item, limit)
        if where is not None:
            plain, huge = sql("{:and} AND {}", where, plain), sql("{:and} AND {}", where, huge)
        scaled = sql("{:mul} * {}", item, self._power(-60))
        parts = {
            "plain": sql("SUM({}) FILTER (WHERE {})", item, plain),
            "huge": sql("SUM({}) FILTER (WHERE {})", scaled, huge),
        }
        return self._named(_TOTAL, parts)

    def sized(self, item: Fragment, digits: int) -> Fragment:
        size, factor = sql("abs({})", item), self.constant(Kind.FLOAT, float(10 ** abs(digits)))
        if digits > 0:
            return sql("CASE WHEN {:cmp} < {} THEN {} * {} END", size, self.constant(Kind.FLOAT, 1e19), size, factor)
        if digits < 0:
            least = self.constant(Kind.FLOAT, 1e-200)
            return sql("CASE WHEN {:cmp} < {} THEN 0 ELSE {} / {} END", size, least, size, factor)
        return size

    def _guarded(self, form: str, *operands: Fragment) -> Fragment:
        return self._named(form, {str(place): operand for place, operand in enumerate(operands)})

    def _named(self, form: str, parts: dict[str, Fragment]) -> Fragment:
        """A template whose parts and constants are named."""
        constants = {
            "low": 1e-140, "high": 1e140, "large": 4e307, "small": 1e200, "most": 1e308, "quarter": 0.25, "zero": 0.0,
        }  # fmt: skip
        fragments, template = [], form
        for name in _names(form):
            if name in parts:
                fragments.append(parts[name])
            elif name in constants:
                fragments.append(self.constant(Kind.FLOAT, constants[name]))
            else:
                power = int(name.removeprefix("up").removeprefix("down"))
                fragments.append(self._power(power if name.startswith("up") else -power))
            template = template.replace(f"{{{name}}}", "{:atom}", 1)
        return sql(template, *fragments)

    def _power(self, exponent: int) -> Fragment:
        return self.constant(Kind.FLOAT, 2.0**exponent)


def _names(form: str) -> list[str]:
    return [piece.partition("}")[0] for piece in form.split("{")[1:]]


def _between(result: Callable[[float], float]) -> tuple[float, float]:
    """The least and the greatest size for which a result that grows with it is neither 0 nor infinite."""
    return _first(lambda size: result(size) > 0), _first(lambda size: isinf(result(nextafter(size, inf))))


def _first(true: Callable[[float], bool]) -> float:
    """The least positive double for which it is true, by halving: the bits of doubles are in their order."""
    low, high = 1, _bits(_GREATEST)
    while low < high:
        middle = (low + high) // 2
        if true(_double(middle)):
            high = middle
        else:
            low = middle + 1
    return _double(low)


def _bits(value: float) -> int:
    return int.from_bytes(struct.pack(">d", value), "big")


def _double(bits: int) -> float:
    return float(struct.unpack(">d", bits.to_bytes(8, "big"))[0])


def reach(node: Core) -> tuple[float, float]:
    """The least and the greatest size that a FLOAT can have unless it is 0."""
    match node:
        case core.Const(value=float(value)) if value:
            return abs(value), abs(value)
        case core.Const() | core.Null():
            return 1.0, 1.0
        case core.ToFloat(scale=scale):
            return 1.0 / 10**scale, 9.3e18 / 10**scale
        case core.FloatOp(op=op, left=left, right=right):
            return _combined(op, reach(left), reach(right))
        case core.Case(whens=whens, otherwise=otherwise):
            return _any_of([reach(result) for _, result in whens] + [reach(otherwise)])
        case core.Coalesce(items=items) | core.Extreme(items=items):
            return _any_of([reach(item) for item in items])
    return _LEAST, _GREATEST


def _any_of(parts: list[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in parts), max(high for _, high in parts)


def _combined(op: str, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
    match op:
        case "*":
            low, high = left[0] * right[0], left[1] * right[1]
        case "/":
            low = left[0] / right[1]
            high = left[1] / right[0] if right[0] > left[1] / _GREATEST else _GREATEST
        case _:  # what cancels leaves at least the last bit of the smaller operand, and addition never rounds to 0
            low, high = min(left[0], right[0]) * 2.0**-53, left[1] + right[1]
            return (low if low >= _SAFE_LOW else _LEAST), min(high, _GREATEST)
    return max(low, _LEAST), min(high, _GREATEST)

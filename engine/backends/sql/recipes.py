"""Rounding doubles to whole numbers, by one recipe for every engine that has IEEE doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from engine import core
from engine.backends.sql.dialect import Dialect
from engine.backends.sql.fragment import ADD, MUL, Fragment, sql
from engine.core import Kind

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope

LIMIT = 9.2e18
PLAIN = float(2**52)
# Below 10**(e + 1) the place behind the 15th digit is worth this much; from 1e14 on there is none behind the point.
TOLERANCES = [(float(f"1e{e + 1}"), float(f"5e{e - 15}")) for e in range(-1, 14)]


class Rounding(Dialect):
    """``floored`` and ``whole_of`` are all that a dialect has to add."""

    slash: ClassVar[str] = "/"

    def int_divide(self, node: core.IntDivide, at: Scope) -> Fragment:
        item = at.value(node.item)
        if node.divisor == 1:
            return item
        divisor = Fragment(str(node.divisor))
        if node.rounding == "trunc":
            return sql(f"{{:mul}} {self.slash} {{}}", item, divisor, prec=MUL)
        item = at.plain(item)
        half = Fragment(str((node.divisor + 1) // 2))
        match node.rounding:
            case "floor":
                step = sql("CASE WHEN {:mul} % {} < 0 THEN -1 ELSE 0 END", item, divisor)
            case "ceil":
                step = sql("CASE WHEN {:mul} % {} > 0 THEN 1 ELSE 0 END", item, divisor)
            case _:
                step = sql(
                    "CASE WHEN {:mul} % {} >= {} THEN 1 WHEN {:mul} % {} <= -{} THEN -1 ELSE 0 END",
                    *(item, divisor, half, item, divisor, half),
                )
        return sql(f"{{:mul}} {self.slash} {{}} + {{}}", item, divisor, step, prec=ADD)

    def sized(self, item: Fragment, digits: int) -> Fragment:
        """The absolute value of a double times 10**digits; NULL is as good as anything beyond 64 bits."""
        factor = self.constant(Kind.FLOAT, float(10 ** abs(digits)))
        size = sql("abs({})", item)
        if not digits:
            return size
        return sql("{:mul} * {:div}" if digits > 0 else "{:mul} / {:div}", size, factor, prec=MUL)

    def floored(self, value: Fragment) -> Fragment:
        """The floor of a double that is not negative."""
        raise self.refuse("FloatToInt")

    def ceiled(self, value: Fragment, floor: Fragment) -> Fragment:
        return sql("CASE WHEN {:cmp} > {:cmp} THEN {:add} + 1 ELSE {} END", value, floor, floor, floor)

    def whole_of(self, value: Fragment) -> Fragment:
        """A double that is whole and within 64 bits, as INT."""
        raise self.refuse("FloatToInt")

    def float_to_int(self, node: core.FloatToInt, at: Scope) -> Fragment:
        item = at.simple(node.item)
        size = at.plain(self.sized(item, node.digits))
        floor = at.plain(self.floored(size))
        tolerance = self._tolerance(size)
        if node.rounding == "half_away":
            rounded = self._half_away(size, floor, tolerance)
            up = down = rounded
        else:
            tolerance = at.plain(tolerance)
            plain = self.constant(Kind.FLOAT, PLAIN)
            rounded = self._half_away(size, floor, tolerance)
            near = at.plain(sql("CASE WHEN {:cmp} < {} THEN {} END", size, plain, rounded))
            ceiled = self.ceiled(size, floor)
            up = self._snapped(size, near, tolerance, ceiled if node.rounding == "ceil" else floor)
            down = self._snapped(size, near, tolerance, ceiled if node.rounding == "floor" else floor)
        limit, plain = self.constant(Kind.FLOAT, LIMIT), self.constant(Kind.FLOAT, PLAIN)
        positive = sql("CASE WHEN {:cmp} < {} THEN {} ELSE {} END", size, plain, up, self.whole_of(size))
        if up.text != down.text:
            negative = sql("CASE WHEN {:cmp} < {} THEN {} ELSE {} END", size, plain, down, self.whole_of(size))
            return sql(
                "CASE WHEN {:cmp} >= {} THEN NULL WHEN {:cmp} < 0 THEN -{:atom} ELSE {} END",
                size,
                limit,
                item,
                negative,
                positive,
            )
        magnitude = at.plain(sql("CASE WHEN {:cmp} < {} THEN {} END", size, limit, positive))
        return sql("CASE WHEN {:cmp} < 0 THEN -{:atom} ELSE {} END", item, magnitude, magnitude)

    def _tolerance(self, size: Fragment) -> Fragment:
        steps = []
        parts: list[Fragment] = []
        for bound, tolerance in TOLERANCES:
            steps.append("WHEN {:cmp} < {} THEN {}")
            parts += [size, self.constant(Kind.FLOAT, bound), self.constant(Kind.FLOAT, tolerance)]
        return sql(f"CASE {' '.join(steps)} ELSE {{}} END", *parts, self.constant(Kind.FLOAT, 0.0))

    def _half_away(self, size: Fragment, floor: Fragment, tolerance: Fragment) -> Fragment:
        """The two tests in front decide nearly every row and agree with the third, whatever the tolerance."""
        half, low = self.constant(Kind.FLOAT, 0.5), self.constant(Kind.FLOAT, 0.4)
        return self.whole_of(
            sql(
                "CASE WHEN {:add} - {:sub} < {} THEN {} WHEN {:add} - {:sub} >= {} THEN {:add} + 1"
                " WHEN {:cmp} >= {:add} + {:sub} - {:sub} THEN {:add} + 1 ELSE {} END",
                *(size, floor, low, floor, size, floor, half, floor),
                *(size, floor, half, tolerance, floor, floor),
            )
        )

    def _snapped(self, size: Fragment, near: Fragment, tolerance: Fragment, plain: Fragment) -> Fragment:
        """The nearest whole number where 15 digits cannot tell the value from it."""
        return sql(
            "CASE WHEN abs({:add} - {:sub}) <= {:cmp} THEN {} ELSE {} END",
            *(size, near, tolerance, near, self.whole_of(plain)),
        )

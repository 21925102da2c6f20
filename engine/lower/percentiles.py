"""Percentiles: border values found once for everyone, then plain comparisons per subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dsl import typed as t
from dsl.types import Kind as TypeKind
from engine.core import (
    And,
    Case,
    Compare,
    Const,
    Core,
    FloatOp,
    IntOp,
    IsTrue,
    Kind,
    Not,
    Null,
    Ref,
    ToFloat,
    kind_of,
)
from engine.lower import numbers
from engine.lower.numbers import Exact, exact, integer

if TYPE_CHECKING:
    from engine.lower.expressions import Expressions
    from engine.lower.steps import Steps


Percentile = t.InPercent | t.Tile | t.Bin | t.Quantile
EdgeKey = tuple[t.TypedExpr, t.Population, tuple[str | int, ...]]
"""What a border value is of: the checked operand, the population, and which border."""
Edges = Mapping[EdgeKey, tuple[Const, ...]]


class Percentiles:
    """Lowers percent ranges, tiles, bins and quantiles.

    ``known``: border values that were found before, over other subjects (test customers are placed among the
    real ones); ``used`` collects the borders that this lowering asks for.
    """

    def __init__(self, expressions: Expressions, steps: Steps, known: Edges | None = None) -> None:
        self._expressions = expressions
        self._steps = steps
        self._known = known
        self.used: dict[EdgeKey, tuple[Ref, ...]] = {}

    def _rank(self, node: Percentile, item: Ref, population: Core | None, key: tuple[str, str, int, int, str]) -> Core:
        found = self._given((node.operand, node.population, key), 1, item)
        if found is not None:
            return found[0]
        edge = self._steps.rank_edge(item, population, key)
        self.used[(node.operand, node.population, key)] = (edge,)
        return edge

    def _neighbours(
        self, node: Percentile, item: Ref, population: Core | None, num: int, den: int
    ) -> tuple[Core, Core, Core]:
        found = self._given((node.operand, node.population, (num, den)), 3, item)
        if found is not None:
            return found[0], found[1], found[2]
        edges = self._steps.quantile_edge(item, population, num, den)
        self.used[(node.operand, node.population, (num, den))] = edges
        return edges

    def _given(self, key: EdgeKey, count: int, item: Ref) -> tuple[Core, ...] | None:
        """Known borders; NULL for one that was asked for and is not known."""
        if self._known is None:
            return None
        return self._known.get(key) or (Null(kind_of(item)),) * count

    def value(self, node: Percentile) -> Core:
        item = self._steps.let("ranked", self._expressions.subject(node.operand))
        population = self._population(node.population)
        match node:
            case t.InPercent():
                return self._in_percent(node, item, population)
            case t.Tile():
                return _inside(population, self._tile(node, item, population), Null(Kind.INT))
            case t.Bin():
                return _inside(population, self._bin(node, item, population), Null(Kind.INT))
            case t.Quantile():
                return self._quantile(node, item, population)

    def _population(self, population: t.Population) -> Core | None:
        conditions: list[Core] = []
        if population.stage is not None:
            conditions.append(self._expressions.stage(population.stage))
        if population.condition is not None:
            value = IsTrue(self._expressions.subject(population.condition))
            conditions.append(self._steps.let("population", value))
        if not conditions:
            return None
        return conditions[0] if len(conditions) == 1 else And(tuple(conditions))

    def _in_percent(self, node: t.InPercent, item: Ref, population: Core | None) -> Core:
        """Better or equal to the worst value within ``high``, and not within ``low``."""
        top = node.side == "top"
        op, pick = (">=", "min") if top else ("<=", "max")
        bounds: list[Core] = []
        for share, inside in ((node.high, True), (node.low, False)):
            numerator, denominator = Decimal(share).as_integer_ratio()
            if (inside and numerator >= denominator) or (not inside and numerator <= 0):
                continue
            key = ("greater" if top else "smaller", "<", numerator, denominator, pick)
            edge = self._rank(node, item, population, key)
            within = Compare(op, item, edge)  # type: ignore[arg-type]
            bounds.append(within if inside else Not(within))
        if not bounds:
            bounds.append(numbers.always(item))
        condition = bounds[0] if len(bounds) == 1 else And(tuple(bounds))
        return _inside(population, condition, Const(Kind.BOOL, False))

    def _tile(self, node: t.Tile, item: Ref, population: Core | None) -> Core:
        count, op, pick = ("greater", "<=", "max") if node.lowest_best else ("smaller", ">=", "min")
        reached = []
        for step in range(1, node.k):
            edge = self._rank(node, item, population, (count, ">=", step, node.k, pick))
            reached.append(Compare(op, item, edge))  # type: ignore[arg-type]
        return _one_plus(item, reached)

    def _bin(self, node: t.Bin, item: Ref, population: Core | None) -> Core:
        """K * x > (k - r) * lo + r * hi, in whole numbers where the value is exact."""
        above = []
        for step in range(1, node.k):
            low, high, rest = self._neighbours(node, item, population, step, node.k)
            if kind_of(item) is Kind.FLOAT:
                scaled = FloatOp("*", Const(Kind.FLOAT, float(node.k)), item)
                above.append(Compare(">", scaled, _mixed_float(low, high, rest, node.k)))
            else:
                type_ = node.operand.type
                scaled_exact = numbers.operate("*", exact(item, type_), Exact(integer(node.k), 0, node.k, node.k))
                mixed = _mixed(low, high, rest, node.k, exact(item, type_))
                above.append(Compare(">", scaled_exact.core, mixed.core))
        return _one_plus(item, above)

    def _quantile(self, node: t.Quantile, item: Ref, population: Core | None) -> Core:
        """Lo + (hi - lo) * r / den, with one rounding where the value is exact."""
        numerator, denominator = Decimal(node.at).as_integer_ratio()
        low, high, rest = self._neighbours(node, item, population, numerator, denominator)
        if kind_of(item) is Kind.FLOAT:
            mixed = _mixed_float(low, high, rest, denominator)
            return FloatOp("/", mixed, Const(Kind.FLOAT, float(denominator)))
        type_ = node.operand.type
        total = _mixed(low, high, rest, denominator, exact(item, type_))
        scale = type_.scale if type_.kind is TypeKind.DECIMAL else 0
        return FloatOp("/", ToFloat(total.core), Const(Kind.FLOAT, float(denominator * 10**scale)))


def _mixed(low: Core, high: Core, rest: Core, den: int, bounds: Exact) -> Exact:
    """(den - rest) * low + rest * high."""
    remainder = Exact(rest, 0, 0, den)
    opposite = numbers.operate("-", Exact(integer(den), 0, den, den), remainder)
    opposite = Exact(opposite.core, 0, 0, den)
    left = numbers.operate("*", opposite, Exact(low, 0, bounds.low, bounds.high))
    right = numbers.operate("*", remainder, Exact(high, 0, bounds.low, bounds.high))
    return numbers.operate("+", left, right)


def _mixed_float(low: Core, high: Core, rest: Core, den: int) -> Core:
    remainder = ToFloat(rest)
    opposite = FloatOp("-", Const(Kind.FLOAT, float(den)), remainder)
    return FloatOp("+", FloatOp("*", opposite, low), FloatOp("*", remainder, high))


def _one_plus(item: Core, conditions: Sequence[Core]) -> Core:
    """1 and as many as are true; NULL where the item is."""
    terms: list[Core] = [Case(((condition, integer(1)),), integer(0)) for condition in conditions]
    terms.append(Case(((Compare("=", item, item), integer(1)),), Null(Kind.INT)))
    while len(terms) > 1:
        pairs = [terms[i : i + 2] for i in range(0, len(terms), 2)]
        terms = [IntOp("+", pair[0], pair[1], guard=False) if len(pair) == 2 else pair[0] for pair in pairs]
    return terms[0]


def _inside(population: Core | None, value: Core, outside: Core) -> Core:
    if population is None:
        return value
    return Case(((population, value),), outside)

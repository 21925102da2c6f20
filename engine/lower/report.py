"""What a criterion reports: met, not met, or no data.

A condition that ends unknown is "no data". At-least-k, none-of, score and case never end unknown: an unknown part
counts as not met, 0 points, not taken. They report "no data" where the unknown parts could change the verdict: where
the condition may be true and may be false, whatever the missing values turn out to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl import typed as t
from dsl.nodes import ComparisonOp
from engine.core import And, AtLeast, Case, Coalesce, Core, IsNull, IsTrue, Kind, Not, Null, Or
from engine.lower import numbers
from engine.lower.known import TRUE, every, negated, some
from engine.lower.numbers import Exact, exact

if TYPE_CHECKING:
    from engine.lower.expressions import Expressions


class Report:
    """Finds for each condition whether it may be true and whether it may be false (both never NULL)."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions

    def state(self, node: t.TypedExpr) -> Core:
        """True: met. False: not met. NULL: no data."""
        value = self._expressions.subject(node)
        if not self._hides_unknown(node) or self._sure(node, value):
            return value
        unsure = And((self.may_be(node, True), self.may_be(node, False)))
        return Case(((unsure, Null(Kind.BOOL)),), IsTrue(value))

    def _sure(self, node: t.TypedExpr, value: Core) -> bool:
        """Is nothing in the condition ever missing?"""
        known = self._expressions.steps.known
        hidden = [self._expressions.subject(part) for part in self._hidden_conditions(node)]
        return known(value) and all(known(part) for part in hidden)

    def _hides_unknown(self, node: t.TypedExpr) -> bool:
        """Does a part that never ends unknown stand in the condition?"""
        if isinstance(node, t.AtLeast | t.Score | t.Case):
            return True
        if isinstance(node, t.MeasureValue):
            definition = self._expressions.program.measures.get(node.id)
            return definition is not None and self._hides_unknown(definition.rule)
        return any(self._hides_unknown(child) for child in _operands(node))

    def may_be(self, node: t.TypedExpr, wanted: bool) -> Core:
        """Can the condition be ``wanted`` for some values of what is missing?"""
        match node:
            case t.Not(operand=operand):
                return self.may_be(operand, not wanted)
            case t.And(operands=operands):
                return _joined([self.may_be(o, wanted) for o in operands], both=wanted)
            case t.Or(operands=operands):
                return _joined([self.may_be(o, wanted) for o in operands], both=not wanted)
            case t.AtLeast(k=k, operands=operands) if wanted:
                return AtLeast(k, tuple(self.may_be(o, True) for o in operands))
            case t.AtLeast(k=k, operands=operands):
                certain = tuple(negated(self.may_be(o, False)) for o in operands)
                return Not(AtLeast(k, certain))
            case t.Case(whens=whens, otherwise=otherwise):
                return self._branches(whens, otherwise, lambda result: self.may_be(result, wanted))
            case t.MeasureValue(id=name) if name in self._expressions.program.measures:
                return self.may_be(self._expressions.program.measures[name].rule, wanted)
            case t.Comparison(op=op, left=left, right=right):
                return self._comparison(op, left, right, wanted)
            case t.IsMissing():
                missing = self._expressions.subject(node)
                return missing if wanted else negated(missing)
        return self._plain(node, wanted)

    def _plain(self, node: t.TypedExpr, wanted: bool) -> Core:
        value = self._expressions.subject(node)
        known = self._expressions.steps.known
        hidden = [self._expressions.subject(part) for part in self._hidden_conditions(node)]
        missing = [IsNull(part) for part in hidden if not known(part)]
        if known(value):
            return some([value if wanted else negated(value), *missing])
        return some([Coalesce((value, TRUE)) if wanted else Not(IsTrue(value)), *missing])

    def _hidden_conditions(self, node: t.TypedExpr) -> list[t.TypedExpr]:
        """Conditions within a value whose being unknown the value does not show."""
        found: list[t.TypedExpr] = []
        match node:
            case t.Score(parts=parts):
                found += [condition for condition, _ in parts]
            case t.Case(whens=whens):
                found += [condition for condition, _ in whens]
            case t.AtLeast(operands=operands):
                found += operands
            case t.MeasureValue(id=name) if name in self._expressions.program.measures:
                return self._hidden_conditions(self._expressions.program.measures[name].rule)
        for child in _operands(node):
            found += self._hidden_conditions(child)
        return found

    def _branches(self, whens: object, otherwise: t.TypedExpr, of_result: object) -> Core:
        """May one of the branches that may be taken give what is asked?"""
        possible: list[Core] = []
        passed: list[Core] = []
        for condition, result in whens:  # type: ignore[attr-defined]
            taken = self.may_be(condition, True)
            possible.append(every([*passed, taken, of_result(result)]))  # type: ignore[operator]
            passed.append(self.may_be(condition, False))
        possible.append(_joined([*passed, of_result(otherwise)], both=True))  # type: ignore[operator]
        return some(possible)

    def _comparison(self, op: ComparisonOp, left: t.TypedExpr, right: t.TypedExpr, wanted: bool) -> Core:
        for one, other, way in ((left, right, op), (right, left, numbers.MIRRORED[op])):
            rule = self._inlined(one)
            if isinstance(rule, t.Case):
                return self._branches(
                    rule.whens,
                    rule.otherwise,
                    lambda result, other=other, way=way: self._comparison(way, result, other, wanted),
                )
            if isinstance(rule, t.Score) and other.type.exact and not self._hides_unknown(other):
                return self._score(rule, way, other, wanted)
        return self._plain(t.Comparison(op, left, right), wanted)

    def _inlined(self, node: t.TypedExpr) -> t.TypedExpr:
        while isinstance(node, t.MeasureValue) and node.id in self._expressions.program.measures:
            node = self._expressions.program.measures[node.id].rule
        return node

    def _score(self, score: t.Score, op: ComparisonOp, other: t.TypedExpr, wanted: bool) -> Core:
        """The least and the greatest total that the unknown parts leave open, against the other side."""
        bounds = []
        steps = self._expressions.steps
        for greatest in (False, True):
            parts = []
            for condition, points in score.parts:
                adds = (_points(points) > 0) == greatest
                counted = self.may_be(condition, True) if adds else negated(self.may_be(condition, False))
                parts.append((counted, points))
            total = steps.let("most_points" if greatest else "least_points", self._expressions.total(parts, score.type))
            bounds.append(exact(total, score.type))
        least, greatest_total = bounds
        limit = self._expressions.exact(other, None)
        found = _possible(op, least, greatest_total, limit, wanted)
        return found if steps.known(limit.core) else Or((found, IsNull(limit.core)))


def _points(points: t.Const) -> float:
    return float(str(points.value))


def _possible(op: ComparisonOp, low: Exact, high: Exact, limit: Exact, wanted: bool) -> Core:
    """Can a total between low and high compare so? (Totals between them are taken as possible.)"""
    if not wanted:
        opposite: dict[ComparisonOp, ComparisonOp] = {
            "=": "<>",
            "<>": "=",
            "<": ">=",
            "<=": ">",
            ">": "<=",
            ">=": "<",
        }
        op = opposite[op]
    match op:
        case "<" | "<=":
            found = numbers.compare(op, low, limit)
        case ">" | ">=":
            found = numbers.compare(op, high, limit)
        case "=":
            found = And((numbers.compare("<=", low, limit), numbers.compare(">=", high, limit)))
        case "<>":
            found = Or((numbers.compare("<>", low, limit), numbers.compare("<>", high, limit)))
    return IsTrue(found)


def _joined(parts: list[Core], *, both: bool) -> Core:
    return every(parts) if both else some(parts)


def _operands(node: t.TypedExpr) -> tuple[t.TypedExpr, ...]:
    """The parts of a condition or value that are about the same subject (not the inside of aggregates)."""
    match node:
        case t.DateShift(operand=o) | t.Negate(operand=o) | t.Convert(operand=o) | t.Not(operand=o):
            return (o,)
        case t.In(operand=o) | t.IsMissing(operand=o) | t.InDays(operand=o) | t.InPercent(operand=o):
            return (o,)
        case t.Tile(operand=o) | t.Bin(operand=o):
            return (o,)
        case t.Arithmetic(left=left, right=right) | t.Comparison(left=left, right=right):
            return (left, right)
        case t.TextMatch(operand=operand, pattern=pattern):
            return (operand, pattern)
        case t.Call(args=args):
            return args
        case t.And(operands=operands) | t.Or(operands=operands) | t.AtLeast(operands=operands):
            return operands
        case t.Case(whens=whens, otherwise=otherwise):
            return (*(part for when in whens for part in when), otherwise)
        case t.Score(parts=parts):
            return tuple(condition for condition, _ in parts)
    return ()

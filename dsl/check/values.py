"""Values: literals, arithmetic, case and score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from dsl import nodes as n
from dsl import typed as t
from dsl.check import numbers
from dsl.check.base import Checker, replace_with, show, wrap
from dsl.check.kinds import kind_words
from dsl.diagnostics import Edit, Fix
from dsl.types import BOOLEAN, DATE, INTEGER, MAX_SCALE, Kind, Type

Exact = Literal["+", "-", "*"]


def number(c: Checker, node: n.Number) -> t.TypedExpr | None:
    const = numbers.exact_literal(node.value, percent=node.percent, span=node.span)
    if const is None:
        c.error("number.range", node, number=show(node))
    return const


def text(c: Checker, node: n.Text) -> t.TypedExpr | None:
    return numbers.literal(node.value, span=node.span)


def boolean(c: Checker, node: n.Boolean) -> t.TypedExpr | None:
    return numbers.literal(node.value, span=node.span)


def day(c: Checker, node: n.Date) -> t.TypedExpr | None:
    return numbers.literal(node.value, span=node.span)


def moment(c: Checker, node: n.Timestamp) -> t.TypedExpr | None:
    return numbers.literal(node.value, span=node.span)


def today(c: Checker, node: n.Today) -> t.TypedExpr | None:
    return t.AsOf(type=DATE.known(), span=node.span)


def missing(c: Checker, node: n.Missing) -> t.TypedExpr | None:
    c.error("missing.value", node)
    return None


def duration(c: Checker, node: n.Duration) -> t.TypedExpr | None:
    c.error("duration.alone", node, duration=show(node))
    return None


def hole(c: Checker, node: n.Hole) -> t.TypedExpr | None:
    return None


# -- arithmetic --------------------------------------------------------------------------------------------


def negate(c: Checker, node: n.Negate) -> t.TypedExpr | None:
    if isinstance(node.operand, n.Number):
        inner = node.operand
        positive = n.Number(-inner.value, inner.percent, inner.counter, span=node.span)
        return c.expr(positive)
    operand = c.expr(node.operand)
    if operand is None:
        return None
    if not operand.type.numeric:
        words = kind_words("kind", operand.type.kind)
        c.error("type.needs_number", node.operand, name=show(node.operand), op="-", **words)
        return None
    if isinstance(operand, t.Const) and operand.type.exact:
        const = numbers.exact_literal(
            -numbers.decimal_of(operand), percent=operand.type.percent, unit=operand.type.unit, span=node.span
        )
        if const is not None and const.type.kind is operand.type.kind:
            return const
    kind = operand.type
    if kind.exact:
        low, high = numbers.interval(kind, kind.scale)
        low_, high_ = numbers.bounded(-high, -low)
        kind = replace(kind, low=low_, high=high_, optional=kind.optional or low_ is None or high_ is None)
    return t.Negate(operand, type=kind, span=node.span)


def arithmetic(c: Checker, node: n.Arithmetic) -> t.TypedExpr | None:
    if isinstance(node.right, n.Duration) or isinstance(node.left, n.Duration):
        return _shift(c, node)
    left, right = c.expr(node.left), c.expr(node.right)
    if left is None or right is None:
        return None
    if not (left.type.numeric and right.type.numeric):
        _not_numbers(c, node, left, right)
        return None
    return _arithmetic(c, node, left, right)


def _arithmetic(c: Checker, node: n.Arithmetic, left: t.TypedExpr, right: t.TypedExpr) -> t.TypedExpr | None:
    unit, percent = numbers.result_words(node.op, left.type, right.type)
    if node.op == "/":
        if isinstance(right, t.Const) and right.value == 0:
            c.warn("division.by_zero", node.right)
        left, right = numbers.to_double(left), numbers.to_double(right)
        kind = Type(Kind.DOUBLE, scale=numbers.double_scale(left.type, right.type), unit=unit)
        return t.Arithmetic("/", left, right, type=kind, span=node.span)
    if Kind.DOUBLE in (left.type.kind, right.type.kind):
        scale = numbers.double_scale(left.type, right.type)
        left, right = numbers.to_double(left), numbers.to_double(right)
        kind = Type(Kind.DOUBLE, scale=scale, unit=unit, percent=percent)
        return t.Arithmetic(node.op, left, right, type=kind, span=node.span)
    exact = numbers.arithmetic_type(node.op, left.type, right.type)
    if exact is None:
        places = left.type.scale + right.type.scale
        finer = node.left if left.type.scale >= right.type.scale else node.right
        fix = wrap("fix.use", finer, "round(", ", 6)")
        c.error("number.too_fine", node, fix, places=places, most=MAX_SCALE)
        return None
    if isinstance(left, t.Const) and isinstance(right, t.Const):
        folded = numbers.fold(node.op, left, right, exact, node.span)
        if folded is None:
            c.error("number.range", node, number=show(node))
        return folded
    return t.Arithmetic(node.op, left, right, type=exact, span=node.span)


def _not_numbers(c: Checker, node: n.Arithmetic, left: t.TypedExpr, right: t.TypedExpr) -> None:
    """Say why two values cannot be calculated with, and what to write instead."""
    a, b = show(node.left), show(node.right)
    if left.type.temporal and right.type.temporal:
        fixes = [wrap_pair("fix.use", node, "days between(")] if node.op == "-" else []
        c.error("date.difference", node, *fixes, left=a, right=b)
    elif left.type.temporal and right.type.numeric and node.op in "+-":
        fixes = []
        if isinstance(node.right, n.Number) and node.right.value == int(node.right.value):
            fixes = [replace_with("fix.use", node.right, f"{int(node.right.value)} days")]
        c.error("date.plus_number", node, *fixes, name=a, number=b, op=node.op)
    elif left.type.kind is Kind.TEXT and right.type.kind is Kind.TEXT and node.op == "+":
        c.error("text.plus", node, wrap_pair("fix.use", node, "concat("), left=a, right=b)
    else:
        for side, value in ((node.left, left), (node.right, right)):
            if value.type.numeric:
                continue
            fixes = []
            if value.type.kind is Kind.TEXT and not isinstance(value, t.Const):
                fixes = [wrap("fix.use", side, "number(", ")")]
            words = kind_words("kind", value.type.kind)
            c.error("type.needs_number", side, *fixes, name=show(side), op=node.op, **words)


def wrap_pair(code: str, node: n.Arithmetic | n.Comparison, call: str) -> Fix:
    """``a - b`` as ``call(a, b)``: the operator between the two becomes a comma."""
    between = n.Span(node.left.span.end, node.right.span.start)
    edits = (
        Edit(n.Span(node.left.span.start, node.left.span.start), call),
        Edit(between, ", "),
        Edit(n.Span(node.right.span.end, node.right.span.end), ")"),
    )
    return Fix(code, edits, {"text": f"{call}{show(node.left)}, {show(node.right)})"})


def _shift(c: Checker, node: n.Arithmetic) -> t.TypedExpr | None:
    """A date plus or minus a duration."""
    length, base = (node.right, node.left) if isinstance(node.right, n.Duration) else (node.left, node.right)
    if isinstance(base, n.Duration):
        c.error("duration.arithmetic", node)
        return None
    operand = c.expr(base)
    if operand is None:
        return None
    assert isinstance(length, n.Duration)
    if not operand.type.temporal:
        if operand.type.numeric:
            c.error(
                "duration.with_number",
                length,
                replace_with("fix.use", length, str(length.amount)),
                duration=show(length),
                name=show(base),
                number=length.amount,
            )
        else:
            c.error("type.needs_date", base, name=show(base), **kind_words("kind", operand.type.kind))
        return None
    if node.op not in "+-" or (node.op == "-" and length is node.left):
        c.error("duration.arithmetic", node)
        return None
    return shift(c, operand, length if node.op == "+" else negative(length), node.span)


def negative(length: n.Duration) -> n.Duration:
    return n.Duration(-length.amount, length.unit, span=length.span)


# As-of dates have four digits in their year; nothing that a rule speaks about is further away than this.
LONGEST = {"day": 366_000, "week": 52_000, "month": 12_000, "year": 1_000}


def whole_days(c: Checker, amount: int, unit: n.Unit, where: n.Node) -> bool:
    """Whether a distance is in days or more, and not beyond all calendars."""
    if unit not in LONGEST:
        c.error("duration.too_short", where, unit=unit)
        return False
    if abs(amount) > LONGEST[unit]:
        c.error("duration.too_long", where, amount=str(abs(amount)), unit=unit, most=LONGEST[unit])
        return False
    return True


def shift(c: Checker, operand: t.TypedExpr, length: n.Duration, span: n.Span) -> t.TypedExpr | None:
    """The local day of a date, moved."""
    if not whole_days(c, length.amount, length.unit, length):
        return None
    base = numbers.to_day(operand)
    kind = Type(Kind.DATE, optional=base.type.optional)
    if length.amount == 0:
        return base
    return t.DateShift(base, length.amount, length.unit, type=kind, span=span)


# -- choice ------------------------------------------------------------------------------------------------


def unify(c: Checker, code: str, where: list[tuple[n.Expr, t.TypedExpr]]) -> Type | None:
    """One type for several values, or an error at the first that does not go with the others."""
    first_node, first = where[0]
    for node, value in where[1:]:
        same = value.type.kind is first.type.kind or (value.type.numeric and first.type.numeric)
        if not same:
            c.error(
                code,
                node,
                first=show(first_node),
                other=show(node),
                **kind_words("first_kind", first.type.kind),
                **kind_words("other_kind", value.type.kind),
            )
            return None
    return numbers.join([value.type for _, value in where])


def case(c: Checker, node: n.Case) -> t.TypedExpr | None:
    conditions: list[t.TypedExpr | None] = []
    results: list[tuple[n.Expr, t.TypedExpr | None]] = []
    ok = True
    for when in node.whens:
        conditions.append(condition(c, when.condition))
        results.append((when.result, _branch(c, when.result)))
    if node.otherwise is not None:
        results.append((node.otherwise, _branch(c, node.otherwise)))
    ok = all(found is not None for found in conditions)
    known: list[tuple[n.Expr, t.TypedExpr]] = []
    for expr, value in results:
        if value is None:
            ok = ok and isinstance(expr, n.Missing)
        else:
            known.append((expr, value))
    if not known:
        if ok:
            c.error("case.no_value", node)
        return None
    kind = unify(c, "case.mixed", known)
    if kind is None or not ok:
        return None
    absent = node.otherwise is None or any(isinstance(expr, n.Missing) for expr, _ in results)
    if absent:
        kind = replace(kind, optional=True)

    def branch(expr: n.Expr | None, value: t.TypedExpr | None) -> t.TypedExpr:
        if value is not None:
            return numbers.convert(value, kind)
        return t.MissingValue(kind=kind.kind, type=kind, span=expr.span if expr else node.span)

    whens = tuple(
        (found, branch(expr, value))
        for found, (expr, value) in zip(conditions, results, strict=False)
        if found is not None
    )
    otherwise = branch(*results[-1]) if node.otherwise is not None else branch(None, None)
    return t.Case(whens, otherwise, type=kind, span=node.span)


def _branch(c: Checker, node: n.Expr) -> t.TypedExpr | None:
    return None if isinstance(node, n.Missing) else c.expr(node)


def score(c: Checker, node: n.Score) -> t.TypedExpr | None:
    parts: list[tuple[t.TypedExpr, t.Const]] = []
    for part in node.parts:
        found = condition(c, part.condition)
        points = c.expr(part.points)
        if points is not None and not (isinstance(points, t.Const) and points.type.exact):
            c.error("score.points", part.points, name=show(part.points))
            points = None
        if found is not None and isinstance(points, t.Const):
            parts.append((found, points))
    if len(parts) < len(node.parts) or not parts:
        return None
    scale = max(points.type.scale for _, points in parts)
    if any(points.type.kind is Kind.DECIMAL for _, points in parts):
        converted = [(found, numbers.to_scale(points, scale)) for found, points in parts]
        parts = [(found, points) for found, points in converted if isinstance(points, t.Const)]
        if len(parts) < len(node.parts):
            c.error("number.range", node, number="score")
            return None
    unscaled = [numbers.unscale(numbers.decimal_of(points), scale) for _, points in parts]
    low, high = sum(min(0, u) for u in unscaled), sum(max(0, u) for u in unscaled)
    low_, high_ = numbers.bounded(low, high)
    kind = replace(
        INTEGER,
        kind=parts[0][1].type.kind,
        scale=scale,
        optional=low_ is None or high_ is None,
        low=low_,
        high=high_,
    )
    return t.Score(tuple(parts), type=kind, span=node.span)


# -- conditions out of values ------------------------------------------------------------------------------


def condition(c: Checker, node: n.Expr) -> t.TypedExpr | None:
    """An expression that must be a condition."""
    if isinstance(node, n.Name) and len(node.parts) == 1 and c.scope.relation is None:
        word = node.parts[0]
        relations = c.index.relations.find(word)
        if relations and not c.index.values.find(word):
            fix = wrap("fix.use", node, "any(", ")")
            c.error("condition.relation", node, fix, name=word)
            return None
    if isinstance(node, n.Duration):
        c.error("duration.alone", node, duration=show(node))
        return None
    value = c.expr(node)
    if value is None or value.type.kind is BOOLEAN.kind:
        return value
    needs_condition(c, node, value)
    return None


def needs_condition(c: Checker, node: n.Expr, value: t.TypedExpr) -> None:
    """A value stands where a condition must: say what is missing."""
    name = show(node)
    if value.type.numeric:
        if isinstance(node, n.Number) and node.value in (Decimal(0), Decimal(1)):
            word = "true" if node.value else "false"
            c.error("condition.constant", node, replace_with("fix.use", node, word), name=name, word=word)
            return
        fixes = () if isinstance(value, t.Const) else (wrap("fix.use", node, "", " > 0"),)
        c.error("condition.number", node, *fixes, name=name)
    elif value.type.temporal:
        fixes_ = () if isinstance(value, t.Const) else (wrap("fix.use", node, "", " IS NOT MISSING"),)
        c.error("condition.date", node, *fixes_, name=name)
    else:
        fixes_ = () if isinstance(value, t.Const) else (wrap("fix.use", node, "", " IS NOT MISSING"),)
        c.error("condition.text", node, *fixes_, name=name)

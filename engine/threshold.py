"""A criterion that compares one number with one threshold: reading it, writing another threshold, loosening it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, cast

from dsl import nodes as n
from dsl import typed as t
from dsl.nodes import Span
from dsl.parse import parse
from dsl.types import Kind
from engine.explain import given, unwrapped

if TYPE_CHECKING:
    from engine.preview.panels import Side, Thresholds

SIDES = ("<", "<=", "=", ">=", ">")
NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE, Kind.DATE)


@dataclass(frozen=True, slots=True)
class Threshold:
    """``operand op value``. span: where the number stands in the rule, without its unit; parameter: the name of the
    project's constant that holds it instead. percent: written as 30%."""

    op: Side
    operand: t.TypedExpr
    value: Any
    span: Span
    percent: bool = False
    parameter: str | None = None


def threshold_of(text: str, tree: t.TypedExpr) -> Threshold | None:
    """The threshold of a rule; None where the rule is anything else than one comparison with a number or a day."""
    parsed = parse(text).rule
    if parsed is None or not isinstance(parsed.expr, n.Comparison) or not isinstance(tree, t.Comparison):
        return None
    expr, operand = parsed.expr, unwrapped(tree.left)
    if expr.op not in SIDES or expr.op != tree.op or operand.type.kind not in NUMBERS or given(tree.left):
        return None
    if not isinstance(tree.right, t.Const) or isinstance(tree.right.value, bool | str):
        return None
    value = tree.right.value
    op = cast("Side", expr.op)
    match expr.right:
        case n.Number(counter=counter, percent=percent) as number:
            span = _bare(text, number.span, counter)
            return Threshold(op, operand, value, span, percent) if span is not None else None
        case n.Duration(amount=amount) if amount == value:
            digits = re.match(r"[\d_,]+", text[expr.right.span.start : expr.right.span.end])
            start = expr.right.span.start
            return Threshold(op, operand, value, Span(start, start + digits.end())) if digits is not None else None
        case n.Date():
            return Threshold(op, operand, value, expr.right.span)
        case n.Param(name=name):
            return Threshold(op, operand, value, expr.right.span, parameter=name)
    return None


def _bare(text: str, span: Span, counter: str | None) -> Span | None:
    """A number without its unit and blanks; None where it is in brackets."""
    written = text[span.start : span.end]
    if counter and written.endswith(counter):
        written = written[: -len(counter)]
    written = written.rstrip()
    return Span(span.start, span.start + len(written)) if re.fullmatch(r"-?[\w.,]+\s*[%％]?", written) else None


def with_value(text: str, threshold: Threshold, value: Any) -> str:
    """The rule with another threshold; the rest of it stays as it is written."""
    written = written_value(value, threshold.percent)
    return text[: threshold.span.start] + written + text[threshold.span.end :]


def written_value(value: Any, percent: bool = False) -> str:
    """A threshold as a rule spells it."""
    if isinstance(value, date):
        return value.isoformat()
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if percent:
        number = number.scaleb(2)
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"{plain}%" if percent else plain


def step_of(threshold: Threshold) -> Any:
    """The smallest step between two thresholds that differ: 1, 0.01, a day; of floating numbers a hundredth."""
    match threshold.operand.type.kind:
        case Kind.INTEGER:
            return 1
        case Kind.DECIMAL:
            return Decimal(1).scaleb(-threshold.operand.type.scale)
        case Kind.DATE:
            return timedelta(days=1)
    return Decimal("0.01")


def loosened(threshold: Threshold, near: Thresholds) -> Any:
    """The least change of the threshold that lets in everyone of ``near`` who has a value; None where there is none."""
    low, high, step = near.low, near.high, step_of(threshold)
    if low is None or threshold.op == "=":
        return None
    upward = threshold.op in ("<", "<=")
    edge = high if upward else low
    if isinstance(edge, float):
        exact = Decimal(repr(edge))
        edge = exact.quantize(step, ROUND_CEILING if upward else ROUND_FLOOR)
        strict = threshold.op in ("<", ">") and edge == exact
    else:
        strict = threshold.op in ("<", ">")
    if strict:
        edge = edge + step if upward else edge - step
    return edge

"""Comparisons: = <> < <= > >=, BETWEEN, IN, IS MISSING and text search."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import ROUND_FLOOR, Context, Decimal

from dsl import nodes as n
from dsl import typed as t
from dsl.check import numbers, times
from dsl.check.base import Checker, replace_with, show
from dsl.check.kinds import (
    compatible,
    incompatible,
    kind_words,
    looks_numeric,
    read_number,
    text_literal,
)
from dsl.check.names import field_of
from dsl.diagnostics import Edit, Fix
from dsl.nodes import ComparisonOp, Span
from dsl.suggest import distance as edits_between
from dsl.suggest import jamo
from dsl.types import BOOLEAN, INT64_MAX, INT64_MIN, Kind, Type

FLIPPED: dict[ComparisonOp, ComparisonOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}


def comparison(c: Checker, node: n.Comparison) -> t.TypedExpr | None:
    if isinstance(node.left, n.Missing) or isinstance(node.right, n.Missing):
        return _with_missing(c, node)
    return compare(c, node.op, node.left, node.right, node)


def compare(c: Checker, op: ComparisonOp, left: n.Expr, right: n.Expr, node: n.Expr) -> t.TypedExpr | None:
    """A comparison of two expressions; ``node`` is the whole of which it is a part."""
    if times.is_length(left) or times.is_length(right):
        return times.compare_lengths(c, op, left, right, node)
    if (far := far_literal(right)) is not None:
        operand = c.expr(left)
        return _against_far(c, op, operand, far, left, right, node.span)
    if (far := far_literal(left)) is not None:
        operand = c.expr(right)
        return _against_far(c, FLIPPED[op], operand, far, right, left, node.span)
    a, b = c.expr(left), c.expr(right)
    if a is None or b is None:
        return None
    return build(c, op, a, b, left, right, node)


def build(
    c: Checker,
    op: ComparisonOp,
    left: t.TypedExpr,
    right: t.TypedExpr,
    lnode: n.Expr,
    rnode: n.Expr,
    node: n.Node,
) -> t.TypedExpr | None:
    """A comparison of two checked values."""
    if not compatible(left, right):
        incompatible(c, node, left, right, lnode, rnode)
        return None
    if left.type.numeric:
        advise(c, left.type, lnode, rnode)
        advise(c, right.type, rnode, lnode)
        left, right = _numbers(c, op, left, right, node)
    elif left.type.temporal and left.type.kind is not right.type.kind:
        left, right = numbers.to_day(left), numbers.to_day(right)
    elif left.type.kind is Kind.TEXT:
        _texts(c, op, left, right, lnode, rnode)
    elif left.type.kind is Kind.BOOLEAN and op not in ("=", "<>"):
        c.error("type.boolean_order", node, left=show(lnode), right=show(rnode))
        return None
    kind = replace(BOOLEAN, optional=left.type.optional or right.type.optional)
    return t.Comparison(op, left, right, type=kind, span=node.span)


def exact_share(value: t.TypedExpr) -> bool:
    """Whether a value is a share, which is compared with constants in whole numbers."""
    return isinstance(value, t.Aggregate) and value.function == "share"


def _numbers(
    c: Checker, op: ComparisonOp, left: t.TypedExpr, right: t.TypedExpr, node: n.Node
) -> tuple[t.TypedExpr, t.TypedExpr]:
    if Kind.DOUBLE not in (left.type.kind, right.type.kind):
        return left, right
    for share, const in ((left, right), (right, left)):
        if exact_share(share) and isinstance(const, t.Const) and const.type.exact:
            return left, right
    if op in ("=", "<>"):
        c.info("number.double_equals", node, op=op)
    return numbers.to_double(left), numbers.to_double(right)


def _texts(c: Checker, op: ComparisonOp, left: t.TypedExpr, right: t.TypedExpr, lnode: n.Expr, rnode: n.Expr) -> None:
    for value, const, vnode, cnode in ((left, right, lnode, rnode), (right, left, rnode, lnode)):
        if not isinstance(const, t.Const) or isinstance(value, t.Const):
            continue
        text = str(const.value)
        if op in ("=", "<>"):
            known_value(c, value, vnode, cnode, text)
        elif looks_numeric(text):
            read = read_number(text)
            fixes = []
            if read is not None:
                ends = (
                    Edit(Span(vnode.span.start, vnode.span.start), "number("),
                    Edit(Span(vnode.span.end, vnode.span.end), ")"),
                    Edit(cnode.span, read),
                )
                fixes = [Fix("fix.use", ends, {"text": f"number({show(vnode)}) {op} {read}"})]
            c.warn("text.order_numeric", cnode, *fixes, name=show(vnode), text=show(cnode))


def known_value(c: Checker, value: t.TypedExpr, vnode: n.Expr, cnode: n.Expr, text: str) -> None:
    """A text that no row seems to hold, while another that looks like it does."""
    entry = field_of(c, value)
    if entry is None or not entry.values or text in entry.values:
        return
    spelled = jamo(text.strip())
    for known in entry.values:
        if isinstance(known, str) and edits_between(spelled, jamo(known.strip()), 1) <= min(1, len(spelled) // 3):
            fix = replace_with("fix.use", cnode, text_literal(known))
            c.warn("value.similar", cnode, fix, name=show(vnode), value=show(cnode), suggestion=known)
            return


def advise(c: Checker, kind: Type, vnode: n.Expr, lnode: n.Expr) -> None:
    """What a literal number says about itself against a value: percent and counters."""
    literal = lnode.operand if isinstance(lnode, n.Negate) else lnode
    if not isinstance(literal, n.Number) or isinstance(vnode, n.Number):
        return
    if kind.percent and not literal.percent and abs(literal.value) > 1:
        fix = replace_with("fix.use", literal, f"{show(literal)}%")
        c.warn("percent.whole_number", literal, fix, name=show(vnode), number=show(literal))
    elif literal.percent and kind.kind is Kind.INTEGER:
        number = show(n.Number(literal.value.scaleb(2)))
        fix = replace_with("fix.use", literal, number)
        c.warn("percent.of_count", literal, fix, name=show(vnode), percent=show(literal), number=number)
    if literal.counter:
        counter(c, kind, vnode, literal, literal.counter, show(literal))


def counter(c: Checker, kind: Type, vnode: n.Expr, where: n.Node, word: str, number: str) -> None:
    """A counter behind a number (5회) against the unit of what is compared."""
    unit = c.index.catalog.units.get(kind.unit) if kind.unit else None
    fix = replace_with("fix.use", where, number)
    name = show(vnode)
    written = f"{number}{word}"
    if kind.unit is None:
        c.info("counter.no_unit", where, fix, written=written, number=number, name=name)
        return
    many, ko = (unit.en_many, unit.ko) if unit else (kind.unit, kind.unit)
    words = {kind.unit, many, ko, unit.en_one if unit else kind.unit}
    if word in words:
        c.info("counter.read", where, fix, written=written, number=number, name=name, unit_en=many, unit_ko=ko)
    else:
        c.warn("counter.other", where, fix, written=written, counter=word, name=name, unit_en=many, unit_ko=ko)


# -- literals outside 64 bits ------------------------------------------------------------------------------


def far_literal(node: n.Expr) -> Decimal | None:
    """The value of a literal number that does not fit into 64 bits."""
    if isinstance(node, n.Number):
        return node.value if numbers.exact_literal(node.value) is None else None
    if isinstance(node, n.Negate) and isinstance(node.operand, n.Number):
        return -node.operand.value if numbers.exact_literal(-node.operand.value) is None else None
    return None


def _against_far(
    c: Checker,
    op: ComparisonOp,
    operand: t.TypedExpr | None,
    value: Decimal,
    vnode: n.Expr,
    lnode: n.Expr,
    span: Span,
) -> t.TypedExpr | None:
    """``x op value`` exactly, by bounds that fit: always or never true where x is known, or a nearer bound."""
    if operand is None:
        if far_literal(vnode) is not None:
            c.expr(lnode)  # both are out of reach, and both are reported
        return None
    if not operand.type.numeric:
        stand_in = numbers.const_int(0, span=lnode.span)
        incompatible(c, lnode, operand, stand_in, vnode, lnode)
        return None
    if not value.is_finite():
        c.error("number.range", lnode, number=str(value))
        return None
    scale = operand.type.scale if operand.type.exact else 0
    if operand.type.kind is Kind.DOUBLE:
        nearest = float(value)
        if abs(nearest) <= sys.float_info.max:
            const = numbers.const_double(nearest, span=lnode.span)
            if op in ("=", "<>"):
                c.info("number.double_equals", span, op=op)
            return t.Comparison(op, operand, const, type=answer(operand), span=span)
        beyond = 1 if value > 0 else -1
    elif value.adjusted() > 40:
        beyond = 1 if value > 0 else -1
    else:
        context = Context(prec=len(value.as_tuple().digits) + 80)
        scaled = context.scaleb(value, scale)
        below = int(scaled.to_integral_value(ROUND_FLOOR, context))
        beyond = 1 if below > INT64_MAX else -1 if below < INT64_MIN else 0
        if not beyond:
            # Finer than the operand: x < 2.5 is x <= 2, and x = 2.5 is never true.
            near: dict[ComparisonOp, ComparisonOp] = {"<": "<=", "<=": "<=", ">": ">", ">=": ">"}
            exact = scaled == below
            if exact or op in near:
                const = numbers.const_like(operand.type, below, lnode.span)
                return t.Comparison(op if exact else near[op], operand, const, type=answer(operand), span=span)
    true = op == "<>" or (op in ("<", "<=") and beyond > 0) or (op in (">", ">=") and beyond < 0)
    return constant_where_known(operand, true, span)


def answer(operand: t.TypedExpr) -> Type:
    return replace(BOOLEAN, optional=operand.type.optional)


def constant_where_known(operand: t.TypedExpr, true: bool, span: Span) -> t.TypedExpr:
    """A comparison that is true (or false) for every known number and unknown for a missing one."""
    if operand.type.kind is Kind.DOUBLE:
        bound = numbers.const_double(sys.float_info.max if true else -sys.float_info.max, span=span)
    else:
        bound = numbers.const_like(operand.type, INT64_MAX if true else INT64_MIN, span)
    return t.Comparison("<=" if true else "<", operand, bound, type=answer(operand), span=span)


# -- missing -----------------------------------------------------------------------------------------------


def _with_missing(c: Checker, node: n.Comparison) -> t.TypedExpr | None:
    """``x = missing``: offer IS MISSING."""
    value = node.left if isinstance(node.right, n.Missing) else node.right
    if isinstance(value, n.Missing):
        c.error("missing.compared", node, name="missing", op=node.op, words="IS MISSING")
        return None
    c.expr(value)
    words = "IS NOT MISSING" if node.op == "<>" else "IS MISSING"
    if value is node.left:
        edits: tuple[Edit, ...] = (Edit(Span(value.span.end, node.right.span.end), f" {words}"),)
    else:
        edits = (
            Edit(Span(node.left.span.start, value.span.start), ""),
            Edit(Span(value.span.end, value.span.end), f" {words}"),
        )
    fix = Fix("fix.use", edits, {"text": f"{show(value)} {words}"})
    c.error("missing.compared", node, fix, name=show(value), op=node.op, words=words)
    return None


def is_missing(c: Checker, node: n.IsMissing) -> t.TypedExpr | None:
    operand = c.expr(node.operand)
    if operand is None:
        return None
    if not operand.type.optional:
        c.warn("missing.never", node, name=show(node.operand))
    known = replace(BOOLEAN, optional=False)
    found = t.IsMissing(operand, type=known, span=node.span)
    return t.Not(found, type=known, span=node.span) if node.negated else found


# -- between -----------------------------------------------------------------------------------------------


def between(c: Checker, node: n.Between) -> t.TypedExpr | None:
    for end in (node.low, node.high):
        if isinstance(end, n.Missing):
            c.error("missing.value", end)
            c.expr(node.operand)
            return None
    low = compare(c, ">=", node.operand, node.low, node)
    high = compare(c, "<=", node.operand, node.high, node)
    _swapped(c, node)
    if low is None or high is None:
        return None
    return negate_if(node.negated, t.And((low, high), type=both(low, high), span=node.span), node.span)


def _swapped(c: Checker, node: n.Between) -> None:
    low, high = node.low, node.high
    match low, high:
        case (n.Number(), n.Number()):
            wrong = low.value > high.value
        case (n.Date(), n.Date()):
            wrong = low.value > high.value
        case (n.Timestamp(), n.Timestamp()):
            wrong = low.value > high.value
        case (n.Duration(), n.Duration()):
            wrong = low.unit == high.unit and low.amount > high.amount
        case _:
            return
    if wrong:
        where = Span(low.span.start, max(low.span.end, high.span.end))
        c.warn("between.swapped", where, times.swap(low, high), low=show(low), high=show(high))


def both(*values: t.TypedExpr) -> Type:
    return replace(BOOLEAN, optional=any(value.type.optional for value in values))


def negate_if(negated: bool, value: t.TypedExpr, span: Span) -> t.TypedExpr:
    return t.Not(value, type=value.type, span=span) if negated else value


# -- text search -------------------------------------------------------------------------------------------


def text_match(c: Checker, node: n.TextMatch) -> t.TypedExpr | None:
    operand = c.expr(node.operand)
    pattern = None
    if isinstance(node.pattern, n.Missing):
        c.error("missing.value", node.pattern)
    else:
        pattern = c.expr(node.pattern)
    if operand is not None and operand.type.kind is not Kind.TEXT:
        c.error("text.needs_text", node.operand, name=show(node.operand), **kind_words("kind", operand.type.kind))
        operand = None
    if pattern is not None and pattern.type.kind is not Kind.TEXT:
        fixes = []
        if isinstance(node.pattern, n.Number):
            fixes = [replace_with("fix.use", node.pattern, f"'{show(node.pattern)}'")]
        c.error(
            "text.needs_text",
            node.pattern,
            *fixes,
            name=show(node.pattern),
            **kind_words("kind", pattern.type.kind),
        )
        pattern = None
    if pattern is not None and node.kind == "like" and not isinstance(pattern, t.Const):
        c.error("text.like_constant", node.pattern, name=show(node.pattern))
        pattern = None
    if operand is None or pattern is None:
        return None
    found = t.TextMatch(node.kind, operand, pattern, node.ignoring_case, type=both(operand, pattern), span=node.span)
    return negate_if(node.negated, found, node.span)

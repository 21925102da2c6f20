"""IN: membership in a list of values, or in a list parameter."""

from __future__ import annotations

from dsl import nodes as n
from dsl import typed as t
from dsl.check import numbers
from dsl.check.base import Checker, quote, show
from dsl.check.compare import (
    advise,
    answer,
    both,
    build,
    constant_where_known,
    far_literal,
    known_value,
    negate_if,
)
from dsl.check.kinds import compatible, incompatible, kind_words
from dsl.check.names import find_parameter
from dsl.diagnostics import Edit, Fix
from dsl.nodes import Span
from dsl.types import BOOLEAN, Kind


def in_(c: Checker, node: n.In) -> t.TypedExpr | None:
    operand = c.expr(node.operand)
    if isinstance(node.items, n.Param):
        return _in_parameter(c, node, operand, node.items)
    if any(isinstance(item, n.Missing) for item in node.items):
        _missing_in_list(c, node, node.items)
        return None
    constants: list[t.Const] = []
    others: list[t.TypedExpr] = []
    ok = operand is not None
    for item in node.items:
        if operand is not None and operand.type.numeric and far_literal(item) is not None:
            others.append(constant_where_known(operand, False, item.span))
            continue
        value = c.expr(item)
        if value is None or operand is None:
            ok = False
        elif not compatible(operand, value):
            incompatible(c, item, operand, value, node.operand, item)
            ok = False
        elif isinstance(value, t.Const):
            if value.type.numeric:
                advise(c, operand.type, node.operand, item)
            elif value.type.kind is Kind.TEXT:
                known_value(c, operand, node.operand, item, str(value.value))
            fitting = _as_item(operand, value)
            if fitting is None:
                others.append(_never_equal(c, operand, value, node.operand, item))
            else:
                constants.append(fitting)
        else:
            found = build(c, "=", operand, value, node.operand, item, item)
            ok = ok and found is not None
            others.extend([found] if found is not None else [])
    if not ok or operand is None or not (constants or others):
        return None
    parts = others
    if constants:
        if operand.type.kind is Kind.TIMESTAMP and any(k.type.kind is Kind.DATE for k in constants):
            operand = numbers.to_day(operand)
            constants = [numbers_day(const) for const in constants]
        unique = tuple(dict.fromkeys(constants))
        parts = [t.In(operand, unique, type=answer(operand), span=node.span), *others]
    found_ = parts[0] if len(parts) == 1 else t.Or(tuple(parts), type=both(*parts), span=node.span)
    return negate_if(node.negated, found_, node.span)


def numbers_day(const: t.Const) -> t.Const:
    day = numbers.to_day(const)
    assert isinstance(day, t.Const)
    return day


def _as_item(operand: t.TypedExpr, const: t.Const) -> t.Const | None:
    """A constant as the operand's type and scale; None where no value of that type equals it."""
    kind = operand.type
    if kind.kind is Kind.DOUBLE:
        found = numbers.to_double(const)
        assert isinstance(found, t.Const)
        return found
    if kind.exact:
        value = numbers.decimal_of(const)
        scaled = numbers.EXACT.scaleb(value, kind.scale)
        if scaled != scaled.to_integral_value() or not numbers.fits(int(scaled)):
            return None
        return numbers.const_like(kind, int(scaled), const.span)
    if kind.kind is Kind.DATE and const.type.kind is Kind.TIMESTAMP:
        return numbers_day(const)
    return const


def _never_equal(c: Checker, operand: t.TypedExpr, value: t.Const, vnode: n.Expr, item: n.Expr) -> t.TypedExpr:
    c.warn("number.never_equal", item, name=show(vnode), number=show(item))
    return constant_where_known(operand, False, item.span)


def _in_parameter(c: Checker, node: n.In, operand: t.TypedExpr | None, item: n.Param) -> t.TypedExpr | None:
    found = find_parameter(c, item)
    if found is None or operand is None:
        return None
    values = found.value if isinstance(found.value, tuple) else (found.value,)
    constants: list[t.Const] = []
    for value in values:
        const = numbers.literal(value, percent=found.type.percent, span=item.span)
        if const is None and operand.type.numeric:
            continue  # no value of the operand's type is that large
        if const is None or not compatible(operand, const):
            c.error(
                "parameter.kind",
                item,
                name=found.id,
                other=show(node.operand),
                **kind_words("kind", const.type.kind if const else Kind.DECIMAL),
                **kind_words("other_kind", operand.type.kind),
            )
            return None
        fitting = _as_item(operand, const)
        if fitting is not None:
            constants.append(fitting)
    if not constants and values:
        return negate_if(node.negated, constant_where_known(operand, False, node.span), node.span)
    if operand.type.kind is Kind.TIMESTAMP and any(k.type.kind is Kind.DATE for k in constants):
        operand, constants = numbers.to_day(operand), [numbers_day(const) for const in constants]
    kind = answer(operand) if constants else BOOLEAN.known()
    membership = t.In(operand, tuple(dict.fromkeys(constants)), type=kind, span=node.span)
    return negate_if(node.negated, membership, node.span)


def _missing_in_list(c: Checker, node: n.In, items: tuple[n.Expr, ...]) -> None:
    """IN with a missing element: offer IS MISSING beside the list."""
    gone = [item for item in items if isinstance(item, n.Missing)]
    fixes: list[Fix] = []
    words = "IS NOT MISSING" if node.negated else "IS MISSING"
    if len(gone) == len(items):
        edit = Edit(Span(node.operand.span.end, node.span.end), f" {words}")
        fixes.append(Fix("fix.use", (edit,), {"text": f"{show(node.operand)} {words}"}))
    elif len(gone) == 1 and isinstance(node.operand, n.Name):
        nth = items.index(gone[0])
        cut = Span(items[nth - 1].span.end, gone[0].span.end) if nth else Span(gone[0].span.start, items[1].span.start)
        name = ".".join(quote(part) for part in node.operand.parts)
        joint = "AND" if node.negated else "OR"
        edits = (
            Edit(Span(node.operand.span.start, node.operand.span.start), "("),
            Edit(cut, ""),
            Edit(Span(node.span.end, node.span.end), f" {joint} {name} {words})"),
        )
        fixes.append(Fix("fix.use", edits, {"text": f"… {joint} {name} {words}"}))
    c.error("missing.in_list", gone[0], *fixes, name=show(node.operand), words=words)
    for item in items:
        if not isinstance(item, n.Missing):
            c.expr(item)

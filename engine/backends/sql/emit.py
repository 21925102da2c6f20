"""From a core node to SQL: one hook of the dialect for each node, and nothing that the dialect was not proven for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import core
from engine.backends.sql.fragment import AND, OR, Fragment, chain
from engine.core import Core

if TYPE_CHECKING:
    from engine.backends.sql.scope import Scope


def emit(node: Core, at: Scope) -> Fragment:
    """The value of a node."""
    dialect = at.dialect
    dialect.require(type(node))
    if not isinstance(node, core.Null) and always_null(node):
        return dialect.null(core.kind_of(node))
    match node:
        case core.Const():
            return dialect.constant(node.kind, node.value)
        case core.Null():
            return dialect.null(node.kind)
        case core.Column():
            raw = at.raw(node)
            return raw.text if raw.spec is None else dialect.read(raw.spec, raw.text, valid=node in at.valid)
        case core.Ref():
            return at.ref(node)[0]
        case core.And():
            return chain("AND", [at.value(item) for item in node.items], AND, "and")
        case core.Or():
            return chain("OR", [at.value(item) for item in node.items], OR, "or")
        case core.Not():
            return dialect.negation(node, at)
        case core.IsTrue():
            return dialect.is_true(node, at)
        case core.IsNull():
            return dialect.is_null(node, at)
        case core.Compare():
            return dialect.compare(node, at)
        case core.InSet():
            return dialect.in_set(node, at)
        case core.AtLeast():
            return dialect.at_least(node, at)
        case core.DayRange():
            return dialect.day_range(node, at)
        case core.Match():
            return dialect.match(node, at)
        case core.Case():
            return dialect.case(node, at)
        case core.Coalesce():
            return dialect.coalesce(node, at)
        case core.Extreme():
            return dialect.extreme(node, at)
        case core.IntOp():
            return dialect.int_op(node, at)
        case core.IntDivide():
            return dialect.int_divide(node, at)
        case core.IntMod():
            return dialect.int_mod(node, at)
        case core.ToFloat():
            return dialect.to_float(node, at)
        case core.FloatOp():
            return dialect.float_op(node, at)
        case core.FloatMod():
            return dialect.float_mod(node, at)
        case core.FloatToInt():
            return dialect.float_to_int(node, at)
        case core.Length():
            return dialect.length(node, at)
        case core.Fold():
            return dialect.fold(node, at)
        case core.Trim():
            return dialect.trim(node, at)
        case core.Part():
            return dialect.part(node, at)
        case core.Concat():
            return dialect.concat(node, at)
        case core.ParseNumber():
            return dialect.parse_number(node, at)
        case core.ParseTime():
            return dialect.parse_time(node, at)
        case core.FromEpoch():
            return dialect.from_epoch(node, at)
        case core.ShiftZone():
            return dialect.shift_zone(node, at)
        case core.Day():
            return dialect.day(node, at)
        case core.Midnight():
            return dialect.midnight(node, at)
        case core.DaysBetween():
            return dialect.days_between(node, at)
        case core.MonthsBetween():
            return dialect.months_between(node, at)
        case core.DateAdd():
            return dialect.date_add(node, at)
        case core.DatePart():
            return dialect.date_part(node, at)


def emit_truth(node: Core, at: Scope) -> Fragment:
    """A condition that is true exactly where the node is true."""
    match node:
        case core.And():
            return chain("AND", [at.truth(item) for item in node.items], AND, "and")
        case core.Or(items=(core.IsNull(item=time), core.DayRange(item=same, first=None) as days)) if time == same:
            at.dialect.require(core.DayRange)
            return at.dialect.not_later_truth(node, days, at)
        case core.Or():
            return chain("OR", [at.truth(item) for item in node.items], OR, "or")
        case core.IsTrue():
            return at.truth(node.item)
        case core.DayRange():
            at.dialect.require(core.DayRange)
            return at.dialect.day_range_truth(node, at)
        case _:
            return at.dialect.condition(at.value(node))


_LENIENT = (
    *(core.And, core.Or, core.IsTrue, core.IsNull, core.AtLeast, core.Case, core.Coalesce, core.Extreme),
    *(core.Const, core.Column, core.Ref),
)


def always_null(node: Core) -> bool:
    """Is the node NULL because an operand is a NULL that was written so, or because all that it chooses from are?"""
    match node:
        case core.Null():
            return True
        case core.Coalesce(items=items) | core.Extreme(items=items):
            return all(always_null(item) for item in items)
        case core.Case(whens=whens, otherwise=otherwise):
            return always_null(otherwise) and all(always_null(result) for _, result in whens)
    return not isinstance(node, _LENIENT) and any(always_null(child) for child in core.children(node))


def is_known(node: Core, at: Scope) -> bool:
    """Is the node never NULL, whatever the row?"""
    match node:
        case core.Const() | core.IsTrue() | core.IsNull() | core.AtLeast():
            return True
        case core.Ref():
            return at.ref(node)[1]
        case core.And(items=items) | core.Or(items=items) | core.Extreme(items=items):
            some = any if isinstance(node, core.Extreme) else all
            return some(at.known(item) for item in items)
        case core.Coalesce(items=items):
            return any(at.known(item) for item in items)
        case core.Not(item=item) | core.InSet(item=item) | core.ToFloat(item=item):
            return at.known(item)
        case core.Compare(left=left, right=right) | core.IntOp(left=left, right=right, guard=False):
            return at.known(left) and at.known(right)
        case core.Case(whens=whens, otherwise=otherwise):
            return at.known(otherwise) and all(at.known(result) for _, result in whens)
        case _:
            return False

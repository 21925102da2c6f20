"""Conditions made shorter by what is never missing: a count is always known, so asking whether it is costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.core import (
    And,
    AtLeast,
    Case,
    Coalesce,
    Compare,
    Const,
    Core,
    Extreme,
    InSet,
    IntOp,
    IsNull,
    IsTrue,
    Kind,
    Not,
    Or,
    Ref,
    ToFloat,
)
from engine.plan import Aggregate

TRUE, FALSE = Const(Kind.BOOL, True), Const(Kind.BOOL, False)


def always_known(aggregate: Aggregate) -> bool:
    """Does the aggregate have a value for everybody?"""
    return aggregate.func in ("count", "count_distinct", "exists") or (aggregate.func == "sum" and aggregate.fits)


def is_known(node: Core, ref: Callable[[Ref], bool]) -> bool:
    """Is the value never NULL, whatever the row? ``ref`` says it of earlier values."""
    match node:
        case Const() | IsTrue() | IsNull() | AtLeast():
            return True
        case Ref():
            return ref(node)
        case And(items=items) | Or(items=items):
            return all(is_known(item, ref) for item in items)
        case Coalesce(items=items) | Extreme(items=items):
            return any(is_known(item, ref) for item in items)
        case Not(item=item) | InSet(item=item) | ToFloat(item=item):
            return is_known(item, ref)
        case Compare(left=left, right=right) | IntOp(left=left, right=right, guard=False):
            return is_known(left, ref) and is_known(right, ref)
        case Case(whens=whens, otherwise=otherwise):
            return is_known(otherwise, ref) and all(is_known(result, ref) for _, result in whens)
    return False


def negated(node: Core) -> Core:
    """The opposite of a condition that is never NULL."""
    match node:
        case Const():
            return FALSE if node == TRUE else TRUE
        case Not(item=item):
            return item
        case And(items=items):
            return some([negated(item) for item in items])
        case Or(items=items):
            return every([negated(item) for item in items])
    return Not(node)


def every(parts: Sequence[Core]) -> Core:
    """All of these conditions."""
    if FALSE in parts:
        return FALSE
    left = [part for part in dict.fromkeys(parts) if part != TRUE]
    if not left:
        return TRUE
    return left[0] if len(left) == 1 else And(tuple(left))


def some(parts: Sequence[Core]) -> Core:
    """One of these conditions."""
    if TRUE in parts:
        return TRUE
    left = [part for part in dict.fromkeys(parts) if part != FALSE]
    if not left:
        return FALSE
    return left[0] if len(left) == 1 else Or(tuple(left))


def truth(node: Core) -> Core:
    """A condition that is true exactly where this one is, and may be NULL instead of false."""
    match node:
        case IsTrue(item=item):
            return truth(item)
        case And(items=items):
            return And(tuple(truth(item) for item in items))
        case Or(items=items):
            return Or(tuple(truth(item) for item in items))
    return node

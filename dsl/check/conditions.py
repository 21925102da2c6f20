"""AND, OR, NOT, at least k of, and places: in cell, in stage."""

from __future__ import annotations

from dataclasses import replace

from dsl import nodes as n
from dsl import typed as t
from dsl.check.base import Checker
from dsl.check.names import place
from dsl.check.values import condition
from dsl.types import BOOLEAN


def not_(c: Checker, node: n.Not) -> t.TypedExpr | None:
    operand = condition(c, node.operand)
    return None if operand is None else t.Not(operand, type=operand.type, span=node.span)


def _operands(c: Checker, items: tuple[n.Expr, ...]) -> tuple[t.TypedExpr, ...] | None:
    """All operands as conditions; every one of them is checked, also after a wrong one."""
    known: list[t.TypedExpr] = []
    for item in items:
        value = condition(c, item)
        if value is not None:
            known.append(value)
    return tuple(known) if len(known) == len(items) else None


def and_(c: Checker, node: n.And) -> t.TypedExpr | None:
    operands = _operands(c, node.operands)
    if operands is None:
        return None
    kind = replace(BOOLEAN, optional=any(operand.type.optional for operand in operands))
    return t.And(operands, type=kind, span=node.span)


def or_(c: Checker, node: n.Or) -> t.TypedExpr | None:
    operands = _operands(c, node.operands)
    if operands is None:
        return None
    kind = replace(BOOLEAN, optional=any(operand.type.optional for operand in operands))
    return t.Or(operands, type=kind, span=node.span)


def k_of(c: Checker, node: n.KOf) -> t.TypedExpr | None:
    items = len(node.items)
    if node.kind == "at_least" and node.k > items:
        c.warn("at_least.impossible", node, k=node.k, count=items)
    elif node.kind == "at_least" and node.k < 1:
        c.warn("at_least.always", node, k=node.k)
    operands = _operands(c, node.items)
    if operands is None:
        return None
    known = replace(BOOLEAN, optional=False)
    k = {"at_least": node.k, "any": 1, "none": 1, "all": items}[node.kind]
    found = t.AtLeast(k, operands, type=known, span=node.span)
    return t.Not(found, type=known, span=node.span) if node.kind == "none" else found


def _place_allowed(c: Checker, node: n.Expr, kind: str) -> bool:
    if c.context.allow_cells and c.scope.relation is None and c.context.relation is None:
        return True
    c.error(f"{kind}.not_here", node)
    return False


def in_cell(c: Checker, node: n.InCell) -> t.TypedExpr | None:
    found = place(c, node, "cell", node.cell, c.index.cells)
    if not _place_allowed(c, node, "cell") or found is None:
        return None
    known = replace(BOOLEAN, optional=False)
    inside = t.InCell(found, type=known, span=node.span)
    return t.Not(inside, type=known, span=node.span) if node.negated else inside


def in_stage(c: Checker, node: n.InStage) -> t.TypedExpr | None:
    found = place(c, node, "stage", node.stage, c.index.stages)
    if not _place_allowed(c, node, "stage") or found is None:
        return None
    known = replace(BOOLEAN, optional=False)
    inside = t.InStage(found, type=known, span=node.span)
    return t.Not(inside, type=known, span=node.span) if node.negated else inside

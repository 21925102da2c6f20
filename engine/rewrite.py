"""Checked trees with some nodes replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from dsl.typed import Typed, TypedExpr


def rewrite(node: TypedExpr, change: Callable[[TypedExpr], TypedExpr | None]) -> TypedExpr:
    """The tree with each node that ``change`` gives another for (from the top; None keeps the node)."""
    return cast(TypedExpr, _rewritten(node, change))


def _rewritten(value: Any, change: Callable[[TypedExpr], TypedExpr | None]) -> Any:
    if isinstance(value, tuple):
        return tuple(_rewritten(part, change) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if isinstance(value, Typed):
        changed = change(cast(TypedExpr, value))
        if changed is not None:
            return changed
    parts = {
        item.name: _rewritten(getattr(value, item.name), change)
        for item in fields(value)
        if item.name not in ("type", "span")
    }
    return replace(value, **parts)


def walk(node: object) -> Iterator[TypedExpr]:
    """All checked nodes of a tree, the outer ones first."""
    stack: list[object] = [node]
    while stack:
        value = stack.pop()
        if isinstance(value, tuple):
            stack.extend(reversed(value))
        elif is_dataclass(value) and not isinstance(value, type):
            if isinstance(value, Typed):
                yield cast(TypedExpr, value)
            stack.extend(
                getattr(value, item.name) for item in reversed(fields(value)) if item.name not in ("type", "span")
            )

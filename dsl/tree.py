"""Walking a tree without recursion, so that no rule is too deep or too long for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from dsl import nodes

# The nodes that every spelling of a rule has, each with a place of its own in the text.
LEAVES = (
    nodes.Name,
    nodes.Param,
    nodes.Number,
    nodes.Text,
    nodes.Boolean,
    nodes.Date,
    nodes.Timestamp,
    nodes.Missing,
    nodes.Duration,
    nodes.Today,
    nodes.Hole,
    nodes.InLast,
    nodes.BetweenAgo,
    nodes.InNext,
    nodes.InCell,
    nodes.InStage,
)


_FIELDS: dict[type[nodes.Node], tuple[str, ...]] = {}


def _child_fields(kind: type[nodes.Node]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = () if kind in LEAVES else tuple(f.name for f in fields(kind) if f.name != "span")
    return _FIELDS[kind]


def children(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes directly below a node, in the order of its fields."""
    for name in _child_fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, nodes.Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, nodes.Node):
                    yield item


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """A node and all nodes below it, each before those below it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))


def depth(node: nodes.Node) -> int:
    """How many nodes stand in one another at most."""
    deepest = 0
    stack = [(node, 1)]
    while stack:
        current, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in children(current))
    return deepest


def leaves(node: nodes.Node) -> Iterator[nodes.Node]:
    """Names, literals and fixed windows, in no particular order."""
    return (found for found in walk(node) if isinstance(found, LEAVES))

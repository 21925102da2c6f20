"""Older files to today's format: edits of their text, one step a version, so that comments and order stay.

A step says which keys were renamed since; it never moves lines, so that places in messages stay true.
Version 0 is what the format was called while it was being worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic
from engine.project.model import VERSION
from engine.project.problems import at_line, problem
from engine.project.yaml_nodes import Node, read_tree
from engine.project.yaml_patch import Edit, apply


@dataclass(frozen=True, slots=True)
class Migrated:
    """A text in today's format with its tree; ``since`` is the version that was found, None where none could be."""

    text: str
    root: Node | None
    since: int | None
    diagnostics: tuple[Diagnostic, ...] = ()


def migrate(text: str, root: Node) -> Migrated:
    """Brings a text up to today's version, or says why it cannot."""
    key, value = next(((k, v) for k, v in root.entries if k.value == "quadrille"), (None, None))
    if key is None or value is None:
        return Migrated(text, root, None, (at_line("version.missing", 1, 1, version=VERSION),))
    if not (value.kind == "scalar" and value.value.isascii() and value.value.isdigit() and len(value.value) < 9):
        where = at_line("version.bad", value.line, value.column, found=value.value[:40], version=VERSION)
        return Migrated(text, root, None, (where,))
    since = int(value.value)
    if since > VERSION:
        newer = at_line("version.newer", value.line, value.column, found=since, version=VERSION)
        return Migrated(text, root, since, (newer,))
    if since == VERSION:
        return Migrated(text, root, since)
    current: Node | None = root
    for version in range(since, VERSION):
        if current is None:
            break
        text = apply(text, STEPS[version](current))
        current = read_tree(text).root
    note = problem("version.migrated", "info", ("quadrille",), found=since, version=VERSION)
    return Migrated(text, current, since, (note,))


def _rename(node: Node | None, old: str, new: str) -> list[Edit]:
    """A key of a map, unless the new one is there already."""
    if node is None or node.kind != "map" or node.get(new) is not None:
        return []
    return [Edit(key.start, key.end, new) for key, _ in node.entries if key.value == old][:1]


def _values(node: Node | None) -> list[Node]:
    return [value for _, value in node.entries] if node is not None and node.kind == "map" else []


def _items(node: Node | None) -> list[Node]:
    return node.items if node is not None and node.kind == "list" else []


def _within(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node is not None and node.kind == "map" else None


def _from_0(root: Node) -> list[Edit]:
    """Customers -> subject, events -> relations, segments -> cells, formula and condition -> rule."""
    version = root.get("quadrille")
    edits = [Edit(version.start, version.end, "1")] if version is not None else []
    edits += _rename(root, "customers", "subject")
    edits += _rename(root, "events", "relations")
    for measure in _values(root.get("measures")):
        edits += _rename(measure, "formula", "rule")
    matrix = root.get("matrix")
    edits += _rename(matrix, "segments", "cells")
    for cell in _items(_within(matrix, "cells") or _within(matrix, "segments")):
        edits += _rename(cell, "mode", "match")
        for criterion in _items(_within(cell, "criteria")):
            edits += _rename(criterion, "condition", "rule")
            edits += _rename(criterion, "number", "n")
    return edits


STEPS: dict[int, Callable[[Node], list[Edit]]] = {0: _from_0}

"""Stages of compilation as text: every tree is a table of indented nodes, every plan a list of steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from dsl.nodes import Node, Span
from dsl.types import Type
from engine.plan import Gather, Let, Plan, Statistics

if TYPE_CHECKING:
    from engine.workspace import Workspace

HIDDEN = ("span", "type")


def tree_text(node: object) -> str:
    """A syntax tree, a checked tree or a core expression, one node a line."""
    return "\n".join(_lines(node, "", 0))


def _lines(node: object, label: str, depth: int) -> Iterator[str]:
    prefix = "  " * depth + (f"{label}: " if label else "")
    if not is_dataclass(node) or isinstance(node, Span | Type):
        yield f"{prefix}{node!r}"
        return
    plain, nested = [], []
    for item in fields(node):
        value = getattr(node, item.name)
        if item.name in HIDDEN or value is None or value == ():
            continue
        inner = value if isinstance(value, tuple) else (value,)
        if any(is_dataclass(part) or isinstance(part, tuple) for part in inner):
            nested.append((item.name, value))
        elif value is not False and value != "":
            plain.append(f"{item.name}={value!r}")
    place = f"  @{node.span.start}-{node.span.end}" if isinstance(node, Node) else ""
    type_ = getattr(node, "type", None)
    shown = f"  : {type_text(type_)}" if isinstance(type_, Type) else ""
    yield f"{prefix}{type(node).__name__} {' '.join(plain)}".rstrip() + shown + place
    for name, value in nested:
        for part in _flat(value):
            yield from _lines(part, name, depth + 1)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from _flat(part)
    else:
        yield value


def type_text(type_: Type) -> str:
    """A type in a few characters: ``decimal(2)%?`` is an optional percent with two places."""
    scale = f"({type_.scale})" if type_.kind == "decimal" else ""
    return f"{type_.kind}{scale}{'%' if type_.percent else ''}{'?' if type_.optional else ''}"


def plan_text(plan: Plan) -> str:
    """A plan, step by step."""
    lines = [f"subject {plan.subject.name} key {plan.key.name} as of {plan.as_of.isoformat()}"]
    if plan.since is not None:
        lines += ["since", *_lines(plan.since, "", 1)]
    for number, step in enumerate(plan.steps, 1):
        match step:
            case Gather(rows=rows, aggregates=aggregates, where=where):
                lines += [f"{number} gather", *_lines(rows, "rows", 1)]
                if where is not None:
                    lines += _lines(where, "where", 1)
                for name, aggregate in aggregates:
                    lines += _lines(aggregate, name, 1)
            case Let(name=name, value=value):
                lines += [f"{number} let {name}", *_lines(value, "", 1)]
            case Statistics():
                lines += [f"{number} statistics", *_lines(step, "", 1)]
    lines.append("outputs")
    for output in plan.outputs:
        lines += _lines(output.value, output.name, 1)
    return "\n".join(lines)


def plan_stage(plan: Plan, stage: str, dialect: str) -> str:
    """A plan as itself, as SQL or as pandas code."""
    match stage:
        case "sql":
            from engine.backends import sql

            return sql.compile(plan, dialect).sql
        case "pandas":
            from engine.backends import frame

            return frame.generate(plan)
    return plan_text(plan)


def project_trees(workspace: Workspace, stage: str) -> str:
    """All rules of a project, as written (``tree``) or as checked."""
    from dsl.parse import parse

    lines = []
    for path, rule, tree in workspace.rules():
        lines.append(f"{path}: {rule}")
        shown = tree if stage == "checked" else parse(rule).rule
        lines.append("\n".join(_lines(shown, "", 1)))
    return "\n".join(lines)

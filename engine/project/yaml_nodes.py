"""YAML text to a tree of nodes that know where they stand; what a project file may not hold is answered here.

The tree is built from the parser's events, without its constructor: no tag is ever acted upon, nothing recurses,
and each scalar keeps the text that was written. The file is later changed by patching its text at these offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from dsl.diagnostics import Diagnostic
from engine.project.problems import Path, at_line

_HALF = re.compile("[\ud800-\udfff]")
DEPTH_LIMIT = 64
NODE_LIMIT = 1_000_000


@dataclass(slots=True)
class Node:
    """A scalar, a map or a list. ``start`` and ``end`` are offsets; line and column count from 1.

    style: of a scalar ``""`` (plain), ``'``, ``"``, ``|`` or ``>``; of a collection ``flow`` or ``block``.
    """

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    line: int
    column: int
    style: str = ""
    value: str = ""
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        """The value of a map's key."""
        return next((value for name, value in self.entries if name.value == key), None)

    def key_node(self, key: str) -> Node | None:
        return next((name for name, _ in self.entries if name.value == key), None)

    @property
    def empty(self) -> bool:
        """``key:`` without a value."""
        return self.kind == "scalar" and not self.style and not self.value


@dataclass(frozen=True, slots=True)
class Tree:
    """The file's only document; ``root`` is None where there is none."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def read_tree(text: str) -> Tree:
    """The tree of a text that ``text.check_characters`` has passed; never raises for what the text holds."""
    from engine.project.yaml_plain import read_plain

    root = read_plain(text)
    if root is None:
        return parse_tree(text)
    duplicates: list[Diagnostic] = []
    todo = [root]
    while todo:
        node = todo.pop()
        todo += [value for _, value in reversed(node.entries) if value.kind != "scalar"]
        todo += [item for item in reversed(node.items) if item.kind != "scalar"]
        if node.kind == "map":
            duplicates += duplicate_keys(node)
    return Tree(root, tuple(duplicates))


def parse_tree(text: str) -> Tree:
    """As ``read_tree``, whatever way the text is written."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = _Builder(text)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _Refused as refused:
        return Tree(None, (refused.diagnostic,))
    except MarkedYAMLError as error:
        return Tree(None, (_syntax(text, error),))
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        # The parser has weak spots of its own; the last node seen is where it stumbled.
        return Tree(None, (at_line("yaml.syntax", builder.line, 1, near=_line_text(text, builder.line)),))
    return Tree(builder.root, tuple(builder.duplicates))


class _Builder:
    """Takes events in order; holds the open collections on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.open: list[tuple[Node, list[Node]]] = []
        self.duplicates: list[Diagnostic] = []
        self.documents = 0
        self.nodes = 0
        self.line = 1

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        mark = event.start_mark
        if mark is not None:
            self.line = mark.line + 1
        if kind == "ScalarEvent":
            self._no_tag(event)
            plain = event.style is None or event.style == ""
            self._add(self._node("scalar", event, "" if plain else event.style, self._value(event)))
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._no_tag(event)
            sort: Literal["map", "list"] = "map" if kind == "MappingStartEvent" else "list"
            if len(self.open) >= DEPTH_LIMIT:
                raise self._refuse("yaml.too_deep", event, levels=DEPTH_LIMIT)
            self.open.append((self._node(sort, event, "flow" if event.flow_style else "block"), []))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._close(event)
        elif kind == "AliasEvent":
            raise self._refuse("yaml.alias", event, name=f"*{event.anchor}")
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise self._refuse("yaml.documents", event)

    def _node(self, kind: Literal["scalar", "map", "list"], event: Any, style: str, value: str = "") -> Node:
        self.nodes += 1
        if self.nodes > NODE_LIMIT:
            raise self._refuse("yaml.too_many", event)
        start, end = event.start_mark, event.end_mark
        return Node(kind, start.index, end.index, start.line + 1, start.column + 1, style, value)

    def _value(self, event: Any) -> str:
        """A scalar's text. JSON escapes a character beyond U+FFFF as two halves; a half alone is no character."""
        value = str(event.value)
        if not _HALF.search(value):
            return value
        joined = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        lone = _HALF.search(joined)
        if lone is not None:
            raise self._refuse("file.control", event, character=f"U+{ord(lone[0]):04X}")
        return joined

    def _no_tag(self, event: Any) -> None:
        tag = getattr(event, "ctag", None) or event.tag
        if tag is not None and str(tag):
            word = self.text[event.start_mark.index :].split(maxsplit=1)[0]
            raise self._refuse("yaml.tag", event, name=word[:60])

    def _refuse(self, code: str, event: Any, **params: Any) -> _Refused:
        mark = event.start_mark
        return _Refused(at_line(code, mark.line + 1, mark.column + 1, **params))

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node

    def _close(self, event: Any) -> None:
        node, children = self.open.pop()
        if node.kind == "map":
            node.entries = list(zip(children[::2], children[1::2], strict=True))
            for key, value in node.entries:
                if value.empty:
                    value.start = value.end = self._behind_colon(key)
                    value.line, value.column = key.line, key.column + value.start - key.start
            self._check_keys(node)
        else:
            node.items = children
        if node.style == "flow":
            node.end = event.end_mark.index
        elif children:
            node.end = children[-1].end
        self._add(node)

    def _behind_colon(self, key: Node) -> int:
        """Where the value of ``key:`` would begin; a flow map's key may have no colon."""
        end = key.end
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        return end + 1 if self.text[end : end + 1] == ":" else key.end

    def _check_keys(self, node: Node) -> None:
        for key, _ in node.entries:
            if key.kind != "scalar":
                raise _Refused(at_line("yaml.key", key.line, key.column))
        self.duplicates += duplicate_keys(node)


def duplicate_keys(node: Node) -> list[Diagnostic]:
    """Keys that a map has already."""
    seen: dict[str, Node] = {}
    found = []
    for key, _ in node.entries:
        first = seen.setdefault(key.value, key)
        if first is not key:
            found.append(at_line("yaml.duplicate_key", key.line, key.column, name=key.value, first=first.line))
    return found


_SYNTAX = (
    ("found character '\\t'", "yaml.tab"),
    ("found a tab character", "yaml.tab"),
    ("that cannot start any token", "yaml.quote"),
    ("mapping values are not allowed", "yaml.colon"),
    ("could not find expected ':'", "yaml.no_colon"),
    ("while scanning a quoted scalar", "yaml.quote_open"),
    ("found unexpected end of stream", "yaml.quote_open"),
    ("unknown escape character", "yaml.escape"),
    ("flow mapping", "yaml.flow"),
    ("flow sequence", "yaml.flow"),
    ("did not find expected <block", "yaml.indent"),
    ("expected <block end>", "yaml.indent"),
    ("sequence entries are not allowed", "yaml.indent"),
    ("block mapping", "yaml.indent"),
    ("block collection", "yaml.indent"),
    ("while scanning a directive", "yaml.directive"),
    ("alias", "yaml.alias"),
    ("anchor", "yaml.alias"),
    ("tag", "yaml.tag"),
)


def _syntax(text: str, error: Any) -> Diagnostic:
    """What the parser found, in the user's words."""
    words = f"{error.problem or ''} / {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    column = mark.column + 1 if mark is not None else 1
    code = next((code for part, code in _SYNTAX if part in words), "yaml.syntax")
    if code in ("yaml.quote_open", "yaml.flow", "yaml.no_colon") and error.context_mark is not None:
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    near = _line_text(text, line)
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        code, column = "yaml.tab", here.index("\t") + 1
    return at_line(code, line, column, near=near)


def _line_text(text: str, line: int) -> str:
    lines = text.split("\n", line)
    return lines[line - 1].strip()[:80] if line <= len(lines) else ""


def find(root: Node | None, path: Path) -> Node | None:
    """The node at a path as ``Place.path`` spells it: list items by their id, number or name, else by index."""
    node = root
    for step in path:
        if node is None:
            return None
        node = node.get(str(step)) if node.kind == "map" else _item(node, step)
    return node


def _item(node: Node, step: str | int) -> Node | None:
    wanted = str(step)
    for item in node.items:
        if item.kind == "map":
            name = item.get("id") or (item.get("n") if isinstance(step, int) else None)
            if name is not None and name.value == wanted:
                return item
    if isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None

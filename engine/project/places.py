"""Where parts of the project stand in its file: of a path the line and column, of a rule each character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from dsl.diagnostics import Diagnostic, Place
from engine.project.problems import Path
from engine.project.text import line_column
from engine.project.yaml_nodes import Node, find

_SPACE = " \t\r\n"
_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


def nearest(root: Node | None, path: Path) -> tuple[Node | None, bool]:
    """The node at a path, or that of the longest part of it that is there; and whether it is exact."""
    for length in range(len(path), -1, -1):
        node = find(root, path[:length])
        if node is not None:
            return node, length == len(path)
    return None, False


def node_of(root: Node | None, path: Path) -> Node | None:
    """The node to point at: a key where the value is a collection, else the value."""
    node, exact = nearest(root, path)
    if exact and path and node is not None and node.kind != "scalar":
        parent = find(root, path[:-1])
        key = parent.key_node(str(path[-1])) if parent is not None and parent.kind == "map" else None
        return key or node.get("id") or node
    return node


def text_start(node: Node, text: str) -> int:
    """The offset of the first character of a scalar's text: behind the quote, or on a block scalar's first line."""
    offsets = source_offsets(node, text)
    return offsets[0] if offsets else node.start


def source_offsets(node: Node, text: str) -> list[int]:
    """For each character of a scalar's value (and its end) the offset in the file where it is written.

    The value is aligned with what is written: folded line ends are one space or none, quotes and escapes are
    longer than what they mean.
    """
    value, style = node.value, node.style
    if style == "|":
        return _literal_offsets(node, text)
    if style == ">":
        line_end = text.find("\n", node.start, node.end)
        i = node.end if line_end < 0 else line_end + 1
    else:
        i = node.start + (1 if style else 0)
    offsets = []
    for char in value:
        if char in " \n":
            if style == '"' and text.startswith("\\", i):
                i = _skip_escaped_break(text, i, node.end)
            offsets.append(i)
            i += _escape_length(text, i) if style == '"' else 1
            continue
        while i < node.end and text[i] != char and text[i] in _SPACE:
            i += 1
        if style == '"' and text.startswith("\\", i):
            i = _skip_escaped_break(text, i, node.end)
        offsets.append(i)
        if style == '"':
            i += _escape_length(text, i)
        else:
            i += 2 if style == "'" and char == "'" else 1
    offsets.append(min(i, node.end))
    return [min(offset, node.end) for offset in offsets]


def _literal_offsets(node: Node, text: str) -> list[int]:
    """A literal block says what it shows, line by line, behind its indentation."""
    at = text.find("\n", node.start, node.end) + 1 or node.end
    lines = text[at : node.end].split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    offsets: list[int] = []
    for number, line in enumerate(node.value.split("\n")):
        written = len(lines[number]) if number < len(lines) else 0
        first = at + min(indent, written)
        offsets += range(first, first + len(line) + 1)
        at += written + 1
    return [min(offset, node.end) for offset in offsets]


def _escape_length(text: str, i: int) -> int:
    if not text.startswith("\\", i):
        return 1
    return _ESCAPE_LENGTHS.get(text[i + 1 : i + 2], 2)


def _skip_escaped_break(text: str, i: int, end: int) -> int:
    """A backslash at a line's end joins the lines."""
    while text.startswith("\\", i) and text[i + 1 : i + 2] in ("\n", "\r"):
        i += 1
        while i < end and text[i] in _SPACE:
            i += 1
    return i


def rule_position(root: Node | None, text: str, path: Path, offset: int = 0) -> tuple[int, int] | None:
    """Line and column of a character of the rule at ``path``; the nearest part's where there is no such text."""
    node, exact = nearest(root, path)
    if node is None:
        return None
    if not exact or node.kind != "scalar":
        shown = node_of(root, path) or node
        return shown.line, shown.column
    offsets = source_offsets(node, text)
    if not unicodedata.is_normalized("NFC", node.value):
        offset = 0 if offset == 0 else _before_nfc(node.value, offset)
    return line_column(text, offsets[min(offset, len(offsets) - 1)])


def _key_position(root: Node | None, path: Path) -> tuple[int, int] | None:
    """Line and column of a key itself."""
    parent = find(root, path[:-1])
    key = parent.key_node(str(path[-1])) if parent is not None and parent.kind == "map" else None
    return (key.line, key.column) if key is not None else None


def _before_nfc(written: str, offset: int) -> int:
    """The offset in the text as written of an offset in its NFC form."""
    for i in range(len(written) + 1):
        if len(unicodedata.normalize("NFC", written[:i])) > offset:
            return i - 1
    return len(written)


def placed(diagnostics: Iterable[Diagnostic], root: Node | None, text: str, file: str | None) -> list[Diagnostic]:
    """The diagnostics with file, line and column filled in from their paths and spans."""
    out = []
    for diagnostic in diagnostics:
        place = diagnostic.place or Place()
        if place.line is None:
            if diagnostic.code.startswith("project.key.unknown"):
                position = _key_position(root, place.path)
            else:
                position = rule_position(root, text, place.path, diagnostic.span.start)
            line, column = position if position is not None else (None, None)
            place = Place(place.path, file, line, column)
        else:
            place = Place(place.path, file, place.line, place.column)
        out.append(replace(diagnostic, place=place))
    return out

"""The YAML that projects are usually written in, read ten times faster than a whole YAML parser does.

Blocks of maps and lists, values on one line, flow collections on one line, literal blocks, comments. Everything else
(folded lines, escapes, anchors, tags, several documents, and whatever is wrong) is left to the parser: ``read_plain``
then gives None. What it does read, it reads exactly as the parser would; a property test holds the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.project.yaml_nodes import DEPTH_LIMIT, Node

_FOREIGN = re.compile("[\t\x85\u2028\u2029\ufeff]|\r(?!\n)|\n(?:---|\\.\\.\\.|%)")
_KEY = re.compile(r"(?:(\w(?:[\w.\-/() ]{0,200}[\w)])?)|'([^'\r\n]{1,200})'|\"([^\"\\\r\n]{1,200})\"):(?= |\r?\n|$)")
_COMMENT = re.compile(r" +#[^\r\n]*| *(?=\r?\n|$)")
_SINGLE = re.compile(r"'((?:[^'\r\n]|'')*)'")
_DOUBLE = re.compile(r'"([^"\\\r\n]*)"')
_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[^\s,\[\]{}]))[^\r\n]*")
_FLOW_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=\w))[^,\[\]{}:?#\r\n]*")
_FLOW_KEY = re.compile(r"(?:(\w(?:[\w.\-/() ]{0,200}[\w)])?)|'([^'\r\n]{1,200})'|\"([^\"\\\r\n]{1,200})\"): +")
_LITERAL = re.compile(r"\|(-?)(?: +#[^\r\n]*| *)(?=\r?\n|$)")


class _Other(Exception):
    """Something that is not read here."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds more than a comment."""

    start: int
    indent: int
    number: int


def read_plain(text: str) -> Node | None:
    """The root of a text that is written plainly, else None."""
    if _FOREIGN.search(text) or text.startswith(("---", "...", "%")):
        return None
    reader = _Reader(text)
    try:
        return reader.document()
    except _Other:
        return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = self._significant()
        self.at = 0
        self.depth = 0

    def _significant(self) -> list[_Line]:
        lines = []
        offset = 0
        for number, raw in enumerate(self.text.split("\n"), 1):
            content = raw.rstrip("\r").lstrip(" ")
            if content and not content.startswith("#"):
                lines.append(_Line(offset, len(raw) - len(raw.lstrip(" ")), number))
            offset += len(raw) + 1
        return lines

    def document(self) -> Node:
        if not self.lines or self.lines[0].indent:
            raise _Other
        first = self.lines[0]
        if not _KEY.match(self.text, first.start):
            raise _Other
        root = self._map(0, first.start)
        if self.at < len(self.lines):
            raise _Other
        return root

    # -- blocks --------------------------------------------------------------------------------------------------

    def _block(self, indent: int) -> Node:
        """The block that begins in the current line."""
        start = self.lines[self.at].start + indent
        if self._dash(start):
            return self._list(indent)
        return self._map(indent, start)

    def _dash(self, offset: int) -> bool:
        return self.text.startswith(("- ", "-\n", "-\r"), offset) or self.text[offset:] == "-"

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise _Other

    def _map(self, column: int, start: int) -> Node:
        """A map whose keys stand at ``column``; the first one begins at ``start`` of the current line."""
        self._deeper()
        line = self.lines[self.at]
        node = Node("map", start, start, line.number, column + 1, "block")
        while True:
            line = self.lines[self.at]
            key = self._key(_KEY, start, line)
            value = self._value(key.end_of_colon, column, line, in_map=True)
            node.entries.append((key.node, value))
            if self.at >= len(self.lines) or self.lines[self.at].indent < column:
                break
            line = self.lines[self.at]
            start = line.start + column
            if line.indent > column:
                raise _Other
        node.end = node.entries[-1][1].end
        self.depth -= 1
        return node

    def _list(self, column: int) -> Node:
        """A list whose dashes stand at ``column``."""
        self._deeper()
        line = self.lines[self.at]
        node = Node("list", line.start + column, 0, line.number, column + 1, "block")
        while True:
            line = self.lines[self.at]
            offset = line.start + column + 1
            while self.text.startswith(" ", offset):
                offset += 1
            if self._dash(offset):
                raise _Other
            if _KEY.match(self.text, offset):
                item = self._map(offset - line.start, offset)
            else:
                item = self._value(line.start + column + 1, column, line, in_map=False)
            node.items.append(item)
            if self.at >= len(self.lines) or self.lines[self.at].indent < column:
                break
            line = self.lines[self.at]
            if line.indent > column:
                raise _Other
            if not self._dash(line.start + column):
                break
        node.end = node.items[-1].end
        self.depth -= 1
        return node

    def _value(self, offset: int, column: int, line: _Line, *, in_map: bool) -> Node:
        """What stands behind a colon or a dash; ``column`` is that of the key or dash."""
        text = self.text
        rest = _COMMENT.match(text, offset)
        if rest is not None:
            return self._below(offset, column, line, in_map)
        while text.startswith(" ", offset):
            offset += 1
        literal = _LITERAL.match(text, offset)
        if literal is not None:
            return self._literal(offset, literal, column, line)
        sign = text[offset]
        if sign in "{[":
            node = self._flow(offset, line)
        elif sign in "'\"":
            node = self._quoted(offset, line)
        else:
            node = self._plain(offset, line)
        if not self._only_comment(node.end):
            raise _Other
        self.at += 1
        if self.at < len(self.lines) and self.lines[self.at].indent > column:
            raise _Other
        return node

    def _only_comment(self, offset: int) -> bool:
        return _COMMENT.match(self.text, offset) is not None

    def _below(self, offset: int, column: int, line: _Line, in_map: bool) -> Node:
        """Nothing on this line: a block below, or no value."""
        self.at += 1
        if self.at < len(self.lines):
            below = self.lines[self.at]
            if below.indent > column:
                if not self._dash(below.start + below.indent) and not _KEY.match(self.text, below.start + below.indent):
                    raise _Other
                return self._block(below.indent)
            if in_map and below.indent == column and self._dash(below.start + column):
                return self._list(column)
        if not in_map:
            raise _Other
        return Node("scalar", offset, offset, line.number, offset - line.start + 1)

    def _literal(self, offset: int, head: re.Match[str], column: int, line: _Line) -> Node:
        """Lines below ``|``, as they are."""
        at = self.text.find("\n", offset) + 1
        lines: list[str] = []
        indent = 0
        while 0 < at < len(self.text):
            end = self.text.find("\n", at)
            raw = self.text[at : len(self.text) if end < 0 else end].rstrip("\r")
            width = len(raw) - len(raw.lstrip(" "))
            if raw.strip(" "):
                indent = indent or width
                if width <= column or width < indent:
                    break
                lines.append(raw)
            else:
                if raw:
                    raise _Other
                lines.append("")
            at = end + 1
        if not lines or not lines[0] or indent <= column or (at <= 0 and not head[1]):
            raise _Other
        last = max(i for i, raw in enumerate(lines) if raw)
        value = "\n".join(raw[indent:] for raw in lines[: last + 1]) + ("" if head[1] else "\n")
        node = Node("scalar", offset, 0, line.number, offset - line.start + 1, "|", value)
        self.at += 1
        while self.at < len(self.lines) and (at <= 0 or self.lines[self.at].start < at):
            self.at += 1
        if self.at < len(self.lines) and self.lines[self.at].indent > column:
            raise _Other
        node.end = len(self.text) if at <= 0 else at
        return node

    # -- values on one line ----------------------------------------------------------------------------------------

    def _quoted(self, offset: int, line: _Line) -> Node:
        found = (_SINGLE if self.text[offset] == "'" else _DOUBLE).match(self.text, offset)
        if found is None:
            raise _Other
        style = self.text[offset]
        value = found[1].replace("''", "'") if style == "'" else found[1]
        return Node("scalar", offset, found.end(), line.number, offset - line.start + 1, style, value)

    def _plain(self, offset: int, line: _Line) -> Node:
        found = _PLAIN.match(self.text, offset)
        if found is None:
            raise _Other
        value = found[0]
        comment = value.find(" #")
        if comment >= 0:
            value = value[:comment]
        value = value.rstrip(" ")
        if ": " in value or value.endswith(":"):
            raise _Other
        return Node("scalar", offset, offset + len(value), line.number, offset - line.start + 1, "", value)

    def _flow(self, offset: int, line: _Line) -> Node:
        """A map or list in brackets that closes on its line."""
        self._deeper()
        text = self.text
        kind = "map" if text[offset] == "{" else "list"
        close = "}" if kind == "map" else "]"
        node = Node("map" if kind == "map" else "list", offset, 0, line.number, offset - line.start + 1, "flow")
        at = self._blank(offset + 1)
        if text.startswith(close, at):
            node.end = at + 1
            self.depth -= 1
            return node
        while True:
            key = None
            if kind == "map":
                key = self._key(_FLOW_KEY, at, line)
                at = self._blank(key.end_of_colon)
            value = self._flow_value(at, line)
            if key is None:
                node.items.append(value)
            else:
                node.entries.append((key.node, value))
            at = self._blank(value.end)
            if text.startswith(close, at):
                node.end = at + 1
                self.depth -= 1
                return node
            if not text.startswith(", ", at):
                raise _Other
            at = self._blank(at + 1)

    def _flow_value(self, offset: int, line: _Line) -> Node:
        sign = self.text[offset : offset + 1]
        if not sign:
            raise _Other
        if sign in "{[":
            return self._flow(offset, line)
        if sign in "'\"":
            return self._quoted(offset, line)
        found = _FLOW_PLAIN.match(self.text, offset)
        if found is None:
            raise _Other
        value = found[0].rstrip(" ")
        return Node("scalar", offset, offset + len(value), line.number, offset - line.start + 1, "", value)

    def _blank(self, offset: int) -> int:
        while self.text.startswith(" ", offset):
            offset += 1
        return offset

    def _key(self, pattern: re.Pattern[str], offset: int, line: _Line) -> _Key:
        found = pattern.match(self.text, offset)
        if found is None:
            raise _Other
        colon = found.end() - 1 if pattern is _KEY else found.start() + len(found[0].rstrip(" ")) - 1
        style = self.text[offset] if found[1] is None else ""
        value = found[1] if found[1] is not None else found[2] if found[2] is not None else found[3]
        node = Node("scalar", offset, colon, line.number, offset - line.start + 1, style, value)
        return _Key(node, colon + 1)


@dataclass(frozen=True, slots=True)
class _Key:
    node: Node
    end_of_colon: int

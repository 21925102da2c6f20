"""Plain values to YAML text, in the style of the house: short maps and lists on one line, long texts as blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.project.data_model import Percent
from engine.project.values import reads_back

WIDTH = 100
STEP = 2
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PERCENT = re.compile(r"[+-]?\d+(\.\d+)?\s?%")


def scalar_text(value: Any, style: str = "", *, flow: bool = True) -> str:
    """A scalar on one line; ``style`` is the quoting that stood there before and is kept where it fits."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Percent):
        return value.written
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        text = repr(value)
        return text if "e" in text else f"{Decimal(text):f}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(str(value), style, flow)


def _quoted(text: str, style: str, flow: bool) -> str:
    if _SPECIAL.search(text) or "\n" in text or "\t" in text or style == '"':
        return _double(text)
    if style != "'" and is_plain(text, flow):
        return text
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    out = ['"']
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif char == "\t":
            out.append("\\t")
        elif _SPECIAL.match(char):
            code = ord(char)
            out.append(f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}")
        else:
            out.append(char)
    out.append('"')
    return "".join(out)


def is_plain(text: str, flow: bool) -> bool:
    """Whether a text means itself without quotes."""
    if not text or text != text.strip() or text[0] in _INDICATORS or not reads_back(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith(("---", "...")) or text == "=":
        return False
    if _PERCENT.fullmatch(text) or text == "<<":
        return False
    return not (flow and any(c in text for c in ",[]{}:?"))


def key_text(key: str) -> str:
    """A map's key; one that could be taken for a number is quoted."""
    return scalar_text(str(key))


def flow_text(value: Any) -> str:
    """Any value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(k)}: {flow_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value)


def block_scalar(text: str, indent: int, newline: str) -> str | None:
    """A text as a literal block whose lines stand at ``indent``; None where it cannot be one."""
    if _SPECIAL.search(text) or not text.strip() or text[0] in " \n\t":
        return None
    body = text.rstrip("\n")
    if len(text) - len(body) > 1:
        # A block that keeps its last blank lines would take those of the file along.
        return None
    lines = body.split("\n")
    if any(line and not line.strip() for line in lines):
        return None
    out = ["|" if text.endswith("\n") else "|-"]
    out += [" " * indent + line if line else "" for line in lines]
    return newline.join(out)


def value_text(value: Any, indent: int, newline: str, first: str = " ") -> str:
    """What follows a ``key:`` of a block map whose keys stand at ``indent``, or a ``-``; no newline at the end."""
    if isinstance(value, Mapping | list | tuple):
        if not value or fits_flow(value, indent):
            return first + flow_text(value)
        deeper = indent + STEP
        return newline + block_text(value, deeper, newline)
    if isinstance(value, str) and "\n" in value:
        block = block_scalar(value, indent + STEP, newline)
        if block is not None:
            return first + block
    return first + scalar_text(value, flow=False)


def fits_flow(value: Any, indent: int) -> bool:
    """Whether a map or a list is better read on one line: short, one-line texts, labels at the deepest."""
    children = list(value.values()) if isinstance(value, Mapping) else list(value)
    if not isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in children):
        return False
    for child in children:
        parts: list[Any] = [child]
        if isinstance(child, Mapping):
            parts = list(child.values())
        elif isinstance(child, list | tuple):
            parts = list(child)
        if any(isinstance(p, Mapping | list | tuple) or (isinstance(p, str) and "\n" in p) for p in parts):
            return False
    return len(flow_text(value)) + indent + 20 <= WIDTH


def block_text(value: Any, indent: int, newline: str) -> str:
    """A map or a list that is not empty as a block; no newline at the end."""
    pad = " " * indent
    if isinstance(value, Mapping):
        lines = [f"{pad}{key_text(k)}:{value_text(v, indent, newline)}" for k, v in value.items()]
        return newline.join(lines)
    return newline.join(item_text(item, indent, newline) for item in value)


def item_text(item: Any, indent: int, newline: str) -> str:
    """One item of a block list, with its dash at ``indent``."""
    pad = " " * indent
    if isinstance(item, Mapping) and item and not fits_flow(item, indent):
        return f"{pad}- {block_text(item, indent + 2, newline)[indent + 2 :]}"
    return f"{pad}-{value_text(item, indent, newline)}"


def document_text(value: Mapping[str, Any], newline: str = "\n") -> str:
    """A whole file; a blank line stands before each section that takes more than a line."""
    parts: list[str] = []
    for key, item in value.items():
        text = block_text({key: item}, 0, newline)
        parts.append((newline if parts and newline in text else "") + text)
    return newline.join(parts) + newline

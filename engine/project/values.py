"""Nodes of the file to plain values: numbers, texts, truth values and dates as YAML 1.2's core schema reads them.

Decimals are exact (``2.10`` keeps its zero), digits with a leading zero stay text, dates are those of ISO 8601.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.project.base import PlainText
from engine.project.yaml_nodes import Node

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DOUBLE = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DIGITS_LIMIT = 60


def scalar(node: Node) -> Any:
    """The value of a scalar node."""
    text = node.value
    if node.style:
        return text
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    first = text[0]
    if (first.isdecimal() or first in "+-.") and len(text) <= _DIGITS_LIMIT:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _DOUBLE.fullmatch(text):
            return float(text)
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
            if _TIMESTAMP.fullmatch(text):
                return datetime.fromisoformat(text)
        except ValueError:
            pass
    return PlainText(text)


def plain(node: Node) -> Any:
    """A tree of nodes as dicts, lists and values; of two equal keys the first stays."""
    if node.kind == "scalar":
        return scalar(node)
    if node.kind == "list":
        return [plain(item) for item in node.items]
    out: dict[str, Any] = {}
    for key, value in node.entries:
        if key.value not in out:
            out[key.value] = plain(value)
    return out


def reads_back(text: str) -> bool:
    """Whether a text written without quotes is read as that text again."""
    value = scalar(Node("scalar", 0, 0, 1, 1, "", text))
    return isinstance(value, PlainText)

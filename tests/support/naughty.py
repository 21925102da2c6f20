"""Strings that break programs: the published list where it is at hand, and some of our own."""

from __future__ import annotations

import json
import unicodedata

from tests.support.shared import ROOT

OWN = (
    "'",
    '"',
    "''",
    '""',
    "\\",
    "\\'",
    "'; DROP TABLE people; --",
    "*/ DROP TABLE people /*",
    "/* x",
    "--",
    ";",
    "`",
    "`x`",
    "[x]",
    "$1",
    "?",
    ":name",
    "%s",
    "{0}",
    "{name}",
    "가나다",
    "값'이\"다",
    "각",
    "\u202eabc\u202c",
    "\u200f\u200e",
    "\ufeffx",
    "a\u200bb",
    "\x1b[31mred\x1b[0m",
    "line\nbreak",
    "tab\there",
    "\x01\x02",
    "\x7f",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "NULL",
    "nan",
    "true",
    " lead",
    "trail ",
    "x" * 900,
    "가" * 300,
    "👨‍👩‍👧‍👦",
    "<b>bold</b>",
    "[red]x[/red]",
    "[/]",
)


def naughty() -> list[str]:
    """All of them once, composed (NFC), none empty, and without zero bytes, which no name or text file can hold."""
    path = ROOT / "hostile" / "blns.json"
    listed = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    found = dict.fromkeys(unicodedata.normalize("NFC", one) for one in [*OWN, *listed])
    return [one for one in found if one and "\0" not in one]

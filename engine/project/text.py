"""Bytes of a project file to text: its encoding, its line ends, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic
from engine.project.problems import at_line, problem

SIZE_LIMIT = 4 * 1024 * 1024
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_NOT_UTF8 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark."""

    text: str
    bom: bool = False

    @property
    def newline(self) -> str:
        """The line end to write: the file's first one."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def encode(self) -> bytes:
        return (codecs.BOM_UTF8 if self.bom else b"") + self.text.encode("utf-8")


def decode(data: bytes) -> Decoded | Diagnostic:
    """The text of a file, or what is wrong with its bytes."""
    if len(data) > SIZE_LIMIT:
        return problem("file.too_large", megabytes=SIZE_LIMIT // 1024**2)
    if data.startswith(_NOT_UTF8):
        return problem("file.encoding", encoding="UTF-16" if data[2:4] != b"\0\0" else "UTF-32")
    bom = data.startswith(codecs.BOM_UTF8)
    nul = data.find(b"\0")
    if nul >= 0:
        return at_line("file.binary", data.count(b"\n", 0, nul) + 1, nul - data.rfind(b"\n", 0, nul))
    try:
        text = data[3 if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start)
    found = check_characters(text)
    return found if found is not None else Decoded(text, bom)


def check_characters(text: str) -> Diagnostic | None:
    """The first character that may not stand in a project file."""
    found = _CONTROL.search(text)
    if found is None:
        return None
    line, column = line_column(text, found.start())
    return at_line("file.control", line, column, character=f"U+{ord(found[0]):04X}")


def _undecodable(data: bytes, start: int) -> Diagnostic:
    line = data.count(b"\n", 0, start) + 1
    try:
        korean = _HANGUL.search(data.decode("cp949")) is not None
    except UnicodeDecodeError:
        korean = False
    if korean:
        return at_line("file.encoding", line, 1, encoding="CP949")
    return at_line("file.not_utf8", line, 1)


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1

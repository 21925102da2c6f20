"""In what encoding a text file is: by its mark, else by what all of its bytes can be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.api import Diagnostic, error, first_line, problem

_CHUNK = 1 << 22
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """How a file is encoded (a codec of Python), and what was counted on the way."""

    codec: str
    quotes: int
    nuls: int
    notices: tuple[Diagnostic, ...] = ()

    @property
    def utf8(self) -> bool:
        return self.codec in ("utf-8", "utf-8-sig")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def first_bad_line(path: Path, codec: str) -> int | None:
    """The line of the first byte that ``codec`` cannot read; None if all can be read."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    ascii_like = not codec.startswith(("utf-16", "utf-32"))
    for chunk in _chunks(path):
        try:
            if not (ascii_like and chunk.isascii() and not decoder.getstate()[0]):
                decoder.decode(chunk)
        except UnicodeDecodeError as failure:
            return lines + failure.object[: failure.start].count(b"\n")
        lines += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return None


def detect(path: Path, asked: str = "") -> Encoded:
    """How ``path`` is encoded; ``asked`` is what the user says it is."""
    try:
        return _detect(path, asked)
    except FileNotFoundError:
        raise error("source.vanished", path=str(path)) from None
    except PermissionError:
        raise error("source.permission", path=str(path)) from None
    except OSError as failure:
        raise error("source.io", path=str(path), reason=first_line(failure)) from None


def _detect(path: Path, asked: str) -> Encoded:
    quotes = nuls = size = 0
    sample = b""
    for chunk in _chunks(path):
        sample = sample or chunk[:_SAMPLE]
        quotes += chunk.count(b'"')
        nuls += chunk.count(0)
        size += len(chunk)
    if not size:
        raise error("source.empty_file", path=str(path))
    if asked:
        return _asked(path, asked, quotes, nuls)
    for mark, codec, said in _MARKS:
        if sample.startswith(mark):
            bad = first_bad_line(path, codec)
            if bad is not None:
                raise error("source.encoding", path=str(path), encoding=said, line=bad)
            notices = () if said == "UTF-8" else (_found(path, said),)
            return Encoded(codec, quotes, nuls if said == "UTF-8" else 0, notices)
    codec = _wide(sample)
    if codec and first_bad_line(path, codec) is None:
        return Encoded(codec, quotes, 0, (_found(path, "UTF-16"),))
    if (nuls > 16 and nuls * 20 > size) or len(_CONTROL.findall(sample)) * 10 > len(sample):
        raise error("source.not_text", path=str(path))
    bad = first_bad_line(path, "utf-8")
    if bad is None:
        return Encoded("utf-8", quotes, nuls)
    return _legacy(path, sample, bad, quotes, nuls)


def _asked(path: Path, asked: str, quotes: int, nuls: int) -> Encoded:
    try:
        codec = codecs.lookup(asked).name
    except LookupError:
        raise error("source.setting_choice", setting="encoding", value=asked, choices=("utf-8", "cp949")) from None
    codec = "utf-8-sig" if codec == "utf-8" else "cp949" if codec == "euc_kr" else codec
    bad = first_bad_line(path, codec)
    if bad is not None:
        raise error("source.encoding", path=str(path), encoding=asked, line=bad)
    return Encoded(codec, quotes, 0 if codec.startswith(("utf-16", "utf-32")) else nuls)


def _legacy(path: Path, sample: bytes, bad: int, quotes: int, nuls: int) -> Encoded:
    """Not UTF-8: Korean Windows, or Western; or UTF-8 with something broken in it, which is not guessed at."""
    read = sample.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    hangul = sum("가" <= sign <= "힣" for sign in read)
    if hangul > broken:
        raise error("source.encoding", path=str(path), encoding="UTF-8", line=bad)
    if first_bad_line(path, "cp949") is None:
        signs = [sign for sign in sample.decode("cp949", "ignore") if not sign.isascii()]
        korean = sum("가" <= sign <= "힣" for sign in signs)
        if korean * 2 >= len(signs):
            return Encoded("cp949", quotes, nuls, (_found(path, "CP949"),))
    if sum(not sign.isascii() for sign in read) - broken > broken:
        raise error("source.encoding", path=str(path), encoding="UTF-8", line=bad)
    if first_bad_line(path, "cp1252") is not None:
        raise error("source.encoding", path=str(path), encoding="UTF-8", line=bad)
    guess = problem("source.encoding_guess", "warning", path=str(path), encoding="Windows-1252", line=bad)
    return Encoded("cp1252", quotes, nuls, (guess,))


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is 0."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd * 2 > half and even * 20 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 2 > half and odd * 20 < half else ""


def _found(path: Path, encoding: str) -> Diagnostic:
    return problem("source.encoding_found", "info", path=str(path), encoding=encoding)

"""What a project writes as its source: a path, or ``scheme:rest``, with ``?setting=value`` behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+._-]+):(//)?(.*)", re.DOTALL)  # one letter is a drive of Windows


@dataclass(frozen=True, slots=True)
class Parts:
    """A target taken apart. ``scheme`` is empty for a plain path; ``rest`` is the path, or the URL's rest."""

    scheme: str
    rest: str
    options: dict[str, str]
    remote: bool


def split(text: str, base: Path | None) -> Parts:
    """Take a target apart; a file whose name holds ``:`` or ``?`` is still a file."""
    if resolve(text, base).exists():
        return Parts("", text, {}, False)
    match = _SCHEME.fullmatch(text)
    scheme, rest = (match[1].lower(), match[3]) if match else ("", text)
    slashes = bool(match and match[2])
    if "?" in rest and not (not scheme and resolve(rest, base).exists()):
        rest, _, query = rest.rpartition("?")
        options = dict(parse_qsl(query, keep_blank_values=True))
    else:
        options = {}
    if slashes and scheme == "file":
        rest = unquote(rest)
    return Parts(scheme, rest, options, slashes and scheme != "file")


def resolve(text: str, base: Path | None) -> Path:
    """A path as meant in a project file: relative to it, ``~`` is home."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # no home
        path = Path(text)
    return path if path.is_absolute() else (base or Path.cwd()) / path

"""The projects that were opened last, kept beside the user's settings. Plain Python, no Qt."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from engine.project.atomic import write_atomic

MOST = 10


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was opened. ``there``: can its file still be found?"""

    path: Path
    name: str
    there: bool


def recent_path() -> Path:
    """Where the list lies."""
    return user_config_path("quadrille", appauthor=False) / "recent.json"


def recent() -> tuple[Recent, ...]:
    """The newest first; an unreadable list is an empty one."""
    found = []
    for entry in _read():
        path = Path(entry["path"])
        found.append(Recent(path, entry["name"] or path.stem, _is_file(path)))
    return tuple(found)


def remember(path: Path, name: str) -> None:
    """This project was opened just now. A disk that does not take the list costs nothing else."""
    entry = {"path": str(path.resolve()), "name": name}
    kept = [entry, *(one for one in _read() if one["path"] != entry["path"])][:MOST]
    _write(kept)


def forget(path: Path) -> None:
    """Leave a project out of the list."""
    _write([one for one in _read() if one["path"] != str(path)])


def _read() -> list[dict[str, str]]:
    try:
        found = json.loads(recent_path().read_bytes())
    except (OSError, ValueError):
        return []
    entries = found if isinstance(found, list) else []
    return [
        {"path": one["path"], "name": str(one.get("name") or "")}
        for one in entries
        if isinstance(one, dict) and isinstance(one.get("path"), str) and one["path"]
    ][:MOST]


def _write(entries: list[dict[str, str]]) -> None:
    with suppress(OSError, UnicodeError):
        path = recent_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(entries, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False

"""Texts looked for in all rules of a project, and replaced: one change, however many places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from editor.document.history import Change
from engine.project.changes import replace_at
from engine.project.model import Project
from engine.project.rules import sites

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the text of the rule at a path of the project."""

    path: Path
    start: int
    end: int


def find(project: Project, wanted: str) -> tuple[Found, ...]:
    """Every place where a text stands in a rule, small and capital letters alike; in the project's order."""
    wanted = _folded(unicodedata.normalize("NFC", wanted))
    if not wanted:
        return ()
    found: list[Found] = []
    for site in sites(project):
        text, start = _folded(site.text), 0
        while (start := text.find(wanted, start)) >= 0:
            found.append(Found(site.path, start, start + len(wanted)))
            start += len(wanted)
    return tuple(found)


def _folded(text: str) -> str:
    """Small letters, of the same length as before."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def replace(project: Project, places: Iterable[Found], text: str) -> Change:
    """Another text at places that ``find`` gave for the same project."""
    texts = {site.path: site.text for site in sites(project)}
    number = 0
    changed: dict[Path, str] = {}
    for one in sorted(places, key=lambda one: one.start, reverse=True):
        rule = changed.get(one.path, texts[one.path])
        changed[one.path] = rule[: one.start] + text + rule[one.end :]
        number += 1
    for path, rule in changed.items():
        project = replace_at(project, path, rule)
    return Change(project, "edit.replace", {"n": number})

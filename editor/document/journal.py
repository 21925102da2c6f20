"""What was edited and not yet saved, kept beside the user's settings: after a crash it is offered again.

A journal belongs to one project file (found by its path). It is a whole project file, written to a temporary file
and then renamed, so that it is always complete; one line in front of it says to which state of the file it belongs.
Plain Python, no Qt.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_state_path

from dsl.diagnostics import QuadrilleError
from engine.project.atomic import write_atomic
from engine.project.file import dumps, loads
from engine.project.model import Project

SECONDS = 30.0
"""A journal is never older than this."""
QUIET = 2.0
"""It is written this long after the last edit, if nothing else is edited."""
VERSION = 1


def journal_folder() -> Path:
    """Where journals lie."""
    return user_state_path("quadrille", appauthor=False) / "journal"


def journal_path(project: Path) -> Path:
    """The journal of a project file."""
    key = hashlib.sha256(str(project.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return journal_folder() / f"{key}.json"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What recovery shows of one rule: where, and its text before and after (None: there was, or is, none)."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Recovery:
    """Edits that were not saved. ``other_file``: the file was changed after them, by somebody else."""

    project: Project
    changes: tuple[RuleChange, ...]
    at: float
    other_file: bool = False


class Journal:
    """Keeps the newest state of one project on disk until it is saved or closed.

    ``note`` is called after every edit; it returns at once where nothing has to be written yet. ``tick`` is called
    now and then (each second): it writes what has waited for ``QUIET`` seconds.
    """

    def __init__(self, project_file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.file = project_file
        self.path = journal_path(project_file)
        self._clock = clock
        self._pending: Project | None = None
        self._first = self._last = 0.0
        self._written: float | None = None
        self._lock = threading.Lock()

    @property
    def age(self) -> float | None:
        """Seconds since the edits were written here; None: there are none here."""
        return None if self._written is None else self._clock() - self._written

    def note(self, project: Project) -> None:
        """This is the project now."""
        now = self._clock()
        if self._pending is None:
            self._first = now
        self._pending, self._last = project, now
        if now - self._first >= SECONDS / 2:
            self.write()

    def tick(self) -> None:
        """Write what has waited long enough."""
        now = self._clock()
        if self._pending is not None and (now - self._last >= QUIET or now - self._first >= SECONDS / 2):
            self.write()

    def write(self) -> bool:
        """Write what is pending, whole or not at all. False where the disk does not take it: it stays pending."""
        with self._lock:
            project, self._pending = self._pending, None
            if project is None:
                return True
            head = {"journal": VERSION, "file": str(self.file), "seen": _stamp(self.file), "at": time.time()}
            try:
                text = json.dumps(head) + "\n" + dumps(project)
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_atomic(self.path, text.encode("utf-8"))
            except (OSError, UnicodeError, QuadrilleError):
                self._pending = project
                return False
            self._written = self._clock()
            return True

    def forget(self) -> None:
        """The project was saved, or its changes were given up."""
        with self._lock:
            self._pending = self._written = None
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def recovery(self, project: Project) -> Recovery | None:
        """What can be recovered into ``project`` (as it was read from the file); None where there is nothing."""
        try:
            head, _, body = self.path.read_bytes().partition(b"\n")
            said = json.loads(head)
            if said.get("journal") != VERSION:
                return None
        except (OSError, ValueError, AttributeError):
            return None
        found = loads(body).project
        if found is None:
            return None
        if found == project:
            self.forget()
            return None
        at = said.get("at")
        changes = tuple(rule_changes(project, found))
        other = said.get("seen") != _stamp(self.file)
        return Recovery(found, changes, float(at) if isinstance(at, int | float) else 0.0, other)


def _stamp(path: Path) -> str:
    """What tells one state of a file from another."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def rule_changes(before: Project, after: Project) -> Iterator[RuleChange]:
    """Every rule that differs between two states of a project."""
    old, new = dict(_rules(before)), dict(_rules(after))
    for place in dict.fromkeys([*old, *new]):
        if old.get(place) != new.get(place):
            yield RuleChange(place, old.get(place), new.get(place))


def _rules(project: Project) -> Iterator[tuple[str, str]]:
    for name, measure in project.measures.items():
        yield name, measure.rule
    for stage in project.matrix.stages:
        if stage.entry is not None:
            yield stage.id, stage.entry
    for cell in project.matrix.cells:
        for one in cell.criteria:
            yield f"{cell.id}.{one.n}", one.rule

"""One undo stack for everything: steps between whole projects, typing merged into one step. Plain Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dsl.diagnostics import Value
from engine.project.model import Project

MERGE_SECONDS = 1.5
"""Edits of one place within this time are one step."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a command makes of a project. ``title`` is a text code of the editor (``edit.rule``) with its parameters;
    ``merge``: edits with the same key that follow each other quickly are one undo step (None: never)."""

    project: Project
    title: str
    params: Mapping[str, Value] = field(default_factory=dict)
    merge: tuple[object, ...] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the stack."""

    before: Project
    after: Project
    title: str
    params: Mapping[str, Value]
    merge: tuple[object, ...] | None
    at: float


class History:
    """Undo and redo over immutable projects; "modified" is whether the saved project is the current one."""

    def __init__(self, project: Project, clock: Callable[[], float] = time.monotonic) -> None:
        self._project = project
        self._saved: Project | None = project
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._clock = clock

    @property
    def project(self) -> Project:
        return self._project

    @property
    def modified(self) -> bool:
        return self._project != self._saved

    @property
    def undo_step(self) -> Step | None:
        """What undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def redo_step(self) -> Step | None:
        """What redo would do again."""
        return self._undone[-1] if self._undone else None

    def push(self, change: Change) -> bool:
        """Take a change; False where it changes nothing."""
        if change.project == self._project:
            return False
        now = self._clock()
        last = self._done[-1] if self._done else None
        before = self._project
        if (
            last is not None
            and change.merge is not None
            and last.merge == change.merge
            and now - last.at <= MERGE_SECONDS
            and not self._undone
        ):
            before = self._done.pop().before
        if before != change.project:  # what was typed and then taken back by hand is no step
            self._done.append(Step(before, change.project, change.title, change.params, change.merge, now))
        self._undone.clear()
        self._project = change.project
        return True

    def undo(self) -> Step | None:
        """Take the last step back."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        self._project = step.before
        return step

    def redo(self) -> Step | None:
        """Do the step that was taken back last again."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        self._project = step.after
        return step

    def seal(self) -> None:
        """The next edit starts a step of its own (the cursor left the field)."""
        if self._done:
            last = self._done[-1]
            self._done[-1] = Step(last.before, last.after, last.title, last.params, None, last.at)

    def mark_saved(self) -> None:
        self._saved = self._project
        self.seal()

    def mark_changed(self) -> None:
        """The file holds something else by now, whatever is undone."""
        self._saved = None

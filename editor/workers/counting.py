"""Background work behind the editor: opening the data, checking the rules, counting. One thread; the newest wins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Diagnostic, QuadrilleError
from editor.workers.tasks import broken
from engine.cancel import Cancelled
from engine.preview import Counts, Preview
from engine.project.catalog import compile_project
from engine.project.compiled import CheckedProject, to_program
from engine.project.memory import Memory
from engine.project.model import Project
from engine.workspace import Workspace, open_project, used_tables


@dataclass(frozen=True, slots=True)
class Result:
    """What one pass found. ``counts`` is None while no data is open; ``seconds``: how long it took."""

    generation: int
    checked: CheckedProject | None
    counts: Counts | None
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


class CountingThread:
    """Checks and counts the newest project. ``done`` is called from this thread; the caller hands it to its own.

    ``secret``: the source's password, where it is asked for each time.
    """

    def __init__(self, path: Path, done: Callable[[Result], None], source: str | None = None) -> None:
        self._path, self._source, self._done = path, source, done
        self._newest = 0
        self._project: Project | None = None
        self._closed = False
        self._paused = 0
        self._working = False
        self._changed = threading.Condition()
        self._data: tuple[object, ...] | None = None
        self._memory = Memory()
        self.secret: str | None = None
        self.workspace: Workspace | None = None
        self.preview: Preview | None = None
        self._thread = threading.Thread(target=self._work, name="quadrille-counting", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, project: Project) -> int:
        """Count this project; what was being counted before is dropped."""
        with self._changed:
            self._newest += 1
            self._project = project
            self._changed.notify_all()
            return self._newest

    def move(self, path: Path) -> None:
        """The project's file is another one; its source is looked for from there."""
        with self._changed:
            self._path = path

    def cancel(self) -> None:
        """End what is being counted."""
        with self._changed:
            self._newest += 1
            self._project = None

    @contextmanager
    def away(self, project: Project) -> Iterator[None]:
        """Let go of the source while the block works (a database that is written to has one owner); then count
        ``project`` anew, unless a newer one came meanwhile. From any thread but the main one."""
        with self._changed:
            self._paused += 1
            began = self._newest
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._working)
            self._let_go()
        try:
            yield
        finally:
            with self._changed:
                self._paused -= 1
                if self._project is None and self._newest == began:
                    self._project = project
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._newest += 1
            self._changed.notify_all()
        self._thread.join(timeout=5)
        self._let_go()

    def _let_go(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
        self.workspace = self.preview = self._data = None

    def _forget(self) -> None:
        """Begin anew with the next project: what is open may be broken."""
        with suppress(Exception):
            self._let_go()
        self.workspace = self.preview = self._data = None
        self._memory = Memory()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._working = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or (self._project is not None and not self._paused))
                if self._closed:
                    return
                generation, project, self._project = self._newest, self._project, None
                self._working = True
            assert project is not None
            result = self._pass(generation, project)
            if result is not None and generation == self._newest:
                self._done(result)

    def _open(self, project: Project) -> Workspace:
        """The data that the project names: what is open, unless it names another source, day or tables by now."""
        day = (project.as_of, project.time_zone)
        named = (project.source, self.secret, day, frozenset(used_tables(project)))
        if self.workspace is None or named != self._data:
            self._let_go()
            self.workspace = open_project(project, self._path, source=self._source, strict=False, secret=self.secret)
            self._data = named
        return self.workspace

    def _pass(self, generation: int, project: Project) -> Result | None:
        """One check and count; None where a newer project came meanwhile."""
        started = time.perf_counter()
        checked: CheckedProject | None = None
        try:
            workspace = self._open(project)
            checked = compile_project(project, workspace.schema, self._memory)
            program = to_program(checked, workspace.schema)

            def old() -> bool:
                return generation != self._newest

            if self.preview is None:
                day = workspace.as_of(project.as_of)
                self.preview = Preview(program, workspace.source, day, cancel=old, blocked=checked.blocked)
                counts = self.preview.counts
            else:
                counts = self.preview.update(program, cancel=old, blocked=checked.blocked)
        except Cancelled:
            return None
        except QuadrilleError as error:
            found = (*(checked.diagnostics if checked is not None else ()), *error.diagnostics)
            return Result(generation, checked, None, found, time.perf_counter() - started)
        except Exception as error:  # a driver or a plugin broke: the editor lives on, and the next edit begins anew
            problem = broken("counting", error)
            self._forget()
            found = (*(checked.diagnostics if checked is not None else ()), problem)
            return Result(generation, checked, None, found, time.perf_counter() - started)
        return Result(generation, checked, counts, checked.diagnostics, time.perf_counter() - started)

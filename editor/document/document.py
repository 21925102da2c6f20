"""The open project: its file, its history, and who wants to know of changes. Plain Python, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.document.history import Change, History, Step
from editor.document.journal import Journal, Recovery
from engine.project.file import Loaded, changed_on_disk, load, save
from engine.project.model import Project

Listener = Callable[[], None]


class Document:
    """A project being edited. Changes come through ``apply``; listeners are told after each, in order.

    ``load_document`` raises QuadrilleError for a file that cannot be read as a project.
    """

    def __init__(self, project: Project, path: Path | None = None, loaded: Loaded | None = None) -> None:
        self.path = path
        self._loaded = loaded
        self._history = History(project)
        self._listeners: list[Listener] = []
        self.journal = Journal(path) if path is not None else None
        self.recovery: Recovery | None = None

    @property
    def project(self) -> Project:
        return self._history.project

    @property
    def modified(self) -> bool:
        return self._history.modified

    @property
    def undo_step(self) -> Step | None:
        return self._history.undo_step

    @property
    def redo_step(self) -> Step | None:
        return self._history.redo_step

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of every change; gives what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _tell(self) -> None:
        if self.journal is not None and self.recovery is None:
            if self.modified:
                self.journal.note(self.project)
            else:
                self.journal.forget()
        for listener in tuple(self._listeners):
            listener()

    def apply(self, change: Change) -> bool:
        """Take a change; False where it changes nothing."""
        changed = self._history.push(change)
        if changed:
            self._tell()
        return changed

    def undo(self) -> Step | None:
        step = self._history.undo()
        if step is not None:
            self._tell()
        return step

    def redo(self) -> Step | None:
        step = self._history.redo()
        if step is not None:
            self._tell()
        return step

    def seal(self) -> None:
        """The next edit is an undo step of its own."""
        self._history.seal()

    def changed_on_disk(self) -> bool:
        """Did somebody else write the file since it was loaded or saved?"""
        return self.path is not None and self._loaded is not None and changed_on_disk(self.path, self._loaded)

    def read_again(self) -> Loaded | None:
        """The file as somebody else wrote it; None while it is as it was loaded or saved here. May be called from any
        thread. Raises QuadrilleError where it cannot be read."""
        return load(self.path) if self.path is not None and self.changed_on_disk() else None

    def take_over(self, found: Loaded) -> None:
        """Go on with what ``read_again`` gave: one undo step back to what was here."""
        assert found.project is not None
        self._loaded = found
        self._history.seal()
        self._history.push(Change(found.project, "edit.reload"))
        self._history.mark_saved()
        self._tell()

    def keep_mine(self, found: Loaded) -> None:
        """Go on with what is here: saving will write over what ``read_again`` gave."""
        self._loaded = found
        self._history.mark_changed()
        self._tell()

    def save(self, path: Path | None = None, *, overwrite: bool = False) -> None:
        """Write the project, comments and order kept. Raises QuadrilleError (changed on disk, not writable …)."""
        target = path or self.path
        assert target is not None
        self._loaded = save(target, self.project, self._loaded, overwrite=overwrite)
        self.recovery = None
        if self.journal is not None:
            self.journal.forget()
        if target != self.path:
            self.journal = Journal(target)
        self.path = target
        self._history.mark_saved()
        self._tell()

    def recover(self) -> bool:
        """Take over the edits that were found in the journal: one undo step."""
        found, self.recovery = self.recovery, None
        return found is not None and self.apply(Change(found.project, "edit.recover"))

    def dismiss_recovery(self) -> None:
        """Give up the edits that were found in the journal."""
        self.recovery = None
        if self.journal is not None:
            self.journal.forget()
            if self.modified:
                self.journal.note(self.project)

    def close(self) -> None:
        """The end: what is not saved by now was given up. A recovery that nobody answered is offered again."""
        if self.journal is not None and self.recovery is None:
            self.journal.forget()


def load_document(path: Path) -> Document:
    """Open a project file. Raises QuadrilleError with everything that keeps it from being read."""
    from dsl.diagnostics import QuadrilleError

    loaded = load(path)
    if loaded.project is None:
        raise QuadrilleError(*[one for one in loaded.diagnostics if one.severity == "error"])
    document = Document(loaded.project, path, loaded)
    if document.journal is not None:
        document.recovery = document.journal.recovery(loaded.project)
    return document

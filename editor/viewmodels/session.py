"""What all views share: the document, its newest check and counts, the chosen cell, the language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from dsl.diagnostics import Diagnostic, QuadrilleError
from editor.commands.axes import Axis
from editor.commands.source import set_source
from editor.document.document import Document, load_document
from editor.document.history import Change
from editor.i18n.texts import Language, Words
from editor.viewmodels.connections import moved
from editor.viewmodels.tasks import TaskRunner
from editor.workers.counting import CountingThread, Result
from engine.history import RunRecord
from engine.preview import Counts
from engine.project.compiled import CheckedProject


class Session(TaskRunner):
    """One open project. Every signal is emitted in the main thread.

    counts are of the newest project unless ``outdated``: then they are older and shown grey, because they are being
    counted (``stale``), counting was ``cancelled``, or has ``failed``. before: those that they replaced. second:
    emitted each second. axis: a stage or level that is shown instead of the chosen cell. place: the stage and level of
    an empty place that is chosen instead of a cell.
    """

    project_changed = Signal()
    counts_changed = Signal()
    problems_changed = Signal()
    selection_changed = Signal()
    language_changed = Signal()
    busy_changed = Signal()
    second = Signal()
    last_run_changed = Signal()
    customer_wanted = Signal(object)
    """The key of a customer who is to be explained."""
    _arrived = Signal(object)

    def __init__(self, path: Path, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document = load_document(path)
        self.words = Words(language)
        self.checked: CheckedProject | None = None
        self.counts: Counts | None = None
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.stale = True
        self.failed = self.cancelled = False
        self.seconds = 0.0
        self.cell: str | None = None
        self.criterion: int | None = None
        self.axis: tuple[Axis, str] | None = None
        self.place: tuple[str, str] | None = None
        self.before: Counts | None = None
        self.last_run: RunRecord | None = None
        """The last run of the project that is in the history."""
        self._arrived.connect(self._take)
        self._thread = CountingThread(path, self._arrived.emit)
        self._thread.start()
        self.document.listen(self._changed)
        self._journal_timer = QTimer(self)
        self._journal_timer.setInterval(1000)
        self._journal_timer.timeout.connect(self._tick)
        self._journal_timer.start()
        self._submitted = self._thread.submit(self.document.project)

    @property
    def thread_of_counts(self) -> CountingThread:
        return self._thread

    @property
    def busy(self) -> bool:
        """Is something being counted?"""
        return self.stale and not self.cancelled

    @property
    def outdated(self) -> bool:
        """Are the counts those of an older project?"""
        return self.stale or self.failed

    def cancel_counting(self) -> None:
        """Stop counting; the last numbers stay, marked as old."""
        if self.busy:
            self._thread.cancel()
            self.cancelled = True
            self.busy_changed.emit()

    def count_again(self) -> None:
        """Count what was cancelled, or did not work."""
        self._changed()

    def _changed(self) -> None:
        self.stale, self.cancelled = True, False
        self._submitted = self._thread.submit(self.document.project)
        self.project_changed.emit()
        self.busy_changed.emit()

    def _take(self, result: object) -> None:
        assert isinstance(result, Result)
        if result.generation != self._submitted:
            return
        self.checked = result.checked or self.checked
        self.diagnostics = result.diagnostics
        self.seconds = result.seconds
        self.failed = result.counts is None
        if result.counts is not None:
            self.before, self.counts = self.counts, result.counts
        elif result.checked is None:  # the data cannot be opened: numbers of other data would lie
            self.counts = None
        self.stale = False
        self.counts_changed.emit()
        self.problems_changed.emit()
        self.busy_changed.emit()

    def save_as(self, path: Path) -> None:
        """Write the project to another file; a source that is named from the project's folder stays the same data.

        Raises QuadrilleError where it cannot be written; nothing is changed then.
        """
        old, project = self.document.path, self.document.project
        source = project.source if old is None else moved(project.source, old.resolve().parent, path.resolve().parent)
        self._thread.move(path)
        followed = source != project.source and self.document.apply(set_source(project, source))
        try:
            self.document.save(path)
        except QuadrilleError:
            self._thread.move(old or path)
            if followed:
                self.document.undo()
            raise

    def set_secret(self, secret: str | None) -> None:
        """The source's password for as long as the program runs; the data is opened anew with it."""
        self._thread.secret = secret
        self._changed()

    def set_last_run(self, record: RunRecord | None) -> None:
        """A run was carried out, or found in the history."""
        self.last_run = record
        self.last_run_changed.emit()

    def _tick(self) -> None:
        if self.document.journal is not None:
            self.document.journal.tick()
        self.second.emit()

    def apply(self, change: Change) -> None:
        """Edit the project."""
        self.document.apply(change)

    def undo(self) -> None:
        self.document.undo()

    def redo(self) -> None:
        self.document.redo()

    def select(self, cell: str | None, criterion: int | None = None) -> None:
        """Show a cell, and one of its criteria."""
        if (cell, criterion, None, None) == (self.cell, self.criterion, self.axis, self.place):
            return
        self.document.seal()
        self.cell, self.criterion, self.axis, self.place = cell, criterion, None, None
        self.selection_changed.emit()

    def select_place(self, stage: str, level: str) -> None:
        """Show the empty place where a stage and a level meet."""
        if (self.place, self.axis) != ((stage, level), None):
            self.document.seal()
            self.cell = self.criterion = self.axis = None
            self.place = (stage, level)
            self.selection_changed.emit()

    def select_axis(self, axis: Axis, name: str) -> None:
        """Show a stage or level instead of a cell."""
        if self.axis != (axis, name):
            self.document.seal()
            self.axis = (axis, name)
            self.selection_changed.emit()

    def set_language(self, language: Language) -> None:
        self.words.language = language
        self.language_changed.emit()

    def close(self) -> None:
        """Let go of the data; what is not saved by now was given up."""
        self._journal_timer.stop()
        super().close()
        self.document.close()
        self._thread.close()

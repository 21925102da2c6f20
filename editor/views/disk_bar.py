"""Says that somebody else has written the file, and offers what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from editor.document.journal import rule_changes
from editor.viewmodels.session import Session
from editor.views.inputs import Flow, Wrapped
from editor.workers.tasks import Cancel, Report
from engine.project.file import Loaded

EVERY = 3
"""Seconds between two looks at the file."""
SHOWN = 12


class DiskBar(QFrame):
    """Visible only while the file holds something else. The file is looked at in the background: on a slow drive that
    takes its time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Loaded | None = None
        self._broken: tuple[Diagnostic, ...] = ()
        self._looking = False
        self._seconds = 0
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text, self.changes = Wrapped(), Wrapped()
        self.take, self.keep, self.show_changes = QPushButton(), QPushButton(), QPushButton()
        self.show_changes.setCheckable(True)
        buttons = Flow()
        for button in (self.take, self.keep, self.show_changes):
            buttons.addWidget(button)
        above = QHBoxLayout()
        above.addWidget(self.text, 1)
        above.addLayout(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(above)
        layout.addWidget(self.changes)
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self._keep)
        self.show_changes.toggled.connect(self.refresh)
        session.second.connect(self._tick)
        session.language_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self.look)
        self.refresh()

    # -- looking -----------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self._seconds += 1
        if self._seconds >= EVERY:
            self.look()

    def look(self, *_: object) -> None:
        """Look at the file, unless that is being done."""
        if self._looking or not self.window().isVisible():
            return
        self._looking, self._seconds = True, 0
        document = self._session.document

        def work(report: Report, cancel: Cancel) -> Loaded | None:
            return document.read_again()

        self._session.run_task(work, self._looked, self._unreadable, self._ended)

    def _looked(self, found: Loaded | None) -> None:
        self._looking = False
        if found is None:
            self._found, self._broken = None, ()
        elif found.project is None:
            self._unreadable(tuple(one for one in found.diagnostics if one.severity == "error"))
            return
        elif self._found is None or found.document.fingerprint != self._found.document.fingerprint:
            self._found, self._broken = found, ()
        self.refresh()

    def _unreadable(self, problems: tuple[Diagnostic, ...]) -> None:
        self._looking = False
        self._found, self._broken = None, problems
        self.refresh()

    def _ended(self) -> None:
        self._looking = False

    # -- showing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        words = self._session.words
        for button, code in ((self.take, "disk.reload"), (self.keep, "disk.keep"), (self.show_changes, "disk.changes")):
            button.setText(words(code))
            button.setVisible(self._found is not None)
        self.setVisible(self._found is not None or bool(self._broken))
        if self._broken:
            self.text.setText("⚠ " + words("disk.broken", why=render(self._broken[0], words.language)))
        else:
            modified = self._session.document.modified
            self.text.setText("⚠ " + words("disk.changed_both" if modified else "disk.changed"))
        self.changes.setText(self._changes() if self.show_changes.isChecked() else "")

    def _changes(self) -> str:
        words = self._session.words
        if self._found is None or self._found.project is None:
            return ""
        found = list(rule_changes(self._session.document.project, self._found.project))
        none = words("recover.none")
        lines = [f"{one.place}: {one.before or none} → {one.after or none}" for one in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(words("recover.more", n=len(found) - SHOWN))
        return "\n".join(lines) or words("disk.no_rules")

    # -- answering ---------------------------------------------------------------------------------------------

    def _take(self) -> None:
        if self._found is not None:
            self._session.document.take_over(self._found)
            self._answered()

    def _keep(self) -> None:
        if self._found is not None:
            self._session.document.keep_mine(self._found)
            self._answered()

    def _answered(self) -> None:
        self._found, self._broken = None, ()
        self.show_changes.setChecked(False)
        self.refresh()

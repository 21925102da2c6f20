"""All problems of the project in a list; choosing one shows its cell and criterion."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from editor.viewmodels.places import spoken_place
from editor.viewmodels.session import Session
from editor.views.panel import Panel

SIGNS = {"error": "✗", "warning": "⚠", "info": "ⓘ"}


class ProblemsPanel(Panel):
    """Errors and warnings first to last; notes are for the rule where they stand. ``wanted_place``: a path of the
    project is to be shown."""

    title = "problems"
    wanted_place = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list, self.empty = QListWidget(), QLabel()
        self.list.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        session.problems_changed.connect(self.refresh)
        session.language_changed.connect(self.refresh)
        self.refresh()

    @property
    def shown(self) -> list[Diagnostic]:
        """What is listed."""
        return [one for one in self._session.diagnostics if one.severity != "info"]

    def tab_text(self) -> str:
        words = self._session.words
        return words("problems.count", n=len(self.shown)) if self.shown else words("problems")

    def refresh(self) -> None:
        words = self._session.words
        self.list.setAccessibleName(words("problems"))
        self.list.clear()
        for one in self.shown:
            path = one.place.path if one.place is not None else ()
            where = spoken_place(self._session.document.project, path, words.language)
            text = f"{SIGNS[one.severity]} {where + ': ' if where else ''}{render(one, words.language)}"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
        self.empty.setText(words("problems.none"))
        self.empty.setVisible(not self.shown)
        self.list.setVisible(bool(self.shown))

    def next_problem(self) -> None:
        """Go to the next problem (F8)."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())
            self._activated(self.list.currentItem())

    def _activated(self, item: QListWidgetItem) -> None:
        diagnostic = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(diagnostic, Diagnostic) and diagnostic.place is not None:
            self.wanted_place.emit(diagnostic.place.path)

"""The runs of the project, and two of them side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
)

from dsl.messages import render
from editor.viewmodels.history import DifferenceModel, HistoryModel
from editor.viewmodels.results_run import Runs
from editor.viewmodels.session import Session
from editor.views.inputs import Wrapped
from editor.views.panel import Panel


class HistoryPanel(Panel):
    """One run chosen: compared with the one before it. Two runs chosen: compared with each other."""

    title = "history"

    def __init__(self, session: Session, runs: Runs) -> None:
        super().__init__(session)
        self.model, self.changes = HistoryModel(session, self), DifferenceModel(session, self)
        self.list, self.difference = QTableView(), QTableView()
        self.message, self.rules = Wrapped(), QPlainTextEdit()
        self.rules.setReadOnly(True)
        self.rules.setTabChangesFocus(True)
        self.beside = QCheckBox()
        for table, model in ((self.list, self.model), (self.difference, self.changes)):
            table.setModel(model)
            table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            table.setTabKeyNavigation(False)
            table.setWordWrap(False)
            table.verticalHeader().hide()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.difference.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.difference.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.difference)
        right.addWidget(self.rules)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.list)
        both.addWidget(right)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.message)
        layout.addWidget(both, 1)
        layout.addWidget(self.beside)
        self.list.selectionModel().selectionChanged.connect(lambda now, before: self._chosen())
        self.model.loaded.connect(self._loaded)
        self.beside.clicked.connect(self.model.set_beside)
        runs.ran.connect(self.model.load)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.model.load()

    def retranslate(self) -> None:
        words = self._session.words
        self.list.setAccessibleName(words("history.runs"))
        self.list.setAccessibleDescription(words("history.describe"))
        self.difference.setAccessibleName(words("history.difference"))
        self.rules.setAccessibleName(words("history.rules"))
        self.beside.setText(words("history.beside"))
        self.refresh()

    def refresh(self) -> None:
        words = self._session.words
        lines = [render(one, words.language) for one in self.model.problems]
        if not self.model.runs and not lines:
            lines = [words("history.none")]
        elif len(self.model.runs) > 1 and not lines:
            lines = [words("history.describe")]
        self.message.setText("\n".join(lines))
        self.beside.setChecked(self.model.beside)
        none = words("history.no_rule")
        changed = [f"{one.place}: {one.before or none} → {one.after or none}" for one in self.changes.rules]
        self.rules.setPlainText("\n".join(changed))
        self.rules.setVisible(bool(changed))

    def _loaded(self) -> None:
        self.list.resizeColumnsToContents()
        if self.model.runs:
            self.list.selectRow(0)
        self._chosen()
        self.refresh()

    def _chosen(self) -> None:
        rows = sorted({index.row() for index in self.list.selectionModel().selectedRows()})
        runs = self.model.runs
        if not rows or rows[0] >= len(runs):
            self.changes.show_runs(None, None)
        else:
            older = rows[-1] if len(rows) > 1 else rows[0] + 1
            self.changes.show_runs(runs[older] if older < len(runs) else None, runs[rows[0]])
        self.refresh()

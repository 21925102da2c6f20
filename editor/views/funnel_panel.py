"""The attrition of the chosen cell: who is left after each criterion, and who fails only one of them."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from editor.viewmodels.criteria_model import circled
from editor.viewmodels.session import Session
from editor.views.panel import Panel


class FunnelPanel(Panel):
    """One line a criterion, from the stage down to the cell."""

    title = "funnel"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.table = QTableWidget(0, 3)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.table)
        for signal in (session.counts_changed, session.selection_changed, session.language_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        session, words = self._session, self._session.words
        self.table.setAccessibleName(words("funnel"))
        counts = session.counts
        cell = session.document.project.matrix.cell(session.cell or "")
        lines: list[tuple[str, int]] = []
        entered = 0
        if counts is not None and cell is not None and cell.id in counts.cells:
            entered = counts.stages[cell.stage].entered
            lines.append((words("funnel.entered"), entered))
            labels = {one.n: one.labels.catalog().get(words.language, one.rule) for one in cell.criteria}
            found = counts.cells[cell.id]
            lines += [(f"{circled(one.n)} {labels.get(one.n, '')}", one.remaining) for one in found.criteria]
            lines.append((words("funnel.matched"), found.matched))
        self.table.setRowCount(len(lines))
        for row, (label, value) in enumerate(lines):
            share = f"{value / entered:.1%}" if entered else "–"
            for column, text in enumerate((label, f"{value:,}", share)):
                self.table.setItem(row, column, QTableWidgetItem(text))

"""Overlaps between cells, and gaps: who of a stage is in none of its cells, by which criteria fail."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem

from editor.viewmodels.criteria_model import circled
from editor.viewmodels.session import Session
from editor.views.panel import Panel

SHOWN = 8


class GapsPanel(Panel):
    """Exact combinations, the largest first; choosing one shows its cell."""

    title = "gaps"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.overlaps, self.gaps = QTreeWidget(), QTreeWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        for tree in (self.overlaps, self.gaps):
            tree.setColumnCount(2)
            tree.setHeaderHidden(True)
            tree.header().setStretchLastSection(False)
            tree.header().setSectionResizeMode(0, tree.header().ResizeMode.Stretch)
            tree.header().setSectionResizeMode(1, tree.header().ResizeMode.ResizeToContents)
            layout.addWidget(tree)
        for signal in (session.counts_changed, session.language_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        session, words = self._session, self._session.words
        self.overlaps.setAccessibleName(words("overlap"))
        self.gaps.setAccessibleName(words("gaps"))
        self.overlaps.clear()
        self.gaps.clear()
        counts = session.counts
        if counts is None:
            return
        pairs = sorted(counts.overlaps.items(), key=lambda pair: -pair[1])
        for (one, other), number in pairs:
            same = counts.cells[one].stage == counts.cells[other].stage
            sign = "⚠ " if same else ""
            self.overlaps.addTopLevelItem(QTreeWidgetItem([f"{sign}{one} ∩ {other}", f"{number:,}"]))
        for stage in session.document.project.matrix.stages:
            if stage.id not in counts.stages:
                continue
            name = stage.labels.catalog().get(words.language, stage.id)
            number = counts.stages[stage.id].unassigned
            top = QTreeWidgetItem([words("gaps.in_no_cell", stage=name), f"{number:,}"])
            self.gaps.addTopLevelItem(top)
            for gap in counts.gaps(stage.id, SHOWN):
                failing = ", ".join(f"{cell}{circled(n)}" for cell, n in gap.failing)
                top.addChild(QTreeWidgetItem([words("gaps.fails", criteria=failing), f"{gap.subjects:,}"]))

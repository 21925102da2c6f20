"""Below the matrix: where everybody is, and what the colours of the cards mean."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from editor.theme.roles import mixed
from editor.viewmodels.session import Session
from editor.views.inputs import Flow, Wrapped
from editor.views.looks import roles
from editor.views.matrix_view import MatrixView

STEPS = 5


class HeatLegend(QLabel):
    """A strip from an empty card to a full one; its text says which share that is."""

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 12 * metrics.averageCharWidth(), metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), roles()
        strip = QRect(0, 3, 10 * self.fontMetrics().averageCharWidth(), self.height() - 6)
        gradient = QLinearGradient(strip.topLeft(), strip.topRight())
        for step in range(STEPS):
            share = step / (STEPS - 1)
            gradient.setColorAt(share, QColor(mixed(colours.card, colours.heat, share)))
        painter.setPen(QColor(colours.border))
        painter.setBrush(gradient)
        painter.drawRect(strip)
        painter.setPen(QColor(colours.muted))
        area = self.rect().adjusted(strip.width() + self.fontMetrics().averageCharWidth(), 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class MatrixPane(QWidget):
    """The matrix and its foot. The numbers of the foot add up to all subjects."""

    def __init__(self, session: Session, matrix: MatrixView) -> None:
        super().__init__()
        self._session = session
        self.totals, self.legend = Wrapped(), HeatLegend()
        self.totals.setContentsMargins(4, 0, 4, 0)
        foot = Flow()
        foot.addWidget(self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(matrix, 1)
        layout.addWidget(self.totals)
        layout.addLayout(foot)
        for signal in (session.counts_changed, session.busy_changed, session.language_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        words, counts = self._session.words, self._session.counts
        self.legend.setText(words("matrix.heat"))
        if counts is None:
            self.totals.setText("")
            return
        parts = [
            words("totals.in_one", n=counts.in_one),
            words("totals.in_several", n=counts.in_several),
            words("totals.unassigned", n=counts.unassigned),
            words("totals.in_no_stage", n=counts.in_no_stage),
            words("totals.all", n=counts.subjects),
        ]
        self.totals.setText(" · ".join(parts))
        self.totals.setEnabled(not self._session.outdated)

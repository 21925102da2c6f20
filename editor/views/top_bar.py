"""The bar above everything: actions and inputs side by side, in as many lines as they need. Nothing is cut off or
hidden behind an arrow, however large the letters are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from editor.views.inputs import Flow


class TopBar(QFrame):
    """Takes what a tool bar takes."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 3)
        layout.addLayout(self._flow)

    def addWidget(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)

    def addAction(self, action: QAction) -> None:  # type: ignore[override]
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._flow.addWidget(button)

    def addSeparator(self) -> None:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        line.setFixedHeight(self.fontMetrics().height())
        self._flow.addWidget(line)

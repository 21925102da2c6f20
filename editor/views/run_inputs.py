"""Inputs of the panels of runs and SQL."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit


class Day(QDateEdit):
    """A date, year first. The mouse wheel changes nothing unfocused."""

    def __init__(self) -> None:
        super().__init__(QDate.currentDate())
        self.setDisplayFormat("yyyy-MM-dd")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

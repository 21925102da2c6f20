"""Dialogs that are asked once."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDialog

D = TypeVar("D", bound=QDialog)


def asked_once(dialog: D) -> D:
    """The dialog, gone once it was answered: its window keeps none that nobody sees."""
    dialog.finished.connect(dialog.deleteLater)
    return dialog

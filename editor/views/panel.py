"""What a panel below the matrix is."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from editor.viewmodels.session import Session


class Panel(QWidget):
    """A tab below the matrix. ``title``: the code of its name; ``show.<title>`` is the code of the way to it."""

    title: ClassVar[str]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def tab_text(self) -> str:
        """What its tab says now."""
        return self._session.words(self.title)

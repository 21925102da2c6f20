"""Offers what was edited and not saved when the editor ended: what changed, and one click to have it back."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from editor.viewmodels.session import Session
from editor.views.inputs import Wrapped

SHOWN = 4


class RecoveryBar(QFrame):
    """Visible only while there is something to recover."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text = Wrapped()
        self.take, self.drop = QPushButton(), QPushButton()
        layout = QHBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.take)
        layout.addWidget(self.drop)
        self.take.clicked.connect(self._take)
        self.drop.clicked.connect(self._drop)
        session.language_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        words, found = self._session.words, self._session.document.recovery
        self.setVisible(found is not None)
        self.take.setText(words("recover.take"))
        self.drop.setText(words("recover.drop"))
        if found is None:
            return
        lines = [words("recover.found", n=max(1, len(found.changes)))]
        if found.other_file:
            lines[0] += " " + words("recover.other_file")
        none = words("recover.none")
        lines += [f"{one.place}: {one.before or none} → {one.after or none}" for one in found.changes[:SHOWN]]
        if len(found.changes) > SHOWN:
            lines.append(words("recover.more", n=len(found.changes) - SHOWN))
        self.text.setText("\n".join(lines))

    def _take(self) -> None:
        self._session.document.recover()
        self.refresh()

    def _drop(self) -> None:
        self._session.document.dismiss_recovery()
        self.refresh()

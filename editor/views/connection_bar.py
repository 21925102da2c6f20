"""Says why the data cannot be opened, takes a password that is asked for, and leads to the connection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from dsl.messages import render
from editor.viewmodels.session import Session
from editor.views.inputs import Wrapped

LOGIN = "source.server_login"


class ConnectionBar(QFrame):
    """Visible only while the data of the project cannot be opened."""

    wanted = Signal()
    """Somebody wants to see the connection."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text, self.password = Wrapped(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign_in, self.connection = QPushButton(), QPushButton()
        layout = QHBoxLayout(self)
        layout.addWidget(self.text, 1)
        for widget in (self.password, self.sign_in, self.connection):
            layout.addWidget(widget)
        self.password.returnPressed.connect(self._sign_in)
        self.sign_in.clicked.connect(self._sign_in)
        self.connection.clicked.connect(self.wanted)
        session.counts_changed.connect(self.refresh)
        session.language_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        session, words = self._session, self._session.words
        found = [one for one in session.diagnostics if one.severity == "error"]
        closed = not session.stale and session.counts is None and bool(found)
        self.setVisible(closed)
        self.password.setAccessibleName(words("connection.password"))
        self.password.setPlaceholderText(words("connection.password"))
        self.sign_in.setText(words("connection.sign_in"))
        self.connection.setText(words("connection_dialog"))
        if not closed:
            return
        login = any(one.code == LOGIN for one in found)
        self.password.setVisible(login)
        self.sign_in.setVisible(login)
        self.text.setText("\n".join(render(one, words.language) for one in found[:3]))

    def _sign_in(self) -> None:
        """Try again with the password, which is forgotten when the program ends."""
        password = self.password.text()
        self.password.clear()
        if password:
            self._session.set_secret(password)

"""Whether the numbers are those of the rules as they are: a word after a second of counting, a bar with cancel after
three; what became of it, and counting again. The last line of the window also says how safe the edits are."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from editor.viewmodels.session import Session

WORD_AFTER, BAR_AFTER = 1000, 3000


class CountStatus(QWidget):
    """Follows the session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._slow = 0
        self._settled = False
        self.label, self.bar, self.cancel, self.again = QLabel(), QProgressBar(), QPushButton(), QPushButton()
        self.bar.setRange(0, 0)
        self.bar.setMaximumWidth(160)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        for widget in (self.label, self.bar, self.cancel, self.again):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._timers = []
        for step, wait in ((1, WORD_AFTER), (2, BAR_AFTER)):
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(lambda step=step: self._grow(step))
            self._timers.append(timer)
        self.cancel.clicked.connect(session.cancel_counting)
        self.again.clicked.connect(session.count_again)
        session.busy_changed.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        words = self._session.words
        self.cancel.setText(words("cancel"))
        self.again.setText(words("count_again"))
        self.bar.setAccessibleName(words("counting"))
        self.refresh()

    def _grow(self, step: int) -> None:
        self._slow = step
        self.refresh()

    def refresh(self) -> None:
        session, words = self._session, self._session.words
        if not session.busy:
            self._slow = 0
            for timer in self._timers:
                timer.stop()
        elif not any(timer.isActive() for timer in self._timers) and not self._slow:
            for timer in self._timers:
                timer.start()
        if session.cancelled:
            text = words("counting.cancelled")
        elif session.failed and not session.stale:
            text = words("counting.failed")
        elif session.busy:
            first = session.counts is None
            text = words("loading" if first else "counting") if self._slow or first else self.label.text()
        else:
            text = words("counted", ms=max(1, round(session.seconds * 1000)))
        self.label.setText(text)
        self.bar.setVisible(self._slow > 1)
        self.cancel.setVisible(self._slow > 1)
        self.again.setVisible(session.cancelled or (session.failed and not session.stale))
        self._announce(text)

    def _announce(self, text: str) -> None:
        """Screen readers hear what the counting came to."""
        settled = not self._session.busy
        if settled and not self._settled and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.label, text))
        self._settled = settled


class SafetyStatus(QLabel):
    """Is what was edited in the file, in the journal, or nowhere yet?"""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        for signal in (session.second, session.project_changed, session.language_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        words, document = self._session.words, self._session.document
        age = document.journal.age if document.journal is not None else None
        if not document.modified:
            text = words("safety.saved")
        elif age is None:
            text = words("modified")
        else:
            text = words("safety.kept", n=round(age)) if age < 60 else words("safety.kept_minutes", n=round(age / 60))
        if text != self.text():
            self.setText(text)

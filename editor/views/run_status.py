"""How far a run, or another long work, is: a word after a second, a bar with cancel after three."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from editor.viewmodels.results_run import Runs
from editor.viewmodels.session import Session

WORD_AFTER, BAR_AFTER = 1000, 3000


class RunStatus(QWidget):
    """Invisible while nothing is at work."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._cancel: Callable[[], object] = lambda: None
        self._step = "open"
        self.label, self.bar, self.cancel = QLabel(), QProgressBar(), QPushButton()
        self.bar.setMaximumWidth(160)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.label, self.bar, self.cancel):
            layout.addWidget(widget)
            widget.hide()
        self._word, self._whole = QTimer(self), QTimer(self)
        for timer, wait, slot in (
            (self._word, WORD_AFTER, self.label.show),
            (self._whole, BAR_AFTER, self._show_bar),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)
        self.cancel.clicked.connect(lambda: self._cancel())
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        words = self._session.words
        self.cancel.setText(words("cancel"))
        self.bar.setAccessibleName(words("run.progress"))
        self.label.setText(words(f"run.step.{self._step}"))

    def follow(self, runs: Runs) -> None:
        """Show how far runs are."""

        def changed() -> None:
            if runs.running:
                self.begin(runs.cancel)
            else:
                self.end()

        runs.changed.connect(changed)
        runs.moved.connect(lambda: self.move(runs.share, runs.step))

    def begin(self, cancel: Callable[[], object]) -> None:
        """Work began; ``cancel`` ends it."""
        self._cancel = cancel
        self.move(None, "open")
        self._word.start()
        self._whole.start()

    def move(self, share: float | None, step: str) -> None:  # type: ignore[override]
        """``share`` (0 to 1, None: not known) is done of ``step``."""
        self._step = step if step in ("open", "read", "query", "write") else "query"
        self.label.setText(self._session.words(f"run.step.{self._step}"))
        self.bar.setRange(0, 100 if share is not None else 0)
        if share is not None:
            self.bar.setValue(round(share * 100))

    def end(self) -> None:
        """Work ended."""
        self._word.stop()
        self._whole.stop()
        for widget in (self.label, self.bar, self.cancel):
            widget.hide()

    def _show_bar(self) -> None:
        self.bar.show()
        self.cancel.show()

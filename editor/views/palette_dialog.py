"""The command palette: type a few letters, in either language, and press Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView, QMainWindow, QVBoxLayout

from editor.i18n.texts import TEXTS
from editor.viewmodels.palette_model import Entry, PaletteModel, places
from editor.viewmodels.places import Path
from editor.viewmodels.session import Session
from editor.views.actions import Actions
from editor.views.inputs import LiveLine

LINES = 10
WIDTH_IN_LETTERS = 64


class CommandPalette(QFrame):
    """Lies over the window while it is open; Esc, or a click elsewhere, closes it. ``go`` shows a place of the
    project."""

    def __init__(self, session: Session, window: QMainWindow, actions: Actions, go: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._session, self._window, self._actions, self._go = session, window, actions, go
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.field, self.list = LiveLine(), QListView()
        self.model = PaletteModel(session, self)
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.typed.connect(self._find)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        words = self._session.words
        self.field.setPlaceholderText(words("palette.hint"))
        self.field.setAccessibleName(words("palette"))
        self.list.setAccessibleName(words("palette"))

    def open(self) -> None:
        """Show it, with everything that can be done now."""
        self.model.offer((*self._commands(), *places(self._session, self._go)))
        self.field.clear()
        letters = self.fontMetrics().averageCharWidth() * WIDTH_IN_LETTERS
        width = min(letters, self._window.width() - 16)
        line = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        height = self.field.sizeHint().height() + LINES * line + 32
        top = self._window.menuWidget().height() if self._window.menuWidget() is not None else 0
        height = min(height, self._window.height() - top - 16)
        self.setGeometry((self._window.width() - width) // 2, top + 8, width, height)
        self.show()
        self.raise_()
        self.field.setFocus()
        self._find("")

    def _commands(self) -> tuple[Entry, ...]:
        found = []
        for code, action in self._actions.all().items():
            if not action.isEnabled() or code == "palette":
                continue
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            found.append(Entry(action.text(), (action.text(), *TEXTS.get(code, ())), action.trigger, keys))
        return tuple(found)

    def _find(self, text: str) -> None:
        self.model.find(text)
        self.list.setCurrentIndex(self.model.index(0))

    def _run(self, row: int) -> None:
        one = self.model.entry(row)
        self.leave()
        if one is not None:
            one.run()

    def leave(self) -> None:
        """Close it; the focus goes back to the window."""
        self.hide()
        self._window.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, last = self.list.currentIndex().row(), self.model.rowCount() - 1
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Down:
                self.list.setCurrentIndex(self.model.index(row + 1 if row < last else 0))
            case Qt.Key.Key_Up:
                self.list.setCurrentIndex(self.model.index(row - 1 if row > 0 else last))
            case Qt.Key.Key_PageDown:
                self.list.setCurrentIndex(self.model.index(min(row + LINES, last)))
            case Qt.Key.Key_PageUp:
                self.list.setCurrentIndex(self.model.index(max(row - LINES, 0)))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(row)
            case _:
                return False
        return True

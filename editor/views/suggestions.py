"""The list under the cursor of a rule: what may be written there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListView, QPlainTextEdit

from editor.viewmodels.completion_model import CompletionModel
from editor.viewmodels.session import Session

LINES = 8


class Suggestions(QListView):
    """Never takes the focus: the text sends it keys. Enter or Tab accept, Esc closes."""

    def __init__(self, session: Session, edit: QPlainTextEdit) -> None:
        super().__init__(edit)
        self._session, self._edit = session, edit
        self._model = CompletionModel(session, self)
        self.setModel(self._model)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._accept)
        session.language_changed.connect(self.retranslate)
        session.selection_changed.connect(self.hide)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self.setAccessibleName(self._session.words("completion"))
        self.hide()

    def commonest(self, name: str) -> tuple[str, ...]:
        """The values of a field or measure in the data, the most frequent first."""
        return self._model.commonest(name)

    @staticmethod
    def asked(event: QKeyEvent) -> bool:
        """Is this Ctrl+Space?"""
        return event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def offer(self, typed: str | None, key: int = 0) -> None:
        """Show what may stand at the cursor, after ``typed`` was typed (None: it was asked for)."""
        cursor = self._edit.textCursor()
        erased = key == Qt.Key.Key_Backspace and self.isVisible()
        letter = typed is not None and bool(typed) and typed.isprintable()
        if cursor.hasSelection() or not (typed is None or letter or erased):
            if key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
                self.hide()
            return
        found = self._model.find(self._edit.toPlainText(), cursor.position())
        word = found.end > found.start
        if not found.candidates or (typed is not None and not word and not found.value):
            self.hide()
            return
        first = self._model.index(0) if word or typed is None else QModelIndex()
        self.setCurrentIndex(first)
        self._show_at_cursor()

    def _show_at_cursor(self) -> None:
        window = self._edit.window()
        self.setParent(window)
        rows = min(LINES, self._model.rowCount())
        width = min(self.sizeHintForColumn(0) + 32, window.width() - 8)
        height = self.sizeHintForRow(0) * rows + 2 * self.frameWidth()
        box = self._edit.cursorRect()
        viewport = self._edit.viewport()
        below = viewport.mapTo(window, box.bottomLeft())
        x = max(0, min(below.x(), window.width() - width))
        fits = below.y() + height <= window.height()
        top = below.y() + 2 if fits else viewport.mapTo(window, box.topLeft()).y() - height - 2
        self.resize(width, height)
        self.move(QPoint(x, max(0, top)))
        self.show()
        self.raise_()
        if not self.currentIndex().isValid():
            self.scrollToTop()

    def take_key(self, event: QKeyEvent) -> bool:
        """A key while the list is shown; True where it was for the list."""
        if not self.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        row, last = self.currentIndex().row(), self._model.rowCount() - 1
        match event.key():
            case Qt.Key.Key_Escape:
                self.hide()
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                step = 1 if event.key() == Qt.Key.Key_Down else LINES
                self.setCurrentIndex(self._model.index(min(row + step, last) if row < last else 0))
            case Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                step = 1 if event.key() == Qt.Key.Key_Up else LINES
                self.setCurrentIndex(self._model.index(max(row - step, 0) if row > 0 else last))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                if row < 0 and event.key() != Qt.Key.Key_Tab:
                    self.hide()
                    return False
                self._accept(self._model.index(max(row, 0)))
            case _:
                return False
        return True

    def _accept(self, index: QModelIndex) -> None:
        one, found = self._model.candidate(index.row()), self._model.completion
        self.hide()
        if one is None:
            return
        cursor = self._edit.textCursor()
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(one.text)
        self._edit.setTextCursor(cursor)

"""A rule as text: highlighted, checked while it is typed, never disturbed while a syllable is composed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QTextEdit, QToolTip

from dsl.diagnostics import Diagnostic, Fix
from dsl.lexer import tokens
from dsl.messages import fix_title, render
from editor.viewmodels.name_tips import name_tip
from editor.viewmodels.session import Session
from editor.views.inputs import is_undo
from editor.views.looks import roles
from editor.views.suggestions import Suggestions


class Highlighter(QSyntaxHighlighter):
    """Keywords, numbers, texts and comments by colour and weight."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: list[tuple[int, int, str]] = []

    def show(self, text: str) -> None:
        """Take the tokens of the whole text and paint again."""
        self._spans = [(one.span.start, one.span.end, one.kind) for one in tokens(text)]
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        colours = roles()
        start = self.currentBlock().position()
        for first, last, kind in self._spans:
            if last <= start or first >= start + len(text):
                continue
            style = QTextCharFormat()
            match kind:
                case "keyword":
                    style.setForeground(QColor(colours.accent))
                    style.setFontWeight(700)
                case "number":
                    style.setForeground(QColor(colours.good))
                case "text":
                    style.setForeground(QColor(colours.warning))
                case "comment":
                    style.setForeground(QColor(colours.muted))
                    style.setFontItalic(True)
                case _:
                    continue
            self.setFormat(max(first - start, 0), min(last - start, len(text)) - max(first - start, 0), style)


class RuleEdit(QPlainTextEdit):
    """Emits ``edited`` after each finished keystroke (not during composition). Undo and redo are the window's."""

    edited = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._preedit = ""
        self._setting = False
        self.place: tuple[object, ...] | None = None
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._highlighter = Highlighter(self.document())
        self.suggestions = Suggestions(session, self)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        self.textChanged.connect(self._typed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self._session.words("rule"))
        self.setAccessibleDescription(self._session.words("rule.describe"))

    def sizeHint(self) -> QSize:
        """Four lines; more where there is room."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 4 + 12)

    @property
    def composing(self) -> bool:
        """Is a syllable being composed?"""
        return bool(self._preedit)

    def set_rule(self, text: str, place: tuple[object, ...] | None = None) -> None:
        """Show the rule of a place (such as cell and number). A composition is never broken: another place waits until
        what is composed has arrived at the old one."""
        if place != self.place:
            self.commit()
            self.place = place
        if self.composing or text == self.toPlainText():
            return
        position = self.textCursor().position()
        self._setting = True
        self.setPlainText(text)
        self._setting = False
        cursor = self.textCursor()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self._highlight()

    def commit(self) -> None:
        """Finish a composition (before run and save, and before another rule is shown)."""
        if not self._preedit:
            return
        QGuiApplication.inputMethod().commit()
        if self._preedit:  # the system's input method did not answer
            event = QInputMethodEvent()
            event.setCommitString(self._preedit)
            QApplication.sendEvent(self, event)
            QGuiApplication.inputMethod().reset()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was, self._preedit = self._preedit, event.preeditString()
        super().inputMethodEvent(event)
        if self._preedit:
            self.suggestions.hide()
            return
        if was:
            self._typed()
        if event.commitString():
            self.suggestions.offer(event.commitString())

    def _typed(self) -> None:
        if self._setting or self.composing:
            return
        self._highlight()
        self.edited.emit(self.toPlainText())

    def _highlight(self) -> None:
        self._setting = True
        self._highlighter.show(self.toPlainText())
        self._setting = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "suggestions"):
            self.restyle()

    def restyle(self) -> None:
        """Take the colours of another theme."""
        self._highlight()
        self.show_problems(self._diagnostics)

    def show_problems(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Underline every problem; hovering says what it is."""
        if self.composing:
            return
        self._diagnostics = diagnostics
        colours, marks = roles(), []
        by_severity = {"error": colours.error, "warning": colours.warning, "info": colours.accent}
        for one in diagnostics:
            mark = QTextEdit.ExtraSelection()
            style = QTextCharFormat()
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            style.setUnderlineColor(QColor(by_severity[one.severity]))
            cursor = QTextCursor(self.document())
            length = len(self.toPlainText())
            start, end = min(one.span.start, length), min(max(one.span.end, one.span.start + 1), length)
            cursor.setPosition(max(min(start, end - 1), 0))
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, style
            marks.append(mark)
        self.setExtraSelections(marks)

    def problem_at(self, position: int) -> Diagnostic | None:
        """The problem at a place of the text, the gravest first."""
        order = {"error": 0, "warning": 1, "info": 2}
        here = [one for one in self._diagnostics if one.span.start <= position <= max(one.span.end, one.span.start + 1)]
        return min(here, key=lambda one: order[one.severity], default=None)

    def tip_at(self, position: int) -> str:
        """What is said where the mouse rests: the problem there, and what the name there is."""
        problem, checked, words = self.problem_at(position), self._session.checked, self._session.words
        parts = [render(problem, words.language)] if problem is not None else []
        name = name_tip(checked, self.toPlainText(), position, words) if checked is not None else ""
        return "\n\n".join([*parts, name] if name else parts)

    def fixes(self) -> tuple[Fix, ...]:
        """The fixes of the problem at the cursor, or else of the first problem that has any."""
        here = self.problem_at(self.textCursor().position())
        candidates = ([here] if here is not None else []) + list(self._diagnostics)
        return next((one.fixes for one in candidates if one.fixes), ())

    def apply_fix(self, fix: Fix) -> None:
        """Carry out a fix, from the back so that spans stay right."""
        text = self.toPlainText()
        for edit in sorted(fix.edits, key=lambda one: one.span.start, reverse=True):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        self.set_rule(text, self.place)
        self.edited.emit(text)

    def fix(self) -> None:
        """Carry out the fix at the cursor, one undo step; where there are several, they are offered."""
        found = self.fixes()
        if len(found) == 1:
            self._carry_out(found[0])
        elif found:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for one in found:
                action = menu.addAction(fix_title(one, self._session.words.language))
                action.triggered.connect(partial(self._carry_out, one))
            menu.setActiveAction(menu.actions()[0])
            menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def _carry_out(self, fix: Fix, *_: object) -> None:
        self._session.document.seal()
        self.apply_fix(fix)
        self._session.document.seal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.suggestions.hide()
        super().mousePressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        return not self.suggestions.isVisible() and super().focusNextPrevChild(following)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            taken = event.key() == Qt.Key.Key_Escape and self.suggestions.isVisible()
            if taken or self.suggestions.asked(event):
                event.accept()
                return True
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_undo(event):
            event.ignore()
            return False
        if event.type() is QEvent.Type.ToolTip:
            text = self.tip_at(self.cursorForPosition(event.pos()).position())  # type: ignore[attr-defined]
            if text:
                QToolTip.showText(event.globalPos(), text)  # type: ignore[attr-defined]
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            self.suggestions.hide()
            event.ignore()
            return
        if self.suggestions.asked(event):
            if not self.composing:
                self.suggestions.offer(None)
            return
        if self.suggestions.take_key(event):
            return
        if event.key() == Qt.Key.Key_Period and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fix()
            return
        super().keyPressEvent(event)
        self.suggestions.offer(event.text(), event.key())

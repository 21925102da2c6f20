"""Find and replace in all rules of the project; a replacement of many places is one undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from editor.commands import finding
from editor.commands.finding import Found
from editor.viewmodels.places import Path, spoken_place
from editor.viewmodels.session import Session
from editor.views.inputs import Flow, LiveLine
from editor.views.rule_edit import RuleEdit


class FindBar(QFrame):
    """Hidden until it is asked for. ``rule``: the editor of the rule that is shown; ``wanted_place``: a path of the
    project is to be shown."""

    wanted_place = Signal(object)

    def __init__(self, session: Session, rule: Callable[[], RuleEdit]) -> None:
        super().__init__()
        self._session, self._rule = session, rule
        self._found: tuple[Found, ...] = ()
        self._at = -1
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.wanted, self.other, self.number = LiveLine(), LiveLine(), QLabel()
        self.number.setTextFormat(Qt.TextFormat.PlainText)
        self.previous, self.following = QPushButton(), QPushButton()
        self.replace_one, self.replace_all, self.close_button = QPushButton(), QPushButton(), QPushButton()
        flow = Flow()
        for widget in (self.wanted, self.number, self.previous, self.following):
            flow.addWidget(widget)
        for widget in (self.other, self.replace_one, self.replace_all, self.close_button):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(flow)
        self.wanted.typed.connect(lambda _: self._look(stay=True))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.following.clicked.connect(lambda: self.step(1))
        self.replace_one.clicked.connect(self.replace_here)
        self.replace_all.clicked.connect(self.replace_everywhere)
        self.close_button.clicked.connect(self.leave)
        session.project_changed.connect(self._look)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        words = self._session.words
        for field, code in ((self.wanted, "find.wanted"), (self.other, "find.other")):
            field.setPlaceholderText(words(code))
            field.setAccessibleName(words(code))
        for button, code in (
            (self.previous, "find.previous"),
            (self.following, "find.next"),
            (self.replace_one, "find.replace"),
            (self.replace_all, "find.replace_all"),
            (self.close_button, "close"),
        ):
            button.setText(words(code))
        self._say()

    def open(self) -> None:
        """Show it; what is selected in the rule is looked for."""
        chosen = self._rule().textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self.wanted.setText(chosen)
        self.wanted.setFocus()
        self.wanted.selectAll()
        self._look(stay=True)

    def leave(self) -> None:
        """Close it; the focus goes to the rule."""
        self.hide()
        self._rule().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    # -- finding -----------------------------------------------------------------------------------------------

    def _look(self, *, stay: bool = False) -> None:
        """Look again: another text, or another project."""
        if not self.isVisibleTo(self.parentWidget()) and not stay:
            return
        before = self._found[self._at] if 0 <= self._at < len(self._found) else None
        self._found = finding.find(self._session.document.project, self.wanted.text())
        self._at = self._found.index(before) if before in self._found else -1
        self._say()

    def _say(self) -> None:
        words, number = self._session.words, len(self._found)
        if not self.wanted.text():
            text = ""
        elif not number:
            text = words("find.none")
        elif self._at < 0:
            text = words("find.some", n=number)
        else:
            project, path = self._session.document.project, self._found[self._at].path
            place = spoken_place(project, path, words.language)
            text = words("find.at", at=self._at + 1, n=number, place=place)
        self.number.setText(text)
        for button in (self.previous, self.following, self.replace_one, self.replace_all):
            button.setEnabled(number > 0)

    def step(self, by: int) -> None:
        """The next or the previous place; from the chosen criterion on where none was shown yet."""
        if not self._found:
            return
        if self._at < 0:
            self._at = self._first(by)
        else:
            self._at = (self._at + by) % len(self._found)
        self._show()

    def _first(self, by: int) -> int:
        session = self._session
        here: Path = ("matrix", "cells", session.cell or "", "criteria", session.criterion or 0, "rule")
        cursor = self._rule().textCursor().selectionStart()
        for at, one in enumerate(self._found):
            if one.path == here and one.start >= cursor:
                return at
        inside = [at for at, one in enumerate(self._found) if one.path == here]
        return inside[0] if inside else 0 if by > 0 else len(self._found) - 1

    def _show(self) -> None:
        """Show the place and select what was found; the focus stays here."""
        one = self._found[self._at]
        focus = self.focusWidget()
        self.wanted_place.emit(one.path)
        if focus is not None:
            focus.setFocus()
        rule = self._rule()
        if rule.toPlainText()[one.start : one.end].lower() == self.wanted.text().lower():
            cursor = rule.textCursor()
            cursor.setPosition(one.start)
            cursor.setPosition(one.end, cursor.MoveMode.KeepAnchor)
            rule.setTextCursor(cursor)
        self._say()

    # -- replacing ---------------------------------------------------------------------------------------------

    def replace_here(self) -> None:
        """Replace the place that is shown, then go to the next one."""
        if self._at < 0:
            self.step(1)
            return
        at, one = self._at, self._found[self._at]
        self._replace((one,))
        if self._found:
            self._at = min(at, len(self._found) - 1)
            self._show()

    def replace_everywhere(self) -> None:
        """Replace all places: one undo."""
        self._replace(self._found)

    def _replace(self, places: tuple[Found, ...]) -> None:
        self._rule().commit()
        self._session.document.seal()
        self._session.apply(finding.replace(self._session.document.project, places, self.other.text()))
        self._session.document.seal()

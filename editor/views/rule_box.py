"""A rule to be edited: as rows, as text or as both, how it reads, and what is wrong with it."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QToolButton, QVBoxLayout, QWidget

from dsl.diagnostics import Diagnostic
from dsl.format import format_rule
from dsl.messages import render
from dsl.parse import parse
from dsl.phrase import phrase
from editor.commands.edits import Path
from editor.viewmodels.session import Session
from editor.views.inputs import Flow, Wrapped
from editor.views.looks import segment_style
from editor.views.row_editor import RowEditor
from editor.views.rule_edit import RuleEdit
from engine.project.catalog import check_rule

View = Literal["rows", "text", "both"]
VIEWS: tuple[View, ...] = get_args(View)

MOST = 10
SIGNS = {"error": "✗", "warning": "⚠", "info": "ⓘ"}


class RuleBox(QWidget):
    """``edited`` carries the rule's new text. ``commands``: where more buttons may stand."""

    edited = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._path: Path | None = None
        self.view: View = "both"
        self.rule = RuleEdit(session)
        self.rows = RowEditor(session, self.rule.suggestions.commonest)
        self.sentence, self.message = Wrapped(), Wrapped()
        self.tidy, self.fix = QPushButton(), QPushButton()
        self.views = {view: QToolButton() for view in VIEWS}
        self._group = QButtonGroup(self)
        self.commands = Flow()
        self.commands.addWidget(self.tidy)
        self.commands.addWidget(self.fix)
        for view, button in self.views.items():
            button.setCheckable(True)
            button.setChecked(view == self.view)
            button.clicked.connect(lambda _=False, view=view: self.set_view(view))
            self._group.addButton(button)
            self.commands.addWidget(button)
        self.rule.setMinimumHeight(48)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.commands)
        layout.addWidget(self.rows)
        layout.addWidget(self.rule, 1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.message)
        self.rule.edited.connect(self.edited)
        self.rows.changed.connect(self.edited)
        self.tidy.clicked.connect(self.tidy_rule)
        self.fix.clicked.connect(self.rule.fix)
        session.counts_changed.connect(self.check)
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._restyle()

    def _restyle(self) -> None:
        """Take the colours of another theme."""
        style = segment_style()
        for button in self.views.values():
            if button.styleSheet() != style:
                button.setStyleSheet(style)

    def retranslate(self) -> None:
        words = self._session.words
        self.tidy.setText(words("format_rule"))
        self.fix.setText(words("fix"))
        for view, button in self.views.items():
            button.setText(words(f"view.{view}"))
            button.setToolTip(words("view.tip"))
        self.check()

    def show_rule(self, text: str | None, place: tuple[object, ...] | None, path: Path | None) -> None:
        """The rule at a path of the project; None: no rule is chosen. ``place`` tells one rule from another."""
        self._path = path
        for widget in (self.rule, self.tidy, self.fix):
            widget.setEnabled(text is not None)
        self.rule.set_rule(text or "", place)
        self.check()

    def set_view(self, view: View) -> None:
        """Show rows, text, or both."""
        self.view = view
        self.views[view].setChecked(True)
        self._fit()

    def next_view(self) -> None:
        """The next of rows, text and both; the focus stays in the rule."""
        inside = self.rows.isAncestorOf(self.focusWidget() or self) or self.rule.hasFocus()
        self.set_view(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])
        if inside:
            self.start()

    def start(self) -> None:
        """Put the focus where the rule is edited."""
        if self.rule.isVisibleTo(self):
            self.rule.setFocus()
        elif self.rows.lines:
            self.rows.lines[0].focus_next_empty()

    def _fit(self) -> None:
        """What rows cannot show is shown as text, whatever was chosen."""
        self.rows.setVisible(bool(self.rows.lines) and self.view != "text")
        self.rule.setVisible(self.view != "rows" or not self.rows.lines)

    def check(self) -> None:
        """Problems and the sentence of the rule that is shown; nothing while a syllable is composed."""
        session = self._session
        if self.rule.composing:
            return
        text = self.rule.toPlainText()
        found: tuple[Diagnostic, ...] = ()
        sentence = ""
        if session.checked is not None and self._path is not None and text.strip():
            found = check_rule(session.checked, self._path, text).diagnostics
            parsed = parse(text).rule
            if parsed is not None and not any(one.severity == "error" for one in found):
                sentence = phrase(parsed, session.checked.catalog, session.words.language)
        self.rule.show_problems(found)
        self.rows.show_rule(text if self._path is not None else None)
        self._fit()
        self.sentence.setText(session.words("sentence", text=sentence) if sentence else "")
        lines = [f"{SIGNS[one.severity]} {render(one, session.words.language)}" for one in found[:MOST]]
        self.message.setText("\n".join(lines))
        self.fix.setEnabled(bool(self.rule.fixes()))

    def tidy_rule(self) -> None:
        """The rule in its canonical form, in the language of the screen."""
        parsed = parse(self.rule.toPlainText())
        if parsed.rule is not None and not any(one.severity == "error" for one in parsed.diagnostics):
            self._session.document.seal()
            self.edited.emit(format_rule(parsed.rule, self._session.words.language))
            self._session.document.seal()

"""The chosen cell: match mode, its criteria with three counts each, the rule of one criterion, how it reads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import Diagnostic
from dsl.format import format_rule
from dsl.messages import render
from dsl.parse import parse
from dsl.phrase import phrase
from editor.commands import edits
from editor.viewmodels.criteria_model import COLUMNS, CriteriaModel
from editor.viewmodels.session import Session
from editor.views.inputs import Choice, Flow, LiveText, Spin, Wrapped
from editor.views.row_editor import RowEditor
from editor.views.rule_edit import RuleEdit
from engine.project.catalog import check_rule

__all__ = ["CellPanel", "Choice", "Spin"]

MODES = ("all", "any", "at_least", "score")


class CellPanel(QWidget):
    """Shows the session's chosen cell; every edit goes through a command."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setWordWrap(True)
        self.match_label, self.match, self.k = QLabel(), Choice(), Spin()
        self.match_label.setBuddy(self.match)
        self.match.addItems(list(MODES))
        self.k.setRange(1, 1_000_000)
        self.table = QTableView()
        self.model = CriteriaModel(session, self)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setItemDelegateForColumn(COLUMNS.index("label"), LiveText(self.table))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COLUMNS.index("label"), QHeaderView.ResizeMode.Stretch)
        self.table.setColumnHidden(COLUMNS.index("rule"), True)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.rule = RuleEdit(session)
        self.rows = RowEditor(session, self.rule.suggestions.commonest)
        self.sentence, self.message = Wrapped(), Wrapped()
        self.add, self.remove, self.tidy, self.fix = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.match_label)
        top.addWidget(self.match)
        top.addWidget(self.k)
        top.addStretch(1)
        buttons = Flow()
        for button in (self.add, self.remove, self.tidy, self.fix):
            buttons.addWidget(button)
        upper, lower = QWidget(), QWidget()
        above, below = QVBoxLayout(upper), QVBoxLayout(lower)
        for layout in (above, below):
            layout.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.table)
        above.addWidget(self.empty)
        below.addLayout(buttons)
        below.addWidget(self.rows)
        below.addWidget(self.rule, 1)
        below.addWidget(self.sentence)
        below.addWidget(self.message)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        self.below = QScrollArea()
        self.below.setWidget(lower)
        self.below.setWidgetResizable(True)
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rule.setMinimumHeight(48)
        splitter.addWidget(self.below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(self.title)
        layout.addLayout(top)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        session = self._session
        session.selection_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        session.counts_changed.connect(self._check)
        session.language_changed.connect(self.retranslate)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.match.currentIndexChanged.connect(self._match_chosen)
        self.k.valueChanged.connect(self._match_chosen)
        self.rule.edited.connect(self._rule_edited)
        self.rows.changed.connect(self._rule_edited)
        self.add.clicked.connect(self.add_criterion)
        self.remove.clicked.connect(self.remove_criterion)
        self.tidy.clicked.connect(self.tidy_rule)
        self.fix.clicked.connect(self.fix_first)

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self.match_label.setText(words("match"))
        for row, mode in enumerate(MODES):
            self.match.setItemText(row, words(f"match.{mode}"))
        self.match.setAccessibleName(words("match"))
        self.k.setAccessibleName(words("match.at_least"))
        self.table.setAccessibleName(words("cell"))
        self.empty.setText(words("no_criteria"))
        self.add.setText(words("add_criterion"))
        self.remove.setText(words("remove_criterion"))
        self.tidy.setText(words("format_rule"))
        self.fix.setText(words("fix"))
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now."""
        self._showing = True
        session, words = self._session, self._session.words
        cell = session.document.project.matrix.cell(session.cell or "")
        self.setEnabled(cell is not None)
        if cell is None:
            self.title.setText(words("nothing_selected"))
        else:
            name = cell.labels.catalog().get(words.language, "").removeprefix(cell.id).strip()
            self.title.setText(f"{cell.id} {name}".strip())
            self.match.setCurrentIndex(MODES.index(cell.match.mode))
            self.k.setVisible(cell.match.mode in ("at_least", "score"))
            self.k.setValue(int(cell.match.at_least or cell.match.score or 1))
        criteria = self.model.criteria
        self.table.setVisible(bool(criteria))
        self.empty.setVisible(cell is not None and not criteria)
        chosen = next((one for one in criteria if one.n == session.criterion), None)
        for widget in (self.rule, self.remove, self.tidy, self.fix):
            widget.setEnabled(chosen is not None)
        place = (session.cell, chosen.n) if chosen is not None and session.cell is not None else None
        self.rule.set_rule(chosen.rule if chosen is not None else "", place)
        if chosen is not None:
            row = self.model.row_of(chosen.n)
            if self.table.currentIndex().row() != row:
                self.table.selectRow(row)
        self._showing = False
        self._check()

    def _check(self) -> None:
        """Problems and the sentence of the rule that is shown; nothing while a syllable is composed."""
        session = self._session
        if self.rule.composing:
            return
        text, cell, n = self.rule.toPlainText(), session.cell, session.criterion
        found: tuple[Diagnostic, ...] = ()
        sentence = ""
        if session.checked is not None and cell is not None and n is not None and text.strip():
            path = (*edits.criterion_path(cell, n), "rule")
            found = check_rule(session.checked, path, text).diagnostics
            parsed = parse(text).rule
            if parsed is not None and not any(one.severity == "error" for one in found):
                sentence = phrase(parsed, session.checked.catalog, session.words.language)
        self.rule.show_problems(found)
        self.rows.show_rule(text if n is not None else None)
        self.sentence.setText(session.words("sentence", text=sentence) if sentence else "")
        self.message.setText("\n".join(render(one, session.words.language) for one in found[:3]))
        self.fix.setEnabled(self.rule.first_fix() is not None)

    # -- editing -----------------------------------------------------------------------------------------------

    def _row_chosen(self, current: object) -> None:
        row = self.table.currentIndex().row()
        if not self._showing and 0 <= row < len(self.model.criteria):
            self._session.select(self._session.cell, self.model.criteria[row].n)

    def _match_chosen(self) -> None:
        cell = self._session.cell
        if self._showing or cell is None:
            return
        mode = MODES[self.match.currentIndex()]
        value: object = {mode: self.k.value()} if mode in ("at_least", "score") else mode
        self._session.apply(edits.set_match(self._session.document.project, cell, value))

    def _rule_edited(self, text: str) -> None:
        if self.rule.place is not None:
            cell, n = self.rule.place
            self._session.apply(edits.set_rule(self._session.document.project, cell, n, text))

    def add_criterion(self) -> None:
        """A new, empty criterion behind the chosen one, ready to be typed."""
        cell = self._session.cell
        if cell is None:
            return
        change, n = edits.add_criterion(self._session.document.project, cell, "", self._session.criterion)
        self._session.apply(change)
        self._session.select(cell, n)
        self.rule.setFocus()

    def remove_criterion(self) -> None:
        cell, n = self._session.cell, self._session.criterion
        if cell is None or n is None:
            return
        numbers = [one.n for one in self.model.criteria if one.n != n]
        self._session.apply(edits.remove_criterion(self._session.document.project, cell, n))
        self._session.select(cell, numbers[0] if numbers else None)

    def tidy_rule(self) -> None:
        """The rule in its canonical form, in the language of the screen."""
        parsed = parse(self.rule.toPlainText())
        if parsed.rule is not None and not any(one.severity == "error" for one in parsed.diagnostics):
            self._session.document.seal()
            self._rule_edited(format_rule(parsed.rule, self._session.words.language))
            self._session.document.seal()

    def fix_first(self) -> None:
        """Carry out the fix at the cursor: one undo step."""
        fix = self.rule.first_fix()
        if fix is not None:
            self._session.document.seal()
            self.rule.apply_fix(fix)
            self._session.document.seal()

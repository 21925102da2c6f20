"""The chosen cell: its texts, match mode, its criteria with three counts each, and the rule of one criterion."""

from __future__ import annotations

from decimal import Decimal

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
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dsl.messages import render
from editor.commands import cells, edits
from editor.viewmodels.criteria_model import COLUMNS, CriteriaModel
from editor.viewmodels.session import Session
from editor.views.inputs import Choice, DecimalSpin, Flow, LiveText, Spin, Ticks, Wrapped
from editor.views.rule_box import RuleBox
from editor.views.text_form import TextForm
from engine.project.model import Cell

__all__ = ["CellPanel", "Choice", "Spin"]

PARTS = (200, 220)
"""Heights of the criteria and of the rule, before somebody moves the handle between them."""
LEAST_LETTERS = 16
MODES = ("all", "any", "at_least", "score")


class CriteriaTable(QTableView):
    """The criterion's name takes what the other columns leave, and never less than can be read."""

    def updateGeometries(self) -> None:
        super().updateGeometries()
        header, label = self.horizontalHeader(), COLUMNS.index("label")
        if header.count() <= label:
            return
        least = LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        left = self.viewport().width() - (header.length() - header.sectionSize(label))
        mode = QHeaderView.ResizeMode.Stretch if left >= least else QHeaderView.ResizeMode.Fixed
        if header.sectionResizeMode(label) is not mode:
            header.setSectionResizeMode(label, mode)
        if mode is QHeaderView.ResizeMode.Fixed and header.sectionSize(label) != least:
            header.resizeSection(label, least)


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
        self.texts_button, self.details_button = QToolButton(), QToolButton()
        self.texts = TextForm(session, ("labels", "description"))
        self.details = TextForm(session, ("labels", "note"))
        for button, form in ((self.texts_button, self.texts), (self.details_button, self.details)):
            button.setCheckable(True)
            button.toggled.connect(form.setVisible)
            form.setVisible(False)
        self.match_label, self.match, self.k, self.score = QLabel(), Choice(), Spin(), DecimalSpin()
        self.match_label.setBuddy(self.match)
        self.match.addItems(list(MODES))
        self.score.setRange(0.01, edits.MOST_POINTS)
        self.match_message = Wrapped()
        self.table = CriteriaTable()
        self.model = CriteriaModel(session, self)
        self._prepare_table()
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.box = RuleBox(session)
        self.rule, self.rows = self.box.rule, self.box.rows
        self.sentence, self.message, self.tidy, self.fix = (
            self.box.sentence,
            self.box.message,
            self.box.tidy,
            self.box.fix,
        )
        self.add, self.remove, self.add_cell = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _prepare_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        table.setDragDropOverwriteMode(False)
        for column in ("label", "weight"):
            table.setItemDelegateForColumn(COLUMNS.index(column), LiveText(table))
        for column in ("on", "required"):
            table.setItemDelegateForColumn(COLUMNS.index(column), Ticks(table))
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COLUMNS.index("label"), QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        table.setColumnHidden(COLUMNS.index("rule"), True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.texts_button)
        top = Flow()
        for widget in (self.match_label, self.match, self.k, self.score, self.add_cell):
            top.addWidget(widget)
        for button in (self.details_button, self.remove, self.add):
            self.box.commands.put_first(button)
        upper, lower = QWidget(), QWidget()
        above, below = QVBoxLayout(upper), QVBoxLayout(lower)
        for layout in (above, below):
            layout.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.table)
        above.addWidget(self.empty)
        below.addWidget(self.details)
        below.addWidget(self.box, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        self.below = QScrollArea()
        self.below.setWidget(lower)
        self.below.setWidgetResizable(True)
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        splitter.addWidget(self.below)
        splitter.setSizes(list(PARTS))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.texts)
        layout.addLayout(top)
        layout.addWidget(self.match_message)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        session = self._session
        session.selection_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        session.problems_changed.connect(self._show_match_problems)
        session.language_changed.connect(self.retranslate)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.match.currentIndexChanged.connect(self._match_chosen)
        self.k.valueChanged.connect(self._match_chosen)
        self.score.valueChanged.connect(self._match_chosen)
        self.box.edited.connect(self._rule_edited)
        self.add.clicked.connect(self.add_criterion)
        self.remove.clicked.connect(self.remove_criterion)
        self.add_cell.clicked.connect(self.add_cell_here)

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self.match_label.setText(words("match"))
        for row, mode in enumerate(MODES):
            self.match.setItemText(row, words(f"match.{mode}"))
        self.match.setAccessibleName(words("match"))
        self.k.setAccessibleName(words("match.at_least"))
        self.score.setAccessibleName(words("match.threshold"))
        self.score.setToolTip(words("match.threshold"))
        self.table.setAccessibleName(words("cell"))
        self.empty.setText(words("no_criteria"))
        self.add.setText(words("add_criterion"))
        self.remove.setText(words("remove_criterion"))
        self.add_cell.setText(words("add_cell"))
        self.texts_button.setText(words("cell.texts"))
        self.details_button.setText(words("criterion.texts"))
        for part in (self.texts, self.details, self.box):
            part.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now."""
        self._showing = True
        session, words = self._session, self._session.words
        cell = session.document.project.matrix.cell(session.cell or "")
        empty = cell is None and session.place is not None
        for widget in (self.match_label, self.match, self.table, self.box, self.texts_button):
            widget.setEnabled(cell is not None)
        self.add_cell.setVisible(empty)
        self.match.setVisible(cell is not None)
        self.match_label.setVisible(cell is not None)
        if cell is None:
            self.title.setText(words("empty_place" if empty else "nothing_selected"))
            self.k.hide()
            self.score.hide()
        else:
            name = cell.labels.catalog().get(words.language, "").removeprefix(cell.id).strip()
            self.title.setText(f"{cell.id} {name}".strip())
            self._show_match(cell)
        self.texts.show_texts(cell, edits.cell_path(session.cell or ""))
        criteria = self.model.criteria
        self.table.setVisible(bool(criteria))
        self.empty.setVisible(cell is not None and not criteria)
        chosen = next((one for one in criteria if one.n == session.criterion), None)
        for button in (self.remove, self.details_button):
            button.setEnabled(chosen is not None)
        if chosen is None or session.cell is None:
            self.details.show_texts(None, ())
            self.box.show_rule(None, None, None)
        else:
            path = edits.criterion_path(session.cell, chosen.n)
            self.details.show_texts(chosen, path)
            self.box.show_rule(chosen.rule, (session.cell, chosen.n), (*path, "rule"))
            row = self.model.row_of(chosen.n)
            if self.table.currentIndex().row() != row:
                self.table.selectRow(row)
        self._showing = False
        self._show_match_problems()

    def _show_match(self, cell: Cell) -> None:
        mode = cell.match.mode
        self.match.setCurrentIndex(MODES.index(mode))
        self.k.setVisible(mode == "at_least")
        self.score.setVisible(mode == "score")
        self.table.setColumnHidden(COLUMNS.index("required"), mode == "all")
        self.table.setColumnHidden(COLUMNS.index("weight"), mode != "score")
        counted = sum(not one.required for one in cell.active)
        k = cell.match.at_least or 1
        self.k.setRange(1, max(counted, k, 1))
        self.k.setSuffix(f" / {counted}")
        self.k.setValue(k)
        self.score.setValue(float(cell.match.score or 1))

    def _show_match_problems(self) -> None:
        """What keeps the match mode from working, in words, where it is chosen."""
        session = self._session
        path = (*edits.cell_path(session.cell or ""), "match")
        found = [one for one in session.diagnostics if one.place is not None and one.place.path == path]
        self.match_message.setText("\n".join(f"⚠ {render(one, session.words.language)}" for one in found))

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
        value: object = mode
        if mode == "at_least":
            value = {mode: self.k.value()}
        elif mode == "score":
            value = {mode: edits.weight_of(self.score.text()) or Decimal(1)}
        self._session.apply(edits.set_match(self._session.document.project, cell, value))

    def _rule_edited(self, text: str) -> None:
        match self.rule.place:
            case (str() as cell, int() as n):
                self._session.apply(edits.set_rule(self._session.document.project, cell, n, text))

    def add_cell_here(self) -> None:
        """A new cell at the empty place that is chosen, with a first criterion to be filled in."""
        session = self._session
        if session.place is None:
            return
        change, cell = cells.add_cell(session.document.project, *session.place)
        session.apply(change)
        session.select(cell, None)
        self.add.setFocus()

    def add_criterion(self) -> None:
        """A new, empty criterion behind the chosen one, ready to be typed."""
        cell = self._session.cell
        if cell is None:
            return
        change, n = edits.add_criterion(self._session.document.project, cell, "", self._session.criterion)
        self._session.apply(change)
        self._session.select(cell, n)
        self.box.start()

    def remove_criterion(self) -> None:
        """Without the chosen criterion; its neighbour is chosen then."""
        cell, n = self._session.cell, self._session.criterion
        if cell is None or n is None:
            return
        numbers = [one.n for one in self.model.criteria]
        at = numbers.index(n) if n in numbers else 0
        left = [one for one in numbers if one != n]
        self._session.apply(edits.remove_criterion(self._session.document.project, cell, n))
        self._session.select(cell, left[min(at, len(left) - 1)] if left else None)

    def move_criterion(self, step: int) -> None:
        """The chosen criterion up (-1) or down (1); its number stays with it."""
        cell, n = self._session.cell, self._session.criterion
        numbers = [one.n for one in self.model.criteria]
        if cell is None or n not in numbers:
            return
        to = numbers.index(n) + step
        if 0 <= to < len(numbers):
            self._session.apply(edits.move_criterion(self._session.document.project, cell, n, to))

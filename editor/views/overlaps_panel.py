"""Overlaps and gaps: which cells share customers, who is in no cell, who misses one by a single criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import QuadrilleError
from editor.commands.measures import set_threshold
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.latest import Latest
from editor.viewmodels.overlaps_findings import Finding, Findings, branches, find
from editor.viewmodels.overlaps_model import PAIR_ROLE, OverlapsModel, Pair
from editor.viewmodels.session import Session
from editor.viewmodels.threshold_words import threshold_text
from editor.viewmodels.tree_model import TreeModel
from editor.views.inputs import Flow, Wrapped
from editor.views.keyed_tree import KeyedTree
from editor.views.matrix_view import roles
from editor.views.panel import Panel
from editor.views.people import PeopleList
from editor.views.scrolled import Scrolled
from engine.threshold import Threshold, loosened, threshold_of

OPEN = (("near",), ("together",))
LEAST_LINES = 5
PADDING = 14


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another threshold for a criterion, and how many of the near misses it lets in."""

    cell: str
    n: int
    threshold: Threshold
    value: Any
    subjects: int
    of: int


class PairDelegate(QStyledItemDelegate):
    """Numbers in the colours of the theme; the stages side by side on two backgrounds."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        pair = index.data(PAIR_ROLE)
        if not isinstance(pair, Pair):
            return
        colours = roles()
        option.backgroundBrush = QColor(colours.base if pair.band else colours.window)
        text = {"stage": colours.warning, "other": colours.text}.get(pair.sort, colours.muted)
        option.palette.setColor(QPalette.ColorRole.Text, QColor(text))
        option.font.setBold(pair.sort == "stage")


class PairTable(QTableView):
    """Some rows are always seen, whatever the font; each column is as wide as its longest text."""

    def fit(self) -> None:
        """The widths and heights for the texts that there are now. (Qt would ask for every item several times.)"""
        model, wide = self.model(), self.fontMetrics().horizontalAdvance
        both, role = (Qt.Orientation.Horizontal, Qt.Orientation.Vertical), Qt.ItemDataRole.DisplayRole
        rows, columns = range(model.rowCount()), range(model.columnCount())
        for column in columns:
            title = str(model.headerData(column, both[0], role)).splitlines()
            texts = [*title, *(str(model.index(row, column).data()) for row in rows)]
            self.setColumnWidth(column, max(map(wide, texts)) + PADDING)
        names = [wide(str(model.headerData(row, both[1], role))) for row in rows]
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 4)
        self.verticalHeader().setFixedWidth(max(names, default=0) + PADDING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * LEAST_LINES)


class OverlapsPanel(Panel):
    """The table, what there is to mend, and the customers behind the number that was asked for."""

    title = "gaps"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._latest = Latest(session, lambda problems: None)
        self._advising = Latest(session, lambda problems: None)
        self._found: Findings | None = None
        self._asked: Pair | Finding | None = None
        self.proposal: Proposal | None = None
        self.model = OverlapsModel(session, self)
        self.overlaps = PairTable()
        self.overlaps.setModel(self.model)
        self.overlaps.setItemDelegate(PairDelegate(self.overlaps))
        self.overlaps.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.overlaps.setTabKeyNavigation(False)
        self.overlaps.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.overlaps.horizontalHeader(), self.overlaps.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(True)
        titles = ("gaps.what", "gaps.subjects")
        self.lines = TreeModel(2, lambda: tuple(map(session.words, titles)), self, frozenset({1}))
        self.gaps = KeyedTree(self.lines)
        self.gaps.size_columns()
        for key in OPEN:
            self.gaps.open_line(key)
        self.advice, self.go, self.loosen = Wrapped(), QPushButton(), QPushButton()
        self.people = PeopleList(session)
        self._lay_out()
        self.overlaps.clicked.connect(self._pair_asked)
        self.overlaps.activated.connect(self._pair_asked)
        self.gaps.clicked.connect(self._finding_asked)
        self.gaps.activated.connect(self._finding_asked)
        self.gaps.selectionModel().currentChanged.connect(lambda *_: self._advise())
        self.go.clicked.connect(self.open_criterion)
        self.loosen.clicked.connect(self.loosen_criterion)
        session.counts_changed.connect(self.refresh)
        session.project_changed.connect(self._advise)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        middle = QWidget()
        lines = QVBoxLayout(middle)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.gaps, 1)
        lines.addWidget(self.advice)
        buttons = Flow()
        buttons.addWidget(self.go)
        buttons.addWidget(self.loosen)
        lines.addLayout(buttons)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share in ((self.overlaps, 5), (middle, 4), (self.people, 2)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        inside = QWidget()
        layout = QHBoxLayout(inside)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.splitter)
        Scrolled.within(self, inside)
        self.setFocusProxy(self.overlaps)

    @property
    def busy(self) -> bool:
        """Is something being found?"""
        return self._latest.busy or self._advising.busy or self.people.busy

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self.overlaps.setAccessibleName(words("overlaps.table"))
        self.overlaps.setAccessibleDescription(words("overlaps.describe"))
        self.gaps.setAccessibleName(words("gaps.lines"))
        self.lines.retitle()
        self.overlaps.fit()
        self._show()
        self._tell()
        if self._asked is not None:
            self.people.retitle(self._title())

    def refresh(self) -> None:
        """What the newest counts say, found in the background, once somebody looks."""
        counts = self._session.counts
        if counts is None or not self.isVisible() or (self._found is not None and self._found.counts is counts):
            return
        self.overlaps.fit()
        self._latest.ask(lambda cancel: find(counts), self._take)
        if self._asked is not None:
            self.people.ask(self._who(), self._title())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _take(self, found: Findings) -> None:
        self._found = found
        self._show()
        self._advise()

    def _show(self) -> None:
        if self._found is not None:
            self.lines.show(branches(self._found, self._session.document.project, self._session.words))

    # -- who they are --------------------------------------------------------------------------------------------

    def _pair_asked(self, index: QModelIndex) -> None:
        self._asked = self.model.pair(index)
        self.people.ask(self._who(), self._title())

    def _finding_asked(self, index: QModelIndex) -> None:
        branch = self.lines.branch(index)
        if branch is None or not isinstance(branch.data, Finding):
            return
        if branch.data.who is None:
            self.gaps.setExpanded(index, not self.gaps.isExpanded(index))
            return
        self._asked = branch.data
        self.people.ask(self._who(), self._title())

    def _who(self) -> Any:
        return self._asked.who if self._asked is not None else None

    def _title(self) -> str:
        asked, words = self._asked, self._session.words
        if isinstance(asked, Pair):
            return asked.one if asked.one == asked.other else words("people.both", one=asked.one, other=asked.other)
        if asked is None or asked.who is None:
            return ""
        if asked.who.near is not None:
            return words("near.only", cell=asked.who.near[0], n=circled(asked.who.near[1]))
        if asked.who.stage:
            stage = self._session.document.project.matrix.stage(asked.who.stage)
            name = stage.labels.catalog().get(words.language, stage.id) if stage is not None else asked.who.stage
            return words("gaps.in_no_cell", stage=name)
        return " + ".join(asked.who.cells)

    # -- loosening -----------------------------------------------------------------------------------------------

    def _finding(self) -> Finding | None:
        branch = self.gaps.current_branch()
        return branch.data if branch is not None and isinstance(branch.data, Finding) else None

    def _advise(self) -> None:
        """What could be done about the line that is chosen; a threshold is looked for in the background."""
        finding, session = self._finding(), self._session
        self.proposal = None
        self._advising.drop()
        self._tell()
        if finding is None or finding.cell is None or finding.n is None:
            return
        near = finding.who is not None and finding.who.near is not None
        threshold = self._threshold(finding.cell, finding.n) if near and not session.stale else None
        preview = session.thread_of_counts.preview
        if threshold is None or preview is None:
            return
        cell, n = finding.cell, finding.n

        def propose(cancel: object) -> Proposal | None:
            try:
                values = preview.criterion_values(cell, n, threshold.operand)
            except (KeyError, StopIteration):  # it is not there any more, or cannot be counted
                return None
            value = loosened(threshold, values.near)
            if value is None:
                return None
            let_in = values.near.count(threshold.op, value)
            return Proposal(cell, n, threshold, value, let_in, values.near_subjects)

        self._advising.ask(propose, self._propose)

    def _threshold(self, cell: str, n: int) -> Threshold | None:
        """The threshold of a criterion as it is now."""
        checked = self._session.checked
        tree = checked.criteria.get((cell, n)) if checked is not None else None
        found = self._session.document.project.matrix.cell(cell)
        text = next((one.rule for one in found.criteria if one.n == n), "") if found is not None else ""
        return threshold_of(text, tree) if tree is not None else None

    def _propose(self, proposal: Proposal | None) -> None:
        self.proposal = proposal
        self._tell()

    def _tell(self) -> None:
        """The way to the criterion, and what was proposed for it, in words."""
        finding, proposal, words = self._finding(), self.proposal, self._session.words
        go = finding is not None and finding.cell is not None and finding.n is not None
        self.go.setVisible(go)
        self.go.setText(words("near.open", cell=finding.cell, n=circled(finding.n or 0)) if go and finding else "")
        self.loosen.setVisible(proposal is not None)
        if proposal is None:
            self.loosen.setText("")
            self.advice.setText("")
            return
        threshold = proposal.threshold
        catalog = self._session.checked.catalog if self._session.checked is not None else None
        new = threshold_text(threshold, proposal.value, words, catalog)
        old = threshold_text(threshold, threshold.value, words, catalog)
        advice = words("near.advice", old=old, new=new, n=proposal.subjects, of=proposal.of)
        if threshold.parameter is not None:
            advice += " " + words("near.parameter", name=threshold.parameter)
        self.advice.setText(advice)
        self.loosen.setText(words("near.loosen", new=new))

    def open_criterion(self) -> None:
        """Go to the criterion of the line that is chosen."""
        finding = self._finding()
        if finding is not None and finding.cell is not None:
            self._session.select(finding.cell, finding.n)

    def loosen_criterion(self) -> None:
        """Take the proposed threshold: one undo step; and show the criterion."""
        proposal, session = self.proposal, self._session
        if proposal is None:
            return
        session.document.seal()
        try:
            change = set_threshold(
                session.document.project, proposal.cell, proposal.n, proposal.threshold, proposal.value, "edit.loosen"
            )
        except QuadrilleError:  # the criterion went away while it was looked at
            return
        session.apply(change)
        session.document.seal()
        session.select(proposal.cell, proposal.n)

"""Every customer of the last run in a table: sorted, filtered, and saved as a file or as a table of the source."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from editor.viewmodels.results_model import ResultsModel
from editor.viewmodels.results_run import Runs
from editor.viewmodels.session import Session
from editor.views.dialogs import asked_once
from editor.views.inputs import Choice, Flow, OneUndo, Wrapped
from editor.views.panel import Panel
from editor.views.run_status import RunStatus
from editor.workers import running

TYPING = 200
"""Milliseconds after the last key before the rows are searched."""
DEFAULT_TABLE = "quadrille_outcome"


class ResultsTable(QTableView):
    """Enter does what a double click does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class ResultsPanel(Panel):
    """Adapts the last run; whatever takes long happens in the background."""

    title = "results"

    def __init__(self, session: Session, runs: Runs, status: RunStatus) -> None:
        super().__init__(session)
        self.runs, self._status = runs, status
        self._showing = False
        self._said = ""
        self.model = ResultsModel(session, self)
        self.place_label, self.place = QLabel(), Choice()
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.installEventFilter(OneUndo(self.text))
        self.count, self.message = QLabel(), Wrapped()
        self.file, self.to_table = QPushButton(), QPushButton()
        self.explain, self.order = QPushButton(), QPushButton()
        self.table = ResultsTable()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        tools = Flow()
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.place_label)
        line.addWidget(self.place)
        self.place_label.setBuddy(self.place)
        for widget in (both, self.text, self.count, self.explain, self.order, self.file, self.to_table):
            tools.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(tools)
        layout.addWidget(self.message)
        layout.addWidget(self.table, 1)

    def _connect(self) -> None:
        session = self._session
        self.runs.ran.connect(self._take)
        self.model.rearranged.connect(self.refresh)
        self.place.currentIndexChanged.connect(self._place_chosen)
        self.text.textChanged.connect(lambda: self._typing.start())
        self._typing.timeout.connect(lambda: self.model.ask(text=self.text.text().strip()))
        self.table.activated.connect(lambda index: self.explain_row())
        self.table.selectionModel().currentRowChanged.connect(lambda now, before: self._row_chosen())
        self.explain.clicked.connect(self.explain_row)
        self.order.clicked.connect(self.sort_column)
        self.file.clicked.connect(self.save_file)
        self.to_table.clicked.connect(self.save_table)
        session.language_changed.connect(self.retranslate)

    # -- showing -----------------------------------------------------------------------------------------------

    def _take(self) -> None:
        """The outcome of a run that ended now."""
        self._typing.stop()
        self._said = ""
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_run(self.runs.last)
        self._fill_places()
        self.fit()
        self.refresh()

    def fit(self) -> None:
        """Columns as wide as their heading and the first values; rows as high as the font."""
        metrics = self.table.fontMetrics()
        self.table.verticalHeader().setDefaultSectionSize(metrics.height() + 8)
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount()):
            widest = metrics.horizontalAdvance(str(self.model.headerData(column, Qt.Orientation.Horizontal)) + "  ⌄")
            for row in range(min(20, self.model.rowCount())):
                text = str(self.model.index(row, column).data())
                widest = max(widest, metrics.horizontalAdvance(text))
            header.resizeSection(column, min(widest + 24, 320))

    def _fill_places(self) -> None:
        words, last = self._session.words, self.runs.last
        chosen = self.place.currentData()
        self._showing = True
        self.place.clear()
        self.place.addItem(words("results.everyone"), (None, None))
        matrix = last.project.matrix if last is not None else None
        for stage in matrix.stages if matrix is not None else ():
            name = stage.labels.catalog().get(words.language, stage.id)
            self.place.addItem(words("results.stage", stage=name), (stage.id, None))
            for cell in matrix.cells if matrix is not None else ():
                if cell.stage == stage.id:
                    label = cell.labels.catalog().get(words.language, "").removeprefix(cell.id).strip()
                    self.place.addItem(f"    {cell.id} {label}".rstrip(), (stage.id, cell.id))
        rows = [row for row in range(self.place.count()) if self.place.itemData(row) == chosen]
        self.place.setCurrentIndex(rows[0] if rows and self.model.wanted.stage is not None else 0)
        self._showing = False

    def retranslate(self) -> None:
        words = self._session.words
        self.place_label.setText(words("results.show"))
        self.place.setAccessibleName(words("results.show"))
        self.text.setPlaceholderText(words("results.search"))
        self.text.setAccessibleName(words("results.search"))
        self.table.setAccessibleName(words("results"))
        self.explain.setText(words("results.explain"))
        self.order.setText(words("results.sort"))
        self.file.setText(words("results.file"))
        self.to_table.setText(words("results.table"))
        self._fill_places()
        self.refresh()

    def refresh(self) -> None:
        words, last = self._session.words, self.runs.last
        shown, total = self.model.rowCount(), self.model.total
        if last is None:
            self.count.setText("")
        elif self.model.busy:
            self.count.setText(words("results.searching"))
        else:
            self.count.setText(words("results.count", n=shown, of=total))
        for widget in (self.place, self.text, self.file, self.to_table):
            widget.setEnabled(last is not None)
        self._row_chosen()
        self.message.setText(self._said or (words("results.none") if last is None else ""))
        self.table.setVisible(last is not None)

    def _row_chosen(self) -> None:
        chosen = self.table.currentIndex().isValid()
        self.explain.setEnabled(chosen)
        self.order.setEnabled(chosen)

    def _place_chosen(self) -> None:
        if not self._showing and self.place.currentData() is not None:
            stage, cell = self.place.currentData()
            self.model.ask(stage=stage, cell=cell)

    # -- doing -------------------------------------------------------------------------------------------------

    def explain_row(self) -> None:
        """Ask for the explanation of the chosen customer."""
        index = self.table.currentIndex()
        if index.isValid():
            self._session.customer_wanted.emit(self.model.key(index.row()))

    def sort_column(self) -> None:
        """Sort by the column of the chosen field: upwards, then downwards, then as the outcome is."""
        header, column = self.table.horizontalHeader(), self.table.currentIndex().column()
        if column < 0:
            return
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if header.sortIndicatorSection() != column:
            header.setSortIndicator(column, up)
        elif header.sortIndicatorOrder() is up:
            header.setSortIndicator(column, down)
        else:
            header.setSortIndicator(-1, up)

    def save_file(self) -> None:
        """The outcome as a file that is asked for."""
        last, words = self.runs.last, self._session.words
        if last is None:
            return
        name, chosen = QFileDialog.getSaveFileName(self, words("results.file"), "", words("files.outcome"))
        if not name:
            return
        target = Path(name)
        if not target.suffix:
            target = target.with_suffix(next((s for s in (".xlsx", ".parquet") if s in chosen), ".csv"))
        path, secret = self._path(), self._session.thread_of_counts.secret
        task = self._session.run_task(
            lambda report, cancel: running.save_file(last, path, target, secret, report=report, cancel=cancel),
            lambda written: self._end(words("written", file=written.name)),
            self._failed,
            lambda: self._end(words("results.cancelled")),
            self._status.move,
        )
        self._status.begin(task.cancel)

    def save_table(self) -> None:
        """The outcome as a table of the source; one that is there is replaced only if that is said."""
        last, words = self.runs.last, self._session.words
        if last is None:
            return
        if not running.writable(last.project.source, self._path()):
            self._end(words("results.not_writable"))
            return
        name, agreed = QInputDialog.getText(
            self, words("results.table"), words("results.table.name"), text=DEFAULT_TABLE
        )
        if agreed and name.strip():
            self._write_table(name.strip(), replace=False)

    def _write_table(self, name: str, *, replace: bool) -> None:
        last, words, session = self.runs.last, self._session.words, self._session
        assert last is not None
        path, counting, newest = self._path(), session.thread_of_counts, session.document.project

        def failed(problems: tuple[Diagnostic, ...]) -> None:
            if running.exists_already(problems) and not replace:
                self._end("")
                if self._may_replace(name):
                    self._write_table(name, replace=True)
                return
            self._failed(problems)

        task = session.run_task(
            lambda report, cancel: running.save_table(
                last, path, name, counting.secret, replace=replace, counting=counting, newest=newest
            ),
            lambda written: self._end(words("results.written_table", table=written)),
            failed,
            lambda: self._end(words("results.cancelled")),
        )
        self._status.begin(task.cancel)
        self._status.move(None, "write")

    def _may_replace(self, name: str) -> bool:
        words = self._session.words
        box = asked_once(QMessageBox(self))
        box.setText(words("results.replace", table=name))
        yes = box.addButton(words("results.replace.yes"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(words("cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is yes

    def _path(self) -> Path:
        return self._session.document.path or Path()

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._end("\n".join(render(one, self._session.words.language) for one in problems))

    def _end(self, said: str) -> None:
        self._status.end()
        self._said = said
        self.refresh()

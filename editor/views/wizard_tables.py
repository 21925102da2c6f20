"""Who is sorted, and which tables belong to them: what was proposed, to be corrected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.i18n.texts import Words
from editor.viewmodels.wizard import Draft, Line
from editor.views.inputs import Choice


class TablesPage(QWidget):
    """Edits a ``Draft``."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._draft: Draft | None = None
        self._showing = False
        self.subject, self.key = Choice(), Choice()
        self.table = QTableWidget(0, 3)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setHorizontalHeaderLabels([words(f"wizard.column.{one}") for one in ("table", "key", "time")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(words("wizard.relations"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for code, field in (("wizard.subject", self.subject), ("wizard.key", self.key)):
            label = QLabel(words(code))
            label.setBuddy(field)
            field.setAccessibleName(words(code))
            form.addRow(label, field)
        text = QLabel(words("wizard.relations"))
        text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(text)
        layout.addWidget(self.table, 1)
        self.subject.currentIndexChanged.connect(self._subject_chosen)
        self.key.currentIndexChanged.connect(self._key_chosen)

    def show_draft(self, draft: Draft) -> None:
        """Show what was proposed."""
        self._draft = draft
        self._showing = True
        self.subject.clear()
        self.subject.addItems(list(draft.tables))
        self.subject.setCurrentText(draft.table)
        self._fill_keys()
        self._showing = False
        self._fill()

    def _fill_keys(self) -> None:
        assert self._draft is not None
        self._showing = True
        self.key.clear()
        self.key.addItems(list(self._draft.keys(self._draft.table)))
        self.key.setCurrentText(self._draft.key)
        self._showing = False

    def _subject_chosen(self) -> None:
        if self._showing or self._draft is None:
            return
        table = self.subject.currentText()
        self._draft.choose(table, next(iter(self._draft.keys(table)), ""))
        self._fill_keys()
        self._fill()

    def _key_chosen(self) -> None:
        if not self._showing and self._draft is not None:
            self._draft.choose(self._draft.table, self.key.currentText())
            self._fill()

    def _fill(self) -> None:
        assert self._draft is not None
        self.table.setRowCount(0)
        self.table.setRowCount(len(self._draft.lines))
        for row, line in enumerate(self._draft.lines):
            self._row(row, line)
        self.table.resizeRowsToContents()

    def _row(self, row: int, line: Line) -> None:
        draft, words = self._draft, self._words
        assert draft is not None
        used = QCheckBox(line.table)
        used.setChecked(line.used)
        used.toggled.connect(lambda on: draft.change(line.table, used=on))
        self.table.setCellWidget(row, 0, used)
        if line.fixed is not None:
            item = QTableWidgetItem(words("wizard.belongs", table=line.fixed.of, key=line.fixed.key))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(row, 1, item)
            return
        key, time = Choice(), Choice()
        key.addItems(list(draft.columns(line.table)))
        key.setCurrentText(line.key)
        key.setAccessibleName(f"{line.table}: {words('wizard.column.key')}")
        time.addItem(words("wizard.no_time"), "")
        for one in draft.times(line.table):
            time.addItem(one, one)
        time.setCurrentIndex(max(time.findData(line.time), 0))
        time.setAccessibleName(f"{line.table}: {words('wizard.column.time')}")
        key.currentTextChanged.connect(lambda text: draft.change(line.table, key=text))
        time.currentIndexChanged.connect(lambda: draft.change(line.table, time=str(time.currentData())))
        self.table.setCellWidget(row, 1, key)
        self.table.setCellWidget(row, 2, time)

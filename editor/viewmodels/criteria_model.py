"""The criteria of the chosen cell as a table: on, number, label, rule, and the three counts."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.commands import edits
from editor.viewmodels.session import Session
from engine.preview import CriterionCounts
from engine.project.model import Criterion

COLUMNS = ("on", "number", "label", "rule", "alone", "remaining", "if_removed")
Index = QModelIndex | QPersistentModelIndex
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def circled(n: int) -> str:
    """A criterion's number as the source writes it."""
    return CIRCLED[n - 1] if 1 <= n <= len(CIRCLED) else f"({n})"


class CriteriaModel(QAbstractTableModel):
    """Adapts the session; edits go through commands."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        session.selection_changed.connect(self._all_changed)
        session.project_changed.connect(self._all_changed)
        session.language_changed.connect(self._all_changed)
        session.counts_changed.connect(self._numbers_changed)

    def _all_changed(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _numbers_changed(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the chosen cell."""
        cell = self._session.document.project.matrix.cell(self._session.cell or "")
        return cell.criteria if cell is not None else ()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.criteria)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def row_of(self, n: int) -> int:
        """The row of a criterion's number, or -1."""
        return next((row for row, one in enumerate(self.criteria) if one.n == n), -1)

    def counts(self, n: int) -> CriterionCounts | None:
        """The three counts of a criterion."""
        found = self._session.counts
        cell = found.cells.get(self._session.cell or "") if found is not None else None
        return next((one for one in cell.criteria if one.n == n), None) if cell is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        if index.isValid() and COLUMNS[index.column()] == "on":
            return base | Qt.ItemFlag.ItemIsUserCheckable
        if index.isValid() and COLUMNS[index.column()] == "label":
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.criteria):
            return None
        one, column = self.criteria[index.row()], COLUMNS[index.column()]
        if column == "on" and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if one.off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.TextAlignmentRole and column in ("alone", "remaining", "if_removed"):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column in ("rule", "label"):
            return one.rule
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        match column:
            case "number":
                return circled(one.n)
            case "label":
                return one.labels.catalog().get(self._session.words.language, "")
            case "rule":
                return " ".join(one.rule.split())
            case "alone" | "remaining" | "if_removed":
                return self._number(one, column)
        return None

    def _number(self, one: Criterion, column: str) -> str:
        counts = self.counts(one.n)
        if counts is None or one.off:
            return "–"
        value = {"alone": counts.alone, "remaining": counts.remaining, "if_removed": counts.if_removed}[column]
        return "–" if value is None else f"{value:,}"

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self._session.cell
        if not index.isValid() or cell is None or index.row() >= len(self.criteria):
            return False
        one, column = self.criteria[index.row()], COLUMNS[index.column()]
        project = self._session.document.project
        if column == "on" and role == Qt.ItemDataRole.CheckStateRole:
            off = Qt.CheckState(value) is Qt.CheckState.Unchecked
            self._session.apply(edits.update_criterion(project, cell, one.n, off=off))
            return True
        if column == "label" and role == Qt.ItemDataRole.EditRole:
            language = self._session.words.language
            path = edits.criterion_path(cell, one.n)
            self._session.apply(edits.set_label(project, path, language, str(value)))
            return True
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._session.words(f"column.{COLUMNS[section]}")

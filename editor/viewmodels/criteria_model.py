"""The criteria of the chosen cell as a table: on, number, label, rule, and the three counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from dsl.messages import render
from editor.commands import edits
from editor.viewmodels.session import Session
from engine.preview import CriterionCounts
from engine.project.model import Criterion

COLUMNS = ("on", "number", "label", "rule", "required", "weight", "alone", "remaining", "if_removed")
MIME = "application/x-quadrille-criterion"
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
        self._cell = session.cell
        self._criteria = self._current()
        session.selection_changed.connect(self._all_changed)
        session.project_changed.connect(self._all_changed)
        session.language_changed.connect(self._language_changed)
        session.counts_changed.connect(self._numbers_changed)

    def _current(self) -> tuple[Criterion, ...]:
        cell = self._session.document.project.matrix.cell(self._session.cell or "")
        return cell.criteria if cell is not None else ()

    def _all_changed(self) -> None:
        """Other rows: begin anew. The same rows: what is being edited in them stays open."""
        now = self._current()
        if self._cell == self._session.cell and [one.n for one in now] == [one.n for one in self._criteria]:
            self._criteria = now
            self._numbers_changed()
            return
        self.beginResetModel()
        self._cell, self._criteria = self._session.cell, now
        self.endResetModel()

    def _language_changed(self) -> None:
        self._numbers_changed()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _numbers_changed(self) -> None:
        if not self.rowCount():
            return
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the chosen cell."""
        return self._criteria

    def problem(self, one: Criterion) -> str:
        """Why a criterion cannot be counted; empty where it can."""
        session = self._session
        checked = session.checked
        if checked is None or session.stale or one.off or (self._cell, one.n) in checked.criteria:
            return ""
        path = edits.criterion_path(self._cell or "", one.n)
        for found in session.diagnostics:
            if found.severity == "error" and found.place is not None and found.place.path[: len(path)] == path:
                return render(found, session.words.language)
        return session.words("unfinished.criterion")

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
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between rows, not onto one
        base = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        if COLUMNS[index.column()] in ("on", "required"):
            return base | Qt.ItemFlag.ItemIsUserCheckable
        if COLUMNS[index.column()] in ("label", "weight"):
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    # -- another order by dragging -------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(MIME, str(self.criteria[indexes[0].row()].n).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(MIME) or self._cell is None:
            return False
        n = int(bytes(data.data(MIME).data()))
        old, to = self.row_of(n), row if row >= 0 else self.rowCount()
        if old >= 0:
            to -= 1 if to > old else 0
            self._session.apply(edits.move_criterion(self._session.document.project, self._cell, n, to))
        return False  # the command has moved it: the view has nothing to remove

    # -- data ------------------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.criteria):
            return None
        one, column = self.criteria[index.row()], COLUMNS[index.column()]
        if column == "on" and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if one.off else Qt.CheckState.Checked
        if column == "required" and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if one.required else Qt.CheckState.Unchecked
        if column in ("on", "required") and role == Qt.ItemDataRole.AccessibleTextRole:
            said = one.required if column == "required" else not one.off
            return self._session.words(f"{column}.{'yes' if said else 'no'}")
        if role == Qt.ItemDataRole.TextAlignmentRole and column in ("weight", "alone", "remaining", "if_removed"):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column in ("rule", "label"):
            return self.problem(one) or one.rule
        if role == Qt.ItemDataRole.ForegroundRole and column in ("alone", "remaining", "if_removed"):
            grey = QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
            return grey if self._session.outdated else None
        if column == "label" and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            name = one.labels.catalog().get(self._session.words.language, "") or " ".join(one.rule.split())
            problem = self.problem(one)
            return f"⚠ {name}: {problem}" if problem else name
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        match column:
            case "number":
                return circled(one.n)
            case "label":
                return one.labels.catalog().get(self._session.words.language, "")
            case "rule":
                return " ".join(one.rule.split())
            case "weight":
                return "" if one.weight is None else f"{one.weight:f}"
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
        if column == "required" and role == Qt.ItemDataRole.CheckStateRole:
            required = Qt.CheckState(value) is Qt.CheckState.Checked
            self._session.apply(edits.update_criterion(project, cell, one.n, required=required))
            return True
        if column == "weight" and role == Qt.ItemDataRole.EditRole:
            weight = edits.weight_of(str(value))
            if weight is None and str(value).strip():
                return False
            self._session.apply(edits.set_weight(project, cell, one.n, weight))
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

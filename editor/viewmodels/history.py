"""The runs of the open project, and two of them side by side, as table models; read in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from dsl.diagnostics import Diagnostic
from editor.viewmodels.session import Session
from engine.history import (
    Difference,
    RuleChange,
    RunRecord,
    beside,
    difference,
    project_id,
    rule_difference,
    store_path,
)

Index = QModelIndex | QPersistentModelIndex
MOST = 200
"""Runs that are listed."""
FIXED = ("number", "when", "as_of", "seconds", "subjects", "in_one", "in_several", "in_no_cell", "in_no_stage")
COUNTS = {"in_no_cell": "unassigned"}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def signed(change: int | None) -> str:
    """By how much a count grew; empty where it did not."""
    return f"▲ {change:,}" if change and change > 0 else f"▼ {-change:,}" if change else ""


def read_runs(path: Path) -> tuple[tuple[RunRecord, ...], tuple[Diagnostic, ...]]:
    """The newest runs of a project, and what was noticed about their store; none is made for it."""
    if not store_path(path).exists():
        return (), ()
    from engine.history.store import open_history  # late: it takes a moment to load

    history = open_history(path)
    return history.runs(project_id(path), MOST), history.notices


def _move(path: Path, wanted: bool) -> Path:
    from engine.history.store import keep_beside

    return keep_beside(path, wanted)


class HistoryModel(QAbstractTableModel):
    """A row a run, the newest first; a column for each cell that the project has, with the change since the run
    before. ``loaded`` comes when the runs were read."""

    loaded = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runs: tuple[RunRecord, ...] = ()
        self._cells: tuple[str, ...] = ()
        self.problems: tuple[Diagnostic, ...] = ()
        session.language_changed.connect(self._titles_changed)

    @property
    def runs(self) -> tuple[RunRecord, ...]:
        """What is listed, the newest first."""
        return self._runs

    @property
    def beside(self) -> bool:
        """Are the project's runs kept in a file beside it?"""
        path = self._session.document.path
        return path is not None and store_path(path) == beside(path)

    def load(self) -> None:
        """Read the runs."""
        path = self._session.document.path
        if path is not None:
            self._session.run_task(lambda report, cancel: read_runs(path), self._take, self._failed)

    def set_beside(self, wanted: bool) -> None:
        """Keep this project's runs beside it, or with those of all projects; those that there are move along."""
        path = self._session.document.path
        if path is not None and wanted != self.beside:
            self._session.run_task(lambda report, cancel: _move(path, wanted), lambda _: self.load(), self._failed)

    def _take(self, found: tuple[tuple[RunRecord, ...], tuple[Diagnostic, ...]]) -> None:
        self.beginResetModel()
        self._runs, self.problems = found
        known = {cell.cell for run in self._runs for cell in run.cells}
        now = [cell.id for cell in self._session.document.project.matrix.cells]
        self._cells = tuple(cell for cell in now if cell in known)
        self.endResetModel()
        self._session.set_last_run(self._runs[0] if self._runs else None)
        self.loaded.emit()

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self.problems = problems
        self.loaded.emit()

    # -- Qt ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(FIXED) + len(self._cells)

    def counted(self, row: int, column: int) -> int | None:
        """The count at a place; None where it is something else, or was not counted."""
        run = self._runs[row]
        if column >= len(FIXED):
            cell = run.cell(self._cells[column - len(FIXED)])
            return cell.assigned if cell is not None else None
        name = FIXED[column]
        return int(getattr(run, COUNTS.get(name, name))) if column >= FIXED.index("subjects") else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run, name = self._runs[index.row()], FIXED[index.column()] if index.column() < len(FIXED) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and name == "number":
            return f"{run.source}\n{run.path}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        match name:
            case "number":
                return str(run.id)
            case "when":
                return run.at.astimezone().strftime("%Y-%m-%d %H:%M")
            case "as_of":
                return run.as_of.isoformat()
            case "seconds":
                return f"{run.seconds:.2f}"
        count = self.counted(index.row(), index.column())
        if count is None:
            return "–"
        before = self.counted(index.row() + 1, index.column()) if index.row() + 1 < len(self._runs) else None
        change = signed(count - before) if before is not None else ""
        return f"{count:,}  {change}".rstrip()

    def _titles_changed(self) -> None:
        if self.columnCount():
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        if section < len(FIXED):
            return self._session.words(f"history.{FIXED[section]}")
        return self._cells[section - len(FIXED)]


class DifferenceModel(QAbstractTableModel):
    """Two runs: a row for each count, with before, after and change."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pair: tuple[RunRecord, RunRecord] | None = None
        self._lines: tuple[Difference, ...] = ()
        self.rules: tuple[RuleChange, ...] = ()
        session.language_changed.connect(self._language_changed)

    def show_runs(self, older: RunRecord | None, newer: RunRecord | None) -> None:
        """Compare two runs; nothing where one is missing."""
        self.beginResetModel()
        self._pair = (older, newer) if older is not None and newer is not None else None
        self._lines = difference(*self._pair) if self._pair is not None else ()
        self.rules = rule_difference(*self._pair) if self._pair is not None else ()
        self.endResetModel()

    @property
    def pair(self) -> tuple[RunRecord, RunRecord] | None:
        """The older and the newer run."""
        return self._pair

    def _language_changed(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        line = self._lines[index.row()]
        if index.column() == 0:
            return self._name(line)
        if index.column() == 3:
            return signed(line.change)
        count = line.before if index.column() == 1 else line.after
        return "–" if count is None else f"{count:,}"

    def _name(self, line: Difference) -> str:
        words = self._session.words
        match line.kind:
            case "cell":
                name = self._label(line).removeprefix(line.of).strip()
                return f"    {line.of} {name}".rstrip()
            case "entered":
                return f"{self._label(line)}: {words('entered')}"
            case "unassigned":
                return f"    {words('unassigned')}"
        return words(f"history.{line.kind}")

    def _label(self, line: Difference) -> str:
        """What it is called now, in the language of the screen; what is gone keeps the name of its run."""
        matrix = self._session.document.project.matrix
        if line.kind == "cell":
            found = matrix.cell(line.of)
            labels = found.labels if found is not None else None
        else:
            labels = next((stage.labels for stage in matrix.stages if stage.id == line.of), None)
        return line.name if labels is None else labels.catalog().get(self._session.words.language, line.name)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        if section in (1, 2) and self._pair is not None:
            return self._session.words("history.run", n=self._pair[section - 1].id)
        return "" if section < 3 else self._session.words("history.change")

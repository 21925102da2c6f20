"""Which cells share customers: a table of all cells by all cells, the cells of a stage side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.viewmodels.session import Session
from engine.preview import Counts, Who

PAIR_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Sort = Literal["cell", "stage", "other", "none"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cells and how many customers both match. sort: a cell itself, an overlap within a stage (a defect), between
    stages, or none. band: changes from stage to stage, for the background."""

    one: str
    other: str
    subjects: int
    sort: Sort
    band: bool

    @property
    def who(self) -> Who:
        return Who((self.one,) if self.one == self.other else (self.one, self.other))


class OverlapsModel(QAbstractTableModel):
    """Adapts the session's newest counts."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cells: tuple[str, ...] = ()
        self._stages: tuple[str, ...] = ()
        self._rows: tuple[tuple[int, ...], ...] = ()
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._bands: dict[str, int] = {}
        self._take(session.counts)
        session.counts_changed.connect(self._counted)
        session.language_changed.connect(self._retold)

    def _take(self, counts: Counts | None) -> None:
        self._pairs = {}
        if counts is None:
            self._cells, self._stages, self._rows = (), (), ()
            return
        self._cells, self._rows = counts.overlap_table()
        self._stages = tuple(counts.cells[cell].stage for cell in self._cells)
        self._bands = {stage: place for place, stage in enumerate(dict.fromkeys(self._stages))}

    def _counted(self) -> None:
        counts = self._session.counts
        if counts is not None and tuple(counts.cells) == self._cells:
            self._take(counts)
            self._retold()
            return
        self.beginResetModel()
        self._take(counts)
        self.endResetModel()

    def _retold(self) -> None:
        last = len(self._cells) - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, last))
            for side in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
                self.headerDataChanged.emit(side, 0, last)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells, in the order of the matrix."""
        return self._cells

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def pair(self, index: Index) -> Pair | None:
        """The two cells of a place of the table."""
        if not index.isValid() or index.row() >= len(self._cells) or index.column() >= len(self._cells):
            return None
        place = index.row(), index.column()
        found = self._pairs.get(place)
        if found is None:
            found = self._pairs[place] = self._made(*place)
        return found

    def _made(self, row: int, column: int) -> Pair:
        number = self._rows[row][column]
        same = self._stages[row] == self._stages[column]
        sort: Sort = "cell" if row == column else "none" if not number else "stage" if same else "other"
        band = (self._bands[self._stages[row]] + self._bands[self._stages[column]]) % 2 == 0
        return Pair(self._cells[row], self._cells[column], number, sort, band)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pair = self.pair(index)
        if pair is None:
            return None
        words = self._session.words
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if pair.sort == "none":
                    return "–"
                return words("overlaps.defect", n=pair.subjects) if pair.sort == "stage" else f"{pair.subjects:,}"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                names = {"one": self.name(pair.one), "other": self.name(pair.other), "n": pair.subjects}
                return words(f"overlaps.spoken.{pair.sort}", **names)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _ if role == PAIR_ROLE:
                return pair
        return None

    def name(self, cell: str) -> str:
        """A cell's code and name."""
        found = self._session.document.project.matrix.cell(cell)
        label = found.labels.catalog().get(self._session.words.language, "") if found is not None else ""
        return f"{cell} {label.removeprefix(cell).strip()}".strip()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= section < len(self._cells):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                first = section == 0 or self._stages[section] != self._stages[section - 1]
                cell = self._cells[section]
                return f"{self._stage(section)}\n{cell}" if first and orientation is Qt.Orientation.Horizontal else cell
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._stage(section)} · {self.name(self._cells[section])}"
            case Qt.ItemDataRole.TextAlignmentRole if orientation is Qt.Orientation.Horizontal:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        return None

    def _stage(self, section: int) -> str:
        found = self._session.document.project.matrix.stage(self._stages[section])
        if found is None:
            return self._stages[section]
        return found.labels.catalog().get(self._session.words.language, found.id)

    def index_of(self, one: str, other: str) -> QModelIndex:
        """Where two cells meet."""
        if one not in self._cells or other not in self._cells:
            return QModelIndex()
        return self.index(self._cells.index(one), self._cells.index(other))

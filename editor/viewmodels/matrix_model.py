"""The matrix as a table model: a column a stage, a row a level; each item is a cell card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.commands.cells import cell_at
from editor.viewmodels.session import Session
from engine.project.model import Cell

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Card:
    """What a cell card shows. ``count`` is None where nothing was counted yet; ``stale``: the number is an old one."""

    cell: str
    name: str
    count: int | None
    share: float | None
    overlapping: int
    criteria: int
    state: str
    stale: bool
    change: int = 0
    """By how many the last edit changed the count."""
    since_run: int = 0
    """By how many the count differs from the last run's."""


def changed(number: int) -> str:
    """By how many a count has grown or shrunk; empty where it has not."""
    return f"▲ {number:,}" if number > 0 else f"▼ {-number:,}" if number < 0 else ""


class MatrixModel(QAbstractTableModel):
    """Adapts the session; holds nothing of its own."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        session.project_changed.connect(self._all_changed)
        session.counts_changed.connect(self._numbers_changed)
        session.language_changed.connect(self._all_changed)
        session.last_run_changed.connect(self._numbers_changed)

    def _all_changed(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _numbers_changed(self) -> None:
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._session.document.project.matrix.levels)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._session.document.project.matrix.stages)

    def cell(self, index: Index) -> Cell | None:
        """The project's cell at an index."""
        place = self.place(index)
        return cell_at(self._session.document.project, *place) if place is not None else None

    def place(self, index: Index) -> tuple[str, str] | None:
        """The stage and level of an index."""
        matrix = self._session.document.project.matrix
        if not index.isValid() or index.column() >= len(matrix.stages) or index.row() >= len(matrix.levels):
            return None
        return matrix.stages[index.column()].id, matrix.levels[index.row()].id

    def index_of_place(self, stage: str, level: str) -> QModelIndex:
        """Where a stage and a level meet."""
        matrix = self._session.document.project.matrix
        stages, levels = [s.id for s in matrix.stages], [one.id for one in matrix.levels]
        if stage not in stages or level not in levels:
            return QModelIndex()
        return self.index(levels.index(level), stages.index(stage))

    def index_of(self, cell: str) -> QModelIndex:
        """Where a cell stands."""
        matrix = self._session.document.project.matrix
        found = matrix.cell(cell)
        if found is None:
            return QModelIndex()
        return self.index_of_place(found.stage, found.level)

    def card(self, index: Index) -> Card | None:
        """What to show at an index; None where no cell is."""
        cell = self.cell(index)
        if cell is None:
            return None
        words = self._session.words
        name = cell.labels.catalog().get(words.language, "").removeprefix(cell.id).strip()
        counts = self._session.counts.cells.get(cell.id) if self._session.counts is not None else None
        active = len(cell.active)
        state = "not_defined" if active == 0 else counts.state if counts is not None else "counting"
        shown = counts is not None and active > 0 and state != "unfinished"
        return Card(
            cell.id,
            name,
            counts.assigned if shown and counts is not None else None,
            self._share(cell, counts.assigned) if shown and counts is not None else None,
            counts.overlapping if counts is not None else 0,
            active,
            state,
            self._session.outdated,
            self._change(cell.id) if shown else 0,
            self._since_run(cell.id) if shown else 0,
        )

    def _since_run(self, cell: str) -> int:
        """What became of a count since the last run: nothing while it is counted."""
        session = self._session
        ran = session.last_run.cell(cell) if session.last_run is not None else None
        now = session.counts.cells.get(cell) if session.counts is not None and not session.stale else None
        return now.assigned - ran.assigned if now is not None and ran is not None else 0

    def _change(self, cell: str) -> int:
        """What the last edit did to a count: nothing while it is counted, or where there was none before."""
        session = self._session
        if session.stale or session.counts is None or session.before is None:
            return 0
        now, before = session.counts.cells.get(cell), session.before.cells.get(cell)
        countable = now is not None and before is not None and before.state == "ok"
        return now.assigned - before.assigned if countable and now is not None and before is not None else 0

    def _share(self, cell: Cell, assigned: int) -> float | None:
        counts = self._session.counts
        entered = counts.stages[cell.stage].entered if counts is not None and cell.stage in counts.stages else 0
        return assigned / entered if entered else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, CARD_ROLE):
            return None
        card = self.card(index)
        if role == CARD_ROLE:
            return card
        return self.spoken(card)

    def spoken(self, card: Card | None) -> str:
        """A card in one sentence, for screen readers and for copying."""
        words = self._session.words
        if card is None:
            return words("no_cell")
        parts = [f"{card.cell} {card.name}".strip()]
        if card.state in ("not_defined", "unfinished"):
            parts.append(words(card.state))
        elif card.count is None:
            parts.append(words("counting"))
        else:
            parts.append(f"{card.count:,}" + ("" if card.share is None else f" ({card.share:.1%})"))
        if card.change:
            parts.append(changed(card.change))
        if card.since_run:
            parts.append(words("since_run", change=changed(card.since_run)))
        if card.overlapping:
            parts.append(f"{words('overlap')} {card.overlapping:,}")
        return ", ".join(parts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        matrix, language = self._session.document.project.matrix, self._session.words.language
        if orientation is Qt.Orientation.Vertical:
            return matrix.levels[section].labels.catalog().get(language, matrix.levels[section].id)
        stage = matrix.stages[section]
        name = stage.labels.catalog().get(language, stage.id)
        counts = self._session.counts
        if counts is None or stage.id not in counts.stages:
            return name
        ledger = counts.stages[stage.id]
        words = self._session.words
        lines = [name, f"{words('entered')} {ledger.entered:,}", f"{words('unassigned')} {ledger.unassigned:,}"]
        if ledger.overlapping:
            lines.append(f"{words('overlap')} {ledger.overlapping:,}")
        return "\n".join(lines)

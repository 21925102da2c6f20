"""A tree of texts to look at, as a model: built anew as plain data, shown with as little disturbance as possible."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = Qt.ItemDataRole.UserRole + 1
DATA_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Branch:
    """One line. key: what tells it from the others, in every state of the tree. texts: by column. spoken: what a screen
    reader says (empty: the texts). data: what it stands for."""

    key: Hashable
    texts: tuple[str, ...]
    children: tuple[Branch, ...] = ()
    data: Any = field(default=None, compare=False)
    tip: str = ""
    spoken: str = ""


class _Place:
    """A branch with its place, so that Qt's indexes can hold on to it."""

    __slots__ = ("branch", "children", "parent", "row")

    def __init__(self, branch: Branch, parent: _Place | None, row: int) -> None:
        self.branch, self.parent, self.row = branch, parent, row
        self.children = [_Place(child, self, i) for i, child in enumerate(branch.children)]


class TreeModel(QAbstractItemModel):
    """Shows branches. ``headers`` gives the titles of the columns when they are asked for; ``numbers``: the columns
    that are numbers."""

    def __init__(
        self,
        columns: int,
        headers: Callable[[], tuple[str, ...]],
        parent: QObject | None = None,
        numbers: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._columns, self._headers, self._numbers = columns, headers, numbers
        self._root = self._before = _Place(Branch("", ()), None, 0)

    def show(self, branches: tuple[Branch, ...]) -> None:
        """Other branches. Where only texts are different, nothing that is open or chosen is lost."""
        before = self._root.branch.children
        if before == branches:
            self._take(branches, self._root)
            return
        if _shape(before) == _shape(branches):
            self._take(branches, self._root)
            self._changed(QModelIndex())
            return
        self.beginResetModel()
        self._before = self._root  # an index that somebody still holds points into it
        self._root = _Place(Branch("", (), branches), None, 0)
        self.endResetModel()

    def _take(self, branches: tuple[Branch, ...], place: _Place) -> None:
        place.branch = Branch(place.branch.key, place.branch.texts, branches)
        for child, branch in zip(place.children, branches, strict=True):
            self._take(branch.children, child)
            child.branch = branch

    def _changed(self, parent: QModelIndex) -> None:
        rows = self.rowCount(parent)
        if rows:
            self.dataChanged.emit(self.index(0, 0, parent), self.index(rows - 1, self._columns - 1, parent))
        for row in range(rows):
            self._changed(self.index(row, 0, parent))

    def replace(self, key: Hashable, branch: Branch) -> None:
        """Another text of one line that has no children."""
        index = self.find(key)
        if index.isValid():
            place: _Place = index.internalPointer()
            place.branch = branch
            self.dataChanged.emit(index, index.siblingAtColumn(self._columns - 1))

    def retitle(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def branch(self, index: Index) -> Branch | None:
        """What stands at an index."""
        if not index.isValid():
            return None
        found: _Place = index.internalPointer()
        return found.branch

    def find(self, key: Hashable) -> QModelIndex:
        """Where a line is; invalid where it is not."""
        waiting = [self._root]
        while waiting:
            place = waiting.pop()
            if place is not self._root and place.branch.key == key:
                return self.createIndex(place.row, 0, place)
            waiting.extend(reversed(place.children))
        return QModelIndex()

    # -- what Qt asks --------------------------------------------------------------------------------------------

    def _place(self, index: Index) -> _Place:
        found: _Place = index.internalPointer() if index.isValid() else self._root
        return found

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid() and parent.column() != 0:
            return 0
        return len((self._root if parent is None else self._place(parent)).children)

    def columnCount(self, parent: Index | None = None) -> int:
        return self._columns

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        place = self._root if parent is None else self._place(parent)
        if not (0 <= row < len(place.children) and 0 <= column < self._columns):
            return QModelIndex()
        return self.createIndex(row, column, place.children[row])

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return super().parent()
        place = self._place(index)
        if not index.isValid() or place.parent is None or place.parent is self._root:
            return QModelIndex()
        return self.createIndex(place.parent.row, 0, place.parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        branch = self.branch(index)
        if branch is None:
            return None
        text = branch.texts[index.column()] if index.column() < len(branch.texts) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return (branch.spoken if index.column() == 0 else "") or text
            case Qt.ItemDataRole.ToolTipRole:
                return branch.tip or None
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in self._numbers:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _ if role == KEY_ROLE:
                return branch.key
            case _ if role == DATA_ROLE:
                return branch.data
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        titles = self._headers()
        return titles[section] if section < len(titles) else ""


def _shape(branches: tuple[Branch, ...]) -> tuple[object, ...]:
    return tuple((one.key, _shape(one.children)) for one in branches)

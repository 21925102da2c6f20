"""The tree of data and measures: lines to be dragged into a rule, each with its distribution in small."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor.viewmodels.browser import PROFILED, Item
from editor.viewmodels.browser_profiles import Profiles
from editor.viewmodels.tree_model import DATA_ROLE, TreeModel
from editor.views.keyed_tree import KeyedTree
from editor.views.matrix_view import roles
from engine.preview import Profile

Index = QModelIndex | QPersistentModelIndex
NARROW = 22
"""With fewer letters than this a line has, distributions are not painted."""
SPARK = 0.62
"""Height of the highest bar, of the line's."""


class BrowserModel(TreeModel):
    """Lines can be dragged: what arrives is the name as a rule writes it. ``told`` adds the distribution in words."""

    def __init__(self, told: Callable[[Item], str], headers: Callable[[], tuple[str, ...]], parent: QWidget) -> None:
        super().__init__(2, headers, parent)
        self._told = told

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        branch = self.branch(index)
        movable = branch is not None and isinstance(branch.data, Item)
        return base | Qt.ItemFlag.ItemIsDragEnabled if movable else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            branch = self.branch(index)
            if branch is not None and isinstance(branch.data, Item):
                told = self._told(branch.data)
                return f"{branch.spoken}, {told}" if told else branch.spoken
        return super().data(index, role)

    def mimeTypes(self) -> list[str]:
        return ["text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            branch = self.branch(index)
            if branch is not None and isinstance(branch.data, Item) and index.column() == 0:
                data.setText(branch.data.text)
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction


class SparkDelegate(QStyledItemDelegate):
    """Paints a distribution: bars of equal width; of texts the commonest values."""

    def __init__(self, profiles: Profiles, parent: QWidget) -> None:
        super().__init__(parent)
        self._profiles = profiles

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        item = index.data(DATA_ROLE)
        profile = self._profiles.get(item.key) if isinstance(item, Item) and item.sort in PROFILED else None
        if profile is not None:
            paint_bars(painter, QRectF(option.rect).adjusted(2, 0, -4, -2), heights(profile))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.fontMetrics.averageCharWidth() * 9, super().sizeHint(option, index).height())


def heights(profile: Profile) -> tuple[int, ...]:
    """What is painted of a distribution."""
    return profile.bins or tuple(number for _, number in profile.commonest)


def paint_bars(painter: QPainter, area: QRectF, numbers: Sequence[int], colour: str | None = None) -> None:
    """Bars side by side; whatever is not nothing is seen."""
    most = max(numbers, default=0)
    if not most or area.width() < 4:
        return
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour or roles().accent))
    width = area.width() / len(numbers)
    for place, number in enumerate(numbers):
        height = max(1.0, area.height() * SPARK * number / most) if number else 0.0
        gap = 0.5 if width > 2 else 0.0
        painter.drawRect(QRectF(area.left() + place * width, area.bottom() - height, width - gap, height))
    painter.restore()


class BrowserTree(KeyedTree):
    """The keys of the profiled lines that are seen now: ``seen``."""

    def __init__(self, model: BrowserModel, profiles: Profiles) -> None:
        super().__init__(model)
        self._profiles = profiles
        self.setHeaderHidden(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setItemDelegateForColumn(1, SparkDelegate(profiles, self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, names come before distributions."""
        super().resizeEvent(event)
        self.setColumnHidden(1, event.size().width() < self.fontMetrics().averageCharWidth() * NARROW)

    def seen(self) -> list[tuple[str, ...]]:
        """From the first line that is seen to the last."""
        found: list[tuple[str, ...]] = []
        index = self.indexAt(self.viewport().rect().topLeft())
        bottom = self.viewport().rect().bottom()
        while index.isValid() and self.visualRect(index).top() <= bottom:
            item = index.data(DATA_ROLE)
            if isinstance(item, Item) and item.sort in PROFILED:
                found.append(item.key)
            index = self.indexBelow(index)
        return found

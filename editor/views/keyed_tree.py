"""A tree view that keeps what is open and chosen when its lines are made anew."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from editor.viewmodels.tree_model import Branch, TreeModel

LEAST_LINES = 3
LOOKED_AT = 30
"""So many lines decide on the width of a column."""


class KeyedTree(QTreeView):
    """Shows a TreeModel; lines are remembered by their keys. ``opened``: lines that are open from the beginning."""

    def __init__(self, model: TreeModel) -> None:
        super().__init__()
        self._model = model
        self._open: set[Hashable] = set()
        self._chosen: Hashable = None
        self._restoring = False
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.header().setStretchLastSection(False)
        self.header().setResizeContentsPrecision(LOOKED_AT)
        self.expanded.connect(self._expanded)
        self.collapsed.connect(self._collapsed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line that is chosen stays in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def minimumSizeHint(self) -> QSize:
        """A few lines, whatever the font."""
        lines = LEAST_LINES if self.header().isHidden() else LEAST_LINES + 1
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * lines + 2 * self.frameWidth())

    def sizeHint(self) -> QSize:
        """No more than it needs: what there is besides is given to it by its layout."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def size_columns(self, stretched: int = 0) -> None:
        """One column takes what the others leave."""
        for column in range(self._model.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if column == stretched else QHeaderView.ResizeMode.ResizeToContents
            self.header().setSectionResizeMode(column, mode)

    def current_branch(self) -> Branch | None:
        return self._model.branch(self.currentIndex())

    def open_line(self, key: Hashable, is_open: bool = True) -> None:
        """Open a line, or shut it; also one that comes later."""
        if is_open:
            self._open.add(key)
        else:
            self._open.discard(key)
        index = self._model.find(key)
        if index.isValid():
            self.setExpanded(index, is_open)

    def choose(self, key: Hashable) -> bool:
        """Go to a line; False where it is not there."""
        index = self._model.find(key)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def _expanded(self, index: QModelIndex) -> None:
        branch = self._model.branch(index)
        if branch is not None and not self._restoring:
            self._open.add(branch.key)

    def _collapsed(self, index: QModelIndex) -> None:
        branch = self._model.branch(index)
        if branch is not None and not self._restoring:
            self._open.discard(branch.key)

    def _remember(self) -> None:
        branch = self.current_branch()
        self._chosen = branch.key if branch is not None else self._chosen

    def _restore(self) -> None:
        self._restoring = True
        for index in self._lines(QModelIndex()):
            branch = self._model.branch(index)
            if branch is not None and branch.key in self._open:
                self.setExpanded(index, True)
        self._restoring = False
        if self._chosen is not None:
            self.choose(self._chosen)

    def _lines(self, parent: QModelIndex) -> Iterator[QModelIndex]:
        for row in range(self._model.rowCount(parent)):
            index = self._model.index(row, 0, parent)
            yield index
            yield from self._lines(index)

"""The matrix as a grid of cell cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from editor.commands import axes, cells
from editor.document.history import Change
from editor.i18n.texts import TEXTS
from editor.theme.roles import Roles, mixed
from editor.viewmodels.matrix_model import CARD_ROLE, Card, MatrixModel, changed
from editor.viewmodels.session import Session
from editor.views.looks import roles
from editor.views.matrix_header import AxisHeader
from engine.project.model import Cell

MARGIN = 8
MOST_LETTERS = 18
"""A header with a longer name is cut off, as its column would be wider than the others."""


class CardDelegate(QStyledItemDelegate):
    """Paints a card: code and name, the count, share and overlap, the state in words."""

    def __init__(self, session: Session, parent: QTableView) -> None:
        super().__init__(parent)
        self._session = session

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card = index.data(CARD_ROLE)
        colours = roles()
        painter.save()
        area = option.rect.adjusted(4, 4, -4, -4)
        heat = card.share if isinstance(card, Card) and card.share is not None else 0.0
        painter.setBrush(QColor(mixed(colours.card, colours.heat, heat)))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pen = QPen(QColor(colours.accent if chosen else colours.border), 2 if chosen else 1)
        if not isinstance(card, Card):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(area, 6, 6)
        inner = area.adjusted(MARGIN, MARGIN - 2, -MARGIN, -MARGIN + 2)
        if isinstance(card, Card):
            self._card(painter, inner, card, option.font, colours)
        else:
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, flags, self._session.words("no_cell.add" if chosen else "no_cell"))
        painter.restore()

    def _card(self, painter: QPainter, area: QRect, card: Card, font: QFont, colours: Roles) -> None:
        words = self._session.words
        metrics = painter.fontMetrics()
        line = metrics.height()
        painter.setPen(QColor(colours.text))
        title = f"{card.cell} {card.name}".strip()
        long = metrics.horizontalAdvance(title) > area.width()
        if long and area.height() >= line * 6:
            wrapped = QRect(area.left(), area.top(), area.width(), 2 * line)
            painter.drawText(wrapped, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, title)
            area = area.adjusted(0, line, 0, 0)
        else:
            title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area.left(), area.top() + metrics.ascent(), title)
        if card.state in ("not_defined", "unfinished"):
            painter.setPen(QColor(colours.warning if card.state == "unfinished" else colours.muted))
            sign = "⚠ " if card.state == "unfinished" else "○ "
            below = area.adjusted(0, line + 2, 0, 0)
            said = sign + words(card.state)
            if metrics.boundingRect(below, Qt.TextFlag.TextWordWrap, said).height() > below.height():
                said = sign + words(f"{card.state}.short")
            painter.drawText(below, Qt.TextFlag.TextWordWrap, said)
            return
        large = QFont(font)
        large.setPointSizeF(font.pointSizeF() * 1.5)
        large.setBold(True)
        painter.setFont(large)
        painter.setPen(QColor(colours.muted if card.stale else colours.text))
        count = "…" if card.count is None else f"{card.count:,}"
        top = area.top() + line + 4
        painter.drawText(area.left(), top + painter.fontMetrics().ascent(), count)
        width = painter.fontMetrics().horizontalAdvance(count + " ")
        base = top + painter.fontMetrics().ascent()
        painter.setFont(font)
        share = "" if card.share is None else f"{card.share:.1%}"
        if width + metrics.horizontalAdvance(share) <= area.width():
            painter.drawText(area.left() + width, base, share)
            width += metrics.horizontalAdvance(share + "  ")
        change = changed(card.change)
        if change and width + metrics.horizontalAdvance(change) <= area.width():
            painter.setPen(QColor(colours.accent))
            painter.drawText(area.left() + width, base, change)
        painter.setPen(QColor(colours.muted))
        since = base + line + 2
        if card.since_run and since + line < area.bottom():
            said = words("since_run", change=changed(card.since_run))
            painter.drawText(area.left(), since, metrics.elidedText(said, Qt.TextElideMode.ElideRight, area.width()))
        footer = words("criteria_count", n=card.criteria)
        if card.overlapping:
            painter.setPen(QColor(colours.warning))
            footer = f"⚠ {words('overlap')} {card.overlapping:,}"
        footer = metrics.elidedText(footer, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), area.bottom() - 2, footer)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(option.fontMetrics.averageCharWidth() * 16, line * 5 + 2 * MARGIN)


class MatrixView(QTableView):
    """Choose a cell by mouse, arrows or Alt+arrows; copy, paste and remove cells. ``said``: what there is to say."""

    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._model = MatrixModel(session, self)
        self._restoring = False
        self._place = ("", "")
        self.commands: list[QAction | None] = []
        self.stages, self.levels = AxisHeader(session, "stages"), AxisHeader(session, "levels")
        self.setHorizontalHeader(self.stages)
        self.setVerticalHeader(self.levels)
        self.setModel(self._model)
        self.setItemDelegate(CardDelegate(session, self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        for header in (self.stages, self.levels):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCornerButtonEnabled(False)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.clicked.connect(self._chosen)
        self._model.modelReset.connect(self._restore)
        self._model.headerDataChanged.connect(self._fit)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """No column is narrower than what its header says, no row lower than a card; what does not fit is scrolled
        to."""
        across, metrics = Qt.Orientation.Horizontal, self.stages.fontMetrics()
        texts = [str(self._model.headerData(one, across) or "") for one in range(self._model.columnCount())]
        widest = max((metrics.horizontalAdvance(line) for text in texts for line in text.split("\n")), default=0)
        self.stages.setMinimumSectionSize(min(widest, MOST_LETTERS * metrics.averageCharWidth()) + 2 * MARGIN)
        self.levels.setMinimumSectionSize(4 * self.fontMetrics().height() + 2 * MARGIN)

    def retranslate(self) -> None:
        self._fit()
        self.setAccessibleName(self._session.words("matrix"))
        self.setAccessibleDescription(self._session.words("matrix.describe"))

    # -- choosing ----------------------------------------------------------------------------------------------

    def choose(self, cell: str) -> None:
        """Show a cell as chosen."""
        self.setCurrentIndex(self._model.index_of(cell))

    def _chosen(self, current: QModelIndex) -> None:
        if self._restoring:
            return
        cell, place = self._model.cell(current), self._model.place(current)
        self._place = place or self._place
        if cell is not None:
            keep = self._session.criterion if self._session.cell == cell.id else None
            first = cell.criteria[0].n if cell.criteria else None
            self._session.select(cell.id, keep if keep is not None else first)
        elif place is not None:
            self._session.select_place(*place)

    def _restore(self) -> None:
        """After an edit: the same cell or place; where a cell has come or gone (by undo, too) its place is chosen."""
        session = self._session
        found = self._model.index_of(session.cell or "")
        if session.place is not None or not found.isValid():
            found = self._model.index_of_place(*(session.place or self._place))
        self._restoring = True
        self.setCurrentIndex(found)
        self._restoring = False
        if session.axis is None or axes.axis_item(session.document.project, *session.axis) is None:
            self._chosen(found if found.isValid() else self._model.index(0, 0))

    # -- cells -------------------------------------------------------------------------------------------------

    def _cell(self) -> Cell | None:
        return self._model.cell(self.currentIndex())

    def _apply(self, change: Change, cell: str | None = None) -> None:
        self._session.document.seal()
        self._session.apply(change)
        if cell is not None:
            found = self._session.document.project.matrix.cell(cell)
            first = found.criteria[0].n if found is not None and found.criteria else None
            self._session.select(cell, first)

    def copy(self) -> None:
        """The chosen cell into the clipboard: for this window, another one, or as text."""
        cell = self._cell()
        if cell is not None:
            data = QMimeData()
            data.setData(cells.MIME, cells.packed(cell))
            data.setText(cells.as_text(cell, self._session.words.language))
            QGuiApplication.clipboard().setMimeData(data)
            self.said.emit(self._session.words("said.copied", cell=cell.id))

    def cut(self) -> None:
        """Copy, then remove."""
        self.copy()
        self.remove()

    def paste(self) -> None:
        """The cell of the clipboard into the chosen place."""
        place = self._model.place(self.currentIndex())
        held = QGuiApplication.clipboard().mimeData()
        source = cells.unpacked(bytes(held.data(cells.MIME).data())) if held.hasFormat(cells.MIME) else None
        if place is None or source is None:
            self.said.emit(self._session.words("said.nothing_to_paste"))
            return
        change, cell = cells.paste_cell(self._session.document.project, source, *place)
        self._apply(change, cell)

    def duplicate(self) -> None:
        """The chosen cell once more, at the nearest empty place."""
        cell = self._cell()
        place = cells.free_place(self._session.document.project, cell) if cell is not None else None
        if cell is None or place is None:
            self.said.emit(self._session.words("said.no_free_place"))
            return
        change, made = cells.paste_cell(self._session.document.project, cell, *place)
        self._apply(change, made)

    def clear(self) -> None:
        """The chosen cell without its criteria."""
        cell = self._cell()
        if cell is not None:
            self._apply(cells.clear_cell(self._session.document.project, cell.id), cell.id)

    def remove(self) -> None:
        """Without the chosen cell; its place stays chosen."""
        cell = self._cell()
        if cell is not None:
            self._session.select_place(cell.stage, cell.level)
            self._apply(cells.remove_cell(self._session.document.project, cell.id))

    # -- stages and levels -------------------------------------------------------------------------------------

    def _axis(self, axis: axes.Axis) -> str | None:
        """The stage or level that is meant: the chosen one, or that of the chosen place."""
        if self._session.axis is not None and self._session.axis[0] == axis:
            return self._session.axis[1]
        place = self._model.place(self.currentIndex())
        return None if place is None else place[0] if axis == "stages" else place[1]

    def add_axis(self, axis: axes.Axis) -> None:
        """A new stage or level behind the chosen one, its name ready to be typed."""
        code = f"axis.{axis}.new"
        labels = {"ko": TEXTS[code][1], "en": TEXTS[code][0]}
        change, name = axes.add_axis(self._session.document.project, axis, labels, self._axis(axis))
        self._apply(change)
        self._session.select_axis(axis, name)
        header = self.stages if axis == "stages" else self.levels
        header.rename(header.names.index(name))

    def rename_axis(self, axis: axes.Axis) -> None:
        name, header = self._axis(axis), self.stages if axis == "stages" else self.levels
        if name is not None:
            header.rename(header.names.index(name))

    def open_axis(self, axis: axes.Axis) -> None:
        """Texts and entry rule of the stage or level that is meant."""
        name = self._axis(axis)
        if name is not None:
            self._session.select_axis(axis, name)

    def move_axis(self, axis: axes.Axis, step: int) -> None:
        name = self._axis(axis)
        names = [one.id for one in axes.axis_items(self._session.document.project, axis)]
        if name is not None and 0 <= names.index(name) + step < len(names):
            to = names.index(name) + step
            self._apply(axes.move_axis(self._session.document.project, axis, name, to))

    def remove_axis(self, axis: axes.Axis) -> None:
        """Without a stage or level and its cells; says how many went with it."""
        name = self._axis(axis)
        if name is None:
            return
        words, project = self._session.words, self._session.document.project
        item = axes.axis_item(project, axis, name)
        label = item.labels.get(words.language, name) if item is not None else name
        number = len(axes.cells_of(project, axis, name))
        self._apply(axes.remove_axis(project, axis, name))
        self.said.emit(words("said.axis_removed", name=label, n=number))

    # -- keys and menu -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Up and self.currentIndex().row() == 0:
            self.stages.choose(self.currentIndex().column())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        for action in self.commands:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

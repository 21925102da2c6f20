"""The matrix as a grid of cell cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from editor.theme.roles import LIGHT, Roles, mixed
from editor.viewmodels.matrix_model import CARD_ROLE, Card, MatrixModel
from editor.viewmodels.session import Session

MARGIN = 8


def roles() -> Roles:
    """The colours of the theme that is on."""
    application = QApplication.instance()
    found = application.property("quadrille.roles") if application is not None else None
    return found if isinstance(found, Roles) else LIGHT


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
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._session.words("no_cell"))
        painter.restore()

    def _card(self, painter: QPainter, area: QRect, card: Card, font: QFont, colours: Roles) -> None:
        words = self._session.words
        metrics = painter.fontMetrics()
        line = metrics.height()
        painter.setPen(QColor(colours.text))
        title = metrics.elidedText(f"{card.cell} {card.name}".strip(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), title)
        if card.state in ("not_defined", "unfinished"):
            painter.setPen(QColor(colours.warning if card.state == "unfinished" else colours.muted))
            sign = "⚠ " if card.state == "unfinished" else "○ "
            below = area.adjusted(0, line + 2, 0, 0)
            painter.drawText(below, Qt.TextFlag.TextWordWrap, sign + words(card.state))
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
        painter.setPen(QColor(colours.muted))
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
    """Choose a cell by mouse, arrows or Alt+arrows."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._model = MatrixModel(session, self)
        self.setModel(self._model)
        self.setItemDelegate(CardDelegate(session, self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectionModel().currentChanged.connect(self._chosen)
        self._model.modelReset.connect(self._restore)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """No column is narrower than what its header says; what does not fit is scrolled to."""
        words, metrics = self._session.words, self.horizontalHeader().fontMetrics()
        widest = max(metrics.horizontalAdvance(f"{words(code)} 00,000") for code in ("entered", "unassigned"))
        self.horizontalHeader().setMinimumSectionSize(widest + 2 * MARGIN)

    def retranslate(self) -> None:
        self._fit()
        self.setAccessibleName(self._session.words("matrix"))
        self.setAccessibleDescription(self._session.words("matrix.describe"))

    def choose(self, cell: str) -> None:
        """Show a cell as chosen."""
        self.setCurrentIndex(self._model.index_of(cell))

    def _chosen(self, current: QModelIndex) -> None:
        cell = self._model.cell(current)
        if cell is not None:
            keep = self._session.criterion if self._session.cell == cell.id else None
            first = cell.criteria[0].n if cell.criteria else None
            self._session.select(cell.id, keep if keep is not None else first)

    def _restore(self) -> None:
        if self._session.cell is not None:
            self.choose(self._session.cell)

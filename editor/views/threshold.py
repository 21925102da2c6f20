"""The number that a criterion compares with, moved over the distribution of its values; the counts follow at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider

from editor.theme.roles import mixed
from editor.viewmodels.threshold import Bars, Scale
from editor.views.matrix_view import roles

HANDLE = 7
KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class HistogramSlider(QSlider):
    """A slider over a histogram. ``settled``: mouse or keys have let it go. The wheel does nothing unfocused."""

    settled = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bars = Bars(0, 1, ())
        self.ends = ("", "")
        """The least and the greatest value, in words."""
        self._moved = False

    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() * 4)

    # -- painting ----------------------------------------------------------------------------------------------

    def area(self) -> QRectF:
        """Where the bars stand: above the handle."""
        below = max(2 * HANDLE, self.fontMetrics().height() + 2)
        return QRectF(self.rect()).adjusted(HANDLE + 1, 2, -HANDLE - 1, -below)

    def x_of(self, value: Any) -> float:
        """Where a value stands."""
        area = self.area()
        return area.left() + self.bars.share(value) * area.width()

    def paint_bars(self, painter: QPainter, taken: QRectF) -> None:
        """The bars; those within ``taken`` in the accent's colour."""
        colours, area = roles(), self.area()
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(colours.muted))
        under = QRectF(area.left(), area.bottom() + 1, area.width(), self.rect().bottom() - area.bottom())
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.ends[0])
        painter.drawText(under, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.ends[1])
        width = self.bars.high - self.bars.low
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, height in self.bars.bars:
            x = area.left() + (left - self.bars.low) / width * area.width()
            wide = max(1.0, (right - left) / width * area.width() - 1)
            tall = max(2.0, height * area.height())
            bar = QRectF(x, area.bottom() - tall, min(wide, area.right() - x), tall)
            painter.setBrush(QColor(colours.border))
            painter.drawRect(bar)
            inside = bar.intersected(taken)
            if not inside.isEmpty():
                painter.setBrush(QColor(colours.accent))
                painter.drawRect(inside)

    def paint_handle(self, painter: QPainter, x: float, *, ghost: bool = False, active: bool = True) -> None:
        """A line with a triangle below; dashed and pale where it shows an old position."""
        colours, area = roles(), self.area()
        if ghost:
            painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            return
        focused = self.hasFocus() and active
        painter.setPen(QPen(QColor(colours.text), 2 if focused else 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setBrush(QColor(colours.accent if focused else mixed(colours.base, colours.text, 0.6)))
        below = area.bottom()
        foot = below + 2 * HANDLE - 2
        painter.drawPolygon(QPolygonF([QPointF(x, below), QPointF(x - HANDLE, foot), QPointF(x + HANDLE, foot)]))

    # -- moving ------------------------------------------------------------------------------------------------

    def position_at(self, x: float) -> int:
        """The position under the mouse; where values do not lie evenly, a slider knows better."""
        area = self.area()
        share = min(1.0, max(0.0, (x - area.left()) / max(1.0, area.width())))
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def grab_at(self, x: float) -> None:
        """The mouse was pressed."""
        self.setSliderPosition(self.position_at(x))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.grab_at(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self.position_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self._moved = self._moved or event.key() in KEYS

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self._settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)
        self._moved = True
        self._settle()

    def _settle(self) -> None:
        if self._moved:
            self._moved = False
            self.settled.emit()


class ThresholdSlider(HistogramSlider):
    """One number: what it lets in is coloured, where it stood before is dashed."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = Scale("whole", Decimal(0), Decimal(1), 1)
        self._committed: Any = 0
        self.upward = True

    def show_values(self, scale: Scale, bars: Bars, committed: Any, *, upward: bool) -> None:
        """Another criterion, or the same with another number. ``upward``: it lets in what is greater."""
        if self.isSliderDown():
            return
        self.scale, self.bars, self._committed, self.upward = scale, bars, committed, upward
        self.blockSignals(True)
        self.setRange(scale.first, scale.last)
        self.setSingleStep(1)
        self.setPageStep(max(1, scale.steps // 10))
        self.setValue(scale.position(committed))
        self.blockSignals(False)
        self.update()

    @property
    def chosen(self) -> Any:
        """The number at the handle; the one of the rule while it was not moved, though no step may be there."""
        place = self.sliderPosition()
        return self._committed if place == self.scale.position(self._committed) else self.scale.value(place)

    def position_at(self, x: float) -> int:
        area = self.area()
        return self.scale.near(self.bars.number((x - area.left()) / max(1.0, area.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(roles().base))
        area, x = self.area(), self.x_of(self.chosen)
        taken = QRectF(area)
        if self.upward:
            taken.setLeft(x)
        else:
            taken.setRight(x)
        self.paint_bars(painter, taken)
        old = self.x_of(self._committed)
        if abs(old - x) > 1:
            self.paint_handle(painter, old, ghost=True)
        self.paint_handle(painter, x)
        painter.end()

"""The borders between the parts of a band, moved over the distribution of its values: two handles and more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent

from editor.viewmodels.threshold import Bars
from editor.views.matrix_view import roles
from editor.views.threshold import HistogramSlider

FULL = 100


@dataclass(frozen=True, slots=True)
class BandView:
    """What a band is shown with. border: the last value that a share (0 to 100) takes. labels: of the parts, the best
    first."""

    side: Literal["top", "bottom"]
    borders: tuple[int, ...]
    labels: tuple[str, ...]
    border: Callable[[int], Any]


class BandSlider(HistogramSlider):
    """Each border is a share of all in percent. Tab goes from handle to handle; ``active_changed`` tells which."""

    active_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: BandView | None = None
        self._borders: list[int] = []
        self.active = 0
        self.setRange(0, FULL)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.valueChanged.connect(self._take)

    def show_band(self, view: BandView, bars: Bars) -> None:
        """Another band, or the same with other borders."""
        if self.isSliderDown():
            return
        self._view, self.bars, self._borders = view, bars, list(view.borders)
        self.active = min(self.active, max(0, len(self._borders) - 1))
        self.setInvertedControls(view.side == "top")  # a key to the right moves the handle to the right
        self._follow()
        self.update()

    @property
    def borders(self) -> tuple[int, ...]:
        """The borders as they stand now, from the best part on."""
        return tuple(self._borders)

    def _follow(self) -> None:
        """The slider's own range and value are those of the active handle."""
        if not self._borders:
            return
        low = self._borders[self.active - 1] + 1 if self.active else 1
        high = self._borders[self.active + 1] - 1 if self.active + 1 < len(self._borders) else FULL - 1
        self.blockSignals(True)
        self.setRange(low, max(low, high))
        self.setValue(self._borders[self.active])
        self.blockSignals(False)

    def activate(self, place: int) -> None:
        """Take hold of another border."""
        if place != self.active and 0 <= place < len(self._borders):
            self.active = place
            self._follow()
            self.update()
            self.active_changed.emit()

    def _take(self, value: int) -> None:
        if self._borders:
            self._borders[self.active] = value
            self.update()

    # -- keys and mouse ----------------------------------------------------------------------------------------

    def focusNextPrevChild(self, following: bool) -> bool:
        place = self.active + (1 if following else -1)
        if 0 <= place < len(self._borders):
            self._settle()
            self.activate(place)
            return True
        return super().focusNextPrevChild(following)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.TabFocusReason:
            self.activate(0)
        elif event.reason() is Qt.FocusReason.BacktabFocusReason:
            self.activate(len(self._borders) - 1)

    def _x(self, share: int) -> float:
        border = self._view.border(share) if self._view is not None else None
        if border is None:
            top = self._view is not None and self._view.side == "top"
            return self.area().right() if top else self.area().left()
        return self.x_of(border)

    def position_at(self, x: float) -> int:
        """The share whose last value is nearest to the mouse."""
        shares = range(self.minimum(), self.maximum() + 1)
        return min(shares, key=lambda share: (abs(self._x(share) - x), abs(share - self.sliderPosition())))

    def grab_at(self, x: float) -> None:
        if self._borders:
            self.activate(min(range(len(self._borders)), key=lambda place: abs(self._x(self._borders[place]) - x)))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(roles().base))
        view = self._view
        if view is None:
            painter.end()
            return
        area = self.area()
        xs = [self._x(border) for border in self._borders]
        ends = [area.right(), *xs, area.left()] if view.side == "top" else [area.left(), *xs, area.right()]
        place = min(self.active, len(view.labels) - 1)
        left, right = sorted((ends[place], ends[place + 1]))
        self.paint_bars(painter, QRectF(left, area.top(), right - left, area.height()))
        painter.setPen(QColor(roles().text))
        metrics = painter.fontMetrics()
        for number, label in enumerate(view.labels):
            start, end = sorted((ends[number], ends[number + 1]))
            text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(end - start) - 6)
            if end - start > metrics.horizontalAdvance("MM"):
                box = QRectF(start + 3, area.top(), metrics.horizontalAdvance(text) + 2, metrics.height())
                painter.fillRect(box, QColor(roles().base))
                painter.drawText(box, text)
        for border, old in zip(self._borders, view.borders, strict=True):
            if border != old:
                self.paint_handle(painter, self._x(old), ghost=True)
        for number, x in enumerate(xs):
            self.paint_handle(painter, x, active=number == self.active)
        painter.end()

"""Inputs as this editor wants them: safe from the mouse wheel, and with the one undo of the window."""

from __future__ import annotations

from PySide6.QtCore import (
    QDate,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor.views.looks import roles

Index = QModelIndex | QPersistentModelIndex


def is_undo(event: QKeyEvent) -> bool:
    """Undo and redo belong to the window: one stack for everything."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class OneUndo(QObject):
    """Keeps an input from taking undo and redo for itself: ``field.installEventFilter(OneUndo(field))``."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and is_undo(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class WheelSafe:
    """The mouse wheel changes nothing unfocused: put before Qt's class, whose focus it takes by click or key only."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Safe(WheelSafe):
    """What both number inputs share: safe from the wheel, undo is the window's."""

    def _prepare(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLocale(QLocale.c())
        self.lineEdit().installEventFilter(OneUndo(self))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Spin(_Safe, QSpinBox):
    """Whole numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._prepare()


class DecimalSpin(_Safe, QDoubleSpinBox):
    """Numbers with up to two decimals, shown without needless zeros."""

    def __init__(self) -> None:
        super().__init__()
        self._prepare()
        self.setDecimals(2)

    def textFromValue(self, value: float) -> str:
        return f"{value:.2f}".rstrip("0").rstrip(".")


class Choice(WheelSafe, QComboBox):
    """One of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class Day(WheelSafe, QDateEdit):
    """A date, year first."""

    def __init__(self) -> None:
        super().__init__(QDate.currentDate())
        self.setDisplayFormat("yyyy-MM-dd")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class LiveLine(QLineEdit):
    """A text that is in the document while it is typed, so that undo is the window's; ``typed`` carries it."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self.installEventFilter(OneUndo(self))
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        if not self._composing:
            self.typed.emit(text)

    def show_text(self, text: str) -> None:
        """Show what the document holds; a composition is never broken."""
        if not self._composing and text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was, self._composing = self._composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if was and not self._composing:
            self.typed.emit(self.text())


class Wrapped(QLabel):
    """A text in as many lines as it needs; never cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self.text()))
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)


class LiveText(QStyledItemDelegate):
    """Edits a text in a table; what is typed is in the document at once, so that undo is the window's."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setFrame(False)
        field.installEventFilter(OneUndo(field))
        field.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        field.textEdited.connect(lambda: self.commitData.emit(field))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)


class Ticks(QStyledItemDelegate):
    """Check boxes in a table that can be seen in every theme; Space and the mouse change them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            super().paint(painter, option, index)
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        own.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = own.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, plain, own.widget)
        colours = roles()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(QColor(colours.base))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 2, 2)
        if Qt.CheckState(state) is Qt.CheckState.Checked:
            painter.setPen(QPen(QColor(colours.text), max(1.5, box.width() / 7)))
            left, top, width, height = box.left(), box.top(), box.width(), box.height()
            points = ((0.22, 0.52), (0.42, 0.74), (0.8, 0.26))
            painter.drawPolyline([QPointF(left + x * width, top + y * height) for x, y in points])
        painter.restore()


class Flow(QLayout):
    """Widgets side by side, in as many lines as their width needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(6)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def put_first(self, widget: QWidget) -> None:
        """A widget before all others."""
        self.addWidget(widget)
        self._items.insert(0, self._items.pop())

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, *, move: bool) -> int:
        y, line = area.y(), list[tuple[QLayoutItem, int, QSize]]()
        x = area.x()

        def end_line() -> int:
            height = max((size.height() for _, _, size in line), default=0)
            for item, left, size in line if move else ():
                item.setGeometry(QRect(QPoint(left, y + (height - size.height()) // 2), size))
            line.clear()
            return height

        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().expandedTo(item.minimumSize())
            size.setWidth(min(size.width(), max(area.width(), item.minimumSize().width())))
            if line and x + size.width() > area.right() + 1:
                y += end_line() + self.spacing()
                x = area.x()
            line.append((item, x, size))
            x += size.width() + self.spacing()
        return y + end_line() - area.y()

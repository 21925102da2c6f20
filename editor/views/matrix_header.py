"""The matrix's axes: stages and levels are chosen, renamed and put in order in their header."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from editor.commands import axes
from editor.commands.axes import Axis
from editor.commands.edits import set_label
from editor.theme.roles import Roles
from editor.viewmodels.session import Session
from editor.views.inputs import LiveLine
from editor.views.looks import roles

MARK = 3


class NameField(LiveLine):
    """The name of a stage or level, over its place in the header. Enter keeps it; Esc takes it back."""

    def __init__(self, header: AxisHeader, name: str) -> None:
        super().__init__(header.viewport())
        self._header, self.name = header, name
        self.typed.connect(partial(header.take_name, name))
        self.editingFinished.connect(self.close_soon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._header.take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_soon()
        else:
            super().keyPressEvent(event)

    def close_soon(self) -> None:
        QTimer.singleShot(0, self._header, partial(self._header.end_rename, self))


class AxisHeader(QHeaderView):
    """Click chooses, double-click or F2 renames, dragging and Alt+Shift+arrows give another order."""

    def __init__(self, session: Session, axis: Axis) -> None:
        stages = axis == "stages"
        super().__init__(Qt.Orientation.Horizontal if stages else Qt.Orientation.Vertical)
        self._session, self._axis = session, axis
        self.field: NameField | None = None
        self._before = ""
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFirstSectionMovable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sectionClicked.connect(self.choose)
        self.sectionDoubleClicked.connect(self.rename)
        self.sectionMoved.connect(self._moved)
        session.selection_changed.connect(self.viewport().update)
        session.language_changed.connect(self.retranslate)
        session.project_changed.connect(self.show_names)
        self.retranslate()

    def retranslate(self) -> None:
        words = self._session.words
        self.setAccessibleName(words(f"axis.{self._axis}.all"))
        self.setAccessibleDescription(words("axis.describe"))

    @property
    def names(self) -> list[str]:
        """Ids of the stages or levels in their order."""
        return [one.id for one in axes.axis_items(self._session.document.project, self._axis)]

    @property
    def chosen(self) -> int:
        """The section that is chosen, or -1."""
        axis = self._session.axis
        names = self.names
        return names.index(axis[1]) if axis is not None and axis[0] == self._axis and axis[1] in names else -1

    def choose(self, section: int) -> None:
        if 0 <= section < len(self.names):
            self.setFocus()
            self._session.select_axis(self._axis, self.names[section])

    # -- names -------------------------------------------------------------------------------------------------

    def rename(self, section: int) -> None:
        """Open the name of a section to be typed."""
        if not 0 <= section < len(self.names):
            return
        name = self.names[section]
        item = axes.axis_item(self._session.document.project, self._axis, name)
        self._session.document.seal()
        self.field = field = NameField(self, name)
        self._before = item.labels.get(self._session.words.language) if item is not None else ""
        field.show_text(self._before)
        field.setAccessibleName(self._session.words("text.labels"))
        start, size = self.sectionViewportPosition(section), self.sectionSize(section)
        height = field.sizeHint().height()
        across = self.orientation() is Qt.Orientation.Horizontal
        field.setGeometry(QRect(start, 0, size, height) if across else QRect(0, start, self.width(), height))
        field.selectAll()
        field.show()
        field.setFocus()

    def take_name(self, name: str, text: str) -> None:
        """The name as it is typed."""
        path = axes.axis_path(self._axis, name)
        if axes.axis_item(self._session.document.project, self._axis, name) is not None:
            project, language = self._session.document.project, self._session.words.language
            self._session.apply(set_label(project, path, language, text))

    def take_back(self) -> None:
        """As it was before it was opened."""
        if self.field is not None:
            self.take_name(self.field.name, self._before)
            self.field.close_soon()

    def end_rename(self, field: NameField) -> None:
        """Close a name; the focus goes back to where it was opened."""
        if self.field is not field:
            return
        self.field = None
        focused = field.hasFocus()
        field.hide()
        field.deleteLater()
        self._session.document.seal()
        if focused:
            self.setFocus()

    def show_names(self) -> None:
        """A name that is open shows what undo has made of it."""
        if self.field is not None:
            item = axes.axis_item(self._session.document.project, self._axis, self.field.name)
            self.field.show_text(item.labels.get(self._session.words.language) if item is not None else "")

    # -- order -------------------------------------------------------------------------------------------------

    def _moved(self, logical: int, old: int, new: int) -> None:
        """The order is the document's: what the mouse moved is moved back, and then by a command."""
        self.blockSignals(True)
        self.moveSection(new, old)
        self.blockSignals(False)
        if 0 <= logical < len(self.names):
            name = self.names[logical]
            QTimer.singleShot(0, self, partial(self._move, name, new))

    def _move(self, name: str, to: int) -> None:
        self._session.apply(axes.move_axis(self._session.document.project, self._axis, name, to))

    # -- keys and looks ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across = self.orientation() is Qt.Orientation.Horizontal
        before = Qt.Key.Key_Left if across else Qt.Key.Key_Up
        after = Qt.Key.Key_Right if across else Qt.Key.Key_Down
        chosen = max(self.chosen, 0)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (before, after):
            step = 1 if event.key() == after else -1
            self.choose(min(max(chosen + (step if self.chosen >= 0 else 0), 0), len(self.names) - 1))
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.rename(chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == self.chosen:
            colours: Roles = roles()
            across = self.orientation() is Qt.Orientation.Horizontal
            edge = QRect(rect.left(), rect.bottom() - MARK + 1, rect.width(), MARK)
            side = QRect(rect.right() - MARK + 1, rect.top(), MARK, rect.height())
            painter.fillRect(edge if across else side, QColor(colours.accent))

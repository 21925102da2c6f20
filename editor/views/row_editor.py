"""The criterion that is chosen as rows: field, operator in words, value with its unit, window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dsl.nodes import NOWHERE
from editor.viewmodels import row_form as rf
from editor.viewmodels.row_form import Form, Row
from editor.viewmodels.session import Session
from editor.views.row_line import Line

MOST_ROWS = 40
"""A rule of more conditions is edited as text."""


class RowEditor(QWidget):
    """Shows a rule; ``changed`` carries its new text."""

    changed = Signal(str)

    def __init__(self, session: Session, commonest: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._session, self._commonest = session, commonest
        self._text = ""
        self._form = Form(())
        self._structure: object = None
        self.lines: list[Line] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_rule(self, text: str | None) -> None:
        """Show a rule as rows; None, or a rule too long for rows: nothing."""
        checked = self._session.checked
        form = rf.read(text, checked.catalog) if text is not None and checked is not None else Form(())
        rows = form.rows
        if len(rows) > MOST_ROWS or not any(row.editable for row in rows):
            form = Form(())
        self._text, self._form = text or "", form
        structure = [_structure(row) for row in form.all]
        language = self._session.words.language
        if (structure, form.joiner, language) != self._structure:
            self._structure = (structure, form.joiner, language)
            self._rebuild()
        for line, row in zip(self.lines, form.rows, strict=True):
            line.show_row(row)

    def _rebuild(self) -> None:
        focus = [place for place, line in enumerate(self.lines) if line.isAncestorOf(self.focusWidget() or self)]
        old, self.lines = self.lines, []  # a field that is hidden says that it is finished: to nobody
        for line in old:
            self._layout.removeWidget(line)
            line.hide()
            line.setParent(None)
            line.deleteLater()
        checked = self._session.checked
        if checked is None:
            return
        for place, row in enumerate(self._form.rows):
            joiner = self._session.words(f"row.{self._form.joiner}") if place else ""
            line = Line(self, self._session, checked.catalog, row, joiner, self._commonest)
            self.lines.append(line)
            self._layout.addWidget(line)
            line.show()
        if focus and focus[0] < len(self.lines):
            self.lines[focus[0]].focus_next_empty()

    def take(self, text: str | None) -> None:
        """A row has written the rule anew."""
        if text is not None and text != self._text:
            self.changed.emit(text)

    def current(self, line: Line) -> tuple[str, Row]:
        """The rule's text and the row of a line, as they are now."""
        for one, row in zip(self.lines, self._form.rows, strict=True):
            if one is line:
                return self._text, row
            if one.inner is line and row.where is not None:
                return self._text, row.where
        return self._text, Row(NOWHERE, "")

    def shows(self, line: Line) -> bool:
        """Is a line still one of the rule that is shown?"""
        return any(line in (one, one.inner) for one in self.lines)


def _structure(row: Row) -> object:
    """What decides which inputs a row has."""
    if not row.editable:
        return row.text
    window = (row.window.kind, row.window.unit) if row.window is not None else None
    period = row.period[1] if row.period is not None else None
    return row.field, row.function, row.column, row.operator, window, period, row.where is None

"""The criterion that is chosen as rows: field, operator in words, value with its unit, window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dsl.catalog import Catalog
from dsl.keywords import UNITS, unit_name
from dsl.nodes import Unit
from editor.viewmodels import row_form as rf
from editor.viewmodels.row_form import NO_VALUE, OPERATORS, Form, Row
from editor.viewmodels.session import Session
from editor.views.inputs import Choice, Flow, OneUndo, Spin

MOST_ROWS = 4
WINDOW_UNITS: tuple[Unit, ...] = tuple(unit for unit in UNITS if unit in ("day", "week", "month", "year"))


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
        language = self._session.words.language
        structure = [
            (row.editable, row.field, row.operator, row.window and row.window[1], "" if row.editable else row.text)
            for row in form.rows
        ]
        if (structure, form.joiner, language) != self._structure:
            self._structure = (structure, form.joiner, language)
            self._rebuild()
        for line, row in zip(self.lines, form.rows, strict=True):
            line.show_row(row)

    def _rebuild(self) -> None:
        focus = [place for place, line in enumerate(self.lines) if line.isAncestorOf(self.focusWidget() or self)]
        for line in self.lines:
            self._layout.removeWidget(line)
            line.hide()
            line.setParent(None)
            line.deleteLater()
        checked = self._session.checked
        self.lines = []
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
        return self._text, self._form.rows[self.lines.index(line)]


class Line(QWidget):
    """One row."""

    def __init__(
        self,
        editor: RowEditor,
        session: Session,
        catalog: Catalog,
        row: Row,
        joiner: str,
        commonest: Callable[[str], tuple[str, ...]],
    ) -> None:
        super().__init__(editor)
        self._editor, self._session, self._catalog = editor, session, catalog
        self.field, self.operator = Choice(), Choice()
        self.value, self.second = QLineEdit(), QLineEdit()
        self.amount, self.unit = Spin(), Choice()
        if not row.editable:
            shown = QLabel(" ".join(row.text.split()))
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            plain = QHBoxLayout(self)
            plain.setContentsMargins(0, 0, 0, 0)
            if joiner:
                plain.addWidget(QLabel(joiner))
            plain.addWidget(shown, 1)
            return
        layout = Flow(self)
        if joiner:
            layout.addWidget(QLabel(joiner))
        words = session.words
        self._fill_field(row)
        layout.addWidget(self.field)
        if row.field:
            self._fill_window(row, layout)
            for operator in OPERATORS[row.sort]:
                self.operator.addItem(words(_operator_code(row, operator)), operator)
            self.operator.setCurrentIndex(OPERATORS[row.sort].index(row.operator))
            self.operator.setAccessibleName(words("row.operator"))
            self.operator.activated.connect(self._operator_chosen)
            layout.addWidget(self.operator)
            self._fill_values(row, layout, commonest)

    def _fill_field(self, row: Row) -> None:
        words, catalog = self._session.words, self._catalog
        entries = [(one.labels.get(words.language, one.id), one.id) for one in catalog.measures]
        entries += [(one.labels.get(words.language, one.id), one.id) for one in catalog.fields]
        entries += [(one.labels.get(words.language, one.id), one.id) for one in catalog.relations]
        if not row.field:
            self.field.addItem(words("row.choose"), "")
        for label, id_ in sorted(entries, key=lambda pair: pair[0].casefold()):
            self.field.addItem(label, id_)
        self.field.setCurrentIndex(max(0, self.field.findData(row.field)))
        self.field.setAccessibleName(words("row.field"))
        self.field.setMinimumContentsLength(10)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMaxVisibleItems(16)
        self.field.activated.connect(self._field_chosen)

    def _fill_window(self, row: Row, layout: Flow) -> None:
        if row.sort != "relation":
            return
        words = self._session.words
        self.unit.addItem(words("row.ever"), "")
        for unit in WINDOW_UNITS:
            self.unit.addItem(words("row.in_last", unit=unit_name(unit, 2, words.language)), unit)
        self.unit.setCurrentIndex(self.unit.findData(row.window[1]) if row.window is not None else 0)
        self.unit.setAccessibleName(words("row.window"))
        self.unit.activated.connect(self._window_chosen)
        self.amount.setRange(1, 10_000)
        self.amount.setAccessibleName(words("row.amount"))
        layout.addWidget(self.unit)
        if row.window is not None:
            self.amount.setValue(row.window[0])
            self.amount.valueChanged.connect(self._window_chosen)
            layout.addWidget(self.amount)

    def _fill_values(self, row: Row, layout: Flow, commonest: Callable[[str], tuple[str, ...]]) -> None:
        if row.operator in NO_VALUE:
            return
        words, metrics = self._session.words, self.fontMetrics()
        fields = [self.value, self.second] if row.operator == "between" else [self.value]
        for place, field in enumerate(fields):
            if place:
                layout.addWidget(QLabel(words("row.to")))
            field.setAccessibleName(words("row.second" if place else "row.value"))
            field.setMinimumWidth(metrics.horizontalAdvance("0") * (16 if row.sort == "text" else 9))
            field.setPlaceholderText(words("row.value"))
            field.installEventFilter(OneUndo(field))
            field.textEdited.connect(self._value_typed)
            field.editingFinished.connect(self._finished)
            layout.addWidget(field)
        known = self._known(row, commonest)
        if known and row.operator != "in":
            completer = QCompleter(known, self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(lambda *_: self._value_typed())
            self.value.setCompleter(completer)
        unit = self._catalog.units.get(row.unit or "")
        if unit is not None and row.operator != "in_band":
            layout.addWidget(QLabel(unit.ko if words.language == "ko" else unit.en_many))

    def _known(self, row: Row, commonest: Callable[[str], tuple[str, ...]]) -> list[str]:
        if row.operator == "in_band":
            return [f"{band.id}.{part.id}" for band in self._catalog.bands for part in band.parts]
        if row.sort != "text":
            return []
        known = [str(value) for one in self._catalog.fields if one.id == row.field for value in one.values]
        known += [str(value) for one in self._catalog.measures if one.id == row.field for value in one.values]
        return list(dict.fromkeys([*commonest(row.field), *known]))

    # -- showing -----------------------------------------------------------------------------------------------

    def show_row(self, row: Row) -> None:
        """The values of a row that has the same parts as before; what is being typed stays."""
        if not row.editable or not row.field:
            return
        for field, value in ((self.value, row.value), (self.second, row.second)):
            if field.text() != value and field.text().strip() != value:
                field.setText(value)
        if row.window is not None and self.amount.value() != row.window[0]:
            self.amount.blockSignals(True)
            self.amount.setValue(row.window[0])
            self.amount.blockSignals(False)

    def focus_next_empty(self) -> None:
        """Go on where something is to be filled in."""
        if self.value.isVisibleTo(self) and self.value.parent() is self and not self.value.text():
            self.value.setFocus()
        elif self.operator.parent() is self:
            self.operator.setFocus()
        else:
            self.field.setFocus()

    # -- editing -----------------------------------------------------------------------------------------------

    def _field_chosen(self) -> None:
        text, row = self._editor.current(self)
        name = str(self.field.currentData() or "")
        if name:
            self._editor.take(rf.set_field(text, row, name, self._catalog, self._session.words.language))

    def _operator_chosen(self) -> None:
        text, row = self._editor.current(self)
        operator = str(self.operator.currentData())
        self._editor.take(rf.set_operator(text, row, operator, self._catalog, self._session.words.language))

    def _window_chosen(self) -> None:
        text, row = self._editor.current(self)
        unit = next((one for one in WINDOW_UNITS if one == self.unit.currentData()), None)
        amount = self.amount.value() if row.window is not None else 90 if unit == "day" else 1
        window = (amount, unit) if unit is not None else None
        self._editor.take(rf.set_window(text, row, window, self._catalog, self._session.words.language))

    def _value_typed(self, *_: object) -> None:
        for field, second in ((self.value, False), (self.second, True)):
            text, row = self._editor.current(self)
            if field.parent() is self:
                self._editor.take(rf.set_value(text, row, field.text(), self._catalog, second=second))

    def _finished(self) -> None:
        """What is no value is not kept: the field shows again what the rule says."""
        if self in self._editor.lines:
            self.show_row(self._editor.current(self)[1])
            self._session.document.seal()


def _operator_code(row: Row, operator: str) -> str:
    if row.sort == "date" and operator in (">=", "<=", ">", "<", "="):
        return f"op.date.{operator}"
    return f"op.{operator}"

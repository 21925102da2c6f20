"""One condition as a row of inputs; a condition on the rows of a relation has a second one below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dsl.catalog import Catalog, Relation
from dsl.keywords import UNITS, unit_name
from dsl.nodes import Unit
from editor.viewmodels import row_form as rf
from editor.viewmodels import row_form_write as rw
from editor.viewmodels.row_form import NO_VALUE, RANGES, RANKS, Row, Window, WindowKind
from editor.viewmodels.session import Session
from editor.views.inputs import Choice, Flow, OneUndo, Spin

if TYPE_CHECKING:
    from editor.views.row_editor import RowEditor

WINDOW_UNITS: tuple[Unit, ...] = tuple(unit for unit in UNITS if unit in ("day", "week", "month", "year"))
OTHER_UNITS: tuple[Unit, ...] = ("day", "month")
FIRST_AMOUNTS: dict[str, int] = {"day": 90, "week": 12, "month": 6, "year": 1}
MOST = 10_000


class Line(QWidget):
    """One row. ``inner``: the condition that the rows of a relation have to meet."""

    def __init__(
        self,
        editor: RowEditor,
        session: Session,
        catalog: Catalog,
        row: Row,
        joiner: str,
        commonest: Callable[[str], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent or editor)
        self._editor, self._session, self._catalog = editor, session, catalog
        self.field, self.operator, self.function, self.narrow = Choice(), Choice(), Choice(), Choice()
        self.value, self.second = QLineEdit(), QLineEdit()
        self.amount, self.near, self.unit = Spin(), Spin(), Choice()
        self.period, self.period_unit = Spin(), Choice()
        self.inner: Line | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        if not row.editable:
            whole.addLayout(self._plain(row, joiner))
            return
        layout = Flow()
        whole.addLayout(layout)
        if joiner:
            layout.addWidget(QLabel(joiner))
        self._fill_field(row)
        layout.addWidget(self.field)
        if not row.field:
            return
        if row.counts_rows:
            self._fill_function(row, layout)
            self._fill_window(row, layout)
        self._fill_operator(row, layout)
        self._fill_period(row, layout)
        self._fill_values(row, layout, commonest)
        if row.where is not None:
            words = session.words
            self.inner = Line(editor, session, catalog, row.where, words("row.where"), lambda _: (), self)
            whole.addWidget(self.inner)
        elif row.counts_rows:
            self._fill_narrow(row, layout)

    def _plain(self, row: Row, joiner: str) -> QHBoxLayout:
        """A condition that is only shown."""
        shown = QLabel(" ".join(row.text.split()))
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setWordWrap(True)
        plain = QHBoxLayout()
        plain.setContentsMargins(0, 0, 0, 0)
        if joiner:
            plain.addWidget(QLabel(joiner))
        plain.addWidget(shown, 1)
        return plain

    # -- inputs ------------------------------------------------------------------------------------------------

    def _label(self, entry: object) -> str:
        return str(entry.labels.get(self._session.words.language, entry.id))  # type: ignore[attr-defined]

    def _relation(self, name: str) -> Relation | None:
        found = rf.entry_of(name, self._catalog)
        return found if isinstance(found, Relation) else None

    def _fill_field(self, row: Row) -> None:
        words, catalog = self._session.words, self._catalog
        within = self._relation(row.within) if row.within else None
        known = within.fields if within is not None else (*catalog.measures, *catalog.fields, *catalog.relations)
        entries = [(self._label(one), one.id) for one in known]
        if row.within:
            self.field.addItem(words("row.all_rows"), "")
        elif not row.field:
            self.field.addItem(words("row.choose"), "")
        for label, id_ in sorted(entries, key=lambda pair: pair[0].casefold()):
            self.field.addItem(label, id_)
        self.field.setCurrentIndex(max(0, self.field.findData(row.field)))
        self._prepare(self.field, "row.where.field" if row.within else "row.field", self._field_chosen)
        self.field.setMinimumContentsLength(10)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _prepare(self, box: Choice, code: str, slot: Callable[[], None]) -> None:
        box.setAccessibleName(self._session.words(code))
        box.setMaxVisibleItems(16)
        box.activated.connect(slot)

    def _fill_function(self, row: Row, layout: Flow) -> None:
        """What of the rows is compared: how many there are, a share of them, a sum …"""
        relation = self._relation(row.field)
        if relation is None:
            return
        words, columns = self._session.words, {one.id: one for one in relation.fields}
        listed = list(rf.choices(relation))
        if (row.function, row.column) not in listed:
            listed.append((row.function, row.column))
        for function, column in listed:
            name = self._label(columns[column]) if column in columns else column
            self.function.addItem(words(f"row.of.{function or 'rows'}", column=name), f"{function} {column}".strip())
        self.function.setCurrentIndex(self.function.findData(f"{row.function} {row.column}".strip()))
        self._prepare(self.function, "row.function", self._function_chosen)
        self.function.setMinimumContentsLength(8)
        self.function.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        layout.addWidget(self.function)

    def _fill_window(self, row: Row, layout: Flow) -> None:
        words, window = self._session.words, row.window
        kinds: list[tuple[WindowKind, Unit]] = [("last", unit) for unit in WINDOW_UNITS]
        kinds += [("ago", unit) for unit in OTHER_UNITS] + [("next", unit) for unit in OTHER_UNITS]
        if window is not None and (window.kind, window.unit) not in kinds:
            kinds.append((window.kind, window.unit))
        self.unit.addItem(words("row.ever"), "")
        for kind, unit in kinds:
            data = unit if kind == "last" else f"{kind}:{unit}"
            self.unit.addItem(words(f"row.in_{kind}", unit=unit_name(unit, 2, words.language)), data)
        chosen = "" if window is None else window.unit if window.kind == "last" else f"{window.kind}:{window.unit}"
        self.unit.setCurrentIndex(self.unit.findData(chosen))
        self._prepare(self.unit, "row.window", self._window_chosen)
        layout.addWidget(self.unit)
        if window is None:
            return
        self._spin(self.amount, "row.amount", window.amount, 1, self._window_chosen, layout)
        if window.kind == "ago":
            self._spin(self.near, "row.near", window.near, 0, self._window_chosen, layout)

    def _spin(self, spin: Spin, code: str, value: int, least: int, slot: Callable[[], None], layout: Flow) -> None:
        spin.setRange(least, max(MOST, value))
        spin.setAccessibleName(self._session.words(code))
        spin.setValue(value)
        spin.valueChanged.connect(slot)
        layout.addWidget(spin)

    def _fill_operator(self, row: Row, layout: Flow) -> None:
        for operator in rf.operators(row):
            self.operator.addItem(self._session.words(_operator_code(row, operator)), operator)
        self.operator.setCurrentIndex(rf.operators(row).index(row.operator))
        self._prepare(self.operator, "row.operator", self._operator_chosen)
        layout.addWidget(self.operator)

    def _fill_period(self, row: Row, layout: Flow) -> None:
        if row.period is None:
            return
        self._spin(self.period, "row.amount", row.period[0], 0, self._period_chosen, layout)
        units = WINDOW_UNITS if row.period[1] in WINDOW_UNITS else (*WINDOW_UNITS, row.period[1])
        for unit in units:
            self.period_unit.addItem(unit_name(unit, 2, self._session.words.language), unit)
        self.period_unit.setCurrentIndex(self.period_unit.findData(row.period[1]))
        self._prepare(self.period_unit, "row.period_unit", self._period_chosen)
        layout.addWidget(self.period_unit)

    def _fill_values(self, row: Row, layout: Flow, commonest: Callable[[str], tuple[str, ...]]) -> None:
        if row.operator in NO_VALUE:
            return
        words, metrics = self._session.words, self.fontMetrics()
        fields = [self.value, self.second] if row.operator in RANGES else [self.value]
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
        if known and row.operator not in ("in", "not_in"):
            completer = QCompleter(known, self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(lambda *_: self._value_typed())
            self.value.setCompleter(completer)
        unit = self._catalog.units.get(row.unit or "")
        if unit is not None and row.operator not in ("in_band", *RANKS):
            layout.addWidget(QLabel(unit.ko if words.language == "ko" else unit.en_many))

    def _known(self, row: Row, commonest: Callable[[str], tuple[str, ...]]) -> list[str]:
        if row.operator == "in_band":
            return [f"{band.id}.{part.id}" for band in self._catalog.bands for part in band.parts]
        if row.sort != "text":
            return []
        entry = rf.entry_of(row.column or row.field, self._catalog, row.within or (row.field if row.function else ""))
        known = [str(value) for value in getattr(entry, "values", ())]
        return list(dict.fromkeys([*commonest(row.field), *known]))

    def _fill_narrow(self, row: Row, layout: Flow) -> None:
        """Only some of the rows: which column decides."""
        relation = self._relation(row.field)
        if relation is None:
            return
        self.narrow.addItem(self._session.words("row.all_rows"), "")
        for label, id_ in sorted((self._label(one), one.id) for one in relation.fields):
            self.narrow.addItem(self._session.words("row.only_where", column=label), id_)
        self._prepare(self.narrow, "row.where.field", self._narrow_chosen)
        layout.addWidget(self.narrow)

    # -- showing -----------------------------------------------------------------------------------------------

    def show_row(self, row: Row) -> None:
        """The values of a row that has the same parts as before; what is being typed stays."""
        if not row.editable or not row.field:
            return
        for field, value in ((self.value, row.value), (self.second, row.second)):
            if field.text() != value and field.text().strip() != value:
                field.setText(value)
        spins: list[tuple[Spin, int]] = []
        if row.window is not None:
            spins += [(self.amount, row.window.amount), (self.near, row.window.near)]
        if row.period is not None:
            spins.append((self.period, row.period[0]))
        for spin, number in spins:
            if spin.value() != number:
                spin.blockSignals(True)
                spin.setValue(number)
                spin.blockSignals(False)
        if self.inner is not None and row.where is not None:
            self.inner.show_row(row.where)

    def focus_next_empty(self) -> None:
        """Go on where something is to be filled in."""
        if self.inner is not None and self.inner.wants_value():
            self.inner.value.setFocus()
        elif self.wants_value():
            self.value.setFocus()
        elif self.operator.parent() is self:
            self.operator.setFocus()
        else:
            self.field.setFocus()

    def wants_value(self) -> bool:
        """Is its value still to be typed?"""
        return self.value.parent() is self and self.value.isVisibleTo(self) and not self.value.text()

    # -- editing -----------------------------------------------------------------------------------------------

    def _field_chosen(self) -> None:
        text, row = self._editor.current(self)
        name, language = str(self.field.currentData() or ""), self._session.words.language
        if name:
            self._editor.take(rw.set_field(text, row, name, self._catalog, language))
        elif row.within:
            parent = self.parent()
            if isinstance(parent, Line):
                text, row = self._editor.current(parent)
                self._editor.take(rw.set_where(text, row, "", self._catalog, language))

    def _function_chosen(self) -> None:
        text, row = self._editor.current(self)
        function, _, column = str(self.function.currentData() or "").partition(" ")
        language = self._session.words.language
        self._editor.take(rw.set_function(text, row, function, column, self._catalog, language))

    def _narrow_chosen(self) -> None:
        text, row = self._editor.current(self)
        column, language = str(self.narrow.currentData() or ""), self._session.words.language
        self._editor.take(rw.set_where(text, row, column, self._catalog, language))

    def _operator_chosen(self) -> None:
        text, row = self._editor.current(self)
        operator = str(self.operator.currentData())
        self._editor.take(rw.set_operator(text, row, operator, self._catalog, self._session.words.language))

    def _window_chosen(self) -> None:
        text, row = self._editor.current(self)
        data = str(self.unit.currentData() or "")
        kind, _, name = data.rpartition(":")
        unit = next((one for one in UNITS if one == name), None)
        window: Window | None = None
        if unit is not None:
            first = FIRST_AMOUNTS.get(unit, 1)
            amount = self.amount.value() if row.window is not None else first
            window = Window(cast(WindowKind, kind or "last"), amount, unit)
            if kind == "ago":
                known = row.window is not None and row.window.kind == "ago"
                amount = amount if known else 2 * amount
                near = min(self.near.value(), amount - 1) if known else amount // 2
                window = Window("ago", amount, unit, near)
        self._editor.take(rw.set_window(text, row, window, self._catalog, self._session.words.language))

    def _period_chosen(self) -> None:
        text, row = self._editor.current(self)
        unit = next((one for one in UNITS if one == self.period_unit.currentData()), "day")
        language = self._session.words.language
        self._editor.take(rw.set_period(text, row, (self.period.value(), unit), self._catalog, language))

    def _value_typed(self, *_: object) -> None:
        for field, second in ((self.value, False), (self.second, True)):
            text, row = self._editor.current(self)
            if field.parent() is self:
                self._editor.take(rw.set_value(text, row, field.text(), self._catalog, second=second))

    def _finished(self) -> None:
        """What is no value is not kept: the field shows again what the rule says."""
        if self._editor.shows(self):
            self.show_row(self._editor.current(self)[1])
            self._session.document.seal()


def _operator_code(row: Row, operator: str) -> str:
    if row.sort == "date" and operator in (">=", "<=", ">", "<", "="):
        return f"op.date.{operator}"
    return f"op.{operator}"

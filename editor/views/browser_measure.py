"""One measure, trait, parameter or band at the right: its names, its unit, its rule."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from editor.commands.measures import parameter_text, set_measure_rule, set_measure_unit, set_parameter
from editor.commands.renaming import rename_everywhere
from editor.document.history import Change
from editor.viewmodels.latest import Latest
from editor.viewmodels.session import Session
from editor.views.inputs import Choice, Flow, OneUndo, Wrapped
from editor.views.rule_box import RuleBox
from editor.views.scrolled import Scrolled
from engine.project.rename import Naming, Section
from engine.project.units import units_of

SORTS = {"measures": "measure", "scoring": "measure", "traits": "trait", "parameters": "parameter", "bands": "band"}


class MeasurePanel(QWidget):
    """Rule and unit are edited as they are typed; names are changed everywhere at once. ``left``: back to the cell.
    ``called``: section and new id after a renaming."""

    left = Signal()
    called = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._section: Section = "measures"
        self._id = self._former = ""
        self._note: tuple[str, dict[str, object]] | None = None
        self._problems: tuple[Diagnostic, ...] = ()
        self._renaming = Latest(session, self._failed)
        self.title, self.message = QLabel(), Wrapped()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.id, self.ko, self.en = QLineEdit(), QLineEdit(), QLineEdit()
        self.id_label, self.ko_label, self.en_label, self.unit_label = QLabel(), QLabel(), QLabel(), QLabel()
        self.unit = Choice()
        self.value_label, self.value = QLabel(), QLineEdit()
        self.rename, self.back = QPushButton(), QPushButton()
        self.box = RuleBox(session)
        self._lay_out()
        for field in self._fields():
            field.installEventFilter(OneUndo(field))
            field.textEdited.connect(lambda _: self._typed())
            field.returnPressed.connect(self.rename_everywhere)
        self.value.installEventFilter(OneUndo(self.value))
        self.value.editingFinished.connect(self._value_typed)
        self.rename.clicked.connect(self.rename_everywhere)
        self.back.clicked.connect(self.left)
        self.unit.activated.connect(self._unit_chosen)
        self.box.edited.connect(self._rule_edited)
        session.project_changed.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.id, self.ko, self.en

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows: tuple[tuple[QLabel, QWidget], ...] = (
            (self.id_label, self.id),
            (self.ko_label, self.ko),
            (self.en_label, self.en),
            (self.unit_label, self.unit),
            (self.value_label, self.value),
        )
        for label, widget in rows:
            label.setBuddy(widget)
            form.addRow(label, widget)
        buttons = Flow()
        for button in (self.rename, self.back):
            buttons.addWidget(button)
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.addWidget(self.title)
        lines.addLayout(form)
        lines.addLayout(buttons)
        lines.addWidget(self.message)
        lines.addWidget(self.box)
        lines.addStretch(1)
        self.below = Scrolled.within(self, inside)

    @property
    def busy(self) -> bool:
        return self._renaming.busy

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        for label, field, code in (
            (self.id_label, self.id, "measure.id"),
            (self.ko_label, self.ko, "measure.ko"),
            (self.en_label, self.en, "measure.en"),
            (self.unit_label, self.unit, "measure.unit"),
            (self.value_label, self.value, "measure.value"),
        ):
            label.setText(words(code))
            field.setAccessibleName(words(code))
        self.rename.setText(words("measure.rename"))
        self.back.setText(words("measure.back"))
        self.box.retranslate()
        self._fill_units()
        self.refresh()

    def _fill_units(self) -> None:
        words = self._session.words
        self.unit.clear()
        self.unit.addItem(words("measure.no_unit"), "")
        for id, unit in units_of(self._session.document.project.units).items():
            self.unit.addItem(unit.ko if words.language == "ko" else unit.en_many, id)

    def show_entry(self, section: Section, id: str) -> None:
        """Show a measure, scoring model, trait, parameter or band."""
        self._section, self._id, self._former, self._note, self._problems = section, id, id, None, ()
        self._fill_units()
        self._names()
        if section == "parameters" and self._spec() is not None:
            self.value.setText(parameter_text(self._session.document.project, id))
        self.refresh()

    def start(self) -> None:
        """Put the focus where something is to be written: the rule of a new measure, else its name."""
        if self._section == "measures" and not self.box.rule.toPlainText().strip():
            self.box.start()
        elif self._section == "parameters":
            self.value.setFocus()
            self.value.selectAll()
        else:
            (self.ko if self._session.words.language == "ko" else self.en).setFocus()

    def _spec(self) -> object | None:
        entries = getattr(self._session.document.project, self._section)
        return entries.get(self._id)

    def _names(self) -> None:
        """The names as they are in the project."""
        spec = self._spec()
        if spec is not None:
            labels = spec.labels  # type: ignore[attr-defined]
            for field, text in zip(self._fields(), (self._id, labels.ko, labels.en), strict=True):
                if field.text() != text:
                    field.setText(text)

    def _naming(self) -> Naming:
        return Naming(*(field.text().strip() for field in self._fields()))

    def _current(self) -> Naming | None:
        spec = self._spec()
        return Naming(self._id, spec.labels.ko, spec.labels.en) if spec is not None else None  # type: ignore[attr-defined]

    def refresh(self) -> None:
        """What the document holds now; names that are being typed stay."""
        session, words = self._session, self._session.words
        spec = self._spec()
        if spec is None and self._id:  # a renaming was taken back, or taken again; or it was removed
            self._id, self._former = self._former, self._id
            spec = self._spec()
            self._note = None
            self._names()
        self.setEnabled(spec is not None)
        if spec is None and self.isVisible():
            self.left.emit()
        measure = session.document.project.measures.get(self._id) if self._section == "measures" else None
        self._showing = True
        if spec is not None:
            name = spec.labels.catalog().get(words.language, self._id)  # type: ignore[attr-defined]
            self.title.setText(words("measure.title", sort=words(f"sort.{SORTS[self._section]}"), name=name))
            if not any(field.hasFocus() for field in self._fields()):
                self._names()
        else:
            self.title.setText("")
        for widget in (self.unit, self.unit_label, self.box):
            widget.setVisible(measure is not None)
        is_parameter = spec is not None and self._section == "parameters"
        for widget in (self.value, self.value_label):
            widget.setVisible(is_parameter)
        if is_parameter and not self.value.hasFocus():
            self.value.setText(parameter_text(session.document.project, self._id))
        if measure is not None:
            self.unit.setCurrentIndex(max(0, self.unit.findData(measure.unit or "")))
            path = ("measures", self._id, "rule")
            self.box.show_rule(measure.rule, path, path)
        else:
            self.box.show_rule(None, None, None)
        self._showing = False
        self._typed()

    def _typed(self) -> None:
        """Can the names that stand there be taken?"""
        current = self._current()
        wanted = self._naming()
        self.rename.setEnabled(current is not None and wanted.id != "" and wanted != current)
        self._tell()

    def _tell(self) -> None:
        words = self._session.words
        if self._problems:
            self.message.setText("\n".join(render(one, words.language) for one in self._problems))
        elif self._note is not None:
            code, params = self._note
            self.message.setText(words(code, **params))
        else:
            self.message.setText("")

    # -- editing -----------------------------------------------------------------------------------------------

    def _rule_edited(self, text: str) -> None:
        project = self._session.document.project
        if not self._showing and self._section == "measures" and self._id in project.measures:
            self._session.apply(set_measure_rule(project, self._id, text))

    def _unit_chosen(self) -> None:
        project = self._session.document.project
        if not self._showing and self._section == "measures" and self._id in project.measures:
            self._session.apply(set_measure_unit(project, self._id, str(self.unit.currentData()) or None))

    def _value_typed(self) -> None:
        """A parameter's value was typed: it counts wherever the parameter is used."""
        project = self._session.document.project
        if self._showing or self._section != "parameters" or self._id not in project.parameters:
            return
        if self.value.text().strip() == parameter_text(project, self._id):
            return
        change = set_parameter(project, self._id, self.value.text())
        if change is None:
            self._note, self._problems = ("measure.no_value", {"value": self.value.text()}), ()
            self.value.setText(parameter_text(project, self._id))
            self._tell()
            return
        self._note = None
        self._session.document.seal()
        self._session.apply(change)
        self._session.document.seal()

    def rename_everywhere(self) -> None:
        """Take the names that stand there, in every rule, as one undo step; worked out in the background."""
        session, current, wanted = self._session, self._current(), self._naming()
        checked, workspace = session.checked, session.thread_of_counts.workspace
        if current is None or not wanted.id or wanted == current or checked is None or session.stale:
            return
        section, id, project = self._section, self._id, session.document.project
        schema = workspace.schema if workspace is not None else None
        self._note, self._problems = ("measure.renaming", {}), ()
        self._tell()

        def done(found: tuple[Change, int]) -> None:
            change, number = found
            if session.document.project is not project:  # it was edited meanwhile: look again
                self._note = None
                self.rename_everywhere()
                return
            session.document.seal()
            self._id, self._former = wanted.id, id
            session.apply(change)
            session.document.seal()
            self._note = ("measure.renamed", {"n": number})
            self.refresh()
            self.called.emit(section, wanted.id)

        self._renaming.ask(lambda cancel: rename_everywhere(checked, section, id, wanted, schema), done)

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._note, self._problems = None, problems
        self._tell()

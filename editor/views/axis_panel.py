"""The chosen stage or level: its texts in both languages, and who is in a stage at all, with the count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from editor.commands import axes
from editor.commands.axes import Axis
from editor.viewmodels.session import Session
from editor.views.actions import Actions
from editor.views.inputs import Flow, Wrapped
from editor.views.rule_box import RuleBox
from editor.views.text_form import TextForm

BUTTONS: dict[Axis, tuple[str, ...]] = {
    "stages": ("stage_before", "stage_after", "add_stage", "remove_stage"),
    "levels": ("level_before", "level_after", "add_level", "remove_level"),
}


class AxisPanel(QWidget):
    """Shown instead of the cell while ``session.axis`` says so. The buttons are the window's actions."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.title, self.entered = Wrapped(), Wrapped()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.stage_texts = TextForm(session, ("labels", "definition", "purpose"))
        self.level_texts = TextForm(session, ("labels", "definition"))
        self.entry_title = QLabel()
        self.entry_hint = Wrapped()
        self.box = RuleBox(session)
        self.back = QPushButton()
        self._buttons: list[tuple[Axis, QToolButton]] = []
        self.commands = Flow()
        self.commands.addWidget(self.back)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.addWidget(self.title)
        layout.addLayout(self.commands)
        for widget in (self.stage_texts, self.level_texts, self.entry_title, self.entered, self.entry_hint):
            layout.addWidget(widget)
        layout.addWidget(self.box, 1)
        layout.addStretch(0)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.box.edited.connect(self._edited)
        self.back.clicked.connect(self._to_cell)
        for signal in (session.selection_changed, session.project_changed, session.counts_changed):
            signal.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def texts(self) -> TextForm:
        """The texts that are shown now."""
        axis = self._session.axis
        return self.level_texts if axis is not None and axis[0] == "levels" else self.stage_texts

    def retranslate(self) -> None:
        words = self._session.words
        self.entry_title.setText(words("entry"))
        self.back.setText(words("axis.back"))
        for part in (self.stage_texts, self.level_texts, self.box):
            part.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now; nothing where the stage or level is gone."""
        session, words = self._session, self._session.words
        if session.axis is None:
            return
        axis, name = session.axis
        item = axes.axis_item(session.document.project, axis, name)
        stage = axis == "stages"
        number = len(axes.cells_of(session.document.project, axis, name))
        label = item.labels.get(words.language, name) if item is not None else name
        self.title.setText(f"{words(f'axis.{axis}')} · {label} · {words('axis.cells', n=number)}")
        self.texts.show_texts(item, axes.axis_path(axis, name))
        self.stage_texts.setVisible(stage)
        self.level_texts.setVisible(not stage)
        for of, button in self._buttons:
            button.setVisible(of == axis)
        entry = getattr(item, "entry", None)
        for widget in (self.entry_title, self.box):
            widget.setVisible(stage)
        self.entry_hint.setText(words("entry.everybody") if stage and not entry else "")
        if stage and item is not None:
            self.box.show_rule(entry or "", ("stage", name), (*axes.axis_path(axis, name), "entry"))
        counts = session.counts
        ledger = counts.stages.get(name) if counts is not None and stage else None
        if ledger is None or counts is None:
            self.entered.setText("")
        else:
            code = "entry.recounting" if session.outdated else "entry.count"
            self.entered.setText(words(code, n=ledger.entered, of=counts.subjects))

    def set_actions(self, actions: Actions) -> None:
        """The buttons: what can be done with a stage, or with a level."""
        for axis, codes in BUTTONS.items():
            for code in codes:
                button = QToolButton()
                button.setDefaultAction(actions[code])
                self._buttons.append((axis, button))
                self.commands.addWidget(button)
        self.refresh()

    def _edited(self, text: str) -> None:
        match self.box.rule.place:
            case ("stage", str() as name):
                self._session.apply(axes.set_entry(self._session.document.project, name, text))

    def _to_cell(self) -> None:
        self._session.select(self._session.cell, self._session.criterion)

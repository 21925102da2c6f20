"""The fields of a connection, made from what its connector says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.i18n.texts import Words
from editor.viewmodels.connections import WAYS, Connection, SourceKind, kind_named, kinds
from editor.views.inputs import Choice
from plugins.manifest import Setting


class PathField(QWidget):
    """A file or folder, with a button to look for it."""

    changed = Signal()

    def __init__(self, words: Words, *, folder: bool, pattern: str = "") -> None:
        super().__init__()
        self._words, self._folder, self._pattern = words, folder, pattern
        self.text, self.browse = QLineEdit(), QPushButton(words("connection.browse"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.browse)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self.changed)
        self.browse.clicked.connect(self.look)

    def look(self) -> None:
        """Ask for the file."""
        title = self._words("connection.browse")
        if self._folder:
            name = QFileDialog.getExistingDirectory(self, title, self.text.text())
        else:
            name, _ = QFileDialog.getOpenFileName(self, title, self.text.text(), self._pattern)
        if name:
            self.text.setText(name)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its label, what is typed into, and how its value is read and shown."""

    name: str
    label: QLabel
    widget: QWidget
    read: Callable[[], str]
    show: Callable[[str], object]


class ConnectionFields(QWidget):
    """Shows one ``Connection``; ``changed`` comes with every keystroke."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._fields: dict[str, Field] = {}
        self._building = False
        self.kind_label, self.kind = QLabel(words("connection.kind")), Choice()
        self.kind_label.setBuddy(self.kind)
        self.kind.setAccessibleName(words("connection.kind"))
        for one in kinds():
            self.kind.addItem(one.title.get(words.language, one.id), one.id)
        top = QFormLayout()
        top.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        top.addRow(self.kind_label, self.kind)
        self._place = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addLayout(self._place)
        layout.addStretch(1)
        self._body = QWidget()
        self._place.addWidget(self._body)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._build(kind_named(self.kind.currentData()))

    # -- the value ---------------------------------------------------------------------------------------------

    def value(self) -> Connection:
        """What is filled in."""
        kind = kind_named(self.kind.currentData())
        own = {name: self._fields[name].read() for name in self._fields if not name.startswith("set.")}
        settings = {name: self._fields[f"set.{name}"].read() for name in (one.name for one in kind.settings)}
        return Connection(kind.id, settings=settings, **own)  # type: ignore[arg-type]

    def show_value(self, connection: Connection) -> None:
        """Fill in a connection."""
        self._building = True
        self.kind.setCurrentIndex(self.kind.findData(connection.kind))
        self._build(kind_named(connection.kind))
        for name, field in self._fields.items():
            if name.startswith("set."):
                field.show(str(connection.settings.get(name.removeprefix("set."), "")))
            else:
                field.show(str(getattr(connection, name)))
        self._building = False
        self._way_chosen()
        self.changed.emit()

    def field(self, name: str) -> QWidget:
        """What is typed into: ``path``, ``host`` … or a setting of the connector's."""
        found = self._fields.get(name) or self._fields[f"set.{name}"]
        return found.widget

    def label(self, name: str) -> str:
        """What a field is called."""
        found = self._fields.get(name) or self._fields[f"set.{name}"]
        return found.label.text()

    def _changed(self) -> None:
        if not self._building:
            self.changed.emit()

    def _kind_chosen(self) -> None:
        if not self._building:
            self._build(kind_named(self.kind.currentData()))
            self.changed.emit()

    # -- the fields --------------------------------------------------------------------------------------------

    def _build(self, kind: SourceKind) -> None:
        old, self._body, self._fields = self._body, QWidget(), {}
        self._place.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()
        form = QFormLayout(self._body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        words = self._words
        if kind.server:
            for name in ("host", "port", "database", "user"):
                line = self._line(form, name, words(f"connection.{name}"))
                if name == "port":
                    line.setValidator(QIntValidator(1, 65535, line))
            self._password(form)
        else:
            pattern = f"{kind.title.get(words.language, kind.id)} ({' '.join('*' + one for one in kind.suffixes)})"
            self._path(
                form, "path", words("connection.folder" if kind.folder else "connection.file"), kind.folder, pattern
            )
        for setting in kind.settings:
            self._setting(form, setting)
        self._way_chosen()

    def _add(
        self,
        form: QFormLayout,
        name: str,
        text: str,
        widget: QWidget,
        read: Callable[[], str],
        show: Callable[[str], object],
    ) -> None:
        label = QLabel(text)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        form.addRow(label, widget)
        self._fields[name] = Field(name, label, widget, read, show)

    def _line(self, form: QFormLayout, name: str, text: str) -> QLineEdit:
        line = QLineEdit()
        line.textChanged.connect(self._changed)
        self._add(form, name, text, line, line.text, line.setText)
        return line

    def _path(self, form: QFormLayout, name: str, text: str, folder: bool, pattern: str) -> PathField:
        field = PathField(self._words, folder=folder, pattern=pattern)
        field.changed.connect(self._changed)
        field.text.setAccessibleName(text)
        field.browse.setAccessibleName(f"{text}: {self._words('connection.browse')}")
        self._add(form, name, text, field, field.text.text, field.text.setText)
        return field

    def _password(self, form: QFormLayout) -> None:
        words = self._words
        password = self._line(form, "password", words("connection.password"))
        password.setEchoMode(QLineEdit.EchoMode.Password)
        way = Choice()
        for one in WAYS:
            way.addItem(words(f"connection.way.{one}"), one)
        way.currentIndexChanged.connect(self._way_chosen)
        way.currentIndexChanged.connect(self._changed)
        self._add(
            form,
            "way",
            words("connection.way"),
            way,
            lambda: str(way.currentData()),
            lambda value: way.setCurrentIndex(max(way.findData(value), 0)),
        )
        self._line(form, "variable", words("connection.variable"))

    def _way_chosen(self) -> None:
        """A variable has a name and no password; the other ways have a password."""
        way = self._fields.get("way")
        if way is None:
            return
        named = way.read() == "variable"
        for name, shown in (("variable", named), ("password", not named)):
            for widget in (self._fields[name].label, self._fields[name].widget):
                widget.setVisible(shown)

    def _setting(self, form: QFormLayout, setting: Setting) -> None:
        words, name = self._words, f"set.{setting.name}"
        text = setting.labels.get(words.language, setting.name)
        match setting.kind:
            case "boolean":
                self._switch(form, name, text, default=bool(setting.default))
            case "choice":
                self._choices(form, name, text, setting)
            case "file":
                self._path(form, name, text, False, "")
            case _:
                line = self._line(form, name, text)
                if setting.kind == "integer":
                    line.setValidator(QIntValidator(line))
                if setting.kind == "secret":
                    line.setEchoMode(QLineEdit.EchoMode.Password)
                if setting.default is not None:
                    line.setPlaceholderText(str(setting.default))
        help_ = setting.help.get(words.language, "")
        self._fields[name].widget.setToolTip(help_)
        self._fields[name].widget.setAccessibleDescription(help_)

    def _switch(self, form: QFormLayout, name: str, text: str, *, default: bool) -> None:
        box = QCheckBox()
        box.setChecked(default)
        box.toggled.connect(self._changed)

        def read() -> str:
            return "" if box.isChecked() == default else str(box.isChecked()).lower()

        def show(value: str) -> None:
            box.setChecked(value.lower() in ("true", "yes", "1") if value else default)

        self._add(form, name, text, box, read, show)

    def _choices(self, form: QFormLayout, name: str, text: str, setting: Setting) -> None:
        choice = Choice()
        usual = str(setting.default) if setting.default is not None else ""
        choice.addItem(self._words("connection.default", value=usual) if usual else "", "")
        for one in setting.choices:
            if one != usual:
                choice.addItem(one, one)
        choice.currentIndexChanged.connect(self._changed)
        self._add(
            form,
            name,
            text,
            choice,
            lambda: str(choice.currentData()),
            lambda value: choice.setCurrentIndex(max(choice.findData(value), 0)),
        )

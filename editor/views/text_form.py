"""Names and texts of one thing of the project, in both languages side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from editor.commands.edits import Language, Path, set_text
from editor.viewmodels.session import Session
from editor.views.inputs import LiveLine
from engine.project.base import NO_LABELS, Labels

LANGUAGES: tuple[Language, ...] = ("ko", "en")


class TextForm(QWidget):
    """``names``: attributes that hold texts (labels, description, note …); each has the caption ``text.NAME``."""

    def __init__(self, session: Session, names: tuple[str, ...]) -> None:
        super().__init__()
        self._session = session
        self._names = names
        self._path: Path | None = None
        self._captions = {name: QLabel() for name in names}
        self.fields: dict[tuple[str, Language], LiveLine] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, name in enumerate(names):
            self._captions[name].setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(self._captions[name], row, 0)
            for column, language in enumerate(LANGUAGES):
                field = self.fields[name, language] = LiveLine()
                field.setMinimumWidth(40)
                field.typed.connect(lambda text, name=name, language=language: self._typed(name, language, text))
                grid.addWidget(field, row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def retranslate(self) -> None:
        words = self._session.words
        for (name, language), field in self.fields.items():
            caption, spoken = words(f"text.{name}"), words(f"in_language.{language}")
            self._captions[name].setText(caption)
            field.setPlaceholderText(spoken)
            field.setAccessibleName(f"{caption}, {spoken}")

    def show_texts(self, item: object | None, path: Path) -> None:
        """The texts of what stands at ``path`` of the project."""
        self._path = path if item is not None else None
        for (name, language), field in self.fields.items():
            found = getattr(item, name, NO_LABELS)
            field.show_text(getattr(found, language) if isinstance(found, Labels) else "")
            field.setEnabled(item is not None)

    def start(self) -> None:
        """Put the focus into the first text, in the language of the screen."""
        field = self.fields[self._names[0], self._session.words.language]
        field.setFocus()
        field.selectAll()

    def _typed(self, name: str, language: Language, text: str) -> None:
        if self._path is not None:
            title = "edit.label" if name == "labels" else f"edit.{name}"
            project = self._session.document.project
            self._session.apply(set_text(project, (*self._path, name), language, text, title))

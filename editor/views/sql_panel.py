"""The project, or the chosen cell, as SQL: to be read, copied and saved; a line leads to its criterion."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import QuadrilleError
from dsl.messages import render
from editor.viewmodels.session import Session
from editor.viewmodels.sql import SqlModel
from editor.views.inputs import Choice, Day, Flow, OneUndo, Wrapped
from editor.views.looks import roles
from editor.views.panel import Panel
from engine.publish import FORMS

DAYS = ("project", "today", "date")
WORDS = (
    "SELECT FROM WHERE GROUP BY ORDER HAVING WITH AS ON AND OR NOT IN IS NULL BETWEEN LIKE ESCAPE CASE WHEN THEN ELSE "
    "END JOIN LEFT CROSS INNER OVER PARTITION ROWS PRECEDING FOLLOWING CURRENT ROW UNBOUNDED UNION ALL DISTINCT CREATE "
    "TABLE VIEW FILTER CAST COALESCE NULLIF COUNT SUM MIN MAX DATE TIMESTAMP TRUE FALSE MATERIALIZED COLLATE"
)


class SqlHighlighter(QSyntaxHighlighter):
    """Words, texts, numbers and comments of SQL by colour and weight."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        words = "|".join(WORDS.split())
        self._parts = QRegularExpression(
            rf"(?<comment>/\*.*?\*/|--[^\n]*)|(?<text>'(?:[^']|'')*')|(?<name>\"[^\"]*\"|`[^`]*`)"
            rf"|(?<word>\b(?:{words})\b)|(?<number>\b\d+(?:\.\d+)?\b)"
        )

    def highlightBlock(self, text: str) -> None:
        colours = roles()
        for kind, colour in (
            ("comment", colours.muted),
            ("text", colours.warning),
            ("word", colours.accent),
            ("number", colours.good),
        ):
            style = QTextCharFormat()
            style.setForeground(QColor(colour))
            style.setFontWeight(700 if kind == "word" else 400)
            style.setFontItalic(kind == "comment")
            found = self._parts.globalMatch(text)
            while found.hasNext():
                match = found.next()
                if match.captured(kind):
                    self.setFormat(match.capturedStart(kind), match.capturedLength(kind), style)


class SqlText(QPlainTextEdit):
    """Read-only SQL; ``followed`` says which line was clicked or entered."""

    followed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        self.setFont(font)
        self.highlighter = SqlHighlighter(self.document())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit(self.textCursor().blockNumber())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.followed.emit(self.textCursor().blockNumber())

    def mark(self, lines: list[int]) -> None:
        """Show the lines of the chosen criterion."""
        marks = []
        for line in lines:
            one = QTextEdit.ExtraSelection()
            one.cursor = self.textCursor()
            one.cursor.setPosition(self.document().findBlockByNumber(line).position())
            one.format.setBackground(QColor(roles().selection))
            one.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(one)
        self.setExtraSelections(marks)


class SqlPanel(Panel):
    """Follows the chosen cell, or shows the whole matrix."""

    title = "sql"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._showing = False
        self._said = ""
        self.model = SqlModel(session, self)
        self.dialect_label, self.dialect = QLabel(), Choice()
        self.what_label, self.what = QLabel(), Choice()
        self.form_label, self.form = QLabel(), Choice()
        self.day_label, self.day, self.date = QLabel(), Choice(), Day()
        self.name = QLineEdit()
        self.copy, self.save = QPushButton(), QPushButton()
        self.text, self.message = SqlText(), Wrapped()
        self.what.addItems(["cell", "whole"])
        self.form.addItems(list(FORMS))
        self.day.addItems(list(DAYS))
        self.name.installEventFilter(OneUndo(self.name))
        self._lay_out()
        for choice in (self.dialect, self.what, self.form, self.day):
            choice.currentIndexChanged.connect(self._wished)
        self.date.dateChanged.connect(self._wished)
        self.name.textChanged.connect(self._wished)
        self.copy.clicked.connect(self.copy_text)
        self.save.clicked.connect(self.save_text)
        self.text.followed.connect(self._follow)
        self.model.changed.connect(self.refresh)
        session.selection_changed.connect(self._mark)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        tools = Flow()
        pairs: tuple[tuple[QLabel, QWidget], ...] = (
            (self.what_label, self.what),
            (self.dialect_label, self.dialect),
            (self.form_label, self.form),
            (self.day_label, self.day),
        )
        for label, field in pairs:
            label.setBuddy(field)
            both = QWidget()
            line = QHBoxLayout(both)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label)
            line.addWidget(field)
            tools.addWidget(both)
        for widget in (self.date, self.name, self.copy, self.save):
            tools.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(tools)
        layout.addWidget(self.message)
        layout.addWidget(self.text, 1)

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self._showing = True
        for label, field, code in (
            (self.what_label, self.what, "sql.what"),
            (self.dialect_label, self.dialect, "sql.dialect"),
            (self.form_label, self.form, "sql.form"),
            (self.day_label, self.day, "sql.day"),
        ):
            label.setText(words(code))
            field.setAccessibleName(words(code))
        for row, code in enumerate(("sql.cell", "sql.whole")):
            self.what.setItemText(row, words(code))
        for row, form in enumerate(FORMS):
            self.form.setItemText(row, words(f"sql.form.{form}"))
        for row, day in enumerate(DAYS):
            self.day.setItemText(row, words(f"sql.day.{day}"))
        if self.dialect.count():
            self.dialect.setItemText(0, words("sql.own_dialect"))
        self._showing = False
        self.date.setAccessibleName(words("sql.day.date"))
        self.name.setAccessibleName(words("sql.name"))
        self.name.setPlaceholderText(words("sql.name"))
        self.copy.setText(words("sql.copy"))
        self.save.setText(words("sql.save"))
        self.text.setAccessibleName(words("sql"))
        self.text.setAccessibleDescription(words("sql.describe"))
        self.refresh()

    def refresh(self) -> None:
        words, shown = self._session.words, self.model.shown
        self.date.setVisible(DAYS[self.day.currentIndex()] == "date")
        self.name.setVisible(FORMS[self.form.currentIndex()] in ("table", "view"))
        self.text.setEnabled(not self.model.busy)
        for button in (self.copy, self.save):
            button.setEnabled(bool(shown.text) or self.model.busy)
        lines = [render(one, words.language) for one in shown.problems]
        if shown.problems and shown.works:
            lines.append(words("sql.works", dialects=", ".join(shown.works)))
        if not lines and self._said:
            lines.append(self._said)
        self.message.setText("\n".join(lines))
        if self.text.toPlainText() != shown.text:
            self.text.setPlainText(shown.text)
        self._mark()

    def _mark(self) -> None:
        chosen = (self._session.cell, self._session.criterion)
        self.text.mark([number for number, place in enumerate(self.model.shown.links) if place == chosen])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._know_dialects()
        self.model.set_follows(self.what.currentIndex() == 0)
        self.model.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_active(False)

    def _know_dialects(self) -> None:
        """All dialects; asked for when the panel is first seen, since it takes a moment."""
        if self.dialect.count():
            return
        from engine.backends.sql import DIALECTS

        self._showing = True
        self.dialect.addItem(self._session.words("sql.own_dialect"), None)
        for name in DIALECTS:
            self.dialect.addItem(name, name)
        self._showing = False

    # -- doing -------------------------------------------------------------------------------------------------

    def _wished(self) -> None:
        if self._showing:
            return
        self._said = ""
        day = DAYS[self.day.currentIndex()]
        chosen = {"project": None, "today": "today", "date": self.date.date().toString(Qt.DateFormat.ISODate)}
        self.model.ask(
            dialect=self.dialect.currentData(),
            form=FORMS[self.form.currentIndex()],
            as_of=chosen[day],
            name=self.name.text().strip() or None,
        )
        self.model.set_follows(self.what.currentIndex() == 0)
        self.refresh()

    def copy_text(self) -> None:
        """The whole statement to the clipboard, as soon as it is made."""

        def take(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._said = self._session.words("sql.copied", n=len(text.splitlines()))
            self.refresh()

        self.model.deliver(take)

    def save_text(self) -> None:
        """Write the statement to a file that is asked for."""
        words = self._session.words
        name, _ = QFileDialog.getSaveFileName(self, words("sql.save"), "", words("files.sql"))
        if name:
            self.model.deliver(lambda text: self._write(Path(name), text))

    def _write(self, path: Path, text: str) -> None:
        from engine.project.atomic import write_atomic
        from engine.writing import real, unwritable

        try:
            write_atomic(real(path), text.encode())
        except (OSError, ValueError) as failure:
            self._said = render(unwritable(failure, path).diagnostics[0], self._session.words.language)
        except QuadrilleError as error:
            self._said = render(error.diagnostics[0], self._session.words.language)
        else:
            self._said = self._session.words("written", file=path.name)
        self.refresh()

    def _follow(self, line: int) -> None:
        links = self.model.shown.links
        place = links[line] if 0 <= line < len(links) else None
        if place is not None:
            self._session.select(*place)

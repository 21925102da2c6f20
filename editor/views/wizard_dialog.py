"""A new project in four steps: the data, who is sorted and by which tables, the matrix, the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_documents_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.messages import render
from editor.i18n.texts import Words
from editor.viewmodels.connections import address, given_secret, kind_named, server_name, short_name, wrong_in
from editor.viewmodels.tasks import RunTask
from editor.viewmodels.wizard import LEVELS, STAGES, Draft, names_in
from editor.views.connection_fields import ConnectionFields
from editor.views.inputs import Wrapped
from editor.views.wizard_tables import TablesPage
from editor.workers.starting import Proposal, look, write_project
from editor.workers.tasks import Task
from engine import passwords

SUFFIX = ".quad"
STEPS = ("data", "tables", "matrix", "file")


class WizardDialog(QDialog):
    """``project`` is the file that was written; ``secret`` a password for this time only."""

    def __init__(self, words: Words, run_task: RunTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._run_task = words, run_task
        self._task: Task[Any] | None = None
        self._looked: tuple[str, str | None] | None = None
        self.draft: Draft | None = None
        self.project: Path | None = None
        self.secret: str | None = None
        self.setWindowTitle(words("new_project"))
        self.heading, self.message = QLabel(), Wrapped()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.fields, self.tables = ConnectionFields(words), TablesPage(words)
        self.stages, self.levels = QPlainTextEdit(), QPlainTextEdit()
        self.name, self.file, self.browse = QLineEdit(), QLineEdit(), QPushButton(words("connection.browse"))
        self.pages = QStackedWidget()
        for page in (_scrolled(self.fields), self.tables, self._matrix_page(), self._file_page()):
            self.pages.addWidget(page)
        self.bar, self.stop = QProgressBar(), QPushButton(words("cancel"))
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(words("run.progress"))
        self.back, self.next, self.leave = QPushButton(), QPushButton(), QPushButton(words("cancel"))
        self.back.setText(words("wizard.back"))
        self.next.setDefault(True)
        for button in (self.back, self.leave, self.browse, self.stop):
            button.setAutoDefault(False)
        self._lay_out()
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.leave.clicked.connect(self.reject)
        self.stop.clicked.connect(self._stop)
        self.browse.clicked.connect(self._look_for_file)
        self._working(False)
        self._show(0)

    def _matrix_page(self) -> QWidget:
        words, page = self._words, QWidget()
        row = QHBoxLayout(page)
        for field, code, names in ((self.stages, "stages", STAGES), (self.levels, "levels", LEVELS)):
            field.setPlainText("\n".join(names[words.language]))
            field.setTabChangesFocus(True)
            field.setAccessibleName(words(f"wizard.{code}"))
            column = QVBoxLayout()
            label = QLabel(words(f"wizard.{code}"))
            label.setWordWrap(True)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field, 1)
            row.addLayout(column)
        return page

    def _file_page(self) -> QWidget:
        words, page = self._words, QWidget()
        form = QFormLayout(page)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file, 1)
        line.addWidget(self.browse)
        for text, field, shown in (
            (words("wizard.name"), self.name, self.name),
            (words("wizard.file"), self.file, both),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addRow(label, shown)
        return page

    def _lay_out(self) -> None:
        work, below = QHBoxLayout(), QHBoxLayout()
        work.addWidget(self.bar, 1)
        work.addWidget(self.stop)
        below.addStretch(1)
        for button in (self.back, self.next, self.leave):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.pages, 1)
        layout.addLayout(work)
        layout.addWidget(self.message)
        layout.addLayout(below)
        line, screen = self.fontMetrics().height(), self.screen().availableSize()
        self.resize(min(line * 52, screen.width() - 40), min(line * 34, screen.height() - 60))

    # -- going through it --------------------------------------------------------------------------------------

    def _show(self, page: int) -> None:
        words = self._words
        self.pages.setCurrentIndex(page)
        self.heading.setText(words("wizard.step", n=page + 1, of=len(STEPS), what=words(f"wizard.{STEPS[page]}")))
        self.back.setEnabled(page > 0)
        self.next.setText(words("wizard.create" if page == len(STEPS) - 1 else "wizard.next"))
        self.message.setText("")
        first = (self.fields.kind, self.tables.subject, self.stages, self.name)[page]
        first.setFocus()

    def go_back(self) -> None:
        """The step before; nothing is lost."""
        self._show(max(self.pages.currentIndex() - 1, 0))

    def go_on(self) -> None:
        """The next step, if this one is complete; behind the last one the project is written."""
        match STEPS[self.pages.currentIndex()]:
            case "data":
                self._look()
            case "tables":
                if not self.tables.key.currentText():
                    self.message.setText(self._words("wizard.no_key"))
                    return
                self._show(2)
            case "matrix":
                if self._named():
                    self._suggest_file()
                    self._show(3)
            case _:
                self._write()

    def _named(self) -> bool:
        for field, code in ((self.stages, "stages"), (self.levels, "levels")):
            if not names_in(field.toPlainText()):
                self.message.setText(self._words(f"wizard.no_{code}"))
                field.setFocus()
                return False
        return True

    # -- the data ----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Look at the data in the background; what was looked at already is kept as it was corrected."""
        connection, words = self.fields.value(), self._words
        wrong = wrong_in(connection)
        if wrong:
            self.message.setText(words("connection.fill_in", field=self.fields.label(wrong)))
            self.fields.field(wrong).setFocus()
            return
        kind = kind_named(connection.kind)
        if kind.server and connection.way == "keychain" and connection.password:
            try:
                passwords.remember(server_name(connection, kind), connection.password)
            except QuadrilleError as error:
                self._failed(error.diagnostics)
                return
        target, secret = address(connection, None), given_secret(connection)
        self.secret = connection.password or None if connection.way == "ask" else None
        if self.draft is not None and self._looked == (target, secret):
            self._show(1)
            return
        self._looked = (target, secret)
        self._working(True)
        self.message.setText(words("wizard.looking"))
        self._task = self._run_task(
            lambda report, cancel: look(target, None, secret, report, cancel), self._found, self._failed, self._ended
        )

    def _found(self, proposal: Proposal) -> None:
        self._working(False)
        if not proposal.survey.tables:
            self.message.setText(self._words("wizard.no_tables"))
            return
        self.draft = Draft(proposal)
        self.tables.show_draft(self.draft)
        self._show(1)
        if not proposal.subjects:
            self.message.setText(self._words("wizard.no_subject"))

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._working(False)
        self.message.setText("\n".join(render(one, self._words.language) for one in problems))

    def _ended(self) -> None:
        self._working(False)
        self.message.setText(self._words("connection.stopped"))

    def _working(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.stop.setVisible(on)
        self.pages.setEnabled(not on)
        self.next.setEnabled(not on)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # -- the file ----------------------------------------------------------------------------------------------

    def _suggest_file(self) -> None:
        if self.name.text() or self._looked is None:
            return
        name = Path(short_name(self._looked[0])).stem or "project"
        self.name.setText(name)
        documents = user_documents_path()
        folder = documents if documents.is_dir() else Path.home()
        self.file.setText(str(folder / f"{name}{SUFFIX}"))

    def _look_for_file(self) -> None:
        words = self._words
        name, _ = QFileDialog.getSaveFileName(self, words("wizard.file"), self.file.text(), words("files.project"))
        if name:
            self.file.setText(name)

    def _write(self) -> None:
        assert self.draft is not None and self._looked is not None
        path = Path(self.file.text().strip()).expanduser()
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(f"{path.name}{SUFFIX}")
        if path.exists():
            self._failed((Diagnostic("new.exists_already", "error", params={"file": str(path)}),))
            self.file.setFocus()
            return
        connection, draft, words = self.fields.value(), self.draft, self._words
        source = address(connection, path.resolve().parent)
        stages, levels = names_in(self.stages.toPlainText()), names_in(self.levels.toPlainText())
        name = self.name.text().strip() or path.stem
        self._working(True)
        self._task = self._run_task(
            lambda report, cancel: write_project(
                path,
                draft.proposal,
                draft.subject,
                draft.relations,
                source,
                words.language,
                name=name,
                stages=stages,
                levels=levels,
            ),
            self._written,
            self._failed,
            self._ended,
        )

    def _written(self, path: Path) -> None:
        self._working(False)
        self.project = path
        self.accept()

    def reject(self) -> None:
        self._stop()
        super().reject()


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area

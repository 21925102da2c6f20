"""Where the data is: a form, a trial that names the step that failed, and a safe place for the password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.messages import render
from editor.i18n.texts import Words
from editor.viewmodels.connections import (
    Connection,
    address,
    given_secret,
    kind_named,
    read_address,
    server_name,
    wrong_in,
)
from editor.viewmodels.tasks import RunTask
from editor.views.connection_fields import ConnectionFields
from editor.views.inputs import Wrapped
from editor.workers.probing import Step, attempt
from editor.workers.tasks import Task
from engine import passwords
from engine.project.model import Project

SIGNS = {True: "✓", False: "✗"}


class ConnectionDialog(QDialog):
    """Asks for a source. ``address`` is what the project file is to say, ``secret`` a password for this time only."""

    def __init__(
        self,
        words: Words,
        run_task: RunTask,
        base: Path | None,
        source: str = "",
        project: Project | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._run_task, self._base, self._project = words, run_task, base, project
        self._task: Task[Any] | None = None
        self._steps: list[Step] = []
        self.address = ""
        self.secret: str | None = None
        self.setWindowTitle(words("connection"))
        self.fields = ConnectionFields(words)
        self.read_only, self.message = Wrapped(), Wrapped()
        self.read_only.setText(words("connection.read_only"))
        self.keychain = Wrapped()
        self.test, self.stop, self.bar = (
            QPushButton(words("connection.test")),
            QPushButton(words("cancel")),
            QProgressBar(),
        )
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(words("run.progress"))
        self.steps = QListWidget()
        self.steps.setAccessibleName(words("connection.steps"))
        self.steps.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.use = self.buttons.addButton(words("connection.use"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(words("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self.fields.changed.connect(self._changed)
        self.test.clicked.connect(self.try_it)
        self.stop.clicked.connect(self._stop)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.fields.show_value(read_address(source, base))
        self._working(False)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addWidget(self.fields)
        column.addWidget(self.read_only)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        trial = QHBoxLayout()
        trial.addWidget(self.test)
        trial.addWidget(self.bar, 1)
        trial.addWidget(self.stop)
        trial.addStretch(0)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 3)
        layout.addWidget(self.keychain)
        layout.addLayout(trial)
        layout.addWidget(self.steps, 2)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self._fit()

    def _fit(self) -> None:
        """As large as the font needs, and never larger than the screen."""
        line = self.fontMetrics().height()
        screen = self.screen().availableSize()
        self.resize(min(line * 42, screen.width() - 40), min(line * 36, screen.height() - 60))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "fields"):
            self._fit()

    # -- the form ----------------------------------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        """What is filled in."""
        return self.fields.value()

    def _changed(self) -> None:
        connection, words = self.connection, self._words
        server = kind_named(connection.kind).server
        state = passwords.keychain() if server and connection.way == "keychain" else "ok"
        self.keychain.setText(words(f"connection.keychain.{state}") if state != "ok" else "")
        self.steps.clear()
        self.message.setText("")

    def _complete(self) -> bool:
        """Is everything filled in? What is not gets the focus and is said."""
        wrong = wrong_in(self.connection)
        if not wrong:
            return True
        self.message.setText(self._words("connection.fill_in", field=self.fields.label(wrong)))
        self.fields.field(wrong).setFocus()
        return False

    # -- the trial ---------------------------------------------------------------------------------------------

    def try_it(self) -> None:
        """Try the connection in the background."""
        if not self._complete():
            return
        connection, base, project = self.connection, self._base, self._project
        target, secret = address(connection, base), given_secret(connection)
        server = kind_named(connection.kind).server
        self.steps.clear()
        self.message.setText("")
        self._steps = []
        steps = self._steps

        def work(report: Any, cancel: Any) -> bool:
            def told(step: Step) -> None:
                steps.append(step)
                report(None, step.name)

            return attempt(target, base, secret, server=server, project=project, told=told, cancel=cancel)

        self._working(True)
        self._task = self._run_task(work, self._tried, self._failed, self._ended, lambda share, what: self._show())

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _tried(self, well: bool) -> None:
        self._working(False)
        self._show()
        self.message.setText(self._words("connection.works" if well else "connection.fails"))

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._working(False)
        self._show()
        self.message.setText("\n".join(render(one, self._words.language) for one in problems))

    def _ended(self) -> None:
        self._working(False)
        self.message.setText(self._words("connection.stopped"))

    def _working(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.stop.setVisible(on)
        self.test.setEnabled(not on)

    def _show(self) -> None:
        """The steps that are over, with what they found or why they failed."""
        words = self._words
        for step in self._steps[self.steps.count() :]:
            text = f"{SIGNS[step.ok]} {words(f'connection.step.{step.name}')}"
            if step.ok and step.name == "schema" and step.tables is not None:
                text += f": {words('connection.tables', n=step.tables)}"
            if step.ok and step.name == "rows" and step.rows is not None:
                text += f": {words('connection.rows', n=step.rows)}"
            if step.missing:
                text += f": {words('connection.missing', tables=', '.join(step.missing))}"
            for one in step.diagnostics:
                text += f"\n    {render(one, words.language)}"
            self.steps.addItem(text)
        self.steps.scrollToBottom()

    # -- the end -----------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the connection; a password goes to the keychain, or is kept until the program ends."""
        if not self._complete():
            return
        connection = self.connection
        kind = kind_named(connection.kind)
        if kind.server and connection.way == "keychain" and connection.password:
            try:
                passwords.remember(server_name(connection, kind), connection.password)
            except QuadrilleError as error:
                self.message.setText(render(error.diagnostics[0], self._words.language))
                self.fields.field("way").setFocus()
                return
        self._stop()
        self.address = address(connection, self._base)
        asked = kind.server and connection.way == "ask"
        self.secret = connection.password or None if asked else None
        super().accept()

    def reject(self) -> None:
        self._stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

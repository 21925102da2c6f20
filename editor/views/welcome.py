"""The first screen: the sample, a new project, a file, or a project that was open before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import Diagnostic
from dsl.messages import render
from editor.document.recent import Recent, recent
from editor.i18n.texts import Words
from editor.theme import palette
from editor.theme.language import QtTexts
from editor.viewmodels.tasks import TaskRunner
from editor.views.dialogs import asked_once
from editor.views.inputs import Wrapped
from editor.views.wizard_dialog import WizardDialog
from editor.workers.starting import sample_project
from editor.workers.tasks import Task


class Welcome(QMainWindow):
    """``opened``: a project file is to be opened, with the source's password if one was typed for this time."""

    opened = Signal(object, object)

    def __init__(self, words: Words, dark: bool) -> None:
        super().__init__()
        self.words, self._dark = words, dark
        application = QApplication.instance()
        assert application is not None
        self._qt_texts = QtTexts(application)
        self._runner = TaskRunner(self)
        self._task: Task[Path] | None = None
        self.heading, self.intro = QLabel(), Wrapped()
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        self.heading.setFont(font)
        self.sample, self.new, self.open = QPushButton(), QPushButton(), QPushButton()
        self.language, self.theme = QPushButton(), QPushButton()
        self.recent_label, self.recent = QLabel(), QListWidget()
        self.recent_label.setBuddy(self.recent)
        self.recent.setWordWrap(True)
        self.recent.setSpacing(4)
        self.message, self.bar, self.stop = Wrapped(), QProgressBar(), QPushButton()
        self.bar.setRange(0, 0)
        self._lay_out()
        self.sample.clicked.connect(self.open_sample)
        self.new.clicked.connect(self.new_project)
        self.open.clicked.connect(self.open_file)
        self.language.clicked.connect(self._switch_language)
        self.theme.clicked.connect(self._switch_theme)
        self.recent.itemActivated.connect(self._recent_chosen)
        self.recent.itemClicked.connect(self._recent_chosen)
        self.stop.clicked.connect(self._stop)
        self.retranslate()
        self._working(False)
        self.resize(1100, 640)
        self.sample.setFocus()

    def _lay_out(self) -> None:
        left, right, whole = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.heading)
        left.addWidget(self.intro)
        left.addSpacing(12)
        for button in (self.sample, self.new, self.open):
            button.setMinimumHeight(self.fontMetrics().height() * 2)
            left.addWidget(button)
        left.addWidget(self.bar)
        left.addWidget(self.stop)
        left.addWidget(self.message)
        left.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.language)
        below.addWidget(self.theme)
        below.addStretch(1)
        left.addLayout(below)
        right.addWidget(self.recent_label)
        right.addWidget(self.recent, 1)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(24)
        whole.addLayout(left, 2)
        whole.addLayout(right, 3)
        central = QWidget()
        central.setLayout(whole)
        self.setCentralWidget(central)

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self.words
        self._qt_texts.set(words.language)
        self.setWindowTitle(words("app"))
        self.heading.setText(words("app"))
        self.intro.setText(words("welcome.intro"))
        self.sample.setText(words("welcome.sample"))
        self.new.setText(words("new_project"))
        self.open.setText(words("welcome.open"))
        self.language.setText(words("language"))
        self.theme.setText(words("theme"))
        self.stop.setText(words("cancel"))
        self.bar.setAccessibleName(words("run.progress"))
        self.recent_label.setText(words("welcome.recent"))
        self.recent.setAccessibleName(words("welcome.recent"))
        self._fill()

    def _fill(self) -> None:
        """The projects that were open before; those whose file is gone say so and cannot be chosen."""
        self.recent.clear()
        found = recent()
        for one in found:
            text = f"{one.name}\n{one.path}"
            item = QListWidgetItem(text if one.there else f"{text}\n{self.words('welcome.gone')}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            if not one.there:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recent.addItem(item)
        if not found:
            item = QListWidgetItem(self.words("welcome.no_recent"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recent.addItem(item)

    def say(self, problems: tuple[Diagnostic, ...]) -> None:
        """What went wrong."""
        self.message.setText("\n".join(render(one, self.words.language) for one in problems))

    def _working(self, on: bool) -> None:
        for widget in (self.bar, self.stop):
            widget.setVisible(on)
        for button in (self.sample, self.new, self.open, self.recent):
            button.setEnabled(not on)

    # -- doing -------------------------------------------------------------------------------------------------

    def open_sample(self) -> None:
        """The sample, made first if it is not there yet."""
        self._working(True)
        self.message.setText(self.words("welcome.making"))
        language = self.words.language
        self._task = self._runner.run_task(
            lambda report, cancel: sample_project(language, report, cancel),
            self._made,
            self._failed,
            self._ended,
            self._moved,
        )

    def _moved(self, share: float | None, step: str) -> None:
        self.bar.setRange(0, 0 if share is None else 100)
        self.bar.setValue(round((share or 0) * 100))

    def _made(self, project: Path) -> None:
        self._working(False)
        self.message.setText("")
        self.opened.emit(project, None)

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._working(False)
        self.say(problems)

    def _ended(self) -> None:
        self._working(False)
        self.message.setText(self.words("run.state.cancelled"))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def new_project(self) -> None:
        """Put a project together from data."""
        dialog = asked_once(WizardDialog(self.words, self._runner.run_task, self))
        if dialog.exec() and dialog.project is not None:
            self.opened.emit(dialog.project, dialog.secret)

    def open_file(self) -> None:
        """A project file that is looked for."""
        name, _ = QFileDialog.getOpenFileName(self, self.words("open"), "", self.words("files.project"))
        if name:
            self.opened.emit(Path(name), None)

    def _recent_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(found, Recent) and found.there:
            self.opened.emit(found.path, None)

    def _switch_language(self) -> None:
        self.words.language = "en" if self.words.language == "ko" else "ko"
        self.message.setText("")
        self.retranslate()

    def _switch_theme(self) -> None:
        self._dark = not self._dark
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        palette.apply(application, self._dark)

    @property
    def dark(self) -> bool:
        """Is the dark theme on?"""
        return self._dark

    def closeEvent(self, event: QCloseEvent) -> None:
        self._runner.close()
        super().closeEvent(event)

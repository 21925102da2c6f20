"""The window: toolbar, matrix, chosen cell, panels below; one undo stack for all of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path as FilePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import QuadrilleError
from dsl.messages import render
from editor.theme import palette
from editor.theme.language import QtTexts
from editor.viewmodels.connections import short_name
from editor.viewmodels.places import Path, go_to, spoken_place
from editor.viewmodels.results_run import Runs
from editor.viewmodels.session import Session
from editor.views.actions import Actions
from editor.views.axis_panel import AxisPanel
from editor.views.browser import Browser
from editor.views.browser_links import BrowserLinks
from editor.views.browser_measure import MeasurePanel
from editor.views.cell_panel import CellPanel, Choice
from editor.views.connection_bar import ConnectionBar
from editor.views.count_status import CountStatus, SafetyStatus
from editor.views.customer_panel import CustomerPanel
from editor.views.dialogs import asked_once
from editor.views.disk_bar import DiskBar
from editor.views.find_bar import FindBar
from editor.views.funnel_panel import FunnelPanel
from editor.views.history_panel import HistoryPanel
from editor.views.matrix_actions import add_matrix_actions
from editor.views.matrix_foot import MatrixPane
from editor.views.matrix_view import MatrixView
from editor.views.overlaps_panel import OverlapsPanel
from editor.views.palette_dialog import CommandPalette
from editor.views.panel import Panel
from editor.views.problems_panel import ProblemsPanel
from editor.views.project_actions import add_project_actions, show_connection
from editor.views.recovery_bar import RecoveryBar
from editor.views.results_panel import ResultsPanel
from editor.views.rule_box import RuleBox
from editor.views.run_panel import RunPanel
from editor.views.run_status import RunStatus
from editor.views.sql_panel import SqlPanel
from editor.views.threshold_panel import ThresholdPanel
from editor.views.top_bar import TopBar

POLICIES = ("per_stage", "overall", "unique", "collect")
FONT_SIZES = (8.0, 24.0)
SAID_MS = 8000
PARTS = (520, 180)
"""Heights of the matrix and of the panels, before somebody moves the handle between them."""


COLUMNS = (210, 680, 470)
"""Widths of the browser, the matrix and the cell, likewise."""


class MainWindow(QMainWindow):
    """Composes the views over one session."""

    open_wanted = Signal(object, object)
    """Another project is to be opened (its path, a password for its source), or the first screen (None)."""

    def __init__(self, session: Session, dark: bool) -> None:
        super().__init__()
        application = QApplication.instance()
        assert application is not None
        self._qt_texts = QtTexts(application)
        self._qt_texts.set(session.words.language)  # before any part of Qt names its own buttons
        self.session = session
        self._dark, self._own_theme = dark, False
        self._left = False
        self._showing = False
        self.matrix, self.cell, self.axis = MatrixView(session), CellPanel(session), AxisPanel(session)
        self.browser, self.measure = Browser(session), MeasurePanel(session)
        self.right = QStackedWidget()
        self.problems, self.funnel, self.gaps = ProblemsPanel(session), FunnelPanel(session), OverlapsPanel(session)
        self.customer, self.sql = CustomerPanel(session), SqlPanel(session)
        self.threshold = ThresholdPanel(session)
        self.runs, self.progress = Runs(session, self), RunStatus(session)
        self.run_panel = RunPanel(session, self.runs)
        self.results = ResultsPanel(session, self.runs, self.progress)
        self.history = HistoryPanel(session, self.runs)
        self.panels = QTabWidget()
        self.panels.setDocumentMode(True)
        self.panels.setMinimumHeight(90)
        self.shown_panels: tuple[Panel, ...] = (
            self.problems,
            self.funnel,
            self.gaps,
            self.customer,
            self.threshold,
            self.sql,
            self.run_panel,
            self.results,
            self.history,
        )
        for panel in self.shown_panels:
            self.panels.addTab(panel, "")
        self.recovery = RecoveryBar(session)
        self.closed = ConnectionBar(session)
        self.closed.wanted.connect(self.show_connection)
        self.bar, self.disk_bar = TopBar(), DiskBar(session)
        self.find_bar = FindBar(session, lambda: self.rule_box.rule)
        self._lay_out()
        self._make_actions()
        self.status, self.saved = CountStatus(session), SafetyStatus(session)
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(self.progress)
        self.statusBar().addPermanentWidget(self.saved)
        self.runs.changed.connect(self._run_changed)
        self.progress.follow(self.runs)
        self.run_panel.results.clicked.connect(lambda: self.show_panel(self.results))
        for signal in (session.project_changed, session.counts_changed, session.busy_changed):
            signal.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        session.selection_changed.connect(self.show_chosen)
        self.gaps.people.chosen.connect(self.show_customer)
        self.links = BrowserLinks(self)
        session.customer_wanted.connect(lambda key: self.show_customer(str(key)))
        self.matrix.said.connect(self.say)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.find_bar.wanted_place.connect(self.show_place)
        self.problems.wanted_place.connect(self.show_place)
        self.matrix.activated.connect(self._cell_opened)
        first = session.document.project.matrix.cells
        self.retranslate()
        if first:
            session.select(first[0].id, first[0].criteria[0].n if first[0].criteria else None)
        self.resize(1366, 720)
        self.matrix.setFocus()

    def _lay_out(self) -> None:
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.browser)
        middle.addWidget(MatrixPane(self.session, self.matrix))
        for shown in (self.cell, self.axis, self.measure):
            self.right.addWidget(shown)
        middle.addWidget(self.right)
        for part, share in enumerate((0, 3, 2)):
            middle.setStretchFactor(part, share)
        middle.setSizes(list(COLUMNS))
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(middle)
        whole.addWidget(self.panels)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 1)
        whole.setSizes(list(PARTS))
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for bar in (self.bar, self.recovery, self.closed, self.disk_bar, self.find_bar):
            layout.addWidget(bar)
        layout.addWidget(whole, 1)
        self.setCentralWidget(central)

    def _make_actions(self) -> None:
        self.actions_ = actions = Actions(self, self.session.words)
        key = QKeySequence.StandardKey
        self.save_action = actions.add("save", self.save, key.Save, "file")
        self.save_as_action = actions.add("save_as", self.save_as, "Ctrl+Shift+S", "file")
        actions.separate("file")
        add_project_actions(actions, self)
        actions.separate("file")
        actions.add("quit", self.close, key.Quit, "file")
        self.undo_action = actions.add("undo", self.session.undo, key.Undo, "edit")
        self.redo_action = actions.add("redo", self.session.redo, key.Redo, "edit")
        actions.separate("edit")
        actions.add("find", self.find_bar.open, key.Find, "edit")
        actions.add("format_rule", lambda: self.rule_box.tidy_rule(), "Ctrl+Shift+F", "edit")
        self.next_problem_action = actions.add("next_problem", self.problems.next_problem, "F8", "edit")
        self.new_criterion_action = actions.add("add_criterion", self.cell.add_criterion, "Ctrl+Return", "cell")
        actions.add("next_view", lambda: self.rule_box.next_view(), "Ctrl+E", "cell")
        add_matrix_actions(actions, self, self.matrix, self.cell, self.axis)
        self.run_action = actions.add("run_now", self.run, "F5", "run")
        self.cancel_action = actions.add("cancel_run", self.runs.cancel, "Esc", "run")
        self.cancel_action.setEnabled(False)
        actions.add("cancel_counting", self.session.cancel_counting, None, "run")
        actions.add("count_again", self.session.count_again, None, "run")
        actions.add("copy_sql", self.sql.copy_text, "Ctrl+Shift+C", "cell")
        self.larger_action = actions.add("larger", lambda: self.scale(1.1), key.ZoomIn, "view")
        self.smaller_action = actions.add("smaller", lambda: self.scale(1 / 1.1), key.ZoomOut, "view")
        actions.separate("view")
        self.theme_action = actions.add("theme", self.switch_theme, None, "view")
        actions.add("theme.system", self.follow_system, None, "view")
        self.language_action = actions.add("language", self.switch_language, None, "view")
        actions.separate("view")
        for number, panel in enumerate(self.shown_panels):
            code, keys = f"show.{panel.title}", f"Ctrl+{number + 1}" if number < 9 else None
            actions.add(code, partial(self.show_panel, panel), keys, "view")
        actions.add("show.browser", self.browser.go_to, "Ctrl+B", "view")
        for keys, rows, columns in (("Left", 0, -1), ("Right", 0, 1), ("Up", -1, 0), ("Down", 1, 0)):
            actions.add(f"go.{keys.lower()}", partial(self.move, rows, columns), f"Alt+{keys}")
        self.palette_ = CommandPalette(self.session, self, actions, self.show_place)
        actions.add("palette", self.palette_.open, "Ctrl+K", "view")
        self.policy_label, self.policy = QLabel(), Choice()
        self.policy.addItems(list(POLICIES))
        self.policy.currentIndexChanged.connect(self._policy_chosen)
        bar = self.bar
        self.title = QLabel()
        bar.addWidget(self.title)
        self.source = QPushButton()
        self.source.setFlat(True)
        self.source.clicked.connect(self.show_connection)
        bar.addWidget(self.source)
        bar.addSeparator()
        for one in (self.run_action, self.cancel_action, self.save_action, self.undo_action, self.redo_action):
            bar.addAction(one)
        bar.addSeparator()
        bar.addWidget(self.policy_label)
        bar.addWidget(self.policy)
        bar.addSeparator()
        for one in (self.smaller_action, self.larger_action, self.theme_action, self.language_action):
            bar.addAction(one)

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self.session.words
        self._qt_texts.set(words.language)
        self.actions_.retranslate()
        self.policy_label.setText(words("hit_policy"))
        self.policy.setAccessibleName(words("hit_policy"))
        self._showing = True
        for row, name in enumerate(POLICIES):
            self.policy.setItemText(row, words(f"hit_policy.{name}"))
        self._showing = False
        self.panels.setAccessibleName(words("panels"))
        self.refresh()

    def refresh(self) -> None:
        """Title, undo texts, status."""
        session, words = self.session, self.session.words
        document = session.document
        name = document.project.name.catalog().get(words.language, document.path.stem if document.path else "")
        self.setWindowTitle(f"{name}[*] · {words('app')}")
        self.setWindowModified(document.modified)
        counts = session.counts
        people = "" if counts is None else " · " + words("subjects", n=counts.subjects)
        self.title.setText(f" {name}{people} ")
        self.source.setText(short_name(document.project.source))
        self.source.setAccessibleName(words("connection.source", source=self.source.text()))
        self.source.setToolTip(words("connection"))
        self._undo_text(self.undo_action, "undo", document.undo_step)
        self._undo_text(self.redo_action, "redo", document.redo_step)
        self._showing = True
        self.policy.setCurrentIndex(POLICIES.index(document.project.matrix.hit_policy))
        self._showing = False
        for number, panel in enumerate(self.shown_panels):
            self.panels.setTabText(number, panel.tab_text())

    def _undo_text(self, action: QAction, code: str, step: object) -> None:
        words = self.session.words
        action.setEnabled(step is not None)
        action.setText(words(code))
        action.setToolTip("")
        if step is not None:
            what = words(step.title, **step.params)  # type: ignore[attr-defined]
            action.setToolTip(words(f"{code}_what", what=what))

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel to the front and go to it."""
        self.panels.setCurrentWidget(panel)
        panel.setFocus()

    def show_customer(self, key: str) -> None:
        """Explain a customer."""
        self.show_panel(self.customer)
        self.customer.explain_customer(key)

    @property
    def rule_box(self) -> RuleBox:
        """The rule that is edited now."""
        shown = self.right.currentWidget()
        return shown.box if isinstance(shown, AxisPanel | MeasurePanel) else self.cell.box

    def say(self, text: str) -> None:
        """A sentence in the status bar, for a while."""
        self.statusBar().showMessage(text, SAID_MS)

    def show_place(self, path: Path) -> None:
        """Go to a place of the project; of one that nothing here shows, say what it is."""
        match path:
            case (("measures" | "scoring" | "traits" | "bands" | "parameters") as section, id, *_):
                self.links.edit(str(section), str(id))
            case ("matrix", "cells" | "stages" | "levels", _, *_):
                go_to(self.session, path)
                self.show_chosen()
            case _:
                project, words = self.session.document.project, self.session.words
                self.say(words("said.elsewhere", place=spoken_place(project, path, words.language)))

    def show_chosen(self) -> None:
        """Show the cell, or the stage or level, that is chosen."""
        self.right.setCurrentWidget(self.axis if self.session.axis is not None else self.cell)
        if self.session.cell is not None:
            self.matrix.choose(self.session.cell)

    def _cell_opened(self) -> None:
        """Enter or a double click: go into the cell; where none is, add it."""
        if self.session.place is not None:
            self.cell.add_cell_here()
        elif self.cell.table.isVisible():
            self.cell.table.setFocus()

    # -- actions -----------------------------------------------------------------------------------------------

    def _policy_chosen(self) -> None:
        from editor.commands.edits import set_hit_policy

        if not self._showing:
            self.session.apply(set_hit_policy(self.session.document.project, POLICIES[self.policy.currentIndex()]))

    def move(self, rows: int, columns: int) -> None:  # type: ignore[override]
        """Go to a neighbouring cell."""
        index = self.matrix.currentIndex()
        target = self.matrix.model().index(index.row() + rows, index.column() + columns)
        if target.isValid():
            self.matrix.setCurrentIndex(target)

    def run(self) -> None:
        """Run the project as it stands; its panel comes to the front."""
        self.cell.rule.commit()
        self.runs.start()
        self.panels.setCurrentWidget(self.run_panel)

    def show_connection(self) -> None:
        """Where the data is."""
        show_connection(self)

    def _run_changed(self) -> None:
        running = self.runs.running
        self.run_action.setEnabled(not running)
        self.cancel_action.setEnabled(running)

    def switch_language(self) -> None:
        self.session.set_language("en" if self.session.words.language == "ko" else "ko")

    def switch_theme(self) -> None:
        """Light to dark and back; the system's choice is no longer followed."""
        self._own_theme = True
        self._dress(not self._dark)

    def follow_system(self) -> None:
        """Light or dark as the system is, now and whenever it changes."""
        self._own_theme = False
        self._system_changed()

    def _system_changed(self) -> None:
        if not self._own_theme:
            self._dress(palette.system_is_dark())

    def _dress(self, dark: bool) -> None:
        self._dark = dark
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        palette.apply(application, dark)
        self.refresh()

    def scale(self, factor: float) -> None:
        """Larger or smaller text everywhere."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        font = application.font()
        size = min(max(font.pointSizeF() * factor, FONT_SIZES[0]), FONT_SIZES[1])
        font.setPointSizeF(size)
        application.setFont(font)
        self.matrix.resizeRowsToContents()

    def save(self) -> bool:
        """Write the file; what goes wrong is said, and nothing is lost."""
        QGuiApplication.inputMethod().commit()  # what is composed in a name or a value
        self.rule_box.rule.commit()
        try:
            self.session.document.save()
        except QuadrilleError as error:
            self._say(error)
            return False
        self.refresh()
        return True

    def save_as(self) -> bool:
        words = self.session.words
        name, _ = QFileDialog.getSaveFileName(self, words("save_as"), "", words("files.project"))
        if not name:
            return False
        try:
            self.session.save_as(FilePath(name))
        except QuadrilleError as error:
            self._say(error)
            return False
        return True

    def _say(self, error: QuadrilleError) -> None:
        words = self.session.words
        text = "\n".join(render(one, words.language) for one in error.diagnostics)
        QMessageBox.warning(self, words("cannot"), text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.session.busy:
            self.session.cancel_counting()
        else:
            super().keyPressEvent(event)

    @property
    def dark(self) -> bool:
        """Is the dark theme on?"""
        return self._dark

    def may_leave(self) -> bool:
        """May the project be closed? Asks about changes that are not saved."""
        return not self.session.document.modified or self._may_close()

    def leave(self) -> None:
        """Close; what is not saved was given up."""
        self._left = True
        self.close()

    def stay(self, error: QuadrilleError) -> None:
        """Another project could not be opened: say why, and keep this one."""
        self._say(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._left and not self.may_leave():
            event.ignore()
            return
        self.session.close()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        words = self.session.words
        path = self.session.document.path
        box = asked_once(QMessageBox(self))
        box.setText(words("unsaved.question", name=path.name if path is not None else ""))
        keep = box.addButton(words("unsaved.save"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(words("unsaved.discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(words("unsaved.cancel"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        clicked = box.clickedButton()
        return (clicked is keep and self.save()) or clicked is drop

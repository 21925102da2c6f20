"""Projects and their data from the window: open another one, put a new one together, see where the data is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog

from editor.commands.source import set_source
from editor.views.actions import Actions
from editor.views.connection_dialog import ConnectionDialog
from editor.views.dialogs import asked_once
from editor.views.wizard_dialog import WizardDialog

if TYPE_CHECKING:
    from editor.views.main_window import MainWindow


def add_project_actions(actions: Actions, window: MainWindow) -> None:
    """What stands in the menu of files besides saving and leaving."""
    key = QKeySequence.StandardKey
    actions.add("open", lambda: open_file(window), key.Open, "file")
    actions.add("new_project", lambda: new_project(window), key.New, "file")
    actions.add("open_recent", lambda: window.open_wanted.emit(None, None), "Ctrl+Shift+O", "file")
    actions.separate("file")
    actions.add("connection_dialog", window.show_connection, None, "file")


def open_file(window: MainWindow) -> None:
    """Another project in place of this one."""
    words = window.session.words
    name, _ = QFileDialog.getOpenFileName(window, words("open"), "", words("files.project"))
    if name:
        window.open_wanted.emit(Path(name), None)


def new_project(window: MainWindow) -> None:
    """Put a project together from data, and open it in place of this one."""
    dialog = asked_once(WizardDialog(window.session.words, window.session.run_task, window))
    if dialog.exec() and dialog.project is not None:
        window.open_wanted.emit(dialog.project, dialog.secret)


def show_connection(window: MainWindow) -> None:
    """Where the data is; another source is one undo step."""
    session = window.session
    document = session.document
    base = document.path.resolve().parent if document.path is not None else None
    project = document.project
    dialog = asked_once(ConnectionDialog(session.words, session.run_task, base, project.source, project, window))
    if not dialog.exec():
        return
    if dialog.secret is not None:
        session.set_secret(dialog.secret)
    document.seal()
    session.apply(set_source(document.project, dialog.address))
    document.seal()

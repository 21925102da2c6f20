"""Running the project from the window: F5, progress, cancel, ledgers, and where it ran."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QTreeWidget

from editor.viewmodels.matrix_model import CARD_ROLE, MatrixModel
from editor.views.main_window import MainWindow
from editor.workers import running
from engine.run import run_workspace
from engine.workspace import open_workspace
from tests.editor.conftest import until


@pytest.fixture
def ran(window: MainWindow) -> Iterator[MainWindow]:
    """A window whose project was run by F5."""
    press_run(window)
    until(lambda: window.runs.state == "done")
    yield window
    window.panels.setCurrentIndex(0)


def press_run(window: MainWindow) -> None:
    window.matrix.setFocus()
    QTest.keyClick(window.matrix, Qt.Key.Key_F5)
    QApplication.processEvents()


def cards(window: MainWindow) -> dict[str, int | None]:
    model = window.matrix.model()
    assert isinstance(model, MatrixModel)
    cells = [one.id for one in window.session.document.project.matrix.cells]
    return {cell: model.data(model.index_of(cell), CARD_ROLE).count for cell in cells}  # type: ignore[attr-defined]


def tree_numbers(tree: QTreeWidget) -> dict[str, dict[str, int]]:
    found = {}
    for row in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(row)
        assert top is not None
        children = [child for n in range(top.childCount()) if (child := top.child(n)) is not None]
        lines = {child.text(0): int(child.text(1).replace(",", "")) for child in children}
        found[top.text(0)] = {"": int(top.text(1).replace(",", "")), **lines}
    return found


def test_what_runs_is_what_the_cards_say(ran: MainWindow) -> None:
    assert ran.runs.last is not None
    counts = {one.cell: one.assigned for stage in ran.runs.last.run.accounting.stages for one in stage.cells}
    assert counts == cards(ran)


def test_both_ledgers_are_shown_and_add_up(ran: MainWindow, sample: Path) -> None:
    shown = tree_numbers(ran.run_panel.ledgers)
    assert len(shown) == 6
    for lines in shown.values():
        assert lines[""] == sum(count for name, count in lines.items() if name)
    with open_workspace(sample / "written.quad") as workspace:
        accounting = run_workspace(workspace).accounting
    assert shown["Everybody"]["in several cells"] == accounting.in_several
    assert shown["Purchase"]["unassigned"] == accounting.stages[1].unassigned


def test_where_it_ran_and_why_and_the_notes(ran: MainWindow) -> None:
    assert "in the database (duckdb)" in ran.run_panel.report.toPlainText()
    assert "the source takes SQL" in ran.run_panel.report.toPlainText()
    assert "came after" in ran.run_panel.report.toPlainText()
    ran.session.set_language("ko")
    assert "데이터베이스(duckdb)에서" in ran.run_panel.report.toPlainText()
    assert "데이터 소스가 SQL을 받으므로" in ran.run_panel.report.toPlainText()


def test_what_is_not_saved_is_what_runs(window: MainWindow, sample: Path) -> None:
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.cell.rule, "visits_90d >= 0")
    press_run(window)
    until(lambda: window.runs.state == "done")
    assert window.runs.last is not None
    met = {(one.cell, one.n): one.met for one in window.runs.last.run.accounting.criteria}
    assert met["2.1", 3] == window.runs.last.run.accounting.stages[1].entered
    assert "visits_90d >= 0" not in (sample / "written.quad").read_text(encoding="utf-8")
    assert not window.runs.outdated
    window.session.undo()
    assert window.runs.outdated
    assert "edited since" in window.run_panel.report.toPlainText()


def test_a_toolbar_button_runs(window: MainWindow) -> None:
    button = next(one for one in window.findChildren(QToolButton) if one.defaultAction() is window.run_action)
    before = window.runs.last
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: window.runs.state == "done" and window.runs.last is not before)


def test_cancel_keeps_the_last_numbers(ran: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    before, numbers = ran.runs.last, tree_numbers(ran.run_panel.ledgers)
    began, asked = threading.Event(), threading.Event()

    def endless(workspace: object, *, cancel: object, **_: object) -> object:
        from engine.cancel import Cancelled

        began.set()
        while not cancel():  # type: ignore[operator]
            asked.wait(0.01)
        raise Cancelled

    monkeypatch.setattr(running, "run_workspace", endless)
    press_run(ran)
    until(began.is_set)
    assert ran.runs.running
    assert "Esc" in ran.run_panel.report.toPlainText()
    QTest.keyClick(ran, Qt.Key.Key_Escape)
    until(lambda: ran.runs.state == "cancelled")
    assert ran.runs.last is before
    assert tree_numbers(ran.run_panel.ledgers) == numbers
    assert ran.run_action.isEnabled()
    assert not ran.cancel_action.isEnabled()


def test_progress_shows_a_bar_with_cancel(ran: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def slow(workspace: object, *, progress: object, cancel: object, **_: object) -> object:
        progress(0.4, "query")  # type: ignore[operator]
        while not cancel() and not ended.wait(0.01):  # type: ignore[operator]
            pass
        from engine.cancel import Cancelled

        raise Cancelled

    monkeypatch.setattr(running, "run_workspace", slow)
    press_run(ran)
    until(lambda: ran.progress.bar.isVisible() and ran.progress.bar.value() == 40)
    assert ran.progress.label.text() == "Running …"
    QTest.mouseClick(ran.progress.cancel, Qt.MouseButton.LeftButton)
    until(lambda: ran.runs.state == "cancelled")
    assert not ran.progress.bar.isVisible()


def test_an_unfinished_rule_is_said_and_nothing_runs(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.cell.rule, " and")
    press_run(window)
    until(lambda: window.runs.state == "failed")
    assert "could not be carried out" in window.run_panel.report.toPlainText()
    assert "\n✗ " in window.run_panel.report.toPlainText()

"""The SQL panel: what ``quadrille sql`` prints, in two clicks, and lines that lead to their criteria."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.views.main_window import MainWindow
from engine.backends.sql import DIALECTS
from tests.editor.conftest import until


def printed(project: Path, *options: str) -> str:
    """What the command line prints."""
    line = subprocess.run(
        [sys.executable, "-c", "from engine.cli import main; main()", "sql", str(project), *options],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return line.stdout


def click_tab(window: MainWindow, number: int) -> None:
    bar = window.panels.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(number).center())
    QApplication.processEvents()


@pytest.fixture
def panel(window: MainWindow):
    """The SQL panel in front, as it is after its text was made."""
    window.show_panel(window.sql)
    until(lambda: window.sql.model.shown.text and not window.sql.model.busy)
    yield window.sql
    for choice in (window.sql.dialect, window.sql.what, window.sql.form, window.sql.day):
        choice.setCurrentIndex(0)
    window.sql.name.clear()
    window.panels.setCurrentIndex(0)


def made(panel) -> str:
    QApplication.processEvents()
    until(lambda: not panel.model.busy)
    return panel.text.toPlainText()


def test_the_sql_of_a_cell_in_two_clicks(window: MainWindow, sample: Path) -> None:
    QGuiApplication.clipboard().clear()
    click_tab(window, window.panels.indexOf(window.sql))
    QTest.mouseClick(window.sql.copy, Qt.MouseButton.LeftButton)
    until(lambda: QGuiApplication.clipboard().text())
    assert QGuiApplication.clipboard().text() == printed(sample / "written.quad", "--cell", "2.1")
    window.panels.setCurrentIndex(0)


def test_the_sql_of_a_cell_by_keys_without_the_panel(window: MainWindow, sample: Path) -> None:
    QGuiApplication.clipboard().clear()
    window.panels.setCurrentIndex(0)
    window.session.select("3.1", 1)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.matrix, Qt.Key.Key_C, modifiers)
    until(lambda: QGuiApplication.clipboard().text())
    assert QGuiApplication.clipboard().text() == printed(sample / "written.quad", "--cell", "3.1")


def test_it_equals_the_command_line_in_every_dialect_and_form(window: MainWindow, panel, sample: Path) -> None:
    panel.what.setCurrentIndex(1)
    for dialect in ("duckdb", "sqlite"):
        panel.dialect.setCurrentIndex(panel.dialect.findData(dialect))
        assert made(panel) == printed(sample / "written.quad", "--dialect", dialect)
    panel.form.setCurrentIndex(1)
    QTest.keyClicks(panel.name, "segments")
    expected = printed(sample / "written.quad", "--dialect", "sqlite", "--form", "table", "--name", "segments")
    assert made(panel) == expected
    assert [panel.dialect.itemData(row) for row in range(1, panel.dialect.count())] == list(DIALECTS)


def test_today_is_found_when_it_runs(window: MainWindow, panel, sample: Path) -> None:
    panel.day.setCurrentIndex(1)
    assert made(panel) == printed(sample / "written.quad", "--cell", "2.1", "--as-of", "today")


def test_it_follows_the_cell_and_what_is_typed(window: MainWindow, panel) -> None:
    window.session.select("2.2", 1)
    assert "c_2.2_1" in made(panel)
    assert "c_2.1_1" not in panel.text.toPlainText()
    window.session.select("2.1", 3)
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.cell.rule, "visits_90d >= 7")
    until(lambda: '>= 7 AS "c_2_1_3"' in panel.text.toPlainText())


def test_a_rule_that_is_not_finished_is_said_and_the_text_comes_back(window: MainWindow, panel) -> None:
    before = panel.text.toPlainText()
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.cell.rule, " and")
    until(lambda: panel.model.shown.problems)
    assert panel.message.text()
    window.session.undo()
    until(lambda: panel.text.toPlainText() == before)
    assert not panel.message.text()


@pytest.mark.parametrize("way", ["click", "enter"])
def test_a_line_leads_to_its_criterion(window: MainWindow, panel, way: str) -> None:
    lines = panel.text.toPlainText().splitlines()
    number = next(n for n, line in enumerate(lines) if "2.1 ⑤" in line)
    cursor = panel.text.textCursor()
    cursor.setPosition(panel.text.document().findBlockByNumber(number).position())
    panel.text.setTextCursor(cursor)
    if way == "enter":
        panel.text.setFocus()
        QTest.keyClick(panel.text, Qt.Key.Key_Return)
    else:
        panel.text.ensureCursorVisible()
        spot = panel.text.cursorRect().center() + QPoint(4, 0)
        QTest.mouseClick(panel.text.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert (window.session.cell, window.session.criterion) == ("2.1", 5)


def test_a_dialect_that_refuses_says_what_and_which_ones_do_not(
    window: MainWindow, panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.backends.sql.dialects.sqlite import SQLite

    monkeypatch.setattr(SQLite, "max_columns", 2)
    panel.dialect.setCurrentIndex(panel.dialect.findData("sqlite"))
    made(panel)
    assert "2 columns" in panel.message.text()
    assert "duckdb" in panel.message.text().splitlines()[-1]
    monkeypatch.undo()


def test_nothing_is_made_while_nobody_looks(window: MainWindow) -> None:
    window.panels.setCurrentIndex(0)
    until(lambda: not window.sql.model.busy)
    shown = window.sql.model.shown
    window.session.select("2.3", 1)
    QApplication.processEvents()
    assert not window.sql.model.busy
    assert window.sql.model.shown is shown


def test_it_is_saved_as_a_file(
    window: MainWindow, panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path
) -> None:
    from PySide6.QtWidgets import QFileDialog

    target = tmp_path / "cell.sql"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(target), ""))
    QTest.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    until(target.exists)
    assert target.read_text(encoding="utf-8") == printed(sample / "written.quad", "--cell", "2.1")

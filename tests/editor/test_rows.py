"""Criteria as rows: the same rule as the text, edited by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.views.inputs import Choice
from editor.views.main_window import MainWindow
from editor.views.row_editor import Line
from tests.editor.test_window import CTRL, card, counted, press, rule_of, type_rule


def line(window: MainWindow, place: int = 0) -> Line:
    return window.cell.rows.lines[place]


def choose(combo: Choice, data: str) -> None:
    """Choose an entry as keys do."""
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())
    QApplication.processEvents()


def test_a_row_shows_field_operator_value_and_unit(window: MainWindow) -> None:
    shown = line(window)
    assert shown.field.currentData() == "visits_90d"
    assert shown.operator.currentText() == "at least"
    assert shown.value.text() == "5"


def test_typing_a_value_changes_only_the_number_and_is_one_undo(window: MainWindow) -> None:
    before = rule_of(window)
    field = line(window).value
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(field, "12")
    assert rule_of(window) == before.replace("5", "12")
    assert window.cell.rule.toPlainText() == rule_of(window)
    assert QApplication.focusWidget() is field
    counted(window)
    assert line(window).value is field
    press(window, Qt.Key.Key_Z, CTRL)
    assert rule_of(window) == before
    assert line(window).value.text() == "5"


def test_a_three_part_criterion_takes_four_actions(window: MainWindow) -> None:
    QTest.mouseClick(window.cell.add, Qt.MouseButton.LeftButton)  # 1
    added = window.session.criterion
    assert added is not None
    choose(line(window).field, "age")  # 2
    choose(line(window).operator, "<=")  # 3
    QTest.keyClicks(line(window).value, "40")  # 4
    assert rule_of(window, "2.1", added) == "age <= 40"
    counted(window)
    assert card(window, "2.1").state == "ok"


def test_comments_and_brackets_stay(window: MainWindow) -> None:
    type_rule(window, "(visits_90d >= 5) AND -- why\nage >= 30")
    counted(window)
    choose(line(window, 1).operator, "<")
    assert rule_of(window) == "(visits_90d >= 5) AND -- why\nage < 30"


def test_what_is_no_row_is_shown_as_text(window: MainWindow) -> None:
    type_rule(window, "visits_90d >= 5 AND NOT (grade = 'VIP' OR region IS MISSING)")
    counted(window)
    assert len(window.cell.rows.lines) == 2
    type_rule(window, "score(")
    counted(window)
    assert window.cell.rows.lines == []
    assert rule_of(window) == "score("


def test_a_window_is_chosen(window: MainWindow) -> None:
    type_rule(window, "any(purchases)")
    counted(window)
    choose(line(window).unit, "day")
    assert rule_of(window) == "any(purchases in last 90 days)"
    line(window).amount.setValue(30)
    assert rule_of(window) == "any(purchases in last 30 days)"
    choose(line(window).unit, "")
    assert rule_of(window) == "any(purchases)"


def test_values_that_are_none_are_not_taken(window: MainWindow) -> None:
    before = rule_of(window)
    field = line(window).value
    field.setFocus()
    QTest.keyClicks(field, " or")
    assert rule_of(window) == before
    press(window, Qt.Key.Key_Return)
    assert line(window).value.text() == "5"

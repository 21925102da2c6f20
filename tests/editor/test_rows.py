"""Criteria as rows: the same rule as the text, edited by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.views.inputs import Choice
from editor.views.main_window import MainWindow
from editor.views.row_line import Line
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


def test_a_percentage_is_chosen_and_typed(window: MainWindow) -> None:
    choose(line(window).operator, "top")
    assert rule_of(window) == "visits_90d in top 30%"
    field = line(window).value
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(field, "20%")
    assert rule_of(window) == "visits_90d in top 20%"
    choose(line(window).operator, "top_range")
    assert rule_of(window) == "visits_90d in top 30% to 50%"
    counted(window)
    assert card(window, "2.1").state == "ok"


def test_rows_of_a_relation_are_narrowed_and_summed(window: MainWindow) -> None:
    type_rule(window, "any(purchases)")
    counted(window)
    line(window).narrow.setFocus()
    choose(line(window).narrow, "price")
    assert QApplication.focusWidget() is line(window).inner.value  # type: ignore[union-attr]
    QTest.keyClicks(QApplication.focusWidget(), "1000")
    assert rule_of(window) == "any(purchases where price >= 1000)"
    counted(window)
    assert card(window, "2.1").state == "ok"
    line(window).function.setFocus()
    choose(line(window).function, "sum price")
    QTest.keyClicks(line(window).value, "5000")
    choose(line(window).unit, "ago:month")
    assert rule_of(window) == "sum(purchases.price between 12 and 6 months ago where price >= 1000) >= 5000"
    line(window).near.setValue(3)
    assert "between 12 and 3 months ago" in rule_of(window)
    inner = line(window).inner
    assert inner is not None
    choose(inner.field, "")
    assert rule_of(window) == "sum(purchases.price between 12 and 3 months ago) >= 5000"
    counted(window)
    assert card(window, "2.1").state == "ok"


def test_time_since_a_date(window: MainWindow) -> None:
    type_rule(window, "joined_on >= 2024-01-01")
    counted(window)
    choose(line(window).operator, "since>=")
    assert rule_of(window) == "time since joined_on >= 1 year"
    line(window).period.setValue(5)
    assert rule_of(window) == "time since joined_on >= 5 years"
    choose(line(window).period_unit, "month")
    assert rule_of(window) == "time since joined_on >= 5 months"
    choose(line(window).operator, "in_last")
    assert rule_of(window) == "joined_on in last 5 months"


def test_more_than_four_conditions_are_rows_too(window: MainWindow) -> None:
    type_rule(window, " AND ".join(f"age >= {n}" for n in range(20, 32)))
    counted(window)
    assert len(window.cell.rows.lines) == 12
    last = line(window, 11).value
    window.cell.below.ensureWidgetVisible(last)
    last.setFocus()
    QTest.keyClicks(last, "0")
    assert rule_of(window).endswith("age >= 310")

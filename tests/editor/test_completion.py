"""Completion in the rule text: what is offered, and how it is taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from editor.viewmodels.completion import complete
from editor.viewmodels.completion_model import CompletionModel
from editor.views.main_window import MainWindow
from tests.editor.test_window import CTRL, compose, counted, press, rule_of, type_rule, type_text


def offered(window: MainWindow, text: str, language: str = "en") -> list[str]:
    checked = window.session.checked
    assert checked is not None
    model = CompletionModel(window.session)
    found = complete(text, len(text), checked.catalog, language, model.commonest)  # type: ignore[arg-type]
    return [one.text for one in found.candidates]


# -- what is offered -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("vis", "en", "visits_90d"),
        ("웹", "ko", "웹방문_90일"),
        ("웹", "en", "visits_90d"),
        ("visits_90d >= 1 a", "en", "AND"),
        ("나이 30 이상 그", "ko", "그리고"),
        ("count(web_visits.", "en", "web_visits.channel"),
        ("리드스코어 $", "ko", "$hot"),
        ("grade = ", "en", "'VIP'"),
        ("grade in ('VIP', ", "en", "'Gold'"),
        ("등급 = 'G", "ko", "'Gold'"),
        ("email_consent = ", "en", "true"),
        ("joined_on >= ", "en", "today"),
        ("in cell ", "en", "'2.1'"),
        ("만족도 구간 ", "ko", "만족도_순위.상위"),
        ("만족도 구간 만족도_순위.", "ko", "만족도_순위.상위"),
        ("age ", "en", ">="),
        ("ㅎㄱㅁㅇ", "en", "grade"),
        ("웹방문_90일 >= ", "ko", "1"),
    ],
)
def test_offers(window: MainWindow, text: str, language: str, wanted: str) -> None:
    found = offered(window, text, language)
    assert wanted in found[:12], found


def test_nothing_is_offered_in_a_comment(window: MainWindow) -> None:
    assert offered(window, "age >= 3 -- vis") == []


# -- by keys -------------------------------------------------------------------------------------------------


def test_one_letter_opens_the_list_and_enter_takes_it(window: MainWindow) -> None:
    type_rule(window, "v")
    shown = window.cell.rule.suggestions
    assert shown.isVisible()
    QTest.keyClicks(window.cell.rule, "isits_9")
    press(window, Qt.Key.Key_Return)
    assert rule_of(window) == "visits_90d"
    assert not shown.isVisible()
    QTest.keyClicks(window.cell.rule, " >= 5")
    assert rule_of(window) == "visits_90d >= 5"


def test_tab_takes_and_escape_closes(window: MainWindow) -> None:
    type_rule(window, "visits_9")
    press(window, Qt.Key.Key_Escape)
    assert not window.cell.rule.suggestions.isVisible()
    assert rule_of(window) == "visits_9"
    QTest.keyClicks(window.cell.rule, "0")
    press(window, Qt.Key.Key_Tab)
    assert rule_of(window) == "visits_90d"
    assert QApplication.focusWidget() is window.cell.rule


def test_ctrl_space_asks_and_values_wait_for_an_arrow(window: MainWindow) -> None:
    type_rule(window, "grade = ")
    shown = window.cell.rule.suggestions
    assert shown.isVisible()
    assert not shown.currentIndex().isValid()
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Space, CTRL)
    assert shown.isVisible()
    assert shown.currentIndex().row() == 0
    press(window, Qt.Key.Key_Down)
    wanted = shown.currentIndex().row()
    text = shown._model.candidate(wanted).text  # type: ignore[union-attr]
    press(window, Qt.Key.Key_Return)
    assert rule_of(window) == f"grade = {text}"


def test_shift_and_composition_open_nothing(window: MainWindow) -> None:
    type_rule(window, "")
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Backspace)
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    shown = window.cell.rule.suggestions
    assert not shown.isVisible()
    compose(window.cell.rule, "웨")
    assert not shown.isVisible()
    press(window, Qt.Key.Key_Space, CTRL)
    assert not shown.isVisible()
    compose(window.cell.rule, "", "웹")
    assert shown.isVisible()
    window.session.set_language("ko")
    assert not shown.isVisible()


def test_a_name_is_taken_in_the_language_of_the_screen(window: MainWindow) -> None:
    window.session.set_language("ko")
    type_rule(window, "")
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Backspace)
    type_text(window.cell.rule, "웹방")
    press(window, Qt.Key.Key_Return)
    assert rule_of(window).startswith("웹방문")


def test_the_list_keeps_the_rules_of_models(window: MainWindow) -> None:
    model = CompletionModel(window.session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    counted(window)
    for text in ("v", "grade = ", "", "-- x"):
        model.find(text, len(text))
    del tester
    model.deleteLater()

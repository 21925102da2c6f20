"""The rule as text: found and replaced everywhere, fixes, tips, composition."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from editor.commands.finding import find, replace
from editor.views.main_window import MainWindow
from tests.editor.conftest import until
from tests.editor.test_window import CTRL, compose, counted, press, rule_of, type_rule, type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_find(window: MainWindow, text: str) -> None:
    press(window, Qt.Key.Key_F, CTRL, on=window)
    assert QApplication.focusWidget() is window.find_bar.wanted
    press(window, Qt.Key.Key_A, CTRL)
    type_text(window.find_bar.wanted, text)


def test_a_text_is_found_in_all_rules(window: MainWindow) -> None:
    project = window.session.document.project
    expected = [(cell.id, one.n) for cell in project.matrix.cells for one in cell.criteria if "웹방문_90일" in one.rule]
    open_find(window, "웹방문_90일")
    seen = []
    for _ in range(len(find(project, "웹방문_90일"))):
        press(window, Qt.Key.Key_Return)
        if window.session.axis is None and window.cell.rule.textCursor().selectedText() == "웹방문_90일":
            seen.append((window.session.cell, window.session.criterion))
    assert QApplication.focusWidget() is window.find_bar.wanted
    assert set(expected) <= set(seen)
    here = (window.session.cell, window.session.criterion)
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Return, SHIFT)
    assert (window.session.cell, window.session.criterion) in (here, *expected)
    while window.cell.rule.textCursor().selectedText() != "웹방문_90일" or not window.cell.isVisible():
        press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert not window.find_bar.isVisible()
    assert QApplication.focusWidget() is window.rule_box.rule


def test_an_entry_rule_is_found_too(window: MainWindow) -> None:
    open_find(window, "진행중기회 있음")
    press(window, Qt.Key.Key_Return)
    assert window.session.axis == ("stages", "purchase")
    assert window.axis.box.rule.textCursor().selectedText() == "진행중기회 있음"
    press(window, Qt.Key.Key_Escape)


def test_a_measure_s_rule_is_found_too(window: MainWindow) -> None:
    rule = window.session.document.project.measures["visits_90d"].rule
    open_find(window, rule)
    press(window, Qt.Key.Key_Return)
    assert window.right.currentWidget() is window.measure
    assert window.rule_box.rule.textCursor().selectedText() == rule
    assert QApplication.focusWidget() is window.find_bar.wanted
    press(window, Qt.Key.Key_Escape)
    window.show_chosen()


def test_replacing_everywhere_is_one_undo(window: MainWindow) -> None:
    before = window.session.document.project
    number = len(find(before, "90일"))
    assert number > 3
    open_find(window, "90일")
    type_text(window.find_bar.other, "60일")
    QTest.mouseClick(window.find_bar.replace_all, Qt.MouseButton.LeftButton)
    assert find(window.session.document.project, "90일") == ()
    assert window.find_bar.number.text() == "not found"
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    window.find_bar.other.clear()
    press(window, Qt.Key.Key_Escape)


def test_replacing_one_goes_on_to_the_next(window: MainWindow) -> None:
    before = window.session.document.project
    number = len(find(before, "visits_90d")) + len(find(before, "웹방문_90일"))
    open_find(window, "웹방문_90일" if find(before, "웹방문_90일") else "visits_90d")
    press(window, Qt.Key.Key_Return)
    type_text(window.find_bar.other, "visits_90d")
    QTest.mouseClick(window.find_bar.replace_one, Qt.MouseButton.LeftButton)
    after = window.session.document.project
    assert len(find(after, "visits_90d")) == number - len(find(after, "웹방문_90일"))
    assert len(find(after, "웹방문_90일")) == len(find(before, "웹방문_90일")) - 1
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    window.find_bar.other.clear()
    press(window, Qt.Key.Key_Escape)


def test_capitals_are_found_and_lengths_kept(window: MainWindow) -> None:
    project = window.session.document.project
    from editor.commands.edits import set_rule

    changed = set_rule(project, "2.1", 3, "grade = 'İVIP' and GRADE = 'vip'").project
    places = [one for one in find(changed, "vip") if one.path[2] == "2.1"]
    assert [(one.start, one.end) for one in places] == [(10, 13), (28, 31)]
    made = replace(changed, places, "Gold").project.matrix.cell("2.1")
    assert made is not None
    assert made.criteria[2].rule == "grade = 'İGold' and GRADE = 'Gold'"


def test_several_fixes_are_offered_and_two_keys_take_the_first(window: MainWindow) -> None:
    type_rule(window, "grade > 3")
    counted(window)
    window.session.document.seal()
    assert len(window.cell.rule.fixes()) == 3
    press(window, Qt.Key.Key_Period, CTRL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Use 'VIP'", "Use 'Gold'", "Use 'Silver'"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    until(lambda: QApplication.activePopupWidget() is None)
    assert rule_of(window) == "grade > 'VIP'"
    press(window, Qt.Key.Key_Z, CTRL)
    assert rule_of(window) == "grade > 3"


def test_a_name_says_what_it_is_and_who_uses_it(window: MainWindow) -> None:
    type_rule(window, "visits_90d >= 5 AND any(purchases where price > $hot)")
    counted(window)
    rule = window.cell.rule
    text = rule.toPlainText()
    tip = rule.tip_at(2)
    assert "site visits, 90 days" in tip and "measure" in tip and "visits" in tip and "2.1③" in tip
    assert "decimal number · won" in rule.tip_at(text.index("price"))
    assert "$hot = 60" in rule.tip_at(text.index("$hot") + 1)
    assert rule.tip_at(text.index(">=")) == ""
    window.session.set_language("ko")
    assert "지표" in rule.tip_at(2)


def test_a_problem_says_what_it_is_where_it_stands(window: MainWindow) -> None:
    type_rule(window, "visit_90d >= 5 AND nobody = 3 AND grade > 7")
    counted(window)
    text = window.cell.rule.toPlainText()
    marks = {mark.cursor.selectedText() for mark in window.cell.rule.extraSelections()}
    assert {"visit_90d", "nobody"} <= marks
    assert len(marks) >= 3
    assert "visits_90d" in window.cell.rule.tip_at(3)
    assert "nobody" in window.cell.rule.tip_at(text.index("nobody") + 2)
    assert window.cell.message.text().count("✗") >= 3


def test_the_rule_is_tidied_by_a_key(window: MainWindow) -> None:
    type_rule(window, "visits_90d>=5   and   age>=30")
    counted(window)
    press(window, Qt.Key.Key_F, CTRL, SHIFT)
    assert rule_of(window) == "visits_90d >= 5 AND age >= 30"
    press(window, Qt.Key.Key_Z, CTRL)
    assert rule_of(window) == "visits_90d>=5   and   age>=30"


def test_shift_alone_offers_nothing(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_End, CTRL)
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Shift)
    assert not window.cell.rule.suggestions.isVisible()


def test_undo_save_and_fix_wait_for_a_composition(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_End, CTRL)
    before = rule_of(window)
    compose(window.cell.rule, "하")
    assert window.cell.rule.composing
    window.cell.refresh()
    counted(window)
    assert window.cell.rule.composing
    assert rule_of(window) == before
    compose(window.cell.rule, "", "한")
    assert rule_of(window) == before + "한"


def test_a_composition_in_a_value_of_a_row_is_not_broken(window: MainWindow) -> None:
    type_rule(window, "region = ''")
    counted(window)
    field = window.cell.rows.lines[0].value
    field.setFocus()
    compose(field, "서")
    assert rule_of(window) == "region = ''"
    compose(field, "", "서")
    compose(field, "우")
    counted(window)
    assert window.cell.rows.lines[0].value is field
    compose(field, "", "울")
    assert rule_of(window) == "region = '서울'"

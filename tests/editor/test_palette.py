"""The command palette: everything by a few letters of either language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from editor.viewmodels.fuzzy import initials, score
from editor.viewmodels.palette_model import PaletteModel, places
from editor.views.main_window import MainWindow
from tests.editor.test_window import CTRL, press, type_text


@pytest.mark.parametrize(
    ("better", "worse", "wanted"),
    [
        ("Copy the cell", "Duplicate the cell", "copy"),
        ("셀 복사", "셀 복제", "복사"),
        ("셀 복사", "새 단계", "ㅂㅅ"),
        ("그대로", "다시", "ㄱㄷㄹ"),
        ("저장", "자동", "저자"),
        ("Add a stage", "Add a level", "ad st"),
        ("Copy the cell", "Cut the cell", "cpy"),
        ("Save", "Undo", "ㄴㅁㅍㄷ"),
    ],
)
def test_what_fits_better_comes_first(better: str, worse: str, wanted: str) -> None:
    first, second = score(wanted, [better]), score(wanted, [worse])
    assert first is not None
    assert second is None or first < second


def test_what_does_not_fit_is_not_shown() -> None:
    assert score("xyz", ["Copy the cell", "셀 복사"]) is None
    assert score("ㅎㅎㅎ", ["셀 복사"]) is None
    assert initials("셀 복사 A") == "ㅅ ㅂㅅ A"


def open_with(window: MainWindow, text: str) -> list[str]:
    press(window, Qt.Key.Key_K, CTRL, on=window)
    palette = window.palette_
    assert palette.isVisible()
    assert QApplication.focusWidget() is palette.field
    type_text(palette.field, text)
    return [str(palette.model.index(row).data()) for row in range(palette.model.rowCount())]


def test_a_command_is_found_in_both_languages_and_carried_out(window: MainWindow) -> None:
    before = window.session.document.project
    for text in ("add a stage", "단계 추가", "ㄷㄱ ㅊㄱ"):
        shown = open_with(window, text)
        assert shown[0].startswith("Add a stage"), text
        press(window, Qt.Key.Key_Return)
        assert not window.palette_.isVisible()
        assert len(window.session.document.project.matrix.stages) == 6
        header = window.matrix.stages
        assert header.field is not None
        press(window, Qt.Key.Key_Return, on=header.field)
        window.session.undo()
        assert window.session.document.project == before


def test_cells_criteria_stages_and_measures_are_gone_to(window: MainWindow) -> None:
    open_with(window, "4.2")
    press(window, Qt.Key.Key_Return)
    assert window.session.cell == "4.2"
    shown = open_with(window, "2.1.4")
    assert "2.1④" in shown[0]
    press(window, Qt.Key.Key_Return)
    assert (window.session.cell, window.session.criterion) == ("2.1", 4)
    open_with(window, "stage loyalty")
    press(window, Qt.Key.Key_Return)
    assert window.session.axis == ("stages", "loyalty")
    shown = open_with(window, "measure visits_90d")
    assert "site visits" in shown[0]
    press(window, Qt.Key.Key_Return)
    assert window.right.currentWidget() is window.measure
    assert window.rule_box.rule.toPlainText() == window.session.document.project.measures["visits_90d"].rule
    window.show_chosen()


def test_arrows_and_escape(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    open_with(window, "")
    palette = window.palette_
    press(window, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1
    before = window.session.document.project
    press(window, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.session.document.project is before


def test_every_action_has_a_name_and_is_offered(window: MainWindow) -> None:
    enabled = {action.text() for code, action in window.actions_.all().items() if action.isEnabled()}
    window.palette_.open()
    offered = {entry.text for entry in window.palette_._commands()}
    assert enabled - offered == {window.session.words("palette")}
    assert all(text.strip() for text in offered)
    window.palette_.leave()


def test_the_model_keeps_the_rules_of_models(window: MainWindow) -> None:
    model = PaletteModel(window.session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.offer(places(window.session, lambda path: None))
    model.find("2.1")
    model.find("nothing like it")
    assert model.rowCount() == 0
    del tester
    model.deleteLater()

"""Stages and levels edited in the matrix: by keys, by mouse, one undo each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.views.main_window import MainWindow
from editor.views.matrix_header import AxisHeader
from engine.project.model import Project
from tests.editor.test_window import ALT, CTRL, compose, counted, press, type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier


def project(window: MainWindow) -> Project:
    return window.session.document.project


def stages(window: MainWindow) -> list[str]:
    return [one.id for one in project(window).matrix.stages]


def levels(window: MainWindow) -> list[str]:
    return [one.id for one in project(window).matrix.levels]


def middle(header: AxisHeader, section: int) -> QPoint:
    at = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    across = header.orientation() is Qt.Orientation.Horizontal
    return QPoint(at, header.height() // 2) if across else QPoint(header.width() // 2, at)


def undo(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Z, CTRL)


def test_a_stage_is_renamed_in_its_header(window: MainWindow) -> None:
    before, header = project(window), window.matrix.stages
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(header, 1))
    field = header.field
    assert field is not None and field.text() == "Purchase"
    QTest.keyClicks(field, "Buying")
    assert project(window).matrix.stages[1].labels.en == "Buying"
    assert project(window).matrix.stages[1].labels.ko == "구매 전환"
    assert "Buying" in str(window.matrix.model().headerData(1, Qt.Orientation.Horizontal))
    press(window, Qt.Key.Key_Return, on=field)
    QApplication.processEvents()
    assert header.field is None
    undo(window)
    assert project(window) == before


def test_escape_takes_a_name_back(window: MainWindow) -> None:
    before, header = project(window), window.matrix.levels
    header.choose(0)
    press(window, Qt.Key.Key_F2, on=header)
    assert header.field is not None
    QTest.keyClicks(header.field, "Top")
    assert project(window).matrix.levels[0].labels.en == "Top"
    press(window, Qt.Key.Key_Escape, on=header.field)
    QApplication.processEvents()
    assert header.field is None
    assert project(window) == before


def test_undo_while_a_name_is_typed_is_the_window_s(window: MainWindow) -> None:
    before, header = project(window), window.matrix.stages
    header.rename(0)
    assert header.field is not None
    QTest.keyClicks(header.field, "Interest")
    press(window, Qt.Key.Key_Z, CTRL, on=header.field)
    assert project(window) == before
    assert header.field.text() == "Engage"


def test_a_stage_is_moved_by_keys_and_by_dragging(window: MainWindow) -> None:
    before = stages(window)
    cards = window.session.document.project.matrix.cells
    window.session.select("2.1", 3)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_Right, ALT, SHIFT)
    moved = [before[0], before[2], before[1], *before[3:]]
    assert stages(window) == moved
    assert window.session.document.project.matrix.cells == cards
    assert window.session.cell == "2.1"
    assert window.matrix.currentIndex().column() == 2
    undo(window)
    assert stages(window) == before
    header = window.matrix.stages
    start = middle(header, 0)
    end = middle(header, 2) + QPoint(header.sectionSize(2) // 4, 0)
    view = header.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 11):
        QTest.mouseMove(view, start + (end - start) * step / 10)
        QApplication.processEvents()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()
    assert stages(window) == [before[1], before[2], before[0], *before[3:]]
    assert [header.visualIndex(section) for section in range(len(before))] == list(range(len(before)))
    undo(window)
    assert stages(window) == before


def test_a_level_is_moved_by_keys(window: MainWindow) -> None:
    before = levels(window)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_Down, ALT, SHIFT)
    assert levels(window) == [before[1], before[0], before[2]]
    undo(window)
    assert levels(window) == before


@pytest.mark.parametrize("axis", ["stage", "level"])
def test_one_is_added_behind_the_chosen_one_and_named_at_once(window: MainWindow, axis: str) -> None:
    before = project(window)
    window.actions_[f"add_{axis}"].trigger()
    header = window.matrix.stages if axis == "stage" else window.matrix.levels
    assert header.field is not None
    type_text(header.field, "새것")
    items = project(window).matrix.stages if axis == "stage" else project(window).matrix.levels
    assert items[2 if axis == "stage" else 1].labels.en.endswith("새것")
    counted(window)
    press(window, Qt.Key.Key_Return, on=header.field)
    undo(window)
    undo(window)
    assert project(window) == before


def test_a_composition_in_a_name_arrives_whole(window: MainWindow) -> None:
    header = window.matrix.stages
    header.rename(0)
    assert header.field is not None
    before = project(window)
    compose(header.field, "그")
    assert project(window) == before
    counted(window)
    compose(header.field, "", "글")
    assert project(window).matrix.stages[0].labels.en == "글"


def test_removing_a_stage_says_how_many_cells_went_and_one_undo_brings_them_back(window: MainWindow) -> None:
    before = project(window)
    window.session.select("3.1", 1)
    window.actions_["remove_stage"].trigger()
    assert "maintain" not in stages(window)
    assert len(project(window).matrix.cells) == 12
    assert "3 cells" in window.statusBar().currentMessage()
    assert window.session.cell != "3.1"
    counted(window)
    undo(window)
    assert project(window) == before
    counted(window)


def test_the_entry_rule_is_edited_with_its_count(window: MainWindow) -> None:
    header = window.matrix.stages
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(header, 1))
    assert window.session.axis == ("stages", "purchase")
    assert window.axis.isVisible() and not window.cell.isVisible()
    entered = window.axis.entered.text()
    assert f"{window.session.counts.stages['purchase'].entered:,}" in entered  # type: ignore[union-attr]
    window.axis.box.rule.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    type_text(window.axis.box.rule, "age >= 30")
    counted(window)
    assert project(window).matrix.stages[1].entry == "age >= 30"
    counts = window.session.counts
    assert counts is not None
    assert f"{counts.stages['purchase'].entered:,}" in window.axis.entered.text()
    assert window.axis.entered.text() != entered
    undo(window)
    assert window.axis.box.rule.toPlainText() == project(window).matrix.stages[1].entry
    press(window, Qt.Key.Key_A, CTRL)
    press(window, Qt.Key.Key_Delete)
    assert project(window).matrix.stages[1].entry is None
    counted(window)
    assert window.session.counts.stages["purchase"].entered == counts.subjects  # type: ignore[union-attr]


def test_a_wrong_entry_rule_is_said_where_it_is_typed(window: MainWindow) -> None:
    window.session.select_axis("stages", "purchase")
    window.axis.box.rule.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    type_text(window.axis.box.rule, "visit_90d >= 5")
    counted(window)
    assert "visits_90d" in window.axis.box.message.text()
    press(window, Qt.Key.Key_Period, CTRL)
    assert project(window).matrix.stages[1].entry == "visits_90d >= 5"


def test_texts_of_a_stage_are_edited_in_both_languages(window: MainWindow) -> None:
    window.session.select_axis("stages", "purchase")
    field = window.axis.texts.fields["purpose", "ko"]
    field.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    type_text(field, "전환")
    stage = project(window).matrix.stages[1]
    assert (stage.purpose.ko, stage.purpose.en) == ("전환", "Raise the conversion to purchase")
    undo(window)
    assert field.text() == project(window).matrix.stages[1].purpose.ko


def test_the_header_is_reached_and_walked_by_keys(window: MainWindow) -> None:
    window.session.select("2.1", 3)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_Up)
    assert window.session.axis == ("stages", "purchase")
    press(window, Qt.Key.Key_Right)
    assert window.session.axis == ("stages", "maintain")
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Right)
    assert window.session.axis == ("stages", "repurchase")

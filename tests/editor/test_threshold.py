"""Thresholds and bands moved over their distribution: the counts shown are those that come; letting go is one undo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.viewmodels.threshold import scale_of
from editor.views.main_window import MainWindow
from editor.views.threshold_panel import ThresholdPanel
from engine.preview import CriterionCounts
from tests.editor.conftest import until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(window: MainWindow) -> ThresholdPanel:
    window.show_panel(window.threshold)
    window.threshold.show_band("")
    until(lambda: window.threshold.moved is not None and not window.threshold.busy)
    return window.threshold


def rule_of(window: MainWindow, cell: str, n: int) -> str:
    found = window.session.document.project.matrix.cell(cell)
    assert found is not None
    return next(one.rule for one in found.criteria if one.n == n)


def counts(window: MainWindow, cell: str, n: int) -> tuple[int, CriterionCounts]:
    found = window.session.counts
    assert found is not None
    return found.cells[cell].matched, next(one for one in found.cells[cell].criteria if one.n == n)


def counted(window: MainWindow) -> None:
    until(lambda: not window.session.stale and not window.threshold.busy)


def choose(window: MainWindow, cell: str, n: int) -> None:
    window.session.select(cell, n)
    until(lambda: not window.threshold.busy)


def test_it_stands_where_the_rule_says(window: MainWindow, panel: ThresholdPanel) -> None:
    matched, one = counts(window, "2.1", 3)
    assert panel.slider.chosen == 5
    assert panel.slider.value() == 5
    assert f"at least 5 visits: {one.alone:,} in the stage · 2.1: {matched:,}" in panel.live.text()
    assert sum(panel.moved.values.profile.bins) == len(panel.moved.values.stage)  # type: ignore[union-attr]


def test_keys_move_it_and_what_is_said_comes(window: MainWindow, panel: ThresholdPanel) -> None:
    before = window.session.document.project
    slider = panel.slider
    slider.setFocus()
    for key, expected in (
        (Qt.Key.Key_Right, 6),
        (Qt.Key.Key_Left, 5),
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Home, slider.minimum()),
        (Qt.Key.Key_PageUp, slider.minimum() + slider.pageStep()),
        (Qt.Key.Key_PageDown, slider.minimum()),
        (Qt.Key.Key_End, slider.maximum()),
    ):
        QTest.keyPress(slider, key)
        assert slider.chosen == expected
        assert panel.moved is not None
        said = panel.live.text()
        alone, matched = panel.moved.values.alone(">=", expected), panel.moved.values.in_cell(">=", expected)
        assert f"{alone:,} in the stage · 2.1: {matched:,}" in said
        QTest.keyRelease(slider, key)
        counted(window)
        assert rule_of(window, "2.1", 3) == f"웹방문_90일 {expected}회 이상"
        now, one = counts(window, "2.1", 3)
        assert (one.alone, now) == (alone, matched)
        assert panel.slider.chosen == expected
    for _ in range(7):
        QTest.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    counted(window)
    assert slider.chosen == 5


def test_dragging_counts_at_once_and_letting_go_is_one_undo(window: MainWindow, panel: ThresholdPanel) -> None:
    before, slider = window.session.document.project, panel.slider
    said = set()
    places = [QPoint(round(slider.x_of(value)), slider.height() // 2) for value in (5, 6, 7, 8, 3, 2)]
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(slider, place)
        QApplication.processEvents()
        said.add(panel.live.text())
        assert window.session.document.project is before
    assert len(said) == 5
    assert "(before: at least 5 visits" in panel.live.text()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=places[-1])
    assert rule_of(window, "2.1", 3) == "웹방문_90일 2회 이상"
    assert panel.moved is not None
    expected = panel.moved.values.in_cell(">=", 2)
    counted(window)
    assert counts(window, "2.1", 3)[0] == expected
    QTest.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    assert window.session.document.undo_step is None


@pytest.mark.parametrize(
    ("cell", "n", "key"),
    [
        ("2.3", 4, Qt.Key.Key_Right),
        ("4.1", 5, Qt.Key.Key_Left),
        ("5.1", 2, Qt.Key.Key_PageDown),
        ("2.1", 5, Qt.Key.Key_End),
    ],
)
def test_percents_units_and_the_other_side(
    window: MainWindow, panel: ThresholdPanel, cell: str, n: int, key: Qt.Key
) -> None:
    choose(window, cell, n)
    assert panel.moved is not None and (panel.moved.cell, panel.moved.n) == (cell, n)
    threshold = panel.moved.threshold
    panel.slider.setFocus()
    QTest.keyPress(panel.slider, key)
    value = panel.slider.chosen
    assert value != threshold.value
    expected = (panel.moved.values.alone(threshold.op, value), panel.moved.values.in_cell(threshold.op, value))
    QTest.keyRelease(panel.slider, key)
    counted(window)
    matched, one = counts(window, cell, n)
    assert (one.alone, matched) == expected
    assert float(panel.slider.chosen) == float(value)


def test_a_parameter_moves_wherever_it_is_used(window: MainWindow, panel: ThresholdPanel) -> None:
    before = window.session.document.project
    choose(window, "1.1", 1)
    assert "$hot" in panel.head.text()
    panel.slider.setFocus()
    QTest.keyClick(panel.slider, Qt.Key.Key_Right)
    assert window.session.document.project.parameters["hot"].value == 61
    counted(window)
    assert rule_of(window, "1.1", 1) == "리드스코어 $hot 이상"
    QTest.keyClick(panel.slider, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before


def test_a_rule_of_another_kind_has_none(window: MainWindow, panel: ThresholdPanel) -> None:
    choose(window, "2.1", 4)
    assert panel.moved is None and panel.shared is None
    assert panel.hint.isVisible() and not panel.slider.isVisible()


def test_the_wheel_changes_nothing_unfocused(window: MainWindow, panel: ThresholdPanel) -> None:
    window.matrix.setFocus()
    before = window.session.document.project
    centre = QPointF(panel.slider.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(panel.slider.mapToGlobal(centre.toPoint())),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.slider, event)
    assert panel.slider.chosen == 5
    assert window.session.document.project is before


def test_a_band_has_two_handles_and_live_counts(window: MainWindow, panel: ThresholdPanel) -> None:
    before = window.session.document.project
    choose(window, "2.1", 2)
    until(lambda: panel.shared is not None)
    band = panel.band
    assert band.borders == (30, 50)
    assert sum(panel.counts_of_parts()) == len(panel.shared.values)  # type: ignore[union-attr]
    window.activateWindow()
    band.setFocus(Qt.FocusReason.TabFocusReason)
    assert band.active == 0
    QTest.keyPress(band, Qt.Key.Key_Left)  # to the left is towards the lower values: more are in the top part
    assert band.borders == (31, 50)
    shown = panel.live.text()
    assert f"{panel.counts_of_parts()[0]:,}" in shown and "0–31%" in shown
    QTest.keyRelease(band, Qt.Key.Key_Left)
    QTest.keyClick(band, Qt.Key.Key_Tab)
    assert band.active == 1 and QApplication.focusWidget() is band
    for _ in range(3):
        QTest.keyClick(band, Qt.Key.Key_PageDown)
    parts = window.session.document.project.bands["drive_satisfaction"].parts
    high, middle, low = (parts[id].range for id in ("high", "middle", "low"))
    assert [*high, *middle, *low] == [0, 31, 31, 80, 80, 100]
    expected = panel.counts_of_parts()
    counted(window)
    assert panel.counts_of_parts() == expected
    for _ in range(4):
        QTest.keyClick(band, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before


def test_the_counts_of_a_bands_parts_are_those_of_the_rules(window: MainWindow, panel: ThresholdPanel) -> None:
    choose(window, "2.1", 2)
    until(lambda: panel.shared is not None)
    place = panel.band
    x = QPoint(round(place._x(70)), place.height() // 2)
    QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=QPoint(round(place._x(50)), place.height() // 2))
    assert place.active == 1
    QTest.mouseMove(place, x)
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=x)
    project = window.session.document.project
    assert [step for step in (window.session.document.undo_step,) if step is not None and step.title == "edit.band"]
    border = int(project.bands["drive_satisfaction"].parts["middle"].range[1])
    assert 60 <= border <= 80
    expected = panel.counts_of_parts()
    counted(window)
    workspace = window.session.thread_of_counts.workspace
    assert workspace is not None and window.session.checked is not None
    from engine.execute import execute
    from engine.lower import lower
    from engine.project.catalog import check_rule
    from engine.project.compiled import to_program

    conditions = {}
    for part in ("high", "middle", "low"):
        path = ("matrix", "cells", "2.1", "criteria", 2, "rule")
        tree = check_rule(window.session.checked, path, f"drive_satisfaction in band drive_satisfaction.{part}").tree
        assert tree is not None
        conditions[part] = tree
    program = to_program(window.session.checked, workspace.schema)
    plan = lower(program, workspace.as_of(project.as_of), values=conditions)
    outcome = execute(plan, workspace.source)
    found = [outcome.column(part).to_pylist().count(True) for part in ("high", "middle", "low")]
    assert tuple(found) == expected


def test_a_band_is_chosen_by_name(window: MainWindow, panel: ThresholdPanel) -> None:
    panel.what.setFocus()
    QTest.keyClick(panel.what, Qt.Key.Key_End)
    until(lambda: panel.shared is not None)
    assert panel.shared is not None and panel.shared.band == panel.what.currentData()
    QTest.keyClick(panel.what, Qt.Key.Key_Home)
    until(lambda: panel.moved is not None)


def test_names_roles_and_both_languages(window: MainWindow, panel: ThresholdPanel) -> None:
    for language, word in (("ko", "단계에서"), ("en", "in the stage")):
        window.session.set_language("ko" if language == "ko" else "en")
        spoken = QAccessible.queryAccessibleInterface(panel.slider)
        assert spoken is not None
        assert spoken.role() is QAccessible.Role.Slider
        assert "2.1③" in spoken.text(QAccessible.Text.Name)
        assert word in spoken.text(QAccessible.Text.Description)
    choose(window, "2.1", 2)
    until(lambda: panel.shared is not None)
    spoken = QAccessible.queryAccessibleInterface(panel.band)
    panel.band.activate(0)
    assert spoken is not None and "high" in spoken.text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("low", "high", "current"),
    [
        (0, 17, 5),
        (-20, 95, 60),
        (0, 300_000_000, 200_000_000),
        (Decimal("0.00"), Decimal("12.34"), Decimal("1.5")),
        (0.0, 1.0, Decimal("0.3")),
        (3, 3, 3),
        (date(2019, 2, 1), date(2025, 6, 30), date(2024, 1, 1)),
        (-0.004, 0.009, Decimal("0.001")),
    ],
)
def test_scales_reach_from_end_to_end(low: object, high: object, current: object) -> None:
    scale = scale_of(low, high, current)
    assert scale.steps <= 1001 or isinstance(low, date)
    least, most = (Decimal(repr(one)) if isinstance(one, float) else one for one in (low, high))
    assert scale.value(scale.first) <= least and scale.value(scale.last) >= most
    for position in range(scale.first, scale.last, max(1, scale.steps // 50)):
        assert scale.position(scale.value(position)) == position
        assert scale.value(position) < scale.value(position + 1)

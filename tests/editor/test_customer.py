"""One customer: the explanation is the engine's, the way to it is short, the smallest change is enough."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from editor.viewmodels.criteria_model import circled
from editor.viewmodels.customer import SIGNS, Line
from editor.viewmodels.tree_model import Branch
from editor.views.customer_panel import EXAMPLES, CustomerPanel
from editor.views.main_window import MainWindow
from engine.explain import explain
from engine.preview import Behind, Who
from engine.project.catalog import compile_project
from engine.project.compiled import to_program
from engine.workspace import Workspace
from tests.editor.conftest import until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(window: MainWindow) -> CustomerPanel:
    window.show_panel(window.customer)
    QApplication.processEvents()
    return window.customer


def behind(window: MainWindow) -> Behind:
    assert window.session.counts is not None and window.session.counts.behind is not None
    return window.session.counts.behind


def workspace(window: MainWindow) -> Workspace:
    found = window.session.thread_of_counts.workspace
    assert found is not None
    return found


def lines(panel: CustomerPanel, parent: QModelIndex | None = None) -> list[Branch]:
    parent = parent if parent is not None else QModelIndex()
    found: list[Branch] = []
    for row in range(panel.lines.rowCount(parent)):
        index = panel.lines.index(row, 0, parent)
        branch = panel.lines.branch(index)
        assert branch is not None
        found += [branch, *lines(panel, index)]
    return found


def ask(panel: CustomerPanel, key: int | str) -> None:
    panel.explain_customer(str(key))
    until(lambda: not panel.busy)


def test_the_explanation_of_a_dozen_customers_is_the_engines(window: MainWindow, panel: CustomerPanel) -> None:
    keys = behind(window).keys(Who(), None)[::150]
    keys += [behind(window).keys(Who((cell,)), 1)[0] for cell in ("2.1", "4.1", "5.1")]
    assert len(keys) > 12
    source = workspace(window)
    for key in keys:
        ask(panel, key)
        expected = explain(source.program, source.source, str(key), source.as_of())
        assert panel.seen is not None
        assert [one.cell for one in panel.seen.found.cells] == [one.cell for one in expected.cells]
        assert panel.seen.found.cells == expected.cells
        assert panel.seen.found.assigned == expected.assigned
        shown = {branch.key: branch.texts[3] for branch in lines(panel)}
        for cell in expected.cells:
            assert shown["cell", cell.cell].startswith("✓") == cell.matched
            for one in cell.criteria:
                assert shown["criterion", cell.cell, one.n].startswith("–" if one.off else SIGNS[one.state][0])


def test_why_somebody_is_not_in_a_cell_takes_three_actions(window: MainWindow) -> None:
    key = behind(window).keys(Who(stage="purchase"), 1)[0]
    number = window.shown_panels.index(window.customer) + 1
    window.matrix.setFocus()
    QTest.keyClick(window.matrix, Qt.Key(Qt.Key.Key_0 + number), CTRL)  # 1: the panel
    panel, field = window.customer, QApplication.focusWidget()
    assert field is panel.key
    QTest.keyClicks(field, str(key))  # 2: the key
    QTest.keyClick(field, Qt.Key.Key_Return)  # 3: the answer
    until(lambda: not panel.busy)
    branch = panel.tree.current_branch()
    assert branch is not None and branch.key == ("cell", "2.1")
    assert panel.tree.isExpanded(panel.tree.currentIndex())
    assert branch.texts[3].startswith("✗")
    failing = [one for one in branch.children if one.texts[3][0] in "✗?"]
    assert failing
    for one in failing:
        assert one.texts[0][0] in panel.change.text()
        box = panel.tree.visualRect(panel.lines.find(one.key))
        assert box.isValid()


def test_the_smallest_change_brings_them_in(window: MainWindow, panel: CustomerPanel) -> None:
    for cell in ("2.1", "3.1", "4.1"):
        for n in window.session.counts.near_misses(cell):  # type: ignore[union-attr]
            key = behind(window).keys(Who(near=(cell, n)), 1)[0]
            ask(panel, key)
            assert panel.seen is not None
            turns = panel.seen.ways[cell]
            assert turns is not None and {turn.n for turn in turns} == {n}
    key = behind(window).keys(Who(("2.1",)), 1)[0]
    ask(panel, key)
    assert panel.seen is not None and panel.seen.ways["2.1"] == ()


def test_the_distance_is_said(window: MainWindow, panel: CustomerPanel) -> None:
    near = behind(window).keys(Who(near=("3.1", 1)), 1)
    ask(panel, near[0])
    assert panel.seen is not None
    had = panel.seen.found.values["service_visits_1y"]
    assert isinstance(had, int)
    text = next(branch.texts[2] for branch in lines(panel) if branch.key == ("cell", "3.1"))
    assert f"(now {had} time{'' if had == 1 else 's'}, {2 - had} " in text and "more" in text
    window.session.set_language("ko")
    text = next(branch.texts[2] for branch in lines(panel) if branch.key == ("cell", "3.1"))
    assert f"(지금 {had}회, {2 - had}회 더)" in text


def test_an_edit_is_explained_anew(window: MainWindow, panel: CustomerPanel) -> None:
    key = behind(window).keys(Who(near=("3.1", 1)), 1)[0]
    window.session.select("3.1", 1)
    ask(panel, key)
    assert next(b for b in lines(panel) if b.key == ("cell", "3.1")).texts[3].startswith("✗")
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(window.cell.rule, "service_visits_1y >= 0")
    until(lambda: not window.session.stale and not panel.busy)
    assert next(b for b in lines(panel) if b.key == ("cell", "3.1")).texts[3].startswith("✓")


def test_examples_are_what_they_say(window: MainWindow, panel: CustomerPanel) -> None:
    counts = window.session.counts
    assert counts is not None
    window.session.select("4.2", 1)
    seen: dict[str, list[str]] = {}
    for row, sort in enumerate(EXAMPLES):
        panel.example.setCurrentIndex(row)
        for _ in range(2):
            panel.another.setFocus()
            QTest.keyClick(panel.another, Qt.Key.Key_Space)
            until(lambda: not panel.busy)
            seen.setdefault(sort, []).append(panel.key.text())
            assert panel.seen is not None
            assert str(panel.seen.found.key) == panel.key.text()
            matched = [one.cell for one in panel.seen.found.cells if one.matched]
            match sort:
                case "in":
                    assert "4.2" in matched
                case "near":
                    assert "4.2" not in matched
                    assert len({turn.n for turn in panel.seen.ways["4.2"] or ()}) == 1
                case "overlap":
                    assert "4.2" in matched and len(matched) > 1
                case _:
                    assert panel.seen.found.stages["loyalty"]
                    assert panel.seen.found.assigned["loyalty"] is None
    assert all(first != second for first, second in seen.values())


def test_a_customer_is_kept_as_a_test_that_holds(window: MainWindow, panel: CustomerPanel) -> None:
    document = window.session.document
    before = document.project
    for who in (Who(("2.1",)), Who(stage="purchase")):
        key = behind(window).keys(who, 1)[0]
        window.session.select("2.1", 3)
        ask(panel, key)
        panel.keep.setFocus()
        QTest.keyClick(panel.keep, Qt.Key.Key_Space)
        until(lambda: not panel.busy)
    added = document.project.tests[len(before.tests) :]
    assert [test.expect.cell for test in added] == ["2.1", "none"]
    assert all(test.stage == "purchase" and test.values for test in added)
    until(lambda: not window.session.stale)
    source = workspace(window)
    checked = compile_project(document.project, source.schema)
    assert checked.ok
    from engine.customer_tests import find_edges, run_tests

    program, day = to_program(checked, source.schema), source.as_of()
    result = run_tests(program, document.project.tests, day, find_edges(program, source.source, day))
    assert result.passed == result.total
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(panel.tree, Qt.Key.Key_Z, CTRL)
    assert document.project == before


def test_a_test_that_would_not_hold_is_refused_with_a_reason(window: MainWindow, panel: CustomerPanel) -> None:
    before = window.session.document.project
    key = behind(window).keys(Who(("4.1",)), 1)[0]
    window.session.select("4.1", 7)
    ask(panel, key)
    assert panel.tree.choose(("criterion", "4.1", 7))
    panel.keep.setFocus()
    QTest.keyClick(panel.keep, Qt.Key.Key_Space)
    until(lambda: not panel.busy)
    assert window.session.document.project == before
    assert f"4.1{circled(7)}" in panel.change.text()


def test_looking_somebody_up_can_be_cancelled(window: MainWindow, panel: CustomerPanel) -> None:
    first, second = behind(window).keys(Who(("2.1",)), 1)[0], behind(window).keys(Who(("4.1",)), 1)[0]
    ask(panel, first)
    shown = [branch.texts for branch in lines(panel)]
    panel.explain_customer(str(second))
    assert panel.busy and panel.explain.text() == "Cancel"
    panel.explain.setFocus()
    QTest.keyClick(panel.explain, Qt.Key.Key_Space)
    assert not panel.busy and panel.explain.text() == "Explain"
    QApplication.processEvents()
    assert panel.seen is not None and panel.seen.found.key == first
    assert [branch.texts for branch in lines(panel)] == shown


def test_nobody_has_the_key(window: MainWindow, panel: CustomerPanel) -> None:
    for key in ("99999999", "홍길동"):
        ask(panel, key)
        assert panel.lines.rowCount() == 0
        assert key in panel.change.text()


def test_enter_goes_to_the_criterion(window: MainWindow, panel: CustomerPanel) -> None:
    ask(panel, behind(window).keys(Who(("4.2",)), 1)[0])
    assert panel.tree.choose(("criterion", "4.2", 3))
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert (window.session.cell, window.session.criterion) == ("4.2", 3)


def test_a_customer_behind_a_number_is_explained(window: MainWindow) -> None:
    window.show_panel(window.gaps)
    until(lambda: not window.gaps.busy)
    window.gaps.overlaps.setCurrentIndex(window.gaps.model.index_of("4.2", "4.2"))
    QTest.keyClick(window.gaps.overlaps, Qt.Key.Key_Return)
    until(lambda: not window.gaps.busy)
    people = window.gaps.people.list
    people.setFocus()
    people.setCurrentIndex(window.gaps.people.model.index(1, 0))
    QTest.keyClick(people, Qt.Key.Key_Return)
    until(lambda: not window.customer.busy)
    assert window.panels.currentWidget() is window.customer
    assert window.customer.seen is not None
    assert str(window.customer.seen.found.key) == str(behind(window).keys(Who(("4.2",)), 2)[1])


def test_both_languages_names_and_the_model(window: MainWindow, panel: CustomerPanel) -> None:
    tester = QAbstractItemModelTester(panel.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    ask(panel, behind(window).keys(Who(("5.1",)), 1)[0])
    window.session.set_language("ko")
    texts = [text for branch in lines(panel) for text in branch.texts]
    assert any("충족" in text for text in texts) and not any("not met" in text for text in texts)
    assert all(isinstance(branch.data, Line) and branch.spoken for branch in lines(panel))
    ask(panel, behind(window).keys(Who(), 1)[0])
    for widget in (panel.key, panel.tree, panel.example):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None and spoken.text(QAccessible.Text.Name)
    del tester

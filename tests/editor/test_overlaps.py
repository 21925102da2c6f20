"""Overlaps, gaps and near misses: every number leads to its customers, and a near miss can be mended."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from editor.commands.cells import remove_cell
from editor.viewmodels.overlaps_findings import Finding
from editor.viewmodels.overlaps_model import OverlapsModel
from editor.viewmodels.tree_model import Branch, TreeModel
from editor.views.main_window import MainWindow
from editor.views.overlaps_panel import OverlapsPanel
from engine.preview import Counts
from engine.threshold import threshold_of
from tests.editor.conftest import until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(window: MainWindow) -> OverlapsPanel:
    """The panel in front, everything found."""
    window.show_panel(window.gaps)
    until(lambda: window.gaps.lines.rowCount() and not window.gaps.busy)
    return window.gaps


def counts(window: MainWindow) -> Counts:
    assert window.session.counts is not None
    return window.session.counts


def lines(panel: OverlapsPanel, kind: str) -> list[Branch]:
    """All lines of a kind: near, gap, together."""
    found: list[Branch] = []

    def look(parent: QModelIndex) -> None:
        for row in range(panel.lines.rowCount(parent)):
            index = panel.lines.index(row, 0, parent)
            branch = panel.lines.branch(index)
            assert branch is not None
            if branch.key[0] == kind and len(branch.key) > 1:  # type: ignore[index, arg-type]
                found.append(branch)
            look(index)

    look(QModelIndex())
    return found


def shown(panel: OverlapsPanel) -> list[str]:
    model = panel.people.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_table_has_the_overlaps_of_the_counts(window: MainWindow, panel: OverlapsPanel) -> None:
    names, overlaps = tuple(counts(window).cells), counts(window).overlaps
    assert panel.model.cells == names and any(overlaps.values())
    for row, one in enumerate(names):
        for column, other in enumerate(names):
            pair = panel.model.pair(panel.model.index(row, column))
            both = overlaps.get((one, other), overlaps.get((other, one), 0))
            assert pair is not None and (pair.one, pair.other) == (one, other)
            assert pair.subjects == (counts(window).cells[one].matched if one == other else both)
            defect = counts(window).cells[one].stage == counts(window).cells[other].stage and one != other
            assert (pair.sort == "stage") == bool(defect and pair.subjects)


def test_enter_on_a_number_shows_who_they_are(window: MainWindow, panel: OverlapsPanel) -> None:
    (one, other), number = max(counts(window).overlaps.items(), key=lambda item: item[1])
    table = panel.overlaps
    table.setFocus()
    table.setCurrentIndex(panel.model.index(0, 0))
    row, column = panel.model.cells.index(one), panel.model.cells.index(other)
    for key, times in ((Qt.Key.Key_Down, row), (Qt.Key.Key_Right, column)):
        for _ in range(times):
            QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Return)
    until(lambda: not panel.busy)
    preview = window.session.thread_of_counts.preview
    assert preview is not None
    assert shown(panel) == [str(key) for key in preview.keys(one, other)]
    assert len(shown(panel)) == number
    assert f"{number:,}" in panel.people.head.text()


def test_a_double_click_on_a_key_explains_the_customer(window: MainWindow, panel: OverlapsPanel) -> None:
    index = panel.model.index_of("4.2", "4.2")
    panel.overlaps.scrollTo(index)
    QTest.mouseClick(
        panel.overlaps.viewport(), Qt.MouseButton.LeftButton, pos=panel.overlaps.visualRect(index).center()
    )
    until(lambda: not panel.busy)
    people = panel.people.list
    key = shown(panel)[2]
    place = people.visualRect(panel.people.model.index(2, 0)).center()
    QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(people.viewport(), Qt.MouseButton.LeftButton, pos=place)
    until(lambda: not window.customer.busy)
    assert window.panels.currentWidget() is window.customer
    assert window.customer.seen is not None and str(window.customer.seen.found.key) == key


def test_customers_of_a_cell_that_goes_away_are_nobody(window: MainWindow, panel: OverlapsPanel) -> None:
    panel.overlaps.setCurrentIndex(panel.model.index_of("4.2", "4.2"))
    QTest.keyClick(panel.overlaps, Qt.Key.Key_Return)
    until(lambda: not panel.busy)
    assert shown(panel)
    window.session.apply(remove_cell(window.session.document.project, "4.2"))
    until(lambda: not window.session.stale and not panel.busy)
    assert shown(panel) == []
    assert panel.model.cells == tuple(counts(window).cells)
    window.session.undo()
    until(lambda: not window.session.stale and not panel.busy)
    assert shown(panel)


def test_overlaps_within_a_stage_are_named_not_only_coloured(window: MainWindow, panel: OverlapsPanel) -> None:
    window.session.select("3.1", 1)
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(window.cell.rule, "enquiries_1y >= 0")
    until(lambda: not window.session.stale and not panel.busy)
    index = panel.model.index_of("3.1", "3.3")
    pair = panel.model.pair(index)
    assert pair is not None and pair.sort == "stage"
    assert pair.subjects == counts(window).overlaps["3.1", "3.3"]
    assert str(index.data()).startswith("⚠ overlap")
    assert "same stage" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    window.session.set_language("ko")
    assert str(index.data()).startswith("⚠ 겹침")


def test_a_click_on_a_line_shows_who_they_are(window: MainWindow, panel: OverlapsPanel) -> None:
    for kind in ("near", "gap", "together"):
        branch = lines(panel, kind)[0]
        for parent in (("near",), ("together",), ("gaps", branch.key[1])):  # type: ignore[index]
            panel.gaps.open_line(parent)
        assert panel.gaps.choose(branch.key)
        box = panel.gaps.visualRect(panel.gaps.currentIndex())
        QTest.mouseClick(panel.gaps.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        until(lambda: not panel.busy)
        assert isinstance(branch.data, Finding)
        assert len(shown(panel)) == min(branch.data.subjects, 1000) > 0


def test_combinations_of_more_than_two_cells_are_exact(window: MainWindow, panel: OverlapsPanel) -> None:
    found = {branch.key[1]: branch.data.subjects for branch in lines(panel, "together")}  # type: ignore[index]
    assert any(len(cells) > 2 for cells in found)
    behind = counts(window).behind
    assert behind is not None
    assert {one.cells: one.subjects for one in behind.combinations("", 20)} == found
    assert sum(one.subjects for one in behind.combinations("", None)) == counts(window).in_several


def test_near_misses_are_those_of_the_counts(window: MainWindow, panel: OverlapsPanel) -> None:
    found = {branch.key[1:]: branch.data.subjects for branch in lines(panel, "near")}  # type: ignore[index]
    expected = {(cell, n): k for cell in counts(window).cells for n, k in counts(window).near_misses(cell).items()}
    assert found == expected


def near_miss(window: MainWindow, panel: OverlapsPanel, *, simple: bool) -> tuple[str, int]:
    """A cell and a criterion that alone keeps somebody out; ``simple``: a number of its own."""
    session = window.session
    assert session.checked is not None
    for branch in lines(panel, "near"):
        cell, n = branch.key[1:]  # type: ignore[index]
        found = session.document.project.matrix.cell(cell)
        assert found is not None
        rule = next(one.rule for one in found.criteria if one.n == n)
        threshold = threshold_of(rule, session.checked.criteria[cell, n])
        if simple and threshold is not None and threshold.parameter is None and threshold.op != "=":
            return cell, n
        if not simple and threshold is None:
            return cell, n
    raise AssertionError("the sample has none")


def test_loosening_lets_the_near_misses_in_as_one_undo(window: MainWindow, panel: OverlapsPanel) -> None:
    before = window.session.document.project
    cell, n = near_miss(window, panel, simple=True)
    matched, near = counts(window).cells[cell].matched, counts(window).near_misses(cell)[n]
    assert panel.gaps.choose(("near", cell, n))
    until(lambda: panel.proposal is not None)
    assert panel.loosen.isVisible()
    assert panel.proposal is not None and panel.proposal.of == near
    expected = panel.proposal.subjects
    assert 0 < expected <= near
    panel.loosen.setFocus()
    QTest.keyClick(panel.loosen, Qt.Key.Key_Space)
    assert (window.session.cell, window.session.criterion) == (cell, n)
    until(lambda: not window.session.stale)
    assert counts(window).cells[cell].matched == matched + expected
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before


def test_a_criterion_that_is_no_threshold_is_opened(window: MainWindow, panel: OverlapsPanel) -> None:
    cell, n = near_miss(window, panel, simple=False)
    assert panel.gaps.choose(("near", cell, n))
    until(lambda: not panel.busy)
    assert panel.proposal is None
    assert not panel.loosen.isVisible()
    window.session.select("1.1", 1)
    panel.go.setFocus()
    QTest.keyClick(panel.go, Qt.Key.Key_Space)
    assert (window.session.cell, window.session.criterion) == (cell, n)


def test_what_is_chosen_stays_when_it_is_counted_anew(window: MainWindow, panel: OverlapsPanel) -> None:
    key = ("near", *near_miss(window, panel, simple=True))
    assert key[1] != "1.3"
    assert panel.gaps.choose(key)
    window.session.select("1.3", 1)
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(window.cell.rule, "age >= 0")
    until(lambda: not window.session.stale and not panel.busy)
    branch = panel.gaps.current_branch()
    assert branch is not None and branch.key == key


def test_both_languages_and_names(window: MainWindow, panel: OverlapsPanel) -> None:
    window.session.set_language("ko")
    texts = [str(panel.lines.index(row, 0).data()) for row in range(panel.lines.rowCount())]
    assert "기준 하나 차이로 빠진 고객" in texts
    for widget in (panel.overlaps, panel.gaps, panel.people.list):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None and spoken.text(QAccessible.Text.Name)


def test_models_keep_the_rules_of_models(window: MainWindow, panel: OverlapsPanel) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    overlaps = OverlapsModel(window.session)
    tree = TreeModel(2, lambda: ("a", "b"))
    testers = [
        QAbstractItemModelTester(one, mode) for one in (overlaps, tree, panel.lines, panel.model, panel.people.model)
    ]
    leaf = Branch("c", ("1", "2"))
    for state in (
        (Branch("a", ("x", "y"), (leaf,)), Branch("b", ("z", ""))),
        (Branch("a", ("x2", "y"), (leaf,)), Branch("b", ("z", ""))),
        (Branch("b", ("z", "")),),
        (),
    ):
        tree.show(state)
        assert tree.rowCount() == len(state)
    window.session.select("2.2", 3)
    window.cell.rule.setFocus()
    QTest.keyClicks(window.cell.rule, " OR age > 30")
    until(lambda: not window.session.stale and not panel.busy)
    window.session.set_language("ko")
    QApplication.processEvents()
    del testers
    overlaps.deleteLater()
    tree.deleteLater()

"""Data and measures: what there is, how it is distributed, where it is used; names into rules and everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from editor.viewmodels.browser import PROFILED, Item, branches
from editor.viewmodels.tree_model import Branch
from editor.views.browser import Browser
from editor.views.main_window import MainWindow
from engine.project.changes import replace_at
from engine.project.compiled import CheckedProject
from tests.editor.conftest import until

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def browser(window: MainWindow) -> Iterator[Browser]:
    browser = window.browser
    browser.search.clear()
    yield browser
    browser.search.clear()
    window.show_chosen()


def lines(browser: Browser, parent: QModelIndex | None = None) -> list[Branch]:
    parent = parent if parent is not None else QModelIndex()
    found: list[Branch] = []
    for row in range(browser.model.rowCount(parent)):
        index = browser.model.index(row, 0, parent)
        branch = browser.model.branch(index)
        assert branch is not None
        found += [branch, *lines(browser, index)]
    return found


def checked(window: MainWindow) -> CheckedProject:
    assert window.session.checked is not None
    return window.session.checked


def rule_of(window: MainWindow, cell: str, n: int) -> str:
    found = window.session.document.project.matrix.cell(cell)
    assert found is not None
    return next(one.rule for one in found.criteria if one.n == n)


def counted(window: MainWindow) -> None:
    until(lambda: not window.session.stale)


def settled(browser: Browser, *key: str) -> None:
    """Until the distribution of a line is known."""
    assert browser.choose(key)
    until(lambda: browser.profiles.get(key) is not None)


def test_everything_a_rule_may_name_is_there(window: MainWindow, browser: Browser) -> None:
    catalog = checked(window).catalog
    found = {branch.key for branch in lines(browser)}
    assert {("field", one.id) for one in catalog.fields} <= found
    for relation in catalog.relations:
        assert {("column", relation.id, one.id) for one in relation.fields} <= found
    for measure in catalog.measures:
        assert ("trait" if measure.kind == "trait" else "measure", measure.id) in found
    assert {("parameter", one.id) for one in catalog.parameters} <= found
    assert {("part", band.id, part.id) for band in catalog.bands for part in band.parts} <= found


def test_distributions_are_those_of_the_data(window: MainWindow, browser: Browser) -> None:
    settled(browser, "measure", "visits_90d")
    preview = window.session.thread_of_counts.preview
    assert preview is not None
    expected = preview.profile("visits_90d")
    shown = browser.about.text()
    assert f"{expected.low} visits" in shown and f"{expected.high} visits" in shown
    assert f"missing {expected.missing_share:.1%}" in shown
    workspace = window.session.thread_of_counts.workspace
    assert workspace is not None and workspace.data is not None
    settled(browser, "column", "web_visits", "page")
    profile = browser.profiles.get(("column", "web_visits", "page"))
    assert profile is not None
    found = workspace.source.read("web_visits", ["page"]).read_all().column(0).to_pylist()
    assert profile.subjects == len(found)
    assert dict(profile.commonest)[profile.commonest[0][0]] == found.count(profile.commonest[0][0])


def test_only_what_is_seen_is_counted(window: MainWindow, browser: Browser) -> None:
    browser.profiles._known.clear()
    browser.tree.scrollToTop()
    browser._look()
    until(lambda: not browser.profiles.busy and all(browser.profiles.get(key) for key in browser.tree.seen()))
    known = set(browser.profiles._known)
    assert len(known) < len([one for one in lines(browser) if isinstance(one.data, Item) and one.data.sort in PROFILED])


def test_enter_writes_the_name_into_the_rule(window: MainWindow, browser: Browser) -> None:
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_End, CTRL)
    before = rule_of(window, "2.1", 3)
    QTest.keyClick(window.cell.rule, Qt.Key.Key_B, CTRL)
    assert QApplication.focusWidget() is browser.search
    QTest.keyClicks(browser.search, "nps")
    QTest.keyClick(browser.search, Qt.Key.Key_Return)
    assert browser.item() is not None and browser.item().id == "nps"  # type: ignore[union-attr]
    QTest.keyClick(browser.tree, Qt.Key.Key_Return)
    assert rule_of(window, "2.1", 3) == f"{before} nps "
    assert QApplication.focusWidget() is window.cell.rule
    QTest.keyClick(window.cell.rule, Qt.Key.Key_Z, CTRL)
    assert rule_of(window, "2.1", 3) == before
    window.session.set_language("ko")
    assert browser.choose(("column", "web_visits", "page"))
    item = browser.item()
    assert item is not None and item.text == "웹방문.페이지"


def test_a_line_can_be_dropped_into_the_rule(window: MainWindow, browser: Browser) -> None:
    before = rule_of(window, "2.1", 3)
    data = browser.model.mimeData([browser.model.find(("measure", "age"))])
    assert isinstance(data, QMimeData) and data.text() == "age"
    rule = window.cell.rule
    place = QPointF(rule.cursorRect().topLeft())
    rule.moveCursor(rule.textCursor().MoveOperation.Start)
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    rule.dropEvent(event)
    QApplication.processEvents()
    assert rule_of(window, "2.1", 3) != before and "age" in rule_of(window, "2.1", 3)


def test_where_it_is_used_and_the_way_there(window: MainWindow, browser: Browser) -> None:
    assert browser.choose(("measure", "mileage"))
    rules = {
        (cell.id, one.n)
        for cell in window.session.document.project.matrix.cells
        for one in cell.criteria
        if "주행거리" in one.rule and "차량주행거리" not in one.rule
    }
    paths = [browser.used.item(row).data(Qt.ItemDataRole.UserRole) for row in range(browser.used.count())]
    assert {(path[2], path[4]) for path in paths} == rules
    browser.used.setFocus()
    browser.used.setCurrentRow(0)
    QTest.keyClick(browser.used, Qt.Key.Key_Return)
    assert (window.session.cell, window.session.criterion) == (paths[0][2], paths[0][4])


def test_a_search_finds_labels_and_ids_while_they_are_typed(window: MainWindow, browser: Browser) -> None:
    window.session.set_language("ko")
    for typed in ("만족", "만조", "satisf"):
        browser.search.setText(typed)
        found = [branch.data for branch in lines(browser) if isinstance(branch.data, Item)]
        assert "satisfaction" in {item.id for item in found}
        assert "visits_90d" not in {item.id for item in found}


def test_a_measures_rule_is_edited_and_counted(window: MainWindow, browser: Browser) -> None:
    before = window.session.document.project
    counts = window.session.counts
    assert browser.choose(("measure", "visits_90d"))
    browser.edit.setFocus()
    QTest.keyClick(browser.edit, Qt.Key.Key_Space)
    assert window.right.currentWidget() is window.measure
    rule = window.measure.box.rule
    rule.setFocus()
    QTest.keyClick(rule, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(rule, "count(web_visits in last 30 days)")
    counted(window)
    assert window.session.document.project.measures["visits_90d"].rule == "count(web_visits in last 30 days)"
    assert window.session.counts is not None and counts is not None
    assert window.session.counts.cells["2.1"].criteria[2].alone < counts.cells["2.1"].criteria[2].alone
    QTest.keyClick(rule, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    QTest.keyClick(window.measure.back, Qt.Key.Key_Space)
    assert window.right.currentWidget() is window.cell


def test_a_measure_is_added_named_used_and_not_removed(window: MainWindow, browser: Browser) -> None:
    before = window.session.document.project
    browser.add.setFocus()
    QTest.keyClick(browser.add, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is window.measure.box.rule
    QTest.keyClicks(window.measure.box.rule, "count(leads)")
    counted(window)
    window.measure.id.setFocus()
    window.measure.id.setText("lead_count")
    window.measure.en.setText("number of leads")
    QTest.keyClick(window.measure.id, Qt.Key.Key_Return)
    until(lambda: not window.measure.busy)
    added = window.session.document.project.measures["lead_count"]
    assert (added.rule, added.labels.en) == ("count(leads)", "number of leads")
    counted(window)
    window.measure.back.click()
    window.session.select("2.1", 3)
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(window.cell.rule, "lead_count >= 1")
    counted(window)
    assert browser.choose(("measure", "lead_count"))
    QTest.keyClick(browser.remove, Qt.Key.Key_Space)
    assert "lead_count" in window.session.document.project.measures
    assert "2.1.criteria.3" in browser.about.text()
    window.session.undo()
    counted(window)
    assert browser.choose(("measure", "lead_count"))
    QTest.keyClick(browser.remove, Qt.Key.Key_Space)
    assert "lead_count" not in window.session.document.project.measures
    while window.session.document.undo_step is not None:
        window.session.undo()
    assert window.session.document.project == before


def test_a_measure_is_renamed_everywhere_as_one_undo(window: MainWindow, browser: Browser) -> None:
    before, counts = window.session.document.project, window.session.counts
    assert counts is not None
    assert browser.choose(("measure", "visits_90d"))
    browser.edit.click()
    window.measure.ko.setFocus()
    QTest.keyClick(window.measure.ko, Qt.Key.Key_A, CTRL)
    window.measure.ko.setText("사이트방문")
    QTest.keyClick(window.measure.ko, Qt.Key.Key_Return)
    until(lambda: not window.measure.busy)
    counted(window)
    assert rule_of(window, "2.1", 3) == "사이트방문 5회 이상"
    assert window.session.counts is not None
    assert window.session.counts.cells == counts.cells
    assert window.session.counts.overlaps == counts.overlaps
    assert not [one for one in window.session.diagnostics if one.severity == "error"]
    window.session.undo()
    assert window.session.document.project == before
    assert window.session.document.undo_step is None


def test_the_panel_follows_a_renaming_that_is_taken_back(window: MainWindow, browser: Browser) -> None:
    assert browser.choose(("measure", "age"))
    browser.edit.click()
    window.measure.id.setFocus()
    window.measure.id.setText("years")
    QTest.keyClick(window.measure.id, Qt.Key.Key_Return)
    until(lambda: not window.measure.busy)
    counted(window)
    assert "years" in window.session.document.project.measures
    window.measure.back.setFocus()
    for name, act in (("age", window.session.undo), ("years", window.session.redo), ("age", window.session.undo)):
        act()
        assert window.measure.isEnabled() and window.measure.id.text() == name
    counted(window)
    browser.add.click()
    assert window.right.currentWidget() is window.measure
    window.session.undo()
    assert window.right.currentWidget() is window.cell


def test_a_name_that_is_taken_is_refused(window: MainWindow, browser: Browser) -> None:
    before = window.session.document.project
    assert browser.choose(("parameter", "hot"))
    browser.edit.click()
    window.measure.id.setText("warm")
    QTest.keyClick(window.measure.id, Qt.Key.Key_Return)
    until(lambda: not window.measure.busy)
    assert window.session.document.project == before
    assert "warm" in window.measure.message.text()


def test_a_parameters_value_is_edited(window: MainWindow, browser: Browser) -> None:
    before = window.session.document.project
    for id, typed, value in (("hot", "55", 55), ("capital_region", "서울, 부산", ("서울", "부산"))):
        assert browser.choose(("parameter", id))
        browser.edit.click()
        field = window.measure.value
        assert QApplication.focusWidget() is field
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window.session.document.project.parameters[id].value == value
        window.session.undo()
        assert window.session.document.project == before
        assert field.text() != typed or field.hasFocus()
    assert browser.choose(("parameter", "hot"))
    browser.edit.click()
    window.measure.value.setText("many")
    QTest.keyClick(window.measure.value, Qt.Key.Key_Return)
    assert window.session.document.project == before
    assert "many" in window.measure.message.text()


def test_a_bands_borders_are_shown_where_they_can_be_moved(window: MainWindow, browser: Browser) -> None:
    assert browser.choose(("band", "satisfaction"))
    browser.edit.click()
    until(lambda: window.threshold.shared is not None and not window.threshold.busy)
    assert window.threshold.shared is not None and window.threshold.shared.band == "satisfaction"
    assert window.threshold.band.isVisible()
    window.threshold.what.setCurrentIndex(0)
    window.threshold._chosen()
    window.show_panel(window.problems)


def test_two_hundred_lines_are_scrolled_and_counted_as_they_are_seen(window: MainWindow, browser: Browser) -> None:
    session = window.session
    project = session.document.project
    for number in range(200):
        project = replace_at(
            project, ("measures", f"extra{number}"), {"rule": f"count(web_visits in last {number + 1} days)"}
        )
    from editor.document.history import Change

    session.apply(Change(project, "edit.measure", {"name": "200"}))
    counted(window)
    bar = browser.tree.verticalScrollBar()
    for value in range(0, bar.maximum(), max(1, bar.maximum() // 60)):
        bar.setValue(value)
        QApplication.processEvents()
    assert browser.tree.seen()
    until(lambda: all(browser.profiles.get(key) is not None for key in browser.tree.seen()))


def test_both_languages_names_and_the_model(window: MainWindow, browser: Browser) -> None:
    tester = QAbstractItemModelTester(browser.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for language, word in (("ko", "지표"), ("en", "Measures")):
        window.session.set_language("ko" if language == "ko" else "en")
        assert word in {branch.texts[0] for branch in lines(browser)}
        browser.search.setText("visits")
        browser.search.clear()
    assert browser.choose(("band", "satisfaction"))
    browser.edit.click()
    for widget in (
        browser.search,
        browser.tree,
        browser.used,
        window.measure.id,
        window.measure.ko,
        window.measure.unit,
    ):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None and spoken.text(QAccessible.Text.Name)
    found = branches(checked(window).catalog, window.session.document.project, window.session.words, "없는 이름")
    assert found == ()
    del tester


@pytest.mark.parametrize("language", ["ko", "en"])
def test_twice_the_font_cuts_nothing_off(
    window: MainWindow, browser: Browser, qapp: QApplication, language: str
) -> None:
    font = qapp.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(font)
    window.session.set_language("ko" if language == "ko" else "en")
    window.resize(1366, 768)
    assert browser.choose(("measure", "visits_90d"))
    browser.edit.click()
    cut = []
    for panel in (browser, window.measure, window.gaps, window.customer, window.threshold):
        if panel in window.shown_panels:
            window.show_panel(panel)
        until(lambda: not (window.gaps.busy or window.customer.busy or window.threshold.busy))
        if panel is window.gaps and not window.gaps.loosen.isVisible():
            near = next(one for one in window.gaps._found.counts.near_misses("4.1"))  # type: ignore[union-attr]
            window.gaps.gaps.choose(("near", "4.1", near))
            until(lambda: not window.gaps.busy)
        for _ in range(5):
            QApplication.processEvents()
        assert (window.width(), window.height()) == (1366, 768)
        for widget in panel.findChildren(QWidget):
            if not isinstance(widget, (QAbstractButton, QLabel, QComboBox, QLineEdit)) or not widget.isVisible():
                continue
            if widget.objectName().startswith("qt_") or isinstance(widget.parent(), (QLineEdit, QAbstractItemView)):
                continue
            parent = widget.parentWidget()
            while parent is not None and not isinstance(parent, QScrollArea):
                parent = parent.parentWidget()
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, 0)
            wrapped = isinstance(widget, QLabel) and widget.wordWrap()
            name = f"{type(panel).__name__}: {type(widget).__name__} {getattr(widget, 'text', str)()!r}"
            if not window.rect().contains(widget.mapTo(window, widget.rect().bottomRight())):
                cut.append(f"{name} outside")
            if not wrapped and widget.width() < widget.minimumSizeHint().width():
                cut.append(f"{name} too narrow")
            if widget.height() < (
                widget.heightForWidth(widget.width()) if wrapped else widget.minimumSizeHint().height()
            ):
                cut.append(f"{name} too low")
    assert cut == []

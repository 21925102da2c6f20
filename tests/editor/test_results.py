"""The results table: every customer of a run, sorted and filtered, saved as a file or as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from editor.viewmodels.results_model import ResultsModel
from editor.views.main_window import MainWindow
from editor.views.results_panel import ResultsTable
from tests.editor.conftest import until


@pytest.fixture
def results(window: MainWindow) -> Iterator[MainWindow]:
    """A window in front of whose panels the results of a run are."""
    window.run()
    until(lambda: window.runs.state == "done")
    window.show_panel(window.results)
    yield window
    window.panels.setCurrentIndex(0)


def settled(window: MainWindow) -> ResultsModel:
    QApplication.processEvents()
    until(lambda: not window.results.model.busy and not window.results._typing.isActive())
    return window.results.model


def outcome(window: MainWindow) -> pa.Table:
    assert window.runs.last is not None
    return window.runs.last.run.outcome


def column(window: MainWindow, heading: str) -> int:
    model = window.results.model
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    return headings.index(heading)


def test_every_customer_is_a_row(results: MainWindow) -> None:
    model, table = results.results.model, outcome(results)
    assert model.rowCount() == table.num_rows > 1900
    assert model.columnCount() == table.num_columns
    assert str(model.index(7, 0).data()) == str(table.column(0)[7].as_py())
    place = column(results, "Purchase")
    assert model.headerData(column(results, "2.1③"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    bits = column(results, "2.1③")
    for row in range(50):
        value = table.column(bits)[row].as_py()
        assert model.index(row, bits).data() == {True: "✓", False: "✗", None: "–"}[value]
        assert model.index(row, place).data() == (table.column(place)[row].as_py() or "–")


def test_the_model_keeps_its_promises(results: MainWindow) -> None:
    model = ResultsModel(results.session, results)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, results)
    model.show_run(results.runs.last)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    until(lambda: not model.busy)
    model.ask(text="1")
    until(lambda: not model.busy)
    model.show_run(None)
    assert model.rowCount() == 0
    del tester


def test_a_heading_sorts(results: MainWindow) -> None:
    header = results.results.table.horizontalHeader()
    spot = header.sectionViewportPosition(0) + 10
    for order in ("ascending", "descending"):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot, header.height() // 2))
        model = settled(results)
        keys = [model.key(row) for row in range(model.rowCount())]
        assert keys == sorted(keys, reverse=order == "descending")  # type: ignore[type-var]


def test_keys_sort_by_the_column_of_the_chosen_field(results: MainWindow) -> None:
    panel, plain = results.results, outcome(results).column(0).to_pylist()
    for expected in (sorted(plain), sorted(plain, reverse=True), plain):
        panel.table.setCurrentIndex(panel.model.index(0, 0))
        panel.order.setFocus()
        QTest.keyClick(panel.order, Qt.Key.Key_Space)
        model = settled(results)
        assert [model.key(row) for row in range(model.rowCount())] == expected


def test_a_cell_filters(results: MainWindow) -> None:
    panel = results.results
    rows = [row for row in range(panel.place.count()) if panel.place.itemData(row)[1] == "3.1"]
    panel.place.setCurrentIndex(rows[0])
    model = settled(results)
    assigned = outcome(results).column("cell_maintain")
    assert model.rowCount() == pc.sum(pc.equal(assigned, "3.1")).as_py() > 0
    expected = set(outcome(results).filter(pc.equal(assigned, "3.1")).column(0).to_pylist())
    assert {model.key(row) for row in range(model.rowCount())} == expected
    panel.place.setCurrentIndex(rows[0] - 1)
    model = settled(results)
    assert model.rowCount() == len(assigned) - assigned.null_count


def test_text_filters_and_sorting_stays(results: MainWindow) -> None:
    results.results.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    settled(results)
    results.results.text.setFocus()
    QTest.keyClicks(results.results.text, "99")
    model = settled(results)
    keys = [model.key(row) for row in range(model.rowCount())]
    expected = [key for key in outcome(results).column(0).to_pylist() if "99" in str(key)]
    assert keys == sorted(expected, reverse=True)
    assert results.results.count.text() == f"{len(expected):,} of {outcome(results).num_rows:,}"


def test_a_row_asks_for_its_customer(results: MainWindow, qtbot: object) -> None:
    wanted: list[object] = []
    results.session.customer_wanted.connect(wanted.append)
    results.results.table.setFocus()
    results.results.table.selectRow(3)
    QTest.keyClick(results.results.table, Qt.Key.Key_Return)
    assert wanted == [results.results.model.key(3)]
    results.session.customer_wanted.disconnect(wanted.append)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_it_is_saved_as_a_file(
    results: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    target = tmp_path / f"outcome{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(target), ""))
    QTest.mouseClick(results.results.file, Qt.MouseButton.LeftButton)
    until(lambda: target.name in results.results.message.text())
    rows = outcome(results).num_rows
    if suffix == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) == rows + 1
    elif suffix == ".parquet":
        assert pq.read_table(target).equals(outcome(results))
    else:
        from python_calamine import CalamineWorkbook

        assert len(CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()) == rows + 1


def test_the_projects_own_data_is_not_overwritten(
    results: MainWindow, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (sample / "written.quad").read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(sample / "sample.duckdb"), ""))
    QTest.mouseClick(results.results.file, Qt.MouseButton.LeftButton)
    until(lambda: results.results.message.text())
    assert (sample / "written.quad").read_bytes() == before


def test_a_table_is_made_and_replaced_only_if_that_is_said(
    results: MainWindow, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [False, True]
    monkeypatch.setattr(QInputDialog, "getText", lambda *given, **named: ("segments", True))

    def may_replace(name: str) -> bool:
        asked.append(name)
        return answers.pop(0)

    monkeypatch.setattr(results.results, "_may_replace", may_replace)
    panel = results.results
    QTest.mouseClick(panel.to_table, Qt.MouseButton.LeftButton)
    until(lambda: "segments" in panel.message.text())
    until(lambda: not results.session.stale)
    assert asked == []
    assert rows_of(results, sample, "segments") == outcome(results).num_rows

    QTest.mouseClick(panel.to_table, Qt.MouseButton.LeftButton)
    until(lambda: asked == ["segments"])
    assert panel.message.text() == ""
    QTest.mouseClick(panel.to_table, Qt.MouseButton.LeftButton)
    until(lambda: len(asked) == 2 and "segments" in panel.message.text())
    until(lambda: not results.session.stale)
    results.session.select("2.2", 1)
    assert results.session.counts is not None


def rows_of(window: MainWindow, sample: Path, table: str) -> int:
    counting = window.session.thread_of_counts
    with counting.away(window.session.document.project), duckdb.connect(str(sample / "sample.duckdb")) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found is not None
    return int(found[0])


def test_a_million_rows_are_neither_copied_nor_slow(results: MainWindow) -> None:
    """Python objects are made for the rows that are painted, and for no others."""
    last = results.runs.last
    assert last is not None
    times = 1_000_000 // last.run.outcome.num_rows + 1
    columns = tuple(pa.concat_arrays([one] * times) for one in last.columns)
    outcome_ = pa.table(columns, names=last.run.outcome.column_names)
    made = 0

    class Counted(ResultsModel):
        def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            nonlocal made
            made += 1
            return super().data(index, role)  # type: ignore[arg-type]

    model, table = Counted(results.session), ResultsTable()
    table.setModel(model)
    table.resize(1000, 400)
    table.show()
    model.show_run(replace(last, columns=columns, run=replace(last.run, outcome=outcome_)))
    assert model.rowCount() >= 1_000_000
    table.scrollToBottom()
    table.grab()
    assert 0 < made < 20_000
    assert table.indexAt(table.viewport().rect().center()).row() > 999_000
    model.sort(0, Qt.SortOrder.DescendingOrder)
    until(lambda: not model.busy)
    assert model.key(0) == pc.max(columns[0]).as_py()
    table.close()


def test_a_question_before_a_table_is_replaced(results: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def press_default(box: QMessageBox) -> int:
        said.append(box.text())
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press_default)
    assert results.results._may_replace("segments") is False
    assert "segments" in said[0]

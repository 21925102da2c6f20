"""The history of runs in the window: what was run, what changed between two runs, and since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from editor.viewmodels.history import FIXED
from editor.viewmodels.matrix_model import CARD_ROLE, Card, MatrixModel
from editor.views.main_window import MainWindow
from engine.history import project_id, store_path
from engine.history.store import open_history
from tests.editor.conftest import until


@pytest.fixture
def fresh(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window whose project has no runs yet; its history is in front."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    load(window)
    window.session.select("3.1", 1)
    window.show_panel(window.history)
    yield window
    window.panels.setCurrentIndex(0)
    window.session.set_last_run(None)


def load(window: MainWindow) -> None:
    with_signal: list[bool] = []
    window.history.model.loaded.connect(lambda: with_signal.append(True))
    window.history.model.load()
    until(lambda: with_signal)


def run(window: MainWindow) -> None:
    before = len(window.history.model.runs)
    window.run()
    until(lambda: not window.runs.running and len(window.history.model.runs) == before + 1)


def edit(window: MainWindow, text: str) -> None:
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.cell.rule, text)
    until(lambda: not window.session.stale)


def card(window: MainWindow, cell: str) -> Card:
    model = window.matrix.model()
    assert isinstance(model, MatrixModel)
    found = model.data(model.index_of(cell), CARD_ROLE)
    assert isinstance(found, Card)
    return found


def test_opening_a_project_makes_no_store(fresh: MainWindow) -> None:
    path = fresh.session.document.path
    assert path is not None
    assert not store_path(path).exists()
    assert "F5" in fresh.history.message.text()
    assert fresh.session.last_run is None


def test_each_run_is_a_row_with_its_counts_and_the_change(fresh: MainWindow) -> None:
    run(fresh)
    edit(fresh, "visits_90d >= 0")
    run(fresh)
    model = fresh.history.model
    newer, older = model.runs
    column = len(FIXED) + [one.cell for one in newer.cells].index("3.1")
    change = newer.cell("3.1").assigned - older.cell("3.1").assigned  # type: ignore[union-attr]
    assert change > 0
    assert model.index(0, column).data() == f"{newer.cell('3.1').assigned:,}  ▲ {change:,}"  # type: ignore[union-attr]
    assert model.index(1, column).data() == f"{older.cell('3.1').assigned:,}"  # type: ignore[union-attr]
    assert model.headerData(column, Qt.Orientation.Horizontal) == "3.1"
    path = fresh.session.document.path
    assert path is not None
    assert open_history(path).runs(project_id(path)) == (newer, older)


def test_one_run_is_compared_with_the_one_before_it_and_two_with_each_other(fresh: MainWindow) -> None:
    for text in ("visits_90d >= 5", "visits_90d >= 3", "visits_90d >= 0"):
        edit(fresh, text)
        run(fresh)
    changes, runs = fresh.history.changes, fresh.history.model.runs
    assert changes.pair == (runs[1], runs[0])
    assert "3.1①: visits_90d >= 3 → visits_90d >= 0" in fresh.history.rules.toPlainText()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    fresh.history.list.selectionModel().select(fresh.history.model.index(2, 0), flags)
    QApplication.processEvents()
    assert changes.pair == (runs[2], runs[0])
    rows = {str(changes.index(row, 0).data()).strip(): row for row in range(changes.rowCount())}
    row = next(row for name, row in rows.items() if name.startswith("3.1"))
    before, after = runs[2].cell("3.1"), runs[0].cell("3.1")
    assert before is not None and after is not None
    shown = [changes.index(row, column).data() for column in (1, 2, 3)]
    assert shown == [f"{before.assigned:,}", f"{after.assigned:,}", f"▲ {after.assigned - before.assigned:,}"]


def test_a_card_says_what_changed_since_the_last_run(fresh: MainWindow) -> None:
    run(fresh)
    assert card(fresh, "3.1").since_run == 0
    before = card(fresh, "3.1").count
    edit(fresh, "visits_90d >= 0")
    now = card(fresh, "3.1")
    assert now.count is not None and before is not None
    assert now.since_run == now.count - before > 0
    model = fresh.matrix.model()
    assert isinstance(model, MatrixModel)
    assert "since the last run" in model.spoken(now)
    run(fresh)
    assert card(fresh, "3.1").since_run == 0


def test_the_runs_can_lie_beside_the_project(fresh: MainWindow) -> None:
    run(fresh)
    path = fresh.session.document.path
    assert path is not None
    fresh.history.beside.setFocus()
    QTest.keyClick(fresh.history.beside, Qt.Key.Key_Space)
    own = path.with_name("written.runs.sqlite")
    until(own.exists)
    until(lambda: len(fresh.history.model.runs) == 1 and fresh.history.model.beside)
    assert fresh.history.beside.isChecked()
    QTest.keyClick(fresh.history.beside, Qt.Key.Key_Space)
    until(lambda: not own.exists() and len(fresh.history.model.runs) == 1)


def test_a_damaged_history_is_said_and_spoils_no_run(fresh: MainWindow) -> None:
    run(fresh)
    path = fresh.session.document.path
    assert path is not None
    store_path(path).write_bytes(b"no database at all " * 400)
    fresh.run()
    until(lambda: not fresh.runs.running)
    assert fresh.runs.state == "done"
    assert "set aside" in fresh.run_panel.report.toPlainText()
    until(lambda: len(fresh.history.model.runs) == 1)


def test_the_models_keep_their_promises(fresh: MainWindow) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode, fresh) for model in (fresh.history.model, fresh.history.changes)]
    run(fresh)
    run(fresh)
    fresh.history.changes.show_runs(None, None)
    assert len(testers) == 2

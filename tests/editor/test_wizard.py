"""A new project from data: proposed, corrected, written, and ready to be counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit

from editor.i18n.texts import Words
from editor.viewmodels.tasks import TaskRunner
from editor.viewmodels.wizard import Draft, names_in
from editor.views.wizard_dialog import WizardDialog
from editor.workers.starting import look
from engine.project.file import load
from engine.run import run_workspace
from engine.workspace import open_workspace
from tests.editor.conftest import until


@pytest.fixture
def wizard(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WizardDialog]:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    runner = TaskRunner()
    made = WizardDialog(Words("en"), runner.run_task)
    made.show()
    yield made
    made.reject()
    made.deleteLater()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small shop: members, their orders, and the lines of those."""
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            CREATE TABLE members (member_id INTEGER PRIMARY KEY, city TEXT, joined DATE);
            CREATE TABLE orders (order_id INTEGER PRIMARY KEY, member_id INTEGER, ordered_on DATE, paid_on DATE);
            CREATE TABLE order_lines (line_id INTEGER PRIMARY KEY, order_id INTEGER, price INTEGER);
            CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
            INSERT INTO members VALUES (1, '서울', '2024-01-01'), (2, '부산', '2024-02-01');
            INSERT INTO orders VALUES (10, 1, '2024-03-01', '2024-03-02'), (11, 1, '2024-04-01', NULL);
            INSERT INTO order_lines VALUES (100, 10, 5), (101, 11, 7);
            """
        )
    connection.close()
    return path


def go_on(wizard: WizardDialog) -> None:
    QTest.mouseClick(wizard.next, Qt.MouseButton.LeftButton)
    until(wizard.next.isEnabled)


def name_data(wizard: WizardDialog, kind: str, path: Path) -> None:
    wizard.fields.kind.setCurrentIndex(wizard.fields.kind.findData(kind))
    line = wizard.fields.field("path").findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(str(path))


def row_of(wizard: WizardDialog, table: str) -> int:
    boxes = [wizard.tables.table.cellWidget(row, 0) for row in range(wizard.tables.table.rowCount())]
    return next(row for row, box in enumerate(boxes) if isinstance(box, QCheckBox) and box.text() == table)


def test_what_is_proposed_becomes_a_project_that_counts(wizard: WizardDialog, shop: Path, tmp_path: Path) -> None:
    name_data(wizard, "sqlite", shop)
    go_on(wizard)
    assert wizard.pages.currentIndex() == 1
    assert (wizard.tables.subject.currentText(), wizard.tables.key.currentText()) == ("members", "member_id")
    go_on(wizard)
    wizard.stages.setPlainText("구매\n재구매")
    wizard.levels.setPlainText("High, Low")
    go_on(wizard)
    assert wizard.file.text() == str(tmp_path / "shop.quad")
    go_on(wizard)
    assert wizard.result() == QDialog.DialogCode.Accepted
    assert wizard.project == tmp_path / "shop.quad"
    project = load(wizard.project).project
    assert project is not None
    assert project.source == "shop.sqlite"
    assert [one.labels.ko for one in project.matrix.stages] == ["구매", "재구매"]
    assert [cell.id for cell in project.matrix.cells] == ["1.1", "1.2", "2.1", "2.2"]
    assert set(project.relations) == {"orders", "order_lines"}
    assert project.relations["order_lines"].of == "orders"
    with open_workspace(wizard.project) as workspace:
        assert run_workspace(workspace).accounting.subjects == 2


def test_what_is_proposed_can_be_corrected(wizard: WizardDialog, shop: Path) -> None:
    name_data(wizard, "sqlite", shop)
    go_on(wizard)
    orders = row_of(wizard, "orders")
    time = wizard.tables.table.cellWidget(orders, 2)
    assert isinstance(time, QComboBox)
    time.setCurrentIndex(time.findData("paid_on"))
    lines = wizard.tables.table.cellWidget(row_of(wizard, "order_lines"), 0)
    assert isinstance(lines, QCheckBox)
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Space)
    for _ in range(3):
        go_on(wizard)
    assert wizard.project is not None
    project = load(wizard.project).project
    assert project is not None
    assert {name: one.time for name, one in project.relations.items()} == {"orders": "paid_on"}


def test_another_subject_proposes_its_own_tables(wizard: WizardDialog, shop: Path) -> None:
    name_data(wizard, "sqlite", shop)
    go_on(wizard)
    wizard.tables.subject.setCurrentText("orders")
    assert wizard.draft is not None
    assert wizard.tables.key.currentText() == "order_id"
    assert {line.table for line in wizard.draft.lines if line.used} == {"order_lines"}
    assert row_of(wizard, "members") >= 0


def test_going_back_keeps_what_was_corrected(wizard: WizardDialog, shop: Path) -> None:
    name_data(wizard, "sqlite", shop)
    go_on(wizard)
    wizard.tables.subject.setCurrentText("orders")
    QTest.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    assert wizard.pages.currentIndex() == 0
    go_on(wizard)
    assert wizard.tables.subject.currentText() == "orders"


def test_what_is_missing_is_said(wizard: WizardDialog, shop: Path, tmp_path: Path) -> None:
    go_on(wizard)
    assert "File" in wizard.message.text()
    name_data(wizard, "sqlite", tmp_path / "none.sqlite")
    go_on(wizard)
    assert "none.sqlite" in wizard.message.text()
    assert wizard.pages.currentIndex() == 0
    name_data(wizard, "sqlite", shop)
    go_on(wizard)
    go_on(wizard)
    wizard.stages.clear()
    go_on(wizard)
    assert wizard.pages.currentIndex() == 2
    assert wizard.message.text() == "Write at least one stage."


def test_a_file_that_is_there_is_not_replaced(wizard: WizardDialog, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "shop.quad").write_text("mine", encoding="utf-8")
    name_data(wizard, "sqlite", shop)
    for _ in range(4):
        go_on(wizard)
    assert wizard.project is None
    assert "shop.quad" in wizard.message.text()
    assert (tmp_path / "shop.quad").read_text(encoding="utf-8") == "mine"
    wizard.file.setText(str(tmp_path / "other"))
    go_on(wizard)
    assert wizard.project == tmp_path / "other.quad"


def test_a_folder_of_files(wizard: WizardDialog, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "customers.csv").write_text("customer_id,city\n1,서울\n2,부산\n", encoding="utf-8")
    (folder / "visits.csv").write_text("customer_id,visited_on\n1,2024-01-01\n", encoding="utf-8")
    name_data(wizard, "folder", folder)
    for _ in range(4):
        go_on(wizard)
    assert wizard.project is not None
    project = load(wizard.project).project
    assert project is not None
    assert (project.subject.table, project.relations["visits"].time) == ("customers", "visited_on")


def test_what_hangs_on_a_table_that_is_not_used_is_left_out(shop: Path) -> None:
    draft = Draft(look(str(shop), None, None, lambda share, what: None, lambda: False))
    draft.change("orders", used=False)
    assert draft.relations == ()


def test_names_one_a_line() -> None:
    assert names_in(" 참여 \n\n구매, 유지\n참여\n") == ("참여", "구매", "유지")

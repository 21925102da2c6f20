"""Cells of the matrix: added, copied, pasted, cleared and removed, one undo each; the match mode of a cell."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.commands import cells
from editor.viewmodels.criteria_model import COLUMNS
from editor.views.main_window import MainWindow
from engine.project.model import Cell
from tests.editor.conftest import until
from tests.editor.test_window import CTRL, card, counted, press, type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier


def cell(window: MainWindow, name: str = "2.1") -> Cell:
    found = window.session.document.project.matrix.cell(name)
    assert found is not None
    return found


def numbers(window: MainWindow, name: str = "2.1") -> list[int]:
    return [one.n for one in cell(window, name).criteria]


def test_a_cell_is_removed_and_added_where_its_place_is_empty(window: MainWindow) -> None:
    before = window.session.document.project
    window.matrix.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert window.session.document.project.matrix.cell("2.1") is None
    assert window.session.place == ("purchase", "high")
    assert window.cell.add_cell.isVisible()
    counted(window)
    press(window, Qt.Key.Key_Return, on=window.matrix)
    made = cell(window, "2.1")
    assert (made.stage, made.level, made.criteria) == ("purchase", "high", ())
    assert window.session.cell == "2.1"
    counted(window)
    assert card(window, "2.1").state == "not_defined"
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    assert window.session.cell == "2.1"


def test_a_cell_is_copied_and_pasted_by_keys(window: MainWindow) -> None:
    before = cell(window, "3.1")
    window.matrix.setFocus()
    press(window, Qt.Key.Key_C, CTRL)
    window.session.select("3.1", 1)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_V, CTRL)
    pasted, source = cell(window, "3.1"), cell(window, "2.1")
    assert (pasted.criteria, pasted.labels, pasted.match) == (source.criteria, source.labels, source.match)
    assert (pasted.stage, pasted.level) == (before.stage, before.level)
    counted(window)
    press(window, Qt.Key.Key_Z, CTRL)
    assert cell(window, "3.1") == before


def test_a_copied_cell_is_text_for_other_programs(window: MainWindow) -> None:
    window.matrix.setFocus()
    press(window, Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "2.1 Likely buyer"
    assert len(lines) == 6
    assert lines[3].startswith("3. Five site visits")


def test_a_cell_is_pasted_into_another_window(window: MainWindow, tmp_path: Path, sample: Path) -> None:
    from editor.viewmodels.session import Session

    (tmp_path / "sample.duckdb").symlink_to(sample / "sample.duckdb")
    (tmp_path / "other.quad").write_bytes((sample / "written.quad").read_bytes())
    window.matrix.setFocus()
    press(window, Qt.Key.Key_C, CTRL)
    session = Session(tmp_path / "other.quad", "ko")
    other = MainWindow(session, dark=False)
    other.show()
    until(lambda: not session.stale)
    session.select("1.1", 1)
    other.matrix.setFocus()
    other.actions_["paste_cell"].trigger()
    found = session.document.project.matrix.cell("1.1")
    assert found is not None
    assert found.criteria == cell(window, "2.1").criteria
    other.session.undo()
    other.close()
    other.deleteLater()
    window.activateWindow()


def test_what_is_no_cell_is_not_pasted(window: MainWindow) -> None:
    before = window.session.document.project
    for data, text in ((b"{", ""), (b'{"id": 3}', ""), (b"", "hello")):
        held = QMimeData()
        if data:
            held.setData(cells.MIME, data)
        held.setText(text)
        QApplication.clipboard().setMimeData(held)
        window.actions_["paste_cell"].trigger()
        assert window.session.document.project is before
        assert "no copied cell" in window.statusBar().currentMessage()


def test_packing_keeps_a_cell_as_it_is(window: MainWindow) -> None:
    for one in window.session.document.project.matrix.cells:
        assert cells.unpacked(cells.packed(one)) == one


def test_cut_clear_and_duplicate(window: MainWindow) -> None:
    before = window.session.document.project
    window.matrix.setFocus()
    press(window, Qt.Key.Key_D, CTRL)
    assert window.session.document.project is before
    assert "Every place has a cell" in window.statusBar().currentMessage()
    press(window, Qt.Key.Key_X, CTRL)
    assert before.matrix.cell("2.1") is not None
    assert window.session.document.project.matrix.cell("2.1") is None
    window.session.select("2.2", 1)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_D, CTRL)
    assert cell(window, "2.1").criteria == cell(window, "2.2").criteria
    press(window, Qt.Key.Key_Delete, CTRL)
    assert cell(window, "2.1").criteria == ()
    counted(window)
    assert card(window, "2.1").state == "not_defined"
    for _ in range(3):
        press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before


def test_keys_of_the_matrix_do_not_reach_into_texts(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    press(window, Qt.Key.Key_Delete)
    assert window.session.document.project.matrix.cell("2.1") is not None
    assert cell(window).criteria[2].rule == ""


def test_name_and_description_in_both_languages(window: MainWindow) -> None:
    before = cell(window)
    window.matrix.setFocus()
    press(window, Qt.Key.Key_F2)
    field = window.cell.texts.fields["labels", "en"]
    assert QApplication.focusWidget() is field
    type_text(field, "Buyer")
    assert (cell(window).labels.en, cell(window).labels.ko) == ("Buyer", before.labels.ko)
    assert card(window, "2.1").name == "Buyer"
    korean = window.cell.texts.fields["description", "ko"]
    korean.setFocus()
    type_text(korean, "설명")
    assert cell(window).description.ko.startswith("설명")
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    assert cell(window) == before
    window.cell.texts_button.setChecked(False)


def test_the_foot_adds_up_to_everybody(window: MainWindow) -> None:
    counts = window.session.counts
    assert counts is not None
    assert counts.in_one + counts.in_several + counts.unassigned + counts.in_no_stage == counts.subjects
    shown = window.findChild(type(window.matrix.parentWidget()))
    text = shown.totals.text()  # type: ignore[union-attr]
    for number in (counts.in_one, counts.in_several, counts.unassigned, counts.in_no_stage, counts.subjects):
        assert f"{number:,}" in text


def test_a_card_says_what_the_last_edit_changed(window: MainWindow) -> None:
    window.session.select("3.1", 1)
    before = card(window, "3.1").count
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    window.cell.rule.insertPlainText("웹방문_90일 >= 0")
    counted(window)
    after = card(window, "3.1")
    assert before is not None and after.count is not None
    assert after.change == after.count - before > 0
    assert f"▲ {after.change:,}" in str(window.matrix.currentIndex().data())


# -- criteria ----------------------------------------------------------------------------------------------


def test_criteria_are_moved_by_keys_and_keep_their_numbers(window: MainWindow) -> None:
    window.cell.table.setFocus()
    press(window, Qt.Key.Key_Up, CTRL, SHIFT)
    assert numbers(window) == [1, 3, 2, 4, 5]
    assert window.session.criterion == 3
    assert window.cell.table.currentIndex().row() == 1
    press(window, Qt.Key.Key_Down, CTRL, SHIFT)
    press(window, Qt.Key.Key_Down, CTRL, SHIFT)
    assert numbers(window) == [1, 2, 4, 3, 5]
    for _ in range(3):
        press(window, Qt.Key.Key_Z, CTRL)
    assert numbers(window) == [1, 2, 3, 4, 5]


def test_criteria_are_moved_by_dragging(window: MainWindow) -> None:
    model = window.cell.model
    data = model.mimeData([model.index(3, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index(-1, -1))
    assert numbers(window) == [4, 1, 2, 3, 5]
    data = model.mimeData([model.index(0, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(-1, -1))
    assert numbers(window) == [1, 2, 3, 5, 4]
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    assert numbers(window) == [1, 2, 3, 4, 5]


def test_delete_removes_the_chosen_criterion(window: MainWindow) -> None:
    window.cell.table.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert numbers(window) == [1, 2, 4, 5]
    assert window.session.criterion == 4
    press(window, Qt.Key.Key_Z, CTRL)
    assert numbers(window) == [1, 2, 3, 4, 5]


def test_points_and_threshold_make_a_score(window: MainWindow) -> None:
    window.cell.match.setFocus()
    window.cell.match.setCurrentIndex(3)
    assert cell(window).match.mode == "score"
    for row, points in enumerate(("10", "20.5", "30")):
        index = window.cell.model.index(row, COLUMNS.index("weight"))
        window.cell.table.setCurrentIndex(index)
        QTest.keyClicks(window.cell.table, points[:1])
        field = QApplication.focusWidget()
        QTest.keyClicks(field, points[1:])
        press(window, Qt.Key.Key_Return, on=field)
    assert [str(one.weight) for one in cell(window).criteria[:3]] == ["10", "20.5", "30"]
    window.cell.score.setFocus()
    window.cell.score.setValue(90)
    counted(window)
    assert "60.5" in window.cell.match_message.text()
    window.cell.score.setValue(30.5)
    counted(window)
    assert window.cell.match_message.text() == ""
    assert window.cell.score.text() == "30.5"
    one, two, three = (test for test in window.session.counts.cells["2.1"].criteria[:3])  # type: ignore[union-attr]
    assert card(window, "2.1").count is not None
    assert max(one.met, two.met) <= one.met + two.met + three.met
    weight = window.cell.model.index(0, COLUMNS.index("weight"))
    window.cell.model.setData(weight, "ten")
    assert str(cell(window).criteria[0].weight) == "10"


def test_at_least_k_is_held_to_what_is_active_and_says_so(window: MainWindow) -> None:
    window.cell.match.setFocus()
    window.cell.match.setCurrentIndex(2)
    assert window.cell.k.maximum() == 5
    window.cell.k.setValue(5)
    on = window.cell.model.index(0, COLUMNS.index("on"))
    window.cell.model.setData(on, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    counted(window)
    assert "4" in window.cell.match_message.text() and "5" in window.cell.match_message.text()
    assert card(window, "2.1").count is None or card(window, "2.1").count == 0
    assert window.cell.k.suffix() == " / 4"
    window.cell.k.setValue(4)
    assert window.cell.k.maximum() == 4
    counted(window)
    assert window.cell.match_message.text() == ""
    required = window.cell.model.index(1, COLUMNS.index("required"))
    assert not window.cell.table.isColumnHidden(COLUMNS.index("required"))
    window.cell.model.setData(required, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert cell(window).criteria[1].required
    assert window.cell.k.suffix() == " / 3"


def test_columns_are_those_of_the_mode(window: MainWindow) -> None:
    table = window.cell.table
    shown = {}
    for place, mode in enumerate(("all", "any", "at_least", "score")):
        window.cell.match.setCurrentIndex(place)
        shown[mode] = [name for name in ("required", "weight") if not table.isColumnHidden(COLUMNS.index(name))]
    assert shown == {"all": [], "any": ["required"], "at_least": ["required"], "score": ["required", "weight"]}


def test_name_and_note_of_a_criterion_in_both_languages(window: MainWindow) -> None:
    window.cell.details_button.click()
    before = cell(window).criteria[2]
    note = window.cell.details.fields["note", "ko"]
    assert note.isVisible()
    note.setFocus()
    type_text(note, "메모")
    assert cell(window).criteria[2].note.ko.endswith("메모")
    label = window.cell.details.fields["labels", "en"]
    label.setFocus()
    press(window, Qt.Key.Key_A, CTRL)
    type_text(label, "Visits")
    assert cell(window).criteria[2].labels.en == "Visits"
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    assert cell(window).criteria[2] == before
    window.cell.details_button.click()


def test_rows_text_or_both(window: MainWindow) -> None:
    rule, rows = window.cell.rule, window.cell.rows
    rule.setFocus()
    assert rule.isVisible() and rows.isVisible()
    press(window, Qt.Key.Key_E, CTRL)
    assert window.cell.box.view == "rows"
    assert rows.isVisible() and not rule.isVisible()
    assert rows.isAncestorOf(QApplication.focusWidget())
    press(window, Qt.Key.Key_E, CTRL)
    assert rule.isVisible() and not rows.isVisible()
    assert QApplication.focusWidget() is rule
    QTest.mouseClick(window.cell.box.views["rows"], Qt.MouseButton.LeftButton)
    window.session.apply(_broken(window))
    assert rule.isVisible(), "what rows cannot show is shown as text"
    press(window, Qt.Key.Key_E, CTRL)
    press(window, Qt.Key.Key_E, CTRL)
    assert window.cell.box.view == "both"


def _broken(window: MainWindow):  # type: ignore[no-untyped-def]
    from editor.commands.edits import set_rule

    return set_rule(window.session.document.project, "2.1", 3, "score(")

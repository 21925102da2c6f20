"""The window as a marketer uses it: by keys and mouse."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QTabWidget,
    QWidget,
)

from editor.i18n.texts import TEXTS
from editor.viewmodels.criteria_model import COLUMNS, CriteriaModel
from editor.viewmodels.matrix_model import CARD_ROLE, Card, MatrixModel
from editor.views.main_window import MainWindow
from engine.run import run_workspace
from engine.workspace import open_workspace
from tests.editor.conftest import until

HANGUL = re.compile("[가-힣]")


def card(window: MainWindow, cell: str) -> Card:
    model = window.matrix.model()
    assert isinstance(model, MatrixModel)
    found = model.data(model.index_of(cell), CARD_ROLE)
    assert isinstance(found, Card)
    return found


def counted(window: MainWindow) -> None:
    until(lambda: not window.session.stale)


def type_rule(window: MainWindow, text: str) -> None:
    """Replace the rule by keys."""
    window.cell.rule.setFocus()
    QTest.keyClick(window.cell.rule, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(window.cell.rule, text)


def type_text(widget: QWidget, text: str) -> None:
    """Latin letters by keys, Hangul as an input method gives it: composed, then committed."""
    for char in text:
        if char == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif char.isascii():
            QTest.keyClicks(widget, char)
        else:
            compose(widget, char)
            compose(widget, "", char)


def rule_of(window: MainWindow, cell: str = "2.1", n: int = 3) -> str:
    found = window.session.document.project.matrix.cell(cell)
    assert found is not None
    return next(one.rule for one in found.criteria if one.n == n)


def shown_overlaps(window: MainWindow) -> list[str]:
    model = window.gaps.model
    size = range(model.rowCount())
    return [str(model.index(row, column).data()) for row in size for column in size if row != column]


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    QTest.keyClick(on or QApplication.focusWidget() or window, key, held)
    QApplication.processEvents()


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


# -- counts ------------------------------------------------------------------------------------------------


def test_the_sample_opens_counted(window: MainWindow) -> None:
    cells = window.session.document.project.matrix.cells
    assert len(cells) == 15
    for cell in cells:
        assert card(window, cell.id).count is not None
    header = window.matrix.model().headerData(1, Qt.Orientation.Horizontal)
    assert "unassigned" in str(header)


def test_an_edit_changes_card_overlaps_and_funnel_without_a_click(window: MainWindow) -> None:
    window.session.select("3.1", 1)
    before, overlaps = card(window, "3.1").count, shown_overlaps(window)
    funnel = str(window.funnel.table.model().index(1, 1).data())
    type_rule(window, "웹방문_90일 >= 0")
    counted(window)
    after = card(window, "3.1").count
    assert before is not None and after is not None and after > before
    assert shown_overlaps(window) != overlaps
    assert str(window.funnel.table.model().index(1, 1).data()) != funnel


def test_numbers_are_grey_and_never_zero_while_they_are_counted(window: MainWindow) -> None:
    before = card(window, "2.2").count
    type_rule(window, "웹방문_90일 >= 1")
    if window.session.stale:
        held = card(window, "2.2")
        assert held.stale
        assert held.count == before
        column = COLUMNS.index("alone")
        brush = window.cell.model.data(window.cell.model.index(0, column), Qt.ItemDataRole.ForegroundRole)
        assert brush is not None
    else:  # it was counted between two keys
        pytest.skip("too fast to see")
    counted(window)
    assert not card(window, "2.2").stale


def test_card_is_run_is_command_line(window: MainWindow, sample: Path) -> None:
    with open_workspace(sample / "written.quad") as workspace:
        run = run_workspace(workspace)
    counts = {one.cell: one.assigned for ledger in run.accounting.stages for one in ledger.cells}
    line = subprocess.run(
        [sys.executable, "-c", "from engine.cli import main; main()", "run", str(sample / "written.quad"), "--json"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    said = json.loads(line.stdout)
    printed = {one["cell"]: one["assigned"] for stage in said["stages"] for one in stage["cells"]}
    assert printed == counts
    assert {cell: card(window, cell).count for cell in counts} == counts


def test_invalid_text_is_kept_and_blocks_its_cell(window: MainWindow) -> None:
    type_rule(window, "웹방문_90일 >=")
    counted(window)
    assert rule_of(window) == "웹방문_90일 >="
    assert window.cell.rule.toPlainText() == "웹방문_90일 >="
    shown = card(window, "2.1")
    assert shown.state == "unfinished"
    assert shown.count is None
    assert "unfinished" in str(window.matrix.model().data(window.matrix.currentIndex()))
    label = window.cell.model.index(window.cell.model.row_of(3), COLUMNS.index("label"))
    assert str(label.data()).startswith("⚠")
    window.session.select("2.2", 1)
    window.session.select("2.1", 3)
    assert window.cell.rule.toPlainText() == "웹방문_90일 >="


# -- undo --------------------------------------------------------------------------------------------------


def test_typing_is_one_undo(window: MainWindow) -> None:
    before = rule_of(window)
    type_rule(window, "웹방문_90일 >= 12")
    press(window, Qt.Key.Key_Z, CTRL)
    assert rule_of(window) == before
    assert window.cell.rule.toPlainText() == before
    QTest.keySequence(window.cell.rule, window.redo_action.shortcut())
    assert rule_of(window) == "웹방문_90일 >= 12"


def test_undo_is_the_same_in_a_label(window: MainWindow) -> None:
    model = window.cell.model
    index = model.index(model.row_of(3), COLUMNS.index("label"))
    before = str(index.data())
    window.cell.table.setCurrentIndex(index)
    window.cell.table.edit(index)
    field = window.cell.table.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(field, "Visits")
    assert str(model.index(index.row(), index.column()).data()) == "Visits"
    press(window, Qt.Key.Key_Z, CTRL, on=field)
    assert str(model.index(index.row(), index.column()).data()) == before
    assert field.text() == before
    press(window, Qt.Key.Key_Escape, on=field)


def test_undo_is_the_same_for_match_mode_and_policy(window: MainWindow) -> None:
    window.cell.match.setFocus()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    cell = window.session.document.project.matrix.cell("2.1")
    assert cell is not None and cell.match.mode == "at_least"
    window.cell.k.setFocus()
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project.matrix.cell("2.1").match.mode == "all"  # type: ignore[union-attr]
    window.policy.setFocus()
    before = window.session.document.project.matrix.hit_policy
    press(window, Qt.Key.Key_Down)
    assert window.session.document.project.matrix.hit_policy != before
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project.matrix.hit_policy == before
    assert window.session.document.undo_step is None


def test_a_fix_is_two_keys_and_one_undo(window: MainWindow) -> None:
    type_rule(window, "웹방믄_90일 >= 5")
    counted(window)
    window.session.document.seal()
    press(window, Qt.Key.Key_Period, CTRL)
    assert rule_of(window) == "visits_90d >= 5"
    press(window, Qt.Key.Key_Z, CTRL)
    assert rule_of(window) == "웹방믄_90일 >= 5"


# -- keys and the wheel ------------------------------------------------------------------------------------


def test_the_wheel_changes_nothing_unfocused(window: MainWindow) -> None:
    before = window.session.document.project
    window.matrix.setFocus()
    for widget in (window.cell.match, window.policy, window.cell.k):
        centre = QPointF(widget.rect().center())
        event = QWheelEvent(
            centre,
            QPointF(widget.mapToGlobal(centre.toPoint())),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
    assert window.session.document.project is before


def test_f8_goes_to_the_next_problem(window: MainWindow) -> None:
    type_rule(window, "웹방문_90일 >=")
    window.session.select("5.1", 1)
    type_rule(window, "없는_항목 = 1")
    counted(window)
    seen = []
    for _ in range(window.problems.list.count()):
        press(window, Qt.Key.Key_F8, on=window.cell.rule)
        seen.append((window.session.cell, window.session.criterion))
    assert len(seen) >= 2 and {("2.1", 3), ("5.1", 1)} <= set(seen)


def test_alt_and_arrows_walk_between_cells(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_Down, ALT)
    assert window.session.cell == "2.2"
    press(window, Qt.Key.Key_Right, ALT)
    assert window.session.cell == "3.2"
    press(window, Qt.Key.Key_Up, ALT)
    press(window, Qt.Key.Key_Left, ALT)
    assert window.session.cell == "2.1"


def test_ctrl_enter_adds_a_row_to_type_in(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_Return, CTRL)
    added = window.session.criterion
    assert added == 6
    assert QApplication.focusWidget() is window.cell.rule
    type_text(window.cell.rule, "나이 >= 30")
    assert rule_of(window, "2.1", added) == "나이 >= 30"
    counted(window)
    assert card(window, "2.1").state == "ok"


# -- Hangul ------------------------------------------------------------------------------------------------


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def test_nothing_happens_while_a_syllable_is_composed(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_End, CTRL)
    before, marks = rule_of(window), window.cell.rule.extraSelections()
    message, sentence = window.cell.message.text(), window.cell.sentence.text()
    for preedit in ("ㄱ", "그", "글"):
        compose(window.cell.rule, preedit)
        assert window.cell.rule.composing
        assert rule_of(window) == before
        assert len(window.cell.rule.extraSelections()) == len(marks)
        assert (window.cell.message.text(), window.cell.sentence.text()) == (message, sentence)
    compose(window.cell.rule, "", "글")
    assert rule_of(window) == before + "글"
    assert not window.cell.rule.composing


def test_a_composition_arrives_whole_where_it_was_typed(window: MainWindow) -> None:
    window.cell.rule.setFocus()
    press(window, Qt.Key.Key_End, CTRL)
    before, other = rule_of(window), rule_of(window, "2.2", 1)
    compose(window.cell.rule, "그")
    window.session.select("2.2", 1)
    assert rule_of(window) == before + "그"
    assert rule_of(window, "2.2", 1) == other
    assert window.cell.rule.toPlainText() == other


# -- both languages, names, sizes --------------------------------------------------------------------------


def texts_of(window: MainWindow) -> list[str]:
    """Every text that the window shows or says."""
    found: list[str] = [window.windowTitle()]
    for action in window.actions():
        found += [action.text(), action.toolTip(), action.statusTip()]
    for widget in [window, *window.findChildren(QWidget)]:
        found += [widget.toolTip(), widget.statusTip(), widget.whatsThis()]
        found += [widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, (QAbstractButton, QLabel)):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found += [widget.itemText(row) for row in range(widget.count())]
        if isinstance(widget, QTabWidget):
            found += [widget.tabText(row) for row in range(widget.count())]
        if isinstance(widget, QListWidget):
            found += [widget.item(row).text() for row in range(widget.count())]
        elif (
            isinstance(widget, QAbstractItemView)
            and not isinstance(widget, QListView)
            and (model := widget.model()) is not None
        ):
            for column in range(model.columnCount(QModelIndex())):
                found.append(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
                for row in range(model.rowCount(QModelIndex())):
                    found.append(str(model.index(row, column, QModelIndex()).data() or ""))
                    found.append(
                        str(model.index(row, column, QModelIndex()).data(Qt.ItemDataRole.AccessibleTextRole) or "")
                    )
    return [text for text in found if text]


def test_the_language_switch_is_complete(window: MainWindow) -> None:
    project = window.session.document.project
    written = [one.rule for cell in project.matrix.cells for one in cell.criteria]
    written += [measure.rule for measure in project.measures.values()]
    rules = {" ".join(rule.split()) for rule in written}
    own = TEXTS["language"][0]
    english = {en for en, ko in TEXTS.values() if en != ko and "{" not in en}
    korean = {ko for en, ko in TEXTS.values() if en != ko and "{" not in en}
    type_rule(window, "웹방문_90일 >= 4")
    counted(window)
    for _ in range(2):
        window.session.set_language("en")
        QApplication.processEvents()
        left = [
            text
            for text in texts_of(window)
            if (text in korean or HANGUL.search(text))
            and text != own
            and not any(rule and rule in text for rule in (*rules, "웹방문_90일"))
        ]
        assert left == []
        window.session.set_language("ko")
        QApplication.processEvents()
        left = [text for text in texts_of(window) if text in english and text != TEXTS["language"][1]]
        assert left == []


def test_one_criterion_is_not_several(window: MainWindow) -> None:
    words = window.session.words
    assert words("criteria_count", n=1) == "1 criterion"
    assert words("criteria_count", n=2) == "2 criteria"


def test_every_focusable_widget_has_a_name(window: MainWindow) -> None:
    nameless = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(window):
            continue
        if widget.objectName() in ("qt_spinbox_lineedit", "qt_tabwidget_tabbar"):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name):
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_twice_the_font_fits_a_small_screen(window: MainWindow, qapp: QApplication) -> None:
    font = qapp.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(font)
    for language in ("en", "ko"):
        window.session.set_language(language)
        window.resize(1366, 768)
        for _ in range(5):
            QApplication.processEvents()
        assert window.width() <= 1366
        assert window.height() <= 768
        cut = []
        for widget in window.cell.findChildren(QWidget):
            if not isinstance(widget, (QAbstractButton, QLabel, QComboBox)) or not widget.isVisible():
                continue
            if window.cell.below.isAncestorOf(widget):
                window.cell.below.ensureWidgetVisible(widget)
            inside = window.rect().contains(widget.mapTo(window, widget.rect().bottomRight()))
            wrapped = isinstance(widget, QLabel) and widget.wordWrap()
            if not inside or (not wrapped and widget.width() < widget.minimumSizeHint().width()):
                cut.append(f"{type(widget).__name__} {getattr(widget, 'text', str)()!r}")
            if wrapped and widget.height() < widget.heightForWidth(widget.width()):
                cut.append(f"{type(widget).__name__} {widget.text()!r}")  # type: ignore[union-attr]
        assert cut == []


# -- models ------------------------------------------------------------------------------------------------


def test_models_keep_the_rules_of_models(window: MainWindow) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    criteria = CriteriaModel(window.session)
    matrix = MatrixModel(window.session)
    testers = [QAbstractItemModelTester(criteria, mode), QAbstractItemModelTester(matrix, mode)]
    window.cell.add_criterion()
    type_rule(window, "나이 >= 30")
    window.session.select("4.1", 2)
    window.session.undo()
    window.session.set_language("ko")
    counted(window)
    del testers
    criteria.deleteLater()
    matrix.deleteLater()

"""What happens around the editor: a file that others write, counting that takes long or breaks, edits kept safe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.commands.edits import set_rule
from editor.views.main_window import MainWindow
from engine.cancel import Cancelled
from tests.editor.conftest import until
from tests.editor.test_window import CTRL, card, counted, press, rule_of, type_rule


@pytest.fixture
def file(window: MainWindow, sample: Path) -> Iterator[Path]:
    """The project's file; afterwards it is as it was, and the window has seen that."""
    path = sample / "written.quad"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)
    if window.session.document.changed_on_disk():
        found = window.session.document.read_again()
        assert found is not None
        window.session.document.take_over(found)
    window.disk_bar._answered()


def written_by_another(file: Path, old: str = "5회 이상", new: str = "6회 이상") -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def noticed(window: MainWindow) -> None:
    window.disk_bar.look()
    until(window.disk_bar.isVisible)


def test_a_file_that_others_wrote_is_noticed_by_itself(window: MainWindow, file: Path) -> None:
    assert not window.disk_bar.isVisible()
    written_by_another(file)
    until(window.disk_bar.isVisible)
    assert "Somebody else" in window.disk_bar.text.text()


def test_the_file_s_version_is_taken_over_and_undone(window: MainWindow, file: Path) -> None:
    before = window.session.document.project
    written_by_another(file)
    noticed(window)
    QTest.mouseClick(window.disk_bar.show_changes, Qt.MouseButton.LeftButton)
    assert "→" in window.disk_bar.changes.text() or "No rule" in window.disk_bar.changes.text()
    QTest.mouseClick(window.disk_bar.take, Qt.MouseButton.LeftButton)
    assert not window.disk_bar.isVisible()
    assert not window.session.document.modified
    assert window.session.document.project != before
    counted(window)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.project == before
    assert window.session.document.modified
    press(window, Qt.Key.Key_Z, CTRL, Qt.KeyboardModifier.ShiftModifier)


def test_mine_is_kept_and_saved_over_the_other(window: MainWindow, file: Path) -> None:
    window.session.apply(set_rule(window.session.document.project, "2.1", 3, "visits_90d >= 8"))
    written_by_another(file)
    noticed(window)
    assert "so have you" in window.disk_bar.text.text()
    QTest.mouseClick(window.disk_bar.keep, Qt.MouseButton.LeftButton)
    assert not window.disk_bar.isVisible()
    assert window.save()
    assert "visits_90d >= 8" in file.read_text(encoding="utf-8")
    assert rule_of(window) == "visits_90d >= 8"
    assert not window.session.document.changed_on_disk()


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_lost(window: MainWindow, file: Path) -> None:
    before = window.session.document.project
    file.write_text("matrix: [", encoding="utf-8")
    noticed(window)
    assert "cannot be read" in window.disk_bar.text.text()
    assert not window.disk_bar.take.isVisible()
    assert window.session.document.project is before


# -- counting ----------------------------------------------------------------------------------------------


class Slow:
    """Counting that takes until it is cancelled or let go."""

    def __init__(self, update: Callable[..., object]) -> None:
        self.update, self.go, self.began = update, threading.Event(), threading.Event()

    def __call__(self, program: object, *, cancel: Callable[[], bool], blocked: object) -> object:
        self.began.set()
        while not self.go.wait(0.005):
            if cancel():
                raise Cancelled
        return self.update(program, cancel=cancel, blocked=blocked)


@pytest.fixture
def slow(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    preview = window.session.thread_of_counts.preview
    assert preview is not None
    held = Slow(preview.update)
    with monkeypatch.context() as patch:
        patch.setattr(preview, "update", held)
        yield held
        held.go.set()
        counted(window)


def test_escape_stops_counting_and_keeps_the_last_numbers(window: MainWindow, slow: Slow) -> None:
    before, alone = card(window, "2.1").count, window.cell.model.counts(3)
    type_rule(window, "visits_90d >= 1")
    until(slow.began.is_set)
    window.cell.rule.suggestions.hide()
    press(window, Qt.Key.Key_Escape)
    assert not window.session.busy
    held = card(window, "2.1")
    assert held.stale and held.count == before
    assert "stopped" in window.status.label.text()
    assert window.status.again.isVisible()
    slow.go.set()
    QTest.mouseClick(window.status.again, Qt.MouseButton.LeftButton)
    counted(window)
    assert not card(window, "2.1").stale
    assert window.cell.model.counts(3) != alone


def test_long_counting_says_so_and_offers_to_stop(window: MainWindow, slow: Slow) -> None:
    type_rule(window, "visits_90d >= 2")
    until(slow.began.is_set)
    assert not window.status.bar.isVisible()
    until(lambda: window.status.label.text() == "Counting …")
    until(window.status.bar.isVisible)
    assert window.status.cancel.isVisible()
    QTest.mouseClick(window.status.cancel, Qt.MouseButton.LeftButton)
    assert not window.status.bar.isVisible()
    slow.go.set()
    window.session.count_again()


def test_an_edit_after_stopping_counts_again(window: MainWindow, slow: Slow) -> None:
    type_rule(window, "visits_90d >= 2")
    until(slow.began.is_set)
    window.session.cancel_counting()
    slow.go.set()
    type_rule(window, "visits_90d >= 3")
    counted(window)
    assert not window.session.outdated


def test_counting_that_breaks_is_said_and_the_editor_lives_on(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    preview = window.session.thread_of_counts.preview
    before = card(window, "2.1").count

    words = "=".join(("password", "secret"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(words)

    with monkeypatch.context() as patch:
        patch.setattr(preview, "update", broken)
        window.session.apply(set_rule(window.session.document.project, "2.1", 3, "visits_90d >= 1"))
        until(lambda: window.session.failed and not window.session.stale)
    assert "run.broken" in {one.code for one in window.session.diagnostics}
    assert window.problems.list.count() >= 1
    assert card(window, "2.1").stale and card(window, "2.1").count == before
    assert window.status.again.isVisible()
    assert words not in caplog.text
    type_rule(window, "visits_90d >= 3")
    counted(window)
    assert not window.session.outdated
    assert card(window, "2.1").count is not None


# -- how safe the edits are --------------------------------------------------------------------------------


def test_the_status_says_where_the_edits_are(window: MainWindow) -> None:
    assert window.saved.text() == "saved"
    type_rule(window, "visits_90d >= 9")
    assert window.saved.text() == "not saved"
    journal = window.session.document.journal
    assert journal is not None
    journal.write()
    until(lambda: "safe copy" in window.saved.text())
    window.session.set_language("ko")
    assert "안전 사본" in window.saved.text()
    while window.session.document.undo_step is not None:
        window.session.undo()
    assert window.saved.text() == "저장됨"

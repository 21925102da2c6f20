"""The first screen, and another project in place of the open one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from editor.app import Desk
from editor.document import recent
from editor.views.main_window import MainWindow
from editor.views.welcome import Welcome
from tests.editor.conftest import until


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with folders of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    documents = tmp_path / "Documents"
    documents.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    made = Desk("en", dark=False)
    yield made
    if isinstance(made.window, MainWindow):
        made.window.leave()
    elif made.window is not None:
        made.window.close()


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Path:
    """A project of its own beside a link to the sample's data."""
    target = tmp_path / "mine.quad"
    text = (sample / "written.quad").read_text(encoding="utf-8")
    data = (sample / "sample.duckdb").as_posix()
    target.write_text(text.replace("source: sample.duckdb", f"source: {data}"), encoding="utf-8")
    return target


def screen(desk: Desk) -> Welcome:
    found = desk.welcome()
    assert found is not None
    QApplication.processEvents()
    return found


def opened(desk: Desk) -> MainWindow:
    until(lambda: isinstance(desk.window, MainWindow))
    window = desk.window
    assert isinstance(window, MainWindow)
    until(lambda: not window.session.stale)
    return window


def rows(welcome: Welcome) -> list[tuple[str, bool]]:
    items = [welcome.recent.item(row) for row in range(welcome.recent.count())]
    return [(item.text(), bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)) for item in items]


def test_the_sample_opens_counted_with_one_click(desk: Desk, tmp_path: Path) -> None:
    welcome = screen(desk)
    QTest.mouseClick(welcome.sample, Qt.MouseButton.LeftButton)
    window = opened(desk)
    assert window.session.counts is not None
    assert window.session.counts.subjects > 9_000
    assert (tmp_path / "Documents" / "Quadrille sample" / "sample.duckdb").is_file()
    assert [one.path for one in recent.recent()] == [window.session.document.path]


def test_the_sample_is_not_made_twice(desk: Desk, sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Documents" / "Quadrille sample"
    folder.mkdir()
    for name in ("sample.duckdb", "written.quad"):
        shutil.copy(sample / name, folder / name)
    before = (folder / "sample.duckdb").read_bytes()
    welcome = screen(desk)
    QTest.keyClick(welcome.sample, Qt.Key.Key_Space)
    opened(desk)
    assert (folder / "sample.duckdb").read_bytes() == before


def test_a_recent_project_opens_and_a_missing_one_says_why(desk: Desk, project: Path, tmp_path: Path) -> None:
    recent.remember(tmp_path / "gone.quad", "Gone")
    recent.remember(project, "Mine")
    welcome = screen(desk)
    assert rows(welcome) == [
        (f"Mine\n{project}", True),
        (f"Gone\n{tmp_path / 'gone.quad'}\nThe file was moved or deleted.", False),
    ]
    welcome.recent.setFocus()
    welcome.recent.setCurrentRow(0)
    QTest.keyClick(welcome.recent, Qt.Key.Key_Return)
    assert opened(desk).session.document.path == project


def test_ten_projects_are_remembered_and_each_once(desk: Desk, tmp_path: Path) -> None:
    for number in range(12):
        recent.remember(tmp_path / f"{number}.quad", f"P{number}")
    recent.remember(tmp_path / "5.quad", "P5")
    names = [one.name for one in recent.recent()]
    assert names == ["P5", "P11", "P10", "P9", "P8", "P7", "P6", "P4", "P3", "P2"]


@pytest.mark.parametrize("content", ["", "no json", "{}", '[1, {"path": 3}, {"name": "x"}]'])
def test_a_list_that_cannot_be_read_is_empty(desk: Desk, content: str) -> None:
    recent.recent_path().parent.mkdir(parents=True, exist_ok=True)
    recent.recent_path().write_text(content, encoding="utf-8")
    assert recent.recent() == ()
    assert [enabled for _, enabled in rows(screen(desk))] == [False]
    recent.remember(Path("/x/y.quad"), "Y")
    assert json.loads(recent.recent_path().read_text(encoding="utf-8"))[0]["name"] == "Y"


def test_a_file_that_is_no_project_is_said_and_the_screen_stays(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.quad"
    wrong.write_text("quadrille: 1\n", encoding="utf-8")
    welcome = screen(desk)
    welcome.opened.emit(wrong, None)
    assert desk.window is welcome
    assert welcome.message.text()


def test_another_project_takes_the_place_of_this_one(
    desk: Desk, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.quad"
    shutil.copy(project, other)
    desk.open(project)
    first = opened(desk)
    first.resize(1200, 700)
    first.session.set_language("ko")
    size = first.size()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (str(other), ""))
    QTest.keyClick(first, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    until(lambda: desk.window is not first)
    second = opened(desk)
    assert second.session.document.path == other
    assert second.session.words.language == "ko"
    assert second.size() == size
    assert [one.path for one in recent.recent()] == [other, project]


@pytest.mark.parametrize("answer", ["unsaved.save", "unsaved.discard", "unsaved.cancel"])
def test_changes_that_are_not_saved_are_asked_about(
    desk: Desk, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    other = tmp_path / "other.quad"
    shutil.copy(project, other)
    desk.open(project)
    first = opened(desk)
    asked: list[str] = []

    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        wanted = first.session.words(answer)
        next(one for one in box.buttons() if one.text() == wanted).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    from editor.commands.edits import set_rule

    first.session.apply(set_rule(first.session.document.project, "2.1", 3, "visits_90d >= 9"))
    first.open_wanted.emit(other, None)
    assert len(asked) == 1
    assert (desk.window is first) == (answer == "unsaved.cancel")
    saved = "visits_90d >= 9" in project.read_text(encoding="utf-8")
    assert saved == (answer == "unsaved.save")
    if answer == "unsaved.cancel":
        first.session.undo()
    else:
        window = opened(desk)
        window.open_wanted.emit(project, None)
        assert opened(desk).session.document.recovery is None


def test_back_to_the_first_screen(desk: Desk, project: Path) -> None:
    desk.open(project)
    window = opened(desk)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_O, modifiers)
    assert isinstance(desk.window, Welcome)
    assert str(project) in rows(desk.window)[0][0]


def test_everything_has_a_name_and_both_languages(desk: Desk) -> None:
    welcome = screen(desk)
    QTest.mouseClick(welcome.language, Qt.MouseButton.LeftButton)
    for widget in (welcome.sample, welcome.new, welcome.open, welcome.theme):
        assert any("가" <= char <= "힣" for char in widget.text())
    assert welcome.recent.accessibleName() == "최근 프로젝트"

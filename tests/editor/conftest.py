"""One sample and one window for all tests of the editor; each test leaves them as it found them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from editor.views.main_window import MainWindow

CUSTOMERS = 2_000
SECONDS = 60.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning of Qt fails the test that caused it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's data and its project, as ``quadrille demo`` makes it."""
    from engine.sample.projects import project_path
    from engine.sample.write import write

    folder = tmp_path_factory.mktemp("editor")
    write(folder / "sample.duckdb", CUSTOMERS, 1)
    shutil.copy(project_path("written", "ko"), folder / "written.quad")
    return folder


def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Let the window work until something holds."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()


@pytest.fixture(scope="session")
def _window(sample: Path, qapp: QApplication) -> Iterator[MainWindow]:
    from PySide6.QtGui import QFont, QFontDatabase

    from editor.theme import palette
    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow

    palette.apply(qapp, dark=False)
    if "NanumGothic" in QFontDatabase.families():
        qapp.setFont(QFont("NanumGothic", 10))
    session = Session(sample / "written.quad", "en")
    window = MainWindow(session, dark=False)
    window.resize(1366, 768)
    window.show()
    until(lambda: not session.stale)
    yield window
    session.close()
    window.deleteLater()


@pytest.fixture
def window(_window: MainWindow, qapp: QApplication) -> Iterator[MainWindow]:
    """The real window on the sample, counted, in English, at cell 2.1 and its criterion 3."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtTest import QTest

    from editor.theme import palette

    session = _window.session
    font = qapp.font()
    session.set_language("en")  # Qt's own texts are the application's: other windows may have spoken Korean
    session.select("2.1", 3)
    _window.activateWindow()
    QTest.qWaitForWindowActive(_window)
    until(lambda: not session.stale)
    yield _window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _window.cell.rule.commit()
    while session.document.undo_step is not None:
        session.undo()
    session.document.seal()
    session.select("2.1", 3)
    session.set_language("en")
    if qapp.font() != font:
        qapp.setFont(font)
    palette.apply(qapp, dark=False)
    _window.resize(1366, 768)
    _window.setFocus()
    until(lambda: not session.stale)

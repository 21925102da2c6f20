"""Pictures of the editor for the documents: ``python -m tests.editor.screenshots FOLDER``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from editor.views.main_window import MainWindow

SIZE = (1366, 768)
CUSTOMERS = 10_000
SECONDS = 90.0


@dataclass(frozen=True)
class Scene:
    """What a picture shows: how to come there, and when everything is there."""

    name: str
    go: Callable[[MainWindow], object]
    there: Callable[[MainWindow], bool] = lambda window: True
    dark: bool = False


def _customer(window: MainWindow) -> None:
    window.show_panel(window.customer)
    window.customer.example.setCurrentIndex(window.customer.example.count() - 1)
    window.customer.show_example()


def _measure(window: MainWindow) -> None:
    window.show_panel(window.funnel)
    window.browser.choose(("measures", "visits_90d"))


def _results(window: MainWindow) -> None:
    window.run()
    window.show_panel(window.results)


SCENES = (
    Scene("matrix", lambda window: window.show_panel(window.gaps), dark=True),
    Scene("measures", _measure),
    Scene("threshold", lambda window: window.show_panel(window.threshold), lambda window: not window.threshold.busy),
    Scene("customer", _customer, lambda window: window.customer.seen is not None),
    Scene("sql", lambda window: window.show_panel(window.sql), lambda window: bool(window.sql.text.toPlainText())),
    Scene("results", _results, lambda window: window.runs.last is not None and not window.runs.running),
)


def take(folder: Path) -> list[Path]:
    """The scenes on the sample in both languages, some in both themes; gives the files written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from engine.sample.projects import project_path
    from engine.sample.write import write

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    if "NanumGothic" in QFontDatabase.families():
        font = QFont("NanumGothic")
        font.setPointSizeF(10)
        application.setFont(font)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = str(Path(name, "own"))  # no history of the person who takes the pictures
        write(Path(name) / "sample.duckdb", CUSTOMERS, 1)
        for language in ("en", "ko"):
            project = Path(name) / f"matrix.{language}.quad"
            project.write_bytes(project_path("written", language).read_bytes())
            for theme in ("light", "dark"):
                written += _of_theme(application, project, language, theme, folder)
    return written


def _of_theme(application: QApplication, project: Path, language: str, theme: str, folder: Path) -> list[Path]:
    from editor.theme import palette
    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow

    palette.apply(application, theme == "dark")
    session = Session(project, "ko" if language == "ko" else "en")
    window = MainWindow(session, theme == "dark")
    window.resize(*SIZE)
    window.show()
    _until(application, lambda: not session.stale)
    written = []
    for scene in SCENES:
        if theme == "dark" and not scene.dark:
            continue
        session.select("2.1", 3)
        scene.go(window)
        _until(application, lambda scene=scene: scene.there(window))  # type: ignore[misc]
        _rest(application)
        target = folder / f"{scene.name}.{language}.{theme}.png"
        window.grab().save(str(target))
        written.append(target)
    window.close()
    session.close()
    return written


def _until(application: QApplication, condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("what the picture is to show did not come")
        application.processEvents()
        time.sleep(0.01)


def _rest(application: QApplication) -> None:
    """Let what was asked for in the background be drawn."""
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    for path in take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(path)

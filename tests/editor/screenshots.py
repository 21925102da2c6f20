"""Pictures of the editor for the documents: ``python -m tests.editor.screenshots FOLDER``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

SIZE = (1366, 768)
CUSTOMERS = 10_000


def take(folder: Path) -> list[Path]:
    """The sample's matrix in both languages and both themes; gives the files written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from editor.theme import palette
    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow
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
        write(Path(name) / "sample.duckdb", CUSTOMERS, 1)
        for language in ("en", "ko"):
            project = Path(name) / f"matrix.{language}.quad"
            project.write_bytes(project_path("written", language).read_bytes())
            for theme in ("light", "dark"):
                palette.apply(application, theme == "dark")
                session = Session(project, "ko" if language == "ko" else "en")
                window = MainWindow(session, theme == "dark")
                window.resize(*SIZE)
                window.show()
                _until_counted(application, session)
                session.select("2.1", 3)
                window.panels.setCurrentIndex(2)
                for _ in range(20):
                    application.processEvents()
                    time.sleep(0.01)
                target = folder / f"matrix.{language}.{theme}.png"
                window.grab().save(str(target))
                written.append(target)
                window.close()
                session.close()
    return written


def _until_counted(application: object, session: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while session.stale and time.monotonic() < end:  # type: ignore[attr-defined]
        application.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.01)


if __name__ == "__main__":
    for path in take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(path)

"""After a crash: the window offers what was not saved."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.commands import edits
from editor.document.document import load_document
from editor.viewmodels.session import Session
from editor.views.recovery_bar import RecoveryBar


def test_recovery_is_one_click_and_shows_what_changed(sample: Path, qapp: QApplication) -> None:
    path = sample / "crashed.quad"
    shutil.copy(sample / "written.quad", path)
    document = load_document(path)
    document.apply(edits.set_rule(document.project, "2.1", 3, "visits_90d >= 77"))
    assert document.journal is not None
    document.journal.write()
    session = Session(path, "en")
    try:
        bar = RecoveryBar(session)
        bar.show()
        assert "visits_90d >= 77" in bar.text.text()
        QTest.mouseClick(bar.take, Qt.MouseButton.LeftButton)
        assert session.document.project == document.project
        assert not bar.isVisible()
        bar.deleteLater()
    finally:
        session.close()
        session.deleteLater()
    assert load_document(path).recovery is None

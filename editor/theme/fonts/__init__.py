"""A font with Hangul for systems that have none (NanumGothic; its licence lies beside it)."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FILE = "NanumGothic.ttf"


def system_has_hangul() -> bool:
    """Can some font of the system write Korean?"""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))


def ensure_hangul(application: QApplication) -> str | None:
    """Where no font of the system writes Korean, load ours and let it step in; gives its family then."""
    if system_has_hangul():
        return None
    return load_bundled(application)


def load_bundled(application: QApplication) -> str | None:
    """Load our font and let it step in for letters that the application's font has not; None: it cannot be read."""
    data = files(__name__).joinpath(FILE).read_bytes()
    number = QFontDatabase.addApplicationFontFromData(data)
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        return None
    font = QFont(application.font())
    font.setFamilies([*font.families(), families[0]])
    application.setFont(font)
    return families[0]

"""Qt's own texts (buttons of dialogs, menus of text fields) in the language of the screen."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator


@cache
def _korean() -> QTranslator | None:
    """Qt's Korean, one for all windows; None where Qt came without it."""
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load("qtbase_ko", folder) else None


class QtTexts:
    """Switches Qt's texts; English is what Qt says without a translator."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application

    @property
    def available(self) -> bool:
        return _korean() is not None

    def set(self, language: Literal["ko", "en"]) -> None:
        """Say them in a language from now on, whichever window spoke before."""
        korean = _korean()
        if korean is not None:
            self._application.removeTranslator(korean)
            if language == "ko":
                self._application.installTranslator(korean)

"""Qt's own texts (buttons of dialogs, menus of text fields) in the language of the screen."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator


class QtTexts:
    """Switches Qt's texts; English is what Qt says without a translator."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._korean = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self.available = self._korean.load("qtbase_ko", folder)
        self._on = False

    def set(self, language: Literal["ko", "en"]) -> None:
        """Say them in a language from now on."""
        wanted = language == "ko" and self.available
        if wanted and not self._on:
            self._application.installTranslator(self._korean)
        elif self._on and not wanted:
            self._application.removeTranslator(self._korean)
        self._on = wanted

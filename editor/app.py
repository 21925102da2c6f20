"""The editor as a program: composes the application, its theme, its language, and the window that is in front."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import QuadrilleError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from editor.i18n.texts import Language
    from editor.views.main_window import MainWindow
    from editor.views.welcome import Welcome


def project_of(given: Path) -> Path | None:
    """The project file that was meant: itself, or the first one of a folder (the sample as written before others)."""
    if not given.is_dir():
        return given
    found = sorted(given.glob("*.quad"), key=lambda path: (path.name != "written.quad", path.name))
    return found[0] if found else None


class Desk:
    """What is in front: the first screen or an open project, one at a time, in the same place of the screen."""

    def __init__(self, language: Language, dark: bool) -> None:
        self.language, self.dark = language, dark
        self.window: MainWindow | Welcome | None = None

    def welcome(self) -> Welcome | None:
        """Go to the first screen; None where the open project is not to be left."""
        from editor.i18n.texts import Words
        from editor.views.welcome import Welcome

        if not self._may_leave():
            return None
        screen = Welcome(Words(self.language), self.dark)
        screen.opened.connect(self.open)
        self._show(screen)
        return screen

    def open(self, path: Path, secret: str | None = None) -> MainWindow | None:
        """Open a project in place of what is in front; None where that is not to be left, or it cannot be read."""
        from editor.document import recent

        if not self._may_leave():
            return None
        try:
            window = self._window(path, secret)
        except QuadrilleError as error:
            self._say(error)
            return None
        project = window.session.document.project
        recent.remember(path, project.name.catalog().get(self.language, path.stem))
        window.open_wanted.connect(self._open_wanted)
        self._show(window)
        return window

    def _window(self, path: Path, secret: str | None) -> MainWindow:
        """The window of a project. Raises QuadrilleError where it cannot be read."""
        from editor.viewmodels.session import Session
        from editor.views.main_window import MainWindow

        session = Session(path, self.language)
        if secret is not None:
            session.set_secret(secret)
        return MainWindow(session, self.dark)

    def _open_wanted(self, path: object, secret: str | None) -> None:
        if isinstance(path, Path):
            self.open(path, secret)
        else:
            self.welcome()

    def _may_leave(self) -> bool:
        from editor.views.main_window import MainWindow

        window = self.window
        if isinstance(window, MainWindow):
            if not window.may_leave():
                return False
            self.language, self.dark = window.session.words.language, window.dark
        elif window is not None:
            self.language, self.dark = window.words.language, window.dark
        return True

    def _show(self, window: MainWindow | Welcome) -> None:
        old, self.window = self.window, window
        if old is not None:
            window.setGeometry(old.geometry())
            window.setWindowState(old.windowState())
        window.show()
        if old is not None:
            _close(old)

    def _say(self, error: QuadrilleError) -> None:
        from dsl.messages import render
        from editor.views.welcome import Welcome

        if isinstance(self.window, Welcome):
            self.window.say(error.diagnostics)
        elif self.window is not None:
            self.window.stay(error)
        else:
            sys.stderr.write("\n".join(render(one, self.language) for one in error.diagnostics) + "\n")


def _close(window: QMainWindow) -> None:
    """Close a window whose changes were saved or given up."""
    from editor.views.main_window import MainWindow

    if isinstance(window, MainWindow):
        window.leave()
    else:
        window.close()
    window.deleteLater()


def main(arguments: list[str] | None = None) -> int:
    """Open the editor: on a project file, or on the first screen. Gives the exit code; what keeps a project from
    opening is said on the terminal."""
    given = sys.argv[1:] if arguments is None else arguments
    from PySide6.QtWidgets import QApplication

    from editor.theme import palette
    from editor.theme.fonts import ensure_hangul
    from engine.cli.context import asked_language, locale_language

    asked, paths = asked_language(given)
    application = QApplication(sys.argv[:1])
    ensure_hangul(application)
    dark = palette.system_is_dark()
    palette.apply(application, dark)
    desk = Desk("ko" if asked == "ko" else "en" if asked == "en" else locale_language(), dark)
    path = project_of(Path(paths[0])) if paths else None
    if path is None:
        desk.welcome()
    elif desk.open(path) is None:
        return 2
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

"""The editor as a program: composes the application, its theme, its language and the window."""

from __future__ import annotations

import sys
from pathlib import Path

from dsl.diagnostics import QuadrilleError


def project_of(given: Path) -> Path | None:
    """The project file that was meant: itself, or the first one of a folder (the sample as written before others)."""
    if not given.is_dir():
        return given
    found = sorted(given.glob("*.quad"), key=lambda path: (path.name != "written.quad", path.name))
    return found[0] if found else None


def main(arguments: list[str] | None = None) -> int:
    """Open the editor on a project file. Gives the exit code; what keeps it from opening is said on the terminal."""
    given = sys.argv[1:] if arguments is None else arguments
    from PySide6.QtWidgets import QApplication

    from editor.theme import palette
    from editor.theme.fonts import ensure_hangul
    from editor.viewmodels.session import Session
    from editor.views.main_window import MainWindow
    from engine.cli.context import asked_language, locale_language

    asked, paths = asked_language(given)
    language = "ko" if asked == "ko" else "en" if asked == "en" else locale_language()
    path = project_of(Path(paths[0]) if paths else Path())
    if path is None:
        sys.stderr.write("quadrille edit PROJECT.quad\n")
        return 2
    application = QApplication(sys.argv[:1])
    ensure_hangul(application)
    dark = palette.system_is_dark()
    palette.apply(application, dark)
    try:
        session = Session(path, language)
    except QuadrilleError as error:
        from dsl.messages import render

        sys.stderr.write("\n".join(render(one, language) for one in error.diagnostics) + "\n")
        return 2
    window = MainWindow(session, dark)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

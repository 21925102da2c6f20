"""The colours of the theme that is on, for what paints itself."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from editor.theme.roles import LIGHT, Roles


def roles() -> Roles:
    """The colours of the theme that is on."""
    application = QApplication.instance()
    found = application.property("quadrille.roles") if application is not None else None
    return found if isinstance(found, Roles) else LIGHT

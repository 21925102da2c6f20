"""The roles as a Qt palette, on the Fusion style."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from editor.theme.roles import DARK, LIGHT, Roles, mixed


def system_is_dark() -> bool:
    """What the system asks for."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def palette(roles: Roles) -> QPalette:
    """All colours of a theme."""
    made = QPalette()
    colours = {
        QPalette.ColorRole.Window: roles.window,
        QPalette.ColorRole.WindowText: roles.text,
        QPalette.ColorRole.Base: roles.base,
        QPalette.ColorRole.AlternateBase: roles.card,
        QPalette.ColorRole.Text: roles.text,
        QPalette.ColorRole.PlaceholderText: roles.muted,
        QPalette.ColorRole.Button: roles.card,
        QPalette.ColorRole.ButtonText: roles.text,
        QPalette.ColorRole.ToolTipBase: roles.card,
        QPalette.ColorRole.ToolTipText: roles.text,
        QPalette.ColorRole.Highlight: roles.selection,
        QPalette.ColorRole.HighlightedText: roles.text,
        QPalette.ColorRole.Link: roles.accent,
        QPalette.ColorRole.Mid: roles.border,
        QPalette.ColorRole.Light: mixed(roles.card, roles.border, 0.3),
        QPalette.ColorRole.Midlight: mixed(roles.card, roles.border, 0.15),
        QPalette.ColorRole.Dark: mixed(roles.window, roles.border, 0.6),
        QPalette.ColorRole.Accent: roles.accent,
    }
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(roles.muted))
    return made


def apply(application: QApplication, dark: bool) -> Roles:
    """Dress the application; gives the roles for what paints itself."""
    roles = DARK if dark else LIGHT
    application.setProperty("quadrille.roles", roles)  # first: what paints itself asks for it when the palette changes
    if application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(roles))
    return roles

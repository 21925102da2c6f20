"""The colours of the theme that is on, for what paints itself; buttons of which one is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from editor.theme.roles import LIGHT, Roles


def roles() -> Roles:
    """The colours of the theme that is on."""
    application = QApplication.instance()
    found = application.property("quadrille.roles") if application is not None else None
    return found if isinstance(found, Roles) else LIGHT


def segment_style() -> str:
    """The style of buttons that stand side by side and of which one is chosen: by its frame and weight, not by colour
    alone."""
    colours = roles()
    plain = f"border: 1px solid {colours.border}; border-radius: 4px; padding: 2px 7px; background: {colours.card};"
    chosen = f"border: 2px solid {colours.accent}; padding: 1px 6px; background: {colours.selection};"
    focused = f"border: 2px dashed {colours.accent}; padding: 1px 6px;"
    return (
        f"QToolButton {{ {plain} color: {colours.text}; }} "
        f"QToolButton:checked {{ {chosen} font-weight: bold; }} "
        f"QToolButton:focus {{ {focused} }}"
    )

"""Everything that can be done, by a code: its text in both languages, its keys, its menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from editor.i18n.texts import Words

Menu = Literal["file", "edit", "cell", "view", "run"]
MENUS: tuple[Menu, ...] = ("file", "edit", "cell", "view", "run")
Keys = QKeySequence.StandardKey | str | None


class Actions:
    """The window's actions in order of ``add``; each has a text ``code`` and stands in one menu (None: in no menu).

    Every action is in the command palette, unless it has no text code of its own (the panels' keys).
    """

    def __init__(self, window: QMainWindow, words: Words) -> None:
        self._window, self._words = window, words
        self._actions: dict[str, QAction] = {}
        self._menus: dict[Menu, QMenu] = {name: window.menuBar().addMenu("") for name in MENUS}

    def add(self, code: str, slot: Callable[[], object], keys: Keys = None, menu: Menu | None = None) -> QAction:
        """Make an action known. ``slot`` is called without arguments."""
        action = QAction(self._window)
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(keys)
        elif keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda checked=False: slot())
        self._window.addAction(action)
        self._actions[code] = action
        action.setText(self._words(code))
        if menu is not None:
            self._menus[menu].addAction(action)
        return action

    def separate(self, menu: Menu) -> None:
        """A line below what the menu holds so far."""
        self._menus[menu].addSeparator()

    def __getitem__(self, code: str) -> QAction:
        return self._actions[code]

    def all(self) -> dict[str, QAction]:
        """Every action by its code, in order."""
        return dict(self._actions)

    def retranslate(self) -> None:
        """The texts in the language that is chosen now."""
        for name, menu in self._menus.items():
            menu.setTitle(self._words(f"menu.{name}"))
        for code, action in self._actions.items():
            action.setText(self._words(code))

"""What the browser does to the rest of the window: names into rules, measures to be edited, rules to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.project.problems import Path
from engine.project.rename import Section

if TYPE_CHECKING:
    from editor.views.main_window import MainWindow

KINDS = {"measures": "measure", "scoring": "measure", "traits": "trait", "bands": "band", "parameters": "parameter"}


class BrowserLinks:
    """Connects the browser and the panel of measures to a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.browser.inserted.connect(self.insert)
        window.browser.edited.connect(self.edit)
        window.browser.went.connect(self.go)
        window.measure.left.connect(window.show_chosen)
        window.measure.called.connect(lambda section, id: self._choose(section, id))

    def insert(self, name: str) -> None:
        """Write a name at the cursor of the rule that is edited; where none is, into a new criterion."""
        window = self._window
        if not window.rule_box.rule.isEnabled():
            window.cell.add_criterion()
        rule = window.rule_box.rule
        rule.commit()
        cursor = rule.textCursor()
        text, start, end = rule.toPlainText(), cursor.selectionStart(), cursor.selectionEnd()
        before = " " if start and not text[start - 1].isspace() and text[start - 1] not in "(" else ""
        after = " " if end >= len(text) or not text[end].isspace() else ""
        window.session.document.seal()
        cursor.insertText(f"{before}{name}{after}")
        window.session.document.seal()
        window.rule_box.start()

    def edit(self, section: str, id: str) -> None:
        """Show a measure, trait, parameter or band at the right."""
        window = self._window
        window.measure.show_entry(cast("Section", section), id)
        window.right.setCurrentWidget(window.measure)
        window.measure.start()
        self._choose(section, id)
        if section == "bands":
            window.panels.setCurrentWidget(window.threshold)
            window.threshold.show_band(id)

    def _choose(self, section: str, id: str) -> None:
        window, key = self._window, (KINDS[section], id)
        if not window.browser.choose(key):
            window.browser.wish(key)

    def go(self, path: Path) -> None:
        """To the rule at a path."""
        window, session = self._window, self._window.session
        match path:
            case ("matrix", "cells", cell, "criteria", n, *_):
                session.select(str(cell), int(n))
                window.show_chosen()
                window.rule_box.start()
            case ("matrix", "stages", stage, *_):
                session.select_axis("stages", str(stage))
                window.show_chosen()
            case (("measures" | "scoring" | "traits" | "bands" | "parameters") as section, id, *_):
                self.edit(str(section), str(id))
            case _:
                window.show_place(path)

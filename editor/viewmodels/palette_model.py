"""What the command palette offers: every action, and every cell, criterion, stage and measure to go to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.viewmodels.criteria_model import circled
from editor.viewmodels.fuzzy import score
from editor.viewmodels.places import Path
from editor.viewmodels.session import Session
from engine.project.base import Labels

Index = QModelIndex | QPersistentModelIndex
MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """``text`` is shown, ``keys`` behind it; it is found by all of ``names``."""

    text: str
    names: tuple[str, ...]
    run: Callable[[], object]
    keys: str = ""


class PaletteModel(QAbstractListModel):
    """The entries that fit what was typed, the best first."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: tuple[Entry, ...] = ()
        self._shown: list[Entry] = []

    def offer(self, entries: tuple[Entry, ...]) -> None:
        """These are to be chosen from."""
        self._all = entries
        self.find("")

    def find(self, wanted: str) -> None:
        """Show what fits."""
        scored = [(score(wanted, one.names), place, one) for place, one in enumerate(self._all)]
        fitting = sorted((found, place, one) for found, place, one in scored if found is not None)
        self.beginResetModel()
        self._shown = [one for _, _, one in fitting[:MOST]]
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.entry(index.row()) if index.isValid() else None
        if one is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{one.text}    {one.keys}" if one.keys else one.text
        return None


def places(session: Session, go: Callable[[Path], object]) -> tuple[Entry, ...]:
    """Cells, criteria, stages, levels and measures of the project; ``go`` shows one."""
    project, words = session.document.project, session.words
    matrix = project.matrix

    def entry(code: str, head: str, labels: Labels, path: Path, *more: str) -> Entry:
        label = labels.get(words.language).removeprefix(head).strip()
        text = words(code, name=f"{head} {label}".strip() or str(path[-1]))
        return Entry(text, (f"{head} {label}", labels.ko, labels.en, text, *more), lambda: go(path))

    found = [entry("go_to.cell", one.id, one.labels, ("matrix", "cells", one.id)) for one in matrix.cells]
    for cell in matrix.cells:
        for one in cell.criteria:
            path = ("matrix", "cells", cell.id, "criteria", one.n)
            head = f"{cell.id}{circled(one.n)}"
            found.append(entry("go_to.criterion", head, one.labels, path, one.rule, f"{cell.id}.{one.n}"))
    found += [entry("go_to.stage", "", one.labels, ("matrix", "stages", one.id), one.id) for one in matrix.stages]
    found += [entry("go_to.level", "", one.labels, ("matrix", "levels", one.id), one.id) for one in matrix.levels]
    found += [entry("go_to.measure", "", one.labels, ("measures", id), id) for id, one in project.measures.items()]
    return tuple(found)

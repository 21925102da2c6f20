"""The candidates of a completion as a list model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dsl.diagnostics import QuadrilleError
from editor.viewmodels.completion import Candidate, Completion, complete
from editor.viewmodels.session import Session

Index = QModelIndex | QPersistentModelIndex
SHOWN_VALUES = 12


class CompletionModel(QAbstractListModel):
    """Shows what ``find`` found."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.completion = Completion(0, 0)
        self._common: dict[str, tuple[str, ...]] = {}
        session.project_changed.connect(self._common.clear)

    def find(self, text: str, position: int) -> Completion:
        """Look for what may stand at a position."""
        session = self._session
        found = Completion(position, position)
        if session.checked is not None:
            catalog, language = session.checked.catalog, session.words.language
            found = complete(text, position, catalog, language, self.commonest)
        self.beginResetModel()
        self.completion = found
        self.endResetModel()
        return found

    def commonest(self, name: str) -> tuple[str, ...]:
        """The values of a field or measure in the data, the most frequent first; nothing while it is counted."""
        if name in self._common:
            return self._common[name]
        preview = self._session.thread_of_counts.preview
        if preview is None or self._session.stale:
            return ()
        try:
            profile = preview.profile(name, bins=1, commonest=SHOWN_VALUES)
        except (QuadrilleError, KeyError, ValueError):
            values: tuple[str, ...] = ()
        else:
            values = tuple(str(value) for value, _ in profile.commonest)
        self._common[name] = values
        return values

    def candidate(self, row: int) -> Candidate | None:
        """The candidate in a row."""
        found = self.completion.candidates
        return found[row] if 0 <= row < len(found) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.completion.candidates)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.candidate(index.row()) if index.isValid() else None
        if one is None:
            return None
        words = self._session.words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            sort = "" if one.sort in ("word", "value") else words(f"sort.{one.sort}")
            return "   ".join(part for part in (one.label, one.unit, one.detail, sort) if part)
        return None

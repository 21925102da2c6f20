"""The customers behind a number: their keys, to be looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from dsl.messages import render
from editor.viewmodels.latest import Latest
from editor.viewmodels.session import Session
from editor.views.inputs import Wrapped
from engine.preview import Counts, Who

SHOWN = 1000
Key = int | str


@dataclass(frozen=True, slots=True)
class People:
    """Some keys of all that were asked for."""

    keys: tuple[Key, ...] = ()
    subjects: int = 0


def find(counts: Counts, who: Who) -> People:
    """Whom a number counts, the first thousand by key."""
    if counts.behind is None:
        return People()
    try:
        return People(tuple(counts.behind.keys(who, SHOWN)), counts.behind.count(who))
    except (KeyError, StopIteration):  # the cell or the criterion is not there any more
        return People()


class PeopleModel(QAbstractListModel):
    """Keys, one a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.people = People()

    def show(self, people: People) -> None:
        self.beginResetModel()
        self.people = people
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.people.keys)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and index.isValid() and index.row() < len(self.people.keys):
            return str(self.people.keys[index.row()])
        return None


class PeopleList(QWidget):
    """``chosen`` carries the key of a customer who is to be explained."""

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session, self._failed)
        self._who: Who | None = None
        self._title = ""
        self.model = PeopleModel(self)
        self.head, self.list = Wrapped(), QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        self.list.activated.connect(lambda index: self.chosen.emit(str(index.data())))
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def busy(self) -> bool:
        return self._latest.busy

    def retranslate(self) -> None:
        words = self._session.words
        self.list.setAccessibleName(words("people"))
        self.list.setAccessibleDescription(words("people.describe"))
        self._head()

    def ask(self, who: Who | None, title: str) -> None:
        """Show whom a number counts; None: nobody yet."""
        self._title, counts = title, self._session.counts
        if who is None or counts is None:
            self._who = None
            self._latest.drop()
            self.model.show(People())
            self._head()
            return
        self._who = who
        self.head.setText(f"{title}: {self._session.words('people.finding')}")
        self._latest.ask(lambda cancel: find(counts, who), self._take)

    def retitle(self, title: str) -> None:
        """The same customers under a title in another language."""
        self._title = title
        self._head()

    def _take(self, people: People) -> None:
        self.model.show(people)
        self._head()

    def _head(self) -> None:
        words, people = self._session.words, self.model.people
        if self._who is None:
            self.head.setText(words("people.hint"))
            return
        number = words("subjects", n=people.subjects)
        if len(people.keys) < people.subjects:
            number += words("people.first", n=len(people.keys))
        self.head.setText(f"{self._title}: {number}")

    def _failed(self, problems: tuple[object, ...]) -> None:
        self.head.setText("\n".join(render(one, self._session.words.language) for one in problems))  # type: ignore[arg-type]

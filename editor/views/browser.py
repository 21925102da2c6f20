"""Data and measures at the left: what a rule may name, how it is distributed, and where it is used."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from dsl.diagnostics import QuadrilleError
from dsl.messages import render
from editor.commands.measures import add_measure, remove_entry
from editor.viewmodels.browser import PROFILED, Item, branches, place_text, summary
from editor.viewmodels.browser_profiles import Profiles
from editor.viewmodels.session import Session
from editor.views.browser_tree import BrowserModel, BrowserTree
from editor.views.inputs import Flow, OneUndo, Wrapped
from editor.views.scrolled import Scrolled
from engine.project.uses import remove, uses

NARROW = 150
WIDE = 240
MOST_USES = 8


class Search(QLineEdit):
    """Arrow down or Enter goes on to the tree; Esc empties it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Uses(QListWidget):
    """As high as its lines, up to some."""

    def sizeHint(self) -> QSize:
        lines = min(max(self.count(), 1), MOST_USES) * (self.fontMetrics().height() + 2)
        return QSize(super().sizeHint().width(), lines + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class Browser(QWidget):
    """``inserted``: a name for the rule that is edited. ``edited``: section and id of what is to be edited.
    ``went``: the path of a rule to go to."""

    inserted = Signal(str)
    edited = Signal(str, str)
    went = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._problem = ""
        self._wish: tuple[str, ...] | None = None
        self.profiles = Profiles(session, self)
        self.search = Search()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(OneUndo(self.search))
        self.model = BrowserModel(self._told, lambda: (session.words("browser"), ""), self)
        self.tree = BrowserTree(self.model, self.profiles)
        self.tree.size_columns()
        self.tree.open_line(("section", "measures"))
        self.about, self.used_title, self.used = Wrapped(), Wrapped(), Uses()
        self.insert, self.edit = QPushButton(), QPushButton()
        self.add, self.remove = QPushButton(), QPushButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(2, 2, 2, 2)
        lines.addWidget(self.about)
        buttons = Flow()
        for button in (self.insert, self.edit, self.add, self.remove):
            buttons.addWidget(button)
        lines.addLayout(buttons)
        lines.addWidget(self.used_title)
        lines.addWidget(self.used, 1)
        self.below = Scrolled(inside)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        session = self._session
        self.search.textChanged.connect(self.refresh)
        self.search.left.connect(self._to_tree)
        self.tree.activated.connect(lambda index: self._insert())
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        for signal in (self.tree.expanded, self.tree.collapsed, self.model.modelReset, self.model.dataChanged):
            signal.connect(lambda *_: self._timer.start())
        self.tree.verticalScrollBar().valueChanged.connect(lambda _: self._timer.start())
        self.profiles.arrived.connect(self._arrived)
        self.insert.clicked.connect(self._insert)
        self.edit.clicked.connect(self._edit)
        self.add.clicked.connect(self.add_measure)
        self.remove.clicked.connect(self.remove_entry)
        self.used.itemActivated.connect(lambda item: self.went.emit(item.data(Qt.ItemDataRole.UserRole)))
        session.counts_changed.connect(self.refresh)
        session.project_changed.connect(self._tell)
        session.language_changed.connect(self.retranslate)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(WIDE, super().sizeHint().height())

    # -- showing -----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        words = self._session.words
        self.search.setPlaceholderText(words("browser.hint"))
        self.search.setAccessibleName(words("browser.search"))
        self.tree.setAccessibleName(words("browser"))
        self.tree.setAccessibleDescription(words("browser.describe"))
        self.used.setAccessibleName(words("browser.about"))
        self.insert.setText(words("browser.insert"))
        self.edit.setText(words("browser.edit"))
        self.add.setText(words("browser.add"))
        self.remove.setText(words("browser.remove"))
        self.model.retitle()
        self.refresh()

    def refresh(self) -> None:
        """The lines that there are now."""
        checked = self._session.checked
        if checked is not None:
            search = self.search.text()
            found = branches(checked.catalog, self._session.document.project, self._session.words, search)
            self.model.show(found)
            if search.strip():
                for branch in found:
                    self.tree.open_line(branch.key)
                    for inner in branch.children:
                        if len(inner.children) <= 8:
                            self.tree.open_line(inner.key)
        if self._wish is not None and self.tree.choose(self._wish):
            self._wish = None
        self._timer.start()
        self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def _look(self) -> None:
        """Count the distributions of what is seen, that of the chosen line first."""
        if self.isVisible():
            item = self.item()
            first = [item.key] if item is not None and item.sort in PROFILED else []
            self.profiles.ask([*first, *self.tree.seen()])

    def _arrived(self) -> None:
        self.tree.viewport().update()
        self._tell()
        self._timer.start()

    def _to_tree(self) -> None:
        """From the search to the first line that it found."""
        index = self.model.index(0, 0)
        while self.search.text().strip() and index.isValid() and not isinstance(self._item_at(index), Item):
            index = self.tree.indexBelow(index)
        if index.isValid():
            self.tree.setCurrentIndex(index)
        self.tree.setFocus()

    # -- the chosen line -----------------------------------------------------------------------------------------

    def _item_at(self, index: QModelIndex) -> Item | None:
        branch = self.model.branch(index)
        return branch.data if branch is not None and isinstance(branch.data, Item) else None

    def item(self) -> Item | None:
        """What is chosen."""
        branch = self.tree.current_branch()
        return branch.data if branch is not None and isinstance(branch.data, Item) else None

    def choose(self, key: tuple[str, ...]) -> bool:
        """Go to a line, whatever was searched for."""
        if not self.model.find(key).isValid():
            self.search.clear()
        return self.tree.choose(key)

    def go_to(self) -> None:
        """To the search, also where the browser was folded away."""
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter) and not self.width():
            sizes = splitter.sizes()
            splitter.setSizes([WIDE, *sizes[1:]])
        self.search.setFocus()
        self.search.selectAll()

    def wish(self, key: tuple[str, ...]) -> None:
        """Go to a line that is not there yet, once it is."""
        self._wish = key

    def _chosen(self) -> None:
        self._problem = ""
        self._tell()
        self._timer.start()

    def _told(self, item: Item) -> str:
        profile, checked = self.profiles.get(item.key), self._session.checked
        if profile is None or checked is None:
            return ""
        return ", ".join(summary(profile, item.type, self._session.words, checked.catalog))

    def _tell(self) -> None:
        """All that is known of the chosen line."""
        item, session, words = self.item(), self._session, self._session.words
        checked = session.checked
        self.insert.setEnabled(item is not None)
        self.edit.setEnabled(item is not None and item.section is not None)
        self.remove.setEnabled(item is not None and item.section is not None)
        self.used.clear()
        if item is None or checked is None:
            self.about.setText(words("browser.choose"))
            self.used_title.setText("")
            self.used.hide()
            return
        lines = [self._problem] if self._problem else []
        name = item.label if item.label == item.id else f"{item.label} ({item.id})"
        lines.append(f"{name} · {words(f'sort.{item.sort}')}")
        if item.sort in PROFILED:
            profile = self.profiles.get(item.key)
            if profile is not None:
                lines += summary(profile, item.type, words, checked.catalog)
            elif self.profiles.busy or session.stale:
                lines.append(words("browser.counting"))
            else:
                lines.append(words("browser.no_profile"))
        measure = session.document.project.measures.get(item.id) if item.sort == "measure" else None
        if measure is not None:
            lines.append(words("browser.rule", text=" ".join(measure.rule.split())))
        self.about.setText("\n".join(lines))
        places = uses(checked).get(item.reference, ()) if item.reference is not None else ()
        if item.reference is None:
            self.used_title.setText("")
        else:
            self.used_title.setText(words("browser.used", n=len(places)) if places else words("browser.unused"))
        for path in places:
            line = QListWidgetItem(place_text(path, session.document.project, checked.catalog, words))
            line.setData(Qt.ItemDataRole.UserRole, path)
            self.used.addItem(line)
        self.used.setVisible(bool(places))
        self.used.updateGeometry()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _insert(self) -> None:
        item = self.item()
        if item is None:
            self.tree.setExpanded(self.tree.currentIndex(), not self.tree.isExpanded(self.tree.currentIndex()))
        else:
            self.inserted.emit(item.text)

    def _edit(self) -> None:
        item = self.item()
        if item is not None and item.section is not None:
            self.edited.emit(item.section, item.id)

    def add_measure(self) -> None:
        """A new measure, ready to be written."""
        session = self._session
        session.document.seal()
        change, name = add_measure(session.document.project)
        session.apply(change)
        self.edited.emit("measures", name)

    def remove_entry(self) -> None:
        """Without what is chosen, where nothing uses it; else it is said where it is used."""
        item, session = self.item(), self._session
        checked = session.checked
        if item is None or item.section is None or checked is None or session.stale:
            return
        try:
            changed = remove(checked, item.section, item.id)
        except QuadrilleError as error:
            self._problem = "\n".join(render(one, session.words.language) for one in error.diagnostics)
            self._tell()
            return
        session.document.seal()
        session.apply(remove_entry(changed, item.id))
        session.document.seal()

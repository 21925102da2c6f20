"""One customer: why they are, or are not, in each cell; the smallest change; kept as a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.messages import render
from editor.commands.tests import add_test
from editor.viewmodels.criteria_model import circled
from editor.viewmodels.customer import Line, Seen, branches, change_text, see
from editor.viewmodels.latest import Latest
from editor.viewmodels.session import Session
from editor.viewmodels.tree_model import TreeModel
from editor.views.inputs import Choice, Flow, OneUndo, Wrapped
from editor.views.keyed_tree import KeyedTree
from editor.views.panel import Panel
from editor.views.scrolled import Scrolled
from engine.preview import Counts, Preview, Who

if TYPE_CHECKING:
    from engine.project.compiled import CheckedProject
    from engine.workspace import Workspace

EXAMPLES = ("in", "near", "overlap", "unassigned")
MANY = 200
"""So many examples are gone through before they come again."""


class KeyField(QLineEdit):
    """What stands in it is replaced by what is typed next."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class CustomerPanel(Panel):
    """Explains a customer as the rules are now; what is edited is explained anew."""

    title = "customer"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._latest = Latest(session, self._failed)
        self._finding = Latest(session, self._failed)
        self._keeping = Latest(session, self._failed)
        self.seen: Seen | None = None
        self._key = ""
        self._example: tuple[str, str | None, int] = ("", None, 0)
        self._problems: tuple[Diagnostic, ...] = ()
        self._note: tuple[str, dict[str, Any]] | None = None
        self.key_label, self.key, self.explain = QLabel(), KeyField(), QPushButton()
        self.key_label.setBuddy(self.key)
        self.key.installEventFilter(OneUndo(self.key))
        self.example, self.another, self.keep = Choice(), QPushButton(), QPushButton()
        self.example.addItems(list(EXAMPLES))
        self.lines = TreeModel(4, self._headers, self)
        self.tree = KeyedTree(self.lines)
        header = self.tree.header()
        for column, mode in enumerate((QHeaderView.ResizeMode.Interactive,) * 3):
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setColumnWidth(0, 380)
        self.tree.setColumnWidth(1, 130)
        self.change = Wrapped()
        self._lay_out()
        self.setFocusProxy(self.key)
        self.key.returnPressed.connect(self._asked)
        self.explain.clicked.connect(self._pressed)
        self.another.clicked.connect(self.show_example)
        self.keep.clicked.connect(self.keep_as_test)
        self.tree.activated.connect(self._opened)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._tell())
        session.counts_changed.connect(self._again)
        session.selection_changed.connect(self._cell_chosen)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        flow = Flow()
        asked = QWidget()
        inside = QHBoxLayout(asked)
        inside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.key_label, self.key, self.explain):
            inside.addWidget(widget)
        for widget in (asked, self.example, self.another, self.keep):
            flow.addWidget(widget)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addLayout(flow)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.change)
        Scrolled.within(self, content)

    @property
    def busy(self) -> bool:
        """Is something being looked up?"""
        return self._latest.busy or self._finding.busy or self._keeping.busy

    # -- showing -----------------------------------------------------------------------------------------------

    def _headers(self) -> tuple[str, ...]:
        words = self._session.words
        return tuple(words(f"customer.column.{one}") for one in ("what", "value", "needed", "result"))

    def retranslate(self) -> None:
        words = self._session.words
        self.key_label.setText(words("customer.key"))
        self.key.setAccessibleName(words("customer.key"))
        self.example.setAccessibleName(words("customer.example"))
        self.another.setText(words("customer.another"))
        self.keep.setText(words("customer.keep"))
        self.tree.setAccessibleName(words("customer.tree"))
        self.lines.retitle()
        self._examples()
        self._show()

    def _examples(self) -> None:
        words, cell = self._session.words, self._session.cell or "–"
        for row, code in enumerate(EXAMPLES):
            self.example.setItemText(row, words(f"customer.example.{code}", cell=cell))
        self.another.setEnabled(self._session.cell is not None)

    def _show(self) -> None:
        if self.seen is not None:
            self.lines.show(branches(self.seen, self._session.words))
        self._tell()

    def _tell(self) -> None:
        """What is wrong, what was done, or the smallest change for the cell that is chosen in the tree."""
        words = self._session.words
        line = self._line()
        self.explain.setText(words("cancel" if self._latest.busy else "customer.explain"))
        self.keep.setEnabled(self.seen is not None and line is not None and not self._session.stale)
        if self._problems:
            self.change.setText("\n".join(render(one, words.language) for one in self._problems))
        elif self._note is not None:
            code, params = self._note
            self.change.setText(words(code, **params))
        elif self._latest.busy:
            self.change.setText(words("customer.looking"))
        elif self.seen is None:
            self.change.setText(words("customer.hint"))
        elif line is not None:
            text = change_text(self.seen, line.cell, words)
            self.change.setText(words("customer.change", cell=line.cell, text=text) if text else "")
        else:
            self.change.setText("")

    def _line(self) -> Line | None:
        branch = self.tree.current_branch()
        return branch.data if branch is not None and isinstance(branch.data, Line) else None

    def _cell_chosen(self) -> None:
        self._examples()
        if self._session.cell is not None and self.seen is not None:
            line = self._line()
            if line is None or line.cell != self._session.cell:
                self._open(self._session.cell)

    def _open(self, cell: str) -> None:
        """Show a cell with its criteria, the others shut."""
        if self.seen is None:
            return
        for one in self.seen.found.cells:
            self.tree.open_line(("cell", one.cell), one.cell == cell)
        if self.tree.choose(("cell", cell)):
            self.tree.scrollTo(self.tree.currentIndex(), KeyedTree.ScrollHint.PositionAtTop)

    # -- explaining ------------------------------------------------------------------------------------------------

    def _asked(self) -> None:
        key = self.key.text().strip()
        if key:
            self.explain_customer(key)

    def _pressed(self) -> None:
        """The button explains; while a customer is looked up it cancels."""
        if not self._latest.busy:
            self._asked()
            return
        self._latest.drop()
        self._key = str(self.seen.found.key) if self.seen is not None else ""
        self._note = ("customer.cancelled", {})
        self._tell()

    def explain_customer(self, key: str) -> None:
        """Explain the customer with this key."""
        if self.key.text() != key:
            self.key.setText(key)
        self._key, self._note, self._problems = key, None, ()
        self._ask()

    def _again(self) -> None:
        """The rules have changed: the customer that is shown is explained anew."""
        if self._key and self.isVisible():
            self._ask()
        else:
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        checked = self._session.checked
        if self.seen is not None and checked is not None and self.seen.project is not checked.project:
            self._ask()

    def _ask(self) -> None:
        session, key = self._session, self._key
        checked, thread = session.checked, session.thread_of_counts
        workspace, preview = thread.workspace, thread.preview
        if checked is None or workspace is None:
            return
        self._latest.ask(lambda cancel: explained(checked, workspace, preview, key, cancel), self._take)
        self._tell()

    def _take(self, seen: Seen) -> None:
        other = self.seen is None or self.seen.found.key != seen.found.key
        self.seen, self._problems = seen, ()
        self.lines.show(branches(seen, self._session.words))
        if other and self._session.cell is not None:
            self._open(self._session.cell)
        self._tell()

    def _failed(self, problems: tuple[Diagnostic, ...]) -> None:
        self._problems = problems
        self.seen = None
        self.lines.show(())
        self._tell()

    def _opened(self, index: QModelIndex) -> None:
        """Enter or a double click: go to the criterion, or the cell."""
        branch = self.lines.branch(index)
        if branch is not None and isinstance(branch.data, Line):
            cell = self._session.document.project.matrix.cell(branch.data.cell)
            first = cell.criteria[0].n if cell is not None and cell.criteria else None
            self._session.select(branch.data.cell, branch.data.n if branch.data.n is not None else first)

    # -- examples ------------------------------------------------------------------------------------------------

    def show_example(self) -> None:
        """Explain somebody of the kind that is chosen; the next time somebody else."""
        session = self._session
        counts, cell = session.counts, session.cell
        if counts is None or cell is None or cell not in counts.cells:
            return
        sort = EXAMPLES[self.example.currentIndex()]
        place = self._example[2] + 1 if self._example[:2] == (sort, cell) else 0
        self._example = (sort, cell, place)
        self._finding.ask(lambda cancel: example(counts, sort, cell, place), self._take_example)

    def _take_example(self, key: int | str | None) -> None:
        if key is not None:
            self.explain_customer(str(key))
            return
        self._note = ("customer.nobody", {"what": self.example.currentText()})
        self._problems = ()
        self._tell()

    # -- keeping -------------------------------------------------------------------------------------------------

    def keep_as_test(self) -> None:
        """Write the customer into the project as a test of the chosen cell's stage, once it was shown to hold."""
        session, seen, line = self._session, self.seen, self._line()
        workspace = session.thread_of_counts.workspace
        if seen is None or line is None or workspace is None or session.stale:
            return
        stage = next(one.stage for one in seen.found.cells if one.cell == line.cell)
        if not seen.found.stages[stage]:
            self._say("customer.keep.not_in_stage", cell=line.cell)
            return
        self._keeping.ask(lambda cancel: tried(seen, stage, workspace, cancel), self._keep)

    def _keep(self, tried_: tuple[dict[str, Any], bool, tuple[tuple[str, int], ...]]) -> None:
        test, holds, records = tried_
        session = self._session
        if not holds:
            if records:
                criteria = " ".join(f"{cell}{circled(n)}" for cell, n in records)
                self._say("customer.keep.records", criteria=criteria)
            else:
                self._say("customer.keep.fails")
            return
        session.document.seal()
        try:
            change = add_test(session.document.project, test, self._key)
        except QuadrilleError as error:
            self._failed(error.diagnostics)
            return
        session.apply(change)
        session.document.seal()
        self._say("customer.kept", key=self._key, n=len(session.document.project.tests))

    def _say(self, code: str, **params: Any) -> None:
        self._note = (code, params)
        self._tell()


def explained(
    checked: CheckedProject, workspace: Workspace, preview: Preview | None, key: str, cancel: Callable[[], bool]
) -> Seen:
    """Explains a customer by the rules as they are in the editor: from memory, or by asking the source where only a
    sample is in memory. Raises QuadrilleError."""
    from engine.explain import explain
    from engine.keep_test import fields_needed
    from engine.names import found_in
    from engine.project.compiled import to_program

    program = to_program(checked, workspace.schema)
    fields = tuple(dict.fromkeys(fields_needed(program)))
    day = workspace.as_of(checked.project.as_of)
    found = None
    if preview is not None and preview.as_of == day and preview.program == program:
        found = preview.explain(key, fields)
    if found is None:
        program = found_in(program, workspace.source)
        found = explain(program, workspace.source, key, day, cancel=cancel, fields=fields)
    return see(found, program, checked.project, checked.catalog, day)


def tried(
    seen: Seen, stage: str, workspace: Workspace, cancel: Callable[[], bool]
) -> tuple[dict[str, Any], bool, tuple[tuple[str, int], ...]]:
    """The customer as a test, whether it holds, and which criteria look at records that a test does not have."""
    from engine.customer_tests import find_edges, run_tests
    from engine.keep_test import counts_records, kept
    from engine.project.model import CustomerTest

    test = dict(kept(seen.program, seen.found, stage, seen.day))
    edges = find_edges(seen.program, workspace.source, seen.day, cancel)
    result = run_tests(seen.program, (CustomerTest.model_validate(test),), seen.day, edges)
    return test, result.passed == 1, counts_records(seen.program, stage)


def example(counts: Counts, sort: str, cell: str, place: int) -> int | str | None:
    """The key of somebody: in the cell, missing it by one criterion, in another cell as well, in its stage only."""
    behind = counts.behind
    if behind is None:
        return None
    match sort:
        case "in":
            whom = [Who((cell,))]
        case "near":
            near = counts.near_misses(cell)
            whom = [Who(near=(cell, n)) for n in sorted(near, key=lambda n: -near[n])]
        case "overlap":
            pairs = sorted(counts.overlaps.items(), key=lambda item: -item[1])
            whom = [Who(pair) for pair, _ in pairs if cell in pair]
        case _:
            whom = [Who(stage=counts.cells[cell].stage)]
    keys = [key for who in whom for key in behind.keys(who, MANY)]
    return keys[place % len(keys)] if keys else None

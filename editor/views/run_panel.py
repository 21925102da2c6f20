"""The last run: both ledgers, what is to be noted, and where it ran and why."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from dsl.messages import render
from editor.i18n.texts import Words
from editor.viewmodels.results_run import Runs
from editor.viewmodels.session import Session
from editor.views.inputs import Flow
from editor.views.panel import Panel
from editor.workers.running import Ran
from engine.planned import plan_lines

SIGNS = {"error": "✗", "warning": "⚠", "info": "ⓘ"}


class RunPanel(Panel):
    """Runs the project and shows what came of it."""

    title = "run"

    def __init__(self, session: Session, runs: Runs) -> None:
        super().__init__(session)
        self.runs = runs
        self.start, self.results = QPushButton(), QPushButton()
        self.values = QCheckBox()
        self.ledgers = QTreeWidget()
        self.ledgers.setColumnCount(3)
        header = self.ledgers.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self._lay_out()
        self.start.clicked.connect(runs.start)
        self.values.toggled.connect(self._values_wanted)
        runs.changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        tools = Flow()
        for widget in (self.start, self.values, self.results):
            tools.addWidget(widget)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.ledgers)
        both.addWidget(self.report)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(tools)
        layout.addWidget(both, 1)

    def retranslate(self) -> None:
        words = self._session.words
        self.start.setText(words("run.start"))
        self.values.setText(words("run.values"))
        self.results.setText(words("run.results"))
        self.ledgers.setAccessibleName(words("run.ledgers"))
        self.ledgers.setHeaderLabels([words("run.ledgers"), words("run.count"), words("run.share")])
        self.report.setAccessibleName(words("run.report"))
        self.refresh()

    def refresh(self) -> None:
        words, runs = self._session.words, self.runs
        self.start.setEnabled(not runs.running)
        self.results.setEnabled(runs.last is not None)
        text = "\n".join(self._report())
        if text != self.report.toPlainText():
            self.report.setPlainText(text)
        self.ledgers.clear()
        last = runs.last
        if last is None:
            return
        for title, total, lines in ledgers(last, words):
            top = _line(title, f"{total:,}", "")
            self.ledgers.addTopLevelItem(top)
            top.addChildren([_line(name, f"{n:,}", f"{n / total:.1%}" if total else "–") for name, n in lines])
            top.setExpanded(True)

    def _report(self) -> Iterator[str]:
        """How it went, what is to be noted, where it ran and why."""
        words, runs, last = self._session.words, self.runs, self.runs.last
        if runs.state != "done":
            yield words(f"run.state.{runs.state}")
        for one in runs.problems:
            yield f"{SIGNS[one.severity]} {render(one, words.language)}"
        if last is None:
            return
        where = words(f"run.at.{last.run.place.where}", dialect=last.run.place.dialect or "")
        n, day = last.run.accounting.subjects, last.run.as_of.isoformat()
        yield words("run.summary", n=n, date=day, where=where, seconds=f"{last.seconds:.2f}")
        if runs.outdated:
            yield words("run.outdated")
        for one in (*last.run.findings, *last.run.notes):
            yield f"{SIGNS[one.severity]} {render(one, words.language)}"
        yield ""
        yield from plan_lines(last.where, words.language)

    def _values_wanted(self, wanted: bool) -> None:
        self.runs.values = wanted


def _line(name: str, count: str, share: str) -> QTreeWidgetItem:
    line = QTreeWidgetItem([name, count, share])
    for column in (1, 2):
        line.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return line


def ledgers(ran: Ran, words: Words) -> Iterator[tuple[str, int, list[tuple[str, int]]]]:
    """Both ledgers: a title, the whole, and the lines that add up to it."""
    accounting, matrix = ran.run.accounting, ran.project.matrix
    language = words.language
    overall = [
        (words("run.in_one"), accounting.in_one),
        (words("run.in_several"), accounting.in_several),
        (words("run.in_no_cell"), accounting.unassigned),
        (words("run.in_no_stage"), accounting.in_no_stage),
    ]
    yield words("run.overall"), accounting.subjects, overall
    names = {one.id: one.labels.catalog().get(language, one.id) for one in matrix.stages}
    for stage in accounting.stages:
        lines = []
        for count in stage.cells:
            cell = matrix.cell(count.cell)
            label = cell.labels.catalog().get(language, "").removeprefix(count.cell).strip() if cell is not None else ""
            lines.append((f"{count.cell} {label}".strip(), count.assigned))
        lines.append((words("unassigned"), stage.unassigned))
        yield names.get(stage.stage, stage.stage), stage.entered, lines

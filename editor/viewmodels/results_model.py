"""The outcome of a run as a table model: straight over its Arrow columns, sorted and filtered in the background."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from editor.viewmodels.criteria_model import circled
from editor.viewmodels.session import Session
from editor.workers.running import Ran
from editor.workers.tasks import Task
from engine.outcome import kept_outputs
from engine.plan import Output

Index = QModelIndex | QPersistentModelIndex
Rows = npt.NDArray[np.int64]
SIGNS = {True: "✓", False: "✗", None: "–"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, and in which order. ``stage``: assigned to any of its cells; ``text``: part of the key or of any
    other text. ``column`` None: the order of the outcome."""

    stage: str | None = None
    cell: str | None = None
    text: str = ""
    column: int | None = None
    descending: bool = False


def arranged(ran: Ran, outputs: tuple[Output, ...], wanted: Wanted) -> Rows | None:
    """The rows that are wanted, in their order; None: all, as they are."""
    mask: Any = None

    def narrow(condition: Any) -> None:
        nonlocal mask
        known = pc.fill_null(condition, False)
        mask = known if mask is None else pc.and_(mask, known)

    for column, output in zip(ran.columns, outputs, strict=True):
        if output.role == "assigned" and output.of and output.of[0] == wanted.stage:
            narrow(pc.equal(column, wanted.cell) if wanted.cell is not None else pc.is_valid(column))
    if wanted.text:
        narrow(_holding(ran, outputs, wanted.text))
    rows: Rows | None = None
    if mask is not None:
        rows = np.flatnonzero(mask.to_numpy(zero_copy_only=False)).astype(np.int64)
    if wanted.column is None:
        return rows
    column = ran.columns[wanted.column]
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    if rows is not None:
        column = column.take(pa.array(rows))
    order = "descending" if wanted.descending else "ascending"
    places: Rows = pc.array_sort_indices(column, order=order, null_placement="at_end").to_numpy().astype(np.int64)
    return places if rows is None else np.asarray(rows[places], dtype=np.int64)


def _holding(ran: Ran, outputs: tuple[Output, ...], text: str) -> Any:
    """Rows with a text in the key or in another column of texts."""
    found: Any = None
    for column, output in zip(ran.columns, outputs, strict=True):
        if output.role == "key" and not pa.types.is_string(column.type):
            column = column.cast(pa.string())
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            here = pc.fill_null(pc.match_substring(column, text, ignore_case=True), False)
            found = here if found is None else pc.or_(found, here)
    return found


class ResultsModel(QAbstractTableModel):
    """Rows of the last run. ``arranged`` comes when another selection or order is shown."""

    rearranged = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ran: Ran | None = None
        self._outputs: tuple[Output, ...] = ()
        self._rows: Rows | None = None
        self._task: Task[Any] | None = None
        self.wanted = Wanted()
        self.busy = False
        session.language_changed.connect(self._titles_changed)

    def show_run(self, ran: Ran | None) -> None:
        """Another outcome, all of it, as it is."""
        if self._task is not None:
            self._task.cancel()
        self.beginResetModel()
        self._ran, self._rows, self.wanted, self.busy = ran, None, Wanted(), False
        self._outputs = tuple(kept_outputs(ran.run.plan)) if ran is not None else ()
        self.endResetModel()
        self.rearranged.emit()

    @property
    def total(self) -> int:
        """All rows of the outcome."""
        return self._ran.run.outcome.num_rows if self._ran is not None else 0

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What the columns are."""
        return self._outputs

    def key(self, row: int) -> object:
        """The subject's key of a row that is shown."""
        assert self._ran is not None
        return self._ran.columns[0][self._row(row)].as_py()

    def ask(self, **wishes: Any) -> None:
        """Other rows or another order, found in the background; the old ones stay until then."""
        wanted = replace(self.wanted, **wishes)
        if wanted == self.wanted or self._ran is None:
            return
        self.wanted, ran, outputs = wanted, self._ran, self._outputs
        if self._task is not None:
            self._task.cancel()
        self.busy = True
        self._task = self._session.run_task(
            lambda report, cancel: arranged(ran, outputs, wanted), self._show, lambda problems: self._show(self._rows)
        )
        self.rearranged.emit()

    def _show(self, rows: Rows | None) -> None:
        self.beginResetModel()
        self._rows, self.busy = rows, False
        self.endResetModel()
        self.rearranged.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.ask(column=None if column < 0 else column, descending=order is Qt.SortOrder.DescendingOrder)

    def _row(self, row: int) -> int:
        return row if self._rows is None else int(self._rows[row])

    # -- Qt ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return self.total if self._rows is None else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._outputs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._ran is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            value = self._ran.columns[index.column()][self._row(index.row())].as_py()
            return shown(value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            value = self._ran.columns[index.column()][self._row(index.row())].as_py()
            words = self._session.words
            spoken = {True: words("met"), False: words("not_met"), None: words("no_data")}
            return spoken[value] if isinstance(value, bool | None) else shown(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            type_ = self._ran.columns[index.column()].type
            if pa.types.is_boolean(type_):
                return Qt.AlignmentFlag.AlignCenter
            if pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _titles_changed(self) -> None:
        if self._outputs:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._outputs) - 1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._outputs):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(self._outputs[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(self._outputs[section])
        return None

    def title(self, output: Output) -> str:
        """A column's heading."""
        assert self._ran is not None
        project, words = self._ran.project, self._session.words
        match output.role:
            case "key":
                return project.subject.key
            case "assigned":
                stage = next((one for one in project.matrix.stages if one.id == output.of[0]), None)
                return stage.labels.catalog().get(words.language, stage.id) if stage is not None else output.name
            case "criterion":
                return f"{output.of[0]}{circled(int(output.of[1]))}"
            case "cells" | "cell":
                return words(f"results.{output.role}")
            case "measure":
                measure = project.measures.get(str(output.of[0]))
                return measure.labels.catalog().get(words.language, output.name) if measure is not None else output.name
        return output.name

    def tip(self, output: Output) -> str:
        """What a column means, in words."""
        assert self._ran is not None
        if output.role != "criterion":
            return self.title(output)
        cell = self._ran.project.matrix.cell(str(output.of[0]))
        found = next((one for one in cell.criteria if one.n == output.of[1]), None) if cell is not None else None
        return found.labels.catalog().get(self._session.words.language, found.rule) if found is not None else ""


def shown(value: object) -> str:
    """A value in a cell of the table. Keys are names: no separators."""
    if value is None or isinstance(value, bool):
        return SIGNS[value]
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)

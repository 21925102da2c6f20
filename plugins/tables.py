"""The easiest source to write: one whose tables are read whole into Arrow when they are first needed."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from dsl.diagnostics import Diagnostic, QuadrilleError
from plugins.arrow import tidy
from plugins.errors import Notices, error, first_line
from plugins.source import ColumnInfo, Source, TableInfo


class TableSource(Source):
    """Write ``tables`` and ``load``; types, text as NFC, columns and batches follow from the Arrow table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes = Notices()
        self._known: dict[str, tuple[pa.Table, tuple[ColumnInfo, ...]]] = {}
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._closed = False

    @abstractmethod
    def tables(self) -> tuple[TableInfo, ...]:
        """All tables, in a stable order."""

    @abstractmethod
    def load(self, table: TableInfo) -> pa.Table:
        """The whole table. Called once; may ask ``stopped()`` now and then."""

    def stopped(self) -> bool:
        """Whether ``interrupt`` was called since the work began."""
        return self._stop.is_set()

    def describe(self, table: TableInfo, columns: tuple[ColumnInfo, ...]) -> tuple[ColumnInfo, ...]:
        """A chance to say more of the columns than Arrow knows."""
        return columns

    def _get(self, table: str) -> tuple[pa.Table, tuple[ColumnInfo, ...]]:
        if self._closed:
            raise error("source.closed", source=self.name)
        info = self.find(table)
        with self._lock:
            if info.qualified not in self._known:
                self._stop.clear()
                data, columns, problems = tidy(info.qualified, self._loaded(info))
                self.notes.add(*problems)
                self._known[info.qualified] = (data, self.describe(info, columns))
            return self._known[info.qualified]

    def _loaded(self, info: TableInfo) -> pa.Table:
        try:
            return self.load(info)
        except (QuadrilleError, KeyboardInterrupt):
            raise
        except Exception as failure:
            reason = f"{type(failure).__name__}: {first_line(failure)}"
            raise error("source.read_failed", source=self.name, table=info.qualified, reason=reason) from failure

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        return self._get(table)[1]

    def row_count(self, table: str) -> int | None:
        return int(self._get(table)[0].num_rows)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        data, _ = self._get(table)
        names = [column.name for column in self.pick(table, columns)]
        return data.select(names).to_reader(max_chunksize=131_072)

    def notices(self) -> tuple[Diagnostic, ...]:
        return self.notes.all()

    def interrupt(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self._closed = True
        self._known.clear()


def unique_names(names: Sequence[Any], notes: Notices, table: str) -> list[str]:
    """Names of columns as a file's header gives them: NFC, none empty, none twice (but for case)."""
    import unicodedata

    result: list[str] = []
    taken: set[str] = set()
    given = [unicodedata.normalize("NFC", str(name)).strip() for name in names]
    for position, name in enumerate(given, start=1):
        wanted = name or f"column_{position}"
        chosen, number = wanted, 2
        others = {other.casefold() for other in given[position:]} if wanted.casefold() in taken else set()
        while chosen.casefold() in taken or chosen.casefold() in others:
            chosen, number = f"{wanted}_{number}", number + 1
        if chosen != name:
            notes.note("source.renamed", "warning", table=table, column=name, name=chosen, position=position)
        taken.add(chosen.casefold())
        result.append(chosen)
    return result

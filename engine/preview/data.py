"""The data of a project as dense columns in memory, read when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine.backends.frame.runtime.pairs import Pair, Text
from engine.backends.frame.runtime.reading import column as as_pair
from engine.cancel import Cancelled
from engine.preview.graph import Wanted
from engine.preview.memory import size_of
from plugins.api import Source, SourceCancelled

if TYPE_CHECKING:
    import pyarrow as pa

Cancel = Callable[[], bool]
Progress = Callable[[float | None, str], None]


def read_column(one: Wanted, table: pa.Table) -> Pair:
    """A column of rows in memory as its kind."""
    frame = table.select([one.name]).to_pandas(types_mapper=pd.ArrowDtype)
    found = as_pair(frame, one.name, one.kind, one.scale, **dict(one.options))
    return Pair(_own(narrow(found.value) if one.kind == "int" else found.value), _own(found.known))


def narrow(numbers: Any) -> Any:
    """Whole numbers in 32 bits where all of them fit: half the memory, and compared in half the time."""
    if isinstance(numbers, np.ndarray) and numbers.dtype == np.int64 and numbers.size:
        limits = np.iinfo(np.int32)
        if numbers.min() >= limits.min and numbers.max() <= limits.max:
            return numbers.astype(np.int32)
    return numbers


class DataChanged(Exception):
    """The source gives other rows, or another order of rows, than it gave before."""


@dataclass(slots=True)
class _Table:
    columns: dict[Wanted, Pair] = field(default_factory=dict)


Filter = Callable[[str, "pa.Table"], "pa.Table"]
"""The rows of a part of a table that are kept."""


class Data:
    """Columns by table. All columns of a table lie in one order of rows, also those that are read later."""

    def __init__(
        self, source: Source, chosen: Filter | None = None, links: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        """``chosen`` keeps some rows; ``links``: the columns by which it chooses them, by table."""
        self._source = source
        self._chosen = chosen
        self._links = links or {}
        self._tables: dict[str, _Table] = {}
        self.read_tables = 0

    @property
    def nbytes(self) -> int:
        return sum(size_of(pair) for table in self._tables.values() for pair in table.columns.values())

    def clear(self) -> None:
        self._tables.clear()

    def load(
        self,
        wanted: Mapping[str, Iterable[Wanted]],
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> None:
        """Read the columns that are not there yet, each table once. Raises DataChanged, Cancelled, SourceError."""
        missing: dict[str, list[Wanted]] = {}
        for name, columns in wanted.items():
            known = self._tables.setdefault(name, _Table()).columns
            some = [column for column in dict.fromkeys(columns) if column not in known]
            if some:
                missing[name] = some
        for place, (name, columns) in enumerate(missing.items()):
            if progress is not None:
                progress(place / len(missing), name)
            table = self._tables[name]
            names = [*(one.name for one in table.columns), *(one.name for one in columns), *self._links.get(name, ())]
            rows = self._read(name, list(dict.fromkeys(names)), cancel)
            for one, pair in table.columns.items():
                if not _equal(read_column(one, rows), pair):
                    raise DataChanged(name)
            found = {}
            for one in columns:
                if cancel is not None and cancel():
                    raise Cancelled()
                found[one] = read_column(one, rows)
            table.columns.update(found)

    def column(self, table: str, name: str, kind: str, scale: int = 0, **options: Any) -> Pair:
        """A column of a table."""
        one = Wanted(name, kind, scale, tuple(sorted(options.items())))
        known = self._tables.get(table)
        if known is None or one not in known.columns:
            self.load({table: [one]})
        return self._tables[table].columns[one]

    def _read(self, name: str, columns: list[str], cancel: Cancel | None) -> pa.Table:
        import pyarrow as pa

        self.read_tables += 1
        try:
            reader = self._source.read(name, columns)
            parts = []
            for batch in reader:
                if cancel is not None and cancel():
                    raise Cancelled()
                part = pa.Table.from_batches([batch])
                parts.append(part if self._chosen is None else self._chosen(name, part))
            return pa.concat_tables(parts) if parts else reader.schema.empty_table()
        except SourceCancelled:
            raise Cancelled() from None


def _own(part: Any) -> Any:
    """An array that does not hold on to the memory that it was read from."""
    if isinstance(part, np.ndarray) and part.base is not None:
        return part.copy()
    return part


def _equal(one: Pair, other: Pair) -> bool:
    if (one.known is None) != (other.known is None) or not np.array_equal(one.known, other.known):
        return False
    if isinstance(one.value, Text):
        return np.array_equal(one.value.codes, other.value.codes) and np.array_equal(one.value.words, other.value.words)
    return np.array_equal(one.value, other.value)

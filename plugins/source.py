"""What a source of data is to the engine: tables with typed columns that can be read, and perhaps queried."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from dsl.catalog import Storage
from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.types import Kind, Type
from plugins.errors import closest, error, problem

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[float | None], None]
"""Called now and then with the share that is done (0 to 1), or None where it is not known."""

Cancel = Callable[[], bool]
"""Asked now and then, from any thread; true ends the operation with ``SourceCancelled``."""

_LISTED = 20

TableKind = Literal["table", "view", "file", "sheet", "frame"]


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table of a source. ``schema`` is None where the source has no schemas or this is its usual one."""

    name: str
    schema: str | None = None
    kind: TableKind = "table"

    @property
    def qualified(self) -> str:
        """The name by which a project file refers to it: ``schema.name``, or ``name``. A part that holds a point or
        a double quote stands in double quotes."""
        parts = (self.schema, self.name) if self.schema else (self.name,)
        return ".".join(_quoted(part) for part in parts)


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column as it is in the source.

    name: exactly as the source spells it. native: the source's own name of its type. type, storage: what is
    proposed for the catalog. stored: the kind of the values that ``read`` gives, where ``storage`` says that
    it differs from ``type`` (dates kept as text have type DATE, ``storage.format`` iso, are stored as TEXT).
    """

    name: str
    type: Type
    native: str = ""
    storage: Storage = Storage()
    nullable: bool = True
    primary_key: bool = False
    stored: Kind | None = None

    @property
    def physical(self) -> Kind:
        """The kind of the values that ``read`` gives."""
        return self.stored or self.type.kind


@dataclass(frozen=True, slots=True)
class ProbeStep:
    """One step of "Test connection": ``find``, ``open``, ``schema`` or ``rows``.

    diagnostics say why it failed, or what was noticed; tables and rows count what was seen.
    """

    name: Literal["find", "open", "schema", "rows"]
    ok: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    tables: int | None = None
    rows: int | None = None


class Source(ABC):
    """An open source. Every method raises ``SourceError`` and nothing else of its own.

    Any thread may call any method; ``interrupt`` is meant for another thread than the one that works.
    Columns whose values no rule can speak of (binary, lists, …) are left out and listed in ``notices``.
    """

    dialect: str | None = None
    """Name of the SQL dialect that ``query`` takes; None where tables can only be read."""

    read_only: bool = True

    name: str = ""
    """What to call it in messages; never holds a password."""

    # -- to be written by every source -----------------------------------------------------------------------

    @abstractmethod
    def tables(self) -> tuple[TableInfo, ...]:
        """All tables and views, in a stable order."""

    @abstractmethod
    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table that rules can use, in the table's order."""

    @abstractmethod
    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        """The rows of a table, with these columns (all of ``columns()`` if None) in this order.

        Arrow types are those of ``ColumnInfo.physical``: bool, int64, decimal128, float64, string, date32 and
        timestamp[us] without a zone (an instant is given in UTC, and its storage's zone is UTC). NaN and
        infinities are left as they are. Files and frames give text as NFC; databases give it as it is kept,
        so that it equals what their own SQL sees.
        """

    # -- with a usable default -------------------------------------------------------------------------------

    def row_count(self, table: str) -> int | None:
        """The number of rows, or None where that is not known without reading them all."""
        self.find(table)
        return None

    def propose(self, table: str) -> tuple[ColumnInfo, ...]:
        """As ``columns``, after reading all rows: text that holds only dates, numbers or yes/no says so."""
        from plugins.infer import propose  # late: needs pyarrow

        return propose(self, table)

    def query(
        self,
        sql: str,
        *,
        types: Sequence[Type] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> pa.RecordBatchReader:
        """The rows of a SELECT in this source's dialect. ``types`` are those of its columns where the caller
        knows them; sources without types of their own convert to them, others may ignore them."""
        raise error("source.no_sql", source=self.name)

    def execute_many(self, statements: Sequence[str]) -> None:
        """Run statements in one transaction: all of them, or none. Only when opened for writing."""
        raise error("source.read_only", source=self.name)

    def create_table(
        self, name: str, *, sql: str | None = None, data: pa.Table | None = None, replace: bool = False
    ) -> None:
        """Make a table from a SELECT or from Arrow data, in one transaction. Only when opened for writing."""
        raise error("source.read_only", source=self.name)

    def relation_sql(self, table: str, columns: Sequence[str] | None = None) -> str | None:
        """A SELECT by which DuckDB reads the table itself (files it knows), giving what ``read`` gives.
        None: register ``read(table)`` instead."""
        return None

    def interrupt(self) -> None:  # noqa: B027 - a source that is never slow has nothing to do
        """End what other threads are doing here, as soon as possible, with ``SourceCancelled``."""

    def fingerprint(self, table: str) -> str | None:
        """A text that changes when the table may have changed, found without reading it; None if unknown."""
        return None

    def notices(self) -> tuple[Diagnostic, ...]:
        """What was noticed so far, such as the encoding found or columns left out; each once."""
        return ()

    def close(self) -> None:  # noqa: B027 - optional
        """Let go of files and connections. Closing twice is fine."""

    # -- common to all ---------------------------------------------------------------------------------------

    def find(self, table: str) -> TableInfo:
        """The table that a project file calls ``table``: exactly, or but for case where that is unique."""
        known = self.tables()
        wanted = unicodedata.normalize("NFC", table)
        folded = wanted.casefold()
        tests: tuple[Callable[[TableInfo], bool], ...] = (
            lambda t: table in (t.qualified, t.name, f"{t.schema}.{t.name}"),
            lambda t: wanted in (_nfc(t.qualified), _nfc(t.name)),
            lambda t: folded in (_nfc(t.qualified).casefold(), _nfc(t.name).casefold()),
        )
        for test in tests:
            found = [t for t in known if test(t)]
            exact = [t for t in found if t.qualified == table or (t.name == table and not t.schema)]
            if len(exact) == 1 or len(found) == 1:
                return (exact or found)[0]
            if found:
                raise error("source.ambiguous_table", table=table, candidates=tuple(t.qualified for t in found))
        names = [t.qualified for t in known]
        near = closest(table, names)
        shown = [near, *(name for name in names if name != near)] if near else names
        listed = tuple(shown[:_LISTED]) or ("–",)
        raise error("source.unknown_table", table=table, source=self.name, near=near, tables=listed)

    def pick(self, table: str, columns: Sequence[str] | None) -> tuple[ColumnInfo, ...]:
        """The columns with these names, in this order; all if None."""
        known = self.columns(table)
        if columns is None:
            return known
        by_name = {column.name: column for column in known}
        for name in columns:
            if name not in by_name:
                raise error("source.unknown_column", table=table, column=name, suggestion=closest(name, by_name))
        return tuple(by_name[name] for name in columns)

    def probe_steps(self) -> Iterator[ProbeStep]:
        """Read the schema, then count the rows of each table; stops behind the step that failed."""
        try:
            tables = self.tables()
            for table in tables:
                self.columns(table.qualified)
        except QuadrilleError as failure:
            yield ProbeStep("schema", False, failure.diagnostics)
            return
        notices = self.notices()
        if not tables:
            yield ProbeStep(
                "schema", True, (*notices, problem("source.no_tables", "warning", source=self.name)), tables=0
            )
            return
        yield ProbeStep("schema", True, notices, tables=len(tables))
        try:
            counts = [self.row_count(table.qualified) for table in tables]
        except QuadrilleError as failure:
            yield ProbeStep("rows", False, failure.diagnostics)
            return
        yield ProbeStep("rows", True, rows=sum(count for count in counts if count is not None))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


def stamp(*paths: Path) -> str | None:
    """Sizes and times of files as one text; None where the first is not there."""
    marks = []
    for path in paths:
        try:
            state = path.stat()
            marks.append(f"{state.st_size}.{state.st_mtime_ns}")
        except OSError:
            marks.append("-")
    return ":".join(marks) if marks[0] != "-" else None


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"' if not part or set(part) & {".", '"'} else part


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)

"""Where a plan runs: in the source's own database, in DuckDB over Arrow, or in pandas. One outcome, whichever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dsl.diagnostics import Diagnostic, QuadrilleError
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Type
from engine.assembly import assembly
from engine.cancel import Cancelled
from engine.core import Kind, kind_of
from engine.declared import as_loaded
from engine.names import path
from engine.plan import Gather, GroupRows, JoinRows, Plan, Rows, Table, TableRows
from plugins.api import Source, SourceCancelled

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Backend = Literal["auto", "sql", "pandas"]
Progress = Callable[[float | None, str], None]
Cancel = Callable[[], bool]

TYPES: dict[Kind, Type] = {
    Kind.BOOL: BOOLEAN,
    Kind.INT: INTEGER,
    Kind.FLOAT: DOUBLE,
    Kind.TEXT: TEXT,
    Kind.DATE: DATE,
    Kind.TS: TIMESTAMP,
}


BACKENDS: tuple[Backend, ...] = ("auto", "sql", "pandas")


def backend_of(name: str) -> Backend:
    """A backend's name as a user gave it. Raises QuadrilleError ``run.backend``."""
    for known in BACKENDS:
        if name == known:
            return known
    raise QuadrilleError(Diagnostic("run.backend", "error", params={"backend": name}))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work runs, and why: ``database`` (the source's own), ``duckdb`` (over Arrow) or ``pandas``."""

    where: Literal["database", "duckdb", "pandas"]
    dialect: str | None
    reason: Literal["asked", "has_sql", "reads_only"]


def place(source: Source, backend: Backend = "auto") -> Place:
    """Choose where a plan for this source runs."""
    if backend == "pandas":
        return Place("pandas", None, "asked")
    if source.dialect is not None:
        return Place("database", source.dialect, "has_sql")
    return Place("duckdb", "duckdb", "reads_only")


def execute(
    plan: Plan,
    source: Source,
    backend: Backend = "auto",
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> pa.Table:
    """Run a plan; the columns of the result are the plan's outputs, in order and of their kinds.

    Raises SourceError where the source fails, Cancelled where ``cancel`` said so.
    """
    chosen = place(source, backend)
    run = {"pandas": _in_pandas, "database": _in_database, "duckdb": _in_duckdb}[chosen.where]
    asked = assembly(plan)
    try:
        return asked.whole(run(asked.plan, source, progress, cancel))
    except SourceCancelled:
        raise Cancelled() from None


def _in_pandas(plan: Plan, source: Source, progress: Progress | None, cancel: Cancel | None) -> pa.Table:
    from engine.backends import frame

    def read(table: str, columns: list[str]) -> pa.Table:
        return source.read(table, columns).read_all()

    return frame.run(plan, read, progress=progress, cancel=cancel)


def _in_database(plan: Plan, source: Source, progress: Progress | None, cancel: Cancel | None) -> pa.Table:
    from engine.backends import sql

    assert source.dialect is not None
    statement = sql.compile(plan, source.dialect, comments=False)
    types = [TYPES[kind_of(output.value)] for output in plan.outputs]
    report = None if progress is None else (lambda share: progress(share, "query"))
    reader = source.query(statement.sql, types=types, progress=report, cancel=cancel)
    return conform(plan, reader.read_all())


def _in_duckdb(plan: Plan, source: Source, progress: Progress | None, cancel: Cancel | None) -> pa.Table:
    """Load the columns that the plan uses into an embedded database, then run the one statement there."""
    import duckdb

    from engine.backends import sql
    from engine.interrupt import watched

    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        tables = used_tables(plan)
        types: dict[str, dict[str, str]] = {}
        for number, (name, columns) in enumerate(tables.items()):
            if cancel is not None and cancel():
                raise Cancelled()
            if progress is not None:
                progress(number / (len(tables) + 1), "read")
            types[name] = _load(connection, source, name, columns)
        statement = sql.compile(as_loaded(plan, types), "duckdb", comments=False)
        if progress is not None:
            progress(len(tables) / (len(tables) + 1), "query")
        with watched(connection.interrupt, cancel) as was_cancelled:
            try:
                return conform(plan, connection.execute(statement.sql).to_arrow_table())
            except duckdb.InterruptException:
                raise Cancelled() from None
            except duckdb.Error as failure:
                if was_cancelled():
                    raise Cancelled() from None
                raise engine_failure("duckdb", failure) from failure
    finally:
        connection.close()


def _load(connection: duckdb.DuckDBPyConnection, source: Source, table: str, columns: list[str]) -> dict[str, str]:
    """A view where DuckDB reads the file itself, else a copy of the used columns. Gives the columns' types."""
    parts = path(table)
    if len(parts) == 2:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(parts[0])}")
    name = ".".join(quoted(part) for part in parts)
    scan = source.relation_sql(table, columns)
    if scan is not None:
        connection.execute(f"CREATE VIEW {name} AS {scan}")
        return _types(connection, name)
    import duckdb as engine

    reader, failures = _told(source.read(table, columns))
    connection.register("incoming", reader)
    try:
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    except engine.Error:
        if failures:
            raise failures[0] from None
        raise
    connection.unregister("incoming")
    return _types(connection, name)


def _types(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    return {row[0]: row[1].lower() for row in connection.execute(f"DESCRIBE {name}").fetchall()}


def _told(reader: pa.RecordBatchReader) -> tuple[pa.RecordBatchReader, list[QuadrilleError]]:
    """The same rows, and a list that keeps what reading raises: DuckDB would turn it into words of its own."""
    import pyarrow as pa

    failures: list[QuadrilleError] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from reader
        except QuadrilleError as failure:
            failures.append(failure)
            raise

    return pa.RecordBatchReader.from_batches(reader.schema, batches()), failures


def quoted(name: str) -> str:
    """An identifier of DuckDB that cannot end early."""
    return '"' + name.replace('"', '""') + '"'


def used_tables(plan: Plan) -> dict[str, list[str]]:
    """The physical tables of a plan with the columns that it reads."""
    found: dict[str, dict[str, None]] = {}

    def add(table: Table) -> None:
        found.setdefault(table.name, {}).update((column.name, None) for column in table.columns)

    def visit(rows: Rows) -> None:
        match rows:
            case TableRows(table=table):
                add(table)
            case JoinRows(parent=parent, table=table):
                add(table)
                visit(parent)
            case GroupRows(of=of):
                visit(of)

    add(plan.subject)
    for step in plan.steps:
        if isinstance(step, Gather):
            visit(step.rows)
    return {table: list(columns) for table, columns in found.items()}


def conform(plan: Plan, table: pa.Table) -> pa.Table:
    """The result with the plan's names and kinds, whatever small types the engine chose."""
    import pyarrow as pa

    wanted = {
        Kind.BOOL: pa.bool_(),
        Kind.INT: pa.int64(),
        Kind.FLOAT: pa.float64(),
        Kind.TEXT: pa.string(),
        Kind.DATE: pa.date32(),
        Kind.TS: pa.timestamp("us"),
    }
    columns = []
    for position, output in enumerate(plan.outputs):
        column = table.column(position)
        kind = kind_of(output.value)
        if column.type != wanted[kind]:
            column = column.cast(wanted[kind])
        columns.append(column)
    return pa.table(columns, names=[output.name for output in plan.outputs])


def engine_failure(dialect: str, failure: Exception) -> QuadrilleError:
    """An engine refused a statement: the first line of its words, without the statement."""
    words = str(failure).strip().splitlines() or [type(failure).__name__]
    return QuadrilleError(Diagnostic("run.engine", "error", params={"engine": dialect, "reason": words[0][:300]}))

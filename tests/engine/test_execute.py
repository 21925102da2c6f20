"""Where plans run: what a source raises while DuckDB reads it reaches the user as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pyarrow as pa
import pytest

from dsl.catalog import Field
from dsl.types import INTEGER
from engine.execute import execute
from engine.lower import lower
from engine.program import Program
from plugins.api import ColumnInfo, Source, SourceError, TableInfo, error


class Breaking(Source):
    """Gives one batch and fails before the next, as a file does that vanishes."""

    name = "breaking"

    def tables(self) -> tuple[TableInfo, ...]:
        return (TableInfo("people"),)

    def columns(self, table: str) -> tuple[ColumnInfo, ...]:
        return (ColumnInfo("id", INTEGER),)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.RecordBatchReader:
        schema = pa.schema([("id", pa.int64())])

        def batches() -> Iterator[pa.RecordBatch]:
            yield pa.record_batch([pa.array([1, 2])], schema=schema)
            raise error("source.vanished", source=self.name)

        return pa.RecordBatchReader.from_batches(schema, batches())


@pytest.mark.parametrize("backend", ["sql", "pandas"])
def test_a_source_that_breaks_while_it_is_read_says_so(backend: str) -> None:
    program = Program("people", "id", {"id": Field("id", INTEGER)})
    plan = lower(program, date(2025, 1, 1))
    with pytest.raises(SourceError) as raised:
        execute(plan, Breaking(), "sql" if backend == "sql" else "pandas")
    assert raised.value.diagnostics[0].code == "source.vanished"

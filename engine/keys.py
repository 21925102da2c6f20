"""The subject's key: never missing, never twice."""

from __future__ import annotations

from collections.abc import Callable

from dsl.diagnostics import Diagnostic
from engine.cancel import Cancelled
from plugins.api import Source

EXAMPLES = 3


def key_problems(source: Source, table: str, key: str, cancel: Callable[[], bool] | None = None) -> list[Diagnostic]:
    """What is wrong with a key column: ``key.missing`` with a count, ``key.duplicate`` with examples.

    A declared primary key is believed where the source enforces it.
    """
    import pyarrow.compute as pc

    info = source.pick(table, [key])[0]
    if info.primary_key and not info.nullable:
        return []
    values = source.read(table, [key]).read_all().column(0)
    if cancel is not None and cancel():
        raise Cancelled()
    problems = []
    params: dict[str, str | int | tuple[str, ...]] = {"table": table, "column": key}
    if values.null_count:
        problems.append(Diagnostic("key.missing", "error", params={**params, "rows": values.null_count}))
    known = values.drop_null()
    if pc.count_distinct(known).as_py() != len(known):
        counts = pc.value_counts(known.combine_chunks())
        repeated = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
        examples = tuple(str(one) for one in repeated[:EXAMPLES].to_pylist())
        problems.append(Diagnostic("key.duplicate", "error", params={**params, "values": examples}))
    return problems

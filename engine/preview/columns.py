"""The distribution of a relation's column over all of its rows, read from the source and let go again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.backends.frame.execution import runtime_names
from engine.backends.frame.expressions import Expressions as Calls
from engine.backends.frame.rows import Source as Columns
from engine.backends.frame.runtime.pairs import Text
from engine.backends.frame.values import Level
from engine.core import Column, Ref
from engine.lower.columns import read
from engine.plan import Table
from engine.preview.data import Data
from engine.preview.graph import Evaluator, Graph
from engine.preview.memory import Memory
from engine.preview.panels import Profile, profile
from engine.program import BaseRelation, NestedRelation, Program
from plugins.api import Source

MEMORY = 2**31


def column_profile(
    program: Program,
    source: Source,
    relation: str,
    name: str,
    *,
    bins: int = 40,
    commonest: int = 20,
    cancel: Callable[[], bool] | None = None,
) -> Profile | None:
    """The values of a column; None for a relation that is derived from another one, or without such a column.

    Raises QuadrilleError for a column that cannot be read, Cancelled.
    """
    found = program.relations.get(relation)
    if not isinstance(found, BaseRelation | NestedRelation) or name not in found.fields:
        return None
    field = found.fields[name]
    reading = read(field, program.tables.get(found.table, {}).get(field.physical), "", program.time_zone)
    graph, data = Graph(), Data(source)
    columns, table = Columns(graph, False), Table("", found.table, (reading.spec,))

    def column(one: Column) -> int:
        return columns.column(table, one, Level.ROW)

    def ref(one: Ref) -> int:
        raise KeyError(one.name)

    number = Calls(graph, column, ref).value(reading.value)
    wanted = [graph.column(one)[1] for one in graph.new_columns]
    if not wanted:
        return None
    data.load({found.table: wanted}, None, cancel)

    def load(frame: str, title: str, kind: str, scale: int = 0, **options: Any) -> Any:
        return data.column(frame, title, kind, scale, **options)

    functions = {**runtime_names(), "table": lambda _, title: title, "column": load}
    pair = Evaluator(graph, functions, Memory(MEMORY)).value(number, cancel)
    first = wanted[0]
    raw = data.column(found.table, first.name, first.kind, first.scale, **dict(first.options)).value
    return profile(pair, field.type, len(raw.codes if isinstance(raw, Text) else raw), bins, commonest)

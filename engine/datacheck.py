"""Checks of the data behind a project: keys, encodings, values that cannot be read, scales, ties at band edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dsl import typed as t
from dsl.catalog import Field
from dsl.diagnostics import Diagnostic, Place, Value
from dsl.types import INTEGER, Kind, Type
from engine.cancel import Cancelled
from engine.execute import execute
from engine.keys import key_problems
from engine.lower import lower
from engine.program import BaseRelation, NestedRelation, Program, SourceColumn
from engine.rewrite import walk
from plugins.api import Source

if TYPE_CHECKING:
    import pyarrow as pa

Cancel = Callable[[], bool]
Progress = Callable[[float | None, str], None]
BAND_TOLERANCE = 5
"""Percentage points by which ties may move a band's share before it is worth a warning."""
LISTED = 50
"""A list of values with more entries than this is taken as examples, not as complete."""


def data_problems(
    program: Program,
    source: Source,
    as_of: date,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> list[Diagnostic]:
    """Everything doubtful in the data that a program reads."""
    found = key_problems(source, program.table, program.key, cancel)
    tables = list(_tables(program))
    for number, (path, table, fields) in enumerate(tables):
        if cancel is not None and cancel():
            raise Cancelled()
        if progress is not None:
            progress(number / (len(tables) + 1), "read")
        columns = program.tables.get(table, {})
        for name, item in fields.items():
            column = columns.get(item.physical)
            if column is not None:
                found += _field_problems(source, table, item, column, (*path, name))
    if not any(one.severity == "error" for one in found):
        found += band_problems(program, source, as_of, cancel)
    return found


def _tables(program: Program) -> Iterator[tuple[tuple[str, ...], str, dict[str, Field]]]:
    yield ("subject", "fields"), program.table, dict(program.fields)
    for relation in program.relations.values():
        if isinstance(relation, BaseRelation | NestedRelation):
            yield ("relations", relation.id, "fields"), relation.table, dict(relation.fields)


def _field_problems(
    source: Source, table: str, field: Field, column: SourceColumn, path: tuple[str, ...]
) -> list[Diagnostic]:
    """Problems of one column; a column that never needs a look is not read."""
    text = column.type.kind is Kind.TEXT
    rate = field.type.percent and field.type.numeric
    claimed = not field.type.optional and column.nullable
    listed = 0 < len(field.values) <= LISTED and field.type.kind is Kind.TEXT
    declared_time = column.type.temporal and "text" in column.declared
    if not (text or rate or claimed or listed or declared_time):
        return []
    values = source.read(table, [column.name]).read_all().column(0)
    label = ".".join(path[1:2] + path[3:]) if path[0] == "relations" else path[-1]
    found: list[Diagnostic] = []

    def note(code: str, severity: Any = "warning", **params: Value) -> None:
        found.append(Diagnostic(code, severity, params={"field": label, **params}, place=Place(path)))

    if text:
        pieces = _not_nfc(values)
        if pieces is not None:
            note("data.not_nfc", rows=pieces[0], example=pieces[1])
        if field.type.kind is not Kind.TEXT:
            lost = _unreadable(values, field)
            if lost is not None:
                note("data.unreadable", rows=lost[0], example=lost[1], type=str(field.type.kind))
    if claimed and values.null_count:
        note("data.missing_in_required", rows=values.null_count)
    if listed:
        others = _unlisted(values, field)
        if others:
            note("data.unlisted", "info", values=others)
    if rate:
        largest = _largest(values)
        if largest is not None and largest > 1:
            note("data.rate_over_one", value=f"{largest:g}")
    return found


def _not_nfc(values: pa.ChunkedArray) -> tuple[int, str] | None:
    import pyarrow.compute as pc

    known = values.drop_null()
    different = known.filter(pc.not_equal(known, pc.utf8_normalize(known, form="NFC")))
    return (len(different), str(different[0].as_py())) if len(different) else None


def _unreadable(values: pa.ChunkedArray, field: Field) -> tuple[int, str] | None:
    """Texts that do not become a value of the field's type, by the same reading as a run."""
    import pyarrow as pa

    from engine.backends import frame

    distinct = values.drop_null().unique()
    if len(distinct) == 0:
        return None
    item = Field("item", field.type, "item", storage=field.storage)
    column = SourceColumn("item", Type(Kind.TEXT), storage=field.storage)
    program = Program(
        "values",
        "n",
        {"item": item},
        tables={"values": {"item": column, "n": SourceColumn("n", INTEGER, nullable=False)}},
    )
    plan = lower(program, date(2000, 1, 1), values={"read": t.SubjectField("item", type=field.type)}, matrix=False)
    table = pa.table({"n": pa.array(range(len(distinct)), pa.int64()), "item": distinct})
    outcome = frame.run(plan, lambda name, wanted: table.select(list(wanted)))
    import pyarrow.compute as pc

    lost = distinct.filter(pc.is_null(outcome.column("read").combine_chunks()))
    if len(lost) == 0:
        return None
    rows = int(pc.sum(pc.is_in(values, value_set=lost)).as_py() or 0)
    return rows, str(lost[0].as_py())


def _unlisted(values: pa.ChunkedArray, field: Field) -> tuple[str, ...]:
    listed = {str(value) for value in field.values}
    distinct = values.drop_null().unique()
    if len(distinct) > 1_000:
        return ()
    return tuple(str(value) for value in distinct.to_pylist() if str(value) not in listed)[:5]


def _largest(values: pa.ChunkedArray) -> float | None:
    import pyarrow.compute as pc

    largest = pc.max(values).as_py()
    return None if largest is None or isinstance(largest, str) else float(largest)


# -- ties at band edges ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Band:
    where: tuple[str | int, ...]
    node: t.InPercent


def band_problems(program: Program, source: Source, as_of: date, cancel: Cancel | None = None) -> list[Diagnostic]:
    """Percent ranges whose share of the population is moved by equal values."""
    bands: dict[t.InPercent, _Band] = {}
    for cell in program.cells:
        for criterion in cell.active:
            for node in walk(criterion.rule):
                if isinstance(node, t.InPercent):
                    bands.setdefault(node, _Band(("matrix", "cells", cell.id, "criteria", criterion.n, "rule"), node))
    if not bands:
        return []
    values: dict[str, t.TypedExpr] = {}
    for number, band in enumerate(bands.values()):
        values[f"in_{number}"] = band.node
        values[f"known_{number}"] = _member(band.node)
    outcome = execute(lower(program, as_of, values=values, matrix=False), source, cancel=cancel)
    found = []
    for number, band in enumerate(bands.values()):
        inside = _count(outcome, f"in_{number}")
        whole = _count(outcome, f"known_{number}")
        if whole == 0:
            continue
        wanted = float(band.node.high - band.node.low) * 100
        actual = 100 * inside / whole
        if abs(actual - wanted) > BAND_TOLERANCE:
            params: dict[str, Value] = {
                "rule": ".".join(str(part) for part in band.where[2:5:2]),
                "wanted": f"{wanted:g}%",
                "actual": f"{actual:.1f}%",
            }
            code = "data.all_equal" if inside == whole and wanted < 100 else "data.band_ties"
            found.append(Diagnostic(code, "warning", params=params, place=Place(band.where)))
    return found


def _member(node: t.InPercent) -> t.TypedExpr:
    """Is the subject in the population with a known value?"""
    known: list[t.TypedExpr] = [t.Not(t.IsMissing(node.operand))]
    if node.population.stage is not None:
        known.append(t.InStage(node.population.stage))
    if node.population.condition is not None:
        known.append(node.population.condition)
    return t.And(tuple(known)) if len(known) > 1 else known[0]


def _count(outcome: pa.Table, name: str) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(outcome.column(name)).as_py() or 0)

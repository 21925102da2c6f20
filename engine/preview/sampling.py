"""Which subjects are looked at where not all of them fit into memory: chosen by a hash of their key, so that the same
seed chooses the same ones, and every record of a chosen subject is there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.backends.frame.runtime.pairs import Pair, Text, words_of
from engine.backends.frame.runtime.rows import Subjects, joined_rows
from engine.backends.frame.runtime.rows import find as find_subjects
from engine.core import Column
from engine.execute import execute
from engine.lower import lower
from engine.lower.expressions import Expressions
from engine.lower.steps import Steps
from engine.plan import JoinRows, TableRows
from engine.preview.data import read_column
from engine.preview.graph import Graph, Wanted
from engine.preview.lowering import Lowering
from engine.program import BaseRelation, NestedRelation, Program
from plugins.api import Source

if TYPE_CHECKING:
    import pyarrow as pa

Cancel = Callable[[], bool]
WIDTH = 9
"""Bytes a value takes: eight, and where it is known."""
PLACE = 8
"""Bytes that a record's subject takes."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A table whose rows belong to rows of ``parent`` by (own column, the parent's column)."""

    parent: str
    on: tuple[tuple[Column, Column], ...]


Use = Column | Nested
Uses = dict[str, tuple[Use, ...]]


def uses_of(program: Program, as_of: date) -> Uses | None:
    """For each table, by what its rows belong to subjects; None where that cannot be told for one of them."""
    relations = Expressions(program, as_of, Steps()).relations
    found: dict[str, list[Use]] = {}
    for id, relation in program.relations.items():
        match relation:
            case BaseRelation(table=table):
                rows = relations.scope(id).rows
                assert isinstance(rows, TableRows)
                found.setdefault(table, []).append(rows.key)
            case NestedRelation(table=table):
                rows = relations.scope(id).rows
                if not isinstance(rows, JoinRows) or not isinstance(rows.parent, TableRows | JoinRows):
                    return None
                parent = rows.parent.table.name
                found.setdefault(table, []).append(Nested(parent, rows.on))
    if program.table in found or any(
        isinstance(use, Nested) and use.parent not in found for uses in found.values() for use in uses
    ):
        return None
    return {table: tuple(dict.fromkeys(uses)) for table, uses in found.items()}


class Chosen:
    """The chosen subjects, and the filter by which only their records are kept. of: how many subjects there are."""

    def __init__(self, source: Source, uses: Uses, subject: str, key: Column, who: Subjects, of: int) -> None:
        self.of = of
        self.uses = uses
        self._source = source
        self._subject = subject
        self._who = who
        self._parents: dict[Nested, tuple[Pair, ...]] = {}
        self._key = key
        self.links: dict[str, tuple[str, ...]] = {subject: (key.name,)}
        for table, some in uses.items():
            names: list[str] = []
            for use in some:
                names += [use.name] if isinstance(use, Column) else [own.name for own, _ in use.on]
            self.links[table] = tuple(dict.fromkeys(names))

    def filter(self, table: str, part: pa.Table) -> pa.Table:
        """The rows of a part of a table that belong to chosen subjects."""
        if part.num_rows == 0:
            return part
        if table == self._subject:
            return part.filter(_mask(self._belongs(self._key, part)))
        keep = np.zeros(part.num_rows, dtype=np.bool_)
        for use in self.uses.get(table, ()):
            keep |= self._belongs(use, part) if isinstance(use, Column) else self._has_parent(use, part)
        return part.filter(_mask(keep))

    def _belongs(self, key: Column, part: pa.Table) -> npt.NDArray[np.bool_]:
        places = find_subjects(self._who, _read(key, part))
        return np.asarray(places.numbers < places.size)

    def _has_parent(self, use: Nested, part: pa.Table) -> npt.NDArray[np.bool_]:
        if use not in self._parents:
            names = list(dict.fromkeys([*self.links[use.parent], *(theirs.name for _, theirs in use.on)]))
            rows = self._kept(use.parent, names)
            self._parents[use] = tuple(_read(theirs, rows) for _, theirs in use.on)
        keys: list[Pair] = []
        for (own, _), theirs in zip(use.on, self._parents[use], strict=True):
            keys += [_read(own, part), theirs]
        keep = np.zeros(part.num_rows, dtype=np.bool_)
        keep[joined_rows(*keys).rows] = True
        return keep

    def _kept(self, table: str, columns: list[str]) -> pa.Table:
        import pyarrow as pa

        reader = self._source.read(table, columns)
        parts = [self.filter(table, pa.Table.from_batches([batch])) for batch in reader]
        return pa.concat_tables(parts) if parts else reader.schema.empty_table()


def _read(column: Column, part: pa.Table) -> Pair:
    return read_column(Wanted(column.name, column.kind.value), part)


def _mask(keep: npt.NDArray[np.bool_]) -> pa.Array:
    import pyarrow as pa

    return pa.array(keep)


# -- choosing ----------------------------------------------------------------------------------------------


def estimate(program: Program, source: Source, as_of: date) -> int:
    """About how many bytes the columns of a program take."""
    graph = Graph()
    Lowering(program, as_of, graph).nodes(program)
    columns: dict[str, set[Wanted]] = {}
    for number in graph.new_columns:
        table, column = graph.column(number)
        columns.setdefault(table, set()).add(column)
    return sum(_rows(source, table) * (len(some) * WIDTH + PLACE) for table, some in columns.items())


def _rows(source: Source, table: str) -> int:
    known = source.row_count(table)
    if known is not None:
        return known
    first = source.columns(table)[:1]
    return sum(batch.num_rows for batch in source.read(table, [column.name for column in first]))


def choose(
    program: Program, source: Source, as_of: date, limit: int, seed: int, cancel: Cancel | None = None
) -> Chosen | None:
    """The subjects to look at so that their columns take about ``limit`` bytes; None: all, since they fit, or since it
    cannot be told which records belong to whom."""
    needed = estimate(program, source, as_of)
    uses = uses_of(program, as_of) if needed > limit else None
    if uses is None:
        return None
    plan = lower(program, as_of, matrix=False)
    column = execute(plan, source, cancel=cancel).column("key").combine_chunks()
    if plan.key.kind == "text":
        values = words_of(column.to_pylist())
        hashes = np.fromiter((_hash_text(one, seed) for one in values), np.uint64, len(values))
    else:
        values = column.to_numpy(zero_copy_only=False)
        hashes = hash_numbers(values.astype(np.int64), seed)
    chosen = values[hashes < np.uint64(min(2**64 - 1, 2**64 * limit // max(needed, 1)))]
    codes = Text(np.arange(len(chosen), dtype=np.int32), chosen) if plan.key.kind == "text" else chosen
    return Chosen(source, uses, program.table, plan.key, Subjects(Pair(codes)), len(values))


def hash_numbers(values: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.uint64]:
    """Whole numbers spread evenly over 64 bits (splitmix64)."""
    z = values.view(np.uint64) + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) % 2**64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _hash_text(text: str, seed: int) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, salt=seed.to_bytes(8, "little"))
    return int.from_bytes(digest.digest(), "little")

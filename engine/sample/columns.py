"""NumPy values to Arrow columns: a value array and, where values may be missing, a mask of the missing ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.sample.clock import Bools, Floats, Ints
from engine.sample.schema import Table

Rng = np.random.Generator


def pick(rng: Rng, weights: Sequence[float], count: int) -> Ints:
    """Indexes drawn with the given weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(count), side="right").astype(np.int64)


def chance(rng: Rng, probability: float | Floats, count: int) -> Bools:
    """True with the given probability, one for all or one each."""
    return rng.random(count) < probability


def column(values: Ints | Bools, kind: pa.DataType, missing: Bools | None = None) -> pa.Array:
    """An Arrow array of ``kind``.

    values: whole numbers; day numbers for dates, microseconds for timestamps, unscaled numbers for decimals.
    """
    if pa.types.is_decimal(kind):
        return _decimals(values.astype(np.int64), kind, missing)
    if pa.types.is_date(kind):
        return pa.array(values.astype(np.int32), mask=missing).view(kind)
    if pa.types.is_timestamp(kind):
        return pa.array(values.astype(np.int64), mask=missing).view(kind)
    return pa.array(values, type=kind, mask=missing)


def words(choices: Sequence[str] | pa.Array, index: Ints, missing: Bools | None = None) -> pa.Array:
    """Texts chosen by index."""
    table = choices if isinstance(choices, pa.Array) else pa.array(list(choices), type=pa.string())
    return table.take(pa.array(index, mask=missing))


def _decimals(unscaled: Ints, kind: pa.DataType, missing: Bools | None) -> pa.Array:
    halves = np.empty((len(unscaled), 2), dtype=np.int64)
    halves[:, 0] = unscaled
    halves[:, 1] = unscaled >> 63
    valid = None
    if missing is not None:
        valid = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(kind, len(unscaled), [valid, pa.py_buffer(halves)])


class Rows:
    """A table's rows in the making.

    who: the customers' numbers, one a row; start: the number of the first row, from 1 over the whole table.
    """

    def __init__(self, table: Table, who: Ints, start: int, unknown: Bools | None = None) -> None:
        self.table = table
        self._kinds = {item.name: item.arrow for item in table.columns}
        self._columns: dict[str, pa.Array] = {}
        self.put(table.primary_key, np.arange(start, start + len(who), dtype=np.int64))
        self.put(table.key, who, unknown)

    def put(self, name: str, values: Ints | Bools, missing: Bools | None = None) -> Rows:
        """Add a column of numbers, days, moments or truth values."""
        self._columns[name] = column(values, self._kinds[name], missing)
        return self

    def word(self, name: str, choices: Sequence[str], index: Ints, missing: Bools | None = None) -> Rows:
        """Add a column of texts chosen by index."""
        self._columns[name] = words(choices, index, missing)
        return self

    def batch(self) -> pa.RecordBatch:
        """The finished rows."""
        schema = self.table.arrow
        return pa.record_batch([self._columns[name] for name in schema.names], schema=schema)

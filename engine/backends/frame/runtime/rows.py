"""Rows of relations: which subject each belongs to, which of them take part, and rows joined with rows."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engine.backends.frame.runtime.pairs import Array, Pair, Text, both, is_known, settled, shape_of
from engine.backends.frame.runtime.texts import compact


class KeyProblem(ValueError):
    """The subject's key is missing or not unique; ``examples`` are numbers of such rows, or such keys."""

    def __init__(self, code: str, examples: list[Any]) -> None:
        what = {"missing": "missing in rows", "repeated": "not unique"}[code]
        super().__init__(f"the key of the subject is {what}: {', '.join(map(repr, examples))}")
        self.code = code
        self.examples = examples


class Places(NamedTuple):
    """The number of the subject (or group) of each row, from 0; ``size`` where there is none."""

    numbers: Array
    size: int


class Subjects:
    """The subjects by their key, numbered from 0."""

    def __init__(self, key: Pair) -> None:
        self.values = key_values(key)
        self.size = len(self.values)
        self.low = 0
        self.span = 0
        if self.size and self.values.dtype != object:
            self.low, high = int(self.values.min()), int(self.values.max())
            self.span = high - self.low + 1
        self.is_dense = 0 < self.span <= 4 * self.size + 2**16
        self.table = self.numbered() if self.is_dense else None

    def numbered(self) -> Array | None:
        """The number of each possible key, or None where keys stand in order without gaps."""
        if self.span == self.size and bool(np.all(np.diff(self.values) == 1)):
            return None
        table = np.full(self.span + 1, self.size, dtype=np.int64)
        table[self.values.astype(np.int64) - self.low] = np.arange(self.size)
        return table

    def find(self, values: Array) -> Array:
        """The number of the subject with each key."""
        if not self.is_dense:
            found = pd.Index(self.values).get_indexer(pd.Index(values))
            return np.where(found < 0, self.size, found)
        # Keys below the lowest become very large, so that one comparison finds all that are outside.
        places = values.astype(np.int64).view(np.uint64) - np.uint64(self.low % 2**64)
        np.minimum(places, np.uint64(self.span), out=places)
        numbers = places.view(np.int64)
        return numbers if self.table is None else self.table[numbers]


def key_values(key: Pair) -> Array:
    """Keys as whole numbers or as Python strings."""
    return np.asarray(key.value.words[key.value.codes] if isinstance(key.value, Text) else key.value)


def subjects(key: Pair) -> Subjects:
    """The subjects, once it is certain that every one has a key of its own."""
    values = key_values(key)
    if key.known is not None and not np.all(key.known):
        raise KeyProblem("missing", np.flatnonzero(~key.known)[:5].tolist())
    repeated = pd.Index(values).duplicated()
    if repeated.any():
        raise KeyProblem("repeated", pd.unique(values[repeated])[:5].tolist())
    return Subjects(key)


def find(among: Subjects, key: Pair) -> Places:
    """The subject of each row."""
    if isinstance(key.value, Text):
        numbers = among.find(key.value.words) if among.values.dtype == object else np.full(1, among.size)
        numbers = np.broadcast_to(numbers, len(key.value.words))[key.value.codes]
    elif among.values.dtype == object:
        numbers = np.full(len(key.value), among.size)
    else:
        numbers = among.find(key.value)
    if key.known is not None:
        numbers = np.where(key.known, numbers, among.size)
    return Places(numbers, among.size)


def numbers_of(among: Subjects, *keys: Any) -> Array:
    """The numbers of the subjects with these keys, in the subjects' order."""
    found = among.find(np.array(keys, dtype=object if among.values.dtype == object else np.int64))
    return np.unique(found[found < among.size])


def size_of(among: Any) -> int:
    """How many subjects there are, or numbers of some."""
    return int(among.size)


# -- taking rows -------------------------------------------------------------------------------------------


def take(x: Pair, rows: Array | None) -> Pair:
    """The values of some rows (None: of all)."""
    if rows is None:
        return x
    known = x.known[rows] if isinstance(x.known, np.ndarray) and x.known.ndim else x.known
    if isinstance(x.value, Text):
        codes = x.value.codes
        return Pair(Text(codes[rows], x.value.words), known) if np.ndim(codes) else x
    return Pair(x.value[rows] if np.ndim(x.value) else x.value, known)


def take_places(x: Places, rows: Array | None) -> Places:
    """The subjects of some rows."""
    return x if rows is None else Places(x.numbers[rows], x.size)


def rows_where(test: Pair) -> Array | None:
    """The rows for which a condition is true; None for all."""
    if np.all(test.value):
        return None
    return np.flatnonzero(test.value) if np.ndim(test.value) else np.zeros(0, dtype=np.int64)


def rows_of_subjects(places: Places) -> Array | None:
    """The rows that belong to a subject; None for all."""
    belongs = places.numbers < places.size
    return None if belongs.all() else np.flatnonzero(belongs)


def rows_of_rows(rows: Array | None, some: Array | None) -> Array | None:
    """Some of some rows."""
    if rows is None or some is None:
        return some if rows is None else rows
    return rows[some]


def of_subject(x: Pair, places: Places) -> Pair:
    """A value per subject as a value per row; every row must belong to a subject."""
    return take(x, places.numbers)


# -- joining rows ------------------------------------------------------------------------------------------


class Links(NamedTuple):
    """Which row of a table goes with which row of another."""

    rows: Array
    others: Array


def joined_rows(*keys: Pair) -> Links:
    """Rows of a table and of its parent (two keys at a time) where all keys are known and equal."""
    mine, theirs = keys[0::2], keys[1::2]
    rows = known_rows(*mine)
    others = known_rows(*theirs)
    count = len(rows)
    codes: Any = 0
    size = 1
    for one, other in zip(mine, theirs, strict=True):
        part, part_size = common_codes(take(one, rows), take(other, others))
        used, codes = compact(codes * part_size + part.astype(np.int64), size * part_size)
        size = len(used)
    return matched(codes[:count], codes[count:], size, rows, others)


def known_rows(*items: Pair) -> Array:
    """The rows in which everything is known."""
    known = settled(both(*(item.known for item in items)))
    return np.arange(shape_of(*items)[0]) if known is None else np.flatnonzero(known)


def common_codes(x: Pair, y: Pair) -> tuple[Array, int]:
    """Equal codes for equal values of two columns, one after the other, and the number of codes."""
    if isinstance(x.value, Text):
        codes, words = pd.factorize(np.concatenate([x.value.words, y.value.words]))
        start = len(x.value.words)
        return np.concatenate([codes[:start][x.value.codes], codes[start:][y.value.codes]]), len(words)
    return plain_codes(np.concatenate([np.atleast_1d(x.value), np.atleast_1d(y.value)]))


def plain_codes(values: Array) -> tuple[Array, int]:
    """A code per distinct number, and how many codes there are (some may not occur)."""
    if values.dtype.kind in "iu" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < 2 * len(values) + 2**16:
            return values.astype(np.int64) - low, high - low + 1
    codes, found = pd.factorize(values)
    return codes, len(found)


def matched(mine: Array, theirs: Array, size: int, rows: Array, others: Array) -> Links:
    """Every pair of rows with one code."""
    counts = np.bincount(theirs, minlength=size)
    if counts.max(initial=0) <= 1:
        place = np.full(size, -1, dtype=np.int64)
        place[theirs] = np.arange(len(theirs))
        found = place[mine]
        hits = found >= 0
        return Links(rows[hits], others[found[hits]])
    order = np.argsort(theirs, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    repeats = counts[mine]
    first = np.repeat(starts[mine], repeats)
    step = np.arange(len(first)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return Links(np.repeat(rows, repeats), others[order[first + step]])


def own_rows(links: Links) -> Array:
    """The table's rows of a join."""
    return links.rows


def parent_rows(links: Links) -> Array:
    """The parent's rows of a join."""
    return links.others


# -- groups of rows ----------------------------------------------------------------------------------------


class Cells(NamedTuple):
    """Rows grouped within each subject: each group's subject, each row's group, and one row of each group."""

    places: Places
    rows: Places
    firsts: Array


def cells(places: Places, *by: Pair) -> Cells:
    """Rows grouped by subject and values; what is missing is a value of its own."""
    codes: Any = places.numbers.astype(np.int64)
    _, codes = compact(codes, places.size + 1)
    size = int(codes.max()) + 1 if len(codes) else 0
    for one in by:
        part, part_size = group_codes(one, len(codes))
        used, codes = compact(codes.astype(np.int64) * part_size + part, size * part_size)
        size = len(used)
    firsts = np.zeros(size, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return Cells(Places(places.numbers[firsts], places.size), Places(codes, size), firsts)


def group_codes(x: Pair, count: int) -> tuple[Any, int]:
    """A code per distinct value, the last for what is missing, and the number of codes."""
    if isinstance(x.value, Text):
        ranks, words = x.value.ranked()
        codes, size = ranks[x.value.codes], len(words)
    elif np.ndim(x.value) == 0:
        codes, size = np.zeros(count, dtype=np.int64), 1
    else:
        codes, size = plain_codes(x.value)
    return (codes if x.known is None else np.where(is_known(x).value, codes, size)), size + 1


def cell_places(x: Cells) -> Places:
    """The subject of each group."""
    return x.places


def cell_rows(x: Cells) -> Places:
    """The group of each row."""
    return x.rows


def first_rows(x: Cells) -> Array:
    """One row of each group."""
    return x.firsts

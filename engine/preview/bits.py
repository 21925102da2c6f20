"""Sets of subjects as packed bits: 64 to a word, the bits behind the last subject never set."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.backends.frame.runtime.pairs import Pair

Words = npt.NDArray[np.uint64]


def pack(flags: Any, size: int) -> Words:
    """One bit per subject out of true and false (one for everyone, or an array)."""
    if np.ndim(flags) == 0:
        return everyone(size) if flags else np.zeros(words_for(size), dtype=np.uint64)
    packed = np.packbits(np.asarray(flags, dtype=np.bool_), bitorder="little")
    words = np.zeros(words_for(size), dtype=np.uint64)
    words.view(np.uint8)[: len(packed)] = packed
    return words


def unpack(words: Words, size: int) -> npt.NDArray[np.bool_]:
    """True and false per subject."""
    return np.unpackbits(words.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def words_for(size: int) -> int:
    return (size + 63) // 64


def everyone(size: int) -> Words:
    """All subjects."""
    words = np.full(words_for(size), 2**64 - 1, dtype=np.uint64)
    if size % 64:
        words[-1] = 2 ** (size % 64) - 1
    return words


class _Scratch(threading.local):
    """Arrays that are written again and again: fresh memory costs more than counting does."""

    def __init__(self) -> None:
        self.words = np.zeros(0, dtype=np.uint64)
        self.bytes = np.zeros(0, dtype=np.uint8)

    def reserve(self, size: int) -> None:
        if len(self.words) != size:
            self.words, self.bytes = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint8)


_scratch = _Scratch()


def count(words: Words) -> int:
    """How many bits are set."""
    _scratch.reserve(len(words))
    return int(np.bitwise_count(words, out=_scratch.bytes).sum(dtype=np.uint32))


def common(one: Words, other: Words) -> int:
    """How many subjects are in both sets."""
    _scratch.reserve(len(one))
    return count(np.bitwise_and(one, other, out=_scratch.words))


def places(words: Words, size: int, limit: int | None = None) -> npt.NDArray[np.int64]:
    """The first so many subjects whose bit is set, by number."""
    if limit is None:
        return np.flatnonzero(unpack(words, size))
    enough = np.searchsorted(np.cumsum(np.bitwise_count(words), dtype=np.int64), limit) + 1
    part = words[:enough]
    return np.flatnonzero(unpack(part, min(size, len(part) * 64)))[:limit]


@dataclass(frozen=True, slots=True)
class Packed:
    """A criterion: whom it lets into its cell, who meets it as reported, and who has no data for it (None: nobody).

    ``verdict`` and ``met`` differ where a missing part could have changed the verdict: that is reported as no data.
    """

    verdict: Words
    met: Words
    unknown: Words | None

    @property
    def nbytes(self) -> int:
        own = 0 if self.met is self.verdict else self.met.nbytes
        return self.verdict.nbytes + own + (0 if self.unknown is None else self.unknown.nbytes)


def packed(verdict: Pair, state: Pair, size: int) -> Packed:
    """A criterion's bits out of its value in the cell and what it reports."""
    words = pack(verdict.value, size)
    met = words if state.value is verdict.value else pack(state.value, size)
    unknown = None if state.known is None else pack(~np.asarray(state.known), size)
    return Packed(words, met, unknown)


def entered(entry: Pair, size: int) -> Words:
    """Who is in a stage."""
    return pack(entry.value, size)


def unpacked(words: Words, size: int) -> Pair:
    """A set of subjects as a condition that is never unknown."""
    return Pair(unpack(words, size))

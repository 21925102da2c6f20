"""Whom a stage leaves in none of its cells, and which criteria exactly they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from engine.preview.bits import Words, places, unpack
from engine.preview.counts import Gap
from engine.preview.lowering import Nodes

Value = Callable[[int], Any]
CODE_BITS = 62


def _criteria(nodes: Nodes, stage: str) -> list[tuple[str, int, int]]:
    """Cell, number and node of each active criterion of a stage."""
    found = []
    for id, one in nodes.cells.items():
        if one.cell.stage == stage and one.criteria:
            found += [(id, c.n, number) for c, number in zip(one.cell.active, one.criteria, strict=True)]
    return found


def gaps_of(nodes: Nodes, stage: str, value: Value, size: int, limit: int | None) -> tuple[Gap, ...]:
    """The unassigned of a stage by exact combination of failing criteria, the largest first."""
    who = places(value(nodes.stages[stage][1]).unassigned, size)
    if not len(who):
        return ()
    criteria = _criteria(nodes, stage)
    numbers = list(dict.fromkeys(number for _, _, number in criteria))
    fails = (~unpack(value(number).verdict, size)[who] for number in numbers)
    codes, firsts = grouped(fails, len(who))
    subjects = np.bincount(codes, minlength=len(firsts))
    order = np.lexsort((firsts, -subjects))[:limit]
    words, bit = np.divmod(who[firsts[order]], 64)
    failing = {}
    for number in numbers:
        verdict: Words = value(number).verdict
        failing[number] = (verdict[words] >> bit.astype(np.uint64) & np.uint64(1)) == 0
    return tuple(
        Gap(
            tuple((cell, n) for cell, n, number in criteria if failing[number][place]),
            int(subjects[one]),
        )
        for place, one in enumerate(order)
    )


def in_gap(nodes: Nodes, stage: str, gap: Gap | None, value: Value) -> Words:
    """Who of a stage is in none of its cells (None), or fails exactly these criteria."""
    words: Words = value(nodes.stages[stage][1]).unassigned
    if gap is not None:
        failing = set(gap.failing)
        for cell, n, number in _criteria(nodes, stage):
            verdict: Words = value(number).verdict
            words = words & (~verdict if (cell, n) in failing else verdict)
    return words


def grouped(flags: Iterable[Any], rows: int) -> tuple[Any, Any]:
    """Rows with the same flags get the same number; and the first row of each number."""
    codes = np.zeros(rows, dtype=np.int64)
    width = 1
    for flag in flags:
        if width.bit_length() > CODE_BITS:
            codes, found = pd.factorize(codes)
            width = max(len(found), 1)
        codes = codes * 2 + flag
        width *= 2
    codes, found = pd.factorize(codes)
    firsts = np.zeros(len(found), dtype=np.int64)
    firsts[codes[::-1]] = np.arange(rows)[::-1]
    return codes, firsts

"""Whom a stage leaves in none of its cells, and which criteria exactly they fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from engine.preview.bits import Words, places, unpack
from engine.preview.counts import Gap
from engine.preview.lowering import Nodes

Value = Callable[[int], Any]
CODE_BITS = 63


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
    codes = np.zeros(len(who), dtype=np.int64)
    size_of_codes = 1
    for number in numbers:
        if size_of_codes.bit_length() >= CODE_BITS:
            codes, found = pd.factorize(codes)
            size_of_codes = max(len(found), 1)
        fails = ~unpack(value(number).verdict, size)[who]
        codes = codes * 2 + fails
        size_of_codes *= 2
    codes, found = pd.factorize(codes)
    firsts = np.zeros(len(found), dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    subjects = np.bincount(codes, minlength=len(found))
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

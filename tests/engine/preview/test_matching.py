"""Match modes on packed bits against their definitions, subject by subject."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from engine.preview.adding import Total
from engine.preview.bits import Packed, common, count, everyone, pack, places, unpack
from engine.preview.combine import first_matches, stage_tally, whole
from engine.preview.matching import Part, combined, effects

SIZE = 203


def holds(how: str, k: int, parts: list[tuple[bool, int]], met: list[bool]) -> bool:
    """Does a subject match, given which criteria it meets? As MATRIX.md says it."""
    if not parts:
        return False
    required = [m for (r, _), m in zip(parts, met, strict=True) if r]
    free = [(w, m) for (r, w), m in zip(parts, met, strict=True) if not r]
    if not all(required):
        return False
    match how:
        case "all":
            return all(m for _, m in free)
        case "any":
            return any(m for _, m in free) if free else True
        case "at_least":
            return k <= len(free) and sum(m for _, m in free) >= k
    return sum(w for w, m in free if m) >= k


def possible(how: str, k: int, parts: list[tuple[bool, int]], met: list[bool], seen: int) -> bool:
    """May a subject still match after the first ``seen`` criteria?"""
    best = [
        m if i < seen else r or how != "score" or w > 0 for i, ((r, w), m) in enumerate(zip(parts, met, strict=True))
    ]
    return holds(how, k, parts, best)


@pytest.mark.parametrize("seed", range(150))
def test_every_number_of_a_criterion_follows_from_its_definition(seed: int) -> None:
    random = Random(seed)
    how = random.choice(["all", "any", "at_least", "score"])
    n = random.randint(0, 7)
    k = random.randint(1, n + 1) if how == "at_least" else random.randint(-3, 15)
    parts = [(random.random() < 0.3, random.choice([0, 1, 2, 5, 250, -1, -7])) for _ in range(n)]
    if how != "score":
        parts = [(required, 1) for required, _ in parts]
    flags = np.random.default_rng(seed).random((n, SIZE)) < 0.6
    inside = np.random.default_rng(seed + 1).random(SIZE) < 0.8
    within = pack(inside, SIZE)
    criteria = [Packed(words, words, None) for words in (pack(one, SIZE) for one in flags)]
    rows = [[bool(one[s]) for one in flags] for s in range(SIZE)]

    match = combined(within, how, k, parts, *criteria)
    expected = np.array([inside[s] and holds(how, k, parts, rows[s]) for s in range(SIZE)])
    assert (unpack(match, SIZE) == expected).all()

    for i, effect in enumerate(effects(within, match, how, k, parts, *criteria)):
        others = [j for j in range(n) if j != i]
        removed = [holds(how, k, [parts[j] for j in others], [row[j] for j in others]) for row in rows]
        met = [holds(how, k, parts, [*row[:i], True, *row[i + 1 :]]) for row in rows]
        left = [possible(how, k, parts, row, i + 1) for row in rows]
        assert effect.alone == effect.met == int((flags[i] & inside).sum())
        assert effect.met + effect.not_met + effect.no_data == int(inside.sum())
        assert effect.if_removed == (int((np.array(removed) & inside).sum()) if n > 1 else None)
        assert effect.only_this_fails == int((np.array(met) & inside & ~expected).sum())
        assert effect.remaining == int((np.array(left) & inside).sum()), (how, k, parts, i)
        if i == n - 1:
            assert effect.remaining == int(expected.sum())


def test_totals_are_exact() -> None:
    random = np.random.default_rng(3)
    weights = [1, 3, 250, 0, 77, 2**20]
    flags = random.random((len(weights), SIZE)) < 0.5
    total = Total(len(everyone(SIZE)))
    for weight, one in zip(weights, flags, strict=True):
        total.add(pack(one, SIZE), weight)
    sums = (flags * np.array(weights)[:, None]).sum(axis=0)
    for limit in (-1, 0, 1, 2, 4, 250, 254, 331, 2**20, 2**20 + 1, sum(weights), sum(weights) + 1, 2**30):
        found = unpack(total.at_least(limit) & everyone(SIZE), SIZE)
        assert (found == (sums >= limit)).all(), limit


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
def test_bits_hold_what_was_packed(size: int) -> None:
    flags = np.random.default_rng(size).random(size) < 0.5
    words = pack(flags, size)
    assert (unpack(words, size) == flags).all()
    assert count(words) == flags.sum()
    assert count(everyone(size)) == count(pack(True, size)) == size
    assert places(words, size).tolist() == np.flatnonzero(flags).tolist()
    assert places(words, size, 7).tolist() == np.flatnonzero(flags)[:7].tolist()
    assert places(words, size, 0).tolist() == []
    assert common(words, everyone(size)) == flags.sum()


def test_a_stage_and_the_whole_add_up() -> None:
    random = np.random.default_rng(5)
    inside, cells = random.random((2, SIZE)) < 0.6, random.random((4, SIZE)) < 0.3
    cells &= np.array([inside[0], inside[0], inside[1], inside[1]])
    words = [pack(one, SIZE) for one in cells]
    stages = [pack(one, SIZE) for one in inside]
    first, second = stage_tally(stages[0], *words[:2]), stage_tally(stages[1], *words[2:])
    assert first.assigned == (cells[0].sum(), (cells[1] & ~cells[0]).sum())
    assert first.overlap == (cells[0] & cells[1]).sum() and first.overlapping == (first.overlap, first.overlap)
    assert first.entered == sum(first.assigned) + count(first.unassigned)
    total = whole(SIZE, 2, *stages, first, second)
    assert total.in_one == (cells.sum(axis=0) == 1).sum()
    assert total.in_several == (cells.sum(axis=0) > 1).sum()
    assert total.in_no_stage == (~inside.any(axis=0)).sum()
    assert total.in_one + total.in_several + total.unassigned + total.in_no_stage == SIZE
    assert first_matches(*words) == tuple(int((cells[i] & ~cells[:i].any(axis=0)).sum()) for i in range(4))
    assert Part(True, 3).required

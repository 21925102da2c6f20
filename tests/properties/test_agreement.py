"""Random rules mean the same on pandas and on every database here. ``make soak`` runs as many as one likes."""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.support.agreement import BACKENDS, Coverage, Worlds, batch, draw_rules, needed, reference_batch
from tests.support.backends import record

FIRST = int(os.environ.get("QUADRILLE_SEED", "1"))
RULES = 250
BATCHES = 40
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_engines_agree(part: int, request: pytest.FixtureRequest) -> None:
    """10,000 rules in all; a failure prints its seed: QUADRILLE_SEED=… runs that batch first."""
    coverage = Coverage()
    wrong = []
    with Worlds() as worlds:
        for seed in range(FIRST + part, FIRST + BATCHES, PARTS):
            wrong += batch(worlds, seed, RULES, coverage)
    for backend in BACKENDS:
        record(request, backend, passed=coverage.rules, failed=len(wrong))
    assert not wrong, "\n\n".join(map(str, wrong))
    assert coverage.selective >= 0.3 * coverage.rules, coverage.table()


def test_every_operator_is_tried_on_every_type(capsys: pytest.CaptureFixture[str]) -> None:
    """The same rules as above, drawn without being run."""
    coverage = Coverage()
    for seed in range(FIRST, FIRST + BATCHES):
        for node in draw_rules(Random(seed), RULES):
            coverage.used += node.used
            coverage.rules += 1
    with capsys.disabled():
        print(f"\n{coverage.table()}")
    assert not needed() - set(coverage.used), sorted(needed() - set(coverage.used))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 6))
def test_a_row_by_row_reading_agrees(seed: int) -> None:
    """A sample of the rules is computed by plain loops too."""
    with Worlds() as worlds:
        wrong = reference_batch(worlds, seed, 60)
    assert not wrong, "\n".join(wrong)


def test_the_same_seed_draws_the_same_rules() -> None:
    assert [n.text for n in draw_rules(Random(7), 40)] == [n.text for n in draw_rules(Random(7), 40)]

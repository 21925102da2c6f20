"""Random rules for as long as one likes: ``python -m tests.properties.soak --minutes 60``.

Each batch prints its seed when something differs; ``--seed N --batches 1`` runs it again.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import SystemRandom

from tests.support.agreement import Coverage, Worlds, batch


def main(arguments: list[str] | None = None) -> int:
    """0 where all engines agreed."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="stop after so long")
    parser.add_argument("--batches", type=int, default=0, help="stop after so many batches (0: no limit)")
    parser.add_argument("--rules", type=int, default=250, help="rules in a batch")
    parser.add_argument("--seed", type=int, default=None, help="seed of the first batch (else any)")
    given = parser.parse_args(arguments)
    first = SystemRandom().randrange(10**9) if given.seed is None else given.seed
    coverage = Coverage()
    failures = done = 0
    end = time.monotonic() + 60 * given.minutes
    print(f"first seed {first}", flush=True)
    with Worlds() as worlds:
        while time.monotonic() < end and (not given.batches or done < given.batches):
            for wrong in batch(worlds, first + done, given.rules, coverage):
                failures += 1
                print(f"\n{wrong}\n", flush=True)
            done += 1
            if done % 10 == 0:
                print(f"{coverage.rules} rules, seeds {first} to {first + done - 1}, {failures} differ", flush=True)
    print(coverage.table())
    print(f"{failures} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

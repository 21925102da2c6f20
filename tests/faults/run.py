"""``python -m tests.faults.run``: sow each fault in turn and see which test notices. Exit 1 if one survives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.faults.seeded import FAULTS

ROOT = Path(__file__).parents[2]
SUITE = ("tests/conformance", "tests/engine/test_ledgers.py")
"""Expected answers written by hand; comparing backends alone would not notice a fault that they share."""


def caught_by(fault: str) -> str | None:
    """The first test that fails with the fault in place; None where it survives."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "tests.faults.plugin",
        "-p",
        "no:cacheprovider",
        *SUITE,
    ]
    environment = {**os.environ, "QUADRILLE_FAULT": fault, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return found[1] if found and done.returncode == 1 else f"the suite did not run (exit {done.returncode})"


def main() -> int:
    """Print the table; 0 where every fault was caught by a test that failed."""
    survived = 0
    for fault in FAULTS:
        test = caught_by(fault)
        missed = test is None or test.startswith("the suite")
        survived += missed
        print(f"{'SURVIVED' if missed else 'caught  '}  {fault:26} {test or ''}", flush=True)
    print(f"{len(FAULTS) - survived} of {len(FAULTS)} caught")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())

"""Break the compiler in ten ways and see which test notices: ``python -m tests.faults.run``.

Each fault is made in a process of its own, which runs the conformance cases of one engine and the laws of the ledgers
until something fails. The table says what noticed; the exit code is 1 if a fault survives.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.faults.editor_defects import DEFECTS
from tests.faults.seeded import FAULTS

ROOT = Path(__file__).parents[2]
SUITE = (
    "tests/conformance/test_cases.py::TestPandas",
    "tests/engine/test_ledgers.py",
    "tests/properties/test_laws.py::test_both_ledgers_add_up_and_equal_a_recount",
)
FAST = {
    "ledger miscount": SUITE[1:],
    "wrong hit order": SUITE[1:],
}


def noticed_by(fault: str, suite: Sequence[str]) -> str | None:
    """The first test that fails under a fault; None where all pass. Raises where the tests could not run."""
    return first_failure(suite, {"QUADRILLE_FAULT": fault}, "-k", "pandas or test_ledgers")


def first_failure(suite: Sequence[str], environment: Mapping[str, str], *options: str) -> str | None:
    """The first of these tests that fails in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.faults.plugin",
        "-p",
        "no:cacheprovider",
        "-x",
        "-q",
        "--no-header",
    ]
    done = subprocess.run(
        [*command, "-p", "no:xdist", "--tb=no", *options, *suite],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    found = re.search(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return found[1].split("::", 1)[-1] if found else None


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every fault was noticed and the sound program passes."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("faults", nargs="*", choices=[*FAULTS, []], help="only these (else all)")
    parser.add_argument("--sound", action="store_true", help="also run the tests without a fault")
    given = parser.parse_args(arguments)
    survived = 0
    if given.sound or not given.faults:
        broken = noticed_by("", SUITE)
        print(f"{'(no fault)':26} {'all pass' if broken is None else f'FAILS: {broken}'}", flush=True)
        survived += broken is not None
    for fault in given.faults or FAULTS:
        test = noticed_by(fault, FAST.get(fault, SUITE))
        print(f"{fault:26} {'SURVIVED' if test is None else f'caught by {test}'}", flush=True)
        survived += test is None
    for name, defect in {} if given.faults else DEFECTS.items():
        noticed = first_failure([defect.test], {"QUADRILLE_DEFECT": name}) is not None
        print(f"{name:26} {'caught by' if noticed else 'SURVIVED'} {defect.test}", flush=True)
        survived += not noticed
    print("every fault was noticed" if not survived else f"{survived} not as it should be")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())

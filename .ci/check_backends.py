"""Fail when a backend that has to be proven was not: reads build/backends.json, which the tests leave behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path

# Every case of the conformance suite has to have run on these. An engine joins the list once CI can start it.
EXPECTED = ["pandas", "sqlite", "duckdb", "mariadb", "postgres"]


def main(path: Path) -> int:
    try:
        backends = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        print(f"backends: {path} is missing, so no case ran on any backend", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"backends: {path} cannot be read: {error}", file=sys.stderr)
        return 1
    problems = []
    print(f"{'backend':14} {'cases':>6} {'passed':>7} {'failed':>7} {'skipped':>8}")
    for name in sorted({*EXPECTED, *backends}):
        counts = {"cases": 0, "passed": 0, "failed": 0, "skipped": 0} | backends.get(name, {})
        print(
            f"{name:14} {counts['cases']:6} {counts['passed']:7} {counts['failed']:7} {counts['skipped']:8}"
            + ("" if name in EXPECTED else "   (not required)")
        )
        if counts["failed"]:
            problems.append(f"{name}: {counts['failed']} cases failed")
        if name in EXPECTED and not counts["passed"]:
            problems.append(f"{name}: no case passed")
    for problem in problems:
        print(f"backends: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/backends.json")))

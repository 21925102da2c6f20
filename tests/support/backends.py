"""Counts, per backend, of the cases that were carried out on it, kept in ``build/backends.json``.

A test says which backend it uses in one of two ways:

- one case per test: ``@pytest.mark.backend("sqlite")``, also as ``marks=`` of a ``pytest.param``;
- many cases in one test: ``record(request, "sqlite", passed=120, failed=3)``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

MANY = "backend_counts"


@dataclass
class Counts:
    cases: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, passed: int = 0, failed: int = 0, skipped: int = 0) -> None:
        self.cases += passed + failed + skipped
        self.passed += passed
        self.failed += failed
        self.skipped += skipped


class Tally:
    """A plugin of pytest that adds up what the tests report."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backends: defaultdict[str, Counts] = defaultdict(Counts)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A test that passed says so in its call; one that was skipped or broke before it says so in its setup.
        if report.when == "teardown" or (report.when == "setup" and report.passed):
            return
        for key, value in report.user_properties:
            if key == "backend":
                self.backends[str(value)].add(**{report.outcome: 1})
            elif key == MANY and isinstance(value, dict):
                self.backends[value["backend"]].add(value["passed"], value["failed"], value["skipped"])

    def pytest_sessionfinish(self) -> None:
        # A run that touched no backend leaves an older count alone.
        if not self.backends:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = {name: asdict(counts) for name, counts in sorted(self.backends.items())}
        self.path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def record(request: pytest.FixtureRequest, backend: str, *, passed: int = 0, failed: int = 0, skipped: int = 0) -> None:
    """Count cases that one test carried out together (call it before the test fails, too)."""
    counts = {"backend": backend, "passed": passed, "failed": failed, "skipped": skipped}
    request.node.user_properties.append((MANY, counts))

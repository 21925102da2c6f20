"""Data that is not part of the project: tests that want it are skipped where it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("QUADRILLE_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))


def shared(*parts: str) -> Path:
    """A file of the shared data; skips the test where it is missing."""
    path = ROOT.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data is not here: {'/'.join(parts)} (set QUADRILLE_SHARED_DATA)")
    return path

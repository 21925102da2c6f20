from __future__ import annotations

from pathlib import Path

import pytest

from engine.sample.write import write
from tests.support.command import sample_project

CUSTOMERS = 300


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample as written, by the kind of its database: project files with the same 300 customers."""
    folder = tmp_path_factory.mktemp("sample")
    found = {}
    for kind in ("duckdb", "sqlite"):
        write(folder / f"sample.{kind}", CUSTOMERS, 1)
        place = folder / kind
        place.mkdir()
        found[kind] = sample_project(place, f"../sample.{kind}")
    return found

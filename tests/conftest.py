"""What holds for every test.

Shared helpers live in ``tests/support/`` and are imported as ``tests.support.NAME``. Neither ``tests`` nor any folder
below it has an ``__init__.py``: they are namespace packages found from the repository's root (``pythonpath`` in
pyproject.toml, ``mypy_path`` for mypy), so ``tests/dsl`` cannot shadow the package ``dsl``.

Hooks that must see the whole run belong into this file: with xdist, the process that gathers the results reads the
``conftest.py`` here and none of those in the folders below.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.backends import Tally

# Before anything imports Qt: no test needs a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Two loaded cores are no reason for a property to fail; in CI the same examples are drawn each time.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    # A worker of xdist sees its own share only, so the count is kept by the process that gathers the results.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally(config.rootpath / "build" / "backends.json"), "backend-tally")


def pytest_itemcollected(item: pytest.Item) -> None:
    item.user_properties.extend(("backend", mark.args[0]) for mark in item.iter_markers("backend"))


@pytest.fixture(scope="session", autouse=True)
def _own_folders() -> Iterator[None]:
    """Tests write no settings, caches or logs into the folders of the person who runs them."""
    with tempfile.TemporaryDirectory(prefix="quadrille-tests-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(Path(folder, name.lower())))
        runtime = Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield

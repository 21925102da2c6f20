"""A plugin of pytest (``-p tests.faults.plugin``): sows the fault that QUADRILLE_FAULT names, before any test.

QUADRILLE_DEFECT names a defect of the editor likewise.

What a broken program does is not counted among the cases of the backends.
"""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    fault = os.environ.get("QUADRILLE_FAULT")
    if fault:
        from tests.faults.seeded import sow

        sow(fault)
    defect = os.environ.get("QUADRILLE_DEFECT")
    if defect:
        from tests.faults.editor_defects import DEFECTS

        DEFECTS[defect].sow()


def pytest_sessionstart(session: pytest.Session) -> None:
    tally = session.config.pluginmanager.get_plugin("backend-tally")
    if tally is not None:
        session.config.pluginmanager.unregister(tally)

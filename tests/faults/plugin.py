"""A plugin of pytest (``-p tests.faults.plugin``): makes the mistake that QUADRILLE_FAULT names, before any test."""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    fault = os.environ.get("QUADRILLE_FAULT")
    if fault:
        from tests.faults.mutations import apply

        apply(fault)

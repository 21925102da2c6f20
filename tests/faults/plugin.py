"""Sows the fault that the environment names before any test is collected (``-p tests.faults.plugin``)."""

from __future__ import annotations

import os

from tests.faults.seeded import sow

sow(os.environ["QUADRILLE_FAULT"])

"""The ten faults are noticed, and by what is meant to notice them."""

from __future__ import annotations

import pytest

from tests.faults.run import FAST, SUITE, noticed_by
from tests.faults.seeded import FAULTS


@pytest.mark.parametrize("fault", FAULTS)
def test_noticed(fault: str) -> None:
    assert noticed_by(fault, FAST.get(fault, SUITE)) is not None

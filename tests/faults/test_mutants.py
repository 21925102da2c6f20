"""The ten faults of the compiler and the ten defects of the editor are noticed, by what is meant to notice them."""

from __future__ import annotations

import pytest

from tests.faults.editor_defects import DEFECTS
from tests.faults.run import FAST, SUITE, first_failure, noticed_by
from tests.faults.seeded import FAULTS


@pytest.mark.parametrize("fault", FAULTS)
def test_noticed(fault: str) -> None:
    assert noticed_by(fault, FAST.get(fault, SUITE)) is not None


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_of_the_editor_is_noticed(defect: str) -> None:
    assert first_failure([DEFECTS[defect].test], {"QUADRILLE_DEFECT": defect}) is not None

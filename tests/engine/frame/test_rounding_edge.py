"""Rounding where a double has hardly a digit left behind the point: the same in pandas and by the decimal view."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from engine.backends.frame.runtime.numbers import to_whole
from engine.backends.frame.runtime.pairs import Pair


@pytest.mark.parametrize("value", [12345678901234.46, 98765432109876.453, 1234567890123.4951, 0.49999999999999994, 2.5])
def test_half_away_is_taken_in_the_decimal_view_at_15_digits(value: float) -> None:
    for number in (value, -value):
        shown = Decimal(f"{abs(number):.15g}").quantize(Decimal(1), ROUND_HALF_UP)
        found = to_whole(Pair(np.array([number]), None), 0, "half_away")
        assert int(found.value[0]) == int(shown.copy_sign(Decimal(repr(number))))

"""The sample's calendar: whole days since 1970-01-01, as int64 arrays and plain ints."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)

AS_OF = date(2025, 6, 30)
"""The reference as-of date of the sample."""


def day(value: date) -> int:
    """The day number of a date."""
    return (value - _EPOCH).days


def to_date(number: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=number)


FIRST_DAY = day(date(2017, 1, 1))
"""The first car was delivered; contacts go back to the months before."""
PROGRAMME_DAY = day(date(2022, 10, 1))
"""The campaign programme began; nothing was sent before."""
LOG_DAY = day(date(2022, 1, 1))
"""Visits, actions, events and enquiries are recorded in full since then, and before only a few; purchase plans and
NPS are asked about since then."""
LAST_DAY = day(date(2025, 7, 10))
"""The data was extracted: a few rows lie after the reference as-of date, where no rule may see them."""


def add_months(days: Ints, months: Ints) -> Ints:
    """Calendar months later, clamped to the month's last day.

    days: day numbers; months: whole months, same length.
    """
    months_since = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = (days.astype("datetime64[D]") - months_since.astype("datetime64[D]")).astype(np.int64)
    target = months_since + months.astype("timedelta64[M]")
    first = target.astype("datetime64[D]").astype(np.int64)
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    result: Ints = first + np.minimum(day_of_month, length - 1)
    return result

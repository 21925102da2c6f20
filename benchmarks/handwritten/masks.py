"""The cells from one array per measure; missing is NaN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
STAGES = ("engage", "purchase", "maintain", "loyalty", "repurchase")


def top(values: Array, share: float) -> float:
    """The least value that fewer than ``share`` of the known values exceed."""
    known = values[~np.isnan(values)]
    distinct, counts = np.unique(known, return_counts=True)
    above = len(known) - np.cumsum(counts)
    return float(distinct[above < share * len(known)].min())


def cells(m: Mapping[str, Array]) -> dict[str, Array]:
    """The number of the level that each customer has in each stage (1 to 3); 0 for none."""
    owner, since = m["owner"], m["since"]
    d30, d50, s30, s50 = (top(m[n], s) for n in ("drive", "satisfaction") for s in (0.3, 0.5))
    score = (
        30 * (m["actions"] >= 1)
        + np.where(m["visits"] >= 5, 20, np.where(m["visits"] >= 1, 10, 0))
        + 20 * (m["plan"] <= 6)
        + 15 * (m["rate_90"] >= 0.3)
        + 10 * (m["events_90"] >= 1)
        + 5 * m["consents"]
        - 20 * (m["complaints"] >= 1)
    )
    engage = m["lead"] & ~m["opportunity"] & ~owner
    five, three = since <= np.datetime64("2020-06-30"), since <= np.datetime64("2022-06-30")
    acted, quiet, fine = m["actions"] >= 1, m["actions"] == 0, m["complaints"] == 0
    high = m["satisfaction"] >= s30
    middle, low = (m["satisfaction"] >= s50) & ~high, m["satisfaction"] < s50
    drive, rate, rate_90 = m["drive"], m["rate"], m["rate_90"]
    stages = {
        "engage": (engage & (score >= 60), engage & (score >= 25), engage),
        "purchase": (
            acted & (drive >= d30) & (m["visits"] >= 5) & ((m["events_90"] >= 1) | (rate_90 >= 0.3)) & (m["plan"] <= 6),
            acted
            & (drive >= d50)
            & (drive < d30)
            & (m["visits"] >= 3)
            & (rate_90 >= 0.1)
            & (rate_90 <= 0.3)
            & (m["plan"] > 6),
            quiet & (drive < d50) & (m["visits"] == 0) & (rate_90 < 0.1),
        ),
        "maintain": (
            m["services"] >= 2,
            (m["services"] == 1) & (m["enquiries"] >= 2),
            (m["services"] == 0) & (m["enquiries"] <= 1),
        ),
        "loyalty": (
            ((m["purchases"] >= 2) | (m["referrals"] >= 1))
            & five
            & high
            & (m["events"] >= 2)
            & (rate >= 0.4)
            & fine
            & m["subscribed"],
            (m["purchases"] < 2) & three & middle & (m["events"] >= 1) & (rate >= 0.2) & (rate <= 0.4) & fine,
            (m["purchases"] < 2) & low & (m["events"] == 0) & (rate < 0.2) & ~fine,
        ),
        "repurchase": (
            five
            & (m["mileage"] >= 50_000)
            & (m["ends"] >= 1)
            & acted
            & high
            & (m["visits"] >= 5)
            & ((m["events_90"] >= 1) | (rate_90 >= 0.4))
            & fine
            & (m["plan"] <= 6),
            three
            & (m["mileage"] >= 30_000)
            & (m["ends_later"] >= 1)
            & acted
            & middle
            & (m["visits"] >= 3)
            & (rate_90 >= 0.2)
            & (rate_90 <= 0.4)
            & fine
            & (m["plan"] > 6),
            five
            & (m["mileage"] >= 50_000)
            & (m["ends"] >= 1)
            & quiet
            & low
            & (m["visits"] == 0)
            & (rate_90 < 0.2)
            & ~fine,
        ),
    }
    entered = {"engage": engage, "purchase": m["opportunity"]}
    found = {}
    for stage, (first, second, third) in stages.items():
        level = np.where(first, 1, np.where(second, 2, np.where(third, 3, 0)))
        found[stage] = np.where(entered.get(stage, owner), level, 0)
    return found

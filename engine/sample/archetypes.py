"""Kinds of customers: how they live, so that what a customer does hangs together over the years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from engine.sample.clock import FIRST_DAY, LAST_DAY, Floats, day


class Archetype(IntEnum):
    """What sort of customer it is. From LOYAL on they own a car, or will."""

    SILENT = 0
    LEAD = 1
    HOT_PROSPECT = 2
    WARM_PROSPECT = 3
    COLD_PROSPECT = 4
    LOYAL = 5
    STEADY = 6
    PLAIN = 7
    DISSATISFIED = 8
    LAPSING = 9
    REPURCHASER = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """Latent figures of an archetype.

    share: of all customers. delivered: first and last day of the first delivery (owners), skew: above 1 leans
    to the end of that range, below 1 to its start. visits … sends: events a year (as an owner, or over the whole
    life of somebody who is none). response: probability that a send is answered. satisfaction: mean and spread
    of the survey score, 0–100. subscribes, refers, again: probabilities of a paid subscription, of referring a
    friend, of buying a second car. miles: thousand miles a year. plans: purchase plan surveys a year.
    """

    share: float
    delivered: tuple[int, int] = (0, 0)
    skew: float = 1.0
    visits: float = 0.0
    actions: float = 0.0
    services: float = 0.0
    enquiries: float = 0.0
    complaints: float = 0.0
    events: float = 0.0
    sends: float = 0.0
    response: float = 0.05
    satisfaction: tuple[float, float] = (65.0, 12.0)
    subscribes: float = 0.0
    refers: float = 0.0
    again: float = 0.0
    miles: float = 8.0
    plans: float = 0.0


_Y2020 = day(date(2020, 5, 31))

# fmt: off
PROFILES: dict[Archetype, Profile] = {
    Archetype.SILENT: Profile(0.21, visits=0.1, enquiries=0.01, sends=0.15, response=0.02),
    Archetype.LEAD: Profile(0.22, visits=0.25, enquiries=0.03, events=0.02, sends=0.8, response=0.08),
    Archetype.HOT_PROSPECT: Profile(0.06, visits=0.6, enquiries=0.1, events=0.05, sends=1.0, response=0.3),
    Archetype.WARM_PROSPECT: Profile(0.08, visits=0.5, enquiries=0.08, events=0.03, sends=1.0, response=0.18),
    Archetype.COLD_PROSPECT: Profile(0.05, visits=0.1, enquiries=0.05, complaints=0.02, sends=2.0, response=0.03),
    Archetype.LOYAL: Profile(
        0.08, (FIRST_DAY, _Y2020), 0.6, visits=2.5, actions=0.2, services=1.7, enquiries=0.7, complaints=0.03,
        events=2.4, sends=6.0, response=0.56, satisfaction=(91, 5), subscribes=0.65, refers=0.5, again=0.7,
        miles=9.5, plans=0.2,
    ),
    Archetype.STEADY: Profile(
        0.09, (FIRST_DAY, day(date(2022, 5, 31))), 0.9, visits=11.0, actions=4.4, services=1.0, enquiries=0.7,
        complaints=0.04, events=1.4, sends=15.0, response=0.3, satisfaction=(80, 3), subscribes=0.25, refers=0.08,
        again=0.05, miles=9.5, plans=1.9,
    ),
    Archetype.PLAIN: Profile(
        0.10, (FIRST_DAY, LAST_DAY), 1.2, visits=0.6, actions=0.08, services=0.65, enquiries=0.5, complaints=0.08,
        events=0.15, sends=1.8, response=0.12, satisfaction=(71, 11), subscribes=0.12, refers=0.08, again=0.1,
        miles=8.0, plans=0.15,
    ),
    Archetype.DISSATISFIED: Profile(
        0.06, (FIRST_DAY, day(date(2024, 6, 30))), 1.0, visits=0.5, actions=0.04, services=0.5, enquiries=1.5,
        complaints=0.8, events=0.05, sends=4.5, response=0.06, satisfaction=(48, 13), subscribes=0.05, refers=0.01,
        again=0.02, miles=8.0, plans=0.05,
    ),
    Archetype.LAPSING: Profile(
        0.05, (FIRST_DAY, _Y2020), 0.8, visits=0.08, actions=0.02, services=0.15, enquiries=0.15, complaints=0.65,
        events=0.02, sends=5.0, response=0.03, satisfaction=(55, 11), subscribes=0.03, refers=0.01, again=0.0,
        miles=11.0, plans=0.05,
    ),
    Archetype.REPURCHASER: Profile(
        0.06, (FIRST_DAY, _Y2020), 0.9, visits=0.6, actions=0.1, services=1.1, enquiries=0.5, complaints=0.02,
        events=0.6, sends=4.0, response=0.35, satisfaction=(91, 5), subscribes=0.4, refers=0.25, again=0.0,
        miles=11.0, plans=0.1,
    ),
}
# fmt: on


def of_all(name: str) -> Floats:
    """One figure of every archetype, as an array that an archetype's number indexes."""
    return np.array([getattr(PROFILES[archetype], name) for archetype in Archetype], dtype=np.float64)


class Episode(IntEnum):
    """A stretch of a customer's life in which more happens than usual."""

    NURTURE = 0
    DEAL = 1
    RENEWAL = 2


class Heat(IntEnum):
    """How much comes of it."""

    COLD = 0
    WARM = 1
    HOT = 2


EPISODE_RATES: dict[str, tuple[tuple[float, float, float], ...]] = {
    # per 90 days, by episode (nurture, deal, renewal) and heat (cold, warm, hot)
    "visits": ((0.3, 2.0, 6.0), (0.12, 4.8, 7.5), (0.05, 4.5, 9.0)),
    "actions": ((0.02, 0.2, 1.1), (0.05, 2.2, 2.6), (0.02, 2.0, 2.8)),
    "events": ((0.0, 0.05, 0.35), (0.0, 0.2, 0.9), (0.0, 0.3, 1.0)),
    "sends": ((1.2, 2.2, 3.2), (3.5, 7.0, 5.5), (3.5, 5.5, 5.5)),
    "enquiries": ((0.02, 0.15, 0.35), (0.05, 0.3, 0.4), (0.05, 0.2, 0.3)),
}

EPISODE_RESPONSE: tuple[tuple[float, float, float], ...] = ((0.03, 0.2, 0.45), (0.02, 0.2, 0.5), (0.03, 0.3, 0.6))

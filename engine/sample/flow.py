"""Events in time: Poisson streams over stretches of customers' lives, and their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.sample.archetypes import EPISODE_RATES, EPISODE_RESPONSE, of_all
from engine.sample.clock import LAST_DAY, LOG_DAY, PROGRAMME_DAY, Floats, Ints
from engine.sample.columns import Rng
from engine.sample.lives import NEVER, Lives

DAY_US = 86_400_000_000
"""Microseconds of a day."""
_LOGGED = ("visits", "actions", "events", "enquiries")
_KEPT_BEFORE = 0.12


@dataclass(frozen=True, slots=True)
class Stream:
    """Events in order of time. who: index of the customer; day: day number; response: how likely a send to it is
    answered, 0–1."""

    who: Ints
    day: Ints
    response: Floats

    def __len__(self) -> int:
        return len(self.who)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stretches with a constant rate of events a day, from ``start`` up to, not including, ``end``."""

    who: Ints
    start: Ints
    end: Ints
    rate: Floats
    response: Floats


def stream(rng: Rng, lives: Lives, name: str) -> Stream:
    """The events called ``name`` in the profiles (visits, actions, …), from everyday life and busy episodes."""
    parts = [_everyday(lives, name)]
    if name in EPISODE_RATES:
        parts.append(_busy(lives, name))
    who = np.concatenate([part.who for part in parts])
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    if name == "sends":
        start = np.maximum(start, PROGRAMME_DAY)
    end = np.minimum(end, LAST_DAY + 1)
    length = np.maximum(end - start, 0)
    rate = np.concatenate([part.rate for part in parts])
    number = rng.poisson(rate * length)
    index = np.repeat(np.arange(len(who)), number)
    day = start[index] + (rng.random(len(index)) * length[index]).astype(np.int64)
    if name in _LOGGED:
        kept = (day >= LOG_DAY) | (rng.random(len(day)) < _KEPT_BEFORE)
        index, day = index[kept], day[kept]
    order = np.argsort(day, kind="stable")
    index = index[order]
    response = np.concatenate([part.response for part in parts])
    return Stream(who[index], day[order], response[index])


def _everyday(lives: Lives, name: str) -> Stretch:
    """As an owner, or over the whole life of somebody who never becomes one."""
    owner = lives.owner_since != NEVER
    figures = of_all(name)[lives.archetype]
    busy = lives.busy if name in ("visits", "actions", "enquiries") else np.ones(len(lives))
    return Stretch(
        who=np.arange(len(lives)),
        start=np.where(owner, lives.owner_since, lives.born),
        end=np.full(len(lives), LAST_DAY + 1),
        rate=figures * busy / 365.25,
        response=of_all("response")[lives.archetype],
    )


def _busy(lives: Lives, name: str) -> Stretch:
    episodes = lives.episodes
    rates = np.array(EPISODE_RATES[name])[episodes.kind, episodes.heat] / 90.0
    return Stretch(
        who=episodes.who,
        start=episodes.start,
        end=episodes.end,
        rate=rates,
        response=np.array(EPISODE_RESPONSE)[episodes.kind, episodes.heat],
    )


def moments(rng: Rng, days: Ints) -> Ints:
    """Microseconds since 1970 at some time of each day, mostly between nine and midnight; a few at midnight sharp."""
    count = len(days)
    seconds = (rng.triangular(0.0, 70_000.0, 86_400.0, count)).astype(np.int64)
    edge = rng.random(count)
    seconds[edge < 0.002] = 0
    seconds[edge > 0.998] = 86_399
    return days * DAY_US + seconds * 1_000_000

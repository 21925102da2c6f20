"""The lives of a chunk of customers: who they are, when they join, which deals, cars and busy episodes they have."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from engine.sample.archetypes import PROFILES, Archetype, Episode, Heat, of_all
from engine.sample.clock import FIRST_DAY, LAST_DAY, Bools, Floats, Ints, add_months
from engine.sample.columns import Rng, chance, pick

NEVER = np.int64(2**40)
MODELS = ("루마", "루마 L", "테라", "테라 XL", "솔라 EV", "벤토 GT")
MODEL_WEIGHTS = (24, 18, 24, 12, 14, 8)
_ON_ORDER = 60
"""Days after the data's end in which cars are delivered that are bought by then."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Sales opportunities. who: index of the customer; opened, closed: days (closed may lie after the data);
    won: it ended with a contract, on ``closed``."""

    who: Ints
    opened: Ints
    closed: Ints
    won: Bools
    heat: Ints


@dataclass(frozen=True, slots=True)
class Cars:
    """Contracts and cars. bought, delivered, warranty_end, finance_end: days (delivered may lie after the data);
    no_finance: paid at once; miles: today's, whole miles; model: index of the model."""

    who: Ints
    bought: Ints
    delivered: Ints
    warranty_end: Ints
    finance_end: Ints
    no_finance: Bools
    miles: Ints
    model: Ints

    def of(self, chosen: Bools | Ints) -> Cars:
        return Cars(*(getattr(self, item.name)[chosen] for item in fields(self)))

    def __len__(self) -> int:
        return len(self.who)


@dataclass(frozen=True, slots=True)
class Episodes:
    """Busy stretches: from day ``start`` up to day ``end``."""

    who: Ints
    start: Ints
    end: Ints
    kind: Ints
    heat: Ints

    def of(self, chosen: Bools) -> Episodes:
        return Episodes(self.who[chosen], self.start[chosen], self.end[chosen], self.kind[chosen], self.heat[chosen])


@dataclass(frozen=True, slots=True)
class Lives:
    """A chunk of customers. All arrays but those of deals, cars and episodes have one element per customer.

    first: number of the chunk's first customer, from 0. born: first day of any contact. joined: day of joining the
    CRM (later than born for a few). owner_since: day of the first delivery, ``NEVER`` without one. busy: factor on
    everything the customer does, mean 1, skewed.
    """

    first: int
    archetype: Ints
    born: Ints
    joined: Ints
    owner_since: Ints
    busy: Floats
    deals: Deals
    cars: Cars
    episodes: Episodes

    def __len__(self) -> int:
        return len(self.archetype)


def live(rng: Rng, first: int, count: int) -> Lives:
    """The lives of ``count`` customers, numbered from ``first``."""
    archetype = pick(rng, [PROFILES[kind].share for kind in Archetype], count)
    owner = archetype >= Archetype.LOYAL
    spread = np.where(np.isin(archetype, (Archetype.SILENT, Archetype.LEAD, Archetype.PLAIN)), 0.6, 3.0)
    busy = rng.gamma(spread, 1.0 / spread)

    bounds = np.array([PROFILES[kind].delivered for kind in Archetype], dtype=np.float64)[archetype]
    lean = rng.random(count) ** (1.0 / of_all("skew")[archetype])
    delivered = (bounds[:, 0] + lean * (bounds[:, 1] - bounds[:, 0])).astype(np.int64)
    born = np.where(
        owner,
        delivered - rng.integers(200, 420, count),
        FIRST_DAY + (rng.random(count) ** 0.6 * (LAST_DAY - FIRST_DAY)).astype(np.int64),
    )
    cars = _cars(rng, archetype, np.flatnonzero(owner), delivered)
    owner_since = np.full(count, NEVER)
    np.minimum.at(owner_since, cars.who, cars.delivered)
    renewals, renewed = _renewals(rng, archetype, cars)
    cars = _joined_cars(cars, renewed)
    deals = _deals(rng, archetype, born, cars)
    episodes = _episodes(rng, archetype, born, deals, renewals)
    late = chance(rng, 0.03, count)
    joined = np.minimum(born + np.where(late, rng.integers(60, 900, count), 0), LAST_DAY)
    return Lives(first, archetype, born, joined, owner_since, busy, deals, cars, episodes)


def _cars(rng: Rng, archetype: Ints, owners: Ints, delivered: Ints) -> Cars:
    """The first car of every owner, and the second and third of those who buy again without waiting for an end."""
    again = chance(rng, of_all("again")[archetype[owners]], len(owners))
    second = delivered[owners] + rng.integers(900, 1900, len(owners))
    third = second + rng.integers(900, 1500, len(owners))
    thrice = again & chance(rng, 0.15, len(owners))
    who = np.concatenate([owners, owners[again], owners[thrice]])
    when = np.concatenate([delivered[owners], second[again], third[thrice]])
    seen = when <= LAST_DAY + _ON_ORDER
    return _fit_out(rng, archetype, who[seen], when[seen])


def _fit_out(rng: Rng, archetype: Ints, who: Ints, delivered: Ints) -> Cars:
    """Contract date, warranty, finance and mileage of cars."""
    count = len(who)
    lasting = np.isin(archetype[who], (Archetype.STEADY, Archetype.LAPSING, Archetype.REPURCHASER))
    warranty = np.where(lasting, np.array([72, 84])[pick(rng, (0.6, 0.4), count)],
                        np.array([36, 60, 72, 84])[pick(rng, (0.25, 0.45, 0.2, 0.1), count)])  # fmt: skip
    finance = np.array([24, 36, 48, 60, 72])[pick(rng, (0.05, 0.35, 0.25, 0.25, 0.1), count)]
    per_year = of_all("miles")[archetype[who]] * 1000 * rng.lognormal(-0.03, 0.25, count)
    miles = (np.maximum(LAST_DAY - delivered, 3) / 365.25 * per_year).astype(np.int64)
    return Cars(
        who=who,
        bought=delivered - rng.integers(5, 90, count),
        delivered=delivered,
        warranty_end=add_months(delivered, warranty),
        finance_end=add_months(delivered, finance),
        no_finance=chance(rng, 0.35, count),
        miles=miles,
        model=pick(rng, MODEL_WEIGHTS, count),
    )


def _renewals(rng: Rng, archetype: Ints, cars: Cars) -> tuple[Episodes, Cars]:
    """The half year before a warranty ends: an episode for repurchasers, and the car that some of them then buy."""
    repurchaser = archetype[cars.who] == Archetype.REPURCHASER
    lapsing = archetype[cars.who] == Archetype.LAPSING
    chosen = repurchaser | lapsing
    who, end = cars.who[chosen], cars.warranty_end[chosen]
    heat = np.where(repurchaser[chosen], np.where(chance(rng, 0.85, len(who)), Heat.HOT, Heat.WARM), Heat.COLD)
    start = end - rng.integers(230, 330, len(who))
    episodes = Episodes(who, start, end + 20, np.full(len(who), int(Episode.RENEWAL)), heat.astype(np.int64))
    renew = (heat == Heat.HOT) & chance(rng, 0.55, len(who))
    when = end + rng.integers(15, 120, len(who))
    renew &= when <= LAST_DAY + _ON_ORDER
    return episodes, _fit_out(rng, archetype, who[renew], when[renew])


def _joined_cars(one: Cars, other: Cars) -> Cars:
    both = (np.concatenate([getattr(one, item.name), getattr(other, item.name)]) for item in fields(Cars))
    return Cars(*both)


def _deals(rng: Rng, archetype: Ints, born: Ints, cars: Cars) -> Deals:
    """A won deal before every contract; one or two lost ones of the prospects."""
    won_length = rng.integers(15, 100, len(cars.who))
    won_heat = pick(rng, (0.4, 0.33, 0.27), len(cars.who))

    prospects = np.flatnonzero((archetype >= Archetype.HOT_PROSPECT) & (archetype <= Archetype.COLD_PROSPECT))
    heat = 2 - (archetype[prospects] - Archetype.HOT_PROSPECT)
    opened = born[prospects] + rng.integers(3, 90, len(prospects))
    closed = opened + _deal_length(rng, heat)
    second = chance(rng, 0.6, len(prospects))
    opened_again = closed[second] + rng.integers(60, 500, int(second.sum()))
    closed_again = opened_again + _deal_length(rng, heat[second])

    who = np.concatenate([cars.who, prospects, prospects[second]])
    all_opened = np.concatenate([cars.bought - won_length, opened, opened_again])
    all_closed = np.concatenate([cars.bought, closed, closed_again])
    won = np.arange(len(who)) < len(cars.who)
    all_heat = np.concatenate([won_heat, heat, heat[second]])
    seen = all_opened <= LAST_DAY
    won &= all_closed <= LAST_DAY
    return Deals(who[seen], all_opened[seen], all_closed[seen], won[seen], all_heat[seen])


def _deal_length(rng: Rng, heat: Ints) -> Ints:
    low = np.array([260, 130, 80])[heat]
    high = np.array([800, 330, 200])[heat]
    length: Ints = low + (rng.random(len(heat)) * (high - low)).astype(np.int64)
    return length


def _episodes(rng: Rng, archetype: Ints, born: Ints, deals: Deals, renewals: Episodes) -> Episodes:
    """Nurture after the first contact (for leads sometimes once more, years later), deals, renewals."""
    curious = np.flatnonzero(archetype != Archetype.SILENT)
    heat = pick(rng, (0.42, 0.34, 0.24), len(curious))
    start = born[curious]
    end = start + rng.integers(60, 150, len(curious))
    back = (archetype[curious] == Archetype.LEAD) & chance(rng, 0.5, len(curious))
    again = end[back] + rng.integers(100, 1200, int(back.sum()))
    who = np.concatenate([curious, curious[back], deals.who, renewals.who])
    return Episodes(
        who=who,
        start=np.concatenate([start, again, deals.opened, renewals.start]),
        end=np.concatenate([end, again + 120, deals.closed, renewals.end]),
        kind=np.concatenate(
            [
                np.full(len(curious) + int(back.sum()), int(Episode.NURTURE)),
                np.full(len(deals.who), int(Episode.DEAL)),
                renewals.kind,
            ]
        ),
        heat=np.concatenate([heat, pick(rng, (0.3, 0.3, 0.4), int(back.sum())), deals.heat, renewals.heat]),
    )

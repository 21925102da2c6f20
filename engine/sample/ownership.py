"""Tables of owners and voices: contracts, cars, service, enquiries, complaints, surveys, referrals, subscriptions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.sample.archetypes import PROFILES, Archetype, Heat, of_all
from engine.sample.clock import LAST_DAY, LOG_DAY, Floats, Ints
from engine.sample.columns import Rng, Rows, chance, pick
from engine.sample.contacts import GONE, PRICES
from engine.sample.flow import moments, stream
from engine.sample.lives import MODELS, NEVER, Lives
from engine.sample.people import customer_ids
from engine.sample.schema import BY_NAME

SURVEYS = ("test_drive", "satisfaction", "plan", "nps")
TOPICS = ("service", "product", "price", "event", "app")


def purchases_and_vehicles(
    rng: Rng, lives: Lives, start: int, vehicle_start: int
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Contracts in order of their date (a few old ones lost it), and the cars that were delivered."""
    cars = lives.cars.of(np.argsort(lives.cars.bought, kind="stable"))
    cars = cars.of(cars.bought <= LAST_DAY)
    count = len(cars)
    ids = customer_ids(lives)[cars.who]
    price = np.rint(np.array(PRICES)[cars.model] * rng.lognormal(-0.03, 0.07, count) / 10_000) * 10_000
    contracts = Rows(BY_NAME["purchases"], ids, start)
    contracts.put("bought_on", cars.bought, chance(rng, 0.004, count))
    contracts.word("model", MODELS, cars.model)
    contracts.put("price", price.astype(np.int64), chance(rng, 0.01, count))

    delivered = np.flatnonzero(cars.delivered <= LAST_DAY)
    delivered = delivered[np.argsort(cars.delivered[delivered], kind="stable")]
    own = cars.of(delivered)
    vehicles = Rows(BY_NAME["vehicles"], ids[delivered], vehicle_start)
    vehicles.put("contract_id", start + delivered)
    vehicles.word("model", MODELS, own.model)
    vehicles.put("delivered_on", own.delivered)
    vehicles.put("mileage", own.miles, chance(rng, 0.08, len(own)))
    vehicles.put("warranty_end", own.warranty_end, chance(rng, 0.02, len(own)))
    vehicles.put("finance_end", own.finance_end, own.no_finance)
    return contracts.batch(), vehicles.batch()


def service_visits(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Visits to the workshop; a few have no date, and a recall costs nothing."""
    flow = stream(rng, lives, "services")
    count = len(flow)
    kind = pick(rng, (55, 22, 8, 10, 5), count)
    cost = (np.array([250_000, 700_000, 0, 1_900_000, 600_000])[kind] * rng.gamma(3.0, 33.3, count)).astype(np.int64)
    rows = Rows(BY_NAME["service_visits"], customer_ids(lives)[flow.who], start)
    rows.put("visited_on", flow.day, chance(rng, 0.003, count))
    rows.word("kind", ("maintenance", "repair", "recall", "accident", "tyres"), kind)
    rows.put("cost", cost, kind == 2)
    return rows.batch()


def enquiries(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Questions asked; owners ask mostly about service. A few were asked by customers deleted since."""
    flow = stream(rng, lives, "enquiries")
    count = len(flow)
    owner = flow.day >= lives.owner_since[flow.who]
    topic = np.where(owner, pick(rng, (66, 10, 6, 8, 10), count), pick(rng, (4, 48, 32, 10, 6), count))
    ids = customer_ids(lives)[flow.who]
    rows = Rows(BY_NAME["enquiries"], np.where(chance(rng, 0.005, count), ids + GONE, ids), start)
    rows.put("asked_at", moments(rng, flow.day))
    rows.word("topic", TOPICS, topic, chance(rng, 0.02, count))
    rows.word("channel", ("call", "email", "app", "chat"), pick(rng, (46, 18, 20, 16), count))
    return rows.batch()


def complaints(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Complaints received."""
    flow = stream(rng, lives, "complaints")
    count = len(flow)
    rows = Rows(BY_NAME["complaints"], customer_ids(lives)[flow.who], start)
    rows.put("received_on", flow.day, chance(rng, 0.004, count))
    topics = ("service_quality", "waiting_time", "defect", "price", "staff")
    rows.word("topic", topics, pick(rng, (32, 24, 22, 12, 10), count))
    rows.put("severity", rng.integers(1, 6, count), chance(rng, 0.1, count))
    return rows.batch()


def surveys(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Answers to four questionnaires: test drive, satisfaction (0–100), purchase plan (months), NPS (0–10)."""
    mean, spread = np.array([PROFILES[kind].satisfaction for kind in Archetype])[lives.archetype].T
    mood = mean + spread * rng.standard_normal(len(lives))
    parts = [_test_drives(rng, lives), *_satisfactions(rng, lives, mood), *_plans(rng, lives)]
    who = np.concatenate([part[0] for part in parts])
    when = np.concatenate([part[1] for part in parts])
    kind = np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    value = np.concatenate([part[3] for part in parts])
    order = np.argsort(when, kind="stable")
    asked = (when >= LOG_DAY) | (kind < 2)
    order = order[(when[order] <= LAST_DAY) & asked[order]]
    who, when, kind, value = who[order], when[order], kind[order], value[order]
    unanswered = chance(rng, 0.02, len(who))
    rows = Rows(BY_NAME["surveys"], customer_ids(lives)[who], start)
    rows.put("answered_on", when)
    rows.word("kind", SURVEYS, kind)
    rows.put("score", value, (kind == 2) | unanswered)
    rows.put("plan_months", value, (kind != 2) | unanswered)
    return rows.batch()


_Answers = tuple[Ints, Ints, int, Ints]
"""Customers' indexes, days, index of the questionnaire, answers."""


def _score(values: Floats, top: int = 100) -> Ints:
    return np.clip(np.rint(values), 0, top).astype(np.int64)


def _test_drives(rng: Rng, lives: Lives) -> _Answers:
    deals = lives.deals
    driven = chance(rng, 0.75, len(deals.who))
    who, heat = deals.who[driven], deals.heat[driven]
    wait = np.minimum(rng.integers(2, 35, len(who)), deals.closed[driven] - deals.opened[driven])
    score = np.array([62.0, 79.0, 91.0])[heat] + np.array([10.0, 4.0, 4.5])[heat] * rng.standard_normal(len(who))
    return who, deals.opened[driven] + wait, 0, _score(score)


def _satisfactions(rng: Rng, lives: Lives, mood: Floats) -> tuple[_Answers, _Answers, _Answers]:
    """After most deliveries, and again every other year or so; NPS more rarely."""
    cars = lives.cars.of(chance(rng, 0.6, len(lives.cars)))
    first = (cars.who, cars.delivered + rng.integers(30, 120, len(cars)), 1)
    owner = np.flatnonzero(lives.owner_since != NEVER)
    again, when = _now_and_then(rng, lives, owner, np.full(len(owner), 0.22))
    nps_who, nps_when = _now_and_then(rng, lives, owner, np.full(len(owner), 0.14))
    nps = mood[nps_who] / 10 + rng.standard_normal(len(nps_who))
    return (
        (*first, _score(mood[cars.who] + 2.5 * rng.standard_normal(len(cars)))),
        (again, when, 1, _score(mood[again] + 2.5 * rng.standard_normal(len(again)))),
        (nps_who, nps_when, 3, _score(nps, 10)),
    )


def _plans(rng: Rng, lives: Lives) -> tuple[_Answers, _Answers]:
    """Early in a busy episode, and now and then as an owner."""
    episodes = lives.episodes
    asked = np.array([[0.05, 0.15, 0.3], [0.35, 0.85, 0.8], [0.4, 0.8, 0.92]])[episodes.kind, episodes.heat]
    busy = episodes.of(chance(rng, asked, len(episodes.who)))
    day = busy.start + rng.integers(0, 40, len(busy.who))
    owner = np.flatnonzero(lives.owner_since != NEVER)
    rate = of_all("plans")[lives.archetype[owner]]
    calm, when = _now_and_then(rng, lives, owner, rate)
    warm = np.full(len(calm), int(Heat.WARM))
    return (busy.who, day, 2, _months(rng, busy.heat)), (calm, when, 2, _months(rng, warm))


def _months(rng: Rng, heat: Ints) -> Ints:
    """A purchase plan in months: soon when hot, later when warm, any time when cold."""
    usual = chance(rng, 0.87, len(heat))
    low = np.where(usual, np.array([5, 7, 1])[heat], np.array([3, 3, 7])[heat])
    high = np.where(usual, np.array([36, 24, 6])[heat], np.array([12, 6, 14])[heat])
    months: Ints = low + (rng.random(len(heat)) * (high - low + 1)).astype(np.int64)
    return months


def _now_and_then(rng: Rng, lives: Lives, who: Ints, rate: Floats) -> tuple[Ints, Ints]:
    """Customers and days, at ``rate`` a year since the first delivery."""
    length = np.maximum(LAST_DAY + 1 - lives.owner_since[who], 0)
    index = np.repeat(np.arange(len(who)), rng.poisson(rate * length / 365.25))
    day = lives.owner_since[who][index] + (rng.random(len(index)) * length[index]).astype(np.int64)
    return who[index], day


def referrals(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Friends referred by owners."""
    owner = np.flatnonzero(lives.owner_since != NEVER)
    refers = owner[chance(rng, of_all("refers")[lives.archetype[owner]], len(owner))]
    who = np.repeat(refers, 1 + rng.poisson(0.5, len(refers)))
    when = lives.owner_since[who] + rng.integers(60, 1500, len(who))
    order = np.argsort(when, kind="stable")
    order = order[when[order] <= LAST_DAY]
    rows = Rows(BY_NAME["referrals"], customer_ids(lives)[who[order]], start)
    rows.put("referred_on", when[order])
    rows.put("bought", chance(rng, 0.2, len(order)), chance(rng, 0.15, len(order)))
    return rows.batch()


def subscriptions(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Connected services; one in five is a free trial, and most of the others have no end yet."""
    owner = np.flatnonzero(lives.owner_since != NEVER)
    wish = np.minimum(of_all("subscribes")[lives.archetype[owner]] * 1.25, 1.0)
    who = owner[chance(rng, wish, len(owner))]
    who = np.concatenate([who, who[chance(rng, 0.2, len(who))]])
    starts = lives.owner_since[who] + rng.integers(1, 700, len(who))
    order = np.argsort(starts, kind="stable")
    order = order[starts[order] <= LAST_DAY]
    count = len(order)
    paid = chance(rng, 0.8, count)
    service = pick(rng, (50, 30, 20), count)
    ends = starts[order] + np.where(paid, rng.integers(365, 1500, count), 90)
    rows = Rows(BY_NAME["subscriptions"], customer_ids(lives)[who[order]], start)
    rows.word("service", ("connected", "care_plus", "charging"), service)
    rows.put("paid", paid)
    rows.put("monthly_fee", np.array([990_000, 1_990_000, 1_450_050])[service], ~paid)
    rows.put("starts_on", starts[order])
    rows.put("ends_on", ends, paid & chance(rng, 0.65, count))
    return rows.batch()

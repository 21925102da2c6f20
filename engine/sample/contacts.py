"""Tables of contacts: leads, opportunities, web visits, actions, campaign sends, events, and one campaign's results."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.sample.archetypes import Archetype, Episode
from engine.sample.clock import LAST_DAY, Ints, day
from engine.sample.columns import Rng, Rows, chance, pick
from engine.sample.flow import moments, stream
from engine.sample.lives import MODEL_WEIGHTS, MODELS, Lives
from engine.sample.people import CHANNELS, customer_ids
from engine.sample.schema import BY_NAME

GONE = 900_000_000_000
"""Added to the number of a customer who was deleted: no customer has such a number."""

PAGES = ("home", "models", "suv", "ev", "family", "offers", "service", "events", "configurator")
KINDS = ("quote", "test_drive", "consultation", "showroom", "brochure")
EVENTS = ("new_model_day", "driving_school", "golf_cup", "family_day", "night_drive", "culture_lounge")
PRICES = (52_000_000, 78_000_000, 64_000_000, 105_000_000, 72_000_000, 145_000_000)
"""List prices in won, by model."""

SPRING = "SPRING25"
_SPRING_FIRST, _SPRING_LAST = day(date(2025, 5, 1)), day(date(2025, 5, 21))
_MONTHS = tuple(
    f"{year}-{month:02d}-{letter}"
    for year in range(2022, 2026)
    for month in range(1, 13)
    for letter in ("new", "care", "club")
)
CAMPAIGNS = (*_MONTHS, SPRING)
_COSTS = (150, 990, 80, 60, 35_000)
"""What a send costs by channel, in hundredths of a won."""


def leads(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """A lead at the start of every nurture episode, and of a few silent customers."""
    nurture = lives.episodes.of(lives.episodes.kind == Episode.NURTURE)
    silent = np.flatnonzero((lives.archetype == Archetype.SILENT) & chance(rng, 0.08, len(lives)))
    who = np.concatenate([nurture.who, silent])
    created = np.concatenate([nurture.start, lives.born[silent]])
    order = np.argsort(created, kind="stable")
    order = order[created[order] <= LAST_DAY]
    count = len(order)
    rows = Rows(BY_NAME["leads"], customer_ids(lives)[who[order]], start)
    rows.put("created_at", moments(rng, created[order]))
    sources = ("website", "showroom", "event", "referral", "call_centre", "social")
    rows.word("source", sources, pick(rng, (40, 20, 12, 8, 8, 12), count))
    rows.word("model", MODELS, pick(rng, MODEL_WEIGHTS, count), chance(rng, 0.25, count))
    return rows.batch()


def opportunities(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Sales opportunities; open ones have no closing date and no result."""
    deals = lives.deals
    order = np.argsort(deals.opened, kind="stable")
    count = len(order)
    is_open = deals.closed[order] > LAST_DAY
    model = pick(rng, MODEL_WEIGHTS, count)
    amount = np.array(PRICES)[model] // 1_000_000 * 1_000_000
    rows = Rows(BY_NAME["opportunities"], customer_ids(lives)[deals.who[order]], start)
    rows.put("opened_on", deals.opened[order])
    rows.put("closed_on", deals.closed[order], is_open)
    rows.word("result", ("lost", "won"), deals.won[order].astype(np.int64), is_open)
    rows.word("model", MODELS, model)
    rows.put("amount", amount, chance(rng, 0.1, count))
    return rows.batch()


def web_visits(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Visits to the site and the app; one in eighty is nobody's: no customer signed in."""
    flow = stream(rng, lives, "visits")
    count = len(flow)
    rows = Rows(BY_NAME["web_visits"], customer_ids(lives)[flow.who], start, chance(rng, 0.0125, count))
    rows.put("visited_at", moments(rng, flow.day))
    rows.word("channel", ("web", "mobile", "app"), pick(rng, (38, 44, 18), count))
    favourite = flow.who % len(PAGES)
    page = np.where(chance(rng, 0.35, count), favourite, pick(rng, (22, 18, 12, 9, 7, 13, 8, 5, 6), count))
    rows.word("page", PAGES, page)
    rows.put("seconds", rng.gamma(0.9, 140.0, count).astype(np.int64), chance(rng, 0.06, count))
    return rows.batch()


def actions(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Quotes, test drives, consultations, showroom visits; a brochure asked for is no high-involvement action."""
    flow = stream(rng, lives, "actions")
    count = len(flow)
    rows = Rows(BY_NAME["actions"], customer_ids(lives)[flow.who], start)
    rows.put("acted_at", moments(rng, flow.day))
    rows.word("kind", KINDS, pick(rng, (32, 20, 20, 18, 10), count))
    rows.word("model", MODELS, pick(rng, MODEL_WEIGHTS, count), chance(rng, 0.15, count))
    return rows.batch()


def campaign_sends(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Messages sent. Whether a text message was opened is never known, whether one was answered is not always."""
    flow = stream(rng, lives, "sends")
    count = len(flow)
    channel = pick(rng, (32, 28, 24, 12, 4), count)
    text = channel == 1
    responded = chance(rng, flow.response, count)
    opened = responded | chance(rng, 0.12 + 0.4 * flow.response, count)
    clicked = responded | (opened & chance(rng, 0.2, count))
    ids = customer_ids(lives)[flow.who]
    ids = np.where(chance(rng, 0.002, count), ids + GONE, ids)
    month = flow.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (2022 - 1970) * 12
    campaign = month * 3 + rng.integers(0, 3, count)
    spring = (flow.day >= _SPRING_FIRST) & (flow.day <= _SPRING_LAST) & text
    rows = Rows(BY_NAME["campaign_sends"], ids, start)
    rows.put("sent_at", moments(rng, flow.day))
    rows.word("campaign", CAMPAIGNS, np.where(spring, len(CAMPAIGNS) - 1, campaign))
    rows.word("channel", CHANNELS, channel)
    rows.put("opened", opened, text)
    rows.put("clicked", clicked)
    rows.put("responded", responded, chance(rng, np.where(channel == 4, 0.25, 0.03), count))
    rows.put("cost", np.array(_COSTS)[channel])
    return rows.batch()


def event_participations(rng: Rng, lives: Lives, start: int) -> pa.RecordBatch:
    """Who came to which event, with how many guests."""
    flow = stream(rng, lives, "events")
    count = len(flow)
    rows = Rows(BY_NAME["event_participations"], customer_ids(lives)[flow.who], start)
    rows.put("attended_on", flow.day)
    rows.word("event", EVENTS, pick(rng, (30, 16, 10, 20, 12, 12), count))
    rows.put("guests", rng.poisson(0.9, count).astype(np.int64), chance(rng, 0.1, count))
    return rows.batch()


def spring_2025_results(rng: Rng, sends: pa.RecordBatch, start: int) -> pa.RecordBatch:
    """What came of the campaign SPRING25, one row a customer, summed from its sends."""
    chosen = sends.filter(pc.equal(sends["campaign"], SPRING))
    keys, place = np.unique(chosen["customer_id"].to_numpy(), return_inverse=True)
    keep = keys < GONE
    clicked = chosen["clicked"].to_numpy(zero_copy_only=False)
    converted = clicked & chance(rng, 0.12, len(clicked))

    def total(values: Ints) -> Ints:
        return np.bincount(place, weights=values, minlength=len(keys)).astype(np.int64)[keep]

    sent = total(np.ones(len(place), dtype=np.int64))
    conversions = total(converted.astype(np.int64))
    rows = Rows(BY_NAME["spring_2025_results"], keys[keep], start)
    rows.put("sends", sent)
    rows.put("opens", total((clicked | chance(rng, 0.25, len(clicked))).astype(np.int64)))
    rows.put("clicks", total(clicked.astype(np.int64)))
    rows.put("conversions", conversions)
    rows.put("unsubscribes", chance(rng, 0.012, len(sent)).astype(np.int64))
    rows.put("cost", sent * _COSTS[1])
    rows.put("revenue", conversions * np.array(PRICES)[pick(rng, MODEL_WEIGHTS, len(sent))])
    return rows.batch()

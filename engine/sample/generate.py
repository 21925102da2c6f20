"""The sample's rows at any size, one chunk of customers after the other, from a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from engine.sample import contacts, ownership
from engine.sample.lives import live
from engine.sample.people import customers as people
from engine.sample.schema import TABLES

CHUNK = 50_000
"""Customers made at a time: what memory is needed for."""
MINIMUM, MAXIMUM = 100, 10_000_000


def tables(customers: int, seed: int) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Table names and rows, all tables of a chunk before the next chunk's.

    customers: how many, 100 to 10 million. The same (customers, seed) gives the same rows. Within a chunk, rows are in
    order of their time, as a log is; row keys count through the whole table.
    """
    if not MINIMUM <= customers <= MAXIMUM:
        raise ValueError(f"customers must be {MINIMUM:,} to {MAXIMUM:,}, not {customers:,}")
    next_row = {table.name: 1 for table in TABLES}
    for number, first in enumerate(range(0, customers, CHUNK)):
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
        for name, batch in _chunk(rng, first, min(CHUNK, customers - first), next_row):
            next_row[name] += batch.num_rows
            yield name, batch


def _chunk(
    rng: np.random.Generator, first: int, count: int, row: dict[str, int]
) -> Iterator[tuple[str, pa.RecordBatch]]:
    lives = live(rng, first, count)
    yield "customers", people(rng, lives)
    yield "leads", contacts.leads(rng, lives, row["leads"])
    yield "opportunities", contacts.opportunities(rng, lives, row["opportunities"])
    yield "web_visits", contacts.web_visits(rng, lives, row["web_visits"])
    yield "actions", contacts.actions(rng, lives, row["actions"])
    sends = contacts.campaign_sends(rng, lives, row["campaign_sends"])
    yield "campaign_sends", sends
    yield "spring_2025_results", contacts.spring_2025_results(rng, sends, row["spring_2025_results"])
    yield "event_participations", contacts.event_participations(rng, lives, row["event_participations"])
    yield "service_visits", ownership.service_visits(rng, lives, row["service_visits"])
    yield "enquiries", ownership.enquiries(rng, lives, row["enquiries"])
    yield "complaints", ownership.complaints(rng, lives, row["complaints"])
    purchases, vehicles = ownership.purchases_and_vehicles(rng, lives, row["purchases"], row["vehicles"])
    yield "purchases", purchases
    yield "vehicles", vehicles
    yield "surveys", ownership.surveys(rng, lives, row["surveys"])
    yield "referrals", ownership.referrals(rng, lives, row["referrals"])
    yield "subscriptions", ownership.subscriptions(rng, lives, row["subscriptions"])

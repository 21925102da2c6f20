"""The matrix with NumPy: customers numbered once, one ``bincount`` per measure, masks for the criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.handwritten.masks import Array, cells

COLUMNS = {
    "customers": ["customer_id", "joined_on", "email_consent", "sms_consent"],
    "leads": ["customer_id", "created_at"],
    "opportunities": ["customer_id", "opened_on", "closed_on"],
    "vehicles": ["customer_id", "delivered_on", "mileage", "warranty_end", "finance_end"],
    "web_visits": ["customer_id", "visited_at"],
    "actions": ["customer_id", "acted_at", "kind"],
    "surveys": ["customer_id", "answered_on", "kind", "score", "plan_months"],
    "campaign_sends": ["customer_id", "sent_at", "responded"],
    "event_participations": ["customer_id", "attended_on"],
    "complaints": ["customer_id", "received_on"],
    "service_visits": ["customer_id", "visited_on"],
    "enquiries": ["customer_id", "asked_at", "topic"],
    "purchases": ["customer_id", "bought_on"],
    "referrals": ["customer_id", "referred_on"],
    "subscriptions": ["customer_id", "starts_on", "ends_on", "paid"],
}


def matrix(tables: Mapping[str, pa.Table]) -> tuple[Array, dict[str, Array]]:
    """The customers, and the level that each has in each stage."""
    made = _Numbered(tables)
    return made.ids[made.seen], {stage: levels[made.seen] for stage, levels in cells(made.measures()).items()}


def _time(table: pa.Table, name: str) -> Array:
    column = table.column(name)
    unit = pa.int32() if pa.types.is_date(column.type) else pa.int64()
    kind = "datetime64[D]" if unit == pa.int32() else "datetime64[us]"
    missing = np.iinfo(np.int32).min if unit == pa.int32() else np.iinfo(np.int64).min
    found = column.cast(unit).fill_null(missing).to_numpy()
    if unit == pa.int32():
        found = np.where(found == missing, np.iinfo(np.int64).min, found.astype(np.int64))
    times: Array = found.view(kind)
    return times


def _is(table: pa.Table, name: str, *words: str) -> Array:
    codes = table.column(name).combine_chunks().dictionary_encode()
    wanted = np.array([word in words for word in codes.dictionary.to_pylist()] + [False])
    chosen: Array = wanted[codes.indices.fill_null(len(wanted) - 1).to_numpy(zero_copy_only=False)]
    return chosen


class _Numbered:
    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.tables = tables
        people = tables["customers"]
        self.ids = people.column("customer_id").to_numpy()
        self.first = int(self.ids.min())
        self.size = int(self.ids.max()) - self.first + 1
        self.place = self.ids - self.first
        self.seen = _time(people, "joined_on") <= np.datetime64("2025-06-30")

    def number(self, table: str) -> Array:
        """The customers' places; rows of nobody come last."""
        keys = self.tables[table].column("customer_id").fill_null(self.first + self.size).to_numpy() - self.first
        numbers: Array = np.where((keys < 0) | (keys >= self.size), self.size, keys)
        return numbers

    def count(self, numbers: Array, chosen: Array) -> Array:
        found: Array = np.bincount(numbers[chosen], minlength=self.size + 1)[self.place]
        return found

    def within(self, table: str, time: str, first: str) -> tuple[Array, Array]:
        times = _time(self.tables[table], time)
        return times, (times >= np.datetime64(first)) & (times < np.datetime64("2025-07-01"))

    def undated(self, table: str, time: str) -> Array:
        times = _time(self.tables[table], time)
        return (times < np.datetime64("2025-07-01")) | np.isnat(times)

    def last(self, numbers: Array, days: Array, values: Array, chosen: Array) -> Array:
        """The value of the latest day; among equal days the greatest."""
        rows = np.flatnonzero(chosen)
        order = rows[np.argsort(days[rows].astype(np.int64) * 2**20 + values[rows].astype(np.int64), kind="stable")]
        found = np.full(self.size + 1, np.nan)
        found[numbers[order]] = values[order]
        latest: Array = found[self.place]
        return latest

    def measures(self) -> dict[str, Array]:
        t, m = self.tables, dict[str, Array]()
        for name, table, time, first in (
            ("visits", "web_visits", "visited_at", "2025-04-02"),
            ("complaints", "complaints", "received_on", "2023-07-01"),
            ("services", "service_visits", "visited_on", "2024-07-01"),
        ):
            m[name] = self.count(self.number(table), self.within(table, time, first)[1])
        for name, table, time in (
            ("lead", "leads", "created_at"),
            ("purchases", "purchases", "bought_on"),
            ("referrals", "referrals", "referred_on"),
        ):
            m[name] = self.count(self.number(table), self.undated(table, time))
        m["lead"] = m["lead"] > 0
        kinds = ("quote", "test_drive", "consultation", "showroom")
        acted = self.within("actions", "acted_at", "2025-04-02")[1] & _is(t["actions"], "kind", *kinds)
        m["actions"] = self.count(self.number("actions"), acted)
        asked = self.within("enquiries", "asked_at", "2024-07-01")[1] & _is(t["enquiries"], "topic", "service")
        m["enquiries"] = self.count(self.number("enquiries"), asked)
        closed = _time(t["opportunities"], "closed_on")
        still = (closed > np.datetime64("2025-06-30")) | np.isnat(closed)
        opened = self.undated("opportunities", "opened_on") & still
        m["opportunity"] = self.count(self.number("opportunities"), opened) > 0
        ends = _time(t["subscriptions"], "ends_on")
        paid = t["subscriptions"].column("paid").fill_null(False).to_numpy()
        running = (ends >= np.datetime64("2025-06-30")) | np.isnat(ends)
        paid = self.undated("subscriptions", "starts_on") & paid & running
        m["subscribed"] = self.count(self.number("subscriptions"), paid) > 0
        number = self.number("event_participations")
        times, recent = self.within("event_participations", "attended_on", "2024-07-01")
        m["events"] = self.count(number, recent)
        m["events_90"] = self.count(number, recent & (times >= np.datetime64("2025-04-02")))
        self._sends(m)
        self._surveys(m)
        self._vehicles(m)
        people = t["customers"]
        consents = [people.column(name).fill_null(False).to_numpy() for name in ("email_consent", "sms_consent")]
        m["consents"] = consents[0] | consents[1]
        return m

    def _sends(self, m: dict[str, Array]) -> None:
        sends = self.tables["campaign_sends"]
        number = self.number("campaign_sends")
        times, year = self.within("campaign_sends", "sent_at", "2024-07-01")
        recent = times[year] >= np.datetime64("2025-04-02")
        number = number[year]
        column = sends.column("responded")
        known = column.is_valid().to_numpy()[year]
        answered = column.fill_null(False).to_numpy()[year]
        for name, rows in (("rate", slice(None)), ("rate_90", recent)):
            some, true = known[rows], answered[rows]
            whole, part = (self.count(number[rows], chosen) for chosen in (some, true))
            m[name] = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)

    def _surveys(self, m: dict[str, Array]) -> None:
        surveys = self.tables["surveys"]
        number, days = self.number("surveys"), _time(surveys, "answered_on")
        past = days <= np.datetime64("2025-06-30")
        score, plan = (surveys.column(name).fill_null(-1).to_numpy() for name in ("score", "plan_months"))
        for name, kind in (("drive", "test_drive"), ("satisfaction", "satisfaction")):
            values = self.last(number, days, score, past & _is(surveys, "kind", kind) & (score >= 0))
            m[name] = np.where(self.seen, values, np.nan)
        recent = past & (days >= np.datetime64("2024-07-01")) & _is(surveys, "kind", "plan") & (plan >= 0)
        m["plan"] = self.last(number, days, plan, recent)

    def _vehicles(self, m: dict[str, Array]) -> None:
        vehicles = self.tables["vehicles"]
        number, days = self.number("vehicles"), _time(vehicles, "delivered_on")
        seen = self.undated("vehicles", "delivered_on")
        m["owner"] = self.count(number, seen) > 0
        dated = np.flatnonzero(seen & ~np.isnat(days))
        order = dated[np.argsort(days[dated], kind="stable")[::-1]]
        since: Array = np.full(self.size + 1, np.datetime64("NaT", "D"))
        since[number[order]] = days[order]
        m["since"] = since[self.place]
        miles: Any = vehicles.column("mileage").fill_null(-1).to_numpy()
        driven = np.flatnonzero(seen & (miles >= 0))
        order = driven[np.argsort(miles[driven], kind="stable")]
        most = np.full(self.size + 1, np.nan)
        most[number[order]] = miles[order]
        m["mileage"] = most[self.place]
        ends = [_time(vehicles, name) for name in ("warranty_end", "finance_end")]
        low, high = np.datetime64("2025-06-30"), np.datetime64("2025-12-30")
        m["ends"] = self.count(
            number, seen & (((ends[0] >= low) & (ends[0] <= high)) | ((ends[1] >= low) & (ends[1] <= high)))
        )
        m["ends_later"] = self.count(number, seen & ((ends[0] > high) | (ends[1] > high)))

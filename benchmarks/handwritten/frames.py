"""The matrix with pandas, well written: NumPy types, only the columns that are used, windows before groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.handwritten.arrays import COLUMNS
from benchmarks.handwritten.masks import Array, cells

TODAY, NEXT = pd.Timestamp("2025-06-30"), pd.Timestamp("2025-07-01")
DAYS, YEAR = pd.Timestamp("2025-04-02"), pd.Timestamp("2024-07-01")


def matrix(folder: Path) -> tuple[Array, dict[str, Array]]:
    """The customers, and the level that each has in each stage, from a folder of Parquet files."""
    people = _read(folder, "customers")
    people = people[people["joined_on"] <= TODAY].set_index("customer_id")
    index = people.index

    def counted(rows: pd.DataFrame) -> Array:
        found: Array = rows.groupby("customer_id").size().reindex(index, fill_value=0).to_numpy()
        return found

    def within(table: str, time: str, first: pd.Timestamp) -> pd.DataFrame:
        rows = _read(folder, table)
        return rows[(rows[time] >= first) & (rows[time] < NEXT)]

    def undated(table: str, time: str) -> pd.DataFrame:
        rows = _read(folder, table)
        return rows[(rows[time] < NEXT) | rows[time].isna()]

    def last(rows: pd.DataFrame, column: str) -> Array:
        rows = rows[rows[column].notna()].sort_values(["answered_on", column])
        latest = rows.drop_duplicates("customer_id", keep="last").set_index("customer_id")[column]
        found: Array = latest.reindex(index).to_numpy()
        return found

    m: dict[str, Array] = {"consents": (people["email_consent"] | people["sms_consent"]).to_numpy(dtype=bool)}
    m["visits"] = counted(within("web_visits", "visited_at", DAYS))
    m["complaints"] = counted(within("complaints", "received_on", pd.Timestamp("2023-07-01")))
    m["services"] = counted(within("service_visits", "visited_on", YEAR))
    m["lead"] = index.isin(undated("leads", "created_at")["customer_id"])
    m["purchases"] = counted(undated("purchases", "bought_on"))
    m["referrals"] = counted(undated("referrals", "referred_on"))
    actions = within("actions", "acted_at", DAYS)
    m["actions"] = counted(actions[actions["kind"].isin(["quote", "test_drive", "consultation", "showroom"])])
    enquiries = within("enquiries", "asked_at", YEAR)
    m["enquiries"] = counted(enquiries[enquiries["topic"] == "service"])
    opened = undated("opportunities", "opened_on")
    opened = opened[(opened["closed_on"] > TODAY) | opened["closed_on"].isna()]
    m["opportunity"] = index.isin(opened["customer_id"])
    paid = undated("subscriptions", "starts_on")
    paid = paid[(paid["paid"] == True) & ((paid["ends_on"] >= TODAY) | paid["ends_on"].isna())]  # noqa: E712
    m["subscribed"] = index.isin(paid["customer_id"])
    events = within("event_participations", "attended_on", YEAR)
    m["events"], m["events_90"] = counted(events), counted(events[events["attended_on"] >= DAYS])
    sends = within("campaign_sends", "sent_at", YEAR)
    sends = sends[sends["responded"].notna()]
    sends = sends.assign(responded=sends["responded"].astype("float64"))
    m["rate"] = sends.groupby("customer_id")["responded"].mean().reindex(index).to_numpy()
    m["rate_90"] = sends[sends["sent_at"] >= DAYS].groupby("customer_id")["responded"].mean().reindex(index).to_numpy()
    surveys = _read(folder, "surveys")
    surveys = surveys[surveys["answered_on"] <= TODAY]
    m["drive"] = last(surveys[surveys["kind"] == "test_drive"], "score")
    m["satisfaction"] = last(surveys[surveys["kind"] == "satisfaction"], "score")
    m["plan"] = last(surveys[(surveys["kind"] == "plan") & (surveys["answered_on"] >= YEAR)], "plan_months")
    cars = undated("vehicles", "delivered_on")
    groups = cars.groupby("customer_id")
    m["owner"] = index.isin(cars["customer_id"])
    m["since"] = groups["delivered_on"].min().reindex(index).to_numpy()
    m["mileage"] = groups["mileage"].max().reindex(index).to_numpy(dtype=float)
    half = pd.Timestamp("2025-12-30")
    ends = cars["warranty_end"].between(TODAY, half) | cars["finance_end"].between(TODAY, half)
    m["ends"] = counted(cars[ends])
    m["ends_later"] = counted(cars[(cars["warranty_end"] > half) | (cars["finance_end"] > half)])
    return np.asarray(index), cells(m)


def _read(folder: Path, table: str) -> pd.DataFrame:
    import pyarrow.parquet as pq

    return pq.read_table(folder / f"{table}.parquet", columns=COLUMNS[table]).to_pandas(date_as_object=False)

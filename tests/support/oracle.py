"""A second opinion on the sample's matrix as written: what every customer is, in plain pandas.

Nothing here comes from the language or the engine. Each function is the reading of one part of the specification by
hand, customer by customer where that is plainest; it is slow and meant to be. Data frames come from ``frames``.

A criterion is one of ``"met"``, ``"not met"``, ``"no data"``. A condition is a pair of boolean Series (true, known).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

STAGES = ("engage", "purchase", "maintain", "loyalty", "repurchase")
STAGE_OF = {cell: STAGES[int(cell[0]) - 1] for stage in "12345" for cell in (f"{stage}.1", f"{stage}.2", f"{stage}.3")}
HIGH_INVOLVEMENT = ("quote", "test_drive", "consultation", "showroom")
HOT, WARM = 60, 25

MET, NOT_MET, NO_DATA = "met", "not met", "no data"

Frames = dict[str, pd.DataFrame]

_NULLABLE = {
    pa.int64(): pd.Int64Dtype(),
    pa.int32(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def frames(batches: Iterable[tuple[str, pa.RecordBatch]]) -> Frames:
    """Data frames by table from Arrow rows: nullable numbers and truth values, dates and times as datetime64."""
    gathered: dict[str, list[pa.RecordBatch]] = {}
    for name, batch in batches:
        gathered.setdefault(name, []).append(batch)
    return {
        name: pa.Table.from_batches(parts).to_pandas(types_mapper=_NULLABLE.get, date_as_object=False)
        for name, parts in gathered.items()
    }


@dataclass(frozen=True)
class Condition:
    """A condition in three-valued logic, one value a customer. Where ``known`` is False, ``true`` is False too."""

    true: pd.Series
    known: pd.Series

    def __and__(self, other: Condition) -> Condition:
        false = (self.known & ~self.true) | (other.known & ~other.true)
        true = self.true & other.true
        return Condition(true, true | false)

    def __or__(self, other: Condition) -> Condition:
        true = self.true | other.true
        false = self.known & ~self.true & other.known & ~other.true
        return Condition(true, true | false)

    def state(self) -> pd.Series:
        states = np.where(self.true, MET, np.where(self.known, NOT_MET, NO_DATA))
        return pd.Series(states, index=self.true.index)


@dataclass(frozen=True)
class Answer:
    """What the oracle says, as of one day.

    criteria: state of each criterion (columns ``2.1/4``), for everybody, whatever the stage. stages: who is in which
    stage. matches: entry rule and criteria of each cell. assigned: columns ``cell_<stage>``, a cell or None.
    """

    criteria: pd.DataFrame
    stages: pd.DataFrame
    matches: pd.DataFrame
    assigned: pd.DataFrame

    def stage_ledger(self, stage: str) -> dict[str, int]:
        """entered = the cells + unassigned."""
        inside = self.assigned.loc[self.stages[stage], f"cell_{stage}"]
        cells = {cell: int((inside == cell).sum()) for cell in self.matches if STAGE_OF[cell] == stage}
        return {"entered": len(inside), **cells, "unassigned": int(inside.isna().sum())}

    def ledger(self) -> dict[str, int]:
        """subjects = in one cell + in several + in a stage without a cell + in no stage."""
        cells = self.matches.sum(axis=1)
        staged = self.stages.any(axis=1)
        return {
            "subjects": len(self.matches),
            "in_one": int((cells == 1).sum()),
            "in_several": int((cells > 1).sum()),
            "unassigned": int((staged & (cells == 0)).sum()),
            "in_no_stage": int((~staged & (cells == 0)).sum()),
        }


def judge(data: Frames, as_of: date) -> Answer:
    """The matrix as written, of all customers who had joined by ``as_of``."""
    people = _People(data, as_of)
    criteria, verdicts = _criteria(people)
    stages = _stages(people)
    matches = pd.DataFrame(index=people.index)
    for cell, conditions in verdicts.items():
        matches[cell] = stages[STAGE_OF[cell]]
        for condition in conditions:
            matches[cell] &= condition
    assigned = pd.DataFrame(index=people.index)
    for stage in STAGES:
        column = pd.Series(None, index=people.index, dtype=object)
        for cell in reversed([cell for cell in verdicts if STAGE_OF[cell] == stage]):
            column[matches[cell]] = cell
        assigned[f"cell_{stage}"] = column
    return Answer(pd.DataFrame(criteria), stages, matches, assigned)


# -- customers and what happened to them ---------------------------------------------------------------------


class _People:
    """The customers seen as of a day, and questions about their rows."""

    def __init__(self, data: Frames, as_of: date) -> None:
        self.data = data
        self.today = pd.Timestamp(as_of)
        customers = data["customers"]
        seen = customers[customers["joined_on"] <= self.today]
        self.customers = seen.set_index(seen["customer_id"].astype("int64"))
        self.index = self.customers.index

    def rows(
        self, table: str, time: str, *, days: int | None = None, months: int | None = None, undated: bool = False
    ) -> pd.DataFrame:
        """A table's rows of known customers, up to the as-of date; ``days`` or ``months``: only after so long ago.

        The local day counts, so the whole as-of date is in and the whole first day is out. Rows without a date count
        only where ``undated`` says so, which is in aggregates without a window.
        """
        rows = self.data[table]
        rows = rows[rows["customer_id"].notna() & rows["customer_id"].isin(self.index)]
        day = rows[time].dt.normalize()
        chosen = day <= self.today
        if days is not None:
            chosen &= day > self.today - pd.Timedelta(days=days)
        if months is not None:
            chosen &= day > self.today - pd.DateOffset(months=months)
        if undated:
            chosen |= day.isna()
        return rows[chosen]

    def count(self, rows: pd.DataFrame) -> pd.Series:
        """Rows a customer; 0 without any."""
        counted = rows.groupby(rows["customer_id"].astype("int64")).size()
        return counted.reindex(self.index, fill_value=0)

    def last(self, rows: pd.DataFrame, value: str, time: str) -> pd.Series:
        """The latest known value; of several at the same time the greatest."""
        known = rows[rows[value].notna()]
        ordered = known.sort_values([time, value])
        latest = ordered.groupby(ordered["customer_id"].astype("int64"))[value].last()
        return latest.reindex(self.index)

    def extreme(self, rows: pd.DataFrame, value: str, how: str) -> pd.Series:
        """The least or greatest known value, missing without any."""
        known = rows[rows[value].notna()]
        found = known.groupby(known["customer_id"].astype("int64"))[value].agg(how)
        return found.reindex(self.index)

    def share(self, rows: pd.DataFrame, value: str) -> tuple[pd.Series, pd.Series]:
        """How many rows are true, and for how many it is known."""
        known = rows[rows[value].notna()]
        return self.count(known[known[value].astype(bool)]), self.count(known)


def compare(values: pd.Series, op: str, limit: object) -> Condition:
    """A comparison; unknown where the value is missing."""
    known = values.notna()
    true = pd.Series(False, index=values.index)
    present = values[known]
    found = {
        "<": present < limit,
        "<=": present <= limit,
        "=": present == limit,
        ">=": present >= limit,
        ">": present > limit,
    }[op]
    true[known] = found.astype(bool)
    return Condition(true, known)


def rate(share: tuple[pd.Series, pd.Series], op: str, percent: int) -> Condition:
    """A share against a percent in whole numbers: 100 × true rows against percent × known rows."""
    true, known = share
    some = known > 0
    left, right = 100 * true, percent * known
    found = {"<": left < right, "<=": left <= right, ">=": left >= right, ">": left > right}[op]
    return Condition(found & some, some)


def band(values: pd.Series, low: int, high: int) -> Condition:
    """In the top low% to high%: with n known values and g of them greater, low <= 100·g/n < high."""
    known = values.notna()
    present = values[known].astype(int)
    n = len(present)
    greater_by_value = {value: int((present > value).sum()) for value in present.unique()}
    greater = present.map(greater_by_value).astype("int64")
    true = pd.Series(False, index=values.index)
    true[known] = (low * n <= 100 * greater) & (100 * greater < high * n)
    return Condition(true, known)


# -- the rules ------------------------------------------------------------------------------------------------


def _stages(people: _People) -> pd.DataFrame:
    lead = people.count(people.rows("leads", "created_at", undated=True)) > 0
    deals = people.rows("opportunities", "opened_on", undated=True)
    still_open = deals["closed_on"].isna() | (deals["closed_on"] > people.today)
    open_deal = people.count(deals[still_open]) > 0
    owner = people.count(people.rows("vehicles", "delivered_on", undated=True)) > 0
    return pd.DataFrame(
        {
            "engage": lead & ~open_deal & ~owner,
            "purchase": open_deal,
            "maintain": owner,
            "loyalty": owner,
            "repurchase": owner,
        }
    )


def _criteria(people: _People) -> tuple[dict[str, pd.Series], dict[str, list[pd.Series]]]:
    """The state of each criterion by ``cell/number``, and for each cell whether its criteria hold."""
    today = people.today

    actions = people.rows("actions", "acted_at", days=90)
    involved = people.count(actions[actions["kind"].isin(HIGH_INVOLVEMENT)])
    visits = people.count(people.rows("web_visits", "visited_at", days=90))
    events_90d = people.count(people.rows("event_participations", "attended_on", days=90))
    events_1y = people.count(people.rows("event_participations", "attended_on", months=12))
    rate_90d = people.share(people.rows("campaign_sends", "sent_at", days=90), "responded")
    rate_1y = people.share(people.rows("campaign_sends", "sent_at", months=12), "responded")
    services = people.count(people.rows("service_visits", "visited_on", months=12))
    asked = people.rows("enquiries", "asked_at", months=12)
    enquiries = people.count(asked[asked["topic"] == "service"])
    complaints = people.count(people.rows("complaints", "received_on", months=24))
    purchases = people.count(people.rows("purchases", "bought_on", undated=True))
    referrals = people.count(people.rows("referrals", "referred_on", undated=True))

    surveys = people.rows("surveys", "answered_on", undated=True)
    drive = people.last(surveys[surveys["kind"] == "test_drive"], "score", "answered_on")
    satisfaction = people.last(surveys[surveys["kind"] == "satisfaction"], "score", "answered_on")
    lately = people.rows("surveys", "answered_on", months=12)
    plan = people.last(lately[lately["kind"] == "plan"], "plan_months", "answered_on")

    cars = people.rows("vehicles", "delivered_on", undated=True)
    owner_since = people.extreme(cars, "delivered_on", "min")
    mileage = people.extreme(cars, "mileage", "max")
    in_6_months = today + pd.DateOffset(months=6)
    soon = pd.Series(False, index=cars.index)
    later = pd.Series(False, index=cars.index)
    for end in ("warranty_end", "finance_end"):
        soon |= (cars[end] >= today) & (cars[end] <= in_6_months)
        later |= cars[end] > in_6_months
    ends_soon = compare(people.count(cars[soon]), ">=", 1)
    ends_later = compare(people.count(cars[later]), ">=", 1)

    subscribed = people.rows("subscriptions", "starts_on", undated=True)
    running = subscribed["ends_on"].isna() | (subscribed["ends_on"] >= today)
    paying = compare(people.count(subscribed[subscribed["paid"].astype(bool) & running]), ">=", 1)

    five_years = compare(owner_since, "<=", today - pd.DateOffset(years=5))
    three_years = compare(owner_since, "<=", today - pd.DateOffset(years=3))
    active = compare(involved, ">=", 1)
    passive = compare(involved, "=", 0)
    plan_soon = compare(plan, "<=", 6)
    plan_later = compare(plan, ">", 6)
    content = compare(complaints, "=", 0)
    complained = compare(complaints, ">=", 1)
    came = compare(events_90d, ">=", 1)

    cells: dict[str, list[Condition]] = {
        "2.1": [
            active,
            band(drive, 0, 30),
            compare(visits, ">=", 5),
            came | rate(rate_90d, ">=", 30),
            plan_soon,
        ],
        "2.2": [
            active,
            band(drive, 30, 50),
            compare(visits, ">=", 3),
            rate(rate_90d, ">=", 10) & rate(rate_90d, "<=", 30),
            plan_later,
        ],
        "2.3": [passive, band(drive, 50, 100), compare(visits, "=", 0), rate(rate_90d, "<", 10)],
        "3.1": [compare(services, ">=", 2)],
        "3.2": [compare(services, "=", 1), compare(enquiries, ">=", 2)],
        "3.3": [compare(services, "=", 0), compare(enquiries, "<=", 1)],
        "4.1": [
            compare(purchases, ">=", 2) | compare(referrals, ">=", 1),
            five_years,
            band(satisfaction, 0, 30),
            compare(events_1y, ">=", 2),
            rate(rate_1y, ">=", 40),
            content,
            paying,
        ],
        "4.2": [
            compare(purchases, "<", 2),
            three_years,
            band(satisfaction, 30, 50),
            compare(events_1y, ">=", 1),
            rate(rate_1y, ">=", 20) & rate(rate_1y, "<=", 40),
            content,
        ],
        "4.3": [
            compare(purchases, "<", 2),
            band(satisfaction, 50, 100),
            compare(events_1y, "=", 0),
            rate(rate_1y, "<", 20),
            complained,
        ],
        "5.1": [
            five_years,
            compare(mileage, ">=", 50_000),
            ends_soon,
            active,
            band(satisfaction, 0, 30),
            compare(visits, ">=", 5),
            came | rate(rate_90d, ">=", 40),
            content,
            plan_soon,
        ],
        "5.2": [
            three_years,
            compare(mileage, ">=", 30_000),
            ends_later,
            active,
            band(satisfaction, 30, 50),
            compare(visits, ">=", 3),
            rate(rate_90d, ">=", 20) & rate(rate_90d, "<=", 40),
            content,
            plan_later,
        ],
        "5.3": [
            five_years,
            compare(mileage, ">=", 50_000),
            ends_soon,
            passive,
            band(satisfaction, 50, 100),
            compare(visits, "=", 0),
            rate(rate_90d, "<", 20),
            complained,
        ],
    }

    consents = people.customers["email_consent"].astype(bool) | people.customers["sms_consent"].astype(bool)
    score_parts = [
        (active, 30),
        (compare(visits, ">=", 5), 20),
        (compare(visits, ">=", 1) & compare(visits, "<=", 4), 10),
        (plan_soon, 20),
        (rate(rate_90d, ">=", 30), 15),
        (came, 10),
        (Condition(consents, consents.notna()), 5),
        (complained, -20),
    ]
    states, verdicts = _lead_cells(score_parts)
    for cell, conditions in cells.items():
        verdicts[cell] = [condition.true for condition in conditions]
        for number, condition in enumerate(conditions, start=1):
            states[f"{cell}/{number}"] = condition.state()
    return states, verdicts


def _lead_cells(parts: list[tuple[Condition, int]]) -> tuple[dict[str, pd.Series], dict[str, list[pd.Series]]]:
    """The cells 1.1 to 1.3 from the points of the lead score.

    An unknown part counts 0 points, so the score is never unknown. Its criterion has no data where the unknown parts
    could change the verdict: where some way of filling them in gives another verdict than another way.
    """
    index = parts[0][0].true.index
    unknown = pd.DataFrame({number: ~part.known for number, (part, _) in enumerate(parts)})
    points = [points for _, points in parts]
    score = sum((part.true.astype(int) * value for part, value in parts), start=pd.Series(0, index=index))

    states = {f"1.{level}/1": pd.Series(NOT_MET, index=index) for level in (1, 2, 3)}
    for pattern, group in unknown.groupby(list(unknown.columns)):
        open_points = [value for value, is_open in zip(points, pattern, strict=True) if is_open]
        totals = {0}
        for value in open_points:
            totals |= {total + value for total in totals}
        for level in (1, 2, 3):
            outcomes = np.stack([_level_holds(level, score[group.index] + total) for total in totals])
            verdict = np.where(outcomes.all(axis=0), MET, np.where(outcomes.any(axis=0), NO_DATA, NOT_MET))
            states[f"1.{level}/1"][group.index] = verdict
    return states, {f"1.{level}": [_level_holds(level, score)] for level in (1, 2, 3)}


def _level_holds(level: int, score: pd.Series) -> pd.Series:
    if level == 1:
        return score >= HOT
    if level == 2:
        return (score >= WARM) & (score < HOT)
    return score < WARM

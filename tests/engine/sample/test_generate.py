"""The sample's rows: from a seed, at any size, skewed and incomplete as life is."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from engine.sample import generate
from engine.sample.clock import AS_OF
from engine.sample.schema import BY_NAME, TABLES

EVENTS = (
    "web_visits",
    "actions",
    "campaign_sends",
    "event_participations",
    "service_visits",
    "enquiries",
    "complaints",
    "purchases",
    "surveys",
)


def gather(customers: int, seed: int) -> dict[str, pa.Table]:
    parts: dict[str, list[pa.RecordBatch]] = {}
    for name, batch in generate.tables(customers, seed):
        parts.setdefault(name, []).append(batch)
    return {name: pa.Table.from_batches(batches) for name, batches in parts.items()}


@pytest.fixture(scope="module")
def sample() -> dict[str, pa.Table]:
    return gather(10_000, 1)


def test_every_table_has_rows_of_its_schema(sample: dict[str, pa.Table]) -> None:
    assert set(sample) == {table.name for table in TABLES}
    for name, rows in sample.items():
        rows.validate(full=True)
        assert rows.schema.equals(BY_NAME[name].arrow)
        assert rows.num_rows > 100


def test_the_same_seed_gives_the_same_rows(sample: dict[str, pa.Table]) -> None:
    again = gather(10_000, 1)
    assert all(rows.equals(again[name]) for name, rows in sample.items())
    other = gather(10_000, 2)
    assert not sample["web_visits"].equals(other["web_visits"])


def test_chunks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "CHUNK", 300)
    joined = gather(1_000, 1)
    assert joined["customers"].num_rows == 1_000
    for name, rows in joined.items():
        own = rows.column(BY_NAME[name].primary_key).to_pandas()
        assert own.is_unique
        assert list(own) == list(range(own.iloc[0], own.iloc[0] + len(own)))
    contracts = joined["purchases"].select(["contract_id", "customer_id"]).to_pandas().set_index("contract_id")
    cars = joined["vehicles"].to_pandas()
    assert (contracts.loc[cars["contract_id"], "customer_id"].to_numpy() == cars["customer_id"].to_numpy()).all()


@pytest.mark.parametrize("customers", [99, 10_000_001])
def test_sizes_out_of_range_are_refused(customers: int) -> None:
    with pytest.raises(ValueError, match="100 to 10,000,000"):
        next(iter(generate.tables(customers, 1)))


def test_a_hundred_customers_are_enough() -> None:
    assert gather(100, 1)["customers"].num_rows == 100


def test_about_thirty_events_a_customer_and_most_do_little(sample: dict[str, pa.Table]) -> None:
    people = sample["customers"].column("customer_id").to_pandas()
    counts = sum(
        sample[name].column("customer_id").to_pandas().value_counts().reindex(people, fill_value=0) for name in EVENTS
    )
    assert 25 < counts.mean() < 40
    assert counts.median() < counts.mean() / 1.5
    assert 0.1 < (counts == 0).mean() < 0.4


def test_values_are_missing_and_keys_unknown(sample: dict[str, pa.Table]) -> None:
    def missing(table: str, column: str) -> float:
        rows = sample[table]
        return float(rows.column(column).null_count / rows.num_rows)

    assert 0 < missing("campaign_sends", "responded") < 0.1
    assert 0.05 < missing("vehicles", "mileage") < 0.12
    assert 0 < missing("service_visits", "visited_on") < 0.01
    assert 0 < missing("web_visits", "customer_id") < 0.03
    people = set(sample["customers"].column("customer_id").to_pylist())
    strangers = [key for key in sample["enquiries"].column("customer_id").to_pylist() if key not in people]
    assert 0 < len(strangers) < 0.02 * sample["enquiries"].num_rows


def test_dates_reach_years_back_and_a_little_past_the_as_of_date(sample: dict[str, pa.Table]) -> None:
    today = pd.Timestamp(AS_OF)
    bought = sample["purchases"].column("bought_on").to_pandas(date_as_object=False)
    assert bought.min() < today - pd.DateOffset(years=8)
    assert today < sample["web_visits"].column("visited_at").to_pandas().max() < today + pd.Timedelta(days=12)
    assert sample["customers"].column("joined_on").to_pandas().max() > AS_OF
    assert sample["vehicles"].column("warranty_end").to_pandas().dropna().max() > date(2026, 6, 30)


def test_names_are_korean_and_addresses_reserved(sample: dict[str, pa.Table]) -> None:
    names = sample["customers"].column("name").to_pandas()
    assert names.str.fullmatch("[가-힣]{2,4}").all()
    assert names.nunique() > 1_500
    mail = sample["customers"].column("email").to_pandas().dropna()
    assert mail.is_unique
    assert mail.str.lower().str.fullmatch(r"[a-z]+\d+@example\.(com|org|net)").all()

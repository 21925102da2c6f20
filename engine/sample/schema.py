"""The sample's tables: one description that every file format is written from."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """A column. kind: ``BIGINT INTEGER VARCHAR DATE TIMESTAMP BOOLEAN`` or ``DECIMAL(p,s)``."""

    name: str
    kind: str

    @property
    def arrow(self) -> pa.DataType:
        if self.kind.startswith("DECIMAL"):
            precision, scale = self.kind[8:-1].split(",")
            return pa.decimal128(int(precision), int(scale))
        return _ARROW[self.kind]


_ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` holds the customer's number. The first column is the row's own key."""

    name: str
    columns: tuple[Column, ...]
    key: str = "customer_id"

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([pa.field(column.name, column.arrow) for column in self.columns])

    @property
    def primary_key(self) -> str:
        return self.columns[0].name


def _table(name: str, columns: str) -> Table:
    pairs = (line.split() for line in columns.strip().splitlines())
    return Table(name, tuple(Column(column, kind) for column, kind in pairs))


CUSTOMERS = _table(
    "customers",
    """
    customer_id BIGINT
    name VARCHAR
    gender VARCHAR
    birth_date DATE
    region VARCHAR
    residence VARCHAR
    household_size INTEGER
    annual_income DECIMAL(14,0)
    interest VARCHAR
    grade VARCHAR
    email VARCHAR
    preferred_channel VARCHAR
    joined_on DATE
    email_consent BOOLEAN
    sms_consent BOOLEAN
    push_consent BOOLEAN
    points INTEGER
    """,
)

TABLES: tuple[Table, ...] = (
    CUSTOMERS,
    _table(
        "leads",
        """
        lead_id BIGINT
        customer_id BIGINT
        created_at TIMESTAMP
        source VARCHAR
        model VARCHAR
        """,
    ),
    _table(
        "opportunities",
        """
        opportunity_id BIGINT
        customer_id BIGINT
        opened_on DATE
        closed_on DATE
        result VARCHAR
        model VARCHAR
        amount DECIMAL(14,0)
        """,
    ),
    _table(
        "web_visits",
        """
        visit_id BIGINT
        customer_id BIGINT
        visited_at TIMESTAMP
        channel VARCHAR
        page VARCHAR
        seconds INTEGER
        """,
    ),
    _table(
        "actions",
        """
        action_id BIGINT
        customer_id BIGINT
        acted_at TIMESTAMP
        kind VARCHAR
        model VARCHAR
        """,
    ),
    _table(
        "campaign_sends",
        """
        send_id BIGINT
        customer_id BIGINT
        sent_at TIMESTAMP
        campaign VARCHAR
        channel VARCHAR
        opened BOOLEAN
        clicked BOOLEAN
        responded BOOLEAN
        cost DECIMAL(8,2)
        """,
    ),
    _table(
        "event_participations",
        """
        participation_id BIGINT
        customer_id BIGINT
        attended_on DATE
        event VARCHAR
        guests INTEGER
        """,
    ),
    _table(
        "service_visits",
        """
        service_id BIGINT
        customer_id BIGINT
        visited_on DATE
        kind VARCHAR
        cost DECIMAL(12,2)
        """,
    ),
    _table(
        "enquiries",
        """
        enquiry_id BIGINT
        customer_id BIGINT
        asked_at TIMESTAMP
        topic VARCHAR
        channel VARCHAR
        """,
    ),
    _table(
        "complaints",
        """
        complaint_id BIGINT
        customer_id BIGINT
        received_on DATE
        topic VARCHAR
        severity INTEGER
        """,
    ),
    _table(
        "purchases",
        """
        contract_id BIGINT
        customer_id BIGINT
        bought_on DATE
        model VARCHAR
        price DECIMAL(14,0)
        """,
    ),
    _table(
        "vehicles",
        """
        vehicle_id BIGINT
        customer_id BIGINT
        contract_id BIGINT
        model VARCHAR
        delivered_on DATE
        mileage INTEGER
        warranty_end DATE
        finance_end DATE
        """,
    ),
    _table(
        "surveys",
        """
        survey_id BIGINT
        customer_id BIGINT
        answered_on DATE
        kind VARCHAR
        score INTEGER
        plan_months INTEGER
        """,
    ),
    _table(
        "referrals",
        """
        referral_id BIGINT
        customer_id BIGINT
        referred_on DATE
        bought BOOLEAN
        """,
    ),
    _table(
        "subscriptions",
        """
        subscription_id BIGINT
        customer_id BIGINT
        service VARCHAR
        paid BOOLEAN
        monthly_fee DECIMAL(10,2)
        starts_on DATE
        ends_on DATE
        """,
    ),
    _table(
        "spring_2025_results",
        """
        result_id BIGINT
        customer_id BIGINT
        sends INTEGER
        opens INTEGER
        clicks INTEGER
        conversions INTEGER
        unsubscribes INTEGER
        cost DECIMAL(12,2)
        revenue DECIMAL(14,0)
        """,
    ),
)

BY_NAME = {table.name: table for table in TABLES}

"""The store's tables as they are now; ``migrations`` brings older stores here."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

HEAD = "0002"
"""The newest migration: what a store is brought to."""

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("project", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("path", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("as_of", String, nullable=False),
    Column("source", String, nullable=False),
    Column("place", String, nullable=False),
    Column("dialect", String, nullable=False),
    Column("hit_policy", String, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("subjects", Integer, nullable=False),
    Column("in_one", Integer, nullable=False),
    Column("in_several", Integer, nullable=False),
    Column("unassigned", Integer, nullable=False),
    Column("in_no_stage", Integer, nullable=False),
    Column("rules", Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)
stages = Table(
    "run_stages",
    metadata,
    Column("run", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("stage", String, nullable=False),
    Column("name", String, nullable=False),
    Column("entered", Integer, nullable=False),
    Column("unassigned", Integer, nullable=False),
    Column("overlapping", Integer, nullable=False),
)
cells = Table(
    "run_cells",
    metadata,
    Column("run", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("cell", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("name", String, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("assigned", Integer, nullable=False),
    Column("overlapping", Integer, nullable=False),
)

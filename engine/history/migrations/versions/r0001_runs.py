"""Runs with the counts of their stages and cells."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("project", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("as_of", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("dialect", sa.String, nullable=False),
        sa.Column("hit_policy", sa.String, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("subjects", sa.Integer, nullable=False),
        sa.Column("in_one", sa.Integer, nullable=False),
        sa.Column("in_several", sa.Integer, nullable=False),
        sa.Column("unassigned", sa.Integer, nullable=False),
        sa.Column("in_no_stage", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_project", "runs", ["project"])
    op.create_table(
        "run_stages",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("entered", sa.Integer, nullable=False),
        sa.Column("unassigned", sa.Integer, nullable=False),
        sa.Column("overlapping", sa.Integer, nullable=False),
    )
    op.create_table(
        "run_cells",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("cell", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("matched", sa.Integer, nullable=False),
        sa.Column("assigned", sa.Integer, nullable=False),
        sa.Column("overlapping", sa.Integer, nullable=False),
    )

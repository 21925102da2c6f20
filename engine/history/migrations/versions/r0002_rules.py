"""The rules of each run, so that two runs can be told apart by what was written."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("runs", sa.Column("rules", sa.Text, nullable=False, server_default="{}"))

"""The table of civic records: projects, orders, accounts of points, check-ins of a year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridroute.store.schema import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table; events, refusals, deadlines and messages of records stand in the tables that are there."""
    op.create_table(
        "records",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("county", sa.String(12), nullable=False),
        sa.Column("policy", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("place", sa.String(20)),
        sa.Column("subject", sa.String(200)),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("snapshot", sa.Text, nullable=False),
    )
    op.create_index("records_by_name", "records", ["county", "kind", "name"])

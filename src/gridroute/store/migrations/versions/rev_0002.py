"""When an event was written, by the clock of the database: beside ``at``, which is what whoever reported it said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the column; of events written before it is not known."""
    op.add_column("events", sa.Column("recorded", sa.Float(53)))

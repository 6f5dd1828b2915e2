"""The tables of cases: events, states, intake, refusals, deadlines, messages, and the policies they were decided by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridroute.store.schema import Instant

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_APPEND_ONLY = ("events", "attempts", "policies", "strays")


def upgrade() -> None:
    """Makes the tables, and has the database itself refuse to change what only grows."""
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(80), nullable=False, unique=True),
        sa.Column("county", sa.String(12), nullable=False),
        sa.Column("policy", sa.String(80), nullable=False),
        sa.Column("registers", sa.String(80), nullable=False),
        sa.Column("calendar", sa.String(80), nullable=False),
        sa.Column("core", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("policy", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("calendar", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "seq"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("county", sa.String(12), nullable=False),
        sa.Column("policy", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("responsible", sa.String(80), nullable=False),
        sa.Column("lead", sa.String(80)),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("supervise", sa.String(40)),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("snapshot", sa.Text, nullable=False),
    )
    op.create_index("cases_by_state", "cases", ["county", "state"])
    op.create_index("cases_by_responsible", "cases", ["responsible", "final"])
    op.create_table(
        "intake",
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("hints", sa.Text),
        sa.PrimaryKeyConstraint("channel", "external_id"),
    )
    op.create_index("intake_by_case", "intake", ["case_id"], unique=True)
    op.create_table(
        "strays",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.UniqueConstraint("channel", "external_id", "case_id", "digest"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("after_seq", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("policy", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("calendar", sa.Integer, sa.ForeignKey("policies.id"), nullable=False),
        sa.Column("attempt", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=False),
    )
    op.create_index("attempts_by_case", "attempts", ["case_id", "id"])
    op.create_table(
        "deadlines",
        sa.Column("case_id", sa.String(200), primary_key=True),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("claimed_by", sa.String(120)),
        sa.Column("claimed_until", sa.Float(53)),
    )
    op.create_index("deadlines_by_due", "deadlines", ["due_at"])
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("recipient", sa.String(240), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_try", Instant, nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default="waiting"),
        sa.Column("reason", sa.Text),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("outbox_waiting", "outbox", ["next_try", "id"], sqlite_where=waiting, postgresql_where=waiting)
    _forbid_changes()


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION gridroute_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        for name in _APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION gridroute_append_only()"
            )
        return
    for name in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )

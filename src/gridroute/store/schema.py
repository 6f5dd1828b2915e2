"""库表: the tables in which cases are kept, the same on SQLite and on PostgreSQL.

Moments are kept in UTC and come back in the zone of the country. What an event says is kept as the line of JSON
that ``CaseEvent.as_json`` made, byte for byte.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from gridroute.worktime import ZONE


class Instant(TypeDecorator[datetime]):
    """A moment: ``timestamptz`` on PostgreSQL, text of one width in UTC on SQLite, so that it sorts as it should."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What the database has for a moment."""
        kept = DateTime(timezone=True) if dialect.name == "postgresql" else String(32)
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """``value``, which must know its zone, as the database takes it."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What the database holds, in the zone of the country."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        assert isinstance(moment, datetime)
        return moment.astimezone(ZONE)


Number = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData()

#: 政策存档: what cases were decided by; ``content`` is a zip of the folders of all layers.
policies = Table(
    "policies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(80), nullable=False, unique=True),
    Column("county", String(12), nullable=False),
    Column("policy", String(80), nullable=False),
    Column("registers", String(80), nullable=False),
    Column("calendar", String(80), nullable=False),
    Column("core", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: 事件日志: append-only. ``policy`` says by whose rules an event was decided, ``calendar`` with whose working days
#: and bodies; ``origin``: asked (somebody wanted it), time (it fell due) or follow (the event before it brought it).
#: ``recorded``: when it was written, in seconds since 1970 on the database's clock; null before revision 0002.
events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("case_id", String(200), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("type", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("origin", String(8), nullable=False),
    Column("policy", Integer, ForeignKey("policies.id"), nullable=False),
    Column("calendar", Integer, ForeignKey("policies.id"), nullable=False),
    Column("body", Text, nullable=False),
    Column("recorded", Float(53)),
    UniqueConstraint("case_id", "seq"),
)

#: 办件: the state of each case as its events leave it; made anew from them at any time.
cases = Table(
    "cases",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("county", String(12), nullable=False),
    Column("policy", Integer, ForeignKey("policies.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("state", String(40), nullable=False),
    Column("final", Boolean, nullable=False),
    Column("responsible", String(80), nullable=False),
    Column("lead", String(80)),
    Column("urgency", String(40), nullable=False),
    Column("supervise", String(40)),
    Column("opened_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("snapshot", Text, nullable=False),
    Index("cases_by_state", "county", "state"),
    Index("cases_by_responsible", "responsible", "final"),
)

#: 档案: the state of each civic record as its events leave it. Its events stand in ``events`` under ``record/<id>``, so
#: that no record is ever taken for a case of the same number.
records = Table(
    "records",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("county", String(12), nullable=False),
    Column("policy", Integer, ForeignKey("policies.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("state", String(40), nullable=False),
    Column("final", Boolean, nullable=False),
    Column("place", String(20)),
    Column("subject", String(200)),
    Column("opened_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("snapshot", Text, nullable=False),
    Index("records_by_name", "county", "kind", "name"),
)

#: 收件: which delivery became which case (I39). A blank ``channel`` stands for issues without a number of their own.
intake = Table(
    "intake",
    metadata,
    Column("channel", String(200), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("case_id", String(200), nullable=False),
    Column("digest", String(80), nullable=False),
    Column("hints", Text),
    PrimaryKeyConstraint("channel", "external_id"),
    Index("intake_by_case", "case_id", unique=True),
)

#: 存疑来件: deliveries under a number that is in use, with other content. Kept whole until somebody looks at them.
strays = Table(
    "strays",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(200), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("case_id", String(200), nullable=False),
    Column("digest", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("channel", "external_id", "case_id", "digest"),
)

#: 审计: attempts that were refused, after which event of the case.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("case_id", String(200), nullable=False),
    Column("after_seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("policy", Integer, ForeignKey("policies.id"), nullable=False),
    Column("calendar", Integer, ForeignKey("policies.id"), nullable=False),
    Column("attempt", Text, nullable=False),
    Column("refusal", Text, nullable=False),
    Index("attempts_by_case", "case_id", "id"),
)

#: 到期: when the next timer of a case fires, and which worker has taken it until when.
deadlines = Table(
    "deadlines",
    metadata,
    Column("case_id", String(200), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("claimed_by", String(120)),
    Column("claimed_until", Float(53)),
    Index("deadlines_by_due", "due_at"),
)

#: 发件箱: messages that are to leave, written with the event that they tell of.
#: ``state``: waiting, done or dead (given up; somebody has to look at it).
outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("case_id", String(200), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("recipient", String(240), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("next_try", Instant, nullable=False),
    Column("state", String(8), nullable=False, default="waiting", server_default="waiting"),
    Column("reason", Text),
)
Index(
    "outbox_waiting",
    outbox.c.next_try,
    outbox.c.id,
    sqlite_where=outbox.c.state == "waiting",
    postgresql_where=outbox.c.state == "waiting",
)

#: Tables in which nothing is ever changed or deleted.
APPEND_ONLY = ("events", "attempts", "policies", "strays")

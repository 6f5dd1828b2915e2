"""发件箱: what is to leave for other systems, at least once each, in the order in which it came about.

A message is written in the transaction of the event that it tells of, so that neither exists without the other.
Whoever delivers claims some, delivers them, and says of each that it is done or why it failed. A message may arrive
twice (after a crash between delivery and ``done``): ``Message.id`` and ``case``/``seq`` tell the receiver.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from gridroute.store.database import Database
from gridroute.store.schema import outbox

#: For how long a claimed message is not offered again.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``recipient``: ``body:<id>`` for an organisation, ``channel:<name>`` for whoever sent the issue."""

    id: int
    case: str
    seq: int
    recipient: str
    topic: str
    payload: Mapping[str, Any]
    #: How often its delivery failed before.
    attempts: int


class Outbox:
    """The messages of one database. ``now`` is passed in and says what is due; it is no clock of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def claim(self, limit: int, now: datetime, recipients: Collection[str] | None = None) -> list[Message]:
        """Up to ``limit`` messages that are due, oldest first, for whoever asks alone until ``LEASE`` is over.

        ``recipients``: only of these.
        """
        wanted = [outbox.c.state == "waiting", outbox.c.next_try <= now]
        if recipients is not None:
            wanted.append(outbox.c.recipient.in_(sorted(recipients)))
        due = (
            select(outbox.c.id)
            .where(*wanted)
            .order_by(outbox.c.next_try, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        taken = (
            update(outbox)
            .where(outbox.c.id.in_(select(due.c.id)))
            .values(next_try=now + LEASE)
            .returning(
                outbox.c.id,
                outbox.c.case_id,
                outbox.c.seq,
                outbox.c.recipient,
                outbox.c.topic,
                outbox.c.payload,
                outbox.c.attempts,
            )
        )
        with self.database.writing() as connection:
            rows = connection.execute(taken).all()
        made = [Message(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), row[6]) for row in rows]
        return sorted(made, key=lambda one: one.id)

    def done(self, id: int) -> None:
        """Notes that the message has arrived."""
        self._set(id, state="done", reason=None)

    def failed(self, id: int, now: datetime, reason: str, pause: timedelta | None) -> None:
        """Notes why the message did not arrive: it is tried again after ``pause``; without one it is dead.

        How long to wait, and when to give up, is for whoever delivers to say.
        """
        values: dict[str, Any] = {"attempts": outbox.c.attempts + 1, "reason": reason[:2000]}
        values |= {"state": "dead"} if pause is None else {"next_try": now + pause}
        self._set(id, **values)

    def bury(self, id: int, reason: str) -> None:
        """Gives the message up at once: no further try can help."""
        self._set(id, state="dead", reason=reason[:2000])

    def dead(self, limit: int = 100) -> list[tuple[Message, str]]:
        """Messages that were given up, oldest first, each with the last reason."""
        with self.database.reading() as connection:
            rows = connection.execute(
                select(outbox).where(outbox.c.state == "dead").order_by(outbox.c.id).limit(limit)
            ).all()
        return [
            (
                Message(r.id, r.case_id, r.seq, r.recipient, r.topic, json.loads(r.payload), r.attempts),
                str(r.reason or ""),
            )
            for r in rows
        ]

    def revive(self, id: int, now: datetime) -> bool:
        """Has a dead message tried again from ``now``; whether there was one. What arrived or still waits stays."""
        again = update(outbox).where(outbox.c.id == id, outbox.c.state == "dead")
        with self.database.writing() as connection:
            return bool(connection.execute(again.values(state="waiting", attempts=0, next_try=now)).rowcount)

    def counts(self) -> dict[str, int]:
        """How many messages are waiting, done and dead."""
        with self.database.reading() as connection:
            rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all()
        return {"waiting": 0, "done": 0, "dead": 0} | {str(state): int(number) for state, number in rows}

    def _set(self, id: int, **values: Any) -> None:
        with self.database.writing() as connection:
            connection.execute(update(outbox).where(outbox.c.id == id).values(**values))


def put(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes messages in the transaction of ``connection``."""
    listed = list(rows)
    if listed:
        connection.execute(insert(outbox), listed)

"""档案簿: writes what happened to a civic record, with its state, in one transaction, and reads it back.

The log is that of the cases: events under the next number, never changed; of two writers one is told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from gridroute.civic.record import Record, RecordEvent
from gridroute.civic.switching import KIND
from gridroute.store.archive import Edition
from gridroute.store.database import Stale, clock
from gridroute.store.ledger import Origin, narrowed
from gridroute.store.schema import events, outbox, records

#: Before the number of a record where tables hold cases and records alike.
PREFIX = "record/"

_INSERT = insert(records)
_CHANGING = ("seq", "state", "final", "at", "due_at", "snapshot")
_UPDATE = (
    update(records)
    .where(records.c.id == bindparam("of_record"), records.c.seq == bindparam("of_seq"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_SNAPSHOT = select(records.c.snapshot, records.c.policy).where(records.c.id == bindparam("of_record"))
_LOG = (
    select(events.c.body, events.c.origin, events.c.policy, events.c.calendar)
    .where(events.c.case_id == bindparam("of_record"))
    .order_by(events.c.seq)
)


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """An event of a record as kept: what brought it about, and by which version of the registers."""

    event: RecordEvent
    origin: Origin
    edition: Edition


def snapshot_of(record: Record) -> str:
    """The state of a record as one line of JSON, the same for the same state."""
    said = record.model_dump(mode="json")  # keys in order: an event is read back with its keys in order
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _columns(record: Record) -> dict[str, Any]:
    return {
        "seq": record.seq,
        "state": record.state,
        "final": record.final,
        "at": record.at,
        "due_at": record.due_at,
        "snapshot": snapshot_of(record),
    }


def put_record(connection: Connection, before: Record | None, after: Record, edition: Edition) -> None:
    """Writes the state of a record. ``IntegrityError``: its number is in use; ``Stale``: it is further by now."""
    if before is None:
        fixed = {
            "id": after.id,
            "county": after.county,
            "policy": edition.policy,
            "kind": after.kind,
            "name": after.name,
            "place": after.place,
            "subject": after.subject,
            "opened_at": after.opened_at,
        }
        connection.execute(_INSERT, fixed | _columns(after))
        return
    new = {f"new_{name}": value for name, value in _columns(after).items()}
    changed = connection.execute(_UPDATE, {"of_record": after.id, "of_seq": before.seq} | new)
    if changed.rowcount != 1:
        raise Stale(after.id)


def hold_record(connection: Connection, record: Record) -> None:
    """Keeps others from the record until the transaction ends. ``Stale``: it is not as it was read any more."""
    same = update(records).where(records.c.id == record.id, records.c.seq == record.seq).values(seq=record.seq)
    if connection.execute(same).rowcount != 1:
        raise Stale(record.id)


def add_record_events(connection: Connection, entries: Sequence[RecordEntry], states: Sequence[Record]) -> None:
    """Adds events to the log, and the messages that they send. ``states``: the record after each."""
    if not entries:
        return
    connection.execute(
        insert(events).values(recorded=clock()),
        [
            {
                "case_id": PREFIX + one.event.record,
                "seq": one.event.seq,
                "type": one.event.type,
                "at": one.event.at,
                "origin": one.origin,
                "policy": one.edition.policy,
                "calendar": one.edition.calendar,
                "body": one.event.as_json(),
            }
            for one in entries
        ],
    )
    told = [
        _notice(one.event, state, body) for one, state in zip(entries, states, strict=True) for body in one.event.notify
    ]
    if told:
        connection.execute(insert(outbox), told)


def _notice(event: RecordEvent, state: Record, body: str) -> dict[str, Any]:
    """A message: the number of the record, what happened, the state, and what is late by when."""
    payload = {
        "record": event.record,
        "name": state.name,
        "title": state.title,
        "seq": event.seq,
        "type": event.type,
        "at": event.at.isoformat(),
        "state": state.state,
        "due_at": state.due_at.isoformat() if state.due_at else None,
        "said": event.said if event.role == "system" else {},
    }
    return {
        "case_id": PREFIX + event.record,
        "seq": event.seq,
        "recipient": f"body:{body}",
        "topic": f"record.{event.type}",
        "payload": json.dumps(payload, ensure_ascii=False),
        "next_try": event.at,
    }


def read_record(connection: Connection, record: str) -> tuple[Record, int] | None:
    """The state of a record and the version of the registers that it began under; nothing where it is not known."""
    row = connection.execute(_SNAPSHOT, {"of_record": record}).first()
    return None if row is None else (Record.model_validate_json(row[0]), int(row[1]))


def read_record_log(connection: Connection, record: str) -> list[RecordEntry]:
    """All events of a record, in order."""
    rows = connection.execute(_LOG, {"of_record": PREFIX + record})
    return [RecordEntry(RecordEvent.model_validate_json(row[0]), row[1], Edition(row[2], row[3])) for row in rows]


def read_record_bodies(connection: Connection, record: str) -> list[str]:
    """All events of a record as they were written, byte for byte."""
    return [str(row[0]) for row in connection.execute(_LOG, {"of_record": PREFIX + record})]


_MODES = (
    select(records.c.snapshot)
    .where(records.c.county == bindparam("of_county"), records.c.kind == KIND)
    .order_by(records.c.opened_at, records.c.id)
)


def read_modes(connection: Connection, county: str) -> list[Record]:
    """The modes of operation that were put in force in a county, the first first."""
    return [Record.model_validate_json(row[0]) for row in connection.execute(_MODES, {"of_county": county})]


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record as a list shows it."""

    id: str
    county: str
    kind: str
    name: str
    state: str
    final: bool
    place: str | None
    subject: str | None
    opened_at: datetime
    at: datetime
    due_at: datetime | None


_SHOWN = [records.c[name] for name in ListedRecord.__slots__]


def read_records(
    connection: Connection,
    county: str | None = None,
    kind: str | None = None,
    name: str | None = None,
    finished: bool = False,
    due_before: datetime | None = None,
    after: str | None = None,
    limit: int = 1000,
) -> list[ListedRecord]:
    """Records by their number; without ``finished`` only those still open. ``after``: where to go on."""
    equal = {"county": county, "kind": kind, "name": name}
    asked = narrowed(select(*_SHOWN), records, equal, finished, due_before, after).limit(limit)
    return [ListedRecord(*row) for row in connection.execute(asked)]


def read_tied(connection: Connection, county: str, link: str) -> list[Record]:
    """The records of ``county`` that belong with the case or record ``link``, by their number."""
    asked = select(records.c.snapshot).where(records.c.county == county).order_by(records.c.id)
    asked = asked.where(records.c.snapshot.contains(json.dumps(link, ensure_ascii=False), autoescape=True))
    found = (Record.model_validate_json(text) for (text,) in connection.execute(asked))
    return [one for one in found if link in one.links]

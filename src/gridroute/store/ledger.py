"""事件簿: writes what happened to a case, with its state, in one transaction, and reads it back.

Events are only ever added, each under the next number of its case: of two writers that saw the same state one is
told so, and nothing of what it wanted is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, select, update

from gridroute.casework import Attempt, Case, CaseEvent, Refusal
from gridroute.errors import Bilingual
from gridroute.store.archive import Edition
from gridroute.store.database import Stale, clock
from gridroute.store.schema import attempts, cases, events

Origin = Literal["asked", "time", "follow"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as kept: what brought it about, and by which version of the policy it was decided."""

    event: CaseEvent
    origin: Origin
    edition: Edition


@dataclass(frozen=True, slots=True)
class Refused:
    """An attempt that came to nothing, after which event of its case, and why."""

    attempt: Attempt
    refusal: Refusal
    after_seq: int
    edition: Edition


_INSERT_EVENTS = insert(events).values(recorded=clock())
_INSERT_CASE, _INSERT_ATTEMPT = insert(cases), insert(attempts)
_CHANGING = ("seq", "state", "final", "responsible", "lead", "urgency", "supervise", "at", "due_at", "snapshot")
_UPDATE_CASE = (
    update(cases)
    .where(cases.c.id == bindparam("of_case"), cases.c.seq == bindparam("of_seq"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_HOLD = (
    update(cases)
    .where(cases.c.id == bindparam("of_case"), cases.c.seq == bindparam("of_seq"))
    .values(seq=bindparam("of_seq"))
)
_SNAPSHOT = select(cases.c.snapshot, cases.c.policy).where(cases.c.id == bindparam("of_case"))
_LOG = (
    select(events.c.body, events.c.origin, events.c.policy, events.c.calendar)
    .where(events.c.case_id == bindparam("of_case"))
    .order_by(events.c.seq)
)
_REFUSED = (
    select(attempts.c.attempt, attempts.c.refusal, attempts.c.after_seq, attempts.c.policy, attempts.c.calendar)
    .where(attempts.c.case_id == bindparam("of_case"))
    .order_by(attempts.c.id)
)


def snapshot_of(case: Case) -> str:
    """The state of a case as one line of JSON, the same for the same state."""
    return case.model_dump_json()


def columns_of(case: Case, final: bool) -> dict[str, Any]:
    """What listings show of a case. ``due_at`` is when the next of its duties is late."""
    owed = [one.duty.due_at for one in case.owed()] if not final else []
    return {
        "seq": case.seq,
        "state": case.state,
        "final": final,
        "responsible": case.responsible,
        "lead": case.lead,
        "urgency": case.urgency,
        "supervise": case.supervise,
        "at": case.at,
        "due_at": min(owed, default=None),
        "snapshot": snapshot_of(case),
    }


def add_case(connection: Connection, case: Case, final: bool, edition: Edition) -> None:
    """Writes a new case. ``IntegrityError``: its number is in use."""
    fixed = {"id": case.id, "county": case.county, "policy": edition.policy, "opened_at": case.opened_at}
    connection.execute(_INSERT_CASE, fixed | columns_of(case, final))


def change_case(connection: Connection, case: Case, final: bool, before: int) -> None:
    """Writes the new state of a case that was last at event ``before``. ``Stale``: it is further by now."""
    new = {f"new_{name}": value for name, value in columns_of(case, final).items()}
    changed = connection.execute(_UPDATE_CASE, {"of_case": case.id, "of_seq": before} | new)
    if changed.rowcount != 1:
        raise Stale(case.id)


def hold(connection: Connection, case: str, seq: int) -> None:
    """Keeps others from the case until the transaction ends. ``Stale``: it is not at event ``seq`` any more."""
    if connection.execute(_HOLD, {"of_case": case, "of_seq": seq}).rowcount != 1:
        raise Stale(case)


def remove_case(connection: Connection, case: str) -> str | None:
    """Takes the state of a case away, to be made anew in the same transaction; its log stays. What it was."""
    before = connection.execute(_SNAPSHOT, {"of_case": case}).first()
    connection.execute(delete(cases).where(cases.c.id == case))
    return None if before is None else str(before[0])


def add_events(connection: Connection, entries: Sequence[Entry]) -> None:
    """Adds events to the log. ``IntegrityError``: the case has events of these numbers."""
    connection.execute(
        _INSERT_EVENTS,
        [
            {
                "case_id": one.event.case,
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


def add_refused(connection: Connection, case: str, one: Refused) -> None:
    """Notes a refused attempt in the audit log."""
    refusal = one.refusal
    said = {
        "kind": refusal.kind,
        "zh": refusal.words.zh,
        "en": refusal.words.en,
        "rules": refusal.rules,
        "returned_to": refusal.returned_to,
    }
    connection.execute(
        _INSERT_ATTEMPT,
        {
            "case_id": case,
            "after_seq": one.after_seq,
            "at": one.attempt.at,
            "kind": refusal.kind,
            "policy": one.edition.policy,
            "calendar": one.edition.calendar,
            "attempt": one.attempt.model_dump_json(),
            "refusal": json.dumps(said, ensure_ascii=False),
        },
    )


def read_case(connection: Connection, case: str) -> tuple[Case, int] | None:
    """The state of a case and the version of the policy that it came in under; nothing where it is not known."""
    row = connection.execute(_SNAPSHOT, {"of_case": case}).first()
    return None if row is None else (Case.model_validate_json(row[0]), int(row[1]))


def read_log(connection: Connection, case: str) -> list[Entry]:
    """All events of a case, in order."""
    rows = connection.execute(_LOG, {"of_case": case})
    return [Entry(CaseEvent.model_validate_json(row[0]), row[1], Edition(row[2], row[3])) for row in rows]


def read_bodies(connection: Connection, case: str) -> list[str]:
    """All events of a case as they were written, byte for byte."""
    return [str(row[0]) for row in connection.execute(_LOG, {"of_case": case})]


def read_refused(connection: Connection, case: str) -> list[Refused]:
    """All refused attempts of a case, in order."""
    made = []
    for attempt, refusal, after, policy, calendar in connection.execute(_REFUSED, {"of_case": case}):
        said = json.loads(refusal)
        words = Bilingual(said["zh"], said["en"])
        reason = Refusal(said["kind"], words, tuple(said["rules"]), said["returned_to"])
        made.append(Refused(Attempt.model_validate_json(attempt), reason, after, Edition(policy, calendar)))
    return made


@dataclass(frozen=True, slots=True)
class Listed:
    """One case as a list shows it. ``due_at``: when the next of its duties is late."""

    id: str
    county: str
    state: str
    final: bool
    responsible: str
    lead: str | None
    urgency: str
    supervise: str | None
    opened_at: datetime
    at: datetime
    due_at: datetime | None


_SHOWN = [cases.c[name] for name in Listed.__slots__]


def read_provisional(connection: Connection) -> list[str]:
    """The cases still open of which some deadline is provisional, perhaps a few more."""
    asked = select(cases.c.id).where(cases.c.final.is_(False), cases.c.snapshot.contains('"provisional":true'))
    return list(connection.scalars(asked.order_by(cases.c.id)))


def narrowed(
    asked: Select[Any],
    table: Table,
    equal: Mapping[str, str | None],
    finished: bool,
    due_before: datetime | None,
    after: str | None,
) -> Select[Any]:
    """``asked`` of a table of cases or records, by number: with what is ``equal`` where it is said, not what has ended.

    ``due_before``: only what is due by then; ``after``: from the number behind it on.
    """
    asked = asked.order_by(table.c.id)
    for column, value in equal.items():
        if value is not None:
            asked = asked.where(table.c[column] == value)
    if not finished:
        asked = asked.where(table.c.final.is_(False))
    if due_before is not None:
        asked = asked.where(table.c.due_at <= due_before)
    return asked if after is None else asked.where(table.c.id > after)


def read_listing(
    connection: Connection,
    county: str | None = None,
    state: str | None = None,
    responsible: str | None = None,
    closed: bool = False,
    due_before: datetime | None = None,
    after: str | None = None,
    limit: int = 100,
) -> list[Listed]:
    """Cases by their number, after the number ``after``; without ``closed`` only those that are still open."""
    equal = {"county": county, "state": state, "responsible": responsible}
    asked = narrowed(select(*_SHOWN), cases, equal, closed or state is not None, due_before, after).limit(limit)
    return [Listed(*row) for row in connection.execute(asked)]

"""收件簿: a delivery is known by its channel and the number it has there; twice the same is one case (I39)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from gridroute.dispatch import Hints
from gridroute.model import Failure, Guess, Issue, PlaceCandidate
from gridroute.policy.policy import fingerprint
from gridroute.store.schema import intake, strays

#: What does not make another content of an issue: its number here, and counts that whoever hands it on works out.
_BESIDE = frozenset({"id", "similar_issues_24h", "similar_issues_month", "hoax_calls_month"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One issue as it was delivered: under which number of which channel, and a digest of what it says."""

    issue: Issue
    channel: str
    external_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stray:
    """存疑来件: a delivery that was kept aside, for its number is in use with other content."""

    id: int
    channel: str
    external_id: str
    case: str
    at: datetime
    content: dict[str, Any]


def delivery_of(issue: Issue) -> Delivery:
    """How ``issue`` is known: by channel and external number, without one by its own number."""
    digest = fingerprint(content_of(issue, _BESIDE))
    if issue.external_id is None:
        return Delivery(issue, "", issue.id, digest)
    return Delivery(issue, issue.channel or "-", issue.external_id, digest)


def content_of(issue: Issue, beside: frozenset[str] = frozenset()) -> dict[str, Any]:
    """All that an issue says, in a form that no order of a set can change."""
    said = issue.model_dump(mode="json", exclude=set(beside) | {"tags", "county_fields"})
    fields = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in issue.county_fields.items()}
    return said | {"tags": sorted(issue.tags), "county_fields": fields}


_KNOWN = select(intake.c.case_id, intake.c.digest).where(
    or_(
        and_(intake.c.channel == bindparam("of_channel"), intake.c.external_id == bindparam("of_number")),
        intake.c.case_id == bindparam("of_case"),
    )
)
_INSERT = insert(intake)
_HINTS = select(intake.c.hints).where(intake.c.case_id == bindparam("of_case"))


def known(connection: Connection, one: Delivery) -> tuple[str, bool] | None:
    """The case that a delivery is or clashes with, and whether it says the same; nothing where it is new."""
    given = {"of_channel": one.channel, "of_number": one.external_id, "of_case": one.issue.id}
    rows = connection.execute(_KNOWN, given).all()
    if not rows:
        return None
    same = next((row for row in rows if row[1] == one.digest), None)
    return (same[0], True) if same is not None else (rows[0][0], False)


def add_delivery(connection: Connection, one: Delivery, hints: Hints) -> None:
    """Notes a delivery as the case of its issue. ``IntegrityError``: its number has come in the meantime."""
    row = {
        "channel": one.channel,
        "external_id": one.external_id,
        "case_id": one.issue.id,
        "digest": one.digest,
        "hints": _written(hints),
    }
    connection.execute(_INSERT, row)


def add_stray(connection: Connection, one: Delivery, case: str, at: datetime) -> None:
    """Keeps a delivery whose number is in use with other content; the same one again is kept once."""
    made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {
        "channel": one.channel,
        "external_id": one.external_id,
        "case_id": case,
        "digest": one.digest,
        "at": at,
        "content": json.dumps(content_of(one.issue), ensure_ascii=False, sort_keys=True, default=str),
    }
    connection.execute(made(strays).values(row).on_conflict_do_nothing())


def read_strays(connection: Connection) -> list[Stray]:
    """All deliveries that were kept aside."""
    rows = connection.execute(select(strays).order_by(strays.c.id))
    return [Stray(r.id, r.channel, r.external_id, r.case_id, r.at, json.loads(r.content)) for r in rows]


def read_hints(connection: Connection, case: str) -> Hints:
    """What plugins knew of the issue when it came in."""
    written = connection.execute(_HINTS, {"of_case": case}).scalar()
    if not written:
        return Hints()
    said = json.loads(written)
    return Hints(
        tuple(PlaceCandidate(code, why) for code, why in said["places"]),
        tuple(Guess.model_validate(one) for one in said["guesses"]),
        tuple(Failure.model_validate(one) for one in said["failures"]),
    )


def _written(hints: Hints) -> str | None:
    if not (hints.places or hints.guesses or hints.failures):
        return None
    said = {
        "places": [(one.code, one.why) for one in hints.places],
        "guesses": [one.model_dump(mode="json") for one in hints.guesses],
        "failures": [one.model_dump(mode="json") for one in hints.failures],
    }
    return json.dumps(said, ensure_ascii=False)

"""通知: which messages an event sends, and to whom. A message holds no more than its recipient may see (I28, I30).

A body learns the number of the case, what happened, the state, and what it owes by when; where it comes to the case
or owes something new, also the view of the case that is meant for it. Whom the case complains about learns nothing.
Whoever handed the issue in learns of each change of state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from gridroute.casework import REPORTER, SYSTEM, Actor, Case, CaseEvent, view
from gridroute.casework.case import applied
from gridroute.dispatch import County

#: Events that whoever handed the issue in hears of, though the state stays.
_TOLD = frozenset({"broadcast", "interim"})


def notices(before: Case | None, after: Case, events: Sequence[CaseEvent], county: County) -> Iterator[dict[str, Any]]:
    """The messages that ``events`` send, as rows of the outbox. ``after``: the case as they leave it."""
    was = before
    for event in events:
        case = after if event is events[-1] else applied(was, event)
        yield from _of_one(was, case, event, county)
        was = case


def _of_one(was: Case | None, case: Case, event: CaseEvent, county: County) -> Iterator[dict[str, Any]]:
    owing = {one.duty.obligor.id for one in event.change.duties if one.owed}
    for body in _concerned(was, case, event):
        seen = view(case, Actor(body=body), county)
        if seen is None:
            continue
        due = [
            {"act": one.duty.act, "due_at": one.duty.due_at.isoformat()}
            for one in case.owed()
            if one.duty.obligor.id == body
        ]
        said: dict[str, Any] = {"state": seen.state, "due": due}
        if body in owing or _comes(body, was, case):
            said["view"] = json.loads(seen.as_json())
        yield _row(event, f"body:{body}", said)
    issue = case.issue
    if issue.channel and issue.external_id and (was is None or was.state != case.state or event.type in _TOLD):
        yield _row(event, f"channel:{issue.channel}", {"state": case.state, "external_id": issue.external_id})


def _concerned(was: Case | None, case: Case, event: CaseEvent) -> list[str]:
    """The bodies that an event concerns, each once: who answers, who leads or led, who owes, who is told."""
    owing = (one.duty.obligor.id for one in event.change.duties)
    named = (case.responsible, case.lead, was.lead if was else None, *owing, *(body.id for body in event.notify))
    return [one for one in dict.fromkeys(named) if one and one not in (SYSTEM, REPORTER, event.by.body)]


def _comes(body: str, was: Case | None, case: Case) -> bool:
    """Whether the body answers for the case or leads it from now on."""
    before = (was.responsible, was.lead) if was else ()
    return body in (case.responsible, case.lead) and body not in before


def _row(event: CaseEvent, recipient: str, more: dict[str, Any]) -> dict[str, Any]:
    payload = {"case": event.case, "seq": event.seq, "type": event.type, "at": event.at.isoformat(), **more}
    return {
        "case_id": event.case,
        "seq": event.seq,
        "recipient": recipient,
        "topic": event.type,
        "payload": json.dumps(payload, ensure_ascii=False),
        "next_try": event.at,
    }

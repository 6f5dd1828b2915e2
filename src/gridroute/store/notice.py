"""通知: which messages an event sends, and to whom. A message holds no more than its recipient may see (I28, I30).

An organisation learns the number of the case, what happened, the state, and what it owes itself by when; never the
words of the issue, its reporter or what others owe. Whoever handed the issue in learns of each change of state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gridroute.casework import REPORTER, SYSTEM, Case, CaseEvent

#: Events that whoever handed the issue in hears of, though the state stays.
_TOLD = frozenset({"broadcast", "interim"})


def notices(before: Case | None, after: Case, events: Iterable[CaseEvent]) -> Iterator[dict[str, Any]]:
    """The messages that ``events`` send, as rows of the outbox. ``after``: the case as they leave it."""
    state = before.state if before else None
    lead = before.lead if before else None
    responsible = before.responsible if before else after.first_receiver
    issue = after.issue
    for event in events:
        new = event.change.set
        was, state = state, new.get("state", state)
        gone, lead = lead, new.get("lead", lead)
        responsible = new.get("responsible", responsible)
        for body in _concerned(event, responsible, lead, gone):
            due = [
                {"act": one.duty.act, "due_at": one.duty.due_at.isoformat()}
                for one in after.owed()
                if one.duty.obligor.id == body
            ]
            yield _row(event, f"body:{body}", {"state": state, "due": due})
        if issue.channel and issue.external_id and (state != was or event.type in _TOLD):
            yield _row(event, f"channel:{issue.channel}", {"state": state, "external_id": issue.external_id})


def _concerned(event: CaseEvent, responsible: str | None, lead: str | None, gone: str | None) -> list[str]:
    """The bodies that an event concerns, each once: who answers, who leads or led, who owes, who is told."""
    owing = (one.duty.obligor.id for one in event.change.duties)
    named = (responsible, lead, gone, *owing, *(body.id for body in event.notify))
    return [one for one in dict.fromkeys(named) if one and one not in (SYSTEM, REPORTER, event.by.body)]


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

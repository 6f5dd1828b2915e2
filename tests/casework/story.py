"""One case and the log of all that happens to it, for the tests of casework."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridroute import Issue
from gridroute.casework import REPORTER, SYSTEM, Actor, Answer, Attempt, Case, CaseDesk, CaseEvent

ROAD = {"text": "村口路面破损", "category": "城乡建设/道路/路面破损", "address": "泗河街道仲子社区"}
#: The resident was reached and is not content, with reason.
NOT_SATISFIED = {"reached": True, "resolved": False, "satisfied": False, "reasonable": True}
SATISFIED = {"reached": True, "resolved": True, "satisfied": True}
BLOW = {"whistle_kind": "appeal", "beyond_own_power": True, "reviewed": True}


def at(text: str) -> datetime:
    """A moment in Beijing time, as ``2026-03-02T09:00``."""
    return datetime.fromisoformat(f"{text}:00+08:00")


class Story:
    """One case and the log of all its events."""

    def __init__(self, desk: CaseDesk, start: str = "2026-03-02T09:00", name: str = "S1", **fields: Any) -> None:
        self.desk = desk
        issue = Issue.model_validate({"id": name, "received_at": at(start), "channel": "12345", **(fields or ROAD)})
        self.answer = desk.open(issue, at(start))
        self.log: list[CaseEvent] = [*self.answer.events]

    @property
    def case(self) -> Case:
        return self.answer.case

    def body(self, role: str) -> str:
        if role in (SYSTEM, REPORTER):
            return role
        bodies = self.desk.dispatcher.county.bodies
        if role == "intake_center":
            return bodies.with_function("民意受理")[0].id
        if role == "supervisor":
            return bodies.with_function("本级政府")[0].id
        if hasattr(self.case, role):
            return str(getattr(self.case, role))
        return bodies.named(role)[0].id

    def do(self, kind: str, role: str, when: str, **said: Any) -> Answer:
        if role == SYSTEM:
            return self.take(self.desk.bring(self.case, kind, at(when), said))
        attempt = Attempt(type=kind, at=at(when), by=Actor(body=self.body(role)), said=said)
        return self.take(self.desk.attempt(self.case, attempt))

    def advance(self, when: str) -> Answer:
        return self.take(self.desk.advance(self.case, at(when)))

    def take(self, answer: Answer) -> Answer:
        self.answer = answer
        self.log.extend(answer.events)
        return answer

    def due(self, act: str) -> str:
        (one,) = self.case.owed(act)
        return str(one.duty.due_on)

    def to_callback(self, day: int = 4) -> None:
        """Takes up, replies, and begins the callback on that day of March 2026."""
        if self.case.state == "dispatched":
            self.do("accept", "lead", "2026-03-02T10:00")
        self.do("reply", "lead", f"2026-03-{day:02}T10:00", evidence=["photo"], absence_noted=True)
        self.do("start_callback", "intake_center", f"2026-03-{day:02}T11:00")

"""草稿: what one event will change in a case, gathered before it is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridroute.casework.event import Attempt, Change, OpenDuty
from gridroute.casework.scene import Scene
from gridroute.model import BodyRef, Duration, Obligation, Organization, Unit
from gridroute.policy.rule import DutyRow, Rule


@dataclass
class Draft:
    """The changes of one event. Lives while the desk works on it and is never shared."""

    scene: Scene
    attempt: Attempt
    role: str
    set: dict[str, Any] = field(default_factory=dict)
    duties: dict[int, OpenDuty] = field(default_factory=dict)
    notify: dict[str, BodyRef] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)

    def get(self, name: str) -> Any:
        """An attribute of the case as this event leaves it."""
        return self.set.get(name, getattr(self.scene.case, name))

    def all_duties(self) -> list[OpenDuty]:
        """The duties as this event leaves them."""
        known = {one.number: one for one in self.scene.case.duties} | self.duties
        return [known[number] for number in sorted(known)]

    def owed(self, act: str | None = None, by: str | None = None) -> list[OpenDuty]:
        """The duties still owed, of one act and one body where they are named."""
        return [
            one
            for one in self.all_duties()
            if one.owed and act in (None, one.duty.act) and by in (None, one.duty.obligor.id)
        ]

    def open(
        self, act: str, body: Organization, length: Duration, role: str, rule: Rule | None = None, every: bool = False
    ) -> None:
        """Opens a duty from now on, in place of one of the same act and body (I7: never without a deadline).

        ``every``: it is owed anew each time it is done.
        """
        self.close(self.owed(act, body.id), "superseded")
        due = self.scene.due(self.attempt.at, length)
        self.add(
            Obligation(
                act=act,
                obligor=body.ref,
                role=role,
                due_on=due.due_on,
                due_at=due.due_at,
                unit=length.unit,
                amount=length.amount,
                every=every,
                provisional=due.provisional,
                assumed=rule is None or rule.assumed,
                source="assumed" if rule is None else rule.source,
                rule="" if rule is None else rule.id,
            )
        )

    def take(self, duties: Iterable[tuple[DutyRow, Rule]]) -> None:
        """Opens the duties that rules name, of every body that each of them means."""
        for row, rule in duties:
            for body in self.scene.resolved(row.who):
                role = "lead" if body.id == self.get("lead") else "support"
                self.open(row.act, body, row.length, role, rule, row.every)
            self.rules.append(rule.id)

    def add(self, duty: Obligation) -> None:
        """Takes ``duty`` among the open ones."""
        number = max((one.number for one in self.all_duties()), default=0) + 1
        self.duties[number] = OpenDuty(number=number, duty=duty, opened_at=self.attempt.at)

    def close(self, duties: Iterable[OpenDuty], status: str) -> None:
        """Ends ``duties``: fulfilled, waived or superseded."""
        for one in duties:
            self.duties[one.number] = one.model_copy(update={"status": status, "closed_at": self.attempt.at})

    def hand_over(self, before: str | None, body: Organization, role: str | None) -> None:
        """Passes all that ``before`` owes, in one role or in any, to ``body``; deadlines unchanged (I8)."""
        for one in self.owed(by=before) if before else []:
            if role not in (None, one.duty.role):
                continue
            duty = one.duty.model_copy(update={"obligor": body.ref})
            self.duties[one.number] = one.model_copy(update={"duty": duty})

    def usual_length(self) -> Duration:
        """How long the lead had for handling at first; three working days where nothing said so (assumed)."""
        first = next((one.duty for one in self.scene.case.duties if one.duty.act == "handle"), None)
        return Duration(first.amount, first.unit) if first else Duration(3, Unit.WORKDAYS)

    def tell(self, bodies: Iterable[Organization]) -> None:
        """Notes who is told."""
        self.notify |= {body.id: body.ref for body in bodies}

    def change(self) -> Change:
        """The changes without the timers, which follow from what they leave."""
        return Change(set=self.set, duties=tuple(self.duties[number] for number in sorted(self.duties)))

"""同时被吹: in what order one body answers its whistles, and which of them one visit answers (B9, B10, T39).

Nothing is dropped: every check-in that is owed stands in exactly one visit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridroute.casework.case import Case
from gridroute.casework.event import Actor, Attempt
from gridroute.dispatch import County
from gridroute.model import Duration, Unit
from gridroute.policy.stage import URGENCIES
from gridroute.worktime import deadline

#: Together within this time, where no layer groups whistles (assumed, B10).
_TOGETHER = Duration(2, Unit.CLOCK_HOURS)


@dataclass(frozen=True, slots=True)
class Call:
    """一哨: one check-in that a body owes in one case. ``zone`` is the township, or the village where none is known."""

    case: str
    obligor: str
    kind: str
    urgency: str
    people: int
    zone: str
    blown_at: datetime
    due_at: datetime

    @property
    def rank(self) -> tuple[int, int, datetime, str]:
        """The more urgent first, then the more people, then the earlier (B9)."""
        return (-URGENCIES.index(self.urgency), -self.people, self.blown_at, self.case)


@dataclass(frozen=True, slots=True)
class Visit:
    """一次到场: the calls that it answers, first things first. ``remote``: online or by appointment will do (B9)."""

    obligor: str
    zone: str
    calls: tuple[Call, ...]

    @property
    def remote(self) -> bool:
        """Whether none of the calls is urgent."""
        return all(one.urgency == URGENCIES[0] and one.kind != "emergency" for one in self.calls)

    @property
    def due_at(self) -> datetime:
        """By when somebody must be there: the earliest of all."""
        return min(one.due_at for one in self.calls)

    def check_ins(self, at: datetime, post: str | None = None) -> list[tuple[str, Attempt]]:
        """One visit for many: the check-in of each case, by its identifier; each still owes its own opinion (I26)."""
        by, cases = Actor(body=self.obligor, post=post), [one.case for one in self.calls]
        return [(one, Attempt(type="check_in", at=at, by=by, said={"visit": cases})) for one in cases]


def calls_of(case: Case) -> list[Call]:
    """The check-ins that are still owed in ``case``."""
    people = case.known.affected_people or case.known.affected_households or 1
    zone = case.township or case.community or ""
    kind = case.whistle_kind or ""
    return [
        Call(case.id, one.duty.obligor.id, kind, case.urgency, people, zone, one.opened_at, one.duty.due_at)
        for one in case.owed("check_in")
    ]


def visits(cases: Iterable[Case], body: str, county: County) -> list[Visit]:
    """The visits by which ``body`` answers all that is owed of it in ``cases``, first things first.

    Calls of one kind, urgency and area that came within the policy's time of the first are one visit.
    """
    owed = sorted((call for case in cases for call in calls_of(case) if call.obligor == body), key=_came)
    within = next((one.within for one in county.policy.groupings.values() if one.effect == "one_visit"), _TOGETHER)
    open_: dict[tuple[str, str, str], list[Call]] = {}
    made: list[list[Call]] = []
    for call in owed:
        alike = (call.zone, call.kind, call.urgency)
        together = open_.get(alike)
        until = deadline(together[0].blown_at, within, county.calendar, county.hours).due_at if together else None
        if together is None or until is None or call.blown_at > until or not call.zone:
            together = open_[alike] = []
            made.append(together)
        together.append(call)
    found = [Visit(body, calls[0].zone, tuple(sorted(calls, key=_rank))) for calls in made]
    return sorted(found, key=_first)


def _came(call: Call) -> tuple[datetime, str]:
    return (call.blown_at, call.case)


def _rank(call: Call) -> tuple[int, int, datetime, str]:
    return call.rank


def _first(visit: Visit) -> tuple[int, int, datetime, str]:
    first = visit.calls[0]
    return (first.rank[0], -sum(one.people for one in visit.calls), first.blown_at, first.case)

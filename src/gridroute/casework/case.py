"""案件: what is known of one case, as the fold of its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from gridroute.casework.event import CaseEvent, OpenDuty, Timer
from gridroute.model import Issue


class Case(BaseModel):
    """One case: all that a guard, a view or a later event needs, and nothing that its events do not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    county: str
    issue: Issue
    routed_at: datetime
    policy: str
    seq: int
    state: str
    opened_at: datetime
    at: datetime
    #: Since when the timer of the state runs: its beginning, or the last time it fired.
    waiting_since: datetime
    responsible: str
    first_receiver: str
    lead: str | None = None
    supports: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    checked_in: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    holder: str | None = None
    resolver: str | None = None
    receiver: str | None = None
    adjudicator: str | None = None
    convener: str | None = None
    blower: str | None = None
    #: Who handled it when it was replied to: a redo goes back to them (SS14).
    original: str | None = None
    urgency: str
    forum: str
    #: open, masked (who informed is hidden) or sealed (the matter too); it only rises.
    confidential: str = "open"
    nature: str | None = None
    category: str | None = None
    community: str | None = None
    township: str | None = None
    #: The post that handles it for the grid.
    officer: str | None = None
    #: The day on which that post took over, where it was not the one chosen as the case was routed (A5, T32).
    officer_on: date | None = None
    #: The bodies complained about; they and whoever is below them have no part in it (I29).
    subjects: tuple[str, ...] = ()
    #: Who was ever told of it.
    informed: tuple[str, ...] = ()
    #: The place as whoever may designate it has (A7, A8).
    grid_given: str | None = None
    rung: int | None = None
    level: str | None = None
    supervise: str | None = None
    designated: bool = False
    contested: bool = False
    redo_count: int = 0
    objections: tuple[str, ...] = ()
    adjudications: int = 0
    urges: int = 0
    send_down_count: int = 0
    extension_count: int = 0
    extension_workdays: int = 0
    pause_count: int = 0
    #: For how many days the clock stood in all, up to the last time it went on.
    paused_days: int = 0
    #: How often it was listed since it came before the meeting of its level.
    listings_at_level: int = 0
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    #: Who led it since it was last designated or resolved: nobody gets it twice (I21).
    led: tuple[str, ...] = ()
    calls: tuple[tuple[datetime, str, bool], ...] = ()
    reached: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    reasonable: bool | None = None
    site_verified: bool | None = None
    whistle_kind: str | None = None
    papers: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    #: What was said since of its reach, such as a gap in funding; a resolution settles it (C2).
    circumstances: tuple[str, ...] = ()
    next_review: datetime | None = None
    #: The first milestone that names its day, where that comes before the review (t23, T34).
    next_milestone: datetime | None = None
    told_at: datetime | None = None
    master: str | None = None
    members: tuple[str, ...] = ()
    #: Households and people of the members, on top of its own (T26).
    member_households: int = 0
    member_people: int = 0
    supplements: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    #: What of the attachments shows nobody's door or face; of a masked case these alone are handed on.
    redacted: tuple[str, ...] = ()
    reopen_count: int = 0
    closed_by: str | None = None
    duties: tuple[OpenDuty, ...] = ()
    timers: tuple[Timer, ...] = ()

    def owed(self, act: str | None = None) -> list[OpenDuty]:
        """The duties still to be done, all or those of one act."""
        return [one for one in self.duties if one.owed and act in (None, one.duty.act)]

    @property
    def parties(self) -> tuple[str, ...]:
        """Every body that is something in the case or owes something, each once."""
        one = (self.lead, self.first_receiver, self.holder, self.resolver, self.receiver, self.adjudicator)
        more = (self.convener, self.blower, self.original, self.responsible, *self.supports, *self.required)
        owing = (each.duty.obligor.id for each in self.duties if each.owed)
        return tuple(dict.fromkeys(body for body in (*one, *more, *owing) if body))

    @property
    def known(self) -> Issue:
        """The issue with all that was added since: words, the place as designated, those who joined (T26)."""
        more: dict[str, Any] = {}
        if self.supplements:
            more["text"] = "\n".join((self.issue.text, *self.supplements))
        if self.grid_given:
            more["grid"] = self.grid_given
        if self.members:
            more["similar_issues_24h"] = max(self.issue.similar_issues_24h or 0, len(self.members) + 1)
            more["affected_households"] = (self.issue.affected_households or 1) + self.member_households
            more["affected_people"] = (self.issue.affected_people or 1) + self.member_people
        return self.issue.model_copy(update=more) if more else self.issue

    def next_timer(self) -> Timer | None:
        """The timer that fires first; of several at one moment those of duties before that of the state."""
        return min(self.timers, key=lambda one: (one.at, one.duty is None, one.duty or 0, one.fires), default=None)


def fold(events: Iterable[CaseEvent]) -> Case:
    """The case that ``events`` make, in their order. ``ValueError``: they are no whole log of one case."""
    case: Case | None = None
    for event in events:
        case = applied(case, event)
    if case is None:
        raise ValueError("no events")
    return case


def applied(case: Case | None, event: CaseEvent) -> Case:
    """``case`` after ``event``; the first event makes it."""
    before: dict[str, Any] = {} if case is None else dict(case)
    if event.seq != before.get("seq", 0) + 1 or (case is not None and event.case != case.id):
        raise ValueError(f"event {event.seq} of {event.case} does not follow event {before.get('seq', 0)}")
    duties = {one.number: one for one in before.get("duties", ())}
    duties |= {one.number: one for one in event.change.duties}
    after = {"opened_at": event.at, "waiting_since": event.at} | before | event.change.set
    after |= {"id": event.case, "seq": event.seq, "at": event.at, "timers": event.change.timers}
    told = tuple(body.id for body in event.notify)
    if told:
        after["informed"] = tuple(dict.fromkeys((*after.get("informed", ()), *told)))
    after["duties"] = tuple(duties[number] for number in sorted(duties))
    return Case.model_validate(after)

"""档案: one standing matter that goes on: a project, an order, an account of points, a year's check-ins.

A fold of its events, like a case (I36). An event carries what it changed, so that a log reads the same after the
county's registers have changed (T55).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gridroute.casework.event import Actor, Logged, Timer

Kind = Literal["procedure", "account", "check_in", "mode"]
#: States in which a record is at its end; any other is open.
OPEN, DONE, LEFT = "open", "done", "left"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Taken(_Frozen):
    """走过的一步: which, when, by whom, and whether it was late."""

    step: str
    at: datetime
    by: str
    late: bool = False


class Posting(_Frozen):
    """一笔: points entered in an account by an event; ``reverses`` numbers the event whose points it takes back."""

    seq: int
    at: datetime
    item: str
    points: int
    rule: str | None = None
    reverses: int | None = None


class Change(_Frozen):
    """What one event changes in a record: attributes, and all timers from then on."""

    set: dict[str, Any] = Field(default_factory=dict)
    timers: tuple[Timer, ...] = ()


class RecordEvent(Logged):
    """An event of a record; ``role`` is derived, never claimed, and ``notify`` names the bodies it tells."""

    record: str
    change: Change = Change()
    notify: tuple[str, ...] = ()


class Record(_Frozen):
    """One record: all that a later event needs, and nothing that its events do not say.

    ``name`` is the procedure, ledger or quota it follows, or the mode it puts in force; ``parties`` who has what part
    in it (bodies or posts); ``links`` cases and records it belongs with.
    """

    id: str
    county: str
    kind: Kind
    name: str
    seq: int
    state: str = OPEN
    opened_at: datetime
    at: datetime
    title: str = ""
    place: str | None = None
    parties: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    links: tuple[str, ...] = ()
    said: dict[str, Any] = Field(default_factory=dict)
    #: Of a procedure: the steps taken, what was delivered, the way out, the end promised, when the next step is late.
    taken: tuple[Taken, ...] = ()
    delivered: tuple[str, ...] = ()
    way_out: str | None = None
    deadline: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False
    overdue: bool = False
    reminded: int = 0
    reminded_at: datetime | None = None
    #: Of an account or a year's check-ins: whose it is, its postings, what was counted, the year.
    subject: str | None = None
    year: int | None = None
    postings: tuple[Posting, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)
    short: dict[str, int] = Field(default_factory=dict)
    timers: tuple[Timer, ...] = ()

    @property
    def final(self) -> bool:
        """Whether it is at its end."""
        return self.state in (DONE, LEFT)

    @property
    def balance(self) -> int:
        """The points of an account: those of ``year`` where it begins anew every year."""
        return self.balance_in(self.year)

    def balance_in(self, year: int | None) -> int:
        """The points of one year; of all years where ``year`` is null or the account never begins anew."""
        return sum(one.points for one in self.postings if None in (year, self.year) or one.at.year == year)

    def next_timer(self) -> Timer | None:
        """The timer that fires first."""
        return min(self.timers, key=lambda one: (one.at, one.fires), default=None)


def fold(events: Iterable[RecordEvent]) -> Record:
    """The record that ``events`` make, in their order. ``ValueError``: they are no whole log of one record."""
    record: Record | None = None
    for event in events:
        record = applied(record, event)
    if record is None:
        raise ValueError("no events")
    return record


def next_event(
    record: Record | None,
    number: str,
    kind: str,
    at: datetime,
    by: Actor,
    role: str,
    said: dict[str, Any],
    change: Change,
    rules: tuple[str, ...] = (),
    notify: tuple[str, ...] = (),
) -> RecordEvent:
    """The event that follows on ``record``, or the first of the record ``number``."""
    seq = record.seq + 1 if record else 1
    return RecordEvent(
        record=number,
        seq=seq,
        type=kind,
        at=at,
        by=by,
        role=role,
        said=said,
        change=change,
        rules=rules,
        notify=notify,
    )


def applied(record: Record | None, event: RecordEvent) -> Record:
    """``record`` after ``event``; the first event makes it."""
    before: dict[str, Any] = {} if record is None else dict(record)
    if event.seq != before.get("seq", 0) + 1 or (record is not None and event.record != record.id):
        raise ValueError(f"event {event.seq} of {event.record} does not follow event {before.get('seq', 0)}")
    after = {"opened_at": event.at} | before | event.change.set
    after |= {"id": event.record, "seq": event.seq, "at": event.at, "timers": event.change.timers}
    return Record.model_validate(after)

"""运行模式报告: what came in while a mode of operation was in force, and what was different for it (T31)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gridroute.casework import Case
from gridroute.civic.record import Record
from gridroute.civic.roster import Roster, Turn, turns
from gridroute.civic.switching import as_usual, end_of
from gridroute.errors import PolicyIncomplete
from gridroute.model import BodyRef, Decision
from gridroute.policy.mode import FIELD
from gridroute.store.docket import Docket

#: What of two decisions is compared, and how it is shown.
_COMPARED: dict[str, Callable[[Decision], object]] = {
    "state": lambda made: made.state,
    "urgency": lambda made: made.urgency,
    "track": lambda made: made.track,
    "tags": lambda made: made.tags,
    "lead": lambda made: made.lead.name if made.lead else None,
    "supports": lambda made: _names(made.supports),
    "required": lambda made: _names(made.whistle.required) if made.whistle else (),
    "obligations": lambda made: tuple(
        (one.obligor.name, one.act, one.due_at.isoformat(timespec="minutes")) for one in made.obligations
    ),
    "notify": lambda made: _names(made.notify),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that was different in one case: as it would have been, and as it was."""

    what: str
    usual: object
    under: object


@dataclass(frozen=True, slots=True)
class CameIn:
    """One case that came in while the mode was in force, and what was different in its first decision."""

    case: str
    received_at: datetime
    category: str | None
    urgency: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """报告: a mode from its beginning to its end (or to the moment asked), and what it meant.

    ``untouched``: how many cases were in hand when it began; none of them is read under it. ``duty``: who was on duty
    by the rosters that only serve under it; ``unset``: rosters of it of which nobody can be named.
    """

    record: Record
    until: datetime
    cases: tuple[CameIn, ...]
    untouched: int
    duty: tuple[Turn, ...]
    unset: tuple[str, ...]

    @property
    def different(self) -> int:
        """In how many cases anything was different."""
        return sum(1 for one in self.cases if one.moved)


def report(docket: Docket, record: Record, now: datetime) -> Footing:
    """The report on the mode of ``record``; while it is still in force, up to ``now``."""
    end = end_of(record)
    until = min(end, now) if end is not None else now
    cases, untouched = [], 0
    for case in _cases(docket, record.county):
        if case.issue.county_fields.get(FIELD) == record.name and record.opened_at <= case.issue.received_at < until:
            cases.append(_came_in(docket, case))
        elif case.opened_at < record.opened_at and not _ended_before(docket, case, record.opened_at):
            untouched += 1
    duty, unset = _on_duty(docket, record, until)
    return Footing(record, until, tuple(cases), untouched, duty, unset)


def _cases(docket: Docket, county: str) -> Iterator[Case]:
    """All cases of a county, page by page."""
    last: str | None = None
    while page := docket.listing(county, closed=True, after=last, limit=1000):
        yield from (docket.case(one.id) for one in page)
        last = page[-1].id


def _came_in(docket: Docket, case: Case) -> CameIn:
    """By the policy that it came in under, with what plugins knew of it then, and once more as usual."""
    first = docket.log(case.id)[0]
    dispatcher, hints = docket.archive.at(first.edition).dispatcher, docket.hints(case.id)
    made = dispatcher.route(case.issue, first.event.at, hints)
    usual = dispatcher.route(as_usual(case.issue), first.event.at, hints)
    moved = tuple(Moved(what, seen(usual), seen(made)) for what, seen in _COMPARED.items() if seen(usual) != seen(made))
    return CameIn(case.id, case.issue.received_at, made.category, made.urgency, moved)


def _ended_before(docket: Docket, case: Case, moment: datetime) -> bool:
    """Whether the case was at its end before ``moment``."""
    final = docket.archive.current(case.county)[0].life.states[case.state].final
    return final and case.at < moment


def _on_duty(docket: Docket, record: Record, until: datetime) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    civic = docket.records.desks.current(record.county)[0].civic
    made: list[Turn] = []
    unset: list[str] = []
    rosters = [one for one in civic.of(Roster) if one.modes and one.serves(record.name)]
    for roster in rosters:
        try:
            for day in _days(record.opened_at.date(), until.date()):
                made.extend(turns(roster, day, civic.county.calendar))
        except PolicyIncomplete:
            unset.append(roster.name)
    return tuple(made), tuple(unset)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _names(bodies: tuple[BodyRef, ...]) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in bodies))

"""时钟: which timers a case has, worked out anew after each event from its state and its open duties."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from gridroute.casework.case import Case
from gridroute.casework.event import OpenDuty, Timer
from gridroute.casework.handover import EVENT as NEW_OFFICER
from gridroute.casework.handover import handover_due
from gridroute.casework.scene import Scene
from gridroute.casework.sitting import next_sitting
from gridroute.casework.snapshot import case_facts
from gridroute.casework.succession import heir
from gridroute.dispatch.inquiry import decide
from gridroute.model import Duration, Unit
from gridroute.worktime import ZONE

#: What the system brings when a duty is nearly due, and when it is late.
DUTY_EVENT = "supervise"
#: What the case hangs on: while it is late, it is looked at every working day.
_ASKED_AGAIN = frozenset({"handle", "opinion", "adjudicate", "return_notice"})
#: Counted in days of the calendar, whether they are worked or not.
IN_CALENDAR = (Unit.CALENDAR_DAYS, Unit.CALENDAR_WEEKS, Unit.CALENDAR_MONTHS)
#: Counted by the clock, which nothing stops (§3.3-2).
_BY_THE_CLOCK = (Unit.CLOCK_MINUTES, Unit.CLOCK_HOURS)
#: Duties whose time is the time of handling; somebody who waits for a call does not wait longer.
_STANDS = frozenset({"handle", "recover", "assist", "answer", "opinion"})
_IN_DAYS = (Unit.WORKDAYS, Unit.CALENDAR_DAYS, Unit.CALENDAR_WEEKS, Unit.CALENDAR_MONTHS)
#: How often the other side is urged at the short interval (t3); after that once a day, under supervision.
MOST_URGES = 8


def timers(scene: Scene) -> tuple[Timer, ...]:
    """All timers of the case, in the order in which they fire; without those that a pause stops."""
    case = scene.case
    state = scene.county.policy.lifecycle.states[case.state]
    made: list[Timer] = []
    if state.timer is not None:
        at = _state_due(scene, state.timer.kind, state.timer.key)
        if at is not None:
            again = "" if was_reached(case) else state.timer.unreached
            made.append(Timer(fires=again or state.timer.fires, at=at))
    if case.paused_until is not None and not state.final:
        made.append(Timer(fires="resume", at=case.paused_until))
    made.extend((*_successions(scene), *_handover(scene)) if not state.final else ())
    running = () if state.final else [one for one in case.duties if case.paused_at is None or not stands(one)]
    made.extend(timer for one in running if (timer := _duty_timer(scene, one)) is not None)
    return tuple(sorted(made, key=lambda one: (one.at, one.duty is None, one.duty or 0, one.fires)))


def was_reached(case: Case) -> bool:
    """Whether the resident was reached since the case was replied to."""
    return case.reached is True or any(call[2] for call in case.calls)


def _state_due(scene: Scene, kind: str, key: str) -> datetime | None:
    case = scene.case
    match kind:
        case "param":
            length = scene.parameter(key)
            if case.urges >= MOST_URGES and case.state == "handed_off":
                length = Duration(24, Unit.CLOCK_HOURS)
            return scene.due(case.waiting_since, length).due_at
        case "duty":
            owed = [one.duty.due_at for one in case.owed(key)]
            return max(owed) if owed else scene.due(case.waiting_since, scene.parameter("裁定时限")).due_at
        case "ladder":
            return stay_ends(scene)
        case "date":
            days = [one for one in (case.next_milestone, case.next_review) if one is not None]
            return min(days, default=None)
    return None


def stay_ends(scene: Scene) -> datetime:
    """When the stay on a rung ends: with its next sitting or after the least stay, whichever is later (C4).

    What is urgent does not wait for the regular day: a meeting is called for it at once (C10).
    """
    engine, edition = scene.dispatcher.engine, scene.matter.edition
    if decide(engine, edition, "escalation", case_facts(scene)).word("convene") == "ad_hoc":
        return scene.due(scene.case.waiting_since, scene.parameter("临时会议时限")).due_at
    stay, rung = scene.ladder.stay, scene.case.rung
    since = scene.case.waiting_since
    ends = scene.due(since, stay.not_before or scene.parameter("裁定时限")).due_at
    rungs = scene.ladder.rungs
    if stay.until_next_sitting and rung is not None and rung < len(rungs):
        sitting = next_sitting(
            rungs[rung], scene.ladder.on_holiday, since.astimezone(ZONE).date(), scene.county.calendar
        )
        if sitting is not None:
            ends = max(ends, datetime.combine(sitting.day + timedelta(days=1), time(), ZONE))
    return ends


def _successions(scene: Scene) -> list[Timer]:
    """When a party to the case is abolished and somebody continues it: who does, takes over that day (B14, T43)."""
    made, zone = [], scene.now.tzinfo
    for body in scene.bodies(scene.case.parties):
        if body.valid_to is not None:
            at = datetime.combine(body.valid_to + timedelta(days=1), time(), zone)
            if heir(scene.at(scene.case, max(at, scene.now)), body) is not None:
                made.append(Timer(fires="transfer", at=at))
    return made


def _handover(scene: Scene) -> list[Timer]:
    """When the officer of the grid hands over, by the registers as they are now (A5, T32).

    A set of grids that is registered only later is not known to these timers: ``CaseDesk.new_officer`` is for that.
    """
    if NEW_OFFICER not in scene.county.policy.lifecycle.events:  # an archived life cycle that does not have it yet
        return []
    at = handover_due(scene)
    return [] if at is None else [Timer(fires=NEW_OFFICER, at=at)]


def _duty_timer(scene: Scene, one: OpenDuty) -> Timer | None:
    if one.status == "pending" and one.duty.unit in _IN_DAYS and one.duty.amount > 1:
        return Timer(fires=DUTY_EVENT, at=max(one.opened_at, _a_workday_before(scene, one)), duty=one.number)
    if one.status in ("pending", "warned"):
        return Timer(fires=DUTY_EVENT, at=one.duty.due_at, duty=one.number)
    if one.status == "overdue" and one.duty.act in _ASKED_AGAIN:
        again = scene.due(one.found_late_at or one.duty.due_at, Duration(1, Unit.WORKDAYS))
        return Timer(fires=DUTY_EVENT, at=again.due_at, duty=one.number)
    return None


def _a_workday_before(scene: Scene, one: OpenDuty) -> datetime:
    """The instant at which one working day is left (§3.3-7)."""
    calendar = scene.county.calendar
    day = one.duty.due_at - timedelta(days=1)
    while not (calendar.is_workday(day.date()) if calendar.knows(day.date()) else day.weekday() < 5):
        day -= timedelta(days=1)
    return day


def stands(one: OpenDuty) -> bool:
    """Whether the time of the duty stands while the case is paused."""
    return one.duty.act in _STANDS and one.duty.unit not in _BY_THE_CLOCK


def moved(one: OpenDuty, scene: Scene, days: int, again: bool = False) -> OpenDuty:
    """The duty with its deadline that many days later; ``again`` where they were counted before.

    Days of the calendar for what is counted in these, otherwise working days: one clock, one calendar (§3.3-5).
    """
    if days <= 0:
        return one
    unit = Unit.CALENDAR_DAYS if one.duty.unit in IN_CALENDAR else Unit.WORKDAYS
    due = scene.due(one.duty.due_at - timedelta(seconds=1), Duration(amount=days, unit=unit))
    provisional = one.duty.provisional or due.provisional
    duty = one.duty.model_copy(update={"due_at": due.due_at, "due_on": due.due_on, "provisional": provisional})
    total = one.moved if again else one.moved + days
    return one.model_copy(update={"duty": duty, "status": "pending", "moved": total})

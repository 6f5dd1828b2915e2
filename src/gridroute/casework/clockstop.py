"""延期与停表: what moves a deadline after it was set (domain.md §3.3-5 to 7, I9, I11; T51)."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridroute.casework.clock import IN_CALENDAR, moved, stands
from gridroute.casework.draft import Draft
from gridroute.casework.event import OpenDuty
from gridroute.casework.moment import moment
from gridroute.casework.scene import Scene
from gridroute.model import Duration


def extend(draft: Draft) -> None:
    """The deadline moves by the days granted, in the calendar by which it is counted (I11, §3.3-5)."""
    workdays = int(draft.attempt.said["workdays"])
    case = draft.scene.case
    for one in draft.owed("handle"):
        draft.duties[one.number] = moved(one, draft.scene, workdays)
    draft.set |= {
        "extension_count": case.extension_count + 1,
        "extension_workdays": case.extension_workdays + workdays,
    }


def pause(draft: Draft) -> None:
    """The clock stands, and not for ever: until the day that was said, or as long as the policy allows."""
    until = draft.scene.due(draft.attempt.at, draft.scene.parameter("停表上限")).due_at
    said = moment(draft.attempt.said.get("until"), draft.attempt.at)
    draft.set |= {
        "paused_at": draft.attempt.at,
        "paused_until": min(until, said) if said else until,
        "pause_count": draft.scene.case.pause_count + 1,
    }


def resume(draft: Draft) -> None:
    """The clock goes on where it stood: what was not late yet has as much time left as it had.

    What is counted by the clock never stood (§3.3-2).
    """
    since = draft.scene.case.paused_at
    draft.set |= {"paused_at": None, "paused_until": None}
    if since is None:
        return
    now, days = draft.attempt.at, (draft.attempt.at.date() - since.date()).days
    draft.set["paused_days"] = draft.scene.case.paused_days + days
    stood = _workdays(draft.scene, since, now)
    for one in draft.owed():
        if one.duty.due_at > since and one.opened_at < now and stands(one):
            draft.duties[one.number] = moved(one, draft.scene, days if one.duty.unit in IN_CALENDAR else stood)


def fix_deadlines(draft: Draft) -> None:
    """Counts provisional deadlines again, now that the calendar of their year is known (T51, I9)."""
    for fixed in corrected(draft.scene):
        draft.duties[fixed.number] = fixed


def corrected(scene: Scene) -> list[OpenDuty]:
    """The duties whose provisional deadline the calendar now settles."""
    made = []
    for one in scene.case.owed():
        duty = one.duty
        if not duty.provisional:
            continue
        due = scene.due(one.opened_at, Duration(duty.amount, duty.unit))
        if due.provisional:
            continue
        known = {"due_on": due.due_on, "due_at": due.due_at, "provisional": False}
        fixed = one.model_copy(update={"duty": duty.model_copy(update=known), "status": "pending"})
        made.append(moved(fixed, scene, one.moved, again=True) if one.moved else fixed)
    return made


def _workdays(scene: Scene, since: datetime, until: datetime) -> int:
    """The working days after the day of ``since``, up to that of ``until``; an unknown year by Monday to Friday."""
    calendar, found, day = scene.county.calendar, 0, since
    while (day := day + timedelta(days=1)).date() <= until.date():
        found += calendar.is_workday(day.date()) if calendar.knows(day.date()) else day.weekday() < 5
    return found

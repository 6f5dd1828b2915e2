"""延期与停表: what moves a deadline after it was set (domain.md §3.3, I11)."""

from __future__ import annotations

from datetime import timedelta

from gridroute.casework.clock import moved
from gridroute.casework.draft import Draft


def extend(draft: Draft) -> None:
    """The deadline moves by the working days granted (I11)."""
    workdays = int(draft.attempt.said["workdays"])
    case = draft.scene.case
    for one in draft.owed("handle"):
        draft.duties[one.number] = moved(one, draft.scene, workdays)
    draft.set |= {
        "extension_count": case.extension_count + 1,
        "extension_workdays": case.extension_workdays + workdays,
    }


def pause(draft: Draft) -> None:
    """The clock stands (§3.3-5)."""
    draft.set["paused_at"] = draft.attempt.at


def resume(draft: Draft) -> None:
    """The clock goes on where it stood: the deadlines move by the working days that it stood."""
    since = draft.scene.case.paused_at
    draft.set["paused_at"] = None
    if since is None:
        return
    stood, day = 0, since
    while (day := day + timedelta(days=1)) <= draft.attempt.at:
        calendar = draft.scene.county.calendar
        stood += calendar.is_workday(day.date()) if calendar.knows(day.date()) else day.weekday() < 5
    for one in draft.owed("handle"):
        draft.duties[one.number] = moved(one, draft.scene, stood)

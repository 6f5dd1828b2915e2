"""会议纪要: what became of the matters of a meeting: resolved, raised, sent down or listed (C6, C7, C13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gridroute.casework.agenda import masked
from gridroute.casework.case import Case, applied
from gridroute.casework.event import CaseEvent, OpenDuty
from gridroute.casework.members import Member, members_of
from gridroute.casework.resolution import Resolution, read_resolution
from gridroute.casework.scene import Scene
from gridroute.dispatch import Dispatcher
from gridroute.model import Organization
from gridroute.policy.ladder import Ladder
from gridroute.worktime import ZONE

#: What a meeting can decide, by the event that says so.
OUTCOMES = ("resolve_item", "raise_level", "skip_level", "send_down", "list", "terminal_list", "level_overdue")


@dataclass(frozen=True)
class Minute:
    """What became of one matter. ``resolution`` and ``duties`` are those of a resolution, ``words`` reason or basis."""

    before: Case
    after: Case
    event: CaseEvent
    outcome: str
    resolution: Resolution | None
    duties: tuple[OpenDuty, ...]
    words: str
    members: tuple[Member, ...]
    masked: bool = False
    category: str | None = None


@dataclass(frozen=True)
class Minutes:
    """The minutes of one meeting of one convener on one day."""

    ladder: Ladder
    level: str
    convener: Organization | None
    day: date
    items: tuple[Minute, ...]


def minutes(
    logs: Iterable[Sequence[CaseEvent]], dispatcher: Dispatcher, day: date, interested: Collection[str] = ()
) -> list[Minutes]:
    """The minutes of all meetings held on ``day``, from the whole logs of cases."""
    groups: dict[tuple[str, int, str], list[Minute]] = {}
    for log in logs:
        case: Case | None = None
        for event in log:
            before, case = case, applied(case, event)
            if before is None or event.type not in OUTCOMES or event.at.astimezone(ZONE).date() != day:
                continue
            if before.state != "awaiting_meeting":
                continue
            key = (before.forum, before.rung if before.rung is not None else 0, before.convener or "")
            groups.setdefault(key, []).append(_minute(before, case, event, dispatcher, interested))
    ladders = dispatcher.county.policy.ladders
    return [
        Minutes(
            ladders.get(forum) or ladders["default"],
            made[0].before.level or "",
            dispatcher.county.bodies.by_id.get(convener),
            day,
            tuple(sorted(made, key=lambda one: (one.event.at, one.before.id))),
        )
        for (forum, _, convener), made in sorted(groups.items())
    ]


def _minute(before: Case, after: Case, event: CaseEvent, dispatcher: Dispatcher, interested: Collection[str]) -> Minute:
    scene = Scene(before, dispatcher, event.at)
    resolution = read_resolution(scene, event.said.get("resolution")) if event.type == "resolve_item" else None
    words = next((str(event.said[name]) for name in ("reason", "basis") if event.said.get(name)), "")
    return Minute(
        before,
        after,
        event,
        event.type,
        resolution,
        tuple(one for one in event.change.duties if one.owed),
        words,
        tuple(members_of(scene, interested)),
        masked(scene),
        scene.studied[1].category,
    )

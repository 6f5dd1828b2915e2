"""首责人交接: who answers for the grid from the day on which grids are drawn anew, or a post ends (A5, A9, T32).

Only the post that handles the case changes: place as received, lead, whoever answers, duties and clocks stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from gridroute.casework.draft import Draft
from gridroute.casework.scene import Scene
from gridroute.dispatch.officer import find_officer
from gridroute.model import Grid, Organization
from gridroute.worktime import ZONE

#: The event of the system by which the officer changes.
EVENT = "new_officer"
_ONE_DAY = timedelta(days=1)


def handover(scene: Scene) -> dict[str, Any] | None:
    """What to say of the handover that is due by now: from whom, to whom, for which grids; nothing where none is.

    ``to_officer`` is unset where nobody is there to take it: the village holds it then.
    """
    today = scene.now.astimezone(ZONE).date()
    if not any(day <= today for day in _days(scene)):
        return None
    chosen = officer_on(scene, today)
    if chosen == scene.case.officer:
        return None
    return {
        "from_officer": scene.case.officer,
        "to_officer": chosen,
        "grids": [one.code for one in _followers(scene, today)],
    }


def handover_due(scene: Scene) -> datetime | None:
    """When the officer of the case changes next, as the registers of grids and posts say; none where they do not."""
    today = scene.now.astimezone(ZONE).date()
    for day in _days(scene):
        if officer_on(scene, max(day, today)) != scene.case.officer:
            return datetime.combine(day, time(), ZONE)
    return None


def officer_on(scene: Scene, day: date) -> str | None:
    """Whom the rules choose on ``day``: as at reception, never one complained about, related or away (A9, A10)."""
    matter, grid = scene.matter.copy(), _grid(scene)
    matter.at = datetime.combine(day, time(), ZONE)
    if grid is not None:
        matter.know({"gridset_changed": not grid.in_force(day)})
    return find_officer(matter, grid)


def new_officer(draft: Draft) -> None:
    """The case has the officer of the grids that hold now; the body of the new one is told."""
    said = draft.attempt.said
    draft.set |= {"officer": said.get("to_officer"), "officer_on": draft.attempt.at.astimezone(ZONE).date()}
    draft.tell(_house(draft.scene, said.get("to_officer")))


def _house(scene: Scene, officer: str | None) -> list[Organization]:
    """The body of the village where the post of that name is; the village of the case where there is none."""
    today, own = scene.now.astimezone(ZONE).date(), scene.case.community or ""
    places = [one.place[:12] for one in scene.county.territory.posts if one.name == officer and one.filled(today)]
    return scene.bodies([own if own in places or not places else places[0]])


def _grid(scene: Scene) -> Grid | None:
    """The grid of the case as received."""
    return scene.county.territory.grids.get(scene.studied[1].grid.code or "")


def _followers(scene: Scene, day: date) -> tuple[Grid, ...]:
    grid = _grid(scene)
    return scene.county.territory.followers(grid.code, day) if grid is not None else ()


def _days(scene: Scene) -> list[date]:
    """The days since the officer was chosen on which a grid of the case's, or the post of its officer, is no more."""
    territory, case = scene.county.territory, scene.case
    if not territory.posts or case.community is None or scene.studied[1].grid.status != "certain":
        return []
    since = case.officer_on or case.routed_at.astimezone(ZONE).date()
    ends = [one.valid_to for one in _chain(scene)]
    places = (case.community, *(one.code for one in territory.grids_of(case.community)))
    posts = (post for place in places for post in territory.posts_of(place) if post.name == case.officer)
    ends += [post.valid_to for post in posts]
    return sorted({day + _ONE_DAY for day in ends if day is not None and day >= since})


def _chain(scene: Scene) -> Iterator[Grid]:
    """The grid as received, and all that follow it one after the other."""
    grids, grid = scene.county.territory.grids, _grid(scene)
    left = [grid] if grid is not None else []
    seen = {one.code for one in left}
    while left:
        one = left.pop(0)
        yield one
        more = [code for code in one.successors if code in grids and code not in seen]
        seen.update(more)
        left.extend(grids[code] for code in more)

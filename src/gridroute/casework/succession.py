"""接续: an abolished body's part in a case passes to whoever continues it (B14, I25, T43)."""

from __future__ import annotations

from typing import Any

from gridroute.casework.draft import Draft
from gridroute.casework.scene import Scene
from gridroute.model import Organization

#: The attributes of a case that name one body, and those that name several.
_ONE = (
    "lead",
    "holder",
    "resolver",
    "receiver",
    "adjudicator",
    "convener",
    "blower",
    "first_receiver",
    "original",
    "responsible",
)
_SEVERAL = ("supports", "required", "checked_in", "reported")


def heir(scene: Scene, body: Organization) -> Organization | None:
    """Who continues ``body`` now; the government where the register names nobody, nobody while it exists."""
    if body.in_office(scene.now.date()):
        return None
    found = scene.county.bodies.in_office(body, scene.now.date()) or [scene.somebody()]
    return found[0] if found[0].id != body.id and found[0].in_office(scene.now.date()) else None


def heirs(scene: Scene, body: Organization) -> list[Organization]:
    """Who continues ``body``, as the register says; none while it exists, and where the register names nobody."""
    day = scene.now.date()
    return [] if body.in_office(day) else scene.county.bodies.in_office(body, day)


def abolished(scene: Scene) -> list[dict[str, Any]]:
    """What to say of each party to the case that no longer exists: from whom, to whom."""
    heirs = ((one, heir(scene, one)) for one in scene.bodies(scene.case.parties))
    return [{"from_body": one.id, "to": new.id} for one, new in heirs if new is not None]


def transfer(draft: Draft) -> None:
    """All that one body is and owes in the case is the other's from now on; deadlines stay (I8)."""
    case, (gone,) = draft.scene.case, draft.scene.county.bodies.named(str(draft.attempt.said["from_body"]))
    before = gone.id
    (body,) = draft.scene.county.bodies.named(str(draft.attempt.said["to"]))
    draft.set |= {name: body.id for name in _ONE if getattr(case, name) == before}
    for name in _SEVERAL:
        listed: tuple[str, ...] = getattr(case, name)
        if before in listed:
            draft.set[name] = tuple(dict.fromkeys(body.id if one == before else one for one in listed))
    draft.hand_over(before, body, None)
    lead = draft.get("lead")
    draft.set["supports"] = tuple(one for one in draft.get("supports") if one != lead)
    draft.tell([body])

"""批准: what the one who is named as approver is to a case: above its lead, one who handles it, or another."""

from __future__ import annotations

from gridroute.casework.capacity import is_subject
from gridroute.casework.event import Actor
from gridroute.casework.scene import Scene
from gridroute.model import Organization


def approver_of(scene: Scene, said: object) -> Organization | None:
    """The body of the register that ``said`` names; nothing where it is a person or unknown."""
    named = scene.county.bodies.named(str(said).strip())
    return named[0] if len(named) == 1 and named[0].in_office(scene.now.date()) else None


def standing(scene: Scene, said: object) -> str | None:
    """In what standing the named approver is to the case; nothing where nobody is named.

    ``superior``: a body above the lead, else the government of the level (t22). ``handler``: one who handles the
    case, or is complained about in it: nobody grants time to themselves (I11, I29). ``other``: anybody else.
    """
    if not str(said or "").strip():
        return None
    body, case, bodies = approver_of(scene, said), scene.case, scene.county.bodies
    if body is None:
        return "other"
    handling = {case.lead, *case.supports, *case.required}
    if body.id in handling or is_subject(case, Actor(body=body.id), bodies):
        return "handler"
    lead = bodies.by_id.get(case.lead or case.responsible)
    above = {one.id for one in bodies.above(lead)} if lead is not None else set()
    return "superior" if body.id in above or "本级政府" in body.functions else "other"

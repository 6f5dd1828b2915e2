"""身份: in what capacities a body stands to a case. Derived from the case, never claimed."""

from __future__ import annotations

from collections.abc import Iterable

from gridroute.casework.case import Case
from gridroute.casework.event import REPORTER, SYSTEM, Actor
from gridroute.model import Organization, Post
from gridroute.policy.bodies import Bodies

#: Where a matter that the grid keeps is handled by the village that answers for it.
_WITHOUT_A_LEAD = frozenset({"grid_handling", "redo", "in_progress"})


def capacities(case: Case, actor: Actor, bodies: Bodies) -> frozenset[str]:
    """In what capacities ``actor`` may act in ``case``: none for whom it complains about (I29)."""
    if actor.body in (SYSTEM, REPORTER):
        return frozenset({actor.body})
    if actor.body in case.subjects:
        return frozenset()
    named = {
        "lead": (case.lead,),
        "support": case.supports,
        "required": case.required,
        "first_receiver": (case.first_receiver,),
        "holder": (case.holder,),
        "resolver": (case.resolver,),
        "receiver": (case.receiver,),
        "adjudicator": (case.adjudicator,),
        "convener": (case.convener,),
        "blower": (case.blower,),
        "community": (case.community,),
        "township": (case.township,),
    }
    found = {role for role, ids in named.items() if actor.body in ids}
    if case.lead is None and case.state in _WITHOUT_A_LEAD and actor.body == case.responsible:
        found.add("lead")  # what the grid settles itself has no other (t7)
    if any(one.duty.obligor.id == actor.body for one in case.owed()):
        found.add("obligor")
    body = bodies.by_id.get(actor.body)
    if body is not None and "民意受理" in body.functions:
        found.add("intake_center")
    if body is not None and "本级政府" in body.functions:
        found.add("supervisor")
    if is_subject(case, actor, bodies):  # whoever is below it does not check upon it
        found -= {"community", "township"}
    return frozenset(found)


def is_subject(case: Case, actor: Actor, bodies: Bodies) -> bool:
    """Whether ``actor`` is a body complained about, or below one (B13, I28).

    The party organisation of a village or a township is of one house with its office.
    """
    body = bodies.by_id.get(actor.body)
    above = [*bodies.above(body), _house(body, bodies)] if body is not None else []
    return actor.body in case.subjects or any(one.id in case.subjects for one in above)


def _house(body: Organization, bodies: Bodies) -> Organization:
    return bodies.by_id.get(body.place, body) if body.kind == "party_org" else body


def is_party(case: Case, body: Organization, bodies: Bodies, lead: bool = True) -> bool:
    """当事方: whether ``body`` is complained about or below who is, or leads the case where ``lead`` counts.

    The party organisation of a village or a township is of one house with its office, and so are those below it.
    """
    house = _house(body, bodies)
    if any(is_subject(case, Actor(body=one.id), bodies) for one in (body, house)):
        return True
    others = (bodies.by_id.get(one or "") for one in (*case.subjects, case.lead if lead else None))
    return any(one is not None and _of_one_house(house, one, bodies) for one in others)


def _of_one_house(house: Organization, other: Organization, bodies: Bodies) -> bool:
    if house.id == other.id:
        return True
    return house.level in ("community", "township") and house in bodies.above(other)


def is_above_subject(case: Case, actor: Actor, bodies: Bodies) -> bool:
    """Whether ``actor`` is above a body complained about: it, too, never learns who informed (I28)."""
    subjects = (bodies.by_id[one] for one in case.subjects if one in bodies.by_id)
    return any(above.id == actor.body for one in subjects for above in bodies.above(one))


def must_stand_aside(case: Case, actor: Actor, posts: Iterable[Post], bodies: Bodies) -> bool:
    """Whether ``actor`` acts through a post whose holder has to stand aside in ``case`` (A10, T62)."""
    if actor.post is None:
        return False
    return any(stands_aside(case, one, bodies) for one in posts if actor.post in (one.id, one.name))


def stands_aside(case: Case, post: Post, bodies: Bodies) -> bool:
    """Whether the holder of ``post`` is, or is kin of, whom ``case`` complains about (A10, T62)."""
    names = {word for one in case.subjects if one in bodies.by_id for word in (one, bodies.by_id[one].name)}
    said = set(case.issue.subject_organizations)
    told = names | said
    return bool(told.intersection(post.kin_of)) or post.id in said or post.name in said or post.place[:12] in names

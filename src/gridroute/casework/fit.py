"""可否承办: whether the body that an event names may take what it is given (I3, I21, I23, I25, I29)."""

from __future__ import annotations

from gridroute.casework.capacity import is_subject, stands_aside
from gridroute.casework.event import Actor, Attempt
from gridroute.casework.performance import unowed
from gridroute.casework.refusal import Refusal
from gridroute.casework.scene import Scene
from gridroute.dispatch.responsibility import strikes
from gridroute.errors import Bilingual, nearest
from gridroute.model import Organization, Post

#: Events that name a new lead under ``to``; of these, those by which it must be a body that did not lead before.
_NEW_LEAD = frozenset({"accept_objection", "reassign", "designate"})
#: Levels that have no office: they help, and keep what is theirs, but lead no matter of administration (I23).
_BELOW_OFFICES = frozenset({"building", "grid", "compound", "community"})
_ROUND = frozenset({"accept_objection", "reassign"})


def unfit(scene: Scene, attempt: Attempt) -> Refusal | None:
    """Why what ``attempt`` names cannot be: an unknown body or place, one abolished, struck or on its second turn."""
    place, territory = attempt.said.get("grid"), scene.county.territory
    if attempt.type == "assign_grid" and place is not None and territory.community_of(str(place)) is None:
        return _refused(f"没有网格或村社“{place}”: 写代码", f"there is no grid or village “{place}”: give its code")
    if attempt.type == "dispatch" and scene.case.state == "triaged" and scene.case.lead is None:
        return _refused(
            "还没有主办: 先指定归属,或转裁定", "nobody leads it yet: designate the place, or have it adjudicated"
        )
    if attempt.type == "blow" and (wrong := _cannot_come(scene, attempt)):
        return wrong
    if attempt.type == "perform":
        return unowed(scene, attempt)
    if attempt.type == "transfer" and (wrong := _no_part(scene, str(attempt.said.get("from_body")))):
        return wrong
    category, nodes = attempt.said.get("category"), scene.county.policy.categories.nodes
    if attempt.type in _ROUND and category is not None and category not in nodes:
        near = nearest(str(category), nodes)
        return _refused(
            f"没有类别“{category}” {near.zh}".rstrip(), f"there is no category “{category}” {near.en}".rstrip()
        )
    if "to" not in attempt.said or attempt.type == "object":
        return None
    named = scene.county.bodies.named(str(attempt.said["to"]))
    if len(named) != 1:
        if attempt.type == "assign_to_community" and (
            posts := scene.county.territory.officers_named(str(attempt.said["to"]))
        ):
            return _elsewhere(scene, posts)
        return _unknown(scene, str(attempt.said["to"]))
    return _cannot(scene, attempt, named[0])


def _elsewhere(scene: Scene, posts: tuple[Post, ...]) -> Refusal | None:
    """Why an officer of a grid cannot take the case: the grid lies elsewhere, or the holder must stand aside."""
    here = [one for one in posts if one.place[:12] == scene.case.community]
    if not here:
        return _refused(f"{posts[0].name}不在事发的村社", f"{posts[0].name} is of another village or community")
    if all(stands_aside(scene.case, one, scene.county.bodies) for one in here):
        return _refused(f"{here[0].name}须回避: 由他人办理", f"{here[0].name} must stand aside: let another act")
    return None


def _cannot_come(scene: Scene, attempt: Attempt) -> Refusal | None:
    """Why somebody named under ``required`` cannot be called: no body, abolished without heir, or complained about."""
    bodies, day = scene.county.bodies, attempt.at.date()
    for said in attempt.said.get("required") or ():
        named = bodies.named(str(said))
        if len(named) != 1:
            return _unknown(scene, str(said))
        if not bodies.in_office(named[0], day):
            return _refused(f"{named[0].name}已撤销: 写接续单位", f"{named[0].name} is abolished: name its successor")
    return None


def _no_part(scene: Scene, name: str) -> Refusal | None:
    """Why what ``name`` is in the case cannot pass to another: it is no body, or nothing in the case."""
    named = scene.county.bodies.named(name)
    if len(named) != 1:
        return _unknown(scene, name)
    if named[0].id not in scene.case.parties:
        return _refused(f"{named[0].name}在本件里没有义务", f"{named[0].name} is and owes nothing in this case")
    return None


def _unknown(scene: Scene, name: str) -> Refusal:
    return Refusal("unfit", unknown_body(scene, name))


def unknown_body(scene: Scene, name: str) -> Bilingual:
    """That there is no body of that name, or that there are several; the nearest one is asked for."""
    names = (word for body in scene.county.bodies.by_id.values() for word in (body.name, *body.aliases))
    near = nearest(name, names)
    return Bilingual(
        f"没有单位“{name}”: 写单位台账里的名称或编号 {near.zh}".rstrip(),
        f"there is no body “{name}”: give a name or number of the register {near.en}".rstrip(),
    )


def has_no_office(scene: Scene, body: Organization) -> bool:
    """Whether ``body`` may lead nothing like this case: a village or a grid, in a matter of administration (I23)."""
    return body.level in _BELOW_OFFICES and scene.studied[1].administrative


def _hands_on_the_lead(scene: Scene, attempt: Attempt) -> bool:
    before = scene.county.bodies.named(str(attempt.said.get("from_body")))
    return scene.case.lead in {one.id for one in before}


def _cannot(scene: Scene, attempt: Attempt, body: Organization) -> Refusal | None:
    case = scene.case
    if not body.in_office(attempt.at.date()):
        return _refused(f"{body.name}已撤销: 写接续单位", f"{body.name} is abolished: name its successor")
    if is_subject(case, Actor(body=body.id), scene.county.bodies):
        return _refused(f"{body.name}是被反映方,不得经办", f"{body.name} is complained about and may not handle it")
    if attempt.type in _ROUND and body.id in (case.lead, *case.led):
        return _refused(
            f"{body.name}已经是过本件的主办,不得再转回: 转裁定", f"{body.name} led this case before: adjudicate"
        )
    if attempt.type in _NEW_LEAD or (attempt.type == "transfer" and _hands_on_the_lead(scene, attempt)):
        if has_no_office(scene, body):
            return _refused(f"{body.name}不是行政类主办: 交社区办", f"{body.name} leads no matter of administration")
        verdict = strikes(scene.matter, body, "lead", "named")
        if (struck := verdict.struck) is not None:
            words = Bilingual(
                f"{body.name}不能主办: {struck.said('zh')}", f"{body.name} cannot lead: {struck.said('en')}"
            )
            return Refusal("unfit", words, tuple(one.rule for one in verdict.trace))
    return None


def _refused(zh: str, en: str) -> Refusal:
    return Refusal("unfit", Bilingual(zh, en))

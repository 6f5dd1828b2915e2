"""批准: who approves what an event asks for, and what they are to the case (t22, t28, I11, I29)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gridroute.casework.capacity import is_subject
from gridroute.casework.event import Actor
from gridroute.casework.scene import Scene
from gridroute.model import Organization
from gridroute.policy.vocabulary import Vocabulary

#: The line of another place, as its name ends: 曲阜市12345.
_LINE = r"[\u4e00-\u9fff]1\d{2,4}$"
#: A number that a receipt bears.
_NUMBER = re.compile(r"\d{3}")
#: Kinds of body that receive what leaves the administration: courts, boards of arbitration, supervision.
_APART = frozenset({"court_etc", "discipline"})


def approver_of(scene: Scene, said: object) -> Organization | None:
    """The body that ``said`` names, or whoever it names speaks for; nothing where that is nobody of the register."""
    named, _ = _spoken_for(scene, str(said).strip())
    return named[0] if len(named) == 1 and named[0].in_office(scene.now.date()) else None


def standing(scene: Scene, said: object) -> str | None:
    """In what standing the named approver is to the case; nothing where nobody is named.

    ``superior``: a body above the lead, else the government of the level (t22). ``handler``: one who handles the
    case, or is below who leads it, or is complained about: nobody grants time to themselves (I11, I29). ``center``:
    the intake center, which keeps the time. ``other``: another body. ``unknown``: no body or post in office.
    """
    if not str(said or "").strip():
        return None
    body, case, bodies = approver_of(scene, said), scene.case, scene.county.bodies
    if body is None:
        return "unknown"
    handling = {case.lead or case.responsible, *case.supports, *case.required}
    if body.id in handling or is_subject(case, Actor(body=body.id), bodies):
        return "handler"
    lead = bodies.by_id.get(case.lead or case.responsible)
    above = {one.id for one in bodies.above(lead)} if lead is not None else set()
    if body.id in above or "本级政府" in body.functions:
        return "superior"
    if lead is not None and lead in bodies.above(body):
        return "handler"
    return "center" if "民意受理" in body.functions else "other"


def confirmer_standing(scene: Scene, said: object, evidence: object) -> str | None:
    """In what standing whoever is said to have confirmed a receipt is to the case (I12f); nothing where nobody is said.

    ``own_side``: who handed it over. ``other_side``: the body it went to, or one below that; where it left the
    county or its administration, a body outside the register that is named, with a number or a receipt. ``unknown``:
    anybody else.
    """
    written = str(said or "").strip()
    if not written:
        return None
    case, bodies = scene.case, scene.county.bodies
    body, (known, _) = approver_of(scene, written), _spoken_for(scene, written)
    if body is None:
        away = case.state != "handed_off" and not known and not written.startswith(scene.county.name)
        words = scene.county.policy.vocabulary
        return "other_side" if away and _is_outside(written, words) and _receipted(evidence, words) else "unknown"
    to = {case.receiver, case.lead}
    if "民意受理" in body.functions or body.id in {case.first_receiver, *case.supports} - {case.receiver}:
        return "own_side"
    if body.id in to or any(one.id in to for one in bodies.above(body)):
        return "other_side"
    in_county = scene.matter.facts.get("occurrence_in_county") is not False
    return "other_side" if case.state != "handed_off" and in_county and body.kind in _APART else "unknown"


def _is_outside(written: str, words: Vocabulary) -> bool:
    """Whether ``written`` names a body that the register need not know: of another place, or of a higher level."""
    if written.startswith(words.not_outside):
        return False
    ends = "|".join(map(re.escape, words.outside_words))
    return re.match(rf"[\u4e00-\u9fff]{{2,}}?(?:{ends}|{_LINE})", written) is not None


def _receipted(evidence: object, words: Vocabulary) -> bool:
    """Whether ``evidence`` has a number, or a paper or record of the receipt."""
    listed = [str(one) for one in (evidence if isinstance(evidence, list | tuple) else [evidence])]
    return any(_NUMBER.search(one) or any(word in one for word in words.receipt_words) for one in listed)


@dataclass(frozen=True, slots=True)
class Approval:
    """One approver as written. ``body`` is for whom they speak, nothing where nobody is meant or may approve.

    ``who`` tells two people of one body apart: what is written behind its name.
    """

    written: str
    body: Organization | None = None
    who: str = ""
    capacities: frozenset[str] = frozenset()


def approvals(scene: Scene, said: object) -> list[Approval]:
    """The approvals that an event says under ``approvers``."""
    return [_approval(scene, str(one).strip()) for one in said] if isinstance(said, list | tuple) else []


def counted(made: Iterable[Approval]) -> int:
    """How many different ones of ``made`` count."""
    return len({(one.body.id, one.who) for one in made if one.body is not None and one.capacities})


def _approval(scene: Scene, written: str) -> Approval:
    """A post or a body of the register, or a role of the policy, perhaps with a person's title or name behind it.

    The body complained about and whoever is below it approve nothing (I29), nor does the post that handled it.
    """
    territory, register = scene.county.territory, scene.county.bodies
    post = next((one for one in territory.posts if written in (one.id, one.name)), None)
    if post is not None:
        named = [] if post.id == scene.case.officer else register.named(post.place[:12])
        rest = post.id
    else:
        named, rest = _spoken_for(scene, written)
    body = next((one for one in named if one.in_office(scene.now.date())), None)
    if body is None or is_subject(scene.case, Actor(body=body.id), register):
        return Approval(written)
    return Approval(written, body, rest, _capacities(scene, body))


def _spoken_for(scene: Scene, written: str) -> tuple[list[Organization], str]:
    """The body whose name, or the name of whose role, ``written`` begins with, and what follows."""
    bodies = scene.county.bodies.named(written)
    if len(bodies) == 1:
        return bodies, ""
    role = max((one for one in scene.county.policy.vocabulary.roles if written.startswith(one)), key=len, default="")
    if role:
        return scene.resolved(role)[:1], written[len(role) :].strip()
    known = scene.county.bodies.beginning(written)
    names = (name for one in known for name in (one.id, one.name, *one.aliases) if written.startswith(name))
    return known, written[len(max(names, key=len, default="")) :].strip()


def _capacities(scene: Scene, body: Organization) -> frozenset[str]:
    """What ``body`` is in the case; who handled it, or whoever answers for it, counts as the lead."""
    case, bodies = scene.case, scene.county.bodies
    found = set(scene.roles_of(Actor(body=body.id))) - {"lead"}
    if body.id == (case.original or case.lead or case.responsible):
        found.add("lead")
    convener = bodies.by_id.get(case.convener or "")
    if convener is not None and body in bodies.above(convener):
        found.add("supervisor")
    return frozenset(found)

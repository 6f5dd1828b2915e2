"""派单入件: how a decision enters a case, when it is registered and each time more is known (t32, T53, A7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gridroute.casework.capacity import is_subject
from gridroute.casework.draft import Draft
from gridroute.casework.event import Actor
from gridroute.casework.scene import Scene
from gridroute.dispatch.matter import Matter
from gridroute.model import BodyRef, Decision, Issue, Obligation
from gridroute.policy.stage import SECRECY, URGENCIES


def as_registered(issue: Issue, at: datetime, matter: Matter, decision: Decision) -> dict[str, Any]:
    """What a new case begins with."""
    whistle = decision.whistle
    return {
        "county": decision.county,
        "issue": issue.model_dump(mode="json"),
        "routed_at": at.isoformat(),
        "policy": decision.policy,
        "state": "registered",
        "responsible": decision.responsible.id,
        "first_receiver": decision.first_receiver.id,
        "lead": _id(decision.lead),
        "supports": [body.id for body in decision.supports],
        "required": [body.id for body in whistle.required] if whistle else [],
        "blower": _id(whistle.blower) if whistle else None,
        "whistle_kind": whistle.kind if whistle else None,
        "receiver": decision.responsible.id if decision.exit else None,
        "contested": decision.contested or decision.ownerless,
        "urgency": decision.urgency,
        "forum": decision.forum,
        "nature": decision.nature,
        "category": decision.category,
        **_of_place(decision),
        **_of_parties(matter, decision, "open", ()),
    }


def enter(draft: Draft, matter: Matter, decision: Decision) -> None:
    """Takes over a first decision, or one with the place now known: who leads, who helps, what is owed."""
    lead = _id(decision.lead)
    draft.set |= {
        "lead": lead,
        "supports": tuple(body.id for body in decision.supports if body.id != lead),
        "contested": decision.contested or decision.ownerless,
        "responsible": decision.responsible.id,
        **_of_place(decision),
    }
    _more_known(draft, matter, decision)
    for duty in decision.obligations:
        if not draft.owed(duty.act, duty.obligor.id):
            draft.add(duty)
    draft.notify |= {body.id: body for body in decision.notify}


def reroute(draft: Draft) -> None:
    """Merges a new decision into the case, now that more is known (T53).

    Urgency and confidentiality only rise (I40). The lead stays, unless it is now the one complained about, or the
    matter is now an emergency, which its statutory body leads; whoever led helps. Whoever the new decision adds
    comes in as a support, with its own times, and the lead's time is no longer than it says.
    """
    scene = draft.scene
    grown = scene.case.model_copy(update={name: draft.get(name) for name in _GROWN})
    matter, decision = scene.dispatcher.study(grown.known, draft.attempt.at)
    _more_known(draft, matter, decision)
    alone = spoken(scene, words_of(draft.attempt.said), grown.known)
    if alone is not None:
        _as_urgent_as(draft, alone)
    danger = _danger(draft, decision, alone)
    rose = "urgency" in draft.set
    if not draft.get("lead"):  # nobody is dispatched yet: the way on begins with a decision of its own
        if danger is not None and danger.lead is not None and scene.case.state == "adjudicating":
            draft.set["lead"] = danger.lead.id
            _join(draft, danger, danger.lead.id)
        return
    lead = _still_leads(draft, decision)
    if danger is not None:
        lead = _led_by_emergency_body(draft, danger, lead)
        _join(draft, danger, lead)
    supports = draft.get("supports")
    draft.set["supports"] = tuple(one for one in supports if one != lead)
    if rose:
        for one in (decision, alone):
            if one is not None and one.urgency != "normal":
                _join(draft, one, lead)
                _in_time(draft, one, lead)
    elif alone is not None and alone.urgency != "normal":
        _join(draft, alone, lead, newcomers=True)  # another danger calls whom it needs, and nobody twice
    elif decision.category != scene.case.category:
        draft.tell(scene.resolved("受理中心"))  # it may be another's matter now; whether, a person decides


def heed(draft: Draft, said: str) -> None:
    """Sees to it that danger told by ``said`` is led and met as such, where the matter as a whole reads as less."""
    alone = spoken(draft.scene, said, draft.scene.case.known)
    if alone is None or alone.urgency != "emergency" or not draft.get("lead"):
        return
    lead = _led_by_emergency_body(draft, alone, draft.get("lead"))
    _join(draft, alone, lead)
    _in_time(draft, alone, lead)


def say_whom(draft: Draft) -> None:
    """Notes whom the case complains about, now that more is known, and nothing else: nobody is at it any more."""
    case = draft.scene.case
    grown = case.model_copy(update={name: draft.get(name) for name in _GROWN})
    matter, decision = draft.scene.dispatcher.study(grown.known, draft.attempt.at)
    draft.set |= _of_parties(matter, decision, case.confidential, case.subjects)


#: What an event adds that a new decision has to know.
_GROWN = ("supplements", "grid_given", "members", "member_households", "member_people", "category")


def _more_known(draft: Draft, matter: Matter, decision: Decision) -> None:
    case = draft.scene.case
    _as_urgent_as(draft, decision)
    draft.set |= _of_parties(matter, decision, case.confidential, case.subjects)


def _still_leads(draft: Draft, decision: Decision) -> str:
    """The lead, or who takes its place where it turns out to be complained about (I29)."""
    scene = draft.scene
    case = scene.case.model_copy(update={"subjects": draft.get("subjects")})
    bodies = scene.county.bodies
    lead = str(draft.get("lead"))
    if not is_subject(case, Actor(body=lead), bodies):
        return lead
    others = [decision.lead.id] if decision.lead else []
    others += [body.id for body in bodies.with_function("本级政府")]
    kept = [one for one in others if not is_subject(case, Actor(body=one), bodies)]
    new = kept[0] if kept else decision.first_receiver.id
    draft.hand_over(lead, bodies.by_id[new], None)
    draft.set["lead"] = new
    return new


def words_of(said: Mapping[str, Any]) -> str:
    """What somebody told of the matter with an event: the text of a supplement, else the reason they give."""
    return str(said.get("text") or said.get("reason") or "").strip()


def spoken(scene: Scene, said: str, known: Issue) -> Decision | None:
    """The decision on the words ``said`` by themselves, at the place of ``known``; nothing where nobody said any.

    They are read as an issue of their own would be: its category was said of other words (T53).
    """
    if not said:
        return None
    alone = known.model_copy(update={"text": said, "category": None})
    return scene.dispatcher.route(alone, scene.now)


def is_danger(scene: Scene, said: Mapping[str, Any], known: Issue) -> bool:
    """Whether the words ``said`` with an event by themselves tell of an emergency at the place of ``known``."""
    alone = spoken(scene, words_of(said), known)
    return alone is not None and alone.urgency == "emergency"


def _as_urgent_as(draft: Draft, decision: Decision) -> None:
    if URGENCIES.index(decision.urgency) > URGENCIES.index(draft.get("urgency")):
        draft.set["urgency"] = decision.urgency


def _danger(draft: Draft, decision: Decision, alone: Decision | None) -> Decision | None:
    """The decision, where it makes an emergency of the case, or of one that nobody is at any more (T53)."""
    told = alone is not None and alone.urgency == "emergency"
    found = decision if decision.urgency == "emergency" else alone if told else None
    if found is None:
        return None
    scene = draft.scene
    resting = scene.case.state in scene.county.policy.lifecycle.events["recall"].sources
    return found if (resting and told) or "urgency" in draft.set else None


def _led_by_emergency_body(draft: Draft, danger: Decision, before: str) -> str:
    """Who leads the emergency; whoever led until now keeps its deadline, as a support."""
    scene, new = draft.scene, danger.lead
    case = scene.case.model_copy(update={"subjects": draft.get("subjects")})
    if new is None or new.id == before or is_subject(case, Actor(body=new.id), scene.county.bodies):
        return before
    owed = draft.owed("handle", before)
    draft.close(draft.owed("assist", before) if owed else (), "superseded")
    for one in owed:
        duty = one.duty.model_copy(update={"act": "assist", "role": "support"})
        draft.duties[one.number] = one.model_copy(update={"duty": duty})
    draft.set |= {"lead": new.id, "supports": tuple(dict.fromkeys((*draft.get("supports"), before)))}
    draft.notify[new.id] = new
    return new.id


def _in_time(draft: Draft, decision: Decision, lead: str) -> None:
    """The lead handles the matter within the time that the new decision gives, whoever that names."""
    for body in draft.scene.bodies([lead]):
        for duty in decision.obligations:
            if duty.act == "handle":
                _sooner(draft, duty.model_copy(update={"obligor": body.ref, "role": "lead"}), lead)


def _join(draft: Draft, decision: Decision, lead: str, newcomers: bool = False) -> None:
    """Whoever the decision names beside the lead comes in as a support; what it says is owed, is owed.

    ``newcomers``: only by those who had no part in the case. Nobody who is complained about (I29): the decision
    may be on the new words alone, which do not say so.
    """
    bodies = draft.scene.county.bodies
    case = draft.scene.case.model_copy(update={"subjects": draft.get("subjects")})

    there = {lead, *draft.get("supports")} if newcomers else set()

    def may(body: BodyRef) -> bool:
        return body.id not in there and not is_subject(case, Actor(body=body.id), bodies)

    named = [body for body in (decision.lead, *decision.supports) if body is not None and may(body)]
    joined = [body for body in named if body.id != lead]
    known = draft.get("supports")
    draft.set["supports"] = tuple(dict.fromkeys((*known, *(body.id for body in joined))))
    for duty in decision.obligations:
        if may(duty.obligor):
            _sooner(draft, duty, lead)
    draft.notify |= {body.id: body for body in (*decision.notify, *joined)}
    draft.rules += [entry.rule for entry in decision.trace if entry.won and entry.stage in ("classify", "admit")]


def _sooner(draft: Draft, duty: Obligation, lead: str) -> None:
    """Takes over a duty that is new or due earlier than what is owed."""
    if duty.act == "handle" and duty.obligor.id != lead:
        duty = duty.model_copy(update={"act": "assist", "role": "support"})
    owed = draft.owed(duty.act, duty.obligor.id)
    if owed and min(one.duty.due_at for one in owed) <= duty.due_at:
        return
    draft.close(owed, "superseded")
    draft.add(duty)


def _of_place(decision: Decision) -> dict[str, Any]:
    return {
        "holder": _id(decision.holder),
        "resolver": _id(decision.resolver),
        "community": decision.grid.community_code,
        "township": decision.grid.township_code,
        "officer": decision.officer,
    }


def _of_parties(matter: Matter, decision: Decision, secrecy: str, subjects: tuple[str, ...]) -> dict[str, Any]:
    named = (*subjects, *(body.id for body in matter.subjects))
    return {
        "subjects": tuple(dict.fromkeys(named)),
        "confidential": max(secrecy, decision.confidential, key=SECRECY.index),
    }


def _id(body: BodyRef | None) -> str | None:
    return body.id if body is not None else None

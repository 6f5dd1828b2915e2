"""争议: objections, and adjudication that always ends (domain.md §3.4 t10 to t14, I19, I20)."""

from __future__ import annotations

from gridroute.casework.draft import Draft
from gridroute.casework.scene import Scene
from gridroute.model import Duration, Organization, Unit


def object_to(draft: Draft) -> None:
    """The objection counts against a second one (I19)."""
    draft.set["objections"] = (*draft.scene.case.objections, draft.attempt.by.body)


def to_another_lead(draft: Draft) -> None:
    """A new lead takes what the old one owes; the whole clock goes on (I8)."""
    case, (body,) = draft.scene.case, draft.scene.county.bodies.named(str(draft.attempt.said["to"]))
    draft.hand_over(case.lead, body, "lead")
    draft.set |= {"lead": body.id, "contested": False}
    draft.set["led"] = tuple(dict.fromkeys((*case.led, *([case.lead] if case.lead else []))))
    draft.set["supports"] = tuple(one for one in draft.scene.case.supports if one != body.id)
    draft.close(draft.owed("adjudicate"), "fulfilled")
    if not draft.owed("handle", body.id):
        draft.open("handle", body, draft.usual_length(), "lead")


def designate(draft: Draft) -> None:
    """One lead, binding: who is designated may not object (t14)."""
    to_another_lead(draft)
    draft.set |= {"designated": True, "led": ()}
    draft.close(draft.owed("interim"), "fulfilled")


def to_adjudication(draft: Draft) -> None:
    """The first receiver acts first, and whoever adjudicates has a deadline (B18, I22)."""
    draft.set |= {"contested": True, "adjudications": 0}
    name_adjudicator(draft, 0)
    first = draft.scene.bodies([draft.scene.case.first_receiver])
    for body in first:
        draft.open("interim", body, Duration(2, Unit.CLOCK_HOURS), "first_receiver")


def next_adjudicator(draft: Draft) -> None:
    """The one adjudicating let the time pass: the next above it decides (I20)."""
    number = draft.scene.case.adjudications + 1
    draft.set["adjudications"] = number
    name_adjudicator(draft, number)


def name_adjudicator(draft: Draft, number: int) -> None:
    """Consultation, common superior, government: the next one in the succession; the last one stays (I20)."""
    roles = draft.scene.county.policy.successions["adjudicator"].roles
    bodies = [body for role in roles[number:] for body in draft.scene.resolved(role)]
    bodies = bodies or [draft.scene.somebody()]
    draft.close(draft.owed("adjudicate"), "superseded")
    draft.set["adjudicator"] = bodies[0].id
    draft.open("adjudicate", bodies[0], draft.scene.parameter("裁定时限"), "adjudicator")


def destinations(scene: Scene, said: object) -> list[Organization]:
    """Where an objection says the matter belongs: a body or a role of the county, in office and not the lead (t10)."""
    word = str(said or "").strip()
    named = scene.county.bodies.named(word) or scene.resolved(word)
    return [one for one in named if one.in_office(scene.now.date()) and one.id != scene.case.lead]

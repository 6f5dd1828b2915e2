"""回避: whoever a case complains about, and whoever is below it, has no part in it, whichever event names it (I29)."""

from __future__ import annotations

from gridroute.casework.capacity import is_subject
from gridroute.casework.case import Case
from gridroute.casework.draft import Draft
from gridroute.casework.event import Actor
from gridroute.casework.rungs import to_rung
from gridroute.model import Organization

#: The attributes of a case that name one body which has a say in it.
_ONE = ("first_receiver", "holder", "resolver", "adjudicator", "blower", "lead", "original", "responsible")
_SEVERAL = ("supports", "required")
#: Who only helps: nobody has to take their place.
_HELPING = ("support", "required")


def keep_apart(draft: Draft) -> None:
    """Takes out of the case, as this event leaves it, whoever it complains about; the government takes their place.

    The one place that does: every event is seen to before it is recorded. What the one complained about owed passes
    on with its deadline (I8); a convener of a meeting gives way to the next rung above that has another. Where
    everybody who might take the place is complained about too, it stays where it is (I2).
    """
    case = with_subjects(draft)
    if not case.subjects:
        return
    if is_accused(draft, case, draft.get("convener")):
        _another_meeting(draft, case)
    one = [name for name in _ONE if is_accused(draft, case, draft.get(name))]
    other = stand_in(draft, case)
    for name in _SEVERAL:
        listed: tuple[str, ...] = draft.get(name)
        kept = tuple(body for body in listed if not is_accused(draft, case, body))
        if kept != listed:
            draft.set[name] = kept
    if other is not None:
        heir = other.id
        for name in one:
            draft.set[name] = heir
            if name == "lead":
                draft.set["supports"] = tuple(body for body in draft.get("supports") if body != heir)
        if "original" in one and draft.get("lead"):  # a redo goes back to whoever took it over
            draft.set["original"] = draft.get("lead")
    for owed in draft.owed():
        before = owed.duty.obligor.id
        if not is_accused(draft, case, before):
            continue
        if other is None:
            continue
        if owed.duty.role in _HELPING or draft.owed(owed.duty.act, other.id):
            draft.close([owed], "waived")
        else:
            duty = owed.duty.model_copy(update={"obligor": other.ref})
            draft.duties[owed.number] = owed.model_copy(update={"duty": duty})


def with_subjects(draft: Draft) -> Case:
    """The case with whom it complains about now."""
    return draft.scene.case.model_copy(update={"subjects": draft.get("subjects")})


def is_accused(draft: Draft, case: Case, body: str | None) -> bool:
    """Whether ``body`` is one that ``case`` complains about, or below it."""
    return body is not None and is_subject(case, Actor(body=body), draft.scene.county.bodies)


def stand_in(draft: Draft, case: Case) -> Organization | None:
    """Who takes the place of one complained about: the government, else the intake center, as far as they are not."""
    bodies = draft.scene.county.bodies
    named = [*bodies.with_function("本级政府"), *bodies.with_function("民意受理")]
    return next((one for one in named if not is_accused(draft, case, one.id)), None)


def _another_meeting(draft: Draft, case: Case) -> None:
    """The next meeting above whose convener is not complained about has the matter now, with its own time (C3)."""
    rungs = len(draft.scene.ladder.rungs)
    for number in range((draft.get("rung") or 0) + 1, rungs + 1):
        to_rung(draft, number)
        if not is_accused(draft, case, draft.get("convener")):
            break
    draft.set["waiting_since"] = draft.attempt.at
    draft.tell(draft.scene.bodies([draft.get("convener")]))

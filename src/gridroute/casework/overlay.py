"""叠加: what changes a case without moving it on (domain.md §3.4 t32 to t34)."""

from __future__ import annotations

from gridroute.casework.draft import Draft
from gridroute.casework.routing import enter, heed, reroute, say_whom
from gridroute.model import Duration, Unit
from gridroute.policy.path import BY_NAME

_SUPERVISE = next(one for one in BY_NAME["duty"].outcomes if one.name == "supervise")


def supervise(draft: Draft) -> None:
    """Supervision only rises: remind, yellow, red, supervised, letter, bulletin."""
    order = _SUPERVISE.values
    known, new = draft.scene.case.supervise, str(draft.attempt.said["supervise"])
    draft.set["supervise"] = max((one for one in (known, new) if one), key=order.index)


def urge(draft: Draft) -> None:
    """The other side has been urged once more (t3); whoever stands for it here is told."""
    draft.set["urges"] = draft.scene.case.urges + 1
    draft.tell(draft.scene.bodies([draft.scene.case.receiver or ""]))


def supplement(draft: Draft) -> None:
    """Reaches the lead at once; what it adds may raise the urgency, never lower it (I40, T53).

    Of a closed case it is kept, and the intake center, which may reopen it, is told as well (t31, T60).
    """
    case, said = draft.scene.case, draft.attempt.said
    draft.set["supplements"] = (*case.supplements, str(said["text"]))
    files = said.get("attachments", ())
    draft.set["attachments"] = (*case.attachments, *(str(one) for one in files))
    if case.state == "closed":
        say_whom(draft)
        draft.tell(draft.scene.resolved("受理中心"))
    else:
        reroute(draft)
    if files and case.state != "closed" and draft.get("confidential") != "open":  # T54
        for body in draft.scene.resolved("受理中心")[:1]:
            draft.open("redact", body, Duration(1, Unit.WORKDAYS), "intake_center")
    draft.tell(draft.scene.bodies([draft.get("lead") or case.responsible]))


def recall(draft: Draft) -> None:
    """Somebody is at it again: it is neither called back about nor listed any more (T53)."""
    draft.close(draft.owed("callback"), "superseded")
    draft.set["next_review"] = None


def reconsider(draft: Draft) -> None:
    """All that was owed gives way to the decision on what is known now."""
    draft.close(draft.owed(), "superseded")
    enter(draft, *draft.scene.dispatcher.study(draft.scene.case.known, draft.attempt.at))


def place_given(draft: Draft) -> None:
    """The place is designated; who leads and who answers follow from it (t6, A7, A8)."""
    place = draft.attempt.said.get("grid")
    if place is None:
        return
    draft.set["grid_given"] = str(place)
    draft.close(draft.owed("designate") + draft.owed("locate"), "fulfilled")
    known = draft.scene.case.model_copy(update={"grid_given": str(place)}).known
    matter, decision = draft.scene.dispatcher.study(known, draft.attempt.at)
    enter(draft, matter, decision)


def way_on(draft: Draft) -> None:
    """A case that was only triaged takes the way that its new decision gives it."""
    if draft.attempt.said.get("rerouted"):
        enter(draft, *draft.scene.dispatcher.study(draft.scene.case.known, draft.attempt.at))
        if draft.get("urgency") == "emergency" and draft.scene.case.supplements:
            heed(draft, draft.scene.case.supplements[-1])

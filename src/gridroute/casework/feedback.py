"""反馈与回访: the reply, the callback, the redo and the ways to an end (domain.md §3.4 t24 to t31, I12)."""

from __future__ import annotations

from gridroute.casework.case import Case
from gridroute.casework.draft import Draft
from gridroute.casework.performance import again
from gridroute.casework.routing import reroute
from gridroute.casework.snapshot import RESTORED
from gridroute.casework.whistle import unanswered
from gridroute.model import Duration, Organization, Unit

#: What a case that goes on does not owe once more: it belonged to its end.
_ONCE = frozenset({"callback", "return_notice", "track"})
#: What a reply with evidence shows its author to have done; anything else is still owed.
_DONE = frozenset({"handle", "recover", "contact", "arrive", "answer", "inspect", "first_report"})


def reply(draft: Draft) -> None:
    """The handling is done as far as its lead says; the callback is owed next (t24)."""
    case = draft.scene.case
    draft.set["original"] = case.lead or case.responsible
    if draft.attempt.type == "reply":
        _waited_for(draft)
    draft.close(draft.owed("handle"), "fulfilled")
    draft.close([one for one in draft.owed(by=draft.set["original"]) if one.duty.act in _DONE], "fulfilled")
    draft.close([one for one in draft.owed("track") if one.duty.every], "fulfilled")  # it is followed up to the reply
    for body in draft.scene.resolved("受理中心")[:1] or draft.scene.bodies([draft.scene.case.first_receiver]):
        draft.open("callback", body, draft.scene.parameter("回访时限"), "intake_center")
    draft.set |= {
        "site_verified": None,
        "calls": (),
        "reached": None,
        "resolved": None,
        "satisfied": None,
        "reasonable": None,
    }


def _waited_for(draft: Draft) -> None:
    """The reply with its evidence is the lead's own opinion (I26); who has not answered is reminded."""
    case = draft.scene.case
    draft.close(draft.owed("opinion", case.lead), "fulfilled")
    absent = [one for one in draft.scene.bodies(case.supports) if one.id not in case.reported]
    if absent:
        _reminded(draft, absent)
    late = unanswered(draft.scene)
    if late:
        draft.set["supervise"] = case.supervise or "remind"
        draft.tell(late)


def _reminded(draft: Draft, absent: list[Organization]) -> None:
    """Supports whose absence the lead noted still owe their part, and are supervised for it (T50, I14)."""
    for body in absent:
        if not draft.owed("assist", body.id):
            draft.open("assist", body, Duration(1, Unit.WORKDAYS), "support")
    draft.set["supervise"] = draft.scene.case.supervise or "remind"
    draft.tell(absent)


def call_back(draft: Draft) -> None:
    """One attempt to reach the resident is on record: when, how, reached or not (I12b)."""
    said = draft.attempt.said
    if not said["reached"]:
        draft.set["waiting_since"] = draft.attempt.at  # who was not reached still waits to be called (T48)
    draft.set["calls"] = (*draft.scene.case.calls, (draft.attempt.at, str(said["method"]), bool(said["reached"])))


def call_again(draft: Draft) -> None:
    """Nobody was reached: the case is neither closed nor redone, and the intake center is reminded to call (T48)."""
    draft.set["supervise"] = draft.scene.case.supervise or "remind"
    draft.tell(draft.scene.resolved("受理中心"))


def master_replied(draft: Draft) -> None:
    """The master was replied to: a member is called back by itself (I5, T26)."""
    lead = draft.attempt.said.get("lead")
    reply(draft)
    if lead and draft.scene.bodies([str(lead)]):
        draft.set |= {"lead": str(lead), "original": str(lead)}


def verified(draft: Draft) -> None:
    """Somebody saw for themselves whether it is resolved (I12)."""
    draft.set |= {"site_verified": True, "resolved": bool(draft.attempt.said["resolved"])}


def answered(draft: Draft) -> None:
    """What the resident said: reached, resolved, satisfied and reasonable, each by itself."""
    for name in ("reached", "resolved", "satisfied", "reasonable"):
        if name in draft.attempt.said:
            draft.set[name] = bool(draft.attempt.said[name])
    draft.close(draft.owed("callback"), "fulfilled")


def redo(draft: Draft) -> None:
    """Back to whoever handled it, with the time it had (SS14, t27)."""
    answered(draft)
    case = draft.scene.case
    draft.set["redo_count"] = case.redo_count + 1
    if draft.attempt.said.get("resolved") is False:
        draft.set["circumstances"] = _unsettled(case)
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id if case.lead else None
        draft.open("handle", body, draft.usual_length(), "lead")
    if draft.attempt.said.get("reason"):
        reroute(draft)  # danger may be told here as well as by a supplement (T53)
    draft.tell(draft.scene.bodies([draft.get("lead") or case.responsible]))


def reopen(draft: Draft) -> None:
    """Goes on with whoever handled it, as the same case (t31): all that its end waived is owed again, by all."""
    case = draft.scene.case
    draft.set |= {"closed_by": None, "reopen_count": case.reopen_count + 1, "reported": (), "checked_in": ()}
    draft.set["circumstances"] = _unsettled(case)
    waived = [one for one in case.duties if one.status == "waived" and one.closed_at == case.waiting_since]
    for one in waived:
        if one.duty.act not in _ONCE:
            again(draft, one)
    for body in draft.scene.bodies(case.supports):
        if not draft.owed("assist", body.id):
            draft.open("assist", body, draft.usual_length(), "support")
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id
        draft.open("handle", body, draft.usual_length(), "lead")
    reroute(draft)
    draft.tell(draft.scene.bodies([draft.get("lead"), *draft.get("supports")]))


def confirmed(draft: Draft) -> None:
    """The other side has taken it over: its part, and that of all who have reported, is done (t3, I12f)."""
    case = draft.scene.case
    for body in (case.receiver, case.lead, *case.reported):
        if body is not None:
            draft.close([one for one in draft.owed(by=body) if one.duty.act != "opinion"], "fulfilled")
    end(draft)


def end(draft: Draft) -> None:
    """Ends all that is still owed, and names the way out (I12)."""
    answered(draft)
    draft.set["closed_by"] = str(draft.attempt.said.get("exit_way", draft.attempt.type))
    draft.close(draft.owed(), "waived")


def _unsettled(case: Case) -> tuple[str, ...]:
    """What is said of a case that is taken up again: the supply was not restored for good."""
    return tuple(one for one in case.circumstances if one != RESTORED)

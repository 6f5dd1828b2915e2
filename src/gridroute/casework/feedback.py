"""反馈与回访: the reply, the callback, the redo and the ways to an end (domain.md §3.4 t24 to t31, I12)."""

from __future__ import annotations

from gridroute.casework.draft import Draft


def reply(draft: Draft) -> None:
    """The handling is done as far as its lead says; the callback is owed next (t24)."""
    lead = draft.scene.case.lead or draft.scene.case.responsible
    draft.set["original"] = lead
    draft.close(
        [one for one in draft.owed() if one.duty.act in ("handle", "recover", "contact", "arrive")], "fulfilled"
    )
    for body in draft.scene.resolved("受理中心")[:1] or draft.scene.bodies([draft.scene.case.first_receiver]):
        draft.open("callback", body, draft.scene.parameter("回访时限"), "intake_center")
    draft.set |= {"calls": (), "reached": None, "resolved": None, "satisfied": None, "reasonable": None}


def call_back(draft: Draft) -> None:
    """One attempt to reach the resident is on record: when, how, reached or not (I12b)."""
    said = draft.attempt.said
    draft.set["calls"] = (*draft.scene.case.calls, (draft.attempt.at, str(said["method"]), bool(said["reached"])))


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
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id if case.lead else None
        draft.open("handle", body, draft.usual_length(), "lead")


def reopen(draft: Draft) -> None:
    """Goes on with whoever handled it, as the same case (t31)."""
    case = draft.scene.case
    draft.set["closed_by"] = None
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id
        draft.open("handle", body, draft.usual_length(), "lead")


def end(draft: Draft) -> None:
    """Ends all that is still owed, and names the way out (I12)."""
    answered(draft)
    draft.set["closed_by"] = str(draft.attempt.said.get("exit_way", draft.attempt.type))
    draft.close(draft.owed(), "waived")

"""阶梯: a case that waits for a meeting, climbs, is resolved or listed (domain.md §3.6, rules C)."""

from __future__ import annotations

from datetime import datetime

from gridroute.casework.draft import Draft
from gridroute.model import Duration, Unit
from gridroute.policy.rule import Reference


def to_meeting(draft: Draft) -> None:
    """On the lowest rung that has a convener; a rung whose convener is the body complained about is passed (C3)."""
    case = draft.scene.case
    triggers = tuple(
        str(one) for one in draft.attempt.said.get("triggers", (draft.attempt.said.get("trigger"),)) if one
    )
    draft.set["triggers"] = tuple(dict.fromkeys((*case.triggers, *triggers)))
    to_rung(draft, 0 if case.rung is None else case.rung)


def next_rung(draft: Draft) -> None:
    """Up one rung of the ladder (t21)."""
    rung = draft.scene.case.rung
    to_rung(draft, 0 if rung is None else rung + 1)


def to_rung(draft: Draft, number: int) -> None:
    """On that rung, or the next above it that has a convener; past the last one it is to be listed (T24, C7)."""
    ladder = draft.scene.ladder
    if number > len(ladder.rungs):
        draft.set["rung"] = number
        return
    for index in range(number, len(ladder.rungs)):
        rung = ladder.rungs[index]
        reference: Reference | None = rung.convener or rung.body
        bodies = draft.scene.resolved(reference) if reference else []
        if bodies:
            draft.set |= {"rung": index, "level": rung.level, "convener": bodies[0].id}
            return
    bodies = draft.scene.resolved(ladder.terminal.body) if ladder.terminal else []
    bodies = bodies or draft.scene.county.bodies.with_function("本级政府")[:1]
    draft.set |= {"rung": len(ladder.rungs), "level": "county", "convener": bodies[0].id}


def send_down(draft: Draft) -> None:
    """Back to the rung below, with a basis and once (C13)."""
    rung = draft.scene.case.rung or 0
    draft.set["send_down_count"] = draft.scene.case.send_down_count + 1
    to_rung(draft, max(0, rung - 1))


def resolve_item(draft: Draft) -> None:
    """A resolution names lead, supports and deadline; they become duties (C6, I7). C12: the old ones stay owed."""
    said = dict(draft.attempt.said["resolution"])
    lead = draft.scene.bodies([str(said.get("lead") or draft.scene.case.lead)])
    supports = draft.scene.bodies(str(one) for one in said.get("supports", ()))
    length = Duration.parse(str(said.get("within") or "5 workdays"))
    for body in lead:
        if body.id != draft.scene.case.lead:
            draft.hand_over(draft.scene.case.lead, body, "lead")
        draft.set["lead"] = body.id
        draft.open("handle", body, length, "lead")
    for body in supports:
        draft.open("assist", body, length, "support")
    draft.set |= {"supports": tuple(body.id for body in supports), "contested": False}


def put_on_list(draft: Draft) -> None:
    """Waits until the day it is reviewed (t22)."""
    draft.set["next_review"] = datetime.fromisoformat(str(draft.attempt.said["next_review"])).replace(
        tzinfo=draft.attempt.at.tzinfo
    )


def terminal_list(draft: Draft) -> None:
    """What the last level leaves is listed and reviewed in three months (C7; the interval is assumed)."""
    draft.set["next_review"] = draft.scene.due(draft.attempt.at, Duration(90, Unit.CALENDAR_DAYS)).due_at


def papers(draft: Draft) -> None:
    """Papers for the meeting are filed (C5)."""
    said = draft.attempt.said["papers"]
    draft.set["papers"] = tuple(dict.fromkeys((*draft.scene.case.papers, *(str(one) for one in said))))

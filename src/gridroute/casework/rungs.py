"""阶梯: a case that waits for a meeting, climbs, is resolved or listed (domain.md §3.6, rules C)."""

from __future__ import annotations

from gridroute.casework.approval import approver_of
from gridroute.casework.dossier import asked_of_item
from gridroute.casework.draft import Draft
from gridroute.casework.moment import first_day, moment
from gridroute.casework.resolution import read_resolution
from gridroute.casework.snapshot import RESTORED, case_facts
from gridroute.casework.trigger import triggers_said
from gridroute.dispatch.inquiry import decide
from gridroute.model import Duration, Organization, Unit
from gridroute.policy.ladder import Ladder
from gridroute.policy.rule import Reference


def to_meeting(draft: Draft) -> None:
    """Before the lowest meeting; a matter that a meeting has had before comes one rung higher (C2, I17).

    Papers handed in with it are kept.
    """
    case = draft.scene.case
    draft.set["triggers"] = tuple(dict.fromkeys((*case.triggers, *triggers_said(draft.attempt.said))))
    if draft.attempt.said.get("papers"):
        papers(draft)
    next_rung(draft)


def next_rung(draft: Draft) -> None:
    """Up one rung of the ladder (t21); the first one after those that are tried before anybody is dispatched."""
    rung = draft.scene.case.rung
    if rung is not None:
        unresolved(draft, draft.scene.case.level)
    number = first_rung(draft.scene.ladder) if rung is None else rung + 1
    if draft.get("urgency") != "normal":  # danger and supply are never listed: the last meeting has them (t22, I10)
        number = min(number, len(draft.scene.ladder.rungs))
    to_rung(draft, number)


def unresolved(draft: Draft, level: str | None) -> None:
    """What the rules ask for where the meeting of ``level`` left the matter: duties, and who is told (LW14, C7)."""
    if level is None:
        return
    scene = draft.scene
    facts = case_facts(scene) | {"unresolved_at_level": level}
    settled = (decide(scene.dispatcher.engine, scene.matter.edition, "escalation", facts), asked_of_item(scene, facts))
    for said in settled:
        draft.take(said.duties)
        body = said.reference("body")
        told = [one for one, _ in said.references("notify")] + ([body] if body is not None else [])
        draft.tell(one for reference in told for one in scene.resolved(reference))


def first_rung(ladder: Ladder) -> int:
    """Where a matter that has been dispatched begins to climb."""
    return next((number for number, rung in enumerate(ladder.rungs) if not rung.before_dispatch), 0)


def skip_level(draft: Draft) -> None:
    """Past a level, for one of the three reasons (C3): to the level that is named, else past the next one.

    Where the meeting itself is a party, the next one that is none takes it.
    """
    case, rungs = draft.scene.case, draft.scene.ladder.rungs
    here = -1 if case.rung is None else case.rung
    named = next(
        (n for n, rung in enumerate(rungs) if n > here and rung.level == draft.attempt.said.get("level")), None
    )
    passed = 1 if draft.attempt.said.get("skip_reason") == "body_is_party" else 2
    to_rung(draft, min(here + passed, len(rungs)) if named is None else named)


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
            draft.set |= {"rung": index, "level": rung.level, "convener": bodies[0].id, "listings_at_level": 0}
            return
    bodies = draft.scene.resolved(ladder.terminal.body) if ladder.terminal else []
    bodies = bodies or [draft.scene.somebody()]
    draft.set |= {"rung": len(ladder.rungs), "level": "county", "convener": bodies[0].id}


def send_down(draft: Draft) -> None:
    """Back to the rung below, with a basis and once (C13)."""
    rung = draft.scene.case.rung or 0
    draft.set["send_down_count"] = draft.scene.case.send_down_count + 1
    to_rung(draft, max(0, rung - 1))


def resolve_item(draft: Draft) -> None:
    """A resolution names lead, supports and deadline; they become duties (C6, I7). C12: the old ones stay owed."""
    case, made = draft.scene.case, read_resolution(draft.scene, draft.attempt.said["resolution"])
    lead = made.lead or next(iter(draft.scene.bodies([case.lead or case.responsible])), None)
    length = made.within or Duration(5, Unit.WORKDAYS)
    if lead is not None:
        if lead.id != case.lead:
            draft.hand_over(case.lead, lead, "lead")
        draft.set["lead"] = lead.id
        _owed_within(draft, "handle", lead, length, "lead")
    for body in made.supports or ():
        _owed_within(draft, "assist", body, length, "support")
    supports = tuple(body.id for body in made.supports or ())
    draft.set |= {"supports": supports, "contested": False, "circumstances": _left(draft)}
    draft.tell([*([lead] if lead else []), *(made.supports or ())])


def _owed_within(draft: Draft, act: str, body: Organization, length: Duration, role: str) -> None:
    """The act is owed within ``length``; urgent acts stay owed by an earlier time still ahead (C12, I10)."""
    at = draft.attempt.at
    due = draft.scene.due(at, length).due_at
    if draft.get("urgency") != "normal" and any(at < one.duty.due_at <= due for one in draft.owed(act, body.id)):
        return
    draft.open(act, body, length, role)


def put_on_list(draft: Draft) -> None:
    """Waits until the day it is reviewed (t22); whoever is said to have approved it is told.

    The time for handling stands aside until then: it is set anew when the milestone wakes the case (t23).
    """
    said = draft.attempt.said
    draft.set["next_review"] = moment(said["next_review"], draft.attempt.at)
    draft.set["next_milestone"] = first_day(said.get("milestones") or (), draft.attempt.at)
    draft.set["listings_at_level"] = draft.scene.case.listings_at_level + 1
    draft.close(draft.owed("handle"), "superseded")
    approver = approver_of(draft.scene, said.get("approver", ""))
    draft.tell([approver] if approver is not None else [])


def terminal_list(draft: Draft) -> None:
    """What the last level leaves goes to the end of the ladder, listed and reviewed after the interval (C7)."""
    days = Duration(draft.scene.number("挂账评审间隔"), Unit.CALENDAR_DAYS)
    terminal = draft.scene.ladder.terminal
    if terminal is not None:
        draft.tell(draft.scene.resolved(terminal.body))
    draft.set |= {"next_review": draft.scene.due(draft.attempt.at, days).due_at, "next_milestone": None}


def papers(draft: Draft) -> None:
    """Papers for the meeting are filed (C5)."""
    said = draft.attempt.said["papers"]
    draft.set["papers"] = tuple(dict.fromkeys((*draft.scene.case.papers, *(str(one) for one in said))))


def _left(draft: Draft) -> tuple[str, ...]:
    """What no meeting settles: that the supply runs again."""
    return tuple(one for one in draft.get("circumstances") if one == RESTORED)

"""记录: one event in full: its effect, what rules add beside it, the new state, who answers, the timers."""

from __future__ import annotations

from gridroute.casework.answer import Answer
from gridroute.casework.apart import keep_apart
from gridroute.casework.case import applied
from gridroute.casework.clock import timers
from gridroute.casework.clockstop import resume
from gridroute.casework.draft import Draft
from gridroute.casework.effects import apply_effect, keep_assisted, keep_handled
from gridroute.casework.event import REPORTER, Attempt, CaseEvent
from gridroute.casework.guard import rules_beside
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import CIRCUMSTANCES
from gridroute.model import Decision

#: Where somebody has to handle the matter, by a deadline (I7).
_HANDLED = frozenset({"dispatched", "grid_handling", "in_progress", "joint_handling", "executing"})


def record(scene: Scene, attempt: Attempt, role: str, opening: Decision | None = None) -> Answer:
    """The event that ``attempt`` makes, and the case after it. Nothing is asked any more: it may happen."""
    case, life = scene.case, scene.county.policy.lifecycle
    event = life.events[attempt.type]
    draft = Draft(scene, attempt, role)
    apply_effect(draft)
    if opening is not None:
        for duty in opening.obligations:
            if not draft.owed(duty.act, duty.obligor.id):
                draft.add(duty)
        draft.notify |= {body.id: body for body in opening.notify}
    if role != REPORTER:
        _keep_circumstances(draft)
    rules_beside(draft, scene, attempt, role)
    state = event.leads_to(case.state)
    draft.set["state"] = state
    if draft.get("lead") in draft.get("supports"):  # whoever leads now helps nobody (I3)
        draft.set["supports"] = tuple(one for one in draft.get("supports") if one != draft.get("lead"))
    if draft.get("paused_at") is not None and state not in life.events["pause"].sources:
        resume(draft)
    if state in _HANDLED and not draft.owed("handle"):
        keep_handled(draft)
    if state in _HANDLED:
        keep_assisted(draft)
    timer = life.states[case.state].timer  # another timer, of a successor or an officer, does not begin the wait anew
    if state != case.state or (timer is not None and attempt.type in (timer.fires, timer.unreached)):
        draft.set["waiting_since"] = attempt.at
    draft.set["responsible"] = _responsible(draft, state)
    keep_apart(draft)
    hidden = draft.get("subjects")  # whom it complains about is told nothing of it (I28)
    change = draft.change()
    made = CaseEvent(
        case=case.id,
        seq=case.seq + 1,
        type=attempt.type,
        at=attempt.at,
        by=attempt.by,
        role=role,
        said=attempt.said,
        change=change,
        rules=tuple(dict.fromkeys(draft.rules)),
        notify=tuple(body for body in draft.notify.values() if body.id not in hidden),
    )
    after = scene.at(applied(case, made))
    made = made.model_copy(update={"change": change.model_copy(update={"timers": timers(after)})})
    return Answer(applied(case, made), (made,))


def _keep_circumstances(draft: Draft) -> None:
    """Keeps what was said of the reach of the matter; a later word may take it back."""
    said = {name: value for name, value in draft.attempt.said.items() if name in CIRCUMSTANCES}
    if any(isinstance(value, bool) for value in said.values()):
        known = {*draft.get("circumstances"), *(name for name, value in said.items() if value is True)}
        draft.set["circumstances"] = tuple(sorted(known - {name for name, value in said.items() if value is False}))


def _responsible(draft: Draft, state: str) -> str:
    """The one party that answers for the case in ``state`` (I2)."""
    case = draft.scene.case
    first: str = draft.get("first_receiver")
    match state:
        case "adjudicating" | "registered" | "declined":
            return first
        case "awaiting_meeting" | "listed":
            return draft.get("lead") or draft.get("convener") or first
        case "triaged":
            return draft.get("holder") or case.responsible
        case "replied" | "callback":
            center = draft.scene.resolved("受理中心")
            return center[0].id if center else first
    return draft.get("lead") or case.responsible or first

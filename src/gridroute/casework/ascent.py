"""上会所附: what the rules of stage ``escalation`` attach to a case that comes to a level: duties, and who is told."""

from __future__ import annotations

from gridroute.casework.case import Case
from gridroute.casework.draft import Draft
from gridroute.casework.snapshot import case_facts
from gridroute.dispatch.inquiry import decide


def comes_to_a_level(draft: Draft) -> None:
    """Adds the duties and notices that the rules give to a case on the rung that this event brings it to.

    A duty that somebody owes already, and is not late with, stays as it is where it ends earlier (I8).
    """
    case = draft.scene.case
    if draft.get("rung") == case.rung and draft.get("level") == case.level:
        return
    arrived: Case = case.model_copy(update={**draft.set, "state": "awaiting_meeting"})
    scene = draft.scene.at(arrived)
    settled = decide(scene.dispatcher.engine, scene.matter.edition, "escalation", case_facts(scene))
    for row, rule in settled.duties:
        for body in scene.resolved(row.who):
            ends = scene.due(draft.attempt.at, row.length).due_at
            owed = [one for one in draft.owed(row.act, body.id) if one.status != "overdue"]
            if not any(one.duty.due_at <= ends for one in owed):
                draft.open(row.act, body, row.length, "lead" if body.id == arrived.lead else "support", rule)
                draft.rules.append(rule.id)
    for reference, rule in settled.references("notify"):
        draft.tell(scene.resolved(reference))
        draft.rules.append(rule.id)

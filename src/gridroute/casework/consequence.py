"""后续: what an event brings of its own accord: back to whoever leads for danger, on to a meeting for what came up."""

from __future__ import annotations

from typing import Any

from gridroute.casework.answer import Answer
from gridroute.casework.routing import is_danger, spoken, words_of
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts
from gridroute.dispatch.inquiry import decide
from gridroute.policy.lifecycle import Lifecycle

#: What a closed case is reopened for at once, whoever has yet to decide about the rest (T53, T60).
_URGENT = frozenset({"utility", "emergency"})
#: A case without what came up since it was dispatched.
_AT_FIRST = {"circumstances": (), "members": (), "member_households": 0, "member_people": 0}
#: After which a case whose group has grown may go to a meeting: the growth, or that somebody is at it at last.
_GATHERS = frozenset({"join", "accept", "window_elapsed", "all_checked_in"})
#: What may make an emergency of a case.
_TELLS = frozenset({"supplement", "join", "unsatisfied", "reopen"})


def arisen(life: Lifecycle, answer: Answer, scene: Scene) -> dict[str, str]:
    """What carries the case to a meeting because it came up since it was dispatched, and by which rule (C2)."""
    case, last = answer.case, answer.events[-1] if answer.events else None
    joined = bool(case.members) and last is not None and last.type in _GATHERS
    if case.state not in life.events["escalate"].sources or not (case.circumstances or joined):
        return {}
    before = case.model_copy(update=_AT_FIRST)
    now, then = (_triggers(one) for one in (scene, scene.at(before)))
    return {one: rule for one, rule in now.items() if one not in then and one not in case.triggers}


def _triggers(scene: Scene) -> dict[str, str]:
    """The triggers that hold now, each with a rule that says so."""
    settled = decide(scene.dispatcher.engine, scene.matter.edition, "escalation", case_facts(scene))
    return {str(one): rule.id for one, rule in settled.added.get("escalate", [])}


def brought_back(life: Lifecycle, answer: Answer, scene: Scene) -> str | None:
    """The event that brings back a case at which nobody is, now that there is danger (T53)."""
    case, last = answer.case, answer.events[-1] if answer.events else None
    if last is None or last.type not in _TELLS:
        return None
    if case.state == "closed":
        alone = spoken(scene, words_of(last.said), case.known)
        return "reopen" if alone is not None and alone.urgency in _URGENT and alone.nature != "praise" else None
    if case.urgency == "normal":
        return None
    rose = "urgency" in last.change.set
    if case.urgency != "emergency":  # nothing that is cut off stays listed (t22); elsewhere somebody is at it
        return "recall" if rose and case.state == "listed" else None
    if case.state == "adjudicating":  # an emergency is led by its statutory body, whoever disputes the rest
        return "designate" if rose and case.lead else None
    if case.state in life.events["reconsider"].sources:
        return "reconsider" if rose else None
    if case.state in life.events["recall"].sources:
        return "recall" if rose or is_danger(scene, last.said, case.known) else None
    return None


def brought(back: str, answer: Answer) -> dict[str, Any]:
    """What the system says with the event ``back`` that follows on what was told."""
    match back:
        case "designate":
            return {"to": answer.case.lead, "reason": "T53"}
        case "reopen":
            return {"reason": words_of(answer.events[-1].said), "new_facts": True}
    return {}

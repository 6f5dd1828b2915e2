"""履行: a duty is done by whoever owes it, with evidence; one that recurs is owed again at once (I26, T27)."""

from __future__ import annotations

from collections.abc import Iterable

from gridroute.casework.draft import Draft
from gridroute.casework.event import Attempt, OpenDuty
from gridroute.casework.refusal import Refusal
from gridroute.casework.scene import Scene
from gridroute.errors import Bilingual
from gridroute.model import Duration

#: Acts that an event of their own fulfils, for it does more than that.
_BY_EVENT = {
    "handle": "reply",
    "check_in": "check_in",
    "opinion": "opinion",
    "assist": "report",
    "interim": "interim",
    "callback": "start_callback",
    "adjudicate": "designate",
    "designate": "assign_grid",
}


def unowed(scene: Scene, attempt: Attempt) -> Refusal | None:
    """Why the act that ``attempt`` performs cannot be: unknown, done by another event, or not owed by the actor."""
    act, life = str(attempt.said["act"]), scene.county.policy.lifecycle
    known = scene.county.policy.vocabulary.acts
    if act not in known:
        words = ", ".join(known)
        return _refused(f"没有义务“{act}”: 写 {words}", f"there is no act “{act}”: write one of {words}")
    if act in _BY_EVENT:
        label = life.events[_BY_EVENT[act]].label
        return _refused(f"“{known[act].label}”用“{label.zh}”履行", f"“{act}” is performed by “{label.en}”")
    if not any(one.duty.obligor.id == attempt.by.body for one in scene.case.owed(act)):
        return _refused(f"这个单位没有未履行的“{known[act].label}”", f"this body does not owe “{act}”")
    return None


def perform(draft: Draft) -> None:
    """What the actor owes of that act is done. Redacted files may be handed on from now on (T54)."""
    said, case = draft.attempt.said, draft.scene.case
    if said["act"] == "redact":
        shown = said["evidence"] if isinstance(said["evidence"], list | tuple) else [said["evidence"]]
        draft.set["redacted"] = tuple(dict.fromkeys((*case.redacted, *(str(one) for one in shown))))
    fulfil(draft, draft.owed(str(said["act"]), draft.attempt.by.body))


def interim(draft: Draft) -> None:
    """An interim measure is taken; whoever had to act first has (B18)."""
    fulfil(draft, draft.owed("interim", draft.attempt.by.body))


def told(draft: Draft) -> None:
    """The resident has been told how it goes, and is told again at the policy's interval (T27)."""
    draft.set["told_at"] = draft.attempt.at
    fulfil(draft, draft.owed("progress"))


def fulfil(draft: Draft, duties: Iterable[OpenDuty]) -> None:
    """Ends ``duties`` as done; one that recurs begins anew."""
    for one in list(duties):
        draft.close([one], "fulfilled")
        if one.duty.every:
            again(draft, one)


def again(draft: Draft, one: OpenDuty) -> None:
    """Opens the same duty once more, with the whole of its time from now on."""
    due = draft.scene.due(draft.attempt.at, Duration(one.duty.amount, one.duty.unit))
    times = {"due_on": due.due_on, "due_at": due.due_at, "provisional": due.provisional}
    draft.add(one.duty.model_copy(update=times))


def _refused(zh: str, en: str) -> Refusal:
    return Refusal("unfit", Bilingual(zh, en))

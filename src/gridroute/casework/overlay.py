"""叠加: what changes a case without moving it on (domain.md §3.4 t32 to t34)."""

from __future__ import annotations

from gridroute.casework.draft import Draft
from gridroute.policy.path import BY_NAME

_SUPERVISE = next(one for one in BY_NAME["duty"].outcomes if one.name == "supervise")


def supervise(draft: Draft) -> None:
    """Supervision only rises: remind, yellow, red, supervised, letter, bulletin."""
    order = _SUPERVISE.values
    known, new = draft.scene.case.supervise, str(draft.attempt.said["supervise"])
    draft.set["supervise"] = max((one for one in (known, new) if one), key=order.index)


def urge(draft: Draft) -> None:
    """The other side has been urged once more (t3)."""
    draft.set["urges"] = draft.scene.case.urges + 1


def told(draft: Draft) -> None:
    """The resident has been told how it goes (T27)."""
    draft.set["told_at"] = draft.attempt.at


def supplement(draft: Draft) -> None:
    """Reaches the lead at once; what it adds may raise the urgency, never lower it (I40, T53)."""
    draft.set["supplements"] = (*draft.scene.case.supplements, str(draft.attempt.said["text"]))
    draft.tell(draft.scene.bodies([draft.scene.case.lead or draft.scene.case.responsible]))


def gone(draft: Draft) -> None:
    """Follows its master from now on (I5)."""
    draft.set["master"] = str(draft.attempt.said["master"])

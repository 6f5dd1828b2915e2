"""并单: how a case follows its master, and what its master takes on (domain.md §3.4 t5, I5, T26)."""

from __future__ import annotations

from gridroute.casework.draft import Draft
from gridroute.casework.routing import reroute


def follow(draft: Draft) -> None:
    """The case follows its master from now on, who alone is handled; nothing is owed beside it."""
    draft.set["master"] = str(draft.attempt.said["master"])
    draft.close(draft.owed(), "superseded")


def go_alone(draft: Draft) -> None:
    """The case is handled by itself again."""
    draft.set["master"] = None


def take_in(draft: Draft) -> None:
    """The master takes in a member: more people are affected, and it may become more urgent (T26)."""
    case, said = draft.scene.case, draft.attempt.said
    draft.set |= {
        "members": tuple(dict.fromkeys((*case.members, str(said["member"])))),
        "member_households": case.member_households + int(said.get("households") or 1),
        "member_people": case.member_people + int(said.get("people") or 1),
    }
    reroute(draft)


def let_go(draft: Draft) -> None:
    """A member goes its own way again; the urgency stays (I40)."""
    case, said = draft.scene.case, draft.attempt.said
    draft.set |= {
        "members": tuple(one for one in case.members if one != str(said["member"])),
        "member_households": max(0, case.member_households - int(said.get("households") or 1)),
        "member_people": max(0, case.member_people - int(said.get("people") or 1)),
    }

"""事件的后果: what each event of the life cycle changes beside the state (domain.md §3.4, side effects)."""

from __future__ import annotations

from collections.abc import Callable

from gridroute.casework.clockstop import extend, fix_deadlines, pause, resume
from gridroute.casework.dispute import designate, next_adjudicator, object_to, to_adjudication, to_another_lead
from gridroute.casework.draft import Draft
from gridroute.casework.feedback import (
    call_again,
    call_back,
    confirmed,
    end,
    master_replied,
    redo,
    reopen,
    reply,
    verified,
)
from gridroute.casework.grid import send_up
from gridroute.casework.handover import new_officer
from gridroute.casework.merger import follow, go_alone, let_go, take_in
from gridroute.casework.overlay import place_given, recall, reconsider, supervise, supplement, urge, way_on
from gridroute.casework.performance import interim, perform, told
from gridroute.casework.rungs import (
    next_rung,
    papers,
    put_on_list,
    resolve_item,
    send_down,
    skip_level,
    terminal_list,
    to_meeting,
)
from gridroute.casework.succession import transfer
from gridroute.casework.whistle import blow, check_in, opinion, report

Effect = Callable[[Draft], None]


def apply_effect(draft: Draft) -> None:
    """Adds what the event of ``draft`` does; an event without an entry only changes the state."""
    effect = _EFFECTS.get(draft.attempt.type)
    if effect is not None:
        effect(draft)


def keep_handled(draft: Draft) -> None:
    """Sees to it that somebody owes the handling by a deadline: the lead, else whoever answers for the case."""
    for body in draft.scene.bodies([draft.get("lead") or draft.scene.case.responsible]):
        draft.open("handle", body, draft.usual_length(), "lead" if draft.get("lead") else "holder")


def keep_assisted(draft: Draft) -> None:
    """Sees to it that every support owes its part by a deadline (I7): the lead's time, where nothing said another."""
    asked = {one.duty.obligor.id for one in draft.all_duties()} | set(draft.scene.case.reported)
    for body in draft.scene.bodies(draft.get("supports")):
        if body.id not in asked:
            draft.open("assist", body, draft.usual_length(), "support")


def _sent(draft: Draft) -> None:
    """A matter that stayed with the grid and is sent on goes to one lead (t8)."""
    way_on(draft)
    if draft.scene.case.state == "grid_assigned" and not draft.get("lead") and not draft.get("contested"):
        send_up(draft)


def _contested(draft: Draft) -> None:
    way_on(draft)
    to_adjudication(draft)


_EFFECTS: dict[str, Effect] = {
    "object": object_to,
    "urge": urge,
    "accept_objection": to_another_lead,
    "reassign": to_another_lead,
    "designate": designate,
    "contest": _contested,
    "retrieve": to_adjudication,
    "escalate_dispute": to_adjudication,
    "place_overdue": to_adjudication,
    "adjudication_overdue": next_adjudicator,
    "blow": blow,
    "check_in": check_in,
    "opinion": opinion,
    "report": report,
    "extend": extend,
    "pause": pause,
    "resume": resume,
    "escalate": to_meeting,
    "overdue": to_meeting,
    "no_show": to_meeting,
    "redo_exceeded": to_meeting,
    "raise_level": next_rung,
    "skip_level": skip_level,
    "level_overdue": next_rung,
    "send_down": send_down,
    "resolve_item": resolve_item,
    "list": put_on_list,
    "terminal_list": terminal_list,
    "reply": reply,
    "attempt_callback": call_back,
    "call_again": call_again,
    "verify_on_site": verified,
    "satisfied": end,
    "lawful_exit": end,
    "confirm_receipt": confirmed,
    "withdraw": end,
    "unsatisfied": redo,
    "review_due": redo,
    "reopen": reopen,
    "supervise": supervise,
    "broadcast": told,
    "interim": interim,
    "perform": perform,
    "supplement": supplement,
    "recall": recall,
    "reconsider": reconsider,
    "file_dossier": papers,
    "merge": follow,
    "unmerge": go_alone,
    "join": take_in,
    "leave": let_go,
    "master_replied": master_replied,
    "fix_deadlines": fix_deadlines,
    "transfer": transfer,
    "new_officer": new_officer,
    "assign_grid": place_given,
    "dispatch": _sent,
    "send_up": send_up,
    "contain_overdue": send_up,
    "handoff": way_on,
    "refer": way_on,
    "decline": way_on,
}

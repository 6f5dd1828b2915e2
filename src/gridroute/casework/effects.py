"""事件的后果: what each event of the life cycle changes beside the state (domain.md §3.4, side effects)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gridroute.casework.clock import moved
from gridroute.casework.draft import Draft
from gridroute.dispatch.inquiry import decide
from gridroute.model import Duration, Unit
from gridroute.policy.path import BY_NAME
from gridroute.policy.rule import Reference

Effect = Callable[[Draft], None]
#: What a reply with evidence shows to be done.
_DONE_BY_REPLY = frozenset({"handle", "recover", "contact", "arrive", "answer", "first_report", "interim"})
_SUPERVISE = next(one for one in BY_NAME["duty"].outcomes if one.name == "supervise")


def apply_effect(draft: Draft) -> None:
    """Adds what the event of ``draft`` does; an event without an entry only changes the state."""
    effect = _EFFECTS.get(draft.attempt.type)
    if effect is not None:
        effect(draft)


def keep_handled(draft: Draft) -> None:
    """Sees to it that somebody owes the handling by a deadline: the lead, else whoever answers for the case."""
    for body in draft.scene.bodies([draft.get("lead") or draft.scene.case.responsible]):
        draft.open("handle", body, _usual_length(draft), "lead" if draft.get("lead") else "holder")


def _object(draft: Draft) -> None:
    draft.set["objections"] = (*draft.scene.case.objections, draft.attempt.by.body)


def _to_another_lead(draft: Draft) -> None:
    """A new lead takes what the old one owes; the whole clock goes on (I8)."""
    body = draft.scene.bodies([str(draft.attempt.said["to"])])[0]
    draft.hand_over(draft.scene.case.lead, body, "lead")
    draft.set |= {"lead": body.id, "contested": False}
    draft.set["supports"] = tuple(one for one in draft.scene.case.supports if one != body.id)
    draft.close(draft.owed("adjudicate"), "fulfilled")
    if not draft.owed("handle", body.id):
        draft.open("handle", body, _usual_length(draft), "lead")


def _designate(draft: Draft) -> None:
    _to_another_lead(draft)
    draft.set["designated"] = True


def _to_adjudication(draft: Draft) -> None:
    """The first receiver acts first, and whoever adjudicates has a deadline (B18, I22)."""
    draft.set |= {"contested": True, "adjudications": 0}
    _name_adjudicator(draft, 0)
    first = draft.scene.bodies([draft.scene.case.first_receiver])
    for body in first:
        draft.open("interim", body, Duration(2, Unit.CLOCK_HOURS), "first_receiver")


def _next_adjudicator(draft: Draft) -> None:
    number = draft.scene.case.adjudications + 1
    draft.set["adjudications"] = number
    _name_adjudicator(draft, number)


def _name_adjudicator(draft: Draft, number: int) -> None:
    """Consultation, common superior, government: the next one in the succession; the last one stays (I20)."""
    roles = draft.scene.county.policy.successions["adjudicator"].roles
    bodies = [body for role in roles[number:] for body in draft.scene.resolved(role)]
    if not bodies:
        bodies = draft.scene.county.bodies.with_function("本级政府")[:1]
    draft.close(draft.owed("adjudicate"), "superseded")
    draft.set["adjudicator"] = bodies[0].id
    draft.open("adjudicate", bodies[0], draft.scene.parameter("裁定时限"), "adjudicator")


def _blow(draft: Draft) -> None:
    """Everyone with a statutory duty must check in; of duties, the policy's stage ``reporting`` tells by when."""
    scene, kind = draft.scene, str(draft.attempt.said["whistle_kind"])
    engine, edition = scene.dispatcher.engine, scene.matter.edition
    settled = decide(engine, edition, "reporting", scene.matter.facts | {"whistle": kind})
    named = [body for ref, _ in settled.references("required") for body in scene.resolved(ref)]
    named += scene.bodies(str(one) for one in draft.attempt.said.get("required", ()))
    lead = scene.bodies([scene.case.lead or ""])
    required = {body.id: body for body in (*lead, *named)} or {
        body.id: body for body in scene.bodies([scene.case.first_receiver])
    }
    length = min(
        (length for act, length, _ in settled.dues if act == "check_in"),
        key=lambda one: scene.due(draft.attempt.at, one).due_at,
        default=Duration(1, Unit.WORKDAYS),
    )
    draft.set |= {
        "whistle_kind": kind,
        "required": tuple(required),
        "checked_in": (),
        "blower": draft.attempt.by.body,
    }
    for body in required.values():
        draft.open("check_in", body, length, "lead" if body.id == scene.case.lead else "required")


def _check_in(draft: Draft) -> None:
    """Signing in is not doing (I26): an opinion is owed from then on."""
    body = draft.scene.county.bodies.by_id[draft.attempt.by.body]
    draft.set["checked_in"] = tuple(dict.fromkeys((*draft.scene.case.checked_in, body.id)))
    draft.close(draft.owed("check_in", body.id), "fulfilled")
    draft.open("opinion", body, draft.scene.parameter("签到后意见时限"), draft.role)


def _opinion(draft: Draft) -> None:
    draft.close(draft.owed("opinion", draft.attempt.by.body), "fulfilled")


def _report(draft: Draft) -> None:
    draft.set["reported"] = tuple(dict.fromkeys((*draft.scene.case.reported, draft.attempt.by.body)))
    draft.close(draft.owed("assist", draft.attempt.by.body), "fulfilled")


def _accept(draft: Draft) -> None:
    draft.close(draft.owed("contact", draft.scene.case.lead), "fulfilled")


def _extend(draft: Draft) -> None:
    workdays = int(draft.attempt.said["workdays"])
    case = draft.scene.case
    for one in draft.owed("handle"):
        draft.duties[one.number] = moved(one, draft.scene, workdays)
    draft.set |= {
        "extension_count": case.extension_count + 1,
        "extension_workdays": case.extension_workdays + workdays,
    }


def _pause(draft: Draft) -> None:
    draft.set["paused_at"] = draft.attempt.at


def _resume(draft: Draft) -> None:
    """The clock goes on where it stood: the deadlines move by the working days that it stood."""
    since = draft.scene.case.paused_at
    draft.set["paused_at"] = None
    if since is None:
        return
    stood, day = 0, since
    while (day := day + timedelta(days=1)) <= draft.attempt.at:
        calendar = draft.scene.county.calendar
        stood += calendar.is_workday(day.date()) if calendar.knows(day.date()) else day.weekday() < 5
    for one in draft.owed("handle"):
        draft.duties[one.number] = moved(one, draft.scene, stood)


def _to_meeting(draft: Draft) -> None:
    """On the lowest rung that has a convener; a rung whose convener is the body complained about is passed (C3)."""
    case = draft.scene.case
    triggers = tuple(
        str(one) for one in draft.attempt.said.get("triggers", (draft.attempt.said.get("trigger"),)) if one
    )
    draft.set["triggers"] = tuple(dict.fromkeys((*case.triggers, *triggers)))
    _to_rung(draft, 0 if case.rung is None else case.rung)


def _next_rung(draft: Draft) -> None:
    rung = draft.scene.case.rung
    _to_rung(draft, 0 if rung is None else rung + 1)


def _to_rung(draft: Draft, number: int) -> None:
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


def _send_down(draft: Draft) -> None:
    rung = draft.scene.case.rung or 0
    draft.set["send_down_count"] = draft.scene.case.send_down_count + 1
    _to_rung(draft, max(0, rung - 1))


def _resolve_item(draft: Draft) -> None:
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


def _list(draft: Draft) -> None:
    draft.set["next_review"] = datetime.fromisoformat(str(draft.attempt.said["next_review"])).replace(
        tzinfo=draft.attempt.at.tzinfo
    )


def _terminal_list(draft: Draft) -> None:
    """What the last level leaves is listed and reviewed in three months (C7; the interval is assumed)."""
    draft.set["next_review"] = draft.scene.due(draft.attempt.at, Duration(90, Unit.CALENDAR_DAYS)).due_at


def _reply(draft: Draft) -> None:
    lead = draft.scene.case.lead or draft.scene.case.responsible
    draft.set["original"] = lead
    draft.close(
        [one for one in draft.owed() if one.duty.act in ("handle", "recover", "contact", "arrive")], "fulfilled"
    )
    for body in draft.scene.resolved("受理中心")[:1] or draft.scene.bodies([draft.scene.case.first_receiver]):
        draft.open("callback", body, draft.scene.parameter("回访时限"), "intake_center")
    draft.set |= {"calls": (), "reached": None, "resolved": None, "satisfied": None, "reasonable": None}


def _call(draft: Draft) -> None:
    said = draft.attempt.said
    draft.set["calls"] = (*draft.scene.case.calls, (draft.attempt.at, str(said["method"]), bool(said["reached"])))


def _verified(draft: Draft) -> None:
    draft.set |= {"site_verified": True, "resolved": bool(draft.attempt.said["resolved"])}


def _answered(draft: Draft) -> None:
    for name in ("reached", "resolved", "satisfied", "reasonable"):
        if name in draft.attempt.said:
            draft.set[name] = bool(draft.attempt.said[name])
    draft.close(draft.owed("callback"), "fulfilled")


def _redo(draft: Draft) -> None:
    """Back to whoever handled it, with the time it had (SS14, t27)."""
    _answered(draft)
    case = draft.scene.case
    draft.set["redo_count"] = case.redo_count + 1
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id if case.lead else None
        draft.open("handle", body, _usual_length(draft), "lead")


def _usual_length(draft: Draft) -> Duration:
    """How long the lead had for handling at first; three working days where nothing said so (assumed)."""
    first = next((one.duty for one in draft.scene.case.duties if one.duty.act == "handle"), None)
    return Duration(first.amount, first.unit) if first else Duration(3, Unit.WORKDAYS)


def _reopen(draft: Draft) -> None:
    case = draft.scene.case
    draft.set["closed_by"] = None
    for body in draft.scene.bodies([case.original or case.lead or case.responsible]):
        draft.set["lead"] = body.id
        draft.open("handle", body, _usual_length(draft), "lead")


def _close(draft: Draft) -> None:
    _answered(draft)
    draft.set["closed_by"] = str(draft.attempt.said.get("exit_way", draft.attempt.type))
    draft.close(draft.owed(), "waived")


def _supervise(draft: Draft) -> None:
    order = _SUPERVISE.values
    known, new = draft.scene.case.supervise, str(draft.attempt.said["supervise"])
    draft.set["supervise"] = max((one for one in (known, new) if one), key=order.index)


def _urge(draft: Draft) -> None:
    draft.set["urges"] = draft.scene.case.urges + 1


def _told(draft: Draft) -> None:
    draft.set["told_at"] = draft.attempt.at


def _supplement(draft: Draft) -> None:
    """Reaches the lead at once; what it adds may raise the urgency, never lower it (I40, T53)."""
    draft.set["supplements"] = (*draft.scene.case.supplements, str(draft.attempt.said["text"]))
    draft.tell(draft.scene.bodies([draft.scene.case.lead or draft.scene.case.responsible]))


def _papers(draft: Draft) -> None:
    said = draft.attempt.said["papers"]
    draft.set["papers"] = tuple(dict.fromkeys((*draft.scene.case.papers, *(str(one) for one in said))))


def _gone(draft: Draft) -> None:
    draft.set["master"] = str(draft.attempt.said["master"])


_EFFECTS: dict[str, Effect] = {
    "object": _object,
    "urge": _urge,
    "accept_objection": _to_another_lead,
    "reassign": _to_another_lead,
    "designate": _designate,
    "contest": _to_adjudication,
    "escalate_dispute": _to_adjudication,
    "place_overdue": _to_adjudication,
    "adjudication_overdue": _next_adjudicator,
    "accept": _accept,
    "blow": _blow,
    "check_in": _check_in,
    "opinion": _opinion,
    "report": _report,
    "extend": _extend,
    "pause": _pause,
    "resume": _resume,
    "escalate": _to_meeting,
    "overdue": _to_meeting,
    "no_show": _to_meeting,
    "redo_exceeded": _to_meeting,
    "raise_level": _next_rung,
    "skip_level": _next_rung,
    "level_overdue": _next_rung,
    "send_down": _send_down,
    "resolve_item": _resolve_item,
    "list": _list,
    "terminal_list": _terminal_list,
    "reply": _reply,
    "attempt_callback": _call,
    "verify_on_site": _verified,
    "satisfied": _close,
    "lawful_exit": _close,
    "confirm_receipt": _close,
    "withdraw": _close,
    "unsatisfied": _redo,
    "review_due": _redo,
    "reopen": _reopen,
    "supervise": _supervise,
    "broadcast": _told,
    "supplement": _supplement,
    "file_dossier": _papers,
    "merge": _gone,
}

"""办件快照: what rules see of a case, as one flat fact (policy language §9)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gridroute.casework.approval import approvals, confirmer_standing, counted, standing
from gridroute.casework.capacity import is_party
from gridroute.casework.case import Case
from gridroute.casework.catalogue import supports
from gridroute.casework.dispute import destinations
from gridroute.casework.dossier import missing_papers
from gridroute.casework.event import Attempt, OpenDuty
from gridroute.casework.moment import moment
from gridroute.casework.resolution import missing_parts
from gridroute.casework.scene import Scene
from gridroute.casework.succession import heirs
from gridroute.casework.trigger import triggers_claimed, triggers_held, triggers_said
from gridroute.casework.way import way_of
from gridroute.casework.whistle import not_arrived, unanswered
from gridroute.model import Organization
from gridroute.policy.condition import FactValue

#: What somebody may say with an event that guards read, if it is of the field's type.
SAID = frozenset(
    "beyond_own_power handling_failed reviewed whistle_kind funding_gap funding_plan_exists beyond_level_power "
    "crosses_level_area legacy supply_restored qualified_officers evidence "
    "skip_reason authority_granted funding_attached reached resolved satisfied reasonable basis_given exit_way "
    "reply_lawful absence_noted on_behalf".split()
)


#: That what was cut off runs again holds on, once it is said, until somebody says that it does not (T27).
RESTORED = "supply_restored"
#: What holds on, once it is said: of the reach of the matter until a meeting settles it (C2.5, C2.6, C2.8; T28).
CIRCUMSTANCES = frozenset({"funding_gap", "beyond_level_power", "crosses_level_area", "legacy", RESTORED})


def case_facts(scene: Scene) -> dict[str, FactValue]:
    """The facts of the decision path and the snapshot of the case."""
    case, calendar = scene.case, scene
    facts = dict(scene.matter.facts)
    handles = [one for one in case.owed("handle") if one.duty.obligor.id == case.lead]
    overdue = max((overdue_workdays(scene, one) for one in handles), default=0)
    convener = scene.county.bodies.by_id.get(case.convener or "")
    ways = scene.county.policy.vocabulary.calling_ways
    days = {day for call in case.calls if _worked(scene, day := call[0].date())}
    made: dict[str, FactValue | None] = {
        "state": case.state,
        "level": case.level,
        "forum": case.forum,
        "redo_count": case.redo_count,
        "reached": True if any(call[2] for call in case.calls) else case.reached,
        "resolved": case.resolved,
        "satisfied": case.satisfied,
        "reasonable": case.reasonable,
        "callback_attempts": len(case.calls),
        "callback_days": len(days),
        "callback_methods": len({way_of(call[1], ways) for call in case.calls}),
        "site_verified": case.site_verified,
        "site_resolved": case.resolved if case.site_verified else None,
        "arrivals_open": bool(not_arrived(scene)),
        "objections_total": len(case.objections),
        "designated": case.designated,
        "triggers": frozenset(case.triggers),
        "lead_changes": len(case.led),
        "disputed": case.contested,
        "contested": case.contested,
        "send_down_count": case.send_down_count,
        "extension_count": case.extension_count,
        "extension_total_workdays": case.extension_workdays,
        "pause_count": case.pause_count,
        "urges": case.urges,
        "handled_here": any(one.duty.act == "handle" for one in case.duties),
        "handle_unit": next((str(one.duty.unit) for one in handles), None),
        "listings_at_level": case.listings_at_level,
        "handle_overdue_workdays": overdue,
        "hours_open": int((calendar.now - case.opened_at) / timedelta(hours=1)),
        "whistle_kind": case.whistle_kind,
        "supports_unanswered": bool(set(case.supports) - set(case.reported)),
        "body_is_party": convener is not None and is_party(case, convener, scene.county.bodies),
        "required_unanswered": bool(unanswered(scene)),
        "top_level": case.rung is not None and case.rung >= len(scene.ladder.rungs) - 1,
        "group_households": case.known.affected_households,
        "group_size": case.known.affected_people,
        "merged_count": len(case.members) + 1,
        "similar_issues_month": case.issue.similar_issues_month,
        "flags": flags_of(case),
        "broadcast_silent_hours": int((calendar.now - (case.told_at or case.opened_at)) / timedelta(hours=1)),
        "unanswered_whistles": len(case.owed("check_in")),
    }
    facts |= {name: value for name, value in made.items() if value is not None}
    facts |= dict.fromkeys(case.circumstances, True)
    return facts


#: Where whoever replied is who handled it.
_ANSWERED = frozenset({"replied", "callback"})
#: What was found of a case, and the events that find it; no other event may say otherwise (I12).
_FOUND = frozenset({"reached", "resolved", "satisfied", "reasonable"})
_FINDING = frozenset({"attempt_callback", "verify_on_site", "satisfied", "unsatisfied"})


def event_facts(scene: Scene, attempt: Attempt, role: str) -> dict[str, FactValue]:
    """The facts of one attempted event, on top of those of its case."""
    facts = case_facts(scene)
    case, body = scene.case, scene.county.bodies.by_id.get(attempt.by.body)
    fields = scene.county.policy.vocabulary.fields
    said = SAID if attempt.type in _FINDING else SAID - _FOUND
    for name in said & attempt.said.keys():
        value = attempt.said[name]
        value = frozenset(value) if isinstance(value, list | tuple) else value
        if name in fields and fields[name].takes(value):
            facts[name] = value
    facts["event"] = attempt.type
    facts["actor_role"] = role
    officer = attempt.by.post is not None and attempt.by.post == case.officer
    handling = {case.lead, *case.supports, *case.required}
    if case.state in _ANSWERED:  # what the grid settled itself has no lead; whoever replied to it handled it
        handling.add(case.original)
    facts["actor_is_handler"] = officer or attempt.by.body in handling
    facts["actor_is_lead"] = attempt.by.body == case.lead
    facts["actor_is_subject"] = attempt.by.body in {one.id for one in scene.matter.subjects}
    facts["objections_by_actor"] = case.objections.count(attempt.by.body)
    if body is not None:
        facts["actor_kind"] = body.kind
        facts["actor_has_power"] = _may_enforce(scene, body)
    if attempt.by.post is not None and scene.county.territory.officers_named(attempt.by.post):
        facts["actor_kind"] = "grid_officer"
    if attempt.type == "object":
        facts["objection_has_basis"] = _given(attempt.said.get("basis"))
        facts["objection_has_destination"] = bool(destinations(scene, attempt.said.get("destination")))
    if attempt.type == "reopen":  # of now, whatever was said when it came in
        facts |= {name: attempt.said.get(name) is True for name in ("new_facts", "recurred")}
    if "basis" in attempt.said:
        facts["basis_given"] = _given(attempt.said["basis"])
    facts |= _of_time(scene, attempt) | _of_people(scene, attempt)
    if attempt.type == "send_down":
        facts["lowest_level"] = not _has_below(scene)
    if attempt.type == "escalate":
        held = {*triggers_held(scene, facts), *(triggers_claimed(scene, SAID) if facts.get("basis_given") else ())}
        facts["trigger_holds"] = set(triggers_said(attempt.said)) <= held
    if attempt.type == "escalate" and (papers := missing_papers(scene, facts, attempt.said.get("papers", ()))):
        facts["dossier_missing"] = frozenset(papers)
    if attempt.type == "resolve_item" and (parts := missing_parts(scene, facts, attempt.said.get("resolution"))):
        facts["resolution_missing"] = frozenset(parts)
    return facts


def _given(said: object) -> bool:
    return bool(str(said or "").strip())


def _has_below(scene: Scene) -> bool:
    """Whether a meeting with somebody to call it stands below the one that has the matter (C13)."""
    below = scene.ladder.rungs[: scene.case.rung or 0]
    calling = (rung.convener or rung.body for rung in below if not rung.before_dispatch)
    return any(scene.resolved(one) for one in calling if one is not None)


def _may_enforce(scene: Scene, body: Organization) -> bool:
    """Whether ``body`` may punish in the matter: by the register, or because the power was sunk to it (B2, I23)."""
    matter, policy = scene.matter, scene.county.policy
    if matter.category is not None and policy.may_punish(body, matter.category):
        return True
    lead = matter.lead
    return lead is not None and lead.body is not None and lead.body.id == body.id and lead.basis == "sunk"


def _of_time(scene: Scene, attempt: Attempt) -> dict[str, FactValue]:
    """What an extension, a pause or a listing is asked for: a total includes this one."""
    case, said, at = scene.case, attempt.said, attempt.at
    match attempt.type:
        case "extend":
            asked = said.get("workdays")
            total = case.extension_workdays + (asked if isinstance(asked, int) else 0)
            return {"extension_total_workdays": total, "reporter_told": said.get("told") is True}
        case "pause":
            until = moment(said.get("until"), at) or scene.due(at, scene.parameter("停表上限")).due_at
            days = -((at - until) // timedelta(days=1))  # a day that has begun counts
            return {
                "pause_reason": str(said.get("reason")),
                "pause_total_days": case.paused_days + days if days > 0 else 0,
            }
        case "list":
            review = moment(said.get("next_review"), at)
            made: dict[str, FactValue] = {"reporter_told": said.get("told") is True}
            return made | ({"review_in_days": (review - at) // timedelta(days=1)} if review else {})
    return {}


def _of_people(scene: Scene, attempt: Attempt) -> dict[str, FactValue]:
    """How many approve, and what kind of body the matter is to go to."""
    made: dict[str, FactValue] = {}
    if (approver := standing(scene, attempt.said.get("approver"))) is not None:
        made["approver_standing"] = approver
    confirmer = confirmer_standing(scene, attempt.said.get("confirmed_by"), attempt.said.get("evidence"))
    if confirmer is not None:
        made["confirmer_standing"] = confirmer
    approved = approvals(scene, attempt.said.get("approvers"))
    if approved:
        made["approver_count"] = counted(approved)
        made["approved_by"] = frozenset().union(*(one.capacities for one in approved))
    named = scene.county.bodies.named(str(attempt.said.get("to", "")))
    if len(named) == 1:
        made["to_kind"] = named[0].kind
        if attempt.type in ("accept_objection", "reassign"):
            category = attempt.said.get("category")
            made["to_supported"] = supports(scene, named[0], str(category) if category else None)
    elif scene.county.territory.officers_named(str(attempt.said.get("to", ""))):
        made["to_kind"] = "grid_officer"
    if attempt.type == "transfer":
        made |= _of_succession(scene, attempt, named)
    return made


def _of_succession(scene: Scene, attempt: Attempt, to: list[Organization]) -> dict[str, FactValue]:
    """Whether a body passes on what it is because it is abolished, and to whom it must (B14)."""
    made: dict[str, FactValue] = {}
    for body in scene.county.bodies.named(str(attempt.said.get("from_body"))):
        after = heirs(scene, body)
        by_government = "supervisor" in scene.roles_of(attempt.by)
        made["from_abolished"] = not body.in_office(scene.now.date())
        made["to_continues"] = bool(to) and (to[0] in after if after else by_government)
    return made


def flags_of(case: Case) -> frozenset[str]:
    """叠加: what lies over the state of a case: how it is supervised, secrecy, a stopped clock."""
    level = [case.supervise] if case.supervise in ("supervised", "yellow", "red", "letter", "bulletin") else []
    hidden = ["confidential"] if case.confidential != "open" else []
    return frozenset((*level, *hidden, *(["paused"] if case.paused_at else [])))


def _worked(scene: Scene, day: date) -> bool:
    calendar = scene.county.calendar
    return calendar.is_workday(day) if calendar.knows(day) else day.weekday() < 5


def duty_facts(scene: Scene, one: OpenDuty) -> dict[str, FactValue]:
    """The facts of one open duty, on top of those of its case."""
    facts = case_facts(scene)
    body = scene.county.bodies.by_id.get(one.duty.obligor.id)
    late = scene.now - one.duty.due_at
    facts |= {
        "act": one.duty.act,
        "overdue_hours": max(0, int(late / timedelta(hours=1)) + (late >= timedelta(0))),
        "overdue_workdays": overdue_workdays(scene, one),
        "remaining_workdays": _workdays_between(scene, scene.now, one.duty.due_at),
        "checked_in": one.duty.obligor.id in scene.case.checked_in,
    }
    if one.duty.act == "opinion":
        facts["opinion_filed"] = False
        facts["opinion_silent_hours"] = int((scene.now - one.opened_at) / timedelta(hours=1))
    if body is not None:
        facts["obligor_kind"] = body.kind
    role = one.duty.role
    if role in scene.county.policy.vocabulary.fields["obligor_role"].values:
        facts["obligor_role"] = role
    return facts


def overdue_workdays(scene: Scene, one: OpenDuty) -> int:
    """How many working days have begun since the duty was late; 1 on the first."""
    if scene.now < one.duty.due_at:
        return 0
    return max(1, _workdays_between(scene, one.duty.due_at, scene.now))


def _workdays_between(scene: Scene, start: datetime, end: datetime) -> int:
    """The working days from ``start``, its day included, to ``end``; an unknown year by Monday to Friday."""
    found, day = 0, start.date()
    while day < end.date():
        found += _worked(scene, day)
        day += timedelta(days=1)
    return found

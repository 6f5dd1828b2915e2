"""派单: composes the stages into one pure answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from gridroute.dispatch.county import County
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.hints import NO_HINTS, Hints
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.observer import Observer
from gridroute.dispatch.ownership import own
from gridroute.dispatch.reporting import Duties, applying, call_in, idle, invited, notified, receiver
from gridroute.dispatch.responsibility import admissible, find_lead, first_admissible
from gridroute.dispatch.roles import resolve
from gridroute.dispatch.understanding import understand
from gridroute.dispatch.wording import readable
from gridroute.errors import Bilingual, IssueError
from gridroute.model import (
    BodyRef,
    Decision,
    Duration,
    Failure,
    Issue,
    LeadRef,
    Obligation,
    Organization,
    PlaceAnswer,
    ResponsibleRef,
    TraceEntry,
    WhistleRef,
)
from gridroute.model.remark import Remark, remark
from gridroute.policy.rule import Reference, Rule
from gridroute.worktime import ZONE

#: State of a decision by its exit (design §11); every other exit is a referral.
_EXIT_STATES = {"emergency_handoff": "handed_off", "decline": "declined", "same_matter_closed": "declined"}
_UNPLACED = ("border", "gap", "unknown")
_NOT_OWED, _SHORTER, _FROM_DISPATCH = remark("not_owed"), remark("shorter"), remark("from_dispatch")
_SAME = remark("same_time")
_BY_LAW = remark("special_law_time")


#: How many studies are remembered for those who ask again.
_REMEMBERED = 256


class Dispatcher:
    """Routes issues of one county. It holds the county, the engine that reads its rules, and what it studied last.

    ``observer`` hears what the rules are asked; see ``Observer``.
    """

    def __init__(self, county: County, engine: str = "auto", observer: Observer | None = None) -> None:
        self.county = county
        self.engine = Engine(county.policy, engine, observer)
        self._studied: dict[tuple[str, datetime], tuple[Issue, Matter, Decision]] = {}

    def close(self) -> None:
        """Frees what the engine holds outside Python, as dropping the dispatcher does; a second time is harmless."""
        self.engine.close()

    def route(self, issue: Issue, at: datetime, hints: Hints = NO_HINTS) -> Decision:
        """The decision on ``issue`` at the moment ``at`` (aware).

        Pure: same issue, hints, policy, registers, calendar and moment, same decision. It reads no
        clock and no file. Rules are those in force on the day the issue was received (I35).
        """
        return self.study(issue, at, hints)[1]

    def study_again(self, issue: Issue, at: datetime) -> tuple[Matter, Decision]:
        """As ``study``, for whoever looks at an issue time and again: the last few studies are remembered."""
        key = (issue.id, at)
        known = self._studied.get(key)
        if known is None or known[0] != issue:
            if len(self._studied) >= _REMEMBERED:
                self._studied.clear()
            known = self._studied[key] = (issue, *self.study(issue, at))
        return known[1].copy(), known[2]

    def study(self, issue: Issue, at: datetime, hints: Hints = NO_HINTS) -> tuple[Matter, Decision]:
        """The decision on ``issue`` as ``route`` makes it, with all that was found out on the way."""
        if at.tzinfo is None:
            raise IssueError(Bilingual("时间没有带时区", "a moment without a time zone"))
        observer = self.engine.observer
        if observer is not None:
            observer.studying()
        edition = self.county.policy.on(issue.received_at.astimezone(ZONE).date())
        read, told = readable(issue)
        matter = Matter(self.county, self.engine, edition, read, at.astimezone(ZONE), hints, warnings=[*told])
        understand(matter)
        place = own(matter)
        matter.receive(receiver(matter))
        exit_ = matter.stages["admit"].word("exit")
        if exit_ in (None, "emergency_handoff"):
            find_lead(matter)
        _hold(matter)
        if exit_ in (None, "emergency_handoff"):
            call_in(matter)
        state = _state(matter, place, exit_)
        decision = _answer(matter, place, exit_, state)
        if observer is not None:
            observer.decided(decision, idle(matter))
        return matter, decision


def _hold(matter: Matter) -> None:
    """Who holds the matter until its place is settled, and who settles it (A7, A8, A11)."""
    settled = matter.stages["ownership"]
    for name in ("holder", "resolver"):
        reference = settled.reference(name)
        if reference is not None:
            body = first_admissible(matter, [reference], "attendee")
            setattr(matter, name, body)
    if matter.holder is None:
        matter.holder = matter.first_receiver


def _state(matter: Matter, place: PlaceAnswer, exit_: str | None) -> str:
    if exit_ is not None:
        return _EXIT_STATES.get(exit_, "referred")
    if place.status in _UNPLACED:
        return "triaged"
    if matter.contested or matter.ownerless:
        return "adjudicating"
    return "grid_assigned" if matter.stays else "dispatched"


def _answer(matter: Matter, place: PlaceAnswer, exit_: str | None, state: str) -> Decision:
    county, issue = matter.county, matter.issue
    dispatched = state in ("dispatched", "handed_off", "grid_assigned")
    duties = Duties(matter, dispatched)
    leaving = exit_ not in (None, "emergency_handoff")
    obligations = duties.of_stages(("admit",) if leaving else ("admit", "ownership", "reporting"))
    lead = matter.lead.body if matter.lead and not leaving else None
    told = {body.id: body for body in (*notified(matter), *duties.passed_on)}
    if not obligations:
        matter.warnings.append(remark("no_deadline"))
    if matter.word("confidential") != "open":
        _withhold(matter)
    remarks = tuple(dict.fromkeys((*matter.warnings, *_more_warnings(matter, obligations))))
    first = matter.first_receiver
    assert first is not None
    forum = matter.word("forum") or "party_building"
    return Decision(
        issue=issue.id,
        county=county.adcode,
        at=matter.at,
        policy=county.policy.hash,
        registers=county.registers,
        calendar=county.calendar.hash,
        engine=matter.engine.name,
        state=state,
        nature=matter.word("nature"),
        track=matter.word("track"),
        urgency=matter.word("urgency"),
        confidential=matter.word("confidential"),
        category=matter.category,
        category_confidence=matter.confidence,
        category_candidates=matter.guesses if matter.confidence < 1 else (),
        tags=tuple(sorted(_tags(matter))),
        exit=exit_,
        anchor=matter.word("anchor"),
        grid=place,
        responsible=_responsible(matter, place, exit_, lead),
        lead=LeadRef(id=lead.id, name=lead.name, assumed=matter.lead.rule.assumed) if lead and matter.lead else None,
        lead_candidates=_refs(_rivals(matter)) if not leaving else (),
        signatory=_signatory(matter) if lead else None,
        supports=_refs(matter.supports),
        first_receiver=first.ref,
        holder=matter.holder.ref if place.status in _UNPLACED and matter.holder and not leaving else None,
        resolver=matter.resolver.ref if matter.resolver else None,
        party_lead=_party_lead(matter),
        officer=matter.officer,
        whistle=_whistle(matter),
        forum=forum,
        administrative=matter.facts.get("administrative") is not False,
        duty_list=matter.word("duty_list") or "basic",
        contain=matter.word("contain") or None,
        obligations=obligations,
        notify=_refs(told.values()),
        explain=_explained(matter, exit_),
        warnings=tuple(one.said() for one in remarks),
        remarks=remarks,
        contested=matter.contested,
        ownerless=matter.ownerless,
        degraded=(*county.failures, *_failures(matter)),
        trace=_timed(matter, dispatched, obligations),
    )


def _withhold(matter: Matter) -> None:
    """Takes out of the warnings what the words of a secret matter say: the name of whom it complains about (I28)."""
    withheld = remark("unknown_subject_withheld")
    matter.warnings = [withheld if one.code == "unknown_subject" else one for one in matter.warnings]


def _failures(matter: Matter) -> tuple[Failure, ...]:
    """The plugins that failed; in a secret matter without what they said, which may quote it."""
    failures = matter.hints.failures
    if matter.word("confidential") == "open":
        return failures
    return tuple(one.model_copy(update={"error": one.error.partition(":")[0]}) for one in failures)


def _responsible(matter: Matter, place: PlaceAnswer, exit_: str | None, lead: Organization | None) -> ResponsibleRef:
    """The one responsible party, in the order of the outer contract. Never null (I2)."""
    first = matter.first_receiver
    assert first is not None
    if exit_ is not None and lead is None:
        body = _exit_body(matter) or first
        return ResponsibleRef(id=body.id, name=body.name, as_="exit_body")
    if matter.contested or matter.ownerless:
        return ResponsibleRef(id=first.id, name=first.name, as_="first_receiver")
    if place.status in _UNPLACED:
        holder = matter.holder or first
        return ResponsibleRef(id=holder.id, name=holder.name, as_="holder")
    if lead is not None:
        return ResponsibleRef(id=lead.id, name=lead.name, as_="lead")
    village = matter.county.bodies.by_id[matter.community.code] if matter.stays and matter.community else first
    kept = admissible(matter, [village], "attendee") or [first]
    return ResponsibleRef(id=kept[0].id, name=kept[0].name, as_="holder")


def _exit_body(matter: Matter) -> Organization | None:
    """Who must tell or receive: the obligor of the deciding rule's first duty."""
    rule = matter.stages["admit"].by.get("exit")
    for row, of in matter.stages["admit"].duties:
        if rule is not None and of.id == rule.id:
            kept = admissible(matter, resolve(row.who, matter), "attendee")
            if kept:
                return kept[0]
    return None


def _tags(matter: Matter) -> frozenset[str]:
    tags = matter.facts.get("tags", frozenset())
    return tags if isinstance(tags, frozenset) else frozenset()


def _rivals(matter: Matter) -> list[Organization]:
    if not matter.contested:
        return []
    left = [one.body for one in matter.candidates if one.struck is None and one.as_support is None and one.body]
    return list({body.id: body for body in left}.values())


def _signatory(matter: Matter) -> BodyRef | None:
    reference = matter.stages["catalogue"].reference("signatory") if "catalogue" in matter.stages else None
    if reference is None:
        return None
    bodies = admissible(matter, resolve(reference, matter), "attendee")
    lead = matter.lead.body if matter.lead else None
    return bodies[0].ref if bodies and bodies[0] != lead else None  # whoever leads in its own name signs anyway


def _party_lead(matter: Matter) -> BodyRef | None:
    decided = matter.stages["ownership"].reference("party_lead")
    succession = matter.county.policy.successions.get("party_lead")
    roles: list[Reference] = [decided] if decided else list(succession.roles if succession else ())
    body = first_admissible(matter, roles, "attendee") if roles else None
    return body.ref if body else None


def _whistle(matter: Matter) -> WhistleRef | None:
    kind = matter.word("whistle")
    if not kind or matter.blower is None:
        return None
    attendance = matter.word("attendance") or None
    return WhistleRef(
        kind=kind,
        blower=matter.blower.ref,
        required=_refs(matter.required),
        invited=_refs(invited(matter)),
        attendance=attendance,
    )


def _explained(matter: Matter, exit_: str | None) -> tuple[str, ...]:
    """What to tell the resident: of rules whose exit lost, nothing."""
    settled = matter.stages["admit"]
    told = (text for text, rule in settled.added.get("explain", []) if _speaks(rule, exit_) and isinstance(text, str))
    return tuple(dict.fromkeys(told))


def _speaks(rule: Rule, exit_: str | None) -> bool:
    own = rule.outcomes["admit"].get("exit")
    return own is None or own == exit_


def _more_warnings(matter: Matter, obligations: tuple[object, ...]) -> list[Remark]:
    made = [remark("rule_warns", text) for text in matter.stages["ownership"].texts("warn")]
    if any(getattr(one, "provisional", False) for one in obligations):
        made.append(remark("provisional"))
    if matter.contested:
        made.append(remark("contested"))
    if matter.ownerless:
        made.append(remark("ownerless"))
    made.extend(remark("plugin_failed", one.plugin) for one in (*matter.county.failures, *matter.hints.failures))
    return made


def _timed(matter: Matter, dispatched: bool, obligations: Sequence[Obligation]) -> tuple[TraceEntry, ...]:
    """The trace, in which a rule that only gave times lost where none of them became a duty."""
    used = {one.rule for one in obligations}
    given = {(one.act, one.amount, one.unit) for one in obligations}
    only_times: dict[str, bool] = {}
    for settled in matter.stages.values():
        only_times |= settled.only_times
    outlawed = _outlawed([one for settled in matter.stages.values() for one in settled.dues])
    same: dict[str, bool] = {}
    for settled in matter.stages.values():
        for act, length, rule in settled.dues:
            same[rule.id] = same.get(rule.id, True) and (act, length.amount, length.unit) in given
    made = []
    for entry in dict.fromkeys(matter.trace):
        lost = entry.won and entry.rule in only_times and entry.rule not in used
        why = _NOT_OWED if only_times.get(entry.rule) else _BY_LAW if entry.rule in outlawed else _SHORTER
        why = _SAME if why is _SHORTER and same.get(entry.rule) else why
        why = why if dispatched else _FROM_DISPATCH
        made.append(entry.lost(why) if lost else entry)
    return tuple(made)


def _outlawed(dues: Sequence[tuple[str, Duration, Rule]]) -> set[str]:
    """The rules all of whose times give way to those of a special law (从其规定)."""
    kept: set[str] = set()
    for act in {act for act, _, _ in dues}:
        kept.update(rule.id for _, rule in applying([(length, rule) for one, length, rule in dues if one == act]))
    return {rule.id for _, _, rule in dues} - kept


def _refs(bodies: Iterable[Organization]) -> tuple[BodyRef, ...]:
    return tuple(body.ref for body in bodies)

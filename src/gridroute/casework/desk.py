"""办件台: takes what somebody wants to happen and answers with events, or with a refusal that names the rule.

Pure: it holds no case, reads no clock and writes nothing. Whoever calls it keeps the events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridroute.casework.case import Case, applied
from gridroute.casework.clock import MOST_URGES, timers
from gridroute.casework.draft import Draft
from gridroute.casework.effects import apply_effect, keep_handled
from gridroute.casework.event import SYSTEM, Actor, Attempt, CaseEvent, Change, Timer
from gridroute.casework.guard import refusal_of, rules_beside
from gridroute.casework.refusal import Refusal
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts, duty_facts
from gridroute.dispatch import Dispatcher, Hints
from gridroute.dispatch.hints import NO_HINTS
from gridroute.dispatch.inquiry import decide
from gridroute.errors import Bilingual
from gridroute.model import Decision, Issue
from gridroute.policy.lifecycle import Transition

#: How a new case goes on from ``triaged``, by the state of its decision.
_FIRST = {
    "handed_off": "handoff",
    "referred": "refer",
    "declined": "decline",
    "adjudicating": "contest",
    "grid_assigned": "assign_grid",
    "dispatched": "dispatch",
}
_SYSTEM = Actor(body=SYSTEM)
#: Where somebody has to handle the matter, by a deadline (I7).
_HANDLED = frozenset({"dispatched", "grid_handling", "in_progress", "joint_handling", "executing"})
#: Where nothing more is owed by anybody.
_RESTING = frozenset({"closed", "archived"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The case afterwards, the events that brought it there, and why nothing happened where nothing did."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    refusal: Refusal | None = None


class CaseDesk:
    """Handles the cases of one county by its life cycle and its rules."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher
        self.life = dispatcher.county.policy.lifecycle

    def open(self, issue: Issue, at: datetime, hints: Hints = NO_HINTS) -> Answer:
        """A new case of ``issue``: registered, triaged, and on the way its decision gives it (t1 to t8)."""
        _, decision = self.dispatcher.study(issue, at, hints)
        registered = CaseEvent(
            case=issue.id,
            seq=1,
            type="register",
            at=at,
            by=_SYSTEM,
            role=SYSTEM,
            change=Change(set=_as_registered(issue, at, decision)),
        )
        answer = Answer(applied(None, registered), (registered,))
        answer = self._then(answer, "triage", at)
        first = _FIRST.get(decision.state)
        return answer if first is None else self._then(answer, first, at, reason=decision.exit or "", opening=decision)

    def attempt(self, case: Case, attempt: Attempt) -> Answer:
        """What comes of ``attempt``: its event and all that follow at once, or a refusal.

        What fell due before it comes first, so that no late worker changes what happened. ``ValueError``: the
        attempt lies before the last event; time does not go back.
        """
        if attempt.at < case.at:
            raise ValueError(f"{attempt.at} is before the last event of {case.id} at {case.at}")
        before = self.advance(case, attempt.at)
        answer = self._attempted(before.case, attempt)
        return Answer(answer.case, (*before.events, *answer.events), answer.refusal)

    def _attempted(self, case: Case, attempt: Attempt) -> Answer:
        scene = Scene(case, self.dispatcher, attempt.at)
        event = self.life.events.get(attempt.type)
        if event is None or case.state not in event.sources:
            return Answer(case, (), self._no_way(case, attempt.type))
        role = next((one for one in event.by if one in scene.roles_of(attempt.by)), None)
        if role is None:
            return Answer(case, (), _not_by(event, self.life.roles))
        missing = [name for name in event.needs if attempt.said.get(name) in (None, "", [], {})]
        if missing and role != SYSTEM:
            return Answer(case, (), _missing(event, missing))
        if not event.unrefusable:
            refusal = refusal_of(scene, attempt, role)
            if refusal is not None:
                return self._returned(Answer(case, (), refusal), scene, attempt)
        return self._follow(self._recorded(scene, event, attempt, role))

    def advance(self, case: Case, to: datetime) -> Answer:
        """All that falls due up to ``to``, in order and each once."""
        answer = Answer(case)
        while (timer := answer.case.next_timer()) is not None and timer.at <= to:
            at = max(timer.at, answer.case.at)
            before = len(answer.events)
            answer = self._fired(answer, timer, at)
            if len(answer.events) == before:
                raise AssertionError(f"the timer {timer.fires} of {case.id} in {answer.case.state} did nothing")
        return answer

    # ---- one event -------------------------------------------------------------------------------------

    def _recorded(
        self, scene: Scene, event: Transition, attempt: Attempt, role: str, opening: Decision | None = None
    ) -> Answer:
        """The event in full: its effect, what rules add beside it, the new state, who answers, the timers."""
        case = scene.case
        draft = Draft(scene, attempt, role)
        apply_effect(draft)
        if opening is not None:
            for duty in opening.obligations:
                draft.add(duty)
        rules_beside(draft, scene, attempt, role)
        state = event.leads_to(case.state)
        draft.set["state"] = state
        if state in _HANDLED and not draft.owed("handle"):
            keep_handled(draft)
        if state != case.state or any(one.fires == attempt.type and one.duty is None for one in case.timers):
            draft.set["waiting_since"] = attempt.at
        draft.set["responsible"] = _responsible(draft, state)
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
            notify=tuple(draft.notify.values()),
        )
        after = scene.at(applied(case, made))
        made = made.model_copy(update={"change": change.model_copy(update={"timers": timers(after)})})
        return Answer(applied(case, made), (made,))

    def _then(self, answer: Answer, kind: str, at: datetime, opening: Decision | None = None, **said: Any) -> Answer:
        """``answer`` with one more event of the system."""
        attempt = Attempt(type=kind, at=at, by=_SYSTEM, said=said)
        scene = Scene(answer.case, self.dispatcher, at)
        more = self._recorded(scene, self.life.events[kind], attempt, SYSTEM, opening)
        return Answer(more.case, (*answer.events, *more.events))

    # ---- what follows at once --------------------------------------------------------------------------

    def _follow(self, answer: Answer) -> Answer:
        """The events that an event brings with it, until there are none."""
        case, scene = answer.case, Scene(answer.case, self.dispatcher, answer.case.at)
        if case.state == "redo" and case.redo_count > scene.number("重办上限"):
            return self._follow(self._then(answer, "redo_exceeded", case.at, triggers=["C2.2"]))
        if case.state == "whistled" and case.required and set(case.required) <= set(case.checked_in):
            return self._follow(self._then(answer, "all_checked_in", case.at))
        if case.state == "awaiting_meeting" and case.rung is not None and case.rung > len(scene.ladder.rungs):
            return self._follow(self._then(answer, "terminal_list", case.at))
        if case.state not in _RESTING:
            return self._supervised(answer, scene)
        return answer

    def _supervised(self, answer: Answer, scene: Scene) -> Answer:
        """What the escalation rules say of the case as it now is, where it is more than before."""
        settled = decide(self.dispatcher.engine, scene.matter.edition, "escalation", case_facts(scene))
        wanted = settled.word("supervise")
        order = _order()
        known = answer.case.supervise
        if wanted is None or (known is not None and order.index(wanted) <= order.index(known)):
            return answer
        return self._then(answer, "supervise", answer.case.at, supervise=wanted, rules=_won(settled.trace))

    def _returned(self, answer: Answer, scene: Scene, attempt: Attempt) -> Answer:
        """Where a refusal sends the matter on: an objection refused for good goes to whoever adjudicates (T41)."""
        refusal = answer.refusal
        assert refusal is not None
        way = self.life.events["escalate_dispute"]
        if attempt.type == "object" and refusal.returned_to and scene.case.state in way.sources:
            more = self._then(answer, "escalate_dispute", attempt.at, rules=list(refusal.rules))
            return Answer(more.case, more.events, refusal)
        return answer

    # ---- time ------------------------------------------------------------------------------------------

    def _fired(self, answer: Answer, timer: Timer, at: datetime) -> Answer:
        if timer.duty is not None:
            return self._duty_fell_due(answer, timer.duty, at)
        case = answer.case
        if timer.fires == "urge" and case.urges == MOST_URGES:
            answer = self._then(answer, "supervise", at, supervise="supervised")
        return self._follow(self._then(answer, timer.fires, at, **_said_by_time(timer)))

    def _duty_fell_due(self, answer: Answer, number: int, at: datetime) -> Answer:
        """A duty is nearly due (yellow) or late: what the rules on duties and on cases say of it (t34, C2)."""
        scene = Scene(answer.case, self.dispatcher, at)
        one = next(duty for duty in answer.case.duties if duty.number == number)
        late = at >= one.duty.due_at
        engine, edition = self.dispatcher.engine, scene.matter.edition
        settled = decide(engine, edition, "duty", duty_facts(scene, one))
        case_wide = decide(engine, edition, "escalation", case_facts(scene))
        words = [word for word in (settled.word("supervise"), case_wide.word("supervise") if late else None) if word]
        order = _order()
        level = max(words, key=order.index, default="remind" if late else "yellow")
        triggers = [*settled.texts("escalate"), *(case_wide.texts("escalate") if late else ())]
        rules = [*_won(settled.trace), *(_won(case_wide.trace) if late else ())]
        event = self.life.events["supervise"]
        said = {"supervise": level, "act": one.duty.act, "duty": number, "rules": rules}
        attempt = Attempt(type="supervise", at=at, by=_SYSTEM, said=said)
        seen = {"status": "overdue", "found_late_at": at} if late else {"status": "warned"}
        answer = self._with_duty(answer, scene, event, attempt, one.model_copy(update=seen))
        if late and triggers and answer.case.state in self.life.events["overdue"].sources:
            answer = self._follow(self._then(answer, "overdue", at, triggers=triggers))
        return answer

    def _with_duty(self, answer: Answer, scene: Scene, event: Transition, attempt: Attempt, duty: Any) -> Answer:
        case = scene.case.model_copy(
            update={"duties": tuple(duty if one.number == duty.number else one for one in scene.case.duties)}
        )
        more = self._recorded(scene.at(case), event, attempt, SYSTEM)
        (made,) = more.events
        change = made.change.model_copy(update={"duties": (duty, *made.change.duties)})
        made = made.model_copy(update={"change": change})
        return Answer(applied(answer.case, made), (*answer.events, made))

    # ---- refusals of the life cycle --------------------------------------------------------------------

    def _no_way(self, case: Case, kind: str) -> Refusal:
        state = self.life.states[case.state].label
        event = self.life.events.get(kind)
        if event is None:
            return Refusal("state", Bilingual(f"没有事件“{kind}”", f"there is no event “{kind}”"))
        ways = [one.label for one in self.life.possible(case.state) if SYSTEM not in one.by]
        return Refusal(
            "state",
            Bilingual(
                f"“{state.zh}”的件不能“{event.label.zh}”: 可以 {'、'.join(one.zh for one in ways)}",
                f"a case that is {state.en} cannot “{event.label.en}”: it can {', '.join(one.en for one in ways)}",
            ),
        )


def _not_by(event: Transition, roles: Any) -> Refusal:
    may = [roles[one] for one in event.by]
    return Refusal(
        "who",
        Bilingual(
            f"“{event.label.zh}”只能由{'、'.join(one.zh for one in may)}做",
            f"“{event.label.en}” is only for {', '.join(one.en for one in may)}",
        ),
    )


def _missing(event: Transition, names: Iterable[str]) -> Refusal:
    listed = ", ".join(names)
    return Refusal("needs", Bilingual(f"“{event.label.zh}”要写明 {listed}", f"“{event.label.en}” must say {listed}"))


def _as_registered(issue: Issue, at: datetime, decision: Decision) -> dict[str, Any]:
    def of(body: Any) -> str | None:
        return body.id if body is not None else None

    whistle = decision.whistle
    return {
        "county": decision.county,
        "issue": issue.model_dump(mode="json"),
        "routed_at": at.isoformat(),
        "policy": decision.policy,
        "state": "registered",
        "responsible": decision.responsible.id,
        "first_receiver": decision.first_receiver.id,
        "lead": of(decision.lead),
        "supports": [body.id for body in decision.supports],
        "required": [body.id for body in whistle.required] if whistle else [],
        "blower": of(whistle.blower) if whistle else None,
        "whistle_kind": whistle.kind if whistle else None,
        "holder": of(decision.holder),
        "resolver": of(decision.resolver),
        "receiver": decision.responsible.id if decision.exit else None,
        "contested": decision.contested or decision.ownerless,
        "urgency": decision.urgency,
        "forum": decision.forum,
    }


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


def _order() -> tuple[str, ...]:
    from gridroute.policy.path import BY_NAME

    return next(one.values for one in BY_NAME["duty"].outcomes if one.name == "supervise")


def _won(trace: Iterable[Any]) -> list[str]:
    return [entry.rule for entry in trace if entry.won]


def _said_by_time(timer: Timer) -> dict[str, Any]:
    return {"triggers": ["C2.4"]} if timer.fires == "no_show" else {}

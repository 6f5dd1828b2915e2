"""办件台: takes what somebody wants to happen and answers with events, or with a refusal that names the rule.

Pure: it holds no case, reads no clock and writes nothing. Whoever calls it keeps the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gridroute.casework.answer import Answer
from gridroute.casework.capacity import must_stand_aside
from gridroute.casework.case import Case, applied
from gridroute.casework.clock import MOST_URGES
from gridroute.casework.clockstop import corrected
from gridroute.casework.consequence import arisen, brought, brought_back
from gridroute.casework.event import SYSTEM, Actor, Attempt, CaseEvent, Change, OpenDuty, Timer
from gridroute.casework.fit import unfit
from gridroute.casework.guard import refusal_of
from gridroute.casework.handover import EVENT as NEW_OFFICER
from gridroute.casework.handover import handover, officer_on
from gridroute.casework.late import lateness, order, won
from gridroute.casework.record import record
from gridroute.casework.refusal import Refusal
from gridroute.casework.routing import as_registered
from gridroute.casework.said import unreadable
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts
from gridroute.casework.succession import abolished
from gridroute.casework.threshold import missing_in, no_way, not_by, unsaid
from gridroute.casework.whistle import told_of_absence
from gridroute.dispatch import Dispatcher, Hints
from gridroute.dispatch.hints import NO_HINTS
from gridroute.dispatch.inquiry import decide
from gridroute.errors import Bilingual
from gridroute.model import Decision, Issue

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
#: Whose refusal, where it names to whom it returns, sends a case to adjudication (t13).
DISPUTED = ("object", "accept_objection", "reassign")
#: Where nothing more is owed by anybody.
_RESTING = frozenset({"closed", "archived"})
#: After which a case that was only triaged is routed anew.
_KNOWS_MORE = frozenset({"supplement", "unmerge", "reconsider"})


class CaseDesk:
    """Handles the cases of one county by its life cycle and its rules."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher
        self.life = dispatcher.county.policy.lifecycle

    def open(self, issue: Issue, at: datetime, hints: Hints = NO_HINTS) -> Answer:
        """A new case of ``issue``: registered, triaged, and on the way its decision gives it (t1 to t8)."""
        matter, decision = self.dispatcher.study(issue, at, hints)
        registered = CaseEvent(
            case=issue.id,
            seq=1,
            type="register",
            at=at,
            by=_SYSTEM,
            role=SYSTEM,
            change=Change(set=as_registered(issue, at, matter, decision)),
        )
        answer = Answer(applied(None, registered), (registered,))
        first = _FIRST.get(decision.state)
        # where the place has to be found first, what the decision asks for runs from now on (A7, A11, B18)
        answer = self._then(answer, "triage", at, opening=None if first else decision)
        said = {"reason": decision.exit} if decision.exit else {}
        return answer if first is None else self._then(answer, first, at, said, opening=decision)

    def attempt(self, case: Case, attempt: Attempt) -> Answer:
        """What comes of ``attempt``: its event and all that follow at once, or a refusal. The door for the world.

        What fell due before it comes first, so that no late worker changes what happened. Nobody outside acts
        as the system, whatever they claim. ``ValueError``: the attempt lies before the last event; time does
        not go back.
        """
        self._not_backwards(case, attempt.at)
        before = self.advance(case, attempt.at)
        if attempt.by.body == SYSTEM:
            words = Bilingual("“系统”不是办事的人: 写经办单位", "nobody acts as the system: say which body acts")
            return Answer(before.case, before.events, Refusal("who", words))
        return before.then(self._attempted(before.case, attempt))

    def bring(self, case: Case, kind: str, at: datetime, said: Mapping[str, Any] | None = None) -> Answer:
        """What comes of an event that the system brings: time, a calendar, a register, or another case.

        Only for callers inside (workers, merge groups, scenarios): never hand on what came from outside. The
        life cycle refuses as it does everybody; guards, which speak of people, are asked too.
        """
        self._not_backwards(case, at)
        before = self.advance(case, at)
        return before.then(self._attempted(before.case, Attempt(type=kind, at=at, by=_SYSTEM, said=dict(said or {}))))

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

    def succeed(self, answer: Answer, at: datetime) -> Answer:
        """``answer`` after whoever continues an abolished body took its part, for each such party (B14, T43)."""
        found = abolished(Scene(answer.case, self.dispatcher, at))
        for said in found:
            answer = self._then(answer, "transfer", at, said)
        # a register that was mended since leaves a timer behind; an event without effect counts all timers anew
        return answer if found else self._then(answer, "fix_deadlines", at)

    def new_officer(self, case: Case, at: datetime) -> Answer:
        """The case after its grid's officer handed over, where grids or posts changed by ``at`` and it did not yet.

        By one event; nothing where none is due. Timers bring it by themselves where the registers knew the day
        when they were set; this is for registers that came later (A5, T32).
        """
        event = self.life.events.get(NEW_OFFICER)
        if event is None or case.state not in event.sources:
            return Answer(case)
        found = handover(Scene(case, self.dispatcher, at))
        return Answer(case) if found is None else self.bring(case, NEW_OFFICER, at, found)

    def officer_on(self, case: Case, day: date) -> str | None:
        """Whom the rules choose to handle ``case`` for its grid on ``day``; nobody who must stand aside or is away."""
        return officer_on(Scene(case, self.dispatcher, case.at), day)

    def fix_deadlines(self, case: Case, at: datetime) -> Answer:
        """The case with its provisional deadlines corrected by one event; nothing where none is (T51)."""
        if not corrected(Scene(case, self.dispatcher, at)):
            return Answer(case)
        return self.bring(case, "fix_deadlines", at)

    def _attempted(self, case: Case, attempt: Attempt) -> Answer:
        scene = Scene(case, self.dispatcher, attempt.at)
        event = self.life.events.get(attempt.type)
        if event is None or case.state not in event.sources:
            return Answer(case, (), no_way(self.life, case.state, attempt.type))
        if must_stand_aside(case, attempt.by, scene.county.territory.posts, scene.county.bodies):
            words = Bilingual(
                f"“{attempt.by.post}”须回避: 由他人办理", f"“{attempt.by.post}” must stand aside: let another act"
            )
            return Answer(case, (), Refusal("who", words))
        role = next((one for one in event.by if one in scene.roles_of(attempt.by)), None)
        if role is None:
            return Answer(case, (), not_by(event, self.life.roles))
        missing = [name for name in event.needs if unsaid(attempt.said.get(name))]
        if missing and role != SYSTEM:
            return Answer(case, (), missing_in(event, missing))
        wrong = unreadable(attempt, scene.county.policy.vocabulary) or unfit(scene, attempt)
        if wrong is not None:
            return Answer(case, (), wrong)
        if not event.unrefusable:
            refusal = refusal_of(scene, attempt, role)
            if refusal is not None:
                return self._returned(Answer(case, (), refusal), scene, attempt)
        made = record(scene, attempt, role)
        if attempt.type == "blow":
            made = replace(made, warnings=told_of_absence(scene, attempt))
        return self._follow(made)

    def _not_backwards(self, case: Case, at: datetime) -> None:
        if at < case.at:
            raise ValueError(f"{at} is before the last event of {case.id} at {case.at}")

    def _then(
        self,
        answer: Answer,
        kind: str,
        at: datetime,
        said: Mapping[str, Any] | None = None,
        opening: Decision | None = None,
    ) -> Answer:
        """``answer`` with one more event of the system."""
        attempt = Attempt(type=kind, at=at, by=_SYSTEM, said=dict(said or {}))
        scene = Scene(answer.case, self.dispatcher, at)
        return answer.then(record(scene, attempt, SYSTEM, opening))

    # ---- what follows at once --------------------------------------------------------------------------

    def _follow(self, answer: Answer) -> Answer:
        """The events that an event brings with it, until there are none."""
        case, scene = answer.case, Scene(answer.case, self.dispatcher, answer.case.at)
        more = self._next(answer, scene)
        if more is not None:
            return self._follow(more)
        if case.state not in _RESTING:
            return self._supervised(answer, scene)
        return answer

    def _next(self, answer: Answer, scene: Scene) -> Answer | None:
        case = answer.case
        back = brought_back(self.life, answer, scene)
        if back is not None:
            return self._then(answer, back, case.at, brought(back, answer))
        match case.state:
            case "redo" if case.redo_count > scene.number("重办上限"):
                return self._then(answer, "redo_exceeded", case.at, {"triggers": ["C2.2"]})
            case "whistled" if case.required and set(case.required) <= set(case.checked_in):
                return self._then(answer, "all_checked_in", case.at)
            case "whistled" if case.lead in case.required and case.lead in case.checked_in:
                return self._then(answer, "lead_checked_in", case.at)  # the others' time goes on (t17)
            case "awaiting_meeting" if case.rung is not None and case.rung > len(scene.ladder.rungs):
                return self._then(answer, "terminal_list", case.at)
            case "adjudicating" if case.adjudications >= len(_adjudicators(scene)):
                return self._then(answer, "designate", case.at, _last_word(scene))
            case "triaged" | "grid_assigned":
                return self._routed(answer, scene)
        risen = arisen(self.life, answer, scene)
        if not risen:
            return None
        said = {"triggers": list(risen), "rules": list(dict.fromkeys(risen.values()))}
        return self._then(answer, "escalate", case.at, said)

    def _routed(self, answer: Answer, scene: Scene) -> Answer | None:
        """The way on of a case that waited for its place, now that more is known (A7, A8, A11)."""
        last, case = answer.events[-1].type if answer.events else "", answer.case
        if case.state == "triaged" and last in _KNOWS_MORE:
            decision = self.dispatcher.route(case.known, case.at)
            first = _FIRST.get(decision.state)
            return None if first is None else self._then(answer, first, case.at, {"rerouted": True}, decision)
        if last != "assign_grid" or not case.grid_given or not (case.lead or case.contested):
            return None
        sent = self._then(answer, "dispatch", case.at)
        return sent if case.lead else self._then(sent, "escalate_dispute", case.at)

    def _supervised(self, answer: Answer, scene: Scene) -> Answer:
        """What the escalation rules say of the case as it now is, where it is more than before."""
        settled = decide(self.dispatcher.engine, scene.matter.edition, "escalation", case_facts(scene))
        wanted, known = settled.word("supervise"), answer.case.supervise
        if wanted is None or (known is not None and order().index(wanted) <= order().index(known)):
            return answer
        return self._then(answer, "supervise", answer.case.at, {"supervise": wanted, "rules": won(settled.trace)})

    def _returned(self, answer: Answer, scene: Scene, attempt: Attempt) -> Answer:
        """Where a refusal sends the matter on: what is objected to or handed on too often is adjudicated (T41)."""
        refusal = answer.refusal
        assert refusal is not None
        way = self.life.events["escalate_dispute"]
        if attempt.type in DISPUTED and refusal.returned_to and scene.case.state in way.sources:
            more = self._then(answer, "escalate_dispute", attempt.at, {"rules": list(refusal.rules)})
            return Answer(more.case, more.events, refusal, more.warnings)
        return answer

    # ---- time ------------------------------------------------------------------------------------------

    def _fired(self, answer: Answer, timer: Timer, at: datetime) -> Answer:
        if timer.duty is not None:
            if any(one.number == timer.duty for one in corrected(Scene(answer.case, self.dispatcher, at))):
                return self._then(answer, "fix_deadlines", at)  # by the calendar it is not due yet, or was (T51)
            return self._duty_fell_due(answer, timer.duty, at)
        case = answer.case
        if timer.fires == "transfer":
            return self.succeed(answer, at)
        if timer.fires == NEW_OFFICER:
            found = handover(Scene(case, self.dispatcher, at))
            # a register that was mended since leaves a timer behind, as in ``succeed``
            return self._then(answer, NEW_OFFICER if found else "fix_deadlines", at, found)
        if timer.fires == "urge" and case.state == "handed_off" and case.urges == MOST_URGES:
            answer = self._then(answer, "supervise", at, {"supervise": "supervised"})
        return self._follow(self._then(answer, timer.fires, at, _said_by_time(timer)))

    def _duty_fell_due(self, answer: Answer, number: int, at: datetime) -> Answer:
        """A duty is nearly due (yellow) or late: it is supervised, and may be taken to a meeting."""
        one = next(duty for duty in answer.case.duties if duty.number == number)
        found = lateness(Scene(answer.case, self.dispatcher, at), one)
        answer = self._with_duty(answer, Attempt(type="supervise", at=at, by=_SYSTEM, said=found.said), found.duty)
        late = found.duty.status == "overdue"
        if late and found.triggers and answer.case.state in self.life.events["overdue"].sources:
            answer = self._follow(self._then(answer, "overdue", at, {"triggers": list(found.triggers)}))
        return answer

    def _with_duty(self, answer: Answer, attempt: Attempt, duty: OpenDuty) -> Answer:
        """One event of the system that also leaves ``duty`` as it now is."""
        before = answer.case
        changed = before.model_copy(
            update={"duties": tuple(duty if one.number == duty.number else one for one in before.duties)}
        )
        (made,) = record(Scene(changed, self.dispatcher, attempt.at), attempt, SYSTEM).events
        change = made.change.model_copy(update={"duties": (duty, *made.change.duties)})
        made = made.model_copy(update={"change": change})
        return answer.then(Answer(applied(before, made), (made,)))


def _adjudicators(scene: Scene) -> tuple[Any, ...]:
    return tuple(scene.county.policy.successions["adjudicator"].roles)


def _last_word(scene: Scene) -> dict[str, Any]:
    """Whom the system designates when everybody who might adjudicate let the time pass (I20)."""
    matter = scene.matter
    left = [one.body for one in matter.candidates if one.body is not None and one.struck is None and not one.as_support]
    chosen = next((body for body in left if body.id not in scene.case.subjects), None) or scene.somebody()
    return {"to": chosen.id, "reason": "I20", "rules": ["I20"]}


def _said_by_time(timer: Timer) -> dict[str, Any]:
    return {"triggers": ["C2.4"]} if timer.fires == "no_show" else {}

"""走向: where a case can go from where it stands, as the product of its state and the numbers that bound it.

What an event does to those numbers is said here once more, small enough to explore all of it; a test plays
random cases on the desk and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gridroute.casework.desk import DISPUTED
from gridroute.casework.rungs import first_rung
from gridroute.policy.boxes import satisfiable
from gridroute.policy.closing import always_refused, guards_of
from gridroute.policy.condition import All, Condition, Op, Test, fields_of
from gridroute.policy.ladder import Ladder
from gridroute.policy.lifecycle import Lifecycle, Transition
from gridroute.policy.policy import Policy
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Field

#: So often a thing is counted; what goes further is not bounded.
MOST = 4
_DISPUTE, _OVERDUE = "escalate_dispute", "overdue"
_EXCEEDED, _TERMINAL = "redo_exceeded", "terminal_list"


class Spot(NamedTuple):
    """处境: a state with what has been counted. ``rung`` is -1 before the first meeting."""

    state: str
    redo: int = 0
    objections: int = 0
    designated: bool = False
    disputes: int = 0
    adjudications: int = 0
    rung: int = -1
    sent_down: int = 0


class Step(NamedTuple):
    """One event and where it leads. ``by_time``: nobody need do anything for it; ``at_once``: it cannot wait."""

    event: str
    after: Spot
    by_time: bool = False
    at_once: bool = False


@dataclass
class Course:
    """The ways of a case under one set of guards, on one ladder of meetings.

    ``cap`` is the number of redos before a meeting, ``adjudicators`` how many can be asked one after another.
    """

    life: Lifecycle
    guards: Sequence[Rule]
    fields: Mapping[str, Field]
    ladder: Ladder
    cap: int
    adjudicators: int = 3
    scope: str = ""
    _near: dict[str, tuple[list[Rule], frozenset[str]]] = field(default_factory=dict, repr=False)
    _possible: dict[str, list[Transition]] = field(default_factory=dict, repr=False)
    _asked: dict[tuple[object, ...], tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _returned: dict[tuple[object, ...], bool] = field(default_factory=dict, repr=False)

    @property
    def start(self) -> Spot:
        """Where every case begins."""
        return Spot(self.life.first)

    @property
    def beyond(self) -> int:
        """The rung on which nothing is left but the list (C7)."""
        return len(self.ladder.rungs) + 1

    def steps(self, spot: Spot) -> list[Step]:
        """All that can come next; what cannot wait comes alone."""
        forced = self._forced(spot)
        if forced is not None:
            return [Step(forced.name, self.after(spot, forced), True, True)]
        made = []
        timer = self.life.states[spot.state].timer
        for event in self._moving(spot.state):
            if not self._may(spot, event):
                continue
            if not event.unrefusable and self.refused(spot, event):
                continue
            by_time = event.name == _OVERDUE or (timer is not None and timer.fires == event.name)
            made.append(Step(event.name, self.after(spot, event), by_time))
        return made

    def _moving(self, state: str) -> list[Transition]:
        """The events that change the state or a number; those that the desk alone brings are forced."""
        if state not in self._possible:
            self._possible[state] = [
                event
                for event in self.life.possible(state)
                if event.name not in (_EXCEEDED, _TERMINAL)
                and (event.leads_to(state) != state or event.name in _COUNTED)
            ]
        return self._possible[state]

    def refused(self, spot: Spot, event: Transition) -> tuple[Rule, ...]:
        """The guards that refuse ``event`` here, whatever else is known of the case."""
        near, reads = self._guards_near(event.name)
        if not near:
            return ()
        facts = self._facts(spot)
        key: tuple[object, ...] = (event.name, *((name, facts[name]) for name in sorted(facts.keys() & reads)))
        if key not in self._asked:
            here = self._here(event.name, {name: facts[name] for name in facts.keys() & reads})
            self._asked[key] = always_refused(near, here, self.fields)
        return self._asked[key]

    def _forced(self, spot: Spot) -> Transition | None:
        """What the desk brings at once: a redo too many goes to a meeting, what the last rung leaves is listed."""
        name = None
        if spot.state == "redo" and spot.redo > self.cap:
            name = _EXCEEDED
        if spot.state == "awaiting_meeting" and spot.rung >= self.beyond:
            name = _TERMINAL
        event = self.life.events.get(name or "")
        return event if event is not None and spot.state in event.sources else None

    def _may(self, spot: Spot, event: Transition) -> bool:
        """Whether anybody brings ``event``: a dispute goes up by itself only when a refusal sends it there."""
        if event.name != _DISPUTE or event.by != ("system",):
            return True
        sending = (self.life.events.get(name) for name in DISPUTED)
        return any(self._sent_up(spot, one.name) for one in sending if one is not None and spot.state in one.sources)

    def _sent_up(self, spot: Spot, event: str) -> bool:
        """Whether some guard that refuses ``event`` here sends the dispute up."""
        near, reads = self._guards_near(event)
        facts = self._facts(spot)
        known = {name: facts[name] for name in facts.keys() & reads}
        key = (event, *sorted((name, str(value)) for name, value in known.items()))
        if key not in self._returned:
            here = self._here(event, known)
            sending = [rule for rule in near if "return_to" in rule.outcomes["event"]]
            self._returned[key] = any(satisfiable(All((here, rule.condition)), self.fields) for rule in sending)
        return self._returned[key]

    def after(self, spot: Spot, event: Transition) -> Spot:
        """Where ``event`` leads from ``spot``."""
        counted = _COUNTED.get(event.name)
        spot = spot if counted is None else counted(spot, self)
        state = event.leads_to(spot.state)
        disputes = spot.disputes
        if state == "adjudicating" != spot.state:
            disputes = min(disputes + 1, MOST)
        elif event.aside or self.life.states[state].final:
            disputes = 0  # what is taken up again is a new dispute
        adjudications = spot.adjudications if state == "adjudicating" else 0
        return spot._replace(state=state, disputes=disputes, adjudications=adjudications)

    # ---- guards ----------------------------------------------------------------------------------------

    def _guards_near(self, event: str) -> tuple[list[Rule], frozenset[str]]:
        """The guards that may have a say in ``event``, and all that they read."""
        if event not in self._near:
            here = self._here(event, {})
            near = [rule for rule in self.guards if satisfiable(All((here, rule.condition)), self.fields, 2_000)]
            self._near[event] = near, frozenset().union(*(fields_of(rule.condition) for rule in near))
        return self._near[event]

    def _facts(self, spot: Spot) -> dict[str, Test]:
        """What a guard sees of a spot, each as the test that holds of it."""
        facts = {
            "state": Test("state", Op.EQUALS, spot.state),
            "redo_count": Test("redo_count", Op.AT_LEAST if spot.redo > self.cap else Op.EQUALS, spot.redo),
            "objections_total": Test(
                "objections_total", Op.AT_LEAST if spot.objections >= MOST else Op.EQUALS, spot.objections
            ),
            "send_down_count": Test(
                "send_down_count", Op.AT_LEAST if spot.sent_down >= MOST else Op.EQUALS, spot.sent_down
            ),
            "designated": Test("designated", Op.EQUALS, spot.designated),
            "top_level": Test("top_level", Op.EQUALS, spot.rung >= len(self.ladder.rungs) - 1),
            "forum": Test("forum", Op.EQUALS, self.ladder.name),
        }
        if 0 <= spot.rung < len(self.ladder.rungs):
            order = self.fields["level"].values if "level" in self.fields else ()
            facts["level"] = Test("level", Op.EQUALS, self.ladder.rungs[spot.rung].level, order)
        return facts

    def _here(self, event: str, facts: Mapping[str, Test]) -> Condition:
        scope = (Test("scope", Op.UNDER, (self.scope,)),) if self.scope else ()
        return All((Test("event", Op.EQUALS, event), *facts.values(), *scope))


def guards_by_event(policy: Policy) -> dict[str, list[Rule]]:
    """The rules that may refuse each event, those that nothing refuses left out."""
    guards, fields = guards_of(policy.rules), policy.vocabulary.fields
    made: dict[str, list[Rule]] = {}
    for name, event in policy.lifecycle.events.items():
        if not event.unrefusable:
            here = Test("event", Op.EQUALS, name)
            made[name] = [rule for rule in guards if satisfiable(All((here, rule.condition)), fields, 2_000)]
    return made


def _redone(spot: Spot, course: Course) -> Spot:
    return spot._replace(redo=min(spot.redo + 1, course.cap + 1))


def _up(spot: Spot, course: Course) -> Spot:
    """The first rung, or the next one where a lower one has not settled it."""
    return spot._replace(rung=min(max(spot.rung + 1, first_rung(course.ladder)), course.beyond))


def _objected(spot: Spot, course: Course) -> Spot:
    return spot._replace(objections=min(spot.objections + 1, MOST))


def _designated(spot: Spot, course: Course) -> Spot:
    return spot._replace(designated=True)


def _next_adjudicator(spot: Spot, course: Course) -> Spot:
    return spot._replace(adjudications=min(spot.adjudications + 1, course.adjudicators))


def _sent_down(spot: Spot, course: Course) -> Spot:
    rung = min(spot.rung, course.beyond)
    return spot._replace(rung=max(0, rung - 1), sent_down=min(spot.sent_down + 1, MOST))


_COUNTED: dict[str, Callable[[Spot, Course], Spot]] = {
    "unsatisfied": _redone,
    "review_due": _redone,
    "object": _objected,
    "designate": _designated,
    "adjudication_overdue": _next_adjudicator,
    "escalate": _up,
    "overdue": _up,
    "no_show": _up,
    "redo_exceeded": _up,
    "raise_level": _up,
    "skip_level": _up,
    "level_overdue": _up,
    "send_down": _sent_down,
}

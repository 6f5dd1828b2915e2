"""Several cases at once, some merged, with attempts that come twice, late or from the wrong people."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.casework.histories import History, Step

from gridroute import County
from gridroute.casework import Actor, Answer, Attempt, Case, CaseDesk, CaseEvent, CaseView, view
from gridroute.casework.case import applied
from gridroute.casework.group import master_after, members_after, merge


@dataclass
class Move:
    """One event, and the case before and after it."""

    before: Case
    event: CaseEvent
    after: Case


@dataclass
class World:
    """A few cases of one county. ``moves`` are those of the last thing that happened."""

    desk: CaseDesk
    seed: int
    cases: int = 3
    moves: list[Move] = field(default_factory=list)
    #: What somebody is shown of a case.
    view: Callable[[Case, Actor, County], CaseView | None] = view
    touched: History = field(init=False)
    step: Step = field(init=False)
    histories: list[History] = field(default_factory=list)
    #: Whether the checks that play something again are made as well.
    thorough: bool = True

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.histories = [History(self.desk, self.seed * 10 + number) for number in range(self.cases)]
        self.touched = self.histories[0]
        self.step = self.touched.steps[0]
        self.moves = moves_of(None, self.touched.log)

    def one(self) -> None:
        """One more thing happens to one of the cases, and what it means for the others."""
        self.touched = history = self.rng.choice(self.histories)
        chance, length = self.rng.random(), len(history.log)
        before = history.case
        if (chance < 0.1 and self._merged(history)) or (chance < 0.2 and history.again() is not None):
            pass
        elif chance < 0.25:
            self._late(history)
        else:
            history.one()
        self.step = history.steps[-1]
        self.moves = moves_of(before, history.log[length:])
        self._carried(history, length)

    def _merged(self, member: History) -> bool:
        master = self.rng.choice(self.histories)
        center = self.desk.dispatcher.county.bodies.with_function("民意受理")[0].id
        at = max(master.case.at, member.case.at)
        both = merge(self.desk, master.case, member.case, at, Actor(body=center))
        if both.member.refusal is not None or master is member:
            return False
        for history, answer in ((master, both.master), (member, both.member)):
            history.steps.append(Step(history.case, answer, None, at))
            history.answer, history.now = answer, at
            history.log.extend(answer.events)
        return True

    def _late(self, history: History) -> None:
        """An attempt that lies before the last event is no attempt: time does not go back."""
        first = history.steps[0].now
        late = Attempt(type="accept", at=first, by=Actor(body=history.case.lead or "x"))
        before = history.case
        if first < before.at:
            try:
                self.desk.attempt(before, late)
            except ValueError:
                pass
            else:
                raise AssertionError("an attempt before the last event went through")
        history.steps.append(Step(before, Answer(before), None, history.now))

    def _carried(self, history: History, length: int) -> None:
        made = Answer(history.case, tuple(history.log[length:]))
        others = {one.case.id: one for one in self.histories if one is not history}
        answers = members_after(self.desk, made, [one.case for one in others.values()])
        master = others.get(history.case.master or "")
        if master is not None:
            answers.append(master_after(self.desk, made, master.case))
        for answer in answers:
            other = others[answer.case.id]
            other.answer = replace(answer, refusal=None)
            other.now = max(other.now, answer.case.at)
            other.log.extend(answer.events)


def moves_of(before: Case | None, events: list[CaseEvent]) -> list[Move]:
    """Each of ``events`` with the case around it."""
    made = []
    for event in events:
        after = applied(before, event)
        made.append(Move(before or after, event, after))
        before = after
    return made

"""提问: asks what a scenario asks of standing matters, step by step, and shows the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gridroute.assurance.scenario import Scenario, Step
from gridroute.assurance.standing import (
    account,
    attendance,
    chain,
    entry,
    evaluation,
    fact,
    gridding,
    inspection,
    matching,
    mode,
    openday,
    patrol,
    points,
    record,
    regridding,
    roster,
    staffing,
    tree,
    venue,
    whistles,
)
from gridroute.assurance.standing.kinds import KINDS
from gridroute.assurance.standing.question import Misasked, Question
from gridroute.casework import CaseDesk
from gridroute.civic import load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.civic import Civic, with_given
from gridroute.errors import Bilingual
from gridroute.policy.document import Value

#: Who answers a question that stands at one moment.
_ANSWERS: Mapping[str, Callable[[Question], dict[str, object]]] = {
    "open_days": openday.seen,
    "roster": roster.seen,
    "match": matching.seen,
    "points": points.seen,
    "staffing": staffing.seen,
    "patrol": patrol.seen,
    "evaluation": evaluation.seen,
    "tree": tree.seen,
    "venues": venue.seen,
    "chain": chain.seen,
    "fact": fact.seen,
    "entry": entry.seen,
    "grids": gridding.seen,
    "inspection": inspection.seen,
    "regrid": regridding.seen,
}
#: Who answers where things happen step by step.
_COURSES: Mapping[str, Callable[[Question], Iterator[tuple[Step, dict[str, object]]]]] = {
    "record": record.course,
    "account": account.course,
    "check_in": attendance.course,
    "mode": mode.course,
    "whistles": whistles.course,
}


@dataclass(frozen=True)
class StandingView:
    """What is to be seen under the names of one kind of question."""

    kind: str
    seen: Mapping[str, object]

    def known(self) -> list[str]:
        """The names that may be expected."""
        return list(dict.fromkeys([*KINDS[self.kind].expects, *self.seen, "absent"]))

    def of(self, name: str) -> object:
        """What is seen under ``name``. ``KeyError`` where there is nothing of that name."""
        if name not in KINDS[self.kind].expects and name not in self.seen:
            raise KeyError(name)
        return self.seen.get(name)


def asked(scenario: Scenario, desk: CaseDesk) -> Iterator[tuple[Step, StandingView]]:
    """Each step of the scenario with what is to be seen after it. ``GridrouteError``: it cannot be asked."""
    ((kind, value),) = scenario.civic.items()
    asking = Asking(_registers(scenario, desk), desk.dispatcher.engine)
    given: Mapping[str, Value] = value if isinstance(value, dict) else {KINDS[kind].word: value}
    question = Question(scenario, asking, kind, given, scenario.at)
    _in_time(question)
    if kind in _COURSES:
        for step, seen in _COURSES[kind](question):
            yield step, StandingView(kind, seen)
        return
    made: dict[datetime, StandingView] = {}
    for step in scenario.steps:
        if step.event is not None:
            words = Bilingual(
                f"{kind} 没有事件: 只写 advance_to 和 expect", f"{kind} has no events: use advance_to and expect"
            )
            raise Misasked(words, step.line)
        at = step.advance_to or step.at or max(made, default=scenario.at)
        if at not in made:
            made[at] = StandingView(kind, _ANSWERS[kind](Question(scenario, asking, kind, given, at)))
        yield step, made[at]


def _registers(scenario: Scenario, desk: CaseDesk) -> Civic:
    """The registers of the county, with what the scenario gives laid over them."""
    civic = load_civic(desk.dispatcher.county)
    if not scenario.registers or scenario.document is None:
        return civic
    made = with_given(
        civic, scenario.registers, scenario.document, ("scenarios", scenario.number, "given", "registers")
    )
    if made.faults:
        first = made.faults[0]
        said = (": ".join(part for part in pair if part) for pair in zip(first.problem, first.remedy, strict=True))
        raise Misasked(Bilingual(*said), first.line)
    return made


def _in_time(question: Question) -> None:
    """Steps stand in the order of time."""
    before = question.scenario.at
    for step in question.scenario.steps:
        for moment in (step.at, step.advance_to):
            if moment is not None and moment < before:
                words = Bilingual(
                    f"{moment.isoformat()} 早于上一步 {before.isoformat()}: 步骤按时间先后写",
                    f"{moment.isoformat()} lies before {before.isoformat()}: write steps in the order of time",
                )
                raise Misasked(words, step.line)
            before = moment or before

"""问运行模式: a mode of operation put in force by whoever may, lifted, or over by itself (T31)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gridroute.assurance.scenario import Step
from gridroute.assurance.standing.question import Question, Refused
from gridroute.casework import Actor, Attempt
from gridroute.civic.desk import RecordDesk
from gridroute.civic.proceeding import Outcome
from gridroute.civic.switching import Switch, end_of, mode_at


def course(question: Question) -> Iterator[tuple[Step, dict[str, object]]]:
    """The mode after each step: an event is ``lift``."""
    desk, at = RecordDesk(question.asking), question.at
    by = Actor(body=question.resolved("by", "body"))
    name = question.scenario.name[:100]
    outcome = desk.switch(Switch(name, question.text("mode"), at, by, dict(question.mapping("said"))))
    for step in question.scenario.steps:
        at = step.advance_to or step.at or at
        if step.event is not None and outcome.record is not None:
            said = {key: value for key, value in step.event.items() if key not in ("type", "by")}
            actor = Actor(body=question.resolved("by", "body", str(step.event["by"])))
            outcome = desk.attempt(outcome.record, Attempt(type=str(step.event["type"]), at=at, by=actor, said=said))
        elif (step.advance_to or step.at) is not None and outcome.record is not None:
            outcome = desk.advance(outcome.record, at)
        yield step, _seen(outcome, at, question)


def _seen(outcome: Outcome, at: datetime, question: Question) -> dict[str, object]:
    record = outcome.record
    made: dict[str, object] = {
        "refused": Refused.of(outcome.refusal),
        "events": [event.type for event in outcome.events],
        "notify": question.names(body for event in outcome.events for body in event.notify),
    }
    if record is None:
        return made
    end = end_of(record)
    return made | {
        "state": record.state,
        "in_force": mode_at([record], at),
        "until": end.isoformat() if end else None,
    }

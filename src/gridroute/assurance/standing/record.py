"""问档案: a record of a procedure that goes on step by step."""

from __future__ import annotations

from collections.abc import Iterator

from gridroute.assurance.scenario import Step
from gridroute.assurance.standing.question import Question, Refused
from gridroute.casework import Actor, Attempt
from gridroute.civic import Civic
from gridroute.civic.desk import RecordDesk
from gridroute.civic.proceeding import Opening, Outcome, Proceedings
from gridroute.policy.document import Value


def course(question: Question) -> Iterator[tuple[Step, dict[str, object]]]:
    """The record after each step. An event is a step or a way out of the procedure, by name."""
    desk, civic = RecordDesk(question.asking), question.civic
    given, links = question.given, question.given.get("links", [])
    opening = Opening(
        question.scenario.name[:100],
        question.text("procedure"),
        question.at,
        Actor(body=question.resolved("by", "body")),
        question.text("title"),
        question.place(),
        {name: _bodies(who, civic) for name, who in question.mapping("parties").items()},
        dict(question.mapping("said")),
        tuple(map(str, links)) if isinstance(links, list) else (str(given["links"]),),
    )
    outcome = desk.open(opening)
    for step in question.scenario.steps:
        if step.event is not None and step.at is not None and outcome.record is not None:
            more = {key: value for key, value in step.event.items() if key not in ("type", "by")}
            actor = Actor(body=question.resolved("by", "body", str(step.event["by"])))
            outcome = desk.attempt(
                outcome.record, Attempt(type=str(step.event["type"]), at=step.at, by=actor, said=more)
            )
        elif (until := step.advance_to or step.at) is not None and outcome.record is not None:
            outcome = desk.advance(outcome.record, until)
        yield step, _seen(outcome, civic)


def _seen(outcome: Outcome, civic: Civic) -> dict[str, object]:
    record = outcome.record
    rules = [rule for event in outcome.events for rule in event.rules]
    made: dict[str, object] = {
        "refused": Refused.of(outcome.refusal),
        "events": [event.type for event in outcome.events],
        "rules": rules,
        "rule": rules,
    }
    if record is None:
        return made
    step = Proceedings(civic).next_step(record)
    return made | {
        "state": record.state,
        "step": step.name if step else None,
        "delivered": list(record.delivered),
        "overdue": record.overdue,
        "due": record.due_at.isoformat() if record.due_at else None,
        "links": list(record.links),
        "way_out": record.way_out,
    }


def _bodies(written: Value, civic: Civic) -> list[str]:
    listed = written if isinstance(written, list) else [written]
    return [found[0].id if len(found := civic.county.bodies.named(str(one))) == 1 else str(one) for one in listed]

"""问报到: what a unit or a member has done in a year, what it was worth, and what is short at the end."""

from __future__ import annotations

from collections.abc import Iterator

from gridroute.assurance.scenario import Step
from gridroute.assurance.standing.question import Question, Refused
from gridroute.casework import Actor
from gridroute.civic.attendance import Attendance, Deed
from gridroute.civic.checkin import Quota
from gridroute.civic.desk import RecordDesk
from gridroute.civic.points import Accounts, Award
from gridroute.civic.proceeding import Outcome
from gridroute.civic.record import Record
from gridroute.errors import Bilingual


def course(question: Question) -> Iterator[tuple[Step, dict[str, object]]]:
    """The year's record after each step. An event is a check-in by the name of its act, with evidence."""
    quota, subject, at = question.entry(Quota, "quota"), question.text("subject"), question.at
    desk = RecordDesk(question.asking)
    years: dict[str, Record | None] = {}
    accounts: dict[str, Record | None] = {}
    now: Record | None = None
    for step in question.scenario.steps:
        outcome, earned, left = Outcome(now, ()), list[Award](), list[Bilingual]()
        if step.event is not None and step.at is not None:
            at = step.at
            said = {key: value for key, value in step.event.items() if key not in ("type", "by")}
            by = Actor(body=question.resolved("subject", "body", str(step.event["by"])))
            deed = Deed(quota.name, subject, str(step.event["type"]), at, by, said)
            year = Attendance.number(quota.name, subject, at.year)
            outcome, found = desk.count(years.get(year), deed)
            years[year] = now = outcome.record
            for award in found:
                own = Accounts.number(award.ledger, award.subject or "")
                entered = desk.enter(accounts.get(own), award, deed)
                if entered.refusal is not None:
                    left.append(entered.refusal.words)
                    continue
                accounts[own] = entered.record
                earned.append(award)
        if (until := step.advance_to) is not None:
            at = until
            for number, record in years.items():
                later = desk.advance(record, until) if record is not None else Outcome(None, ())
                if later.events:
                    years[number] = now = later.record
                    outcome = Outcome(later.record, (*outcome.events, *later.events))
        rules = [rule for event in outcome.events for rule in event.rules]
        yield (
            step,
            {
                "state": now.state if now else None,
                "counts": dict(now.counts) if now else {},
                "short": dict(now.short) if now else {},
                "owed": {one.act: one.at_least for one in quota.counts},
                "earned": sum(one.points for one in earned),
                "balances": {number: one.balance_in(at.year) for number, one in accounts.items() if one is not None},
                "notify": [told for event in outcome.events for told in event.notify],
                "unset": question.unset(quota),
                "events": [event.type for event in outcome.events],
                "refused": Refused.of(outcome.refusal) or Refused("account", left),
                "rules": rules,
                "rule": rules,
            },
        )

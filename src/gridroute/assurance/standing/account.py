"""问积分账户: what an account holds after several acts, and after one of them was taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gridroute.assurance.scenario import Step
from gridroute.assurance.standing.question import Misasked, Question, Refused
from gridroute.casework import Actor, Attempt
from gridroute.civic.desk import RecordDesk
from gridroute.civic.ledger import Ledger
from gridroute.civic.points import REVERSE, Accounts, Award, awards
from gridroute.civic.proceeding import Outcome
from gridroute.errors import Bilingual, InputError

_REVERSALS = (REVERSE, "冲正")


def course(question: Question) -> Iterator[tuple[Step, dict[str, object]]]:
    """The account after each step. An event is an act, worth what the rules say in this ledger, or a reversal."""
    ledger, subject, at = question.entry(Ledger, "ledger"), question.text("subject"), question.at
    outcome = Outcome(None, ())
    #: How often each act was done in each year: rules may ask it of an act (``counted_this_year``).
    before = Counter[tuple[str, int]]()
    for step in question.scenario.steps:
        at = step.advance_to or step.at or at
        earned: list[Award] = []
        if step.event is not None and step.at is not None:
            done = (str(step.event["type"]), step.at.year)
            outcome, earned = _happened(question, ledger.name, subject, step, outcome, before[done])
            before[done] += 1
        account = outcome.record
        rules = [rule for event in outcome.events for rule in event.rules]
        yield (
            step,
            {
                "balance": account.balance_in(at.year) if account else 0,
                "entries": len(account.postings) if account else 0,
                "earned": sum(one.points for one in earned),
                "items": [one.item for one in earned],
                "whose": ledger.subject,
                "floor": ledger.floor,
                "resets": ledger.resets,
                "closes": dict(ledger.closes(at.date())),
                "unset": question.unset(ledger),
                "events": [event.type for event in outcome.events],
                "refused": Refused.of(outcome.refusal),
                "rules": rules,
                "rule": rules,
            },
        )
        outcome = Outcome(account, ())


def _happened(
    question: Question, ledger: str, subject: str, step: Step, before: Outcome, counted: int
) -> tuple[Outcome, list[Award]]:
    assert step.event is not None
    assert step.at is not None
    kind, record = str(step.event["type"]), before.record
    said = {key: value for key, value in step.event.items() if key not in ("type", "by")}
    by = Actor(body=question.resolved("subject", "body", str(step.event["by"])))
    if kind in _REVERSALS:
        if record is None:
            raise Misasked(Bilingual("账户里还没有一笔", "the account holds nothing yet"), step.line)
        return RecordDesk(question.asking).attempt(record, Attempt(type=REVERSE, at=step.at, by=by, said=said)), []
    try:
        found = awards(question.asking, {"counted_this_year": counted, **said, "act": kind}, step.at.date())
    except InputError as error:
        raise Misasked(error.words, step.line) from None
    mine, made = [one for one in found if one.ledger == ledger], Outcome(record, ())
    events = list(made.events)
    for one in mine:
        award = Award(one.ledger, one.item, one.points, one.rule, subject)
        made = Accounts(question.civic).enter(made.record, award, step.at, by, {"act": kind})
        events += made.events
        if made.refusal is not None:
            return Outcome(made.record, tuple(events), made.refusal), []
    return Outcome(made.record, tuple(events)), mine

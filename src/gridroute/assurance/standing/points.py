"""问计分: what one act is worth."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.points import awards
from gridroute.errors import InputError


def seen(question: Question) -> dict[str, object]:
    """What the rules give for the act, in which ledgers and for what."""
    facts = {"act": question.text("act"), **question.mapping("facts")}
    try:
        made = awards(question.asking, facts, question.day)
    except InputError as error:
        raise question.wrong("facts", *error.words) from None
    rules = list(dict.fromkeys(one.rule for one in made))
    return {
        "points": sum(one.points for one in made),
        "ledger": [one.ledger for one in made],
        "item": [one.item for one in made],
        "awards": {f"{one.ledger}/{one.item}": one.points for one in made},
        "rules": rules,
        "rule": rules,
    }

"""问配备: what a check of staffing finds, and who holds a place meanwhile (T40)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.shortage import examined
from gridroute.civic.staffing import Check
from gridroute.civic.thing import unfit


def seen(question: Question) -> dict[str, object]:
    """Where the check fails; with a place what was found there, what was wanted, and who holds it."""
    check, place = question.entry(Check, "check"), question.place()
    wrong = unfit(check.of, check.where)
    if wrong is not None:
        raise question.wrong("check", wrong[0].zh, wrong[0].en, wrong[1])
    found = list(examined(question.civic, check, question.at))
    if place is not None:
        found = [(one, fails) for one, fails in found if one.place == place]
        if not found:
            name = question.named(place).shown
            raise question.wrong("place", f"“{check.name}”不查{name}", f"“{check.name}” is not checked at {name}")
    failing = [one for one, fails in found if fails]
    made: dict[str, object] = {
        "fails": len(failing),
        "places": question.names(one.place for one in failing),
        "lacking": [name for one in failing for name in one.lacking],
        "warn": check.on_violation.warn if failing and check.on_violation else "",
    }
    if len(found) == 1:
        ((one, _),) = found
        made |= {"count": one.count, "wanted": one.wanted}
    holders = {one.holder.id for one in failing if one.holder is not None}
    made["holder"] = question.named(holders.pop()) if len(holders) == 1 else question.names(sorted(holders))
    return made

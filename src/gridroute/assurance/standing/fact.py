"""问事实: a figure of a source, beside what the county's own data comes to."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.fact import Fact
from gridroute.civic.inspection import compared


def seen(question: Question) -> dict[str, object]:
    """The figure, its unit and source, and what it was held against."""
    fact = question.entry(Fact, "id")
    made = compared(question.civic, fact, question.day)
    names = ("name", "value", "unit", "about", "as_of", "scope", "source", "assumed")
    return {name: getattr(fact, name) for name in names} | {"counted": made.counted, "agrees": made.agrees}

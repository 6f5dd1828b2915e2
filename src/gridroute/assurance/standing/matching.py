"""问匹配: what a need gets of the resources."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.matching import matching
from gridroute.civic.need import Need
from gridroute.errors import nearest


def seen(question: Question) -> dict[str, object]:
    """What the need gets, from whom, by which agreement; or why it gets nothing."""
    need = question.text("need")
    made = matching(question.asking, question.day)
    for one in made.matches:
        if one.pair.need.id == need:
            rules = list(one.pair.rules)
            return {
                "match": one.pair.match,
                "resource": one.pair.resource.id,
                "unit": one.pair.resource.unit,
                "agreement": one.pair.agreement,
                "quantity": one.quantity,
                "rules": rules,
                "rule": rules,
            }
    for left in made.unmet:
        if left.need.id == need:
            return {"match": "none", "why": left.why, "quantity": left.quantity, "rules": list(left.reasons)}
    if any(one.need == need for one in made.running):
        return {"match": "running"}
    known = [one.id for one in question.civic.of(Need)]
    raise question.wrong("need", f"没有需求“{need}”", f"there is no need “{need}”", nearest(need, known))

"""问评价: what ratings come to, who is ranked where, and what was left out (I24, T58)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Misasked, Question, Refused
from gridroute.assurance.view import Ordered
from gridroute.civic.evaluation import Evaluation
from gridroute.civic.scoring import HEADS, Rating, rating_of, scoring
from gridroute.errors import nearest


def seen(question: Question) -> dict[str, object]:
    """The scores of the ratings that the scenario gives; with ``ratee`` its own; and what the evaluation says."""
    evaluation = question.entry(Evaluation, "name")
    made = scoring(question.civic, _ratings(question, evaluation.name), question.day)
    found = [one for one in made.scores if one.evaluation == evaluation.name]
    parameters = question.civic.county.policy.parameters
    shown: dict[str, object] = {
        "ranking": Ordered(question.names(one.ratee for one in found if one.rank is not None)),
        "left_out": question.names(question.resolved("ratings", "body", one.ratee) for one in made.left_out),
        "refused": Refused("rating", (words for _, words in made.refused)),
        "share": evaluation.share,
        "floor": parameters[evaluation.floor].value if evaluation.floor in parameters else None,
        "greatest": evaluation.greatest,
        "mutual": evaluation.mutual,
        "published": evaluation.published,
        "every": evaluation.every,
        "unset": question.unset(evaluation),
    }
    ratee = question.resolved("ratee", "body") if question.text("ratee") else None
    own = [one for one in found if ratee in (None, one.ratee)]
    if len(own) == 1:
        (score,) = own
        shown |= {
            "score": score.score,
            "rank": score.rank,
            "dimensions": dict(score.dimensions),
            "missing": list(score.missing),
        }
    return shown


def _ratings(question: Question, name: str) -> list[Rating]:
    listed = question.given.get("ratings", [])
    made: list[Rating] = []
    known = (*HEADS, *HEADS.values())
    for number, row in enumerate(listed if isinstance(listed, list) else [listed]):
        line = question.scenario.line_of("civic", question.kind, "ratings", number)
        if not isinstance(row, dict):
            raise question.wrong("ratings", "评分应写成“键: 值”", "a rating is a mapping")
        for key in row:
            if key not in known:
                near = nearest(key, known)
                raise question.wrong("ratings", f"评分没有“{key}”这一项", f"a rating has no “{key}”", near)
        written = rating_of({"evaluation": name, **row}, line)
        if not isinstance(written, Rating):
            raise Misasked(written, line)
        made.append(written)
    return made

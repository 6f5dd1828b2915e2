"""问网格重划: who takes over open cases when grids are drawn anew; none is left without somebody (T32)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from gridroute.assurance.standing.question import Question
from gridroute.civic.regridding import regridding


def seen(question: Question) -> dict[str, object]:
    """The report by case: its grid as received, what follows, the post and the holder from the day on."""
    made = regridding(question.civic.county, _day(question), _cases(question))
    return {
        "cases": len(made),
        "how": dict(Counter(one.how for one in made)),
        "grids": {one.case: one.grid for one in made},
        "followers": {one.case: list(one.followers) for one in made},
        "before": {one.case: one.before for one in made},
        "posts": {one.case: one.post for one in made},
        "holders": {one.case: question.named(one.holder).shown for one in made},
        "nobody": [one.case for one in made if not one.held],
    }


def _day(question: Question) -> date:
    written = question.text("on")
    try:
        return date.fromisoformat(written) if written else question.day
    except ValueError:
        raise question.wrong("on", f"“{written}”不是日期", f"“{written}” is no day") from None


def _cases(question: Question) -> list[tuple[str, str]]:
    listed = question.given["cases"]
    if isinstance(listed, list):
        return [(str(number), str(grid)) for number, grid in enumerate(listed, start=1)]
    return [(case, str(grid)) for case, grid in question.mapping("cases").items()]

"""问巡查先后: where to patrol first in a month by an index of grids; those without data come first (T45, I31)."""

from __future__ import annotations

import re

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Ordered
from gridroute.civic.index import Index
from gridroute.civic.patrol import patrol_order


def seen(question: Question) -> dict[str, object]:
    """The places in their order; with ``place`` how it fares; or what nobody has said, where that is expected."""
    index, month = question.entry(Index, "index"), question.text("month") or f"{question.day:%Y-%m}"
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise question.wrong("month", f"“{month}”不是月份: 写成 2026-03", f"“{month}” is no month: write it as 2026-03")
    unset, uses = question.unset(index), list(index.uses)
    if unset and question.expects("unset"):
        return {"unset": unset, "uses": uses}
    order = patrol_order(question.civic, index, month)
    made: dict[str, object] = {"uses": uses, "patrol": Ordered(question.names(one.place for one in order))}
    place = question.place()
    if place is None:
        return made
    for one in order:
        if one.place == place:
            return made | {"order": one.order, "value": one.value, "missing": list(one.missing)}
    name = question.named(place).shown
    raise question.wrong("place", f"{month} 没有{name}的数值", f"there are no values of {name} in {month}")

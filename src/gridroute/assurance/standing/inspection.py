"""问体检: what the check of the registers says of one entry."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.inspection import inspect_civic


def seen(question: Question) -> dict[str, object]:
    """The codes and the words of all that is found of the entry; none where nothing is."""
    name = question.text("name")
    found = [one for one in inspect_civic(question.civic, question.day) if one.rule == name]
    return {
        "codes": list(dict.fromkeys(one.code for one in found)),
        "says": [words for one in found for words in one.problem],
    }

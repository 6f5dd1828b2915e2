"""问网格划分: whether grids overlap, leave something out, reach over a border, or have too few or too many people."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.gridding import Gridding
from gridroute.civic.soundness import soundness


def seen(question: Question) -> dict[str, object]:
    """What is found by the requirement of that name, and what of it nobody has said."""
    gridding = question.entry(Gridding, "name")
    made = soundness(question.civic, gridding, question.day)
    return {
        "sound": made.sound,
        "overlaps": question.names(code for pair in made.overlaps for code in pair),
        "uncovered": question.names(made.uncovered),
        "crossing": question.names(made.crossing),
        "too_few": question.names(made.too_few),
        "too_many": question.names(made.too_many),
        "uncounted": made.uncounted,
        "drawn": made.drawn,
        "unset": question.unset(gridding),
    }

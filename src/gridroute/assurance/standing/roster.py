"""问轮值: who is on duty on a day."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.civic.roster import Roster, turns


def seen(question: Question) -> dict[str, object]:
    """Who is on duty, whose turn it is, which shifts are empty; or what nobody has said, where that is expected."""
    roster = question.entry(Roster, "name")
    if not roster.serves(question.resolved("mode", "mode") if question.text("mode") else None):
        return {"on_duty": [], "turn": [], "empty": []}
    unset = question.unset(roster)
    if unset and question.expects("unset"):
        return {"unset": unset}
    made = turns(roster, question.day, question.civic.county.calendar)
    return {
        "on_duty": [turn.team for turn in made if turn.team],
        "turn": [turn.for_ for turn in made],
        "empty": [turn.shift or turn.for_ for turn in made if turn.team is None],
    }

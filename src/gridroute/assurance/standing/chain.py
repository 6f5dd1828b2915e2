"""问包联: which post stands by a place on each level, from the bottom up; one on each (LW06)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Ordered
from gridroute.civic.chain import Chain
from gridroute.civic.liaison import chain_of


def seen(question: Question) -> dict[str, object]:
    """The levels with their posts; which are empty, and on which more than one stands."""
    place = question.resolved("place", "place")
    chains = [question.entry(Chain, "name")] if question.text("name") else question.civic.of(Chain, question.day, place)
    if len(chains) != 1:
        listed = "、".join(one.name for one in chains)
        raise question.wrong(
            "name", f"写 name: {listed or '没有包联链'}", f"give name: {listed or 'there is no chain'}"
        )
    found = chain_of(question.civic, chains[0], place, question.day)
    return {
        "levels": Ordered(one.link.level for one in found),
        "posts": {one.link.level: list(one.posts) for one in found},
        "empty": [one.link.level for one in found if not one.posts],
        "crowded": [one.link.level for one in found if len(one.posts) > 1],
        "one": bool(found) and all(one.one for one in found),
    }

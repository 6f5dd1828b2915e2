"""问组织体系: which tiers of organisation there are at a place, and which stands above one (SS01, SS02)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Ordered
from gridroute.civic.thing import settlement, trees_at
from gridroute.civic.tree import Tree
from gridroute.errors import Bilingual, nearest


def seen(question: Question) -> dict[str, object]:
    """The one system of that name, or the one that holds at the place; its tiers from the top down."""
    place = question.place()
    community = question.civic.county.territory.community_of(place) if place else None
    made: dict[str, object] = {"settlement": settlement(question.civic, community.code) if community else None}
    if question.text("name"):
        tree = question.entry(Tree, "name")
        if place and tree not in trees_at(question.civic, place, question.day):
            return made
    elif place:
        found = trees_at(question.civic, place, question.day)
        if not found:
            return made
        if len(found) > 1:
            listed = Bilingual("、".join(one.name for one in found), ", ".join(one.name for one in found))
            raise question.wrong("place", f"不止一种组织体系,写 name: {listed.zh}", f"say which by name: {listed.en}")
        (tree,) = found
    else:
        raise question.wrong("name", "写 name 或 place", "give name or place")
    made |= {"tree": tree.name, "tiers": Ordered(tree.tiers), "depth": len(tree.tiers)}
    if tier := question.text("tier"):
        if tier not in tree.tiers:
            near = nearest(tier, tree.tiers)
            raise question.wrong(
                "tier", f"“{tree.name}”没有“{tier}”这一级", f"“{tree.name}” has no tier “{tier}”", near
            )
        made["above"] = tree.above(tier)
    return made

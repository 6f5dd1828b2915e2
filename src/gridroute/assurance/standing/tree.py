"""问组织体系: which tiers of organisation there are at a place, and which stands above one (SS01, SS02)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Ordered
from gridroute.civic.column import shapes
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
        if place and tree not in trees_at(question.civic, place, question.day, tree.kind):
            return made
    elif place:
        found = trees_at(question.civic, place, question.day, _kind(question))
        if not found and community is None:
            problem = Bilingual("要知道是哪个村社: place 写村社", "which village is it? give a village as place")
            raise question.wrong("place", problem.zh, problem.en)
        if not found:
            return made
        if len(found) > 1:
            listed = Bilingual("、".join(one.name for one in found), ", ".join(one.name for one in found))
            raise question.wrong("place", f"不止一种组织体系,写 name: {listed.zh}", f"say which by name: {listed.en}")
        (tree,) = found
    else:
        raise question.wrong("name", "写 name 或 place", "give name or place")
    made |= {"tree": tree.name, "kind": tree.kind, "tiers": Ordered(tree.tiers), "depth": len(tree.tiers)}
    if tier := question.text("tier"):
        if tier not in tree.tiers:
            near = nearest(tier, tree.tiers)
            raise question.wrong(
                "tier", f"“{tree.name}”没有“{tier}”这一级", f"“{tree.name}” has no tier “{tier}”", near
            )
        made["above"] = tree.above(tier)
    return made


def _kind(question: Question) -> str:
    """Of the party unless the question says of grids."""
    word, words = question.text("kind") or "party", shapes(Tree)["kind"].column.words
    found = next((kind for kind, said in words.items() if word in (kind, said)), None)
    if found is None:
        near = nearest(word, [*words, *words.values()])
        raise question.wrong("kind", f"没有类别“{word}”", f"there is no kind “{word}”", near)
    return found

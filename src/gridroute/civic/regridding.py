"""网格重划: who takes over what is open when one set of grids follows another (A5, JC02, LW02, T32).

A case keeps the grid it had at reception; who handles it is whoever answers for the grids that follow. Nothing is left
without somebody: where no post can be named the village or community holds it, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gridroute.dispatch.county import County
from gridroute.model import Grid, Post

_ROLES = ("primary", "deputy")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handover:
    """One open case on the day: its ``grid`` as received, the grids that follow, and the one post or body from then on.

    ``before``: the post that answered for the grid on the day before; ``post``: the one from the day on. ``how``:
    unchanged, handed_over (one grid follows), several (more than one follows: the village holds it, its secretary
    answers), village (it was received for a village), no_officer (nobody is in post), unknown (no such grid).
    """

    case: str
    grid: str
    followers: tuple[str, ...]
    post: str | None
    holder: str
    how: Literal["unchanged", "handed_over", "several", "village", "no_officer", "unknown"]
    before: str | None = None

    @property
    def held(self) -> bool:
        """Whether somebody has it: a post, or the body that stands in."""
        return bool(self.post or self.holder)


def regridding(county: County, day: date, open_cases: Iterable[tuple[str, str]]) -> list[Handover]:
    """Who handles each of ``open_cases`` (number and grid as received) from ``day`` on, none left out."""
    return [_handover(county, day, case, grid) for case, grid in open_cases]


def _handover(county: County, day: date, case: str, code: str) -> Handover:
    territory = county.territory
    grid = territory.grids.get(code)
    community = territory.community_of(code)
    town = territory.township_of(code)
    place = community or town
    holder = place.code if place else county.bodies.with_function("本级政府")[0].id
    if grid is None:
        inside = community.code if community and community.code == code else ""
        post, before = _secretary(county, inside, day), _secretary(county, inside, day - _ONE_DAY)
        return Handover(case, code, (), _id(post), holder, "village" if inside else "unknown", _id(before))
    before = _answers(county, territory.followers(code, day - _ONE_DAY), day - _ONE_DAY)
    after = territory.followers(code, day)
    codes = tuple(one.code for one in after)
    if not after:
        return Handover(case, code, codes, _id(_secretary(county, holder, day)), holder, "unknown", _id(before))
    post = _answers(county, after, day)
    own = after[0].community if len({one.community for one in after}) == 1 else holder
    if len(after) != 1:
        return Handover(case, code, codes, _id(post), own, "several", _id(before))
    how: Literal["unchanged", "handed_over"] = "unchanged" if after[0].code == code else "handed_over"
    return Handover(case, code, codes, _id(post), own, how if post else "no_officer", _id(before))


def _answers(county: County, grids: Sequence[Grid], day: date) -> Post | None:
    """The post that answers for a grid: first in charge, else deputy, else the secretary of the village (A9).

    Of several grids none of their own is it for certain: the secretary of their one village stands in.
    """
    territory = county.territory
    found = [one for one in territory.posts_of(grids[0].code) if _there(one, day)] if len(grids) == 1 else []
    for role in _ROLES:
        for one in found:
            if one.role == role:
                return one
    villages = {one.community for one in grids}
    return _secretary(county, villages.pop(), day) if len(villages) == 1 else None


def _secretary(county: County, community: str, day: date) -> Post | None:
    posts = county.territory.posts_of(community) if community else ()
    return next((one for one in posts if one.role == "secretary" and _there(one, day)), None)


def _there(post: Post, day: date) -> bool:
    return post.filled(day) and not post.away(day)


def _id(post: Post | None) -> str | None:
    return post.id if post else None

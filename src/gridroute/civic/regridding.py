"""网格重划: who takes over what is open when one set of grids follows another (A5, JC02, LW02, T32).

A case keeps the grid it had at reception; who handles it is whoever answers for the grids that follow. Nothing is left
without somebody: where no post can be named the village or community holds it, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gridroute.dispatch.county import County
from gridroute.model import Grid, Post

_ROLES = ("primary", "deputy")


@dataclass(frozen=True, slots=True)
class Handover:
    """One open case on the day: its ``grid`` as received, the grids that follow, and the one post or body from then on.

    ``how``: unchanged, handed_over (one grid follows), several (more than one follows: the village holds it),
    no_officer (nobody is in post), unknown (no such grid).
    """

    case: str
    grid: str
    followers: tuple[str, ...]
    post: str | None
    holder: str
    how: Literal["unchanged", "handed_over", "several", "no_officer", "unknown"]


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
        return Handover(case, code, (), None, holder, "unknown")
    after = territory.followers(code, day)
    codes = tuple(one.code for one in after)
    if len(after) != 1:
        return Handover(case, code, codes, None, holder, "several" if after else "unknown")
    post = _officer(county, after[0], day)
    own = after[0].community
    if post is None:
        return Handover(case, code, codes, None, own, "no_officer")
    return Handover(case, code, codes, post.id, own, "unchanged" if after[0].code == code else "handed_over")


def _officer(county: County, grid: Grid, day: date) -> Post | None:
    """The post that answers for a grid: first in charge, else deputy, else the secretary of the village (A9)."""
    territory = county.territory
    found = [one for one in territory.posts_of(grid.code) if one.filled(day) and not one.away(day)]
    for role in _ROLES:
        for one in found:
            if one.role == role:
                return one
    secretaries = territory.posts_of(grid.community)
    return next((one for one in secretaries if one.role == "secretary" and one.filled(day) and not one.away(day)), None)

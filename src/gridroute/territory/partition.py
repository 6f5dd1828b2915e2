"""划分: whether the grids of a county divide it: where two overlap, what no grid covers, which reach over a border."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from gridroute.territory.register import Territory

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Square metres below which two areas are taken to touch only: outlines are drawn by hand.
SLIVER = 100.0


def overlaps(territory: Territory, day: date) -> Iterator[tuple[str, str, float]]:
    """Two general grids whose polygons overlap, by how many square metres."""
    drawn = _drawn(territory)
    for first, second in _pairs(_general(territory, drawn, day)):
        shared = drawn[first].intersection(drawn[second]).area
        if shared > SLIVER:
            yield first, second, shared


def uncovered(territory: Territory, day: date) -> Iterator[tuple[str, float]]:
    """Villages and communities of which some square metres lie in none of their own grids."""
    from shapely import union_all

    drawn = _drawn(territory)
    grids = _general(territory, drawn, day)
    for place in territory.communities:
        own = [drawn[code] for code in grids if code.startswith(place.code)]
        if place.code in drawn and own:
            gap = drawn[place.code].difference(union_all(own)).area
            if gap > SLIVER:
                yield place.code, gap


def crossing(territory: Territory, day: date) -> Iterator[tuple[str, float]]:
    """General grids of which some square metres lie outside their village or community."""
    drawn = _drawn(territory)
    for code in _general(territory, drawn, day):
        home = drawn.get(code[:12])
        beyond = drawn[code].difference(home).area if home is not None else 0.0
        if beyond > SLIVER:
            yield code, beyond


def bare(territory: Territory, day: date) -> Iterator[str]:
    """Villages and communities without a grid."""
    return (place.code for place in territory.communities if not territory.grids_of(place.code, day))


def _drawn(territory: Territory) -> dict[str, BaseGeometry]:
    return {code: area for code, area, _ in territory.boundaries.areas} if territory.boundaries else {}


def _general(territory: Territory, drawn: dict[str, BaseGeometry], day: date) -> list[str]:
    """The general grids in force that have a polygon."""
    found = ((code, territory.grids.get(code)) for code in sorted(drawn))
    return [code for code, grid in found if grid is not None and grid.kind == "general" and grid.in_force(day)]


def _pairs(codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two grids of one township at a time: those of two townships meet at a border that both know."""
    for number, first in enumerate(codes):
        for second in codes[number + 1 :]:
            if first[:9] == second[:9]:
                yield first, second

"""地方: townships, villages and the grids below them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PlaceStatus = Literal["certain", "border", "gap", "unknown", "outside"]
GridKind = Literal["total", "general", "micro", "dedicated"]
PlaceLevel = Literal["county", "township", "community"]
SiteKind = Literal["compound", "road", "site"]
Side = Literal["all", "odd", "even"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the division register: 12-digit code, name and the code of what contains it."""

    code: str
    name: str
    level: PlaceLevel
    parent: str


@dataclass(frozen=True, slots=True)
class Grid:
    """网格: a place's 12 digits and three more. ``assumed`` where no source gives it.

    ``total`` covers a whole village, ``general`` is the common one, ``micro`` a part of a general one
    (``parent``), ``dedicated`` a school, a market or a park. It holds from ``valid_from`` to ``valid_to``, both
    days included; ``successors`` are the grids that follow it where grids are drawn anew (A5). ``party_group``: whether
    it has a party group (党小组) of its own (A12, YY02); none where the register does not say.
    """

    code: str
    kind: GridKind
    community: str
    assumed: bool
    name: str = ""
    agreed: bool = False
    owner: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    party_group: bool | None = None

    def in_force(self, day: date) -> bool:
        """Whether the grid belongs to the set of grids that holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Site:
    """小区、道路、场所: a named spot inside a village, community or grid (``code``, 12 or 15 digits).

    A road may hold a range of door numbers, from ``first`` to ``last``, on one ``side`` or on both.
    """

    kind: SiteKind
    name: str
    code: str
    first: int | None = None
    last: int | None = None
    side: Side = "all"
    assumed: bool = False

    def holds(self, number: int) -> bool:
        """Whether the door ``number`` lies in the range; a road without one holds every number."""
        if self.first is None or self.last is None:
            return True
        fits = self.side == "all" or (number % 2 == 1) == (self.side == "odd")
        return fits and self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class LinearAsset:
    """线状设施: a road, a river or a pipe through several places, known by its names (A13).

    ``along`` are the grids or villages it crosses, ``owner`` the one in which whoever owns it has its seat.
    """

    code: str
    names: tuple[str, ...]
    along: tuple[str, ...]
    owner: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that an issue may mean, with the reason it is thought of.

    ``code`` has 12 digits (township or community) or 15 (grid).
    """

    code: str
    why: str

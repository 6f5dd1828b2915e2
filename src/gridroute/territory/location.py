"""地点: where an issue is, as far as one source or all of them together tell."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.errors import NOTHING, Bilingual
from gridroute.model import PlaceCandidate, PlaceStatus
from gridroute.territory.doubt import Doubt


@dataclass(frozen=True, slots=True)
class Location:
    """Where an issue is. ``place`` is the 12-digit village, or a 15-digit grid where one was named.

    ``named`` says whether the issue says anything of a place at all (A1). ``grids`` are the grids at a point,
    of which the rules choose one; ``notes`` what a clerk should know of how it was read. With a ``doubt`` the place
    that is meant need be none of the candidates, so nothing that is said besides chooses one of them.
    """

    status: PlaceStatus
    place: str | None = None
    township: str | None = None
    candidates: tuple[PlaceCandidate, ...] = ()
    named: bool = True
    why: Bilingual = NOTHING
    grids: tuple[str, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    doubt: Doubt | None = None

    @property
    def community(self) -> str | None:
        """The 12 digits of the village or community."""
        return self.place[:12] if self.place else None


NOWHERE = Location("unknown", named=False, why=Bilingual("没有写地点", "no place is given"))

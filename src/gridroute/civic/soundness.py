"""划分体检: whether the grids of a county are as its requirement has them (SS05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridroute.civic.civic import Civic
from gridroute.civic.gridding import Gridding
from gridroute.civic.staff import Population
from gridroute.territory.partition import bare, crossing, overlaps, uncovered


@dataclass(frozen=True, slots=True)
class Soundness:
    """What is found, by code of grid or village. ``uncovered``: without a grid, or parts of it in none.

    ``too_few``, ``too_many``: grids with fewer or more people than they may have; ``uncounted``: how many grids have no
    figure. ``drawn``: how many grids have a polygon; of the others nobody knows whether they overlap.
    """

    overlaps: tuple[tuple[str, str], ...]
    uncovered: tuple[str, ...]
    crossing: tuple[str, ...]
    too_few: tuple[str, ...]
    too_many: tuple[str, ...]
    uncounted: int
    drawn: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not (self.overlaps or self.uncovered or self.crossing or self.too_few or self.too_many)


def soundness(civic: Civic, gridding: Gridding, day: date) -> Soundness:
    """What the grids in force on ``day`` come to by ``gridding``."""
    territory = civic.county.territory
    people = {
        one.place: one.value
        for one in civic.of(Population, day)
        if gridding.population and one.kind == gridding.population
    }
    general = sorted(one.code for one in territory.grids.values() if one.kind == "general" and one.in_force(day))
    drawn = {code for code, _, _ in territory.boundaries.areas} if territory.boundaries else set()
    gaps = (*bare(territory, day), *(code for code, _ in uncovered(territory, day)))
    return Soundness(
        tuple((first, second) for first, second, _ in overlaps(territory, day)),
        tuple(dict.fromkeys(gaps)),
        tuple(code for code, _ in crossing(territory, day)),
        tuple(c for c in general if gridding.least is not None and people.get(c, gridding.least) < gridding.least),
        tuple(c for c in general if gridding.most is not None and people.get(c, gridding.most) > gridding.most),
        sum(code not in people for code in general) if gridding.population else 0,
        len(drawn.intersection(general)),
    )

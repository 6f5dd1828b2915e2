"""归谁的地: one grid, or a holder until one is found (stages 3 to 5)."""

from __future__ import annotations

from functools import lru_cache

from gridroute.dispatch.inquiry import decide
from gridroute.dispatch.matter import Matter
from gridroute.model import Grid, Place, PlaceAnswer
from gridroute.model.decision import GridCandidate
from gridroute.model.remark import remark
from gridroute.policy.condition import FactValue
from gridroute.territory.gazetteer import called


def own(matter: Matter) -> PlaceAnswer:
    """The answer on the place; asks ``grid`` and ``ownership``."""
    where, territory = matter.location, matter.county.territory
    if where.township:
        matter.township = territory.places[where.township]
    if where.place:
        matter.community = territory.community_of(where.place)
    matter.area = _area(matter)
    status = where.status
    grids = _grids(matter)
    chosen = _choose(matter, grids)
    if status == "certain" and not grids and territory.grids:
        status = "gap"
    listed = [(grid.code, grid.name or grid.code, "村社内的网格") for grid in grids] if chosen is None else []
    for candidate in where.candidates:
        place = territory.places.get(candidate.code)
        listed.append((candidate.code, called(place) if place else candidate.code, candidate.why))
    facts: dict[str, FactValue] = {"place_status": status}
    if where.candidates:
        facts["candidates_same_township"] = where.township is not None
    matter.facts.pop("scope", None)
    if matter.township is not None:
        inside = f"/{matter.community.code}" if matter.community else ""
        facts["scope"] = matter.township.code + inside
        facts["township"] = matter.township.name
        if matter.community is not None:
            facts["community"] = f"{matter.township.name}/{called(matter.community)}"
    if chosen is not None:
        facts["grid_kind"] = chosen.kind
    matter.know(facts)
    matter.take("ownership", decide(matter.engine, matter.edition, "ownership", matter.facts))
    if status != "certain":
        matter.warnings.append(remark("place_open", *where.why))
    return PlaceAnswer(
        code=chosen.code if chosen else None,
        kind=chosen.kind if chosen else None,
        assumed=chosen.assumed if chosen else any(grid.assumed for grid in grids),
        status=status,
        candidates=tuple(_candidate(*one) for one in listed),
        community_code=matter.community.code if matter.community else None,
        community=matter.community.name if matter.community else None,
        township_code=matter.township.code if matter.township else None,
        township=matter.township.name if matter.township else None,
    )


@lru_cache(maxsize=10_000)
def _candidate(code: str, name: str, why: str) -> GridCandidate:
    return GridCandidate(code=code, name=name, why=why)


def _grids(matter: Matter) -> tuple[Grid, ...]:
    where, territory = matter.location, matter.county.territory
    if where.place is None:
        return ()
    if where.place in territory.grids:
        return (territory.grids[where.place],)
    return territory.grids_of(where.place)


def _choose(matter: Matter, grids: tuple[Grid, ...]) -> Grid | None:
    """The one grid that the strikes leave. A village alone does not say in which of several a point lies.

    So a dedicated grid (a hospital, a market) is never preferred for a whole village: only a code, or
    later a point, leads into it.
    """
    if len(grids) <= 1:
        return grids[0] if grids else None
    left: list[Grid] = []
    for kind in dict.fromkeys((grid.kind, grid.agreed) for grid in grids):
        same = [grid for grid in grids if (grid.kind, grid.agreed) == kind]
        fact = matter.facts | {"grid_kind": kind[0], "grid_agreed": kind[1], "candidate_count": len(grids)}
        settled = decide(matter.engine, matter.edition, "grid", fact)
        matter.trace.extend(settled.trace)
        if "strike" not in settled.added:
            left.extend(same)
    return left[0] if len(left) == 1 else None


def _area(matter: Matter) -> tuple[Place, ...]:
    """The smallest area that is sure to hold the place: a village, townships, or the whole county."""
    territory = matter.county.territory
    if matter.community is not None:
        return (matter.community,)
    towns = {
        town.code: town
        for candidate in matter.location.candidates
        if (town := territory.township_of(candidate.code)) is not None
    }
    if matter.township is not None:
        towns = {matter.township.code: matter.township}
    return tuple(towns.values()) if towns else territory.townships

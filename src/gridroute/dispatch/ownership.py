"""归谁的地: one grid, or a holder until one is found (stages 3 to 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from gridroute.dispatch.inquiry import Settled, choose, decide
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.officer import find_officer
from gridroute.errors import Bilingual
from gridroute.model import Grid, LinearAsset, Place, PlaceAnswer
from gridroute.model.decision import GridCandidate
from gridroute.model.remark import remark
from gridroute.policy.condition import FactValue
from gridroute.territory import Territory
from gridroute.territory.gazetteer import called
from gridroute.worktime import ZONE

_BETWEEN = Bilingual("坐标在交界处", "the position is on a border")


def own(matter: Matter) -> PlaceAnswer:
    """The answer on the place; asks ``grid``, ``ownership`` and ``officer``."""
    where, territory = matter.location, matter.county.territory
    day = matter.issue.received_at.astimezone(ZONE).date() if territory.versioned else None
    line = _line(matter)
    grids = _grids(matter, day)
    chosen = _choose(matter, grids, line)
    status = where.status
    if where.grids and chosen is not None and status == "border":
        status = "certain"
        where = matter.location = replace(
            where,
            status=status,
            place=chosen.community,
            township=territory.places[chosen.community].parent,
            candidates=(),
        )
    if where.township:
        matter.township = territory.places[where.township]
    if where.place:
        matter.community = territory.community_of(where.place)
    matter.area = _area(matter)
    if status == "certain" and not grids and territory.grids:
        status = "gap"
    open_ = where.place is not None and chosen is None
    if open_ and len(where.grids) > 1:  # on the line between two grids of one village
        status = "border"
    listed = [(grid.code, grid.name or grid.code, "村社内的网格") for grid in grids] if open_ else []
    for candidate in where.candidates:
        listed.append((candidate.code, _called(candidate.code, territory), candidate.why))
    facts: dict[str, FactValue] = {"place_status": status}
    if where.candidates or status == "border":
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
        if chosen.party_group is not None:
            facts["party_group_exists"] = chosen.party_group
        if not chosen.in_force(matter.at.date()):
            facts["gridset_changed"] = True
    if line is not None:
        facts["linear_asset"] = True
        matter.along = tuple(dict.fromkeys(code[:12] for code in line.along))
    matter.know(facts)
    matter.take("ownership", decide(matter.engine, matter.edition, "ownership", matter.facts))
    if status != "certain":
        matter.warnings.append(
            remark("place_open", *(_BETWEEN if status == "border" and where.status == "certain" else where.why))
        )
    matter.warnings.extend(remark("place_note", *note) for note in where.notes)
    if status == "certain":
        matter.officer = find_officer(matter, chosen)
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


def _called(code: str, territory: Territory) -> str:
    if code in territory.grids:
        return territory.grids[code].name or code
    return called(territory.places[code]) if code in territory.places else code


def _line(matter: Matter) -> LinearAsset | None:
    """The road, river or pipe that the issue names, if any crosses the county's places (A13)."""
    names = matter.county.names
    return names.line_in(matter.issue.address or "") or names.line_in(matter.issue.text)


def _grids(matter: Matter, day: date | None) -> tuple[Grid, ...]:
    where, territory = matter.location, matter.county.territory
    if where.grids:
        return tuple(territory.grids[code] for code in where.grids)
    if where.place is None:
        return ()
    if where.place in territory.grids:
        return (territory.grids[where.place],)
    return territory.grids_of(where.place, day)


def _choose(matter: Matter, grids: tuple[Grid, ...], line: LinearAsset | None) -> Grid | None:
    """The one grid that the strikes and, at a point, the order of ``grid`` leave (A3, A4, A7, A13).

    A village alone does not say in which of several a point lies: a dedicated grid (a hospital, a market) is
    never preferred for a whole village. Only a code or a point leads into it.
    """
    if not grids:
        return None
    pointed = bool(matter.location.grids)
    alike = not pointed and len({grid.kind for grid in grids}) == 1  # grids of one kind lie beside each other
    left: dict[str, tuple[Grid, dict[str, FactValue]]] = {}
    known: dict[tuple[FactValue, ...], Settled] = {}
    for grid in grids:
        own: dict[str, FactValue] = {
            "grid_kind": grid.kind,
            "grid_agreed": grid.agreed,
            "grid_contains_candidate": not alike
            and any(_holds(grid, other, matter) for other in grids if other is not grid),
            "grid_owns_asset": line is not None and line.owner in (grid.code, grid.community) and line.owner != "",
            "grid_is_point": line is not None and pointed,
            "candidate_count": len(grids),
        }
        key = tuple(own.values())
        settled = known.get(key)
        if settled is None:
            settled = known[key] = decide(matter.engine, matter.edition, "grid", matter.facts | own)
            matter.trace.extend(settled.trace)
        if "strike" in settled.added:
            continue
        liable = _general(grid, matter) if settled.values.get("liable") == "parent_general" else grid
        left.setdefault(liable.code, (liable, own))
    kept = list(left.values())
    if len(kept) > 1 and pointed:
        policy = matter.county.policy
        choice = choose(policy, policy.orders.get("grid"), [facts for _, facts in kept], [None] * len(kept))
        kept = [kept[number] for number in choice.left]
    return kept[0][0] if len(kept) == 1 else None


def _holds(outer: Grid, inner: Grid, matter: Matter) -> bool:
    """Whether one grid lies in the other: a total grid's village, a micro grid's general one, or as they are drawn."""
    if inner.parent == outer.code:
        return True
    if outer.community == inner.community and outer.kind == "total" and inner.kind != "total":
        return True
    drawn = matter.county.territory.boundaries
    return bool(matter.location.grids) and drawn is not None and drawn.contains(outer.code, inner.code)


def _general(grid: Grid, matter: Matter) -> Grid:
    """The general grid that answers for a micro grid (A4): its parent, or the village's only one."""
    territory = matter.county.territory
    if grid.parent in territory.grids:
        return territory.grids[grid.parent]
    around = [one for one in territory.grids_of(grid.community) if one.kind == "general"]
    return around[0] if len(around) == 1 else grid


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

"""坐标: the place of a position, by the county's polygons (A3, A4, A7, A8).

A position whose datum is not named is not used. A polygon without a source never makes anything certain.
"""

from __future__ import annotations

from datetime import date

from gridroute.errors import Bilingual
from gridroute.model import Issue, PlaceCandidate
from gridroute.territory.boundary import Hit
from gridroute.territory.datum import Position, datum_named
from gridroute.territory.location import NOWHERE, Location
from gridroute.territory.register import Territory

_INSIDE = Bilingual("坐标在其边界之内", "the position is inside its boundary")
_ON_LINE = Bilingual("坐标在交界处", "the position is on a border")
_NO_GRID = Bilingual("坐标在村社之内,但不在任何网格之内", "the position is in a village, but in no grid")
_NO_VILLAGE = Bilingual(
    "坐标在镇街之内,但不在任何村社或网格之内", "the position is in a township, but in no village or grid"
)
_NO_TOWNSHIP = Bilingual(
    "坐标在县内,但不在任何村社或网格之内", "the position is in the county, but in no village or grid"
)
_BEYOND = Bilingual("坐标在县界之外", "the position is outside the county")
_DRAWN = Bilingual("坐标只落在推定的边界内", "the position is only inside boundaries without a source")
_NOWHERE_DRAWN = Bilingual("坐标不在任何有边界的地方", "no boundary is drawn where the position is")


def of_point(issue: Issue, territory: Territory, day: date | None = None) -> Location:
    """The place of the issue's position; nowhere, with a note, where the position cannot be used."""
    longitude, latitude = issue.longitude, issue.latitude
    if longitude is None and latitude is None:
        return NOWHERE
    if longitude is None or latitude is None:
        return _unused(Bilingual("经纬度只写了一个", "only one of longitude and latitude is given"))
    datum = datum_named(issue.crs) if issue.crs else None
    if datum is None:
        return _unused(_no_datum(issue.crs))
    if territory.boundaries is None:
        return _unused(Bilingual("本县没有边界数据", "this county has no boundaries"))
    hits = territory.boundaries.hits(Position(longitude, latitude), datum)
    current = [hit for hit in hits if len(hit.code) < 15 or day is None or territory.grids[hit.code].in_force(day)]
    firm = [hit for hit in current if not hit.assumed]
    return _of_hits(firm, territory) or _of_drawn(current, territory)


def _unused(why: Bilingual) -> Location:
    note = Bilingual(f"{why.zh},坐标没有采用", f"{why.en}, so the position is not used")
    return Location("unknown", named=False, why=why, notes=(note,))


def _no_datum(written: str | None) -> Bilingual:
    if not written:
        return Bilingual("坐标没有写明坐标系", "the datum of the position is not named")
    return Bilingual(f"不认识坐标系“{written[:30]}”", f"the datum “{written[:30]}” is not known")


def _of_hits(firm: list[Hit], territory: Territory) -> Location | None:
    """What areas with a source say; none where they say nothing."""
    boundaries = territory.boundaries
    assert boundaries is not None
    grids = [hit for hit in firm if len(hit.code) == 15]
    villages = {hit.code: hit for hit in firm if len(hit.code) == 12 and hit.code in territory.places}
    communities = [hit for code, hit in villages.items() if territory.places[code].level == "community"]
    if grids:
        return _among([hit.code for hit in grids], territory, tuple(hit.code for hit in grids))
    if communities:
        found = _among([hit.code for hit in communities], territory)
        drawn = any(code.startswith(communities[0].code) and len(code) == 15 for code in boundaries.codes)
        if found.status == "certain" and drawn:
            return Location("gap", found.place, found.township, why=_NO_GRID)
        return found
    towns = sorted(code for code in villages if territory.places[code].level == "township")
    outline = territory.county.code[:6]
    if len(towns) == 1:
        return Location("gap", None, towns[0], why=_NO_VILLAGE)
    if towns:
        return _border(towns, territory, ())
    if any(hit.code == outline for hit in firm):
        return Location("gap", why=_NO_TOWNSHIP)
    if outline in boundaries.codes:
        return Location("outside", why=_BEYOND)
    return None


def _among(codes: list[str], territory: Territory, grids: tuple[str, ...] = ()) -> Location:
    inside = sorted({code[:12] for code in codes})
    if len(inside) > 1:
        return _border(codes, territory, grids)
    place = territory.places[inside[0]]
    return Location("certain", place.code, place.parent, why=_INSIDE, grids=grids)


def _border(codes: list[str], territory: Territory, grids: tuple[str, ...]) -> Location:
    towns = {town.code for code in codes if (town := territory.township_of(code)) is not None}
    whys = tuple(PlaceCandidate(code, _ON_LINE.zh) for code in codes)
    return Location("border", None, towns.pop() if len(towns) == 1 else None, whys, True, _ON_LINE, grids)


def _of_drawn(hits: list[Hit], territory: Territory) -> Location:
    """What areas without a source suggest: candidates, and nothing certain."""
    codes = [hit.code for hit in hits if len(hit.code) > 6]
    why = _DRAWN if codes else _NOWHERE_DRAWN
    whys = tuple(PlaceCandidate(code, why.zh) for code in codes)
    return Location("unknown", None, None, whys, bool(codes), why, notes=(why,))

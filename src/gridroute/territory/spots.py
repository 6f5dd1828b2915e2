"""小区、道路、门牌怎样定地点: what named spots add to the villages that a text names."""

from __future__ import annotations

from gridroute.errors import Bilingual
from gridroute.model import PlaceCandidate
from gridroute.territory.gazetteer import Mention
from gridroute.territory.location import Location
from gridroute.territory.register import Territory


def of_sites(found: Location, sites: list[Mention], territory: Territory) -> Location:
    """The place that villages (``found``) and spots in them give together.

    A spot in the named village leads into its grid; a spot elsewhere leaves the matter open. A spot whose
    place has no source only suggests it.
    """
    if found.status == "certain" and found.place is not None:
        return _inside(found, sites, territory)
    allowed = {candidate.code[:12] for candidate in found.candidates}
    left: set[str] | None = None
    for site in sites:
        codes = {
            code
            for code in site.codes
            if (not allowed or code[:12] in allowed or _town(code, territory) in allowed)
            and found.township in (None, _town(code, territory))
        }
        inside = {code[:12] for code in codes}
        left = inside if left is None else left & inside
    words = "、".join(dict.fromkeys(site.form for site in sites))
    if left and len(left) == 1 and not any(site.assumed for site in sites):
        place = territory.places[left.pop()]
        grids = _grids(sites, place.code)
        why = Bilingual(f"写明“{words}”", f"“{words}” is written")
        return Location("certain", grids.pop() if len(grids) == 1 else place.code, place.parent, why=why)
    codes = {code for site in sites for code in site.codes}
    why = Bilingual(f"“{words}”与所写地点不符", f"“{words}” is not in the place that is written")
    if left is None or len(left) > 1:
        why = Bilingual(f"“{words}”不止一处", f"there is more than one “{words}”")
    elif len(left) == 1:
        why = Bilingual(f"“{words}”的位置是推定的", f"where “{words}” lies has no source")
    whys = (*found.candidates, *(PlaceCandidate(code, why.zh) for code in sorted(codes)))
    return Location("unknown", None, found.township, tuple({one.code: one for one in whys}.values()), True, why)


def _inside(found: Location, sites: list[Mention], territory: Territory) -> Location:
    community = found.community or ""
    sure = [site for site in sites if not site.assumed]
    against = [site for site in sure if all(code[:12] != community for code in site.codes)]
    if against:
        form = against[0].form
        why = Bilingual(f"“{form}”不在所写的村社", f"“{form}” is not in the village that is written")
        whys = [PlaceCandidate(community, found.why.zh)]
        whys += [PlaceCandidate(code, f"写到“{site.form}”") for site in against for code in site.codes]
        return Location("unknown", None, None, tuple({one.code: one for one in whys}.values()), True, why)
    grids = _grids(sure, community)
    if len(grids) != 1:
        return found
    words = "、".join(site.form for site in sure)
    return Location(
        "certain", grids.pop(), found.township, why=Bilingual(f"{found.why.zh},“{words}”", f"{found.why.en}, “{words}”")
    )


def _grids(sites: list[Mention], community: str) -> set[str]:
    """The grids of a village that every spot with grids agrees on."""
    each = [{code for code in site.codes if code.startswith(community)} for site in sites]
    finer = [codes for codes in each if all(len(code) == 15 for code in codes) and codes]
    return set.intersection(*finer) if finer else set()


def _town(code: str, territory: Territory) -> str | None:
    town = territory.township_of(code)
    return town.code if town else None

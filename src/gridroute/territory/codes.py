"""代码: the place of a division or grid code, in the set of grids in force on the day of reception."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from gridroute.errors import Bilingual
from gridroute.model import PlaceCandidate
from gridroute.territory.location import Location
from gridroute.territory.register import Territory, padded

#: A whole number as a spreadsheet may write it; one that has lost digits is no code.
_WHOLE = re.compile(r"([0-9]+)\.0*")
_POWER = re.compile(r"([1-9])\.([0-9]+)[Ee]\+?([0-9]{1,2})")


def of_code(code: str, territory: Territory, day: date | None = None) -> Location:
    """The place of a division or grid code of 6, 9, 12 or 15 digits.

    A grid that does not hold on ``day`` gives its one successor; of several, none is guessed (A5).
    """
    code = _as_written(code)
    if not (code.isascii() and code.isdigit()):
        return Location("unknown", why=_no_code(code[:30]))
    own = territory.county.code[:6]
    if len(code) in (6, 9, 12, 15) and not code.startswith(own):
        return Location("outside", why=Bilingual(f"代码“{code}”不在本县", f"the code “{code}” is not of this county"))
    if len(code) == 15 and code in territory.grids:
        return _of_grid(code, territory, day)
    place = territory.places.get(padded(code)) if len(code) in (9, 12) else None
    if place is None and len(code) == 15 and code[:12] in territory.places:
        inside = territory.places[code[:12]]
        if inside.level == "community":
            why = Bilingual(f"没有网格“{code}”,按所在村社归属", f"there is no grid “{code}”; its village is taken")
            return Location("certain", inside.code, inside.parent, why=why)
    if place is None:
        return Location("unknown", why=_no_code(code))
    if place.level == "community":
        return Location("certain", place.code, place.parent, why=Bilingual(f"代码 {place.code}", f"code {place.code}"))
    return Location(
        "unknown",
        None,
        place.code,
        why=Bilingual(f"代码只到{place.name}", f"the code goes no further than {place.name}"),
    )


def _as_written(code: str) -> str:
    """The code without what a spreadsheet adds to it: 990101001003001.0, 9.90101001003001E+14, '990101001003001."""
    code = unicodedata.normalize("NFKC", code).strip().lstrip("'")
    if match := _WHOLE.fullmatch(code):
        return match[1]
    if (match := _POWER.fullmatch(code)) and len(match[2]) == int(match[3]):
        return match[1] + match[2]
    return code


def _of_grid(code: str, territory: Territory, day: date | None) -> Location:
    town = territory.township_of(code)
    if day is None or territory.grids[code].in_force(day):
        return Location(
            "certain", code, town.code if town else None, why=Bilingual(f"网格代码 {code}", f"grid code {code}")
        )
    now = territory.followers(code, day)
    if len(now) == 1:
        town = territory.township_of(now[0].code)
        why = Bilingual(
            f"网格 {code} 当日已由 {now[0].code} 接替", f"on that day {now[0].code} had followed the grid {code}"
        )
        return Location("certain", now[0].code, town.code if town else None, why=why, notes=(why,))
    communities = {grid.community for grid in now}
    if len(communities) > 1:
        why = Bilingual(f"网格 {code} 已重划到几个村社", f"the grid {code} was divided among several villages")
        whys = tuple(PlaceCandidate(grid.code, why.zh) for grid in now)
        return Location("unknown", None, None, whys, True, why)
    inside = communities.pop() if communities else code[:12]
    why = Bilingual(
        f"网格 {code} 当日不在用,按所在村社归属", f"the grid {code} was not in use on that day; its village is taken"
    )
    return Location("certain", inside, territory.places[inside].parent, why=why, notes=(why,))


def _no_code(code: str) -> Bilingual:
    return Bilingual(f"没有网格代码“{code}”", f"there is no grid code “{code}”")

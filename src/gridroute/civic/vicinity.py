"""就近: which venue is nearest, how far it is on foot, and whether it is open (15分钟服务圈, SS26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import get_args

from gridroute.civic.civic import Civic
from gridroute.civic.column import shapes
from gridroute.civic.venue import Tier, Venue
from gridroute.errors import Bilingual, InputError, nearest
from gridroute.model import Duration
from gridroute.model import Unit as TimeUnit
from gridroute.territory.datum import Datum, Position, converted
from gridroute.worktime import CountyCalendar

#: Metres: the mean radius of the earth (IUGG). On the way to a venue its flattening is less than a step in a hundred.
_RADIUS = 6_371_008.8
#: The parameter that says how long the way to a venue may be.
CIRCLE = "服务圈时长"


@dataclass(frozen=True, slots=True)
class Near:
    """A venue as it is from somewhere. ``metres`` and ``minutes`` are null where its position is not known.

    ``within``: whether it is reached in the time of the service circle; null where that cannot be told. ``open``: null
    where its hours are not known. ``provisional``: the calendar of the year is not known.
    """

    venue: Venue
    metres: int | None
    minutes: int | None
    within: bool | None
    open: bool | None
    provisional: bool = False


def near(
    civic: Civic,
    at: datetime,
    position: Position | None,
    datum: Datum | None,
    place: str | None,
    tier: Tier | None = None,
) -> list[Near]:
    """The venues in force at ``at``: by distance from ``position``, those without a position last.

    A venue without a position counts where it lies in the same community as ``place``; with ``tier`` only venues of
    that level count, also those of the township or the county that ``place`` belongs to. Distance is as the crow
    flies; minutes are by the parameter 步行速度, the circle by 服务圈时长.
    """
    limit, speed = civic.county.policy.parameter(CIRCLE), civic.county.policy.parameter("步行速度")
    minutes_most = limit.amount if isinstance(limit, Duration) and limit.unit is TimeUnit.CLOCK_MINUTES else None
    around = _around(civic, place, tier) if place else set()
    found: list[Near] = []
    for venue in civic.of(Venue, at.date()):
        metres = _metres(venue, position, datum)
        if tier not in (None, venue.tier) or (metres is None and _code(civic, venue) not in around):
            continue
        minutes = -(-metres // speed) if metres is not None and isinstance(speed, int) and speed > 0 else None
        within = minutes <= minutes_most if minutes is not None and minutes_most is not None else None
        opens, provisional = is_open(venue, at, civic.county.calendar)
        found.append(Near(venue, metres, minutes, within, opens, provisional))
    return sorted(found, key=lambda one: (one.metres is None, one.metres or 0, one.venue.id))


def tier_named(word: str) -> Tier:
    """The level of venues that ``word`` means, in either language. ``InputError``: there is none."""
    words = shapes(Venue)["tier"].column.words
    for tier in get_args(Tier):
        if word in (tier, words[tier]):
            made: Tier = tier
            return made
    close = nearest(word, [*words, *words.values()])
    remedy = close if close.en else Bilingual("可写: " + "、".join(words.values()), "use one of: " + ", ".join(words))
    raise InputError(
        Bilingual(f"没有层级“{word}”: {remedy.zh}", f"there is no tier “{word}”: {remedy.en}"),
    )


def _around(civic: Civic, place: str, tier: Tier | None) -> set[str]:
    """The codes at which a venue lies near ``place``: its community; with ``tier`` its township and county too."""
    territory = civic.county.territory
    above = (territory.township_of(place), territory.county) if tier is not None else ()
    return {one.code for one in (territory.community_of(place), *above) if one is not None}


def _code(civic: Civic, venue: Venue) -> str:
    found = civic.county.territory.community_of(venue.place)
    return found.code if found is not None else venue.place


def _metres(venue: Venue, position: Position | None, datum: Datum | None) -> int | None:
    there, its = venue.position, venue.datum
    if position is None or datum is None or there is None or its is None:
        return None
    return distance(position, converted(there, its, datum))


def distance(one: Position, other: Position) -> int:
    """Metres from one position to another of the same datum, along the great circle."""
    east, north = (radians(other[n] - one[n]) for n in (0, 1))
    across = cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return round(2 * _RADIUS * asin(sqrt(sin(north / 2) ** 2 + across)))


def is_open(venue: Venue, at: datetime, calendar: CountyCalendar) -> tuple[bool | None, bool]:
    """Whether ``venue`` is open at ``at``, null where its hours are not known; and whether that is provisional."""
    if venue.never_closes:
        return True, False
    if not venue.spans:
        return None, False
    now = at.time().replace(tzinfo=None)
    inside = any(first <= now < last for first, last in venue.spans)
    if venue.days == "all":
        return inside, False
    if not calendar.knows(at.date()):
        return inside and at.weekday() < 5, True
    return inside and calendar.is_workday(at.date()), False

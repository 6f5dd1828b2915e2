"""排程: the open days of a time, with the venues at which people are received (SS37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridroute.civic.civic import Civic
from gridroute.civic.openday import OpenDay, Opening, OpenWeekday, openings
from gridroute.civic.venue import Venue


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An opening with its open day and the venues where it is held."""

    open_day: OpenDay
    opening: Opening
    venues: tuple[Venue, ...]


def schedule(civic: Civic, first: date, last: date, place: str | None = None) -> list[Scheduled]:
    """All openings from ``first`` to ``last``, by day and name; with ``place`` as they are there."""
    made: list[Scheduled] = []
    for open_day in civic.of(OpenDay, place=place):
        weekdays = {
            one.community: one.weekday
            for one in civic.of(OpenWeekday, last)
            if one.open_day == open_day.name and (place is None or one.community == place[:12])
        }
        for opening in openings(open_day, first, last, civic.county.calendar, weekdays):
            where = opening.community or place
            made.append(Scheduled(open_day, opening, _venues(civic, open_day, opening.day, where)))
    return sorted(made, key=lambda one: (one.opening.day, one.opening.name, one.opening.community))


def _venues(civic: Civic, open_day: OpenDay, day: date, place: str | None) -> tuple[Venue, ...]:
    found = [venue for venue in civic.of(Venue, day) if venue.tier in open_day.tiers]
    if place is not None:
        found = [venue for venue in found if venue.place[:12] == place[:12]]
    return tuple(sorted(found, key=lambda venue: venue.id))

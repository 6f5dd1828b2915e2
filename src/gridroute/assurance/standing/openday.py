"""问开放日: the open days of a name in a month."""

from __future__ import annotations

from calendar import monthrange

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Names
from gridroute.civic.openday import OpenDay
from gridroute.civic.schedule import schedule


def seen(question: Question) -> dict[str, object]:
    """The open days of that name in the month of ``at``, and the venues at which people are received."""
    name, day, place = question.entry(OpenDay, "name").name, question.day, question.place()
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    listed = [one for one in schedule(question.civic, first, last, place) if one.opening.name == name]
    found = [one.opening for one in listed]
    made: dict[str, object] = {
        state: [str(one.day) for one in found if one.state == state] for state in ("moved", "cancelled", "unset")
    }
    made["held"] = [str(one.day) for one in found if one.held]
    made["provisional"] = [str(one.day) for one in found if one.provisional]
    venues = {venue.id: venue for one in listed for venue in one.venues}
    made["venues"] = [Names(frozenset({one.id, one.name}), one.name) for one in venues.values()]
    return made

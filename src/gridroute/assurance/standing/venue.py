"""问阵地: which venue is nearest, whether it is within the service circle, and whether it is open (SS26, LW19)."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Names, Ordered
from gridroute.civic.venue import Tier, Venue
from gridroute.civic.vicinity import CIRCLE, near, tier_named
from gridroute.errors import InputError
from gridroute.territory.datum import Position, datum_named


def seen(question: Question) -> dict[str, object]:
    """The venues near a place or a position, the nearest first, and how it stands with the nearest."""
    crs = question.text("crs") or "GCJ-02"
    datum = datum_named(crs)
    if datum is None:
        raise question.wrong("crs", f"不认识坐标系“{crs}”", f"the datum “{crs}” is not known")
    found = near(question.civic, question.at, _position(question), datum, question.place(), _tier(question))
    circle = question.civic.county.policy.parameters[CIRCLE]
    made: dict[str, object] = {
        "circle": None if circle.value is None else str(circle.value),
        "circle_source": circle.source,
        "venues": Ordered(_named(one.venue) for one in found),
        "within": [_named(one.venue) for one in found if one.within],
        "open": [_named(one.venue) for one in found if one.open],
        "closed": [_named(one.venue) for one in found if one.open is False],
    }
    if found:
        first = found[0]
        made |= {"nearest": _named(first.venue), "metres": first.metres, "minutes": first.minutes}
        made |= {"tier": first.venue.tier, "place": question.named(first.venue.place)}
    return made


def _position(question: Question) -> Position | None:
    written = question.given.get("near")
    if written is None:
        if not question.text("place"):
            raise question.wrong("place", "写 place 或 near", "give place or near")
        return None
    parts = written if isinstance(written, list) else str(written).split(",")
    try:
        longitude, latitude = (float(str(one)) for one in parts)
    except ValueError:
        remedy = "[117.25, 35.66]"
        raise question.wrong(
            "near", f"“{written}”不是坐标: 写成 {remedy}", f"“{written}” is no position: as {remedy}"
        ) from None
    return Position(longitude, latitude)


def _tier(question: Question) -> Tier | None:
    word = question.text("tier")
    try:
        return tier_named(word) if word else None
    except InputError as error:
        raise question.wrong("tier", *error.words) from None


def _named(venue: Venue) -> Names:
    return Names(frozenset({venue.id, venue.name}), venue.name)

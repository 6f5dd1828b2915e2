"""归属: which place an issue means. One, or candidates with reasons; never a guess (A1–A13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

from gridroute.errors import Bilingual
from gridroute.model import Issue, PlaceCandidate
from gridroute.territory.codes import of_code
from gridroute.territory.gazetteer import Gazetteer, called
from gridroute.territory.location import NOWHERE, Location
from gridroute.territory.points import of_point
from gridroute.territory.register import Territory
from gridroute.territory.writing import of_text

__all__ = ["NOWHERE", "Location", "locate", "of_code", "of_point", "of_text"]

#: All of China keeps one time; the day of reception decides which set of grids holds (A5).
_CHINA = timezone(timedelta(hours=8))
_POSITION, _ADDRESS = Bilingual("坐标", "position"), Bilingual("地址", "address")
_CODE = Bilingual("网格代码", "grid code")
#: As much of a text as is read, where it only bears out a code or an address.
_SPOKEN = 2_000
_DIFFER = Bilingual("坐标与地址不符", "the position and the address do not agree")
_INSIDE_BUT = Bilingual("坐标在县内,地址写在县外", "the position is inside the county, the address outside")
_OUTSIDE_BUT = Bilingual("坐标在县外,地址写在县内", "the position is outside the county, the address inside")


def locate(issue: Issue, territory: Territory, names: Gazetteer, hints: tuple[PlaceCandidate, ...] = ()) -> Location:
    """The place of occurrence: grid code first, then the position, the address, the text, then plugins' hints.

    Where a code, a position and an address each say where it is and do not agree, none of them is believed:
    the answer holds them all as candidates. A code that is not known, or of another county, never outweighs a
    place of ours that is written out; it only leaves the matter to be settled.
    """
    day = issue.received_at.astimezone(_CHINA).date() if territory.versioned else None
    by_code = of_code(issue.grid, territory, day) if issue.grid else NOWHERE
    positioned = issue.longitude is not None or issue.latitude is not None
    point = of_point(issue, territory, day) if positioned else NOWHERE
    address = of_text(issue.address, territory, names, trusted=True) if issue.address else NOWHERE
    if by_code.status == "certain":
        agreed = _agreed(by_code, ((_POSITION, point), (_ADDRESS, address)))
        return _noted(agreed, _spoken(issue, territory, names), _CODE, territory)
    found = _of_words(issue, address, territory, names, hints)
    if point.status != "unknown":
        found = _with_point(point, address, found, territory)
    elif found.status == "unknown" and point.candidates:
        found = replace(found, candidates=_once((*found.candidates, *point.candidates)), named=True, why=point.why)
    if point.notes:
        found = replace(found, notes=(*found.notes, *point.notes))
    return _with_code(by_code, found, territory) if issue.grid else found


def _of_words(
    issue: Issue, address: Location, territory: Territory, names: Gazetteer, hints: tuple[PlaceCandidate, ...]
) -> Location:
    """What address, text and plugins say together."""
    found = address
    if address.status == "certain":
        text = _spoken(issue, territory, names)
        if text.doubt and text.doubt.elsewhere and any(one.code[:12] == address.community for one in text.candidates):
            return replace(text, candidates=(PlaceCandidate(address.place or "", text.why.zh),))
        return _noted(_unless_elsewhere(issue, address, territory, names), text, _ADDRESS, territory)
    if address.status not in ("border", "outside"):
        found = _joined(address, of_text(issue.text, territory, names, trusted=False), territory)
    if found.status == "unknown" and hints:
        found = _hinted(found, hints, territory)
    if found.status == "unknown" and issue.address and not found.named:
        return Location("unknown", None, None, found.candidates, True, _unfound(issue.address[:60]))
    return found


def _spoken(issue: Issue, territory: Territory, names: Gazetteer) -> Location:
    """What the beginning of the text says, where a code or an address is believed before it."""
    return of_text(issue.text[:_SPOKEN], territory, names, trusted=False)


def _noted(found: Location, text: Location, by: Bilingual, territory: Territory) -> Location:
    """The place with a note where the text names another one: a clerk should look."""
    if found.status != "certain":
        return found
    said = ""
    if text.status == "certain" and text.community and text.community != found.community:
        said = called(territory.places[text.community])
    elif text.status == "unknown" and text.township not in (None, found.township):
        said = territory.places[text.township or ""].name
    elif text.status in ("border", "unknown") and text.candidates and not text.doubt:
        apart = all(found.community != one.code[:12] and found.township != one.code for one in text.candidates)
        said = "、".join(territory.places[one.code[:12]].name for one in text.candidates[:3]) if apart else ""
    if text.status == "outside":
        note = Bilingual(
            f"按{by.zh}归属,但内容说: {text.why.zh}", f"the {by.en} counts, but of the text: {text.why.en}"
        )
    elif said:
        note = Bilingual(
            f"按{by.zh}归属,但内容写的是“{said}”,请核对", f"the {by.en} counts, but the text says “{said}”: check it"
        )
    else:
        return found
    return replace(found, notes=(*found.notes, note))


def _unless_elsewhere(issue: Issue, address: Location, territory: Territory, names: Gazetteer) -> Location:
    """The address, unless it gives no township and the text puts a place of that name in another county."""
    assert issue.address is not None
    if not any(name in issue.text or name[:-1] in issue.text for name in territory.neighbours):
        return address
    said = names.mentions(issue.address, addressed=True)
    if any(mention.township for mention in said) or names.county_named(issue.address):
        return address
    away = [one for one in names.mentions(issue.text) if one.foreign and address.community in one.codes]
    if not away or address.place is None:
        return address
    why = Bilingual(f"内容写在“{away[0].foreign}”", f"the text puts it in “{away[0].foreign}”")
    return Location("unknown", None, None, (PlaceCandidate(address.place, why.zh),), True, why)


def _agreed(first: Location, others: tuple[tuple[Bilingual, Location], ...]) -> Location:
    """A certain place, unless another source is as sure of another one."""
    against = [(name, one) for name, one in others if _apart(first, one)]
    notes = tuple(note for _, one in others for note in one.notes)
    if against:
        said = "、".join(name.zh for name, _ in against), " and ".join(name.en for name, _ in against)
        why = Bilingual(f"网格代码与{said[0]}不符", f"the grid code and the {said[1]} do not agree")
        sides = [first, *(one for _, one in against)]
        whys = tuple(PlaceCandidate(one.place, one.why.zh) for one in sides if one.place)
        return Location("unknown", None, None, _once(whys), True, why, notes=notes)
    point = others[0][1]
    grids = point.grids if point.status == "certain" and first.place and len(first.place) == 12 else ()
    return replace(first, grids=grids, notes=(*first.notes, *notes))


def _apart(first: Location, other: Location) -> bool:
    if other.status in ("certain", "gap") and other.place:
        return other.community != first.community
    if other.status == "border":
        return all(candidate.code[:12] != first.community for candidate in other.candidates)
    return other.status == "outside"


def _with_point(point: Location, address: Location, found: Location, territory: Territory) -> Location:
    """What the position and the address say together; a text alone is weaker than a position."""
    if address.status == "certain":
        if _apart(address, point):
            return _torn(point, address, _DIFFER)
        if point.status == "border":
            grids = tuple(code for code in point.grids if code[:12] == address.community)
            return replace(address, grids=grids)
        if point.status == "certain" and address.place and len(address.place) == 12:
            return replace(
                point, why=Bilingual(f"{address.why.zh},{point.why.zh}", f"{address.why.en}, {point.why.en}")
            )
        return point if point.status == "gap" and point.place else address
    if address.status == "outside" and point.status != "outside":
        return _torn(point, address, _INSIDE_BUT)
    if address.status == "border" and point.status == "outside":
        return _torn(point, address, _OUTSIDE_BUT)
    if address.named and address.status == "unknown":
        whole = {candidate.code[:12] for candidate in address.candidates if not address.doubt}
        apart = bool(whole) and point.place is not None and point.community not in whole and point.township not in whole
        if (
            apart
            or (address.township and not address.doubt and point.township not in (None, address.township))
            or (point.status == "outside" and (address.township or whole))
        ):
            return _torn(point, address, _DIFFER)
    return point


def _torn(point: Location, address: Location, why: Bilingual) -> Location:
    """Candidates of both sides."""
    whys = [PlaceCandidate(one.place, one.why.zh) for one in (point, address) if one.place]
    whys += [candidate for one in (point, address) for candidate in one.candidates]
    whys += [PlaceCandidate(one.township, one.why.zh) for one in (point, address) if one.township and not one.place]
    return Location("unknown", None, None, _once(tuple(whys)), True, why)


def _once(candidates: tuple[PlaceCandidate, ...]) -> tuple[PlaceCandidate, ...]:
    return tuple({candidate.code: candidate for candidate in reversed(candidates)}.values())[::-1]


def _with_code(code: Location, found: Location, territory: Territory) -> Location:
    """What a code that is not certain and the words say together."""
    if found.status == "certain" and found.place is not None:
        if code.township is not None and code.township == found.township:
            return found
        return Location("unknown", None, None, (PlaceCandidate(found.place, found.why.zh),), True, _against(code.why))
    if code.status == "outside" and not found.named:
        return code
    return Location("unknown", None, found.township or code.township, found.candidates, True, code.why)


def _joined(address: Location, text: Location, territory: Territory) -> Location:
    """What address and text say together, where the address alone is not enough."""
    if not address.named:
        return text
    if address.doubt:
        apart = text.status == "certain" and all(text.community != one.code[:12] for one in address.candidates)
        return text if apart and address.township in (None, text.township) else address
    if text.status == "certain" and text.place is not None:
        allowed = {candidate.code for candidate in address.candidates}
        fits_town = address.township is not None and address.township == text.township
        if text.place in allowed or (fits_town and not allowed):
            return text
        if address.township is None and not allowed:
            return text
    if text.status == "border" and address.township in (None, text.township):
        return text
    if address.candidates and address.township is None and text.status == "unknown" and text.township:
        return _narrowed(address, text.township, territory)
    return address


def _narrowed(address: Location, township: str, territory: Territory) -> Location:
    """The one candidate of an address that lies in the township which the text names."""
    inside = {one.code for one in address.candidates if territory.township_of(one.code) == territory.places[township]}
    if len(inside) != 1 or len(next(iter(inside))) < 12 or inside == {township}:
        return address
    village = territory.community_of(inside.pop())
    if village is None:
        return address
    town = territory.places[township].name
    why = Bilingual(f"{address.why.zh},内容写明{town}", f"{address.why.en}; the text says {town}")
    return Location("certain", village.code, village.parent, why=why)


def _hinted(found: Location, hints: tuple[PlaceCandidate, ...], territory: Territory) -> Location:
    """The location with candidates that plugins know; one alone, of a known place, decides."""
    known = {hint.code: hint for hint in hints if hint.code in territory.places or hint.code in territory.grids}
    if len(known) == 1 and not found.candidates:
        ((code, hint),) = known.items()
        made = of_code(code, territory)
        if found.township in (None, made.township):
            return Location(made.status, made.place, made.township, (), True, Bilingual(hint.why, hint.why))
    candidates = (*found.candidates, *(hint for code, hint in sorted(known.items())))
    return Location("unknown", None, found.township, candidates, found.named or bool(known), found.why)


def _unfound(address: str) -> Bilingual:
    return Bilingual(f"地址“{address}”查不到", f"the address “{address}” is not found")


def _against(why: Bilingual) -> Bilingual:
    return Bilingual(f"{why.zh},与所写地点不符", f"{why.en}, against the place that is written")

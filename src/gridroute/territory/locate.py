"""归属: which place an issue means. One, or candidates with reasons; never a guess (A1–A13)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gridroute.errors import NOTHING, Bilingual
from gridroute.model import Issue, PlaceCandidate, PlaceStatus
from gridroute.territory.gazetteer import Gazetteer, Mention
from gridroute.territory.register import Territory, padded

#: Words that speak of two sides; one side alone is then never certain.
_TWO_SIDES = re.compile(r"交界|交接处|接壤|边界|分界|搭界|两(镇|社区|个?村)(之间|中间|交|边)")
_BORDER = re.compile(r"交界|交接处|接壤|边界|分界|之间|中间|相邻处|搭界|两(村|镇|社区|个村)")


@dataclass(frozen=True, slots=True)
class Location:
    """Where an issue is. ``place`` is the 12-digit village, or a 15-digit grid where one was named.

    ``named`` says whether the issue says anything of a place at all (A1).
    """

    status: PlaceStatus
    place: str | None = None
    township: str | None = None
    candidates: tuple[PlaceCandidate, ...] = ()
    named: bool = True
    why: Bilingual = NOTHING


_ONE_SIDE = Bilingual("写到交界或两处,只认出一处", "a border or two places are written, one of them is known")
_SEVERAL = Bilingual("写到不止一个地方", "more than one place is written")
NOWHERE = Location("unknown", named=False, why=Bilingual("没有写地点", "no place is given"))


def locate(issue: Issue, territory: Territory, names: Gazetteer, hints: tuple[PlaceCandidate, ...] = ()) -> Location:
    """The place of occurrence: grid code first, then the address, then the text, then plugins' hints.

    A code that is not known, or of another county, never outweighs a place of ours that is written
    out; it only leaves the matter to be settled.
    """
    by_code = of_code(issue.grid, territory) if issue.grid else NOWHERE
    if by_code.status == "certain":
        return by_code
    address = of_text(issue.address, territory, names, trusted=True) if issue.address else NOWHERE
    found = address
    if address.status not in ("certain", "border", "outside"):
        found = _joined(address, of_text(issue.text, territory, names, trusted=False), territory)
    if found.status == "unknown" and hints:
        found = _hinted(found, hints, territory)
    if issue.grid:
        return _with_code(by_code, found, territory)
    if found.status == "unknown" and issue.address and not found.named:
        return Location("unknown", None, None, (), True, _unfound(issue.address[:60]))
    return found


def _with_code(code: Location, found: Location, territory: Territory) -> Location:
    """What a code that is not certain and the words say together."""
    if found.status == "certain" and found.place is not None:
        if code.township is not None and code.township == found.township:
            return found
        return Location("unknown", None, None, (PlaceCandidate(found.place, found.why.zh),), True, _against(code.why))
    if code.status == "outside" and not found.named:
        return code
    return Location("unknown", None, found.township or code.township, found.candidates, True, code.why)


def _unfound(address: str) -> Bilingual:
    return Bilingual(f"地址“{address}”查不到", f"the address “{address}” is not found")


def _against(why: Bilingual) -> Bilingual:
    return Bilingual(f"{why.zh},与所写地点不符", f"{why.en}, against the place that is written")


def _no_code(code: str) -> Bilingual:
    return Bilingual(f"没有网格代码“{code}”", f"there is no grid code “{code}”")


def _not_there(form: str) -> Bilingual:
    return Bilingual(f"所写镇街没有“{form}”", f"there is no “{form}” in the township that is written")


def _more_than_one(form: str) -> Bilingual:
    return Bilingual(f"“{form}”不止一处", f"there is more than one “{form}”")


def _doubtful(form: str, ours: bool) -> Bilingual:
    where = Bilingual("别的", "another township") if ours else Bilingual("外地的", "a township of elsewhere")
    return Bilingual(f"写到“{form}”,又写到{where.zh}镇街", f"“{form}” is written, and {where.en} too")


def _away(place: str | None) -> Bilingual:
    return Bilingual(f"写到外地“{place}”", f"“{place}”, which is elsewhere, is written")


def of_code(code: str, territory: Territory) -> Location:
    """The place of a division or grid code of 6, 9, 12 or 15 digits."""
    code = unicodedata.normalize("NFKC", code).strip()
    if not (code.isascii() and code.isdigit()):
        return Location("unknown", why=_no_code(code[:30]))
    own = territory.county.code[:6]
    if len(code) in (6, 9, 12, 15) and not code.startswith(own):
        return Location("outside", why=Bilingual(f"代码“{code}”不在本县", f"the code “{code}” is not of this county"))
    if len(code) == 15 and code in territory.grids:
        town = territory.township_of(code)
        return Location(
            "certain", code, town.code if town else None, why=Bilingual(f"网格代码 {code}", f"grid code {code}")
        )
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


def of_text(text: str, territory: Territory, names: Gazetteer, trusted: bool) -> Location:
    """The place that a text names. In an address (``trusted``) a neighbouring county alone is enough."""
    every, loose = names.read(text, trusted)
    mentions = [mention for mention in every if not mention.foreign]
    if not mentions:
        return _elsewhere(text, every, names, territory, trusted)
    border = _BORDER.search(text) is not None
    if border and names.outside(text):
        return _border(mentions, territory, Bilingual("与邻县交界", "on the border with a neighbouring county"))
    towns = {code for mention in mentions if mention.township for code in mention.codes}
    villages = [mention for mention in mentions if not mention.township]
    narrowed = [_within(mention, towns, territory) for mention in villages] if towns else villages
    distinct = {mention.codes for mention in narrowed if mention.codes}
    if border and (len(distinct) > 1 or len(towns) > 1):
        return _border(mentions, territory, Bilingual("在交界处", "on a border"))
    one_sided = _TWO_SIDES.search(text) is not None or (len(towns) > 1 and "或" in text)
    if len(distinct) == 1 and one_sided:
        sides = sorted({*next(iter(distinct)), *towns})
        whys = tuple(PlaceCandidate(code, "只认出一边") for code in sides)
        return Location("unknown", None, _one_town(sides, territory), whys, True, _ONE_SIDE)
    lost = [mention for mention in narrowed if not mention.codes]
    besides = [mention for mention in (*every, *loose) if mention.foreign or mention in loose]
    lost += [
        one
        for one in besides
        if distinct and not one.township and not any(set(one.codes) & set(codes) for codes in distinct)
    ]
    if len(distinct) == 1 and not lost:
        (codes,) = distinct
        form = next(mention.form for mention in narrowed if mention.codes == codes)
        further = towns | {code for one in besides if one.township for code in one.codes}
        further -= {territory.places[code].parent for code in codes}
        doubtful = not trusted and not towns and not names.county_named(text) and names.foreign_township(text)
        if len(codes) == 1 and not doubtful and not further:
            village = territory.places[codes[0]]
            return Location(
                "certain", village.code, village.parent, why=Bilingual(f"写明“{form}”", f"“{form}” is written")
            )
        why = _doubtful(form, bool(further)) if doubtful or further else _more_than_one(form)
        whys = tuple(PlaceCandidate(code, why.zh) for code in (*codes, *sorted(further)))
        return Location("unknown", None, _one_town((*codes, *further), territory), whys, True, why)
    if lost and distinct:
        whole = {code for mention in (*villages, *besides) if not mention.township for code in mention.codes}
        whys = tuple(PlaceCandidate(code, _SEVERAL.zh) for code in sorted(whole))
        return Location("unknown", None, _one_town(sorted(whole), territory), whys, True, _SEVERAL)
    if not distinct:
        why = _not_there(lost[0].form) if lost else Bilingual("只写到镇街", "only the township is given")
        known = sorted(towns)
        one = known[0] if len(known) == 1 else None
        whys = () if one else tuple(PlaceCandidate(code, "写到这个镇街") for code in known)
        return Location("unknown", None, one, whys, True, why)
    all_codes = sorted({code for codes in distinct for code in codes})
    whys = tuple(PlaceCandidate(code, "写到这个地方") for code in all_codes)
    return Location("unknown", None, _one_town(all_codes, territory), whys, True, _SEVERAL)


def _elsewhere(text: str, every: list[Mention], names: Gazetteer, territory: Territory, trusted: bool) -> Location:
    """Where no place of ours is named, or only as part of another county's."""
    away = names.outside(text)
    if away is None and trusted:
        away = next((name for name in territory.neighbours if name in text), None)
    if away is not None and not names.county_named(text):
        return Location("outside", why=Bilingual(f"地点在{away}", f"the place is in {away}"))
    if not every:
        return NOWHERE
    codes = sorted({code for mention in every for code in mention.codes})
    whys = tuple(PlaceCandidate(code, f"同名,但写在“{every[0].foreign}”") for code in codes)
    return Location("unknown", None, None, whys, True, _away(every[0].foreign))


def _within(mention: Mention, towns: set[str], territory: Territory) -> Mention:
    kept = tuple(code for code in mention.codes if territory.places[code].parent in towns)
    return Mention(mention.start, mention.end, kept, mention.form, False)


def _border(mentions: list[Mention], territory: Territory, why: Bilingual) -> Location:
    villages = [mention for mention in mentions if not mention.township and mention.codes]
    codes: list[str] = []
    for mention in villages:
        towns = {code for one in mentions if one.township for code in one.codes}
        kept = [code for code in mention.codes if territory.places[code].parent in towns] or list(mention.codes)
        codes.extend(kept)
    covered = {territory.places[code].parent for code in codes}
    for mention in mentions:
        if mention.township:
            codes.extend(code for code in mention.codes if code not in covered)
    unique = sorted(dict.fromkeys(codes))
    whys = tuple(PlaceCandidate(code, why.zh) for code in unique)
    return Location("border", None, _one_town(unique, territory), whys, True, why)


def _one_town(codes: list[str] | tuple[str, ...], territory: Territory) -> str | None:
    towns = {town.code for code in codes if (town := territory.township_of(code)) is not None}
    return next(iter(towns)) if len(towns) == 1 else None


def _joined(address: Location, text: Location, territory: Territory) -> Location:
    """What address and text say together, where the address alone is not enough."""
    if not address.named:
        return text
    if text.status == "certain" and text.place is not None:
        allowed = {candidate.code for candidate in address.candidates}
        fits_town = address.township is not None and address.township == text.township
        if text.place in allowed or (fits_town and not allowed):
            return text
        if address.township is None and not allowed:
            return text
    if text.status == "border" and address.township in (None, text.township):
        return text
    return address


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

"""文字: the place that an address or a text names."""

from __future__ import annotations

import re
from dataclasses import replace

from gridroute.errors import Bilingual
from gridroute.model import PlaceCandidate
from gridroute.territory.gazetteer import Gazetteer, Mention
from gridroute.territory.location import NOWHERE, Location
from gridroute.territory.register import Territory
from gridroute.territory.spots import of_sites

#: Words that speak of two sides; one side alone is then never certain.
_TWO_SIDES = re.compile(r"交界|交接处|接壤|边界|分界|搭界|两(镇|社区|个?村)(之间|中间|交|边)")
_BORDER = re.compile(r"交界|交接处|接壤|边界|分界|之间|中间|相邻处|搭界|两(村|镇|社区|个村)")
_ONE_SIDE = Bilingual("写到交界或两处,只认出一处", "a border or two places are written, one of them is known")
_SEVERAL = Bilingual("写到不止一个地方", "more than one place is written")


def of_text(text: str, territory: Territory, names: Gazetteer, trusted: bool) -> Location:
    """The place that a text names. In an address (``trusted``) a neighbouring county alone is enough."""
    every, loose = names.read(text, trusted)
    sites = [mention for mention in every if mention.site and not mention.foreign]
    others = [mention for mention in every if not mention.site or mention.foreign]
    found = _unless_doubted(_named(text, others, loose, territory, names, trusted), others, territory)
    if not sites or found.status in ("border", "outside"):
        return found
    sure = found.status == "certain"
    if sure and any(site.doubt for site in sites):
        return found
    made = of_sites(found, sites, territory)
    if found.doubt is not None and made.status == "certain":
        whys = (*found.candidates, PlaceCandidate(made.place or "", made.why.zh))
        return replace(found, candidates=tuple({one.code: one for one in whys}.values()))
    if not sure:
        made = _unless_doubted(made, sites, territory)
    if made.status == "certain" and found.status != "certain" and _TWO_SIDES.search(text):
        whys = (PlaceCandidate(made.place or "", made.why.zh),)
        return Location("unknown", None, made.township, whys, True, _ONE_SIDE)
    return made


def _unless_doubted(found: Location, mentions: list[Mention], territory: Territory) -> Location:
    """The place, unless the words around its name say that another one is meant."""
    ours = [one for one in mentions if one.codes and not one.township and not one.foreign]
    doubted = [one for one in ours if one.doubt]
    if not doubted or found.status not in ("certain", "unknown"):
        return found
    against = next((one for one in doubted if one.doubt and one.doubt.whole), None)
    if against is None and len(doubted) == len(ours):
        against = doubted[0]
    if against is None or against.doubt is None:
        return found
    if found.status == "unknown":
        return replace(found, doubt=against.doubt)
    why = against.doubt.why(against.form)
    town = found.township if against.doubt.near else None
    return Location("unknown", None, town, (PlaceCandidate(found.place or "", why.zh),), True, why, doubt=against.doubt)


def _named(
    text: str, every: list[Mention], loose: list[Mention], territory: Territory, names: Gazetteer, trusted: bool
) -> Location:
    """The place that the names of villages and townships give."""
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
        doubtful = not towns and names.foreign_township(text.rsplit(territory.county.name, 1)[-1])
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
        why = _SEVERAL
        whys = tuple(PlaceCandidate(code, why.zh) for code in sorted(whole))
        return Location("unknown", None, _one_town(sorted(whole), territory), whys, True, why)
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


def _not_there(form: str) -> Bilingual:
    return Bilingual(f"所写镇街没有“{form}”", f"there is no “{form}” in the township that is written")


def _more_than_one(form: str) -> Bilingual:
    return Bilingual(f"“{form}”不止一处", f"there is more than one “{form}”")


def _doubtful(form: str, ours: bool) -> Bilingual:
    where = Bilingual("别的", "another township") if ours else Bilingual("外地的", "a township of elsewhere")
    return Bilingual(f"写到“{form}”,又写到{where.zh}镇街", f"“{form}” is written, and {where.en} too")


def _away(place: str) -> Bilingual:
    return Bilingual(f"写到外地“{place}”", f"“{place}”, which is elsewhere, is written")

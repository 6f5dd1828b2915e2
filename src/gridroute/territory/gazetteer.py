"""地名: where a text names a village or township of ours.

A name counts only where it stands free (see ``context``). Of overlapping names the longest counts, but what
stands right after a township is a village of that township first. A bare stem (辛庄, 泉林) counts only where
the words around it leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from gridroute.model import LinearAsset, Site
from gridroute.territory import context
from gridroute.territory.names import called, forms_of, plain, short_name, stem_of, town_forms_of, town_stem
from gridroute.territory.pattern import any_of
from gridroute.territory.register import Territory

__all__ = ["Gazetteer", "Mention", "called", "forms_of", "plain", "short_name", "stem_of"]

#: A door's number after a road: 中兴路12号, 中兴路 12-3号.
_DOOR = re.compile(r" ?(\d{1,5})(?:[-之 ]\d{1,4})?号")
#: What may stand between names in a row: 大鲍、小鲍.
_JOINTS = " 、与和及跟同到至"
#: How far before a name another county is looked for, in characters; a longer sentence speaks of something else.
_REACH = 200
#: How far a township may stand before its village, with only links between: 泉林镇石漏管区.
_LINKED = 16


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, from ``start`` to ``end``; ``foreign`` where it lies in another county's place."""

    start: int
    end: int
    codes: tuple[str, ...]
    form: str
    township: bool
    foreign: str = ""
    #: A compound, a road or its doors: it lies inside a village. ``assumed`` where no source says where.
    site: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """The names of one territory."""

    territory: Territory

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        named = [(form, place.code) for place in self.territory.communities for form in forms_of(place.name)]
        return _by_form([*named, *self.territory.aliases])

    @cached_property
    def _stems(self) -> dict[str, tuple[str, ...]]:
        named = ((stem_of(place.name), place.code) for place in self.territory.communities)
        return _by_form((stem, code) for stem, code in named if len(stem) >= 2)

    @cached_property
    def _towns(self) -> dict[str, tuple[str, ...]]:
        return _by_form((form, place.code) for place in self.territory.townships for form in town_forms_of(place.name))

    @cached_property
    def _town_stems(self) -> dict[str, tuple[str, ...]]:
        return _by_form((town_stem(place.name), place.code) for place in self.territory.townships)

    @cached_property
    def _sites(self) -> dict[str, tuple[Site, ...]]:
        named: dict[str, list[Site]] = {}
        for site in self.territory.sites:
            if site.name not in self._full and site.name not in self._towns:
                named.setdefault(site.name, []).append(site)
        return {name: tuple(sites) for name, sites in named.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return any_of({*self._full, *self._towns, *self._sites})

    @cached_property
    def _lines(self) -> dict[str, LinearAsset]:
        return {plain(name): line for line in self.territory.lines for name in line.names}

    @cached_property
    def _line_pattern(self) -> re.Pattern[str]:
        return any_of(self._lines)

    def line_in(self, text: str) -> LinearAsset | None:
        """The one road, river or pipe that ``text`` names; none where it names several."""
        if not self._lines or not text:
            return None
        found = {
            self._lines[match[0]].code: self._lines[match[0]] for match in self._line_pattern.finditer(plain(text))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def at_door(self, name: str, number: int | None) -> tuple[Site, ...]:
        """The rows that the door ``number`` of a road, or a spot itself, may lie in."""
        sites = self._sites[name]
        if number is None:
            return sites
        ranged = tuple(site for site in sites if site.first is not None and site.holds(number))
        return ranged or tuple(site for site in sites if site.first is None) or sites

    @cached_property
    def _stem_pattern(self) -> re.Pattern[str]:
        return any_of(self._stems)

    @cached_property
    def _stem_starts(self) -> re.Pattern[str]:
        return re.compile(f"(?={self._stem_pattern.pattern})")

    @cached_property
    def _town_stem_pattern(self) -> re.Pattern[str]:
        return any_of(self._town_stems)

    @cached_property
    def _town_before(self) -> re.Pattern[str]:
        """A township's stem at the end of what stands before a name, with only links after it."""
        return re.compile(f"({self._town_stem_pattern.pattern}){context.LINK.pattern}$")

    @cached_property
    def _county_names(self) -> tuple[str, ...]:
        name = self.territory.county.name
        return (name, name[:-1]) if len(name) > 2 else (name,)

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        return (self.territory.county.name, *self.territory.within)

    @cached_property
    def _own_pattern(self) -> re.Pattern[str]:
        return any_of((*self._county_names, *self._own_names))

    def mentions(self, text: str, addressed: bool = False) -> list[Mention]:
        """The places that ``text`` names, in the order in which they stand.

        A name that lies in another county's place is a mention too, with that place as ``foreign``. In an
        address (``addressed``) a bare stem that begins it, or follows the county, is a village too.
        """
        return _Reading(self, plain(text), addressed).mentions()

    def read(self, text: str, addressed: bool = False) -> tuple[list[Mention], list[Mention]]:
        """The mentions of ``text``, and the full names in it that do not stand free.

        The latter name no place of ours (王大鲍村), but a text that holds one may speak of more than one place.
        """
        reading = _Reading(self, plain(text), addressed)
        found = reading.mentions()
        return found, [one for one in reading.loose if not any(reading.covered[one.start : one.end])]

    def outside(self, text: str) -> str | None:
        """The neighbouring county that ``text`` places the matter in, by name and a place of it."""
        for name in self.territory.neighbours:
            if name in text and re.search(
                re.escape(name) + r".{0,12}?(镇|乡|街道|村|社区|路|小区|大道|境内|城区)", text
            ):
                return name
        return None

    def without_places(self, text: str) -> str:
        """``text`` with every place it names left blank: a township named after a river is no river."""
        text = plain(text)
        kept, last = [], 0
        for mention in self.mentions(text):
            kept.append(text[last : mention.start])
            last = mention.end
        return " ".join((*kept, text[last:]))

    def foreign_township(self, text: str) -> bool:
        """Whether ``text`` names a township that is none of this county's."""
        own = tuple(place.name for place in self.territory.townships)
        rest = self.without_places(text)
        return any(not rest.endswith(own, 0, match.end()) for match in context.TOWNSHIP.finditer(rest))

    def county_named(self, text: str) -> bool:
        """Whether ``text`` names this county in full."""
        return self.territory.county.name in text


def _by_form(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    forms: dict[str, dict[str, None]] = {}
    for form, code in named:
        forms.setdefault(form, {})[code] = None
    return {form: tuple(codes) for form, codes in forms.items()}


class _Reading:
    """One text being read: what is found so far, and which characters it covers."""

    def __init__(self, names: Gazetteer, text: str, addressed: bool) -> None:
        self.names, self.text, self.addressed = names, text, addressed
        self.places = names.territory.places
        self.covered = bytearray(len(text))
        self.found: list[Mention] = []
        self.loose: list[Mention] = []
        #: Forms that are once said to lie elsewhere: they lie there throughout.
        self.elsewhere: dict[str, str] = {}

    def mentions(self) -> list[Mention]:
        if not self.text:
            return []
        self._full_names()
        self._short_towns()
        self._bare()
        if self.addressed:
            self._address_stems()
        found = [
            replace(one, foreign=self.elsewhere[one.form]) if one.form in self.elsewhere else one for one in self.found
        ]
        return sorted(found, key=lambda one: one.start)

    def _take(self, mention: Mention) -> None:
        self.found.append(mention)
        self.covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)

    def _full_names(self) -> None:
        """Villages by a full form, townships by theirs."""
        names, text = self.names, self.text
        own = list(names._own_pattern.finditer(text))
        position = anchor = shadow = seen = 0
        while match := names._pattern.search(text, position):
            form, start, end = match[0], match.start(), match.end()
            while seen < len(own) and own[seen].end() <= start:
                if own[seen][0] == names.territory.county.name:
                    anchor = max(anchor, own[seen].end())
                seen += 1
            town = form in names._towns
            if town and self._short_is_meant(form, end):
                position = end - 1
                shadow = end - 1
                continue
            form, end = self._within_township(form, start, end, town)
            foreign = self._foreign(start, end, anchor, town)
            if end <= shadow or (not foreign and not self._free(start, self._codes(form, town))):
                # what lies inside a name that is not free is its tail
                if end > shadow and form not in names._sites:
                    self.loose.append(Mention(start, end, self._codes(form, town), form, town))
                shadow = max(shadow, end)
                larger = text[max(0, start - 12) : start].rstrip()
                if larger.endswith(context.LARGER) and end > start:
                    self.elsewhere[form] = larger[-4:]
                position = start + 1
                continue
            position = end
            if not town and context.ELSEWHERE.match(text, end):
                continue
            self._take(self._mention(start, end, form, town, foreign))
            anchor = end if town and not foreign else anchor

    def _codes(self, form: str, town: bool) -> tuple[str, ...]:
        return self.names._towns[form] if town else self.names._full.get(form, ())

    def _mention(self, start: int, end: int, form: str, town: bool, foreign: str) -> Mention:
        if town or form in self.names._full:
            return Mention(start, end, self._codes(form, town), form, town, foreign)
        door = _DOOR.match(self.text, end)
        sites = self.names.at_door(form, int(door[1]) if door else None)
        codes = tuple(dict.fromkeys(site.code for site in sites))
        return Mention(start, end, codes, form, False, foreign, True, any(site.assumed for site in sites))

    def _within_township(self, form: str, start: int, end: int, town: bool) -> tuple[str, int]:
        """The longest form at ``start`` that is a village of the township right before it; else as it is."""
        last = self.found[-1] if self.found else None
        if town or last is None or not last.township or last.foreign or not self._linked(last.end, start):
            return form, end
        for cut in range(len(form), 2, -1):
            codes = self.names._full.get(form[:cut], ())
            if any(self.places[code].parent in last.codes for code in codes):
                return form[:cut], start + cut
        return form, end

    def _short_is_meant(self, form: str, end: int) -> bool:
        """Whether 杨庄镇武庙村 is 杨庄 and its 镇武庙村: no village of 杨庄镇 is called 武庙村."""
        names = self.names
        if form[:-1] not in names._town_stems:
            return False
        towns = names._town_stems[form[:-1]]

        def held(position: int) -> bool:
            for pattern, codes in ((names._pattern, names._full), (names._stem_pattern, names._stems)):
                match = pattern.match(self.text, position)
                if match and any(self.places[code].parent in towns for code in codes.get(match[0], ())):
                    return True
            return False

        return held(end - 1) and not held(end)

    def _linked(self, last: int, start: int) -> bool:
        """Whether only links stand between two positions."""
        return start - last <= _LINKED and context.LINK.fullmatch(self.text, last, start) is not None

    def _foreign(self, start: int, end: int, anchor: int, town: bool) -> str:
        """The other county that a name lies in: right before a township, anywhere before or right behind a village."""
        names, text = self.names, self.text
        neighbours, own = names.territory.neighbours, names._own_names
        if town:
            before = text[max(anchor, start - 8) : start]
            foreign = context.other_county(before, neighbours, own)
            return foreign if foreign and before.rstrip(" 的").endswith((foreign, foreign[:-1])) else ""
        before = text[max(anchor, start - _REACH) : start]
        if before and (foreign := context.other_county(before, neighbours, own)):
            return foreign
        return context.county_behind(text[end : end + 12], neighbours, own)

    def _free(self, start: int, codes: tuple[str, ...] = ()) -> bool:
        """Whether a name that begins at ``start`` is not the tail of a longer, unknown one.

        ``codes`` are the villages it may be: the stem of a township before it frees only that township's.
        """
        text = self.text
        last = self.found[-1] if self.found else None
        if last is not None and last.end <= start and self._in_row(last.end, start):
            return True
        stop = start
        while stop and text[stop - 1] == " ":
            stop -= 1
        if stop == 0 or self.covered[stop - 1]:
            return True
        left = text[max(0, stop - 14) : stop]
        if left.endswith(context.LARGER):
            ours = left.endswith(self.names._own_names) or context.ends_word(left) or self._of_zone(left)
            return ours or self._after_town_stem(stop, left, codes)
        if stop < start or context.ends_word(left) or left.endswith(self.names._county_names):
            return True
        return self._after_town_stem(stop, left, codes)

    def _of_zone(self, left: str) -> bool:
        """Whether ``left`` ends with the county's own development zone."""
        short = "|".join(map(re.escape, self.names._county_names))
        return re.search(rf"(?:{short})(?:省级)?(?:经济|高新技术|经济技术)?开发区$", left) is not None

    def _after_town_stem(self, stop: int, left: str, codes: tuple[str, ...]) -> bool:
        """Whether a township's stem that stands free itself, and holds one of ``codes``, stands before."""
        match = self.names._town_before.search(left)
        if match is None:
            return False
        towns = self.names._town_stems[match[1]]
        if not any(self.places[code].parent in towns for code in codes):
            return False
        begins = stop - len(left) + match.start()
        before = self.text[max(0, begins - 14) : begins].rstrip()
        return (
            begins == 0
            or context.ends_word(before)
            or before.endswith((*self.names._county_names, *self.names._own_names))
        )

    def _short_towns(self) -> None:
        """A township without 镇 or 街道 (泉林), right before the name of one of its villages."""
        villages = {one.start: one for one in self.found if not one.township and not one.foreign}
        made = []
        for match in self.names._town_stem_pattern.finditer(self.text):
            start, end = match.start(), match.end()
            if any(self.covered[start:end]):
                continue
            towns = self.names._town_stems[match[0]]
            link = context.LINK.match(self.text, end, min(len(self.text), end + _LINKED))
            for after in dict.fromkeys((end, link.end() if link else end)):
                parents = {self.places[code].parent for code in self._village_at(after, villages)}
                holding = tuple(code for code in towns if code in parents)
                if holding:
                    if self._free_town(start):
                        made.append(Mention(start, end, holding, match[0], True))
                    break
        for mention in made:
            self._take(mention)

    def _free_town(self, start: int) -> bool:
        before = self.text[max(0, start - 14) : start].rstrip()
        stop = start - (1 if start and self.text[start - 1] == " " else 0)
        return (
            stop == 0
            or self.covered[stop - 1] == 1
            or (stop < start and not before.endswith(context.LARGER))
            or context.ends_word(before)
            or before.endswith((*self.names._county_names, *self.names._own_names))
            or self._of_zone(before)
        )

    def _village_at(self, position: int, villages: dict[int, Mention]) -> tuple[str, ...]:
        """The villages named at ``position``: by a full form, or by a stem that ends there."""
        if position in villages:
            return villages[position].codes
        match = self.names._stem_pattern.match(self.text, position)
        if match is None or context.is_else(self.text, match.end(), match[0], self.addressed):
            return ()
        return self.names._stems[match[0]]

    def _bare(self) -> None:
        """Bare stems: in a row of names after a township of theirs, or long ones that stand free."""
        text, names = self.text, self.names
        starts = {one.start: one for one in self.found}
        county = names.territory.county.name
        own = [match.end() for match in names._own_pattern.finditer(text) if match[0] == county]
        marks = sorted({*starts, *(match.start() for match in names._stem_starts.finditer(text))})
        town: tuple[str, ...] = ()
        reach = anchor = seen = 0
        for position in marks:
            if position < reach and position not in starts:
                continue
            mention = starts.get(position)
            row = bool(town) and self._in_row(reach, position)
            if mention is not None:
                if mention.township:
                    town = () if mention.foreign else mention.codes
                elif not row:
                    town = ()
                reach = mention.end
                continue
            match = names._stem_pattern.match(text, position)
            if match is None or any(self.covered[position : match.end()]):
                continue
            stem, end = match[0], match.end()
            codes = names._stems[stem]
            if row:
                codes = tuple(code for code in codes if self.places[code].parent in town)
            elif not self._distinct(stem) or not self._free(position):
                continue
            if not codes or context.is_else(text, end, stem, self.addressed):
                continue
            while seen < len(own) and own[seen] <= position:
                anchor = own[seen]
                seen += 1
            foreign = ""
            if not row:
                before = text[max(anchor, position - _REACH) : position]
                foreign = context.other_county(before, names.territory.neighbours, names._own_names)
            self._take(Mention(position, end, codes, stem, False, foreign))
            reach = end

    def _in_row(self, last: int, start: int) -> bool:
        return not self.text[last:start].strip(_JOINTS) or self._linked(last, start)

    def _distinct(self, stem: str) -> bool:
        """Whether a bare stem is no common word, no township's name and no resort (龙门山庄)."""
        return (
            len(stem) >= 3
            and stem.endswith(context.STEM_ENDS)
            and not stem.endswith("山庄")
            and stem not in self.names._town_stems
        )

    def _address_stems(self) -> None:
        """In an address: a stem with nothing but the county and blanks before it, and only details after it."""
        text, names = self.text, self.names
        position = 0
        while position < len(text):
            match = names._stem_pattern.match(text, position)
            if match is not None and not any(self.covered[position : match.end()]):
                stem, end = match[0], match.end()
                if not context.is_else(text, end, stem, addressed=True, alone=True):
                    codes = (*names._stems[stem], *names._town_stems.get(stem, ()))
                    foreign = context.county_behind(text[end : end + 12], names.territory.neighbours, names._own_names)
                    self._take(Mention(position, end, codes, stem, False, foreign))
                    return
            own = names._own_pattern.match(text, position)
            if own is None and text[position] != " ":
                return
            position = own.end() if own else position + 1

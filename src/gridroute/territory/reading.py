"""读法: one text read for the places it names.

A name counts only where it stands free (see ``context``). Of overlapping names the longest counts, but what
stands right after a township is a village of that township first. A bare stem (辛庄, 泉林) counts only where
the words around it leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gridroute.territory import context
from gridroute.territory.doors import doors_behind
from gridroute.territory.doubt import Doubt
from gridroute.territory.mention import Mention
from gridroute.territory.origin import Setting
from gridroute.territory.relation import Surroundings
from gridroute.territory.terms import SIDE
from gridroute.territory.toponyms import Toponyms

#: What may stand between names in a row: 大鲍、小鲍.
_JOINTS = " 、与和及跟同到至"
#: How far before a name another county is looked for, in characters; a longer sentence speaks of something else.
_REACH = 200
#: How far a township may stand before its village, with only links between: 泉林镇石漏管区.
_LINKED = 16
#: What may stand behind a township in short that is a phrase of its own: 泉林那个, 星村的.
_PHRASE_ENDS = re.compile("(?:那个|那边|那里|这边|这里|的那个|的)?(?: |$)")
#: Characters that tell two villages of one name apart, and one of them alone before the other: 东、西仲都村.
_PAIRED = "东西南北中前后上下大小新老"
_HALF = re.compile(rf"([{_PAIRED}])(?:[、和与及跟]| (?<![^ ]. ))$")
_JOINED = re.compile("[、和与及跟]$")
_SIDE_BEHIND = re.compile(rf"的?{SIDE}的?")


class Reading:
    """One text being read: what is found so far, and which characters it covers."""

    def __init__(self, names: Toponyms, text: str, addressed: bool) -> None:
        self.names, self.text, self.addressed = names, text, addressed
        self.places = names.territory.places
        self.covered = bytearray(len(text))
        self.found: list[Mention] = []
        self.loose: list[Mention] = []
        #: Forms that are once said to lie elsewhere: they lie there throughout.
        self.elsewhere: dict[str, str] = {}

    def mentions(self) -> list[Mention]:
        """The places that the text names, in the order in which they stand."""
        if not self.text:
            return []
        self._full_names()
        self._short_towns()
        self._short_towns_apart()
        self._bare()
        self._beside()
        if self.addressed:
            self._address_stems()
        found = [
            replace(one, foreign=self.elsewhere[one.form]) if one.form in self.elsewhere else one for one in self.found
        ]
        return self._doubted(sorted(found, key=lambda one: one.start))

    def _doubted(self, found: list[Mention]) -> list[Mention]:
        """The mentions with what the words around them say against them."""
        away = self.names.away
        setting = Setting.of(self.text, away, [one.start for one in found]) if found else Setting()
        made: list[Mention] = []
        for one in found:
            if not one.township and not one.foreign:
                doubt = self._surroundings(one, made[-1] if made else None).doubt(away, setting) or one.doubt
                one = replace(one, doubt=doubt) if doubt else one
            made.append(one)
        return made

    def _surroundings(self, one: Mention, last: Mention | None) -> Surroundings:
        """Where the township and the county before a name begin, and what stands behind its doors."""
        lead, anchored, adrift = one.start, False, False
        if last is not None and last.township and not last.foreign and self._linked(last.end, lead):
            lead, anchored = last.start, True
        county = self.names.county_names
        larger_names = (*county, *self.names.own_names)
        while lead:
            stop = lead
            while stop and self.text[stop - 1] in " 的":
                stop -= 1
            if not self.text.endswith(larger_names, 0, stop):
                break
            larger = next(name for name in larger_names if self.text.endswith(name, 0, stop))
            lead, anchored, adrift = stop - len(larger), anchored or larger in county, larger not in county
            if anchored:
                adrift = False
        return Surroundings(self.text, one.form, lead, one.doors_end or one.end, anchored, adrift, one.site)

    def _take(self, mention: Mention) -> None:
        self.found.append(mention)
        self.covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)

    def _full_names(self) -> None:
        """Villages by a full form, townships by theirs."""
        names, text = self.names, self.text
        own = list(names.own_pattern.finditer(text))
        position = anchor = shadow = seen = 0
        while match := names.pattern.search(text, position):
            form, start, end = match[0], match.start(), match.end()
            while seen < len(own) and own[seen].end() <= start:
                if own[seen][0] == names.territory.county.name:
                    anchor = max(anchor, own[seen].end())
                seen += 1
            town = form in names.towns
            if town and self._short_is_meant(form, end):
                position = end - 1
                shadow = end - 1
                continue
            form, end = self._within_township(form, start, end, town)
            foreign = self._foreign(start, end, anchor, town)
            if end <= shadow or (not foreign and not self._free(start, self._codes(form, town))):
                # what lies inside a name that is not free is its tail
                if end > shadow and form not in names.sites:
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
        return self.names.towns[form] if town else self.names.full.get(form, ())

    def _mention(self, start: int, end: int, form: str, town: bool, foreign: str) -> Mention:
        if town or form in self.names.full:
            return Mention(start, end, self._codes(form, town), form, town, foreign)
        doors = doors_behind(self.text, end)
        sites = self.names.at_doors(form, doors)
        codes = tuple(dict.fromkeys(site.code for site in sites))
        apart = doors is not None and doors.several and len({code[:12] for code in codes}) > 1
        return Mention(
            start,
            end,
            codes,
            form,
            False,
            foreign,
            True,
            any(site.assumed for site in sites),
            doors.end if doors else 0,
            Doubt.DOORS if apart else None,
        )

    def _within_township(self, form: str, start: int, end: int, town: bool) -> tuple[str, int]:
        """The longest form at ``start`` that is a village of the township right before it; else as it is."""
        last = self.found[-1] if self.found else None
        if town or last is None or not last.township or last.foreign or not self._linked(last.end, start):
            return form, end
        for cut in range(len(form), 2, -1):
            codes = self.names.full.get(form[:cut], ())
            if any(self.places[code].parent in last.codes for code in codes):
                return form[:cut], start + cut
        return form, end

    def _short_is_meant(self, form: str, end: int) -> bool:
        """Whether 杨庄镇武庙村 is 杨庄 and its 镇武庙村: no village of 杨庄镇 is called 武庙村."""
        names = self.names
        if form[:-1] not in names.town_stems:
            return False
        towns = names.town_stems[form[:-1]]

        def held(position: int) -> bool:
            for pattern, codes in ((names.pattern, names.full), (names.stem_pattern, names.stems)):
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
        neighbours, own = names.territory.neighbours, names.own_names
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
            ours = left.endswith(self.names.own_names) or context.ends_word(left) or self._of_zone(left)
            return ours or self._after_town_stem(stop, left, codes)
        if stop < start or context.ends_word(left) or left.endswith(self.names.county_names):
            return True
        return self._after_town_stem(stop, left, codes)

    def _of_zone(self, left: str) -> bool:
        """Whether ``left`` ends with the county's own development zone."""
        short = "|".join(map(re.escape, self.names.county_names))
        return re.search(rf"(?:{short})(?:省级)?(?:经济|高新技术|经济技术)?开发区$", left) is not None

    def _after_town_stem(self, stop: int, left: str, codes: tuple[str, ...]) -> bool:
        """Whether a township's stem that stands free itself, and holds one of ``codes``, stands before."""
        match = self.names.town_before.search(left)
        if match is None:
            return False
        towns = self.names.town_stems[match[1]]
        if not any(self.places[code].parent in towns for code in codes):
            return False
        begins = stop - len(left) + match.start()
        before = self.text[max(0, begins - 14) : begins].rstrip()
        return (
            begins == 0
            or context.ends_word(before)
            or before.endswith((*self.names.county_names, *self.names.own_names))
        )

    def _short_towns(self) -> None:
        """A township without 镇 or 街道 (泉林), right before the name of one of its villages."""
        villages = {one.start: one for one in self.found if not one.township and not one.foreign}
        made = []
        for match in self.names.town_stem_pattern.finditer(self.text):
            start, end = match.start(), match.end()
            if any(self.covered[start:end]):
                continue
            towns = self.names.town_stems[match[0]]
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

    def _short_towns_apart(self) -> None:
        """A township without 镇 or 街道 as a phrase of its own, where villages are named: 李家村, 星村那个.

        What is a river or a road too (泗河) is that first.
        """
        if all(one.township or one.foreign for one in self.found):
            return
        made = [
            Mention(match.start(), match.end(), self.names.town_stems[match[0]], match[0], True)
            for match in self.names.town_stem_pattern.finditer(self.text)
            if not any(self.covered[match.start() : match.end()])
            and _PHRASE_ENDS.match(self.text, match.end())
            and match[0] not in self.names.line_names
            and self._free_town(match.start())
        ]
        for mention in made:
            self._take(mention)

    def _beside(self) -> None:
        """Villages in short before or behind one that is named: 东、西仲都村; 小城子村西大城子."""
        text, names = self.text, self.names
        for one in [one for one in self.found if not (one.township or one.foreign or one.site)]:
            stop = one.start
            while one.form[0] in _PAIRED and (match := _HALF.search(text, max(0, stop - 2), stop)):
                codes = names.full.get(match[1] + one.form[1:], ())
                if not codes or match[1] == one.form[0] or self.covered[match.start(1)]:
                    break
                stop = match.start(1)
                self._take(Mention(stop, stop + 1, codes, match[1] + one.form[1:], False))
            if joint := _JOINED.search(text, max(0, one.start - 1), one.start):
                for begin in range(joint.start() - 5, joint.start() - 1):
                    stem = text[max(0, begin) : joint.start()]
                    if begin >= 0 and stem in names.stems and self._near(one, stem, begin):
                        self._take(Mention(begin, joint.start(), names.stems[stem], stem, False))
                        break
            side = _SIDE_BEHIND.match(text, one.end)
            match = names.stem_pattern.match(text, side.end()) if side else None
            if match and self._near(one, match[0], match.start()):
                rest = text[match.end() : match.end() + 1]
                if not context.is_else(text, match.end(), match[0], self.addressed) or rest in ("", *" 那这的"):
                    self._take(Mention(match.start(), match.end(), names.stems[match[0]], match[0], False))

    def _near(self, one: Mention, stem: str, start: int) -> bool:
        """Whether a bare stem at ``start`` may be another village of the township of ``one``."""
        parents = {self.places[code].parent for code in one.codes}
        others = self.names.stems[stem]
        return not any(self.covered[start : start + len(stem)]) and any(
            self.places[code].parent in parents and code not in one.codes for code in others
        )

    def _free_town(self, start: int) -> bool:
        before = self.text[max(0, start - 14) : start].rstrip()
        stop = start - (1 if start and self.text[start - 1] == " " else 0)
        return (
            stop == 0
            or self.covered[stop - 1] == 1
            or (stop < start and not before.endswith(context.LARGER))
            or context.ends_word(before)
            or before.endswith((*self.names.county_names, *self.names.own_names))
            or self._of_zone(before)
        )

    def _village_at(self, position: int, villages: dict[int, Mention]) -> tuple[str, ...]:
        """The villages named at ``position``: by a full form, or by a stem that ends there."""
        if position in villages:
            return villages[position].codes
        match = self.names.stem_pattern.match(self.text, position)
        if match is None or context.is_else(self.text, match.end(), match[0], self.addressed):
            return ()
        return self.names.stems[match[0]]

    def _bare(self) -> None:
        """Bare stems: in a row of names after a township of theirs, or long ones that stand free."""
        text, names = self.text, self.names
        starts = {one.start: one for one in self.found}
        county = names.territory.county.name
        own = [match.end() for match in names.own_pattern.finditer(text) if match[0] == county]
        marks = sorted({*starts, *(match.start() for match in names.stem_starts.finditer(text))})
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
            match = names.stem_pattern.match(text, position)
            if match is None or any(self.covered[position : match.end()]):
                continue
            stem, end = match[0], match.end()
            codes = names.stems[stem]
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
                foreign = context.other_county(before, names.territory.neighbours, names.own_names)
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
            and stem not in self.names.town_stems
        )

    def _address_stems(self) -> None:
        """In an address: a stem with nothing but the county and blanks before it, and only details after it."""
        text, names = self.text, self.names
        position = 0
        while position < len(text):
            match = names.stem_pattern.match(text, position)
            if match is not None and not any(self.covered[position : match.end()]):
                stem, end = match[0], match.end()
                if not context.is_else(text, end, stem, addressed=True, alone=True):
                    codes = (*names.stems[stem], *names.town_stems.get(stem, ()))
                    foreign = context.county_behind(text[end : end + 12], names.territory.neighbours, names.own_names)
                    self._take(Mention(position, end, codes, stem, False, foreign))
                    return
            own = names.own_pattern.match(text, position)
            if own is None and text[position] != " ":
                return
            position = own.end() if own else position + 1

"""读法: one text read for the places it names.

A name counts only where it stands free (see ``context``). Of overlapping names the longest counts, but what
stands right after a township is a village of that township first. A bare stem (辛庄, 泉林) counts only where
the words around it leave no doubt.
"""

from __future__ import annotations

from dataclasses import replace

from gridroute.territory import context, stems, townships
from gridroute.territory.doors import doors_behind
from gridroute.territory.doubt import Doubt
from gridroute.territory.mention import Mention
from gridroute.territory.origin import Setting
from gridroute.territory.passage import Passage
from gridroute.territory.relation import Surroundings
from gridroute.territory.toponyms import Toponyms


class Reading:
    """One text being read: what is found so far, and what lies elsewhere."""

    def __init__(self, names: Toponyms, text: str, addressed: bool) -> None:
        self.passage = Passage(names, text, addressed)
        self.names, self.text, self.addressed = names, text, addressed
        self.places = names.territory.places
        self.loose: list[Mention] = []
        #: Forms that are once said to lie elsewhere: they lie there throughout.
        self.elsewhere: dict[str, str] = {}

    def mentions(self) -> list[Mention]:
        """The places that the text names, in the order in which they stand."""
        if not self.text:
            return []
        self._full_names()
        townships.before_villages(self.passage)
        townships.apart(self.passage)
        stems.bare(self.passage)
        stems.beside(self.passage)
        if self.addressed:
            stems.in_address(self.passage)
        found = [
            replace(one, foreign=self.elsewhere[one.form]) if one.form in self.elsewhere else one
            for one in self.passage.found
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
        if last is not None and last.township and not last.foreign and self.passage.linked(last.end, lead):
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
            foreign = self.passage.foreign(start, end, anchor, town)
            if end <= shadow or (not foreign and not self.passage.free(start, self._codes(form, town))):
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
            self.passage.take(self._mention(start, end, form, town, foreign))
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
        last = self.passage.found[-1] if self.passage.found else None
        if town or last is None or not last.township or last.foreign or not self.passage.linked(last.end, start):
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

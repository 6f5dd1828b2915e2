"""村名词干: villages named in short: 辛庄 without its 村, and 东、西仲都村."""

from __future__ import annotations

import re

from gridroute.territory import context
from gridroute.territory.mention import Mention
from gridroute.territory.passage import REACH, Passage
from gridroute.territory.terms import SIDE

#: Characters that tell two villages of one name apart, and one of them alone before the other: 东、西仲都村.
_PAIRED = "东西南北中前后上下大小新老"
_HALF = re.compile(rf"([{_PAIRED}])(?:[、和与及跟]| (?<![^ ]. ))$")
_JOINED = re.compile("[、和与及跟]$")
_SIDE_BEHIND = re.compile(rf"的?{SIDE}的?")


def bare(passage: Passage) -> None:
    """Bare stems: in a row of names after a township of theirs, or long ones that stand free."""
    text, names = passage.text, passage.names
    starts = {one.start: one for one in passage.found}
    county = names.territory.county.name
    own = [match.end() for match in names.own_pattern.finditer(text) if match[0] == county]
    marks = sorted({*starts, *(match.start() for match in names.stem_starts.finditer(text))})
    town: tuple[str, ...] = ()
    reach = anchor = seen = 0
    for position in marks:
        if position < reach and position not in starts:
            continue
        mention = starts.get(position)
        row = bool(town) and passage.in_row(reach, position)
        if mention is not None:
            if mention.township:
                town = () if mention.foreign else mention.codes
            elif not row:
                town = ()
            reach = mention.end
            continue
        match = names.stem_pattern.match(text, position)
        if match is None or any(passage.covered[position : match.end()]):
            continue
        stem, end = match[0], match.end()
        codes = names.stems[stem]
        if row:
            codes = tuple(code for code in codes if passage.places[code].parent in town)
        elif not _distinct(passage, stem) or not passage.free(position):
            continue
        if not codes or context.is_else(text, end, stem, passage.addressed):
            continue
        while seen < len(own) and own[seen] <= position:
            anchor = own[seen]
            seen += 1
        foreign = ""
        if not row:
            before = text[max(anchor, position - REACH) : position]
            foreign = context.other_county(before, names.territory.neighbours, names.own_names)
        passage.take(Mention(position, end, codes, stem, False, foreign))
        reach = end


def beside(passage: Passage) -> None:
    """Villages in short before or behind one that is named: 东、西仲都村; 小城子村西大城子."""
    text, names = passage.text, passage.names
    for one in [one for one in passage.found if not (one.township or one.foreign or one.site)]:
        stop = one.start
        while one.form[0] in _PAIRED and (match := _HALF.search(text, max(0, stop - 2), stop)):
            codes = names.full.get(match[1] + one.form[1:], ())
            if not codes or match[1] == one.form[0] or passage.covered[match.start(1)]:
                break
            stop = match.start(1)
            passage.take(Mention(stop, stop + 1, codes, match[1] + one.form[1:], False))
        if joint := _JOINED.search(text, max(0, one.start - 1), one.start):
            for begin in range(joint.start() - 5, joint.start() - 1):
                stem = text[max(0, begin) : joint.start()]
                if begin >= 0 and stem in names.stems and _near(passage, one, stem, begin):
                    passage.take(Mention(begin, joint.start(), names.stems[stem], stem, False))
                    break
        side = _SIDE_BEHIND.match(text, one.end)
        match = names.stem_pattern.match(text, side.end()) if side else None
        if match and _near(passage, one, match[0], match.start()):
            rest = text[match.end() : match.end() + 1]
            if not context.is_else(text, match.end(), match[0], passage.addressed) or rest in ("", *" 那这的"):
                passage.take(Mention(match.start(), match.end(), names.stems[match[0]], match[0], False))


def in_address(passage: Passage) -> None:
    """In an address: a stem with nothing but the county and blanks before it, and only details after it."""
    text, names = passage.text, passage.names
    position = 0
    while position < len(text):
        match = names.stem_pattern.match(text, position)
        if match is not None and not any(passage.covered[position : match.end()]):
            stem, end = match[0], match.end()
            if not context.is_else(text, end, stem, addressed=True, alone=True):
                codes = (*names.stems[stem], *names.town_stems.get(stem, ()))
                foreign = context.county_behind(text[end : end + 12], names.territory.neighbours, names.own_names)
                passage.take(Mention(position, end, codes, stem, False, foreign))
                return
        own = names.own_pattern.match(text, position)
        if own is None and text[position] != " ":
            return
        position = own.end() if own else position + 1


def _near(passage: Passage, one: Mention, stem: str, start: int) -> bool:
    """Whether a bare stem at ``start`` may be another village of the township of ``one``."""
    parents = {passage.places[code].parent for code in one.codes}
    others = passage.names.stems[stem]
    return not any(passage.covered[start : start + len(stem)]) and any(
        passage.places[code].parent in parents and code not in one.codes for code in others
    )


def _distinct(passage: Passage, stem: str) -> bool:
    """Whether a bare stem is no common word, no township's name and no resort (龙门山庄)."""
    return (
        len(stem) >= 3
        and stem.endswith(context.STEM_ENDS)
        and not stem.endswith("山庄")
        and stem not in passage.names.town_stems
    )

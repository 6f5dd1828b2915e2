"""读到之处: a text with what is found in it so far, and whether a name in it stands free.

A name is free where it is not the tail of a longer, unknown one.
"""

from __future__ import annotations

import re

from gridroute.territory import context
from gridroute.territory.mention import Mention
from gridroute.territory.toponyms import Toponyms

#: What may stand between names in a row: 大鲍、小鲍.
_JOINTS = " 、与和及跟同到至"
#: How far before a name another county is looked for, in characters; a longer sentence speaks of something else.
REACH = 200
#: How far a township may stand before its village, with only links between: 泉林镇石漏管区.
LINKED = 16


class Passage:
    """A text being read: its mentions so far, and which characters they cover."""

    def __init__(self, names: Toponyms, text: str, addressed: bool) -> None:
        self.names, self.text, self.addressed = names, text, addressed
        self.places = names.territory.places
        self.covered = bytearray(len(text))
        self.found: list[Mention] = []

    def take(self, mention: Mention) -> None:
        """Adds ``mention`` and covers its characters."""
        self.found.append(mention)
        self.covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)

    def linked(self, last: int, start: int) -> bool:
        """Whether only links stand between two positions."""
        return start - last <= LINKED and context.LINK.fullmatch(self.text, last, start) is not None

    def in_row(self, last: int, start: int) -> bool:
        """Whether nothing but signs of a row of names stands between two positions."""
        return not self.text[last:start].strip(_JOINTS) or self.linked(last, start)

    def foreign(self, start: int, end: int, anchor: int, town: bool) -> str:
        """The other county that a name lies in: right before a township, anywhere before or right behind a village."""
        names, text = self.names, self.text
        neighbours, own = names.territory.neighbours, names.own_names
        if town:
            before = text[max(anchor, start - 8) : start]
            foreign = context.other_county(before, neighbours, own)
            return foreign if foreign and before.rstrip(" 的").endswith((foreign, foreign[:-1])) else ""
        before = text[max(anchor, start - REACH) : start]
        if before and (foreign := context.other_county(before, neighbours, own)):
            return foreign
        return context.county_behind(text[end : end + 12], neighbours, own)

    def free(self, start: int, codes: tuple[str, ...] = ()) -> bool:
        """Whether a name that begins at ``start`` is not the tail of a longer, unknown one.

        ``codes`` are the villages it may be: the stem of a township before it frees only that township's.
        """
        text = self.text
        last = self.found[-1] if self.found else None
        if last is not None and last.end <= start and self.in_row(last.end, start):
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

    def free_town(self, start: int) -> bool:
        """Whether a township in short that begins at ``start`` is not the tail of a longer, unknown name."""
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

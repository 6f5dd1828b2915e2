"""门牌: the door numbers behind the name of a road: 12号, 第十五号, 15号至101号, 15、17号."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridroute.model.numeral import NUMERAL, whole

_FIRST = re.compile(rf" ?第? ?({NUMERAL})(?!\d)(号?)")
_NEXT = re.compile(rf" ?(到|至|、|和|与|及|之|-| ) ?第? ?({NUMERAL})(?!\d)(号?)")
#: 3号楼 and 2号院 behind a door are a building inside it.
_BUILDING = tuple("楼院栋幢库室")


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors that stand behind a road, as runs of numbers from the first to the last, and where they end."""

    runs: tuple[tuple[int, int], ...]
    end: int

    @property
    def several(self) -> bool:
        """Whether more than one door is written."""
        return len(self.runs) > 1 or any(first != last for first, last in self.runs)


def doors_behind(text: str, end: int) -> Doors | None:
    """The doors written in ``text`` right behind a road that ends at ``end``; nothing where there are none.

    12-3号 is a part of one door, 99-101号 the doors from 99 to 101.
    """
    match = _FIRST.match(text, end)
    if match is None:
        return None
    number, closed = whole(match[1]), bool(match[2])
    runs, stop, ready = [(number, number)], match.end(), closed
    found = (tuple(runs), stop) if closed else None
    while more := _NEXT.match(text, stop):
        joint, number, closes = more[1], whole(more[2]), bool(more[3])
        first, last = runs[-1]
        building = closes and text.startswith(_BUILDING, more.end())
        if building and ready:
            break
        if joint in ("到", "至") or (joint in "- " and number > last and not building):
            runs[-1] = (min(first, number), max(last, number))
        elif joint != "之" and (ready or joint not in "- "):
            runs.append((number, number))
        stop, ready = more.end(), ready or closes
        if closes:
            found = (tuple(runs), stop)
    return Doors(*found) if found else None

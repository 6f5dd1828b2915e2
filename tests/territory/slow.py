"""A slow matcher that is plainly right: which villages a string of known words may mean for certain, at most.

It looks for every form of every place at every position and asks for nothing clever: one village only, in its
own township, not the tail of another word, and nothing in the string that speaks of elsewhere or of a border.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gridroute.territory import Territory

TAILS = ("王", "李", "赵", "刘", "陈", "新", "老", "王家", "刘马")
#: A lamp of a village, no road of its name.
LAMPS = "路灯"
ELSE = ("路", "小学", "集团", "水库", "公司")
AWAY = ("曲阜市", "邹城市", "平邑县", "济南市", "任城区", "息陬镇", "曲阜")
NEAR = ("曲阜市", "邹城市", "平邑县")
MARKS = " ,\uff0c。"
BORDER = ("交界处", "两村之间", "接壤", "边界")
NOISE = (
    "在",
    "我们",
    "的",
    "和",
    "与",
    ",",
    "\uff0c",
    "。",
    " ",
    "路灯不亮",
    "停水",
    "附近",
    "村口",
    "镇",
    "县",
    "3排",
    "5号楼",
    "12号",
)
URBAN = ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区居委", "社区")
RURAL = ("村村民委员会", "村民委员会", "村委会", "村村委会", "村委", "村")
ENDINGS = (
    "社区居民委员会",
    "村民委员会",
    "村民会员会",
    "居民委员会",
    "社区居委会",
    "村委会",
    "居委会",
    "社区",
    "村委",
    "村",
)


@dataclass(frozen=True)
class Seen:
    """A form of places, somewhere in a string. ``whole`` forms end in 村, 社区, 镇 or the like."""

    start: int
    end: int
    codes: frozenset[str]
    whole: bool
    town: bool

    def inside(self, other: Seen) -> bool:
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


@dataclass(frozen=True)
class SlowMatcher:
    """Reads one county's names by trying everything."""

    territory: Territory

    @cached_property
    def forms(self) -> dict[tuple[str, bool, bool], frozenset[str]]:
        made: dict[tuple[str, bool, bool], set[str]] = {}
        for place in self.territory.communities:
            stem = next((place.name.removesuffix(end) for end in ENDINGS if place.name.endswith(end)), place.name)
            bare = {stem, stem.removesuffix("村"), stem.removesuffix("社区")} - {""}
            made.setdefault((place.name, True, False), set()).add(place.code)
            for one in bare:
                made.setdefault((one, one.endswith("村") and len(one) > 2, False), set()).add(place.code)
                for end in URBAN if place.name.endswith(("社区", "居民委员会", "居委会")) else RURAL:
                    made.setdefault((one + end, True, False), set()).add(place.code)
        for alias, code in self.territory.aliases:
            made.setdefault((alias, True, False), set()).add(code)
        for town in self.territory.townships:
            made.setdefault((town.name, True, True), set()).add(town.code)
            short = town.name.removesuffix("镇").removesuffix("街道")
            made.setdefault((short, False, True), set()).add(town.code)
        return {form: frozenset(codes) for form, codes in made.items()}

    def seen(self, text: str) -> list[Seen]:
        found = []
        for (form, whole, town), codes in self.forms.items():
            at = text.find(form)
            while at >= 0:
                found.append(Seen(at, at + len(form), codes, whole, town))
                at = text.find(form, at + 1)
        return found

    def at_most(self, text: str) -> frozenset[str]:
        """The villages of which one may be certain; none where the string leaves doubt."""
        if any(word in text for word in BORDER):
            return frozenset()
        every = self.seen(text)
        longest = [one for one in every if not any(one.inside(other) for other in every)]
        parent = {code: place.parent for code, place in self.territory.places.items()}
        towns = {code for one in longest if one.town and one.whole for code in one.codes}
        free = [one for one in every if not one.town and not text[: one.start].endswith(TAILS)]
        whole = [one for one in longest if one.whole and not one.town and not text[: one.start].endswith(TAILS)]
        allowed = set()
        for one in free:
            behind = text[one.end :]
            if not one.whole and behind.startswith((*ELSE, *URBAN, *RURAL)) and not behind.startswith(LAMPS):
                continue
            for code in one.codes:
                if towns and towns != {parent[code]}:
                    continue
                if self.away(text, one, self.territory.places[parent[code]].name):
                    continue
                if all(code in other.codes for other in whole):
                    allowed.add(code)
        return frozenset(allowed)

    def away(self, text: str, one: Seen, town: str) -> bool:
        """Whether another county is named before, without our own township or county after it, or right behind."""
        behind = text[one.end :]
        if behind.lstrip(MARKS).startswith(NEAR):
            return True
        before = text[: one.start]
        last = max(before.rfind(word) for word in AWAY)
        return last >= 0 and max(before.rfind(town), before.rfind(self.territory.county.name)) < last

    def strings(self, seed: int, count: int) -> Iterator[str]:
        """Random strings of places and noise, the same for the same seed."""
        dice = random.Random(seed)
        villages = sorted({form for form, _, town in self.forms if not town})
        towns = sorted({form for form, _, town in self.forms if town})
        county = self.territory.county.name
        kinds = (villages, villages, towns, NOISE, NOISE, TAILS, ELSE, AWAY, BORDER, (county, "济宁市", county[:-1]))
        weights = (6, 6, 6, 6, 6, 2, 1, 1, 1, 2)
        for _ in range(count):
            length = dice.randint(1, 6)
            yield "".join(dice.choice(dice.choices(kinds, weights)[0]) for _ in range(length))

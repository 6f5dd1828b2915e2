"""外地: what is elsewhere, seen from one county, and whether a text speaks of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gridroute.territory.cities import called_elsewhere
from gridroute.territory.pattern import any_of
from gridroute.territory.terms import HAN, OURS

#: Where people of a village go to live.
_SEAT = "县城|城里|城区|城关(?!镇|街道)|市里|市区|省城|镇上"
_FAR = "外地|外省|外县|国外|别处|别的地方"
_KIN = "儿子家|女儿家|闺女家|孩子家|孩子那|儿子那"
#: Who only works there still has their home elsewhere.
_BUSY = (
    "(?!(?:市|县|区|那边|这边|城里)?(?:打工|上班|工作|上学|务工|出差|读书|做|看病|住院|干活|挣钱|办|开会|当兵|回来|读|念|跑|卖"
    "|买(?!了?房)|开))"
)
_LIVES = (
    r"(?:(?:现|现在|目前|如今|眼下|平时|常年|长期|已经?|后来|又|一直|都|就|刚|才)?"
    r"(?:居?住(?:在|到)?|租住在?|暂住在?|常住在?|定居在?|搬[到去进来]|迁到|嫁到|嫁去|落户[到在]?|安家在?|租房在?|买房在?)"
    "|(?:现在|目前|如今|人|眼下)都?在)了?"
)
#: Words without which nobody says where they live now.
_MOVE = re.compile("住|搬|定居|迁到|嫁|落户|安家|租房|买房|现在|目前|如今|人都?在|眼下")
_NEW_HOME = rf"(?:现|现在|目前|如今)居?住在?了?[{HAN}]{{2,8}}?(?:小区|花园|公寓|家园|社区|村(?!里)|庄|苑|县|市|区|镇)"
_THAT_IS = rf"(?:[属归是在]|属于|位于|地址[是在]?|{OURS}?这?里?是)?"
_BOUND = r"(?= |$|这边|那边|境内|地界)"
#: A county or city by its last character; not 小区, 菜市 or 东区.
_AREA = re.compile(rf" ?{_THAT_IS}([{HAN}]{{1,6}}?[县市旗区州])(?:{_BOUND}|的(?: |$))")
_NO_AREA = frozenset(
    "社小校厂园景山库片辖地灾林牧病街营战禁雷老新矿管作务东西南北中一二三四五六七八九十业活民发城集超门夜早菜股楼花鱼红国锦彩"
)
_NONE_ELSE = frozenset("我俺本咱该全这那各外邻两")


@dataclass(frozen=True)
class Away:
    """What is elsewhere, seen from one county: its neighbours and all cities, by their names."""

    own: tuple[str, ...]
    larger: re.Pattern[str]
    names: re.Pattern[str]
    clause: re.Pattern[str]
    lead: re.Pattern[str]
    last: frozenset[str]
    home: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, county: str, neighbours: tuple[str, ...], within: tuple[str, ...]) -> Away:
        """The view from ``county``, which lies ``within`` larger places."""
        short = [name[:-1] for name in neighbours if len(name) > 2]
        cities = called_elsewhere(within)
        far = any_of((*neighbours, *short, *cities)).pattern
        larger = "|".join(map(re.escape, within)) or "(?!)"
        here = f"(?:{re.escape(county[:-1] or county)}县?)?"
        return cls(
            (county, *within),
            re.compile(f"(?:{larger})+"),
            re.compile(rf" ?{_THAT_IS}(?:{larger})*{far}[市县区省]?(?:{_BOUND}|的|[这那管]|[{HAN}]{{1,3}}[市县区])"),
            re.compile(
                rf"[^ ]{{0,10}}?(?:在|位于|住|搬[到去])了?{here}(?:{_SEAT}|{far}(?![{HAN}]?[路街村]))"
                rf"|[^ ]{{0,12}}?[在到往进收给把占毁害]{OURS}(?:村|庄|镇|小区|社区)|[^ ]{{0,6}}?把{here}(?:{_SEAT})"
            ),
            re.compile(rf"(?:{any_of(cities).pattern}|(?:^|[ 在是到来住去])[{HAN}]州)[市县区]?(?:那边|这边)?的?$"),
            frozenset("市县区的边州").union(name[-1] for name in cities),
            re.compile(
                rf"{_LIVES}{here}(?:{_SEAT}|{_FAR}|{_KIN}|{far}){_BUSY}|{_NEW_HOME}"
                rf"|在{here}(?:{_SEAT}|{_FAR}|{_KIN}|{far})(?:市|县)?(?:住|居住|租|买了?房|定居|安家|落户)"
            ),
        )

    def before(self, before: str) -> bool:
        """Whether a city stands right before a name: 在兖州的光明社区."""
        return before[-1:] in self.last and self.lead.search(before) is not None

    def behind(self, text: str, end: int) -> bool:
        """Whether another county or city stands as a phrase of its own right behind a name: 光明社区, 兖州这边."""
        if self.names.match(text, end):
            return True
        begin = end + text.startswith(" ", end)
        larger = self.larger.match(text, begin)
        match = _AREA.match(text, larger.end() if larger else end)
        if match is None or match.start(1) == end:
            return False
        name = match[1]
        return len(name) > 1 and not (name.endswith(self.own) or name[-2] in _NO_AREA or name[0] in _NONE_ELSE)

    def in_clause(self, text: str, end: int) -> bool:
        """Whether what bears the name is, in the same clause, in the county seat or further away."""
        return self.clause.match(text, end) is not None

    def homes(self, text: str, named: Sequence[int]) -> tuple[int, ...]:
        """Where the text says that somebody lives elsewhere now: not in one of the places that begin at ``named``."""
        if not _MOVE.search(text):
            return ()
        found = []
        for match in self.home.finditer(text):
            after = bisect_left(named, match.start())
            if after == len(named) or named[after] >= match.end():
                found.append(match.start())
        return tuple(found)

"""The ways in which people write a village or community, each with the villages that it may mean."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gridroute.errors import Fault
from gridroute.model import Place
from gridroute.territory import Territory, read_territory, short_name
from gridroute.territory.names import stem_of

DIVISIONS = Path(__file__).parents[1] / "data" / "divisions"


@dataclass(frozen=True)
class Village:
    """A village with all that may stand before it."""

    place: Place
    town: str
    town_stem: str
    county: str
    region: str

    @property
    def full(self) -> str:
        return self.place.name

    @property
    def short(self) -> str:
        return short_name(self.place.name)

    @property
    def stem(self) -> str:
        return stem_of(self.place.name)

    @property
    def urban(self) -> bool:
        return self.short.endswith("社区")

    @property
    def committee(self) -> str:
        """村委会 or 居委会, as people shorten it."""
        if self.short.endswith("嘎查"):
            return self.short + "委员会"
        return self.stem + ("社区居委会" if self.urban else "村委会")

    @property
    def spelled(self) -> str:
        """The committee in full, however the register shortens it."""
        if self.short.endswith("嘎查"):
            return self.short
        return self.short + ("居民委员会" if self.urban else "民委员会" if self.short.endswith("村") else "村民委员会")


#: What an address holds. ``full`` forms give the name in full; the others leave something out or add noise.
FULL: dict[str, Callable[[Village], str]] = {
    "full name": lambda v: v.full,
    "township, full name": lambda v: v.town + v.full,
    "county, township, full name": lambda v: v.county + v.town + v.full,
    "province to full name": lambda v: v.region + v.county + v.town + v.full,
    "township, name": lambda v: v.town + v.short,
    "county, township, name": lambda v: v.county + v.town + v.short,
    "province to name": lambda v: v.region + v.county + v.town + v.short,
}
OTHER: dict[str, Callable[[Village], str]] = {
    "name": lambda v: v.short,
    "county, name": lambda v: v.county + v.short,
    "county in short, name": lambda v: v.county[:-1] + v.short if len(v.county) > 2 else v.county + v.short,
    "township in short, name": lambda v: v.town_stem + v.short,
    "county, township in short, name": lambda v: v.county + v.town_stem + v.short,
    "committee": lambda v: v.committee,
    "township, committee": lambda v: v.town + v.committee,
    "township in short, committee": lambda v: v.town_stem + v.committee,
    "committee in full": lambda v: v.town + v.spelled,
    "township, stem": lambda v: v.town + v.stem,
    "county, township, stem": lambda v: v.county + v.town + v.stem,
    "blanks": lambda v: f"{v.county} {v.town} {v.short}",
    "wide blanks": lambda v: f"{v.county}\u3000{v.town}\u3000{v.short}",
    "marks": lambda v: f"{v.county}\uff0c{v.town}\uff0c{v.short}\u3002",
    "hyphens": lambda v: f"{v.county}-{v.town}-{v.short}",
    "brackets": lambda v: f"{v.town}(\u3010{v.short}\u3011)",
    "of the township": lambda v: f"{v.town}的{v.short}",
    "near": lambda v: f"{v.town}{v.short}附近",
    "at the village's mouth": lambda v: f"{v.town}{v.short}{'门口' if v.urban else '村口'}",
    "row and number": lambda v: f"{v.town}{v.short}3排12号",
    "building and unit": lambda v: f"{v.short}5号楼2单元301",
    "wide digits": lambda v: f"{v.town}{v.short}\uff13\uff15号",
    "east end": lambda v: f"{v.town}{v.short}东头",
    "main street": lambda v: f"{v.county}{v.short}大街上",
    "inside": lambda v: f"{v.town}{v.short}内",
    "stem, number": lambda v: f"{v.town}{v.stem}12号",
    "whose home": lambda v: f"家住{v.town}{v.short}",
    "at": lambda v: f"位于{v.county}{v.town}{v.short}",
    "committee in full, alone": lambda v: v.spelled,
    "committee of the village": lambda v: v.short if v.urban else v.short + "村民委员会",
    "numeral as a digit": lambda v: (
        v.town + v.short.translate(str.maketrans("一二三四五六七八九", "123456789"))
        if v.stem[-1] in "一二三四五六七八九"
        else v.town + v.short
    ),
    "full width": lambda v: f"{v.county}\uff0f{v.town}\uff0f{v.short}",
    "stem only": lambda v: v.stem,
    "county, stem": lambda v: v.county + v.stem,
    "township in short, stem": lambda v: v.town_stem + v.stem,
    "blank between short township and stem": lambda v: f"{v.town_stem} {v.stem}",
    "township behind": lambda v: f"{v.short}({v.town})",
    "group of the village": lambda v: f"{v.town}{v.short}三组",
    "east of": lambda v: f"{v.town}{v.short}东边的路",
    "village square": lambda v: f"{v.short}文化广场",
    "seat of the township": lambda v: f"{v.town}驻地{v.short}",
    "below the township": lambda v: f"{v.town}下辖{v.short}",
    "office in short": lambda v: f"{v.town_stem}办事处{v.short}" if v.town.endswith("街道") else f"{v.town}{v.short}",
    "row before": lambda v: f"3排12号,{v.town}{v.short}",
    "compound in it": lambda v: f"{v.town}{v.short}幸福小区5号楼",
    "office of the township": lambda v: f"{v.town}{'办事处' if v.town.endswith('街道') else '政府'}{v.short}",
}
#: What a text holds: the name inside a sentence.
SENTENCES: dict[str, Callable[[Village], str]] = {
    "villager of": lambda v: f"我是{v.town}{v.short}的居民\uff0c家门口的路灯不亮了",
    "at the start": lambda v: f"{v.town}{v.short}路灯不亮",
    "at the start, name only": lambda v: f"{v.short}路灯不亮",
    "in full inside": lambda v: f"您好\uff0c{v.county}{v.town}{v.full}自来水停了三天没人管",
    "committee does nothing": lambda v: f"反映{v.town}{v.committee}垃圾没人清运",
    "at the end": lambda v: f"路灯坏了没人修\uff0c地点在{v.county}{v.town}{v.short}",
    "township in short": lambda v: f"我家在{v.town_stem}{v.short}\uff0c路面破损",
    "stem after township": lambda v: f"{v.town}{v.stem}\uff0c路面破损",
    "marks around": lambda v: f"【咨询】\u201c{v.town}{v.short}\u201d下水道堵了!!!",
    "please tell": lambda v: f"请问{v.short}什么时候通自来水",
    "reports of": lambda v: f"反映{v.short}路灯不亮",
    "complains of": lambda v: f"投诉{v.committee}乱收费",
    "asks after": lambda v: f"咨询{v.town_stem}{v.short}低保怎么办",
    "about": lambda v: f"关于{v.short}修路的问题",
    "hello": lambda v: f"你好{v.short}停水了",
    "villagers say": lambda v: (
        f"{v.town}{v.short}村民反映道路破损" if not v.urban else f"{v.town}{v.short}居民反映道路破损"
    ),
    "caller of": lambda v: f"来电人是{v.short}的\uff0c家里停电",
    "please mend": lambda v: f"希望解决{v.town}{v.short}吃水难",
    "row of": lambda v: f"本人住{v.town}{v.short}5号楼2单元\uff0c暖气不热",
    "in the village": lambda v: f"昨天{v.short}里路灯坏了",
    "in brackets": lambda v: f"我村({v.town}{v.short})垃圾没人清",
    "seen near": lambda v: f"在{v.short}附近发现有人倒垃圾",
    "passing": lambda v: f"路过{v.county}{v.town}{v.short}看到井盖丢失",
    "on the road of": lambda v: f"{v.short}的路坑坑洼洼",
    "school of": lambda v: f"{v.town}{v.short}小学门口乱停车",
    "our village": lambda v: f"我们{v.short}的路烂了",
}


#: Words that hold a name of ours but speak of somewhere else, or of nothing: never certain.
ELSEWHERE: dict[str, Callable[[Village], str]] = {
    "neighbour": lambda v: f"曲阜市{v.short}",
    "neighbour in short": lambda v: f"曲阜{v.short}",
    "neighbour's township": lambda v: f"邹城市大束镇{v.short}",
    "neighbour in short, its township": lambda v: f"曲阜时庄街道{v.short}",
    "unknown township": lambda v: f"息陬镇{v.short}",
    "another city": lambda v: f"山东省济南市历城区{v.short}",
    "another district": lambda v: f"任城区{v.full}",
    "neighbour behind": lambda v: f"{v.short}(曲阜市)",
    "neighbour far behind": lambda v: f"{v.short}\uff0c平邑县",
    "of the neighbour": lambda v: f"平邑县的{v.short}",
    "tail": lambda v: f"老{v.short}",
    "tail of two": lambda v: f"王家{v.short}",
    "road": lambda v: f"{v.stem.removesuffix('村')}路",
    "company": lambda v: f"{v.stem.removesuffix('村')}集团有限公司",
    "unknown neighbour": lambda v: f"新泰市放城镇{v.full}",
}


def villages(territory: Territory, region: str = "") -> list[Village]:
    """All villages and communities, with what may stand before them; ``region`` is the province and city."""
    return [
        Village(place, town.name, _stem(town.name), territory.county.name, region)
        for place in territory.communities
        for town in [territory.places[place.parent]]
    ]


def written(territory: Territory, region: str = "") -> Iterator[tuple[str, bool, str, frozenset[str]]]:
    """Each form: its name, whether it is for the address, the words, and the codes they may mean."""
    made: dict[tuple[bool, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for form, make in {**FULL, **OTHER, **SENTENCES}.items():
        for village in villages(territory, region):
            made[form not in SENTENCES, make(village)][form].add(village.place.code)
    for town in territory.townships:  # 泉林 alone is the township or the village
        for text in (_stem(town.name), territory.county.name + _stem(town.name)):
            if (True, text) in made:
                made[True, text]["township"].add(town.code)
    for (addressed, text), forms in made.items():
        codes = frozenset(code for codes in forms.values() for code in codes)
        for form in forms.keys() - {"township"}:
            yield form, addressed, text, codes


def _stem(town: str) -> str:
    for tail in ("街道", "镇", "乡", "苏木"):
        if town.endswith(tail) and len(town) - len(tail) >= 2:
            return town.removesuffix(tail)
    return town


def territory_of(code: str, folder: Path) -> Territory:
    """The real divisions of the county ``code`` and nothing else of it, written to ``folder`` and read from there."""
    source = (DIVISIONS / f"divisions_{code}.csv").read_text(encoding="utf-8")
    (folder / "divisions.csv").write_text(source, encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    name = next(row["name"] for row in rows if row["code"] == code)
    faults: list[Fault] = []
    made = read_territory(folder, "territory", code, name, (), _regions(rows), faults)
    assert faults == []
    return made


def above(code: str) -> str:
    """The province and city that the county ``code`` lies in, in one word: 山东省济宁市."""
    source = (DIVISIONS / f"divisions_{code}.csv").read_text(encoding="utf-8")
    return "".join(_regions(list(csv.DictReader(source.splitlines()))))


def _regions(rows: list[dict[str, str]]) -> list[str]:
    return [row["name"] for row in rows if row["level"] in ("province", "city")]

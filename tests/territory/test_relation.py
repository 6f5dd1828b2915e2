"""A place that is named and not meant is never certain; one that is meant stays so, whatever stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.territory.forms import DIVISIONS, Village, territory_of, villages
from tests.territory.relations import NOT_THERE, THERE

from gridroute import County, Issue
from gridroute.territory import Gazetteer, Location, locate

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
COUNTIES = sorted(path.stem.removeprefix("divisions_") for path in DIVISIONS.glob("divisions_*.csv"))
QUICK = ["350725", "610802"]


def read(names: Gazetteer, words: str, addressed: bool = False) -> Location:
    text, address = ("路灯不亮", words) if addressed else (words, None)
    return locate(Issue(id="R", received_at=AT, text=text, address=address), names.territory, names)


def said(template: str, village: Village, towned: bool) -> str:
    """The sentence about one village; ``towned`` puts its township before it."""
    name = village.town + village.short if towned else village.short
    return template.replace("X", name).replace("Y", village.short)


def clear(names: Gazetteer, every: list[Village]) -> list[Village]:
    """The villages whose bare name alone is certain."""
    return [one for one in every if read(names, f"{one.short}路灯不亮").place == one.place.code]


def drawn(templates: list[str], every: list[Village], each: int) -> Iterator[tuple[str, Village, bool]]:
    """Each template with ``each`` villages, spread over the county; all of them where it is 0."""
    for turn, template in enumerate(templates):
        some = every if not each else [every[(turn * 37 + step * 61) % len(every)] for step in range(each)]
        for place, village in enumerate(some):
            towned = bool((turn + place) % 2)
            yield said(template, village, towned), village, towned


def wrong(names: Gazetteer, every: list[Village], each: int) -> list[str]:
    """The sentences that are certain of a place that is not meant."""
    found = []
    for kind, templates in NOT_THERE.items():
        for count, (words, _, _) in enumerate(drawn(templates, every, each)):
            for addressed in (False, True) if each else (count % 3 == 0,):
                place = read(names, words, addressed)
                if place.status == "certain":
                    found.append(f"{kind.name}: {words} {addressed}")
    return found


def missed(names: Gazetteer, every: list[Village], each: int) -> tuple[list[str], int]:
    """The sentences that are not certain of the place that is meant, and how many there are."""
    found, count = [], 0
    for words, village, _ in drawn(THERE, clear(names, every), each):
        count += 1
        place = read(names, words)
        if place.place != village.place.code:
            found.append(f"{words}: {place.why.zh}")
    return found, count


def test_the_tables_hold_many_sentences() -> None:
    assert sum(map(len, NOT_THERE.values())) >= 150
    assert len(THERE) >= 60


def test_no_place_that_is_only_spoken_of_is_certain(sishui: County) -> None:
    assert wrong(sishui.names, villages(sishui.territory), each=3) == []


def test_a_place_that_is_meant_stays_certain(sishui: County) -> None:
    found, count = missed(sishui.names, villages(sishui.territory), each=8)
    assert len(found) <= count * 0.01, found


@pytest.mark.parametrize("code", QUICK)
def test_the_same_holds_in_other_counties(code: str, tmp_path: Path) -> None:
    names = Gazetteer(territory_of(code, tmp_path))
    some = villages(names.territory)[::5]
    assert wrong(names, some, each=1) == []
    found, count = missed(names, some, each=1)
    assert len(found) <= count * 0.03, found


@pytest.mark.slow
@pytest.mark.parametrize("code", COUNTIES)
def test_every_sentence_about_every_village(code: str, tmp_path: Path) -> None:
    names = Gazetteer(territory_of(code, tmp_path))
    every = villages(names.territory)
    assert wrong(names, every, each=0) == []
    found, count = missed(names, every, each=0)
    print(f"{code}: {len(found)} of {count} places that are meant are missed")
    assert len(found) <= count * 0.03, found[:50]


@pytest.mark.parametrize(
    "words",
    [
        "张庄村西边的李家庄村",
        "卞桥二村、三村",
        "柘沟三村四村",
        "泉林镇辛庄、曹家庄",
        "大鲍村没有停水,停水的是旁边徐家楼",
        "光明社区, 山东省济南市",
        "济宁市北关村",
        "县医院北关村门诊",
        "泗水县皇城KTV",
        "俺村西头村民",
        "大鲍村村民在龙湾湖小区的安置房漏水",
        "我是大鲍村的,在碧水花园买的房子漏水",
        "我遇到大鲍村的人在闹事",
        "龙城社区 对面",
        "大鲍村没停小鲍村停了",
        "路坏了,村西头村口那段",
        "垃圾没人清,小区里西头村边上",
        "俺村,西头村委会旁",
        "西头村口",
        "村东仲都村",
        "东、西仲都村",
        "前,后等齐村",
        "东仲都、西仲都村",
        "小城子村西大城子",
        "贺庄村,泉林那个",
        "李家村,星村",
        "星村,李家村",
        "李家村(星村的)",
        "俺姐在仲子社区,我在北京",
        "毛沃村亮,其他不亮",
    ],
)
def test_a_name_that_only_stands_there_is_not_certain(sishui: County, words: str) -> None:
    for addressed in (False, True):
        assert read(sishui.names, words, addressed).status != "certain"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("东、西、南仲都村路灯不亮", ["370831109205", "370831109206", "370831109207"]),
        ("前和后等齐村", []),
        ("东仲都、西仲都村", ["370831109205", "370831109206"]),
        ("小城子村东边的大城子", ["370831109253", "370831109254"]),
    ],
)
def test_villages_that_share_a_name_are_all_candidates(sishui: County, words: str, codes: list[str]) -> None:
    assert [one.code for one in read(sishui.names, words).candidates] == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("泗张镇仲家庄路灯不亮", "370831108251"),
        ("星村张家庄路灯坏", "370831102247"),
        ("泉林曹家庄垃圾没人清", "370831101214"),
        ("李家村,柘沟,路灯不亮", "370831103208"),
        ("大鲍村,泗河,有人排污", "370831001204"),
        ("高峪镇西头村口路灯不亮", "370831110228"),
        ("西头村路灯不亮", "370831110228"),
        ("往东,西仲都村路灯不亮", "370831109206"),
        ("我在北京,家在大鲍村,路灯不亮", "370831001204"),
    ],
)
def test_a_place_that_is_clear_is_certain(sishui: County, words: str, code: str) -> None:
    assert read(sishui.names, words).place == code

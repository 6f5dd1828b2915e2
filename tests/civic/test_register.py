"""One reader for all registers: heads and keys in both languages, faults with file and line, and the rest goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.civic.conftest import BRIDGE, WILLOW, Standing, said

from gridroute.civic.chain import Liaison
from gridroute.civic.column import Part, heads, shapes
from gridroute.civic.fact import Fact
from gridroute.civic.openday import OpenDay
from gridroute.civic.register import Register
from gridroute.civic.shelf import REGISTERS
from gridroute.civic.unit import Unit
from gridroute.civic.venue import Venue

FACTS = "id,name,value,unit,about,source\nSS04,基础网格,758,个,,日报\n"
FACTS_ZH = "编号,名称,数值,单位,约数,依据\nSS04,基础网格,758,个,否,日报\n"


@pytest.mark.parametrize("text", [FACTS, FACTS_ZH])
def test_heads_are_english_or_chinese(text: str, standing: Standing) -> None:
    civic = standing({"facts.csv": text})
    assert said(civic) == []
    (fact,) = civic.of(Fact)
    assert (fact.id, fact.value, fact.about, fact.assumed) == ("SS04", 758, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "open_days:\n  - {name: 民情日, day_of_month: [5, 25], tiers: [community, station], on_holiday: shift}\n",
        "开放日:\n  - {名称: 民情日, 每月几日: [5, 25], 阵地层级: [村社, 驿站], 逢节假日: 顺延}\n",
    ],
)
def test_keys_and_words_are_english_or_chinese(text: str, standing: Standing) -> None:
    civic = standing({"open_days.yaml": text})
    assert said(civic) == []
    (day,) = civic.of(OpenDay)
    assert (day.day_of_month, day.tiers, day.on_holiday) == ((5, 25), ("community", "station"), "shift")
    assert day.assumed


VENUES = "id,name,tier,place,hours,days\n"
UNITS = "id,name,communities\n"
WRONG = [
    ("facts.csv", "id,nmae,value\nA,b,3\n", "yunhe/civic/facts.csv:1: 不认识的表头“nmae”: 是不是“name”?", "facts.csv:1: unknown column head “nmae”: did you mean “name”?"),
    ("facts.csv", "id,名称,value,name\nA,b,3,c\n", "yunhe/civic/facts.csv:1: 表头“名称”重复", "facts.csv:1: the column “name” stands twice"),
    ("facts.csv", FACTS + "SS05,住户,许多,户\n", "yunhe/civic/facts.csv:3: SS05: 数值: “许多”应是整数: 写成 12", "facts.csv:3: SS05: value: “许多” must be a whole number: write it as 12"),
    ("facts.csv", FACTS + "SS04,又一条,1,个\n", "yunhe/civic/facts.csv:3: SS04: 重复: 第2行已有同一天有效的“SS04”: 留一条,或写明生效、失效", "facts.csv:3: SS04: “SS04” of line 2 holds on the same days: keep one, or write from and until"),
    ("facts.csv", FACTS + ",无编号,1,个\n", "yunhe/civic/facts.csv:3: 没有写“编号”", "facts.csv:3: “id” is missing"),
    ("venues.csv", VENUES + "V1,驿站,小去,云桥社区,,\n", "yunhe/civic/venues.csv:2: V1: 层级: 没有“小去”这个值: 是不是“小区”?", "venues.csv:2: V1: tier: “小去” is not a value: did you mean “小区”?"),
    ("venues.csv", VENUES + "V1,驿站,小区,云乔社区,,\n", "yunhe/civic/venues.csv:2: V1: 所在地: 没有地方“云乔社区”: 是不是“云桥社区”?", "venues.csv:2: V1: place: there is no place “云乔社区”: did you mean “云桥社区”?"),
    ("venues.csv", VENUES + "V1,驿站,小区,990101001009,,\n", "yunhe/civic/venues.csv:2: V1: 所在地: 没有代码“990101001009”: 是不是“990101001002”?", "venues.csv:2: V1: place: no code “990101001009”: did you mean “990101001002”?"),
    ("venues.csv", VENUES + "V1,驿站,小区,云桥社区,8点到5点,\n", "yunhe/civic/venues.csv:2: V1: 开放时间: “8点到5点”看不懂: 写成 08:30-12:00|14:00-17:30 或 24x7", "venues.csv:2: V1: hours: “8点到5点” cannot be read: write it as 08:30-12:00|14:00-17:30, or 24x7"),
    ("venues.csv", "id,name,tier,place,经度,纬度\nV1,驿站,小区,云桥社区,117.2,35.6\n", "yunhe/civic/venues.csv:2: V1: 有坐标,没有写明坐标系: 坐标系写 WGS-84 或 GCJ-02", "venues.csv:2: V1: a position without its datum: crs is WGS-84 or GCJ-02"),
    ("units.csv", UNITS + "U1,税务局党委,河东社区|云桥社区\nU2,银行党委,云桥社区|北京\n", "yunhe/civic/units.csv:3: U2: 共建社区: 没有地方“北京”: 写代码,或写 镇街/村社", "units.csv:3: U2: communities: there is no place “北京”: write its code, or township/village"),
    ("agreements.csv", "id,unit,community\nA1,U9,云桥社区\n", "yunhe/civic/agreements.csv:2: A1: 单位: units.csv 里没有“U9”", "agreements.csv:2: A1: unit: no “U9” in units.csv"),
    ("open_days.yaml", "open_days:\n  - {name: 民情日, day_of_month: [5]}\n  - {name: 接待日, weekday: [moday]}\n", "yunhe/civic/open_days.yaml:3: 接待日: 每周几: 没有“moday”这个值: 是不是“monday”?", "open_days.yaml:3: 接待日: weekday: “moday” is not a value: did you mean “monday”?"),
    ("open_days.yaml", "open_days:\n  - name: 民情日\n    day_of_month: [5, 42]\n", "yunhe/civic/open_days.yaml:3: 民情日: 每月几日: “42”应至多 31", "open_days.yaml:3: 民情日: day_of_month: “42” must be at most 31"),
    ("open_days.yaml", "open_days:\n  - name: 民情日\n    day_of_mouth: [5]\n", "yunhe/civic/open_days.yaml:3: 没有“day_of_mouth”这一项: 是不是“day_of_month”?", "open_days.yaml:3: there is no “day_of_mouth”: did you mean “day_of_month”?"),
    ("open_days.yaml", "open_days:\n  - {name: 民情日}\n", "yunhe/civic/open_days.yaml:2: 民情日: 哪一天没有写清: 写 每月几日、每周几、各定星期 其中一个", "open_days.yaml:2: 民情日: it is not clear on which days: give day_of_month, weekday or weekday_per"),
    ("open_days.yaml", "opendays:\n  - {name: 民情日}\n", "yunhe/civic/open_days.yaml:1: 这个文件里不认识“opendays”: 是不是“open_days”?", "open_days.yaml:1: “opendays” does not belong in this file: did you mean “open_days”?"),
    ("procedures.yaml", "procedures:\n  - name: 点单\n    steps:\n      - {name: 点单}\n      - {name: 下单, who: [组织]}\n", "yunhe/civic/procedures.yaml:2: 点单: “下单”: 没有身份“组织”", "procedures.yaml:2: 点单: “下单”: there is no capacity “组织”"),
    ("procedures.yaml", "procedures:\n  - name: 点单\n    steps:\n      - {name: 点单}\n      - {name: 下单, within: 3天内}\n", "yunhe/civic/procedures.yaml:5: 点单: 限期: “3天内”不是一段时间: 写成 3 workdays 或 3个工作日", "procedures.yaml:5: 点单: within: “3天内” is no length of time: write it as 3 workdays"),
    ("checks.yaml", "checks:\n  - name: 代管\n    of: staff\n    at_least: 1\n    on_violation: {holder: 所在社曲}\n", "yunhe/civic/checks.yaml:5: 代管: 代管: 没有角色“所在社曲”: 是不是“所在社区”?", "checks.yaml:5: 代管: holder: there is no role “所在社曲”: did you mean “所在社区”?"),
    ("venue.csv", "id\n", "yunhe/civic/venue.csv: 不认识的台账,没有读它: 是不是“venues.csv”?", "venue.csv: a register of no known name; it was not read: did you mean “venues.csv”?"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "zh", "en"), WRONG, ids=[f"{one[0]}-{n}" for n, one in enumerate(WRONG)])
def test_a_fault_says_where_what_and_what_to_do(file: str, text: str, zh: str, en: str, standing: Standing) -> None:
    civic = standing({file: text})
    assert zh in said(civic)
    assert any(one.endswith(f"/{en}") for one in said(civic, "en"))


def test_the_rest_of_a_file_goes_on(standing: Standing) -> None:
    civic = standing({"units.csv": UNITS + "U1,税务局党委,云桥社区\nU2,,云桥社区\nU3,银行党委,云河街道/河东社区\n"})
    assert [one.id for one in civic.of(Unit)] == ["U1", "U3"]
    assert said(civic) == ["yunhe/civic/units.csv:3: U2: 没有写“名称”"]


def test_a_name_of_two_places_is_no_place(standing: Standing) -> None:
    civic = standing({"units.csv": UNITS + "U1,税务局党委,云桥\n"})
    assert civic.of(Unit) == []
    civic = standing({"units.csv": UNITS + "U1,税务局党委,石桥镇/河东村\n"})
    assert civic.of(Unit)[0].communities == ("990101101202",)


def test_a_row_holds_between_its_days(standing: Standing) -> None:
    """JC10, T35: a venue that moves has two rows of one number."""
    rows = "V1,街道办,镇街,云河街道,老街1号,,2026-08-31\nV1,街道办,镇街,云河街道,新街9号,2026-09-01,\n"
    civic = standing({"venues.csv": "编号,名称,层级,所在地,地址,生效,失效\n" + rows})
    assert said(civic) == []
    before, after = date(2026, 8, 31), date(2026, 9, 1)
    found = [civic.named(Venue, "V1", day) for day in (before, after)]
    assert [one.address for one in found if one is not None] == ["老街1号", "新街9号"]


def test_days_the_wrong_way_round_are_a_fault(standing: Standing) -> None:
    civic = standing({"facts.csv": "id,name,value,from,until\nA,b,3,2026-02-01,2026-01-01\n"})
    assert said(civic) == ["yunhe/civic/facts.csv:2: A: 先失效后生效"]


def test_a_lower_layer_takes_the_place_of_an_upper_one(standing: Standing) -> None:
    upper = (
        "open_days:\n  - {name: 民情日, day_of_month: [5, 15, 25], source: 市}\n  - {name: 市民日, day_of_month: [1]}\n"
    )
    own = "open_days:\n  - {name: 民情日, day_of_month: [5, 25], on_holiday: keep, source: 县}\n"
    street = "open_days:\n  - {name: 民情日, weekday: [monday], on_holiday: skip, source: 街道}\n"
    civic = standing({"open_days.yaml": own}, {"open_days.yaml": upper}, {"open_days.yaml": street})
    assert said(civic) == []
    there = {one.name: one.source for one in civic.of(OpenDay, place=BRIDGE)}
    elsewhere = {one.name: one.source for one in civic.of(OpenDay, place=WILLOW)}
    assert there == {"民情日": "街道", "市民日": "assumed"}
    assert elsewhere == {"民情日": "县", "市民日": "assumed"}
    assert len(civic.of(OpenDay)) == 3


def test_what_only_the_county_can_say_is_a_gap_and_no_fault(standing: Standing) -> None:
    civic = standing({"open_days.yaml": "open_days:\n  - name: 接待日\n    day_of_month: [15]\n    on_holiday: null\n"})
    assert civic.faults == ()
    assert [gap.text() for gap in civic.gaps] == [
        "yunhe/civic/open_days.yaml:4: 接待日: 没有规定逢节假日怎么办: 写 照常、顺延 或 取消"
    ]


def test_a_spreadsheet_in_gb18030_is_read(standing: Standing) -> None:
    civic = standing({"facts.csv": FACTS_ZH.encode("gb18030")})
    assert [one.name for one in civic.of(Fact)] == ["基础网格"]


def test_the_hash_tells_registers_apart(standing: Standing) -> None:
    one, other = (standing({"facts.csv": text}).hash for text in (FACTS, FACTS_ZH))
    assert one == other
    assert standing({"facts.csv": FACTS.replace("758", "759")}).hash != one


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_every_column_has_one_head_in_each_language(register: Register[Any]) -> None:
    model: type[Part] = register.model
    names = [*shapes(model)]
    assert len(heads(model)) == len({*heads(model)})
    assert {*heads(model).values()} == {*names}
    for name, shape in shapes(model).items():
        assert shape.column.zh, name
        assert all(shape.column.meaning), name
    assert all(name in names for name in register.key)


def test_a_liaison_is_kept_by_all_of_its_key(standing: Standing) -> None:
    rows = "包联,级,地方,岗位\n包联,村社,云桥社区,包村干部甲\n包联,村社,云桥社区,包村干部乙\n"
    chain = "chains:\n  - {name: 包联, links: [{of: 村社, by: 包村干部}]}\n"
    civic = standing({"liaisons.csv": rows, "chains.yaml": chain})
    assert said(civic) == []
    assert len(civic.of(Liaison)) == 2

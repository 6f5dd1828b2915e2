"""Which place an issue means: one, or candidates with reasons; never a guess."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridroute import County, Issue
from gridroute.model import Place, PlaceCandidate
from gridroute.territory import Location, locate, short_name
from gridroute.territory.gazetteer import stem_of
from gridroute.territory.locate import of_code

XINZHUANG, BIANQIAO_1, BIANQIAO_2 = "370831101212", "370831101200", "370831101201"
DABAO, XIAOBAO, ZHONGZI = "370831001204", "370831001205", "370831001003"
QUANLIN, XINGCUN, SIHE, JIHE = "370831101000", "370831102000", "370831001000", "370831002000"
ZHUJIA = ["370831103207", "370831107251"]


def ask(county: County, text: str = "路灯不亮", hints: tuple[PlaceCandidate, ...] = (), **fields: Any) -> Location:
    issue = Issue.model_validate({"id": "T", "received_at": "2026-03-02T09:00:00+08:00", "text": text, **fields})
    return locate(issue, county.territory, county.names, hints)


def codes(location: Location) -> list[str]:
    return sorted(candidate.code for candidate in location.candidates)


# ---- every village of the county -----------------------------------------------------------------------


def test_every_village_with_its_township(sishui: County) -> None:
    """By full name and by the name that people use, in the text and in the address."""
    wrong = []
    for village in sishui.territory.communities:
        town = sishui.territory.places[village.parent].name
        for name in (village.name, short_name(village.name)):
            for found in (
                ask(sishui, f"{town}{name}路灯不亮"),
                ask(sishui, f"路灯不亮,在泗水县{town}{name}"),
                ask(sishui, address=f"{town}{name}"),
            ):
                if (found.status, found.place, found.township) != ("certain", village.code, village.parent):
                    wrong.append((town, name, found))
    assert wrong == []


def test_every_village_by_its_bare_code(sishui: County) -> None:
    for village in sishui.territory.communities:
        found = ask(sishui, grid=village.code)
        assert (found.status, found.place, found.township) == ("certain", village.code, village.parent)


def test_every_grid_by_its_code(sishui: County) -> None:
    for grid in sishui.territory.grids.values():
        found = ask(sishui, grid=grid.code)
        assert (found.status, found.place) == ("certain", grid.code)
        assert found.township == sishui.territory.places[grid.community].parent


@pytest.mark.parametrize("form", ["full", "short"])
def test_every_village_without_its_township(sishui: County, form: str) -> None:
    """Right where the name stands once; unknown with every candidate where it stands twice."""
    by_short: dict[str, list[Place]] = defaultdict(list)
    for village in sishui.territory.communities:
        by_short[short_name(village.name)].append(village)
    wrong = []
    for short, villages in by_short.items():
        for village in villages:
            found = ask(sishui, f"{village.name if form == 'full' else short}路灯不亮")
            right = (
                (found.status, found.place) == ("certain", village.code)
                if len(villages) == 1
                else (found.status, found.place, codes(found))
                == ("unknown", None, sorted(one.code for one in villages))
            )
            if not right:
                wrong.append((village, found))
    assert wrong == []
    assert sum(len(villages) > 1 for villages in by_short.values()) == 2


@pytest.mark.parametrize("before", ["王", "李", "新", "老", "西南", "刘马"])
def test_the_tail_of_a_longer_unknown_name_is_never_certain(sishui: County, before: str) -> None:
    known = tuple(stem_of(place.name) for place in sishui.territory.communities)
    wrong = []
    for village in sishui.territory.communities:
        for name in (short_name(village.name), village.name):
            longer = before + name
            if longer.startswith(known):
                continue
            found = ask(sishui, f"{longer}路灯不亮")
            if found.status == "certain":
                wrong.append((longer, found))
    assert wrong == []


# ---- one table for the rest ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status", "place", "township", "candidates"),
    [
        # one village
        pytest.param("泗水县泉林镇辛庄村", "certain", XINZHUANG, QUANLIN, [], id="county, township, village"),
        pytest.param("济宁市泗水县辛庄村", "certain", XINZHUANG, QUANLIN, [], id="city, county, village"),
        pytest.param("泉林卞桥一村", "certain", BIANQIAO_1, QUANLIN, [], id="township without 镇"),
        pytest.param("泉林镇卞桥一", "certain", BIANQIAO_1, QUANLIN, [], id="stem after its township"),
        pytest.param("辛庄村的人在辛庄村委会", "certain", XINZHUANG, QUANLIN, [], id="one village twice"),
        pytest.param("北泽沟村委会", "certain", "370831101255", QUANLIN, [], id="name misprinted in the register"),
        # townships only
        pytest.param("泉林镇路灯不亮", "unknown", None, QUANLIN, [], id="township only"),
        pytest.param("泉林镇或星村镇", "unknown", None, None, [QUANLIN, XINGCUN], id="one of two townships"),
        pytest.param("泉林镇大鲍村", "unknown", None, QUANLIN, [], id="village of another township"),
        pytest.param("泉林镇王辛庄村", "unknown", None, QUANLIN, [], id="unknown village of a township"),
        # several villages
        pytest.param("朱家村路灯不亮", "unknown", None, None, ZHUJIA, id="one name of two villages"),
        pytest.param("大鲍村和小鲍村", "unknown", None, SIHE, [DABAO, XIAOBAO], id="two villages, no border"),
        pytest.param("大鲍村和辛庄村", "unknown", None, None, [DABAO, XINZHUANG], id="two villages of two townships"),
        # borders
        pytest.param("大鲍村和小鲍村交界", "border", None, SIHE, [DABAO, XIAOBAO], id="border in one township"),
        pytest.param("大鲍村、小鲍村之间", "border", None, SIHE, [DABAO, XIAOBAO], id="between two villages"),
        pytest.param(
            "卞桥一村与卞桥二村交接处", "border", None, QUANLIN, [BIANQIAO_1, BIANQIAO_2], id="where two villages meet"
        ),
        pytest.param("大鲍村与辛庄村搭界", "border", None, None, [DABAO, XINZHUANG], id="border of two townships"),
        pytest.param(
            "泗河街道大鲍村和泉林镇辛庄村边界", "border", None, None, [DABAO, XINZHUANG], id="both with their township"
        ),
        pytest.param("泉林镇与星村镇交界处", "border", None, None, [QUANLIN, XINGCUN], id="two townships"),
        pytest.param("泗河街道和济河街道中间", "border", None, None, [SIHE, JIHE], id="two streets"),
        pytest.param("仲子社区与曲阜市交界的路", "border", None, SIHE, [ZHONGZI], id="border of the county"),
        # outside
        pytest.param("曲阜市息陬镇路灯不亮", "outside", None, None, [], id="Qufu"),
        pytest.param("邹城市大束镇", "outside", None, None, [], id="Zoucheng"),
        pytest.param("平邑县仲村镇", "outside", None, None, [], id="Pingyi"),
        pytest.param("新泰市放城镇", "outside", None, None, [], id="Xintai"),
        pytest.param("宁阳县华丰镇", "outside", None, None, [], id="Ningyang"),
        pytest.param("曲阜市辛庄村", "outside", None, None, [], id="a name of ours in Qufu"),
        # nothing certain
        pytest.param("路灯不亮", "unknown", None, None, [], id="nothing"),
        pytest.param("我去曲阜市办事", "unknown", None, None, [], id="a neighbour, but no place there"),
        pytest.param("王辛庄村路灯不亮", "unknown", None, None, [], id="tail of a longer name"),
        pytest.param("王辛庄路灯不亮", "unknown", None, None, [], id="tail of a longer name without 村"),
        pytest.param("青岛市辛庄村", "unknown", None, None, [XINZHUANG], id="a name of ours in Qingdao"),
        pytest.param("辛庄路路灯不亮", "unknown", None, None, [], id="a road called after a village"),
    ],
)
def test_text(
    sishui: County, text: str, status: str, place: str | None, township: str | None, candidates: list[str]
) -> None:
    found = ask(sishui, text)
    assert (found.status, found.place, found.township) == (status, place, township)
    assert codes(found) == sorted(candidates)
    assert all(candidate.why for candidate in found.candidates)


def test_named_says_whether_a_place_is_spoken_of_at_all(sishui: County) -> None:
    assert [ask(sishui, text).named for text in ("路灯不亮", "泉林镇", "朱家村", "辛庄村", "曲阜市息陬镇")] == [
        False,
        True,
        True,
        True,
        True,
    ]


# ---- codes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status", "place", "township"),
    [
        (XINZHUANG, "certain", XINZHUANG, QUANLIN),
        (f" {XINZHUANG} ", "certain", XINZHUANG, QUANLIN),
        ("370831001003001", "certain", "370831001003001", SIHE),
        (f"{XINZHUANG}999", "certain", XINZHUANG, QUANLIN),
        ("370831001003001.0", "certain", "370831001003001", SIHE),
        ("370831001003001.00", "certain", "370831001003001", SIHE),
        ("3.70831001003001E+14", "certain", "370831001003001", SIHE),
        ("3.70831101212E+11", "certain", XINZHUANG, QUANLIN),
        ("'370831001003001", "certain", "370831001003001", SIHE),
        (f"{XINZHUANG}.0", "certain", XINZHUANG, QUANLIN),
        ("3.70831E+14", "unknown", None, None),
        ("370831001003001.5", "unknown", None, None),
        ("370831101", "unknown", None, QUANLIN),
        (QUANLIN, "unknown", None, QUANLIN),
        ("370831101999", "unknown", None, None),
        ("370831999999999", "unknown", None, None),
        ("370881001001", "outside", None, None),
        ("110101", "outside", None, None),
        ("99", "unknown", None, None),
        ("辛庄村", "unknown", None, None),
        ("", "unknown", None, None),
    ],
)
def test_of_code(sishui: County, code: str, status: str, place: str | None, township: str | None) -> None:
    found = of_code(code, sishui.territory)
    assert (found.status, found.place, found.township) == (status, place, township)


# ---- grid, address, text and hints together ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status", "place", "township"),
    [
        pytest.param({"grid": DABAO, "text": "辛庄村"}, "certain", DABAO, SIHE, id="code before text"),
        pytest.param({"grid": "370831101999", "text": "辛庄村"}, "unknown", None, None, id="unknown code"),
        pytest.param({"grid": "370881001001", "text": "辛庄村"}, "unknown", None, None, id="code of another county"),
        pytest.param({"address": "大鲍村", "text": "辛庄村的人"}, "certain", DABAO, SIHE, id="address before text"),
        pytest.param({"address": "泉林镇", "text": "辛庄村"}, "certain", XINZHUANG, QUANLIN, id="text within address"),
        pytest.param({"address": "泗河街道", "text": "辛庄村"}, "unknown", None, SIHE, id="text against address"),
        pytest.param({"address": "曲阜市", "text": "辛庄村"}, "outside", None, None, id="address outside"),
        pytest.param({"address": "不知何处", "text": "辛庄村"}, "certain", XINZHUANG, QUANLIN, id="unknown address"),
        pytest.param({"address": "朱家村", "text": "柘沟镇朱家村"}, "certain", ZHUJIA[0], "370831103000", id="text tells apart"),
        pytest.param({"address": "不知何处"}, "unknown", None, None, id="address that nobody knows"),
    ],
)  # fmt: skip
def test_together(sishui: County, fields: dict[str, str], status: str, place: str | None, township: str | None) -> None:
    found = ask(sishui, **fields)
    assert (found.status, found.place, found.township) == (status, place, township)


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        pytest.param({"address": "大鲍村", "text": "辛庄村停水"}, DABAO, "辛庄村", id="address and text"),
        pytest.param({"address": "大鲍村", "text": "泉林镇停水"}, DABAO, "泉林镇", id="address and a township"),
        pytest.param({"address": "大鲍村", "text": "朱家村停水"}, DABAO, "朱家村", id="address and a name of two"),
        pytest.param({"grid": DABAO, "text": "辛庄村停水"}, DABAO, "辛庄村", id="code and text"),
        pytest.param({"grid": f"{DABAO}001", "text": "泉林镇停水"}, f"{DABAO}001", "泉林镇", id="code and township"),
        pytest.param({"grid": DABAO, "text": "大鲍村停水"}, DABAO, None, id="code and text agree"),
        pytest.param({"grid": DABAO, "text": "泗河街道停水"}, DABAO, None, id="code and its township"),
        pytest.param({"address": "大鲍村", "text": "停水"}, DABAO, None, id="no place in the text"),
        pytest.param({"address": "大鲍村", "text": "大鲍村和小鲍村都停水"}, DABAO, None, id="one of two in the text"),
        pytest.param({"address": "大鲍村", "text": "比小鲍村还差"}, DABAO, None, id="only compared in the text"),
    ],
)
def test_a_text_that_names_another_place_leaves_a_note(
    sishui: County, fields: dict[str, str], place: str, said: str | None
) -> None:
    found = ask(sishui, **fields)
    assert (found.status, found.place) == ("certain", place)
    assert [said in note.zh for note in found.notes if said] == ([True] if said else [])
    assert said or not found.notes


@pytest.mark.parametrize(
    "text",
    ["不在大鲍村,在曲阜这边", "大鲍村没有停水,停水的是旁边", "我是大鲍村的,现在住县城", "我老家是大鲍村的,现住外地"],
)
def test_a_text_that_denies_the_address_leaves_it_open(sishui: County, text: str) -> None:
    found = ask(sishui, address="大鲍村", text=text)
    assert (found.status, found.place, codes(found)) == ("unknown", None, [DABAO])


@pytest.mark.parametrize(
    ("address", "text", "place"),
    [
        pytest.param("大鲍村隔壁村", "大鲍村路灯不亮", None, id="the text repeats what is doubted"),
        pytest.param("大鲍村隔壁村", "徐家楼村停水了", "370831001206", id="the text says which"),
        pytest.param("朱家村隔壁", "柘沟镇停水", None, id="a township narrows no doubted place"),
        pytest.param("老家是大鲍村的", "泉林镇辛庄村停水", XINZHUANG, id="the address is of the caller"),
    ],
)
def test_a_doubted_address_is_settled_by_another_place_only(
    sishui: County, address: str, text: str, place: str | None
) -> None:
    found = ask(sishui, address=address, text=text)
    assert found.place == place
    assert (found.status == "certain") == (place is not None)


@pytest.mark.parametrize(
    ("text", "hinted", "status", "place", "candidates"),
    [
        pytest.param("路灯不亮", [DABAO], "certain", DABAO, [], id="one hint decides"),
        pytest.param("路灯不亮", ["370831001003001"], "certain", "370831001003001", [], id="a grid"),
        pytest.param("路灯不亮", [DABAO, XIAOBAO], "unknown", None, [DABAO, XIAOBAO], id="two do not"),
        pytest.param("路灯不亮", ["999999999999"], "unknown", None, [], id="a place nobody knows"),
        pytest.param("辛庄村", [DABAO], "certain", XINZHUANG, [], id="a written name stands"),
        pytest.param("泉林镇", [XINZHUANG], "certain", XINZHUANG, [], id="within the township"),
        pytest.param("泉林镇", [DABAO], "unknown", None, [DABAO], id="against the township"),
        pytest.param("曲阜市息陬镇", [DABAO], "outside", None, [], id="never against outside"),
    ],
)
def test_hints(
    sishui: County, text: str, hinted: list[str], status: str, place: str | None, candidates: list[str]
) -> None:
    found = ask(sishui, text, hints=tuple(PlaceCandidate(code, "试") for code in hinted))
    assert (found.status, found.place, codes(found)) == (status, place, sorted(candidates))


# ---- laws ----------------------------------------------------------------------------------------------------

#: Before a name, each of these makes it the tail of a longer, unknown one.
TAILS = "王李赵刘陈新老"
NOISE = st.sampled_from(
    [
        *TAILS,
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
        "交界处",
        "两村之间",
        "小学",
        "路",
        "停水",
    ]
)


@settings(max_examples=max(500, settings.default.max_examples))
@given(data=st.data())
def test_property_no_village_is_certain_whose_name_does_not_stand_free(sishui: County, data: st.DataObject) -> None:
    territory = sishui.territory
    villages = st.sampled_from(territory.communities)
    names = villages.flatmap(lambda one: st.sampled_from([one.name, short_name(one.name), stem_of(one.name)]))
    towns = st.sampled_from([*(town.name for town in territory.townships), "泉林", "泗水县", "曲阜市", "邹城市大束镇"])
    text = "".join(data.draw(st.lists(st.one_of(NOISE, names, towns), min_size=1, max_size=7)))
    if not text.strip():
        return
    found = ask(sishui, text)
    if found.status != "certain":
        return
    assert found.place is not None
    aliases = {alias for alias, code in territory.aliases if code == found.place}
    forms = {stem_of(territory.places[found.place].name), *aliases}
    starts = [n for form in forms for n in range(len(text)) if text.startswith(form, n)]
    assert any(n == 0 or text[n - 1] not in TAILS for n in starts), (text, found)


@given(data=st.data())
def test_property_a_location_is_whole(sishui: County, data: st.DataObject) -> None:
    """Certain has a place of the township it names; nothing else has one; candidates exist and are told why."""
    territory = sishui.territory
    words = st.sampled_from(
        [
            *(place.name for place in territory.townships),
            "辛庄村",
            "朱家村",
            "大鲍村",
            "小鲍村",
            "曲阜市息陬镇",
            "交界",
            "之间",
        ]
    )
    pieces = st.lists(st.one_of(NOISE, words), min_size=1, max_size=6).map("".join)
    fields = {"text": data.draw(pieces), "address": data.draw(st.none() | pieces)}
    fields["grid"] = data.draw(st.sampled_from([None, DABAO, "370831101", "370831999999", "1", "370881001001"]))
    if not fields["text"].strip():
        return
    found = ask(sishui, **{name: value for name, value in fields.items() if value is not None})
    if found.status == "certain":
        town = territory.township_of(found.place or "")
        assert town is not None
        assert found.township == town.code
    else:
        assert found.place is None
    assert found.township is None or territory.places[found.township].level == "township"
    assert all(candidate.code in territory.places and candidate.why for candidate in found.candidates)
    assert len({candidate.code for candidate in found.candidates}) == len(found.candidates)


# ---- known gaps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["370831101", QUANLIN])
def test_the_code_of_a_township_gives_the_township(sishui: County, code: str) -> None:
    assert ask(sishui, grid=code).township == QUANLIN


@pytest.mark.parametrize("clan", ["王家", "李家", "赵家"])
def test_a_clan_before_a_name_makes_it_another(sishui: County, clan: str) -> None:
    assert ask(sishui, f"{clan}辛庄村路灯不亮").status != "certain"


def test_the_head_of_a_longer_unknown_name_is_not_certain(sishui: County) -> None:
    assert ask(sishui, "小黄沟凤凰村路灯不亮").status != "certain"


AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")

#: Addresses that name a village of ours as part of somewhere else, one side of a border, or a longer word.
NOT_CERTAIN = """
济宁市任城区古城社区 我在任城区古城社区,路灯不亮 兖州区古城社区 历城区光明社区 薛城区光明社区 金山区光明社区 曲阜城区光明社区 宁阳县城区光明社区 平邑城区南关村
曲阜市，光明社区 曲阜市/光明社区 平邑县；南关村 邹城市、古城社区 邹城市千泉街道，古城社区 任城区，古城社区 邹城的古城社区 济南市的光明社区 平邑县境内的南关村
泗河街道西立石与东立石交界 泗河街道大鲍、小鲍交界 泉林镇南贺庄北贺庄交界 金庄镇西芦城与下芦城 泗河街道大鲍小鲍 两村之间,大鲍村 仲子社区与济河街道交界
济河街道东高速路口 济河东高峪 济河街道西高新区 柘沟镇李家庄 柘沟镇朱家沟 金庄镇孟家岭 中册镇石桥头 泗张镇大厂房 金庄镇官园艺场 金庄镇玉泉寺 圣水峪镇皇城花园小区
星村镇杨庄子 华村镇东庄子村 泉林镇或泗张镇青界村 微山县南关村 山东省滕州市南关村 上海市光明社区 北京光明社区 泉林镇卞桥一村与星村镇交界
""".split()
CERTAIN = {
    "泗水县 泉林镇 泉林村": "370831101219",
    "山东省 济宁市 泗水县 泉林镇 泉林村": "370831101219",
    "泗水县\u3000泉林镇\u3000泉林村": "370831101219",
    "泗水县-泉林镇-泉林村": "370831101219",
    "泗水县:泉林镇泉林村": "370831101219",
    "泗水县\uff0c泉林镇\uff0c泉林村": "370831101219",
    "人在曲阜打工\uff0c家是中册镇王家岭村的": "370831106231",
    "我们小区在光明社区": "370831002002",
}


@pytest.mark.parametrize("address", NOT_CERTAIN)
def test_a_place_that_is_not_surely_ours_is_never_certain(sishui: County, address: str) -> None:
    issue = Issue(id="X", received_at=AT, text="路灯不亮", address=address)
    assert locate(issue, sishui.territory, sishui.names).status != "certain"
    spoken = Issue(id="X", received_at=AT, text=f"{address},路灯不亮")
    assert locate(spoken, sishui.territory, sishui.names).status != "certain"


@pytest.mark.parametrize(("address", "code"), CERTAIN.items())
def test_blanks_marks_and_other_places_before_do_not_hide_ours(sishui: County, address: str, code: str) -> None:
    issue = Issue(id="X", received_at=AT, text="路灯不亮", address=address)
    found = locate(issue, sishui.territory, sishui.names)
    assert (found.status, found.place) == ("certain", code) or sishui.territory.places[
        found.place or code
    ].name == "光明社区居民委员会"


@pytest.mark.parametrize("grid", ["３７０８３１００１００３００１", "270831001003001", "²²²²²²²²²²²²", "370831101"])
def test_a_code_that_contradicts_the_address_leaves_it_open(sishui: County, grid: str) -> None:
    issue = Issue(id="X", received_at=AT, text="路灯不亮", address="泗河街道仲子社区", grid=grid)
    found = locate(issue, sishui.territory, sishui.names)
    assert found.status in ("unknown", "certain")
    assert found.place in (None, "370831001003", "370831001003001")


def test_a_long_text_is_read_in_time(sishui: County) -> None:
    assert len(sishui.names.mentions("仲子社区" * 5000)) == 5000

"""How places are called, and where a text names one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import Built

from gridroute import County, Dispatcher, Issue
from gridroute.model import Place
from gridroute.territory import Gazetteer, Territory, locate, short_name
from gridroute.territory.gazetteer import called, forms_of, stem_of

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


@pytest.mark.parametrize(
    ("name", "short", "stem"),
    [
        ("仲子社区居民委员会", "仲子社区", "仲子"),
        ("丰收社区居委会", "丰收社区", "丰收"),
        ("鲍王庄村民委员会", "鲍王庄村", "鲍王庄"),
        ("大鲍村村民委员会", "大鲍村", "大鲍"),
        ("姜家村村村民委员会", "姜家村村", "姜家村"),
        ("卞桥一村村民委员会", "卞桥一村", "卞桥一"),
        ("和平居民委员会", "和平社区", "和平"),
        ("北孙徐村村委会", "北孙徐村", "北孙徐"),
        ("北泽沟村民会员会", "北泽沟村", "北泽沟"),
        ("巴彦嘎查村民委员会", "巴彦嘎查", "巴彦"),
        ("仲子社区", "仲子社区", "仲子"),
        ("辛庄村", "辛庄村", "辛庄"),
        ("村民委员会", "村民委员会", "村民委员会"),
    ],
)
def test_short_name_and_stem(name: str, short: str, stem: str) -> None:
    assert short_name(name) == short
    assert stem_of(name) == stem


@pytest.mark.parametrize(
    ("name", "among", "not_among"),
    [
        (
            "鲍王庄村民委员会",
            ["鲍王庄村民委员会", "鲍王庄村", "鲍王庄村委会", "鲍王庄村村委会", "鲍王庄村委", "鲍王庄村村民委员会"],
            ["鲍王庄", "王庄村"],
        ),
        (
            "仲子社区居民委员会",
            ["仲子社区居民委员会", "仲子社区", "仲子社区居委会", "仲子居委会", "仲子社区居委"],
            ["仲子", "仲子村"],
        ),
        ("巴彦嘎查村民委员会", ["巴彦嘎查", "巴彦嘎查村民委员会"], ["巴彦"]),
    ],
)
def test_forms(name: str, among: list[str], not_among: list[str]) -> None:
    forms = forms_of(name)
    assert set(among) <= forms
    assert not set(not_among) & forms


def test_every_village_has_its_forms(sishui: County) -> None:
    for place in sishui.territory.communities:
        forms = forms_of(place.name)
        assert {place.name, short_name(place.name)} <= forms
        assert all(len(form) >= 3 for form in forms)
        assert called(place) == short_name(place.name)


def test_a_township_is_called_by_its_name(sishui: County) -> None:
    assert {called(place) for place in sishui.territory.townships} >= {"泗河街道", "泉林镇"}


def named(county: County, text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """What ``text`` names: the words, their codes, and whether they are a township."""
    return [(mention.form, mention.codes, mention.township) for mention in county.names.mentions(text)]


XINZHUANG, BIANQIAO_1, DABAO, ZHONGZI = "370831101212", "370831101200", "370831001204", "370831001003"
QUANLIN, SIHE = "370831101000", "370831001000"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("路灯不亮", [], id="no place"),
        pytest.param("辛庄村路灯不亮", [("辛庄村", (XINZHUANG,), False)], id="village at the start"),
        pytest.param("我住在辛庄村。", [("辛庄村", (XINZHUANG,), False)], id="village after a verb"),
        pytest.param("路灯,辛庄村", [("辛庄村", (XINZHUANG,), False)], id="village after a comma"),
        pytest.param("路灯\uff0c辛庄村", [("辛庄村", (XINZHUANG,), False)], id="village after a full-width comma"),
        pytest.param("A辛庄村", [("辛庄村", (XINZHUANG,), False)], id="village after a letter"),
        pytest.param(
            "泉林镇辛庄村", [("泉林镇", (QUANLIN,), True), ("辛庄村", (XINZHUANG,), False)], id="township and village"
        ),
        pytest.param(
            "泉林镇卞桥一",
            [("泉林镇", (QUANLIN,), True), ("卞桥一", (BIANQIAO_1,), False)],
            id="bare stem after its township",
        ),
        pytest.param(
            "泉林卞桥一村",
            [("泉林", (QUANLIN,), True), ("卞桥一村", (BIANQIAO_1,), False)],
            id="township without 镇",
        ),
        pytest.param("泗河街道办事处", [("泗河街道办事处", (SIHE,), True)], id="office of a street"),
        pytest.param("泉林镇人民政府", [("泉林镇人民政府", (QUANLIN,), True)], id="government of a town"),
        pytest.param("仲子社区居委会", [("仲子社区居委会", (ZHONGZI,), False)], id="the longest form"),
        pytest.param(
            "大鲍村和辛庄村",
            [("大鲍村", (DABAO,), False), ("辛庄村", (XINZHUANG,), False)],
            id="two villages in their order",
        ),
        pytest.param("朱家村", [("朱家村", ("370831103207", "370831107251"), False)], id="one name of two villages"),
        pytest.param("王辛庄村", [], id="tail of a longer name"),
        pytest.param("泉林镇王辛庄村", [("泉林镇", (QUANLIN,), True)], id="tail after the township"),
        pytest.param("仲子", [], id="bare stem"),
        pytest.param("泉林镇辛庄小学", [("泉林镇", (QUANLIN,), True)], id="a school called after it"),
    ],
)
def test_mentions(sishui: County, text: str, found: list[tuple[str, tuple[str, ...], bool]]) -> None:
    assert named(sishui, text) == found


def test_mentions_stand_where_they_say(sishui: County) -> None:
    text = "请到泉林镇卞桥一村,再到大鲍村"
    for mention in sishui.names.mentions(text):
        assert text[mention.start : mention.end] == mention.form


@pytest.mark.parametrize(
    ("text", "neighbour"),
    [
        ("曲阜市息陬镇的路", "曲阜市"),
        ("邹城市某小区", "邹城市"),
        ("平邑县城区", "平邑县"),
        ("在新泰市境内", "新泰市"),
        ("宁阳县某村", "宁阳县"),
        ("曲阜市", None),
        ("我去曲阜市上班", None),
        ("泗水县泉林镇", None),
    ],
)
def test_outside(sishui: County, text: str, neighbour: str | None) -> None:
    assert sishui.names.outside(text) == neighbour


def test_an_empty_territory_names_nothing() -> None:
    names = Gazetteer(Territory(Place("990101000000", "云河县", "county", "")))
    assert names.mentions("云河县石桥镇柳林村") == []
    assert names.county_named("在云河县")


def test_a_short_county_name_is_kept_whole() -> None:
    """Of a county with two characters nothing may be cut off."""
    names = Gazetteer(
        Territory(
            Place("990101000000", "云县", "county", ""),
            {
                "990101101000": Place("990101101000", "石桥镇", "township", "990101000000"),
                "990101101201": Place("990101101201", "柳林村村民委员会", "community", "990101101000"),
            },
        )
    )
    assert [mention.form for mention in names.mentions("云县柳林村")] == ["柳林村"]
    assert [mention.form for mention in names.mentions("彩云柳林村")] == []


PIECES = st.sampled_from(
    [
        "泉林镇",
        "泉林",
        "辛庄村",
        "辛庄",
        "卞桥一村",
        "朱家村",
        "大鲍村",
        "王",
        "南",
        "在",
        "和",
        ",",
        "\uff0c",
        " ",
        "路",
        "的",
        "县",
    ]
)


@given(pieces=st.lists(PIECES, max_size=8))
def test_property_mentions_are_ordered_apart_and_true_to_the_text(sishui: County, pieces: list[str]) -> None:
    text = "".join(pieces)
    squeezed = " ".join(text.replace(",", " ").split(" "))
    mentions = sishui.names.mentions(text)
    places = sishui.territory.places
    for before, after in pairwise(mentions):
        assert before.end <= after.start
    for mention in mentions:
        assert mention.form in squeezed
        assert mention.codes
        levels = {places[code].level for code in mention.codes}
        assert levels == ({"township"} if mention.township else {"community"})


@pytest.mark.parametrize(
    "mark", ["\uff0c", "\uff1a", "\uff1b", "\uff08"], ids=["comma", "colon", "semicolon", "bracket"]
)
def test_full_width_marks_count_as_blanks(sishui: County, mark: str) -> None:
    assert named(sishui, f"泉林镇{mark}卞桥一") == named(sishui, "泉林镇,卞桥一")


@pytest.mark.parametrize("clan", ["王家", "李家", "赵家"])
def test_a_clan_before_a_name_makes_it_another(sishui: County, clan: str) -> None:
    assert named(sishui, f"{clan}辛庄村") == []


def test_another_name_of_a_township_is_a_township(yunhe: Callable[..., Built]) -> None:
    """It was taken for a village whose township is the county, and the issue could not be routed."""
    files: dict[str, str | bytes] = {"territory/aliases.csv": "code,alias,source\n990101101000,石桥农场,assumed\n"}
    county = yunhe(files).county
    village, town = (
        locate(
            Issue(id="T", received_at=AT, text="路灯不亮", address=words), county.territory, Gazetteer(county.territory)
        )
        for words in ("石桥农场柳林村", "石桥农场")
    )
    assert (village.status, village.place) == ("certain", "990101101201")
    assert (town.status, town.place) == ("unknown", None)
    made = Dispatcher(county).route(Issue(id="T", received_at=AT, text="路灯不亮", address="石桥农场"), AT)
    assert made.grid.status == "unknown"

"""Compounds, roads and door numbers: what they add to the village that is named, and wrong rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support import Built, build_county

from gridroute import County, Issue
from gridroute.territory import locate

Yunhe = Callable[..., Built]
BRIDGE, WILLOW = "990101001001", "990101101201"
G1, G2 = f"{BRIDGE}001", f"{BRIDGE}002"
GRIDS = f"code,kind,name,assumed\n{G1},general,一格,false\n{G2},general,二格,false\n{WILLOW}001,general,柳林,false\n"
PLACES = f"""kind,name,code,from,to,side,source
compound,锦绣花园,{G1},,,,云河县地名办
compound,幸福小区,{BRIDGE},,,,云河县地名办
compound,幸福小区,{WILLOW},,,,云河县地名办
compound,推定小区,{BRIDGE},,,,assumed
road,中兴路,{G1},1,99,odd,云河县地名办
road,中兴路,{G2},2,98,even,云河县地名办
road,中兴路,{WILLOW},100,300,all,云河县地名办
road,柳荫巷,{WILLOW},,,,云河县地名办
site,人民广场,{G2},,,,云河县地名办
"""
FILES = {"territory/grids.csv": GRIDS, "territory/places.csv": PLACES}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """The small county with its compounds and roads, built once."""
    built = build_county(tmp_path_factory.mktemp("sites"), FILES)
    assert built.said() == []
    return built.county


@pytest.mark.parametrize(
    ("address", "status", "place", "candidates"),
    [
        pytest.param("锦绣花园5号楼", "certain", G1, set(), id="compound"),
        pytest.param("云河县云河街道锦绣花园", "certain", G1, set(), id="county, township, compound"),
        pytest.param("云桥社区锦绣花园3单元", "certain", G1, set(), id="community and compound"),
        pytest.param("柳林村锦绣花园", "unknown", None, {WILLOW, G1}, id="a compound of another village"),
        pytest.param("石桥镇锦绣花园", "unknown", None, {G1}, id="a compound of another township"),
        pytest.param("邻水县锦绣花园", "unknown", None, {G1}, id="in another county"),
        pytest.param("新锦绣花园", "unknown", None, set(), id="tail of a longer name"),
        pytest.param("幸福小区", "unknown", None, {BRIDGE, WILLOW}, id="a name that exists twice"),
        pytest.param("云桥社区幸福小区", "certain", BRIDGE, set(), id="told apart by the community"),
        pytest.param("石桥镇幸福小区", "certain", WILLOW, set(), id="told apart by the township"),
        pytest.param("推定小区", "unknown", None, {BRIDGE}, id="without a source: never certain"),
        pytest.param("云桥社区推定小区", "certain", BRIDGE, set(), id="without a source, the community named"),
        pytest.param("中兴路15号", "certain", G1, set(), id="odd side"),
        pytest.param("中兴路16号", "certain", G2, set(), id="even side"),
        pytest.param("中兴路 16-3号", "certain", G2, set(), id="a door with a part"),
        pytest.param("中兴路\uff11\uff16号", "certain", G2, set(), id="wide digits"),
        pytest.param("中兴路101号", "certain", WILLOW, set(), id="both sides"),
        pytest.param("中兴路", "unknown", None, {G1, G2, WILLOW}, id="a road without a number"),
        pytest.param("云河街道中兴路", "certain", BRIDGE, set(), id="a road inside one community of the township"),
        pytest.param("中兴路999号", "unknown", None, {G1, G2, WILLOW}, id="a number that no row has"),
        pytest.param("柳荫巷7号", "certain", WILLOW, set(), id="a road of one village"),
        pytest.param("人民广场东侧", "certain", G2, set(), id="a public place"),
        pytest.param("人民广场,锦绣花园", "certain", BRIDGE, set(), id="two spots of one community"),
        pytest.param("人民广场和柳荫巷", "unknown", None, {G2, WILLOW}, id="two spots of two villages"),
        pytest.param("人民广场与柳林村交界", "unknown", None, None, id="a border"),
        pytest.param("中兴路十五号", "certain", G1, set(), id="a door in Chinese"),
        pytest.param("中兴路第15号", "certain", G1, set(), id="a door with 第"),
        pytest.param("中兴路15号、17号", "certain", G1, set(), id="two doors of one grid"),
        pytest.param("中兴路15号到21号", "certain", BRIDGE, set(), id="a run of doors in one community"),
        pytest.param("中兴路15号到101号", "unknown", None, {G1, G2, WILLOW}, id="a run over two communities"),
        pytest.param("中兴路1号至300号", "unknown", None, {G1, G2, WILLOW}, id="the whole road"),
        pytest.param("中兴路15号、101号", "unknown", None, {G1, WILLOW}, id="two doors of two communities"),
        pytest.param("中兴路99-101号", "unknown", None, {G1, WILLOW}, id="a short run over two communities"),
        pytest.param(
            "云河街道中兴路15号到101号", "unknown", None, None, id="a run beyond the township that is written"
        ),
        pytest.param("云桥社区中兴路15号到101号", "certain", BRIDGE, set(), id="a run, the community written"),
        pytest.param("中兴路15号对面", "unknown", None, {G1}, id="opposite a door"),
        pytest.param("中兴路101号豆腐店", "certain", WILLOW, set(), id="a shop behind a door"),
        pytest.param("锦绣花园对面", "unknown", None, {G1}, id="opposite a compound"),
        pytest.param("锦绣花园 西邻", "unknown", None, {G1}, id="the neighbour of a compound"),
        pytest.param("锦绣花园南门对面", "unknown", None, {G1}, id="opposite a gate"),
        pytest.param("柳林村隔壁的锦绣花园", "unknown", None, {WILLOW, G1}, id="a compound beside a village"),
        pytest.param("云桥社区锦绣花园对面", "certain", BRIDGE, set(), id="opposite, the community written"),
    ],
)
def test_an_address(county: County, address: str, status: str, place: str | None, candidates: set[str] | None) -> None:
    for fields in ({"address": address, "text": "路灯不亮"}, {"text": f"{address},路灯不亮"}):
        issue = Issue(id="S", received_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"), **fields)
        found = locate(issue, county.territory, county.names)
        assert (found.status, found.place) == (status, place), found
        assert candidates is None or {one.code for one in found.candidates} == candidates


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"house,甲院,{G1},,,,x", "places.csv:2: kind: 没有“house”: 可写: compound、road、site"),
        ("compound,甲院,990101001999,,,,x", "places.csv:2: code: 没有代码“990101001999”"),
        (f"compound,甲,{G1},,,,x", "places.csv:2: 名称“甲”太短"),
        (f"road,甲路,{G1},9,1,all,x", "places.csv:2: “甲路”的门牌段“9—1”不对"),
        (f"road,甲路,{G1},1,,all,x", "places.csv:2: “甲路”的门牌段“1—”不对"),
        (f"road,甲路,{G1},,,odd,x", "places.csv:2: “甲路”只写了单双号"),
        (f"road,甲路,{G1},1,9,left,x", "places.csv:2: side: 没有“left”"),
        (f"compound,甲院,{G1},1,9,all,x", "places.csv:2: 只有道路有门牌段"),
        (f"road,甲路,{G1},1,9,all,x\nroad,甲路,{G2},9,20,odd,x", "places.csv:3: “甲路”这一段门牌与前面的一行重叠"),
    ],
)
def test_wrong_rows_are_reported_with_their_line(yunhe: Yunhe, row: str, said: str) -> None:
    built = yunhe({**FILES, "territory/places.csv": f"kind,name,code,from,to,side,source\n{row}\n"})
    told = built.said()
    assert len(told) == 1, told
    assert told[0].startswith(f"yunhe/territory/{said}")


def test_odd_and_even_doors_of_one_stretch_may_lie_apart(yunhe: Yunhe) -> None:
    rows = f"kind,name,code,from,to,side,source\nroad,甲路,{G1},1,99,odd,x\nroad,甲路,{G2},2,98,even,x\n"
    assert yunhe({**FILES, "territory/places.csv": rows}).said() == []

"""Positions: grids of all kinds, borders, holes, other counties, datums, and what contradicts them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.support import Built

from gridroute import Decision, Dispatcher, Issue
from gridroute.territory.datum import Position, converted

Yunhe = Callable[..., Built]
BRIDGE, WILLOW = "990101001001", "990101101201"
STREET, TOWN = "990101001000", "990101101000"
GENERAL_1, GENERAL_2, HOSPITAL, MICRO, WHOLE = (f"{BRIDGE}00{n}" for n in range(1, 6))
WILLOW_1 = f"{WILLOW}001"
#: Metres east and north of here; one degree of latitude is taken as 110 950 m.
ORIGIN = Position(117.25, 35.65)
GRIDS = f"""code,kind,name,assumed,agreed,parent
{GENERAL_1},general,云桥一格,false,,
{GENERAL_2},general,云桥二格,false,,
{HOSPITAL},dedicated,县医院,false,,
{MICRO},micro,云桥一格甲,false,,{GENERAL_1}
{WHOLE},total,云桥总格,false,,
{WILLOW_1},general,柳林一格,false,,
"""


def at(east: float, north: float) -> Position:
    return Position(ORIGIN.longitude + east / 90_469.0, ORIGIN.latitude + north / 110_950.0)


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [list(at(x, y)) for x, y in corners]


def area(code: str, outline: list[list[float]], *holes: list[list[float]], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [outline, *holes]},
    }


#: Two general grids side by side, a hospital inside the first, a micro grid in it too; a village a little apart.
AREAS = [
    area("990101", box(-1000, -1000, 5000, 2000)),
    area(WHOLE, box(0, 0, 2000, 1000)),
    area(GENERAL_1, box(0, 0, 1000, 1000), box(200, 200, 400, 400)),
    area(GENERAL_2, box(1000, 0, 2000, 1000)),
    area(HOSPITAL, box(600, 600, 800, 800)),
    area(MICRO, box(0, 800, 200, 1000)),
    area(WILLOW_1, box(2000, 0, 3000, 1000)),
]


def drawn(areas: list[dict[str, Any]], crs: str = "wgs84", **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": areas, **more}, ensure_ascii=False)


FILES = {"territory/grids.csv": GRIDS, "territory/boundaries.geojson": drawn(AREAS)}


def route(built: Built, east: float | None, north: float = 0, **fields: Any) -> Decision:
    if east is not None:
        position = at(east, north)
        fields = {"longitude": position.longitude, "latitude": position.latitude, "crs": "wgs84", **fields}
    moment = fields.pop("received_at", "2026-03-02T09:00:00+08:00")
    issue = Issue.model_validate({"id": "P", "received_at": moment, "text": "路灯不亮", **fields})
    return Dispatcher(built.county).route(issue, datetime.fromisoformat(moment))


def codes(made: Decision) -> set[str]:
    return {one.code for one in made.grid.candidates}


@pytest.mark.parametrize(
    ("east", "north", "status", "grid", "community"),
    [
        pytest.param(500, 500, "certain", GENERAL_1, BRIDGE, id="a general grid, not the total one around it"),
        pytest.param(700, 700, "certain", HOSPITAL, BRIDGE, id="T33: a dedicated grid beats the one around it"),
        pytest.param(100, 900, "certain", GENERAL_1, BRIDGE, id="A4: a micro grid's general one answers"),
        pytest.param(1500, 500, "certain", GENERAL_2, BRIDGE, id="the second grid"),
        pytest.param(1005, 500, "border", None, BRIDGE, id="T05: on the line between two grids of one village"),
        pytest.param(1015, 500, "certain", GENERAL_2, BRIDGE, id="beyond the tolerance"),
        pytest.param(2003, 500, "border", None, None, id="T06: on the line between two townships"),
        pytest.param(300, 300, "certain", WHOLE, BRIDGE, id="a hole in the general grid is still the total one's"),
        pytest.param(-500, -500, "gap", None, None, id="A8: inside the county, in no grid"),
        pytest.param(6000, 0, "outside", None, None, id="A2: outside the county"),
    ],
)
def test_a_position(
    yunhe: Yunhe, east: float, north: float, status: str, grid: str | None, community: str | None
) -> None:
    made = route(yunhe(FILES), east, north)
    assert (made.grid.status, made.grid.code, made.grid.community_code) == (status, grid, community)
    assert made.responsible.name


def test_t05_the_township_designates_and_the_first_receiver_acts(yunhe: Yunhe) -> None:
    made = route(yunhe(FILES), 1005, 500)
    assert codes(made) >= {GENERAL_1, GENERAL_2}
    assert made.state == "triaged"
    assert made.resolver is not None
    assert made.resolver.name == "云河街道"
    assert made.responsible.name == "云河县受理中心"


def test_t06_the_common_superior_designates(yunhe: Yunhe) -> None:
    made = route(yunhe(FILES), 2003, 500)
    assert {GENERAL_2, WILLOW_1} <= codes(made)
    assert made.resolver is not None
    assert made.resolver.name == "云河县人民政府"


def test_a_boundary_agreement_settles_a_border(yunhe: Yunhe) -> None:
    agreed = GRIDS.replace("云桥二格,false,,", "云桥二格,false,true,")
    made = route(yunhe({**FILES, "territory/grids.csv": agreed}), 2003, 500)
    assert (made.grid.status, made.grid.code, made.grid.township) == ("certain", GENERAL_2, "云河街道")


def test_a_hole_without_any_grid_is_held_by_the_village(yunhe: Yunhe) -> None:
    areas = [AREAS[0], area(BRIDGE, box(0, 0, 2000, 1000)), *AREAS[2:]]
    made = route(
        yunhe({**FILES, "territory/boundaries.geojson": drawn(areas)}), 300, 300, category="公用事业/供热/供热中断"
    )
    assert (made.grid.status, made.grid.community_code) == ("gap", BRIDGE)
    assert made.responsible.id == BRIDGE


@pytest.mark.parametrize(("crs", "east"), [("gcj02", 500), ("wgs84", 500)])
def test_the_datum_of_the_file_and_of_the_issue_are_named_apart(yunhe: Yunhe, crs: str, east: float) -> None:
    """The same numbers in GCJ-02 lie some 500 m elsewhere: the datum decides, never the numbers."""
    position = at(east, 500)
    shown = converted(position, "wgs84", "gcj02")
    built = yunhe(FILES)
    same = route(built, None, longitude=shown.longitude, latitude=shown.latitude, crs="GCJ-02")
    assert same.grid.code == GENERAL_1
    wrong = route(built, None, longitude=shown.longitude, latitude=shown.latitude, crs="WGS-84")
    assert wrong.grid.code != GENERAL_1
    file = {**FILES, "territory/boundaries.geojson": drawn(AREAS, crs=crs)}
    made = route(yunhe(file), None, longitude=position.longitude, latitude=position.latitude, crs=crs)
    assert made.grid.code == GENERAL_1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"crs": None}, "坐标没有写明坐标系,坐标没有采用"),
        ({"crs": "bd09"}, "不认识坐标系“bd09”,坐标没有采用"),
        ({"longitude": None}, "经纬度只写了一个,坐标没有采用"),
    ],
)
def test_a_position_without_its_datum_is_not_used(yunhe: Yunhe, fields: dict[str, Any], words: str) -> None:
    made = route(yunhe(FILES), 500, 500, **fields)
    assert made.grid.status == "unknown"
    assert words in made.warnings
    named = route(yunhe(FILES), 500, 500, address="石桥镇柳林村", **fields)
    assert named.grid.community_code == WILLOW


def test_a_county_without_polygons_says_so(yunhe: Yunhe) -> None:
    made = route(yunhe(), 500, 500)
    assert made.grid.status == "unknown"
    assert "本县没有边界数据,坐标没有采用" in made.warnings


@pytest.mark.parametrize("east", [500, 1005, 6000, -500])
def test_polygons_without_a_source_make_nothing_certain(yunhe: Yunhe, east: float) -> None:
    areas = [{**one, "properties": {**one["properties"], "assumed": True}} for one in AREAS]
    made = route(yunhe({**FILES, "territory/boundaries.geojson": drawn(areas)}), east, 500)
    assert made.grid.status == "unknown"
    assert made.grid.code is None
    if east == 500:
        assert GENERAL_1 in codes(made)


@pytest.mark.parametrize(
    ("east", "fields", "status", "community", "candidates"),
    [
        pytest.param(500, {"address": "云桥社区"}, "certain", BRIDGE, set(), id="address agrees"),
        pytest.param(500, {"address": "柳林村"}, "unknown", None, {BRIDGE, WILLOW}, id="address disagrees"),
        pytest.param(500, {"text": "柳林村的人看到路灯不亮"}, "certain", BRIDGE, set(), id="a text is weaker"),
        pytest.param(500, {"address": "青山市南关街道"}, "unknown", None, {BRIDGE}, id="address outside"),
        pytest.param(6000, {"address": "柳林村"}, "unknown", None, {WILLOW}, id="position outside"),
        pytest.param(6000, {"address": "青山市南关街道"}, "outside", None, set(), id="both outside"),
        pytest.param(2003, {"address": "柳林村"}, "certain", WILLOW, set(), id="an address settles a border"),
        pytest.param(500, {"address": "石桥镇"}, "unknown", None, {BRIDGE, TOWN}, id="another township"),
        pytest.param(500, {"grid": WILLOW_1}, "unknown", None, {BRIDGE, WILLOW_1}, id="code disagrees"),
        pytest.param(500, {"grid": GENERAL_2}, "certain", BRIDGE, set(), id="code of the same village"),
        pytest.param(500, {"grid": BRIDGE}, "certain", BRIDGE, set(), id="a village's code and a point in it"),
        pytest.param(None, {"grid": BRIDGE, "address": "柳林村"}, "unknown", None, {BRIDGE, WILLOW}, id="code against address"),
        pytest.param(None, {"grid": BRIDGE, "text": "柳林村"}, "certain", BRIDGE, None, id="code before text"),
    ],
)  # fmt: skip
def test_sources_that_agree_or_do_not(
    yunhe: Yunhe,
    east: float | None,
    fields: dict[str, str],
    status: str,
    community: str | None,
    candidates: set[str] | None,
) -> None:
    made = route(yunhe(FILES), east, 500, **fields)
    assert (made.grid.status, made.grid.community_code) == (status, community)
    assert candidates is None or codes(made) == candidates
    assert all(one.why for one in made.grid.candidates)


def test_a_point_in_a_village_known_by_code_chooses_its_grid(yunhe: Yunhe) -> None:
    assert route(yunhe(FILES), 700, 700, grid=BRIDGE).grid.code == HOSPITAL


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "boundaries.geojson:1: 不是 JSON"),
        ("[]", "boundaries.geojson:1: 应是 GeoJSON 的 FeatureCollection"),
        (drawn(AREAS, crs=""), "boundaries.geojson:1: 没有写明坐标系"),
        (drawn(AREAS, crs="bd09"), "boundaries.geojson:1: 没有写明坐标系"),
        (drawn(AREAS, tolerance_metres=-1), "tolerance_metres"),
        (drawn([area("990101999999", box(0, 0, 1, 1))]), "“990101999999”不在台账里"),
        (drawn([AREAS[1], AREAS[1]]), "有两个多边形"),
        (drawn([area(WHOLE, [[0, 95], [1, 95], [1, 96], [0, 95]])]), "不是经纬度"),
        (drawn([area(WHOLE, [list(at(x, y)) for x, y in ((0, 0), (9, 9), (9, 0), (0, 9), (0, 0))])]), "自相交或不闭合"),
        (drawn([area(WHOLE, box(0, 0, 9, 9)[:-1])]), "自相交或不闭合"),
    ],
)
def test_wrong_boundaries_are_reported(yunhe: Yunhe, content: str, said: str) -> None:
    told = yunhe({**FILES, "territory/boundaries.geojson": content}).said()
    assert len(told) == 1
    assert said in told[0]
    assert told[0].startswith("yunhe/territory/boundaries.geojson")

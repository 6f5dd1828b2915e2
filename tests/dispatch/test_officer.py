"""Who handles a matter, grids that follow grids, and what runs through several: T14, T16, T32, T62."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.support import COUNTY_FILES, Built

from gridroute import Decision, Dispatcher, Issue

Yunhe = Callable[..., Built]
BRIDGE, WILLOW = "990101001001", "990101101201"
G1, G2, G3 = f"{BRIDGE}001", f"{BRIDGE}002", f"{BRIDGE}003"
GRIDS = f"""code,kind,name,assumed,valid_from,valid_to,successors
{G1},general,一格,false,,,
{G2},general,二格,false,,2026-03-31,{G3}
{G3},general,三格,false,2026-04-01,,
{WILLOW}001,general,柳林,false,,,
"""
HEAD = "id,role,place,name,holder,valid_from,valid_to,away_from,away_to,away,kin_of,source\n"
OFFICERS = f"""{HEAD}p1,primary,{G1},一格网格员,h1,,,,,,,县委政法委
p1b,deputy,{G1},一格B岗,h2,,,,,,,县委政法委
p2,primary,{G2},二格网格员,h3,,,,,,,县委政法委
p3,primary,{G3},三格网格员,h4,2026-04-01,,,,,,县委政法委
s1,secretary,{BRIDGE},云桥社区书记,h5,,,,,,,县委政法委
"""
FILES = {"territory/grids.csv": GRIDS, "territory/officers.csv": OFFICERS}


def route(
    built: Built, grid: str = G1, at: str = "2026-03-02T09:00:00+08:00", now: str = "", **fields: Any
) -> Decision:
    issue = Issue.model_validate({"id": "O", "received_at": at, "text": "路灯不亮", "grid": grid, **fields})
    return Dispatcher(built.county).route(issue, datetime.fromisoformat(now or at))


def with_officers(yunhe: Yunhe, old: str, new: str, **files: str) -> Built:
    assert old in OFFICERS
    built = yunhe({**FILES, "territory/officers.csv": OFFICERS.replace(old, new), **files})
    assert built.said() == []
    return built


def test_the_officer_of_the_grid(yunhe: Yunhe) -> None:
    assert route(yunhe(FILES)).officer == "一格网格员"
    assert route(yunhe(FILES), G2).officer == "二格网格员"


@pytest.mark.parametrize(
    ("p1", "p1b", "p2", "officer"),
    [
        pytest.param("2026-03-01,2026-03-31,leave", ",,", ",,", "一格B岗", id="on leave: the deputy"),
        pytest.param("2026-03-01,,seconded", ",,", ",,", "一格B岗", id="T14: seconded: the deputy"),
        pytest.param("2026-03-01,,seconded", "2026-03-01,,leave", ",,", "二格网格员", id="the neighbour"),
        pytest.param(
            "2026-03-01,,seconded", "2026-03-01,,leave", "2026-03-02,,leave", "云桥社区书记", id="the secretary"
        ),
        pytest.param("2026-03-03,,seconded", ",,", ",,", "一格网格员", id="not yet seconded"),
        pytest.param("2026-02-01,2026-03-01,leave", ",,", ",,", "一格网格员", id="back again"),
    ],
)
def test_a9_the_succession(yunhe: Yunhe, p1: str, p1b: str, p2: str, officer: str) -> None:
    rows = (
        OFFICERS.replace("一格网格员,h1,,,,,,", f"一格网格员,h1,,,{p1},")
        .replace("一格B岗,h2,,,,,,", f"一格B岗,h2,,,{p1b},")
        .replace("二格网格员,h3,,,,,,", f"二格网格员,h3,,,{p2},")
    )
    built = yunhe({**FILES, "territory/officers.csv": rows})
    assert built.said() == []
    made = route(built)
    assert made.officer == officer
    if p1.startswith("2026-03-01"):
        assert any(one.rule == "core-A9" for one in made.trace)


@pytest.mark.parametrize(
    ("first", "deputy", "officer"),
    [
        ("male", "female", "一格B岗"),
        ("female", "male", "一格网格员"),
        ("", "female", "一格网格员"),
        ("male", "male", "二格网格员"),
    ],
)
def test_a_rule_may_ask_for_the_gender_that_the_register_says(
    yunhe: Yunhe, first: str, deputy: str, officer: str
) -> None:
    rows = (
        OFFICERS.replace("kin_of,source", "kin_of,source,gender")
        .replace("一格网格员,h1,,,,,,,县委政法委", f"一格网格员,h1,,,,,,,县委政法委,{first}")
        .replace("一格B岗,h2,,,,,,,县委政法委", f"一格B岗,h2,,,,,,,县委政法委,{deputy}")
    )
    rule = "stage: officer\nrules:\n  - {id: yh-w, title: 女, source: assumed, when: {officer_gender: male}, then: {strike: 由女网格员经办}}\n"
    built = yunhe({**FILES, "territory/officers.csv": rows, "policy/w.rules.yaml": rule})
    assert built.said() == []
    assert route(built).officer == officer


def test_a_gender_that_is_none_is_a_fault(yunhe: Yunhe) -> None:
    rows = OFFICERS.replace("kin_of,source", "kin_of,source,gender").replace(
        "h1,,,,,,,县委政法委", "h1,,,,,,,县委政法委,女"
    )
    (told,) = yunhe({**FILES, "territory/officers.csv": rows}).said()
    assert told.startswith("yunhe/territory/officers.csv:2: gender: 没有“女”: 可写: female、male")


def test_nobody_left_is_said_and_the_matter_goes_on(yunhe: Yunhe) -> None:
    built = yunhe({**FILES, "territory/officers.csv": HEAD + f"w,primary,{WILLOW}001,柳林网格员,,,,,,,,x\n"})
    made = route(built)
    assert made.officer is None
    assert "无人网格" in made.warnings
    assert made.responsible.name


def test_a_county_without_a_register_of_posts_names_none(yunhe: Yunhe) -> None:
    made = route(yunhe({"territory/grids.csv": GRIDS}))
    assert made.officer is None
    assert "无人网格" not in made.warnings


@pytest.mark.parametrize(
    "fields",
    [
        {"subject_organizations": ["一格网格员"]},
        {"subject_organizations": ["p1"]},
        {"text": "投诉一格网格员从不上门"},
        {"text": "一格的网格员不干活"},
        {"text": "网格员天天糊弄人"},
        {"text": "我们这网格员态度恶劣"},
    ],
    ids=["named as given", "by its number", "in the text", "without a cue", "as the one here", "as ours"],
)
def test_a10_whoever_is_complained_about_never_handles_it(yunhe: Yunhe, fields: dict[str, Any]) -> None:
    made = route(yunhe(FILES), **fields)
    assert made.officer == "一格B岗"
    assert any(one.rule == "core-A10" for one in made.trace)
    assert "台账里没有被反映单位" not in "".join(made.warnings)


@pytest.mark.parametrize("text", ["二格的网格员不干活", "希望网格员来看看路灯", "网格员来过了,路灯还是不亮"])
def test_a10_who_is_not_complained_about_handles_it(yunhe: Yunhe, text: str) -> None:
    assert route(yunhe(FILES), text=text).officer == "一格网格员"


def test_a10_one_holder_of_two_posts_is_one(yunhe: Yunhe) -> None:
    built = with_officers(yunhe, "一格B岗,h2", "一格B岗,h1")
    assert route(built, subject_organizations=["一格网格员"]).officer == "二格网格员"


def test_t62_the_kin_of_the_one_complained_about_is_replaced(yunhe: Yunhe) -> None:
    bodies = COUNTY_FILES["organizations.yaml"] + (
        "  - {id: wy, name: 锦绣物业公司, kind: property_firm, level: community, parent: gov}\n"
    )
    rows = OFFICERS.replace("一格网格员,h1,,,,,,", "一格网格员,h1,,,,,,wy")
    built = yunhe({**FILES, "territory/officers.csv": rows, "organizations.yaml": bodies})
    assert built.said() == []
    made = route(built, text="物业不作为", subject_organizations=["锦绣物业公司"])
    assert made.officer == "一格B岗"
    assert any(one.rule == "core-A10" and one.stage == "officer" for one in made.trace)
    assert route(built, text="路灯不亮").officer == "一格网格员"


def test_t16_no_post_of_the_community_complained_about(yunhe: Yunhe) -> None:
    made = route(yunhe(FILES), text="投诉云桥社区居民委员会不作为", subject_organizations=["云桥社区居民委员会"])
    assert made.officer is None
    assert "无人网格" in made.warnings


# ---- grids drawn anew (A5, T32) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "now", "grid", "officer"),
    [
        pytest.param("2026-03-31", "2026-03-31", G2, "二格网格员", id="the last day of the old set"),
        pytest.param("2026-03-31", "2026-04-02", G2, "三格网格员", id="T32: the grid stays, the officer hands over"),
        pytest.param("2026-04-01", "2026-04-01", G3, "三格网格员", id="the first day of the new set"),
    ],
)
def test_t32_grids_drawn_anew(yunhe: Yunhe, received: str, now: str, grid: str, officer: str) -> None:
    made = route(yunhe(FILES), G2, at=f"{received}T09:00:00+08:00", now=f"{now}T09:00:00+08:00")
    assert (made.grid.status, made.grid.code, made.officer) == ("certain", grid, officer)


def test_t32_two_hundred_open_matters_are_never_without_a_place(yunhe: Yunhe) -> None:
    built = yunhe(FILES)
    for number in range(200):
        made = route(built, G2, at=f"2026-03-31T{number % 24:02d}:00:00+08:00", now="2026-04-01T00:00:00+08:00")
        assert (made.grid.code, made.officer) == (G2, "三格网格员")
        assert made.responsible.id


def test_a_grid_that_became_two_is_not_guessed(yunhe: Yunhe) -> None:
    grids = GRIDS.replace(f"2026-03-31,{G3}", f"2026-03-31,{G3}|{BRIDGE}004")
    grids += f"{BRIDGE}004,general,四格,false,2026-04-01,,\n"
    made = route(yunhe({**FILES, "territory/grids.csv": grids}), G2, at="2026-04-01T09:00:00+08:00")
    assert (made.grid.status, made.grid.code, made.grid.community_code) == ("certain", None, BRIDGE)
    assert {one.code for one in made.grid.candidates} == {G1, G3, f"{BRIDGE}004"}


def test_only_grids_in_force_are_listed(yunhe: Yunhe) -> None:
    before = route(yunhe(FILES), BRIDGE, at="2026-03-31T09:00:00+08:00")
    after = route(yunhe(FILES), BRIDGE, at="2026-04-01T09:00:00+08:00")
    assert {one.code for one in before.grid.candidates} == {G1, G2}
    assert {one.code for one in after.grid.candidates} == {G1, G3}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"2026-03-31,{G3}", "2026-03-31,990101001001999", "grids.csv:3: successors: 没有代码"),
        (f",2026-03-31,{G3}", f",,{G3}", "写了后继,没有写失效日期"),
        ("2026-04-01,,", "2026-04-01,2026-03-01,", "先失效后生效"),
        ("2026-04-01,,", "4月1日,,", "“4月1日”不是日期"),
    ],
)
def test_wrong_rows_of_grids(yunhe: Yunhe, old: str, new: str, said: str) -> None:
    assert old in GRIDS
    told = yunhe({"territory/grids.csv": GRIDS.replace(old, new)}).said()
    assert any(said in one for one in told)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"x,boss,{G1},甲,,,,,,,,", "role: 没有“boss”"),
        ("x,primary,990101001001999,甲,,,,,,,,", "place: 没有代码"),
        (f"x,primary,{BRIDGE},甲,,,,,,,,", "书记写村社的 12 位代码"),
        (f",primary,{G1},甲,,,,,,,,", "岗位要有编号和名称"),
        (f"x,primary,{G1},甲,,,,,,seconded,,", "离岗没有写起始日期"),
        (f"x,primary,{G1},甲,,,,2026-03-01,,gone,,", "away: 没有“gone”"),
        (f"x,primary,{G1},甲,,今天,,,,,,", "“今天”不是日期"),
        (f"p1,primary,{G1},甲,,,,,,,,", "岗位“p1”同一天有两行"),
    ],
)
def test_wrong_rows_of_posts(yunhe: Yunhe, row: str, said: str) -> None:
    told = yunhe({**FILES, "territory/officers.csv": f"{OFFICERS}{row}\n"}).said()
    assert len(told) == 1, told
    assert told[0].startswith("yunhe/territory/officers.csv:7: ")
    assert said in told[0]


# ---- what runs through several places (A13) ----------------------------------------------------------------

LINES = f"code,name,along,owner,source\nG327,327国道|国道327,{BRIDGE}|{WILLOW},,交通台账\n"


def test_a13_the_villages_along_a_road_are_told(yunhe: Yunhe) -> None:
    built = yunhe({**FILES, "territory/lines.csv": LINES})
    made = route(built, grid=G1, text="327国道塌陷")
    assert {"云桥社区居民委员会", "柳林村村民委员会", "云河街道"} <= {body.name for body in made.notify}
    assert made.grid.code == G1
    assert not {body.name for body in route(built, text="路灯不亮").notify} & {"柳林村村民委员会"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"X,甲渠,{BRIDGE}|990101001999,,x", "along: 没有代码“990101001999”"),
        (f"X,,{BRIDGE},,x", "线状设施“X”要有不重复的编号"),
        (f"X,甲渠,{BRIDGE},9,x", "owner: 没有代码“9”"),
    ],
)
def test_wrong_rows_of_lines(yunhe: Yunhe, row: str, said: str) -> None:
    told = yunhe({"territory/lines.csv": f"code,name,along,owner,source\n{row}\n"}).said()
    assert told
    assert said in told[0]


# ---- A12: a grid without a party group ---------------------------------------------------------------


@pytest.mark.parametrize(("said", "asked"), [("true", False), ("false", True), ("", False)])
def test_a12_a_grid_says_whether_it_has_a_party_group(yunhe: Yunhe, said: str, asked: bool) -> None:
    """Where the register says nothing nobody knows, and no rule on it holds."""
    made = route(yunhe({"territory/grids.csv": f"code,kind,party_group\n{G1},general,{said}\n"}), G1)
    assert any(one.rule == "core-A12" for one in made.trace if one.won) is asked
    assert made.grid.code == G1


def test_a_party_group_that_is_neither_is_a_fault(yunhe: Yunhe) -> None:
    told = yunhe({"territory/grids.csv": f"code,kind,party_group\n{G1},general,maybe\n"}).said()
    assert len(told) == 1
    assert "grids.csv:2: party_group: 没有“maybe”: 可写: true、false" in told[0]

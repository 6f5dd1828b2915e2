"""The officer of the grid hands over on the day on which grids are drawn anew or a post ends (A5, A9, A10, T32)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.casework.story import Story, at
from tests.support import build_county

from gridroute import Dispatcher
from gridroute.casework import NEW_OFFICER, Actor, Attempt, CaseDesk, fold
from gridroute.casework.event import Timer

BRIDGE, WILLOW = "990101001001", "990101101201"
G1, G2, G3, G4 = (f"{BRIDGE}00{number}" for number in range(1, 5))
GRIDS = f"""code,kind,name,assumed,valid_from,valid_to,successors
{G1},general,一格,false,,,
{G2},general,二格,false,,2026-03-31,{G3}
{G3},general,三格,false,2026-04-01,,
{WILLOW}001,general,柳林,false,,2026-03-31,
"""
SPLIT = GRIDS.replace(f"2026-03-31,{G3}", f"2026-03-31,{G3}|{G4}") + f"{G4},general,四格,false,2026-04-01,,\n"
OFFICERS = f"""id,role,place,name,holder,valid_from,valid_to,away_from,away_to,away,kin_of,source
p1,primary,{G1},一格网格员,h1,,,,,,,县委政法委
p2,primary,{G2},二格网格员,h3,,,,,,,县委政法委
p3,primary,{G3},三格网格员,h4,2026-04-01,,,,,,县委政法委
s1,secretary,{BRIDGE},云桥社区书记,h5,,,,,,,县委政法委
w1,primary,{WILLOW}001,柳林网格员,h6,,2026-03-31,,,,,县委政法委
"""
#: An issue that no office of the invented county is asked about.
LAMP = {"text": "路灯不亮"}


def desk_of(root: Path, grids: str = GRIDS, officers: str = OFFICERS) -> CaseDesk:
    built = build_county(root, {"territory/grids.csv": grids, "territory/officers.csv": officers})
    assert built.said() == []
    return CaseDesk(Dispatcher(built.county, "index"))


def story(desk: CaseDesk, grid: str = G2, **fields: Any) -> Story:
    return Story(desk, "2026-03-31T15:00", **{**LAMP, "grid": grid, **fields})


def handovers(one: Story) -> list[dict[str, Any]]:
    return [event.said for event in one.log if event.type == NEW_OFFICER]


P3 = f"p3,primary,{G3},三格网格员,h4,2026-04-01,,,,,"


@pytest.mark.parametrize(
    ("grid", "grids", "old", "new", "fields", "before", "after"),
    [
        pytest.param(G2, GRIDS, "", "", {}, "二格网格员", "三格网格员", id="the officer of the grid that follows"),
        pytest.param(G2, GRIDS, P3, P3[:-3] + "2026-04-01,2026-04-09,leave,", {}, "二格网格员", "一格网格员",
                     id="nobody who is away: the neighbour"),
        pytest.param(G2, GRIDS, "", "", {"subject_organizations": ["三格网格员"]}, "二格网格员", "一格网格员",
                     id="nobody who is complained about"),
        pytest.param(G2, GRIDS, P3, P3 + "云河县住建局", {"subject_organizations": ["云河县住建局"]}, "二格网格员",
                     "一格网格员", id="nobody who is related"),
        pytest.param(G2, SPLIT, "", "", {}, "二格网格员", "云桥社区书记", id="of two grids neither: the secretary"),
        pytest.param(f"{WILLOW}001", GRIDS, "", "", {}, "柳林网格员", None, id="nobody is there: the village holds it"),
        pytest.param(G1, GRIDS, ",h1,,,,,,", ",h1,,2026-03-31,,,,", {}, "一格网格员", "三格网格员",
                     id="the grid stays, the post ends"),
    ],
)  # fmt: skip
def test_t32_the_officer_hands_over_once_on_the_day(
    tmp_path: Path, grid: str, grids: str, old: str, new: str, fields: dict[str, Any], before: str, after: str | None
) -> None:
    assert old in OFFICERS
    desk = desk_of(tmp_path, grids, OFFICERS.replace(old, new) if old else OFFICERS)
    one = story(desk, grid, **fields)
    first = one.case
    assert first.officer == before
    one.advance("2026-03-31T23:59")
    assert (one.case.officer, handovers(one)) == (before, [])
    kept = one.case
    one.advance("2026-04-01T00:00")
    (said,) = handovers(one)
    assert (said["from_officer"], said["to_officer"], one.case.officer) == (before, after, after)
    (event,) = [each for each in one.log if each.type == NEW_OFFICER]
    assert (event.by.body, event.at) == ("system", at("2026-04-01T00:00"))
    subjects = set(first.subjects)
    assert {body.id for body in event.notify} == {grid[:12]} - subjects
    same = ("state", "lead", "responsible", "supports", "community", "township", "grid_given", "issue", "holder")
    assert {name: getattr(one.case, name) for name in same} == {name: getattr(kept, name) for name in same}
    assert event.change.duties == ()
    assert one.case.waiting_since == kept.waiting_since
    assert fold(one.log) == one.case
    one.advance("2026-04-20T00:00")
    assert desk.new_officer(one.case, one.case.at).events == ()
    assert len(handovers(one)) == 1


def test_where_the_grid_stays_and_its_officer_too_nobody_hands_over(tmp_path: Path) -> None:
    one = story(desk_of(tmp_path), G1)
    one.advance("2026-04-20T00:00")
    assert (one.case.officer, handovers(one)) == ("一格网格员", [])


def test_the_handover_leaves_the_clock_of_the_state_alone(tmp_path: Path) -> None:
    """The window to object ends when it would have ended."""
    plain, drawn = (story(desk_of(tmp_path / grid, GRIDS), grid) for grid in (G1, G2))
    ends = {one.case.issue.grid: [t.at for t in one.case.timers if t.duty is None and t.fires != NEW_OFFICER]
            for one in (plain, drawn)}  # fmt: skip
    assert ends[G1] == ends[G2]
    drawn.advance("2026-04-01T00:00")
    assert [t.at for t in drawn.case.timers if t.duty is None and t.fires != NEW_OFFICER] == ends[G2]


def test_nobody_but_the_system_brings_it(tmp_path: Path) -> None:
    one = story(desk_of(tmp_path))
    for body in ("slzx", "gov", str(one.case.lead), BRIDGE):
        made = one.desk.attempt(one.case, Attempt(type=NEW_OFFICER, at=at("2026-03-31T16:00"), by=Actor(body=body)))
        assert made.refusal is not None
        assert made.refusal.kind == "who"
        assert made.case.officer == "二格网格员"


def test_a_register_that_came_later_is_caught_up_with_once(tmp_path: Path) -> None:
    """The timers were set while no set of grids followed; a handover that is due by the new register is one event."""
    before = GRIDS.replace(f"2026-03-31,{G3}", ",")
    one = story(desk_of(tmp_path / "old", before))
    one.advance("2026-04-02T09:00")
    assert (one.case.officer, handovers(one)) == ("二格网格员", [])
    later = desk_of(tmp_path / "new")
    made = later.new_officer(one.case, at("2026-04-02T10:00"))
    assert [event.type for event in made.events] == [NEW_OFFICER]
    assert made.case.officer == "三格网格员"
    assert later.new_officer(made.case, at("2026-04-02T10:00")).events == ()
    assert not any(timer.fires == NEW_OFFICER for timer in made.case.timers)


def test_a_register_that_was_mended_leaves_no_timer_behind(tmp_path: Path) -> None:
    one = story(desk_of(tmp_path), G1)
    stale = Timer(fires=NEW_OFFICER, at=at("2026-04-01T00:00"))
    kept = one.case.model_copy(update={"timers": (stale,)})
    made = one.desk.advance(kept, at("2026-04-01T00:00"))
    assert [event.type for event in made.events if event.type != "supervise"] == ["fix_deadlines"]
    assert stale not in made.case.timers
    assert made.case.officer == one.case.officer

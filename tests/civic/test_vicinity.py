"""Which venue is nearest, whether it is in the circle of fifteen minutes, and whether it is open (SS26, LW19, ZH03)."""

from __future__ import annotations

from datetime import datetime
from math import isclose

import pytest
from tests.civic.conftest import BRIDGE, WILLOW, Standing

from gridroute.civic.venue import Venue
from gridroute.civic.vicinity import distance, is_open, near
from gridroute.territory.datum import Position, converted

HEAD = "编号,名称,层级,所在地,经度,纬度,坐标系,开放时间,开放日\n"
ROWS = (
    "V1,近的驿站,驿站,云桥社区,117.3000,35.6000,WGS-84,24x7,\n"
    "V2,远的驿站,驿站,云桥社区,117.3000,35.6200,WGS-84,08:30-12:00|14:00-17:30,工作日\n"
    "V3,村里的中心,村社,柳林村,,,,08:00-18:00,每天\n"
)
MONDAY = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def test_a_degree_of_latitude_is_known() -> None:
    """A degree along a meridian of a sphere of that radius is 111.195 km."""
    assert distance(Position(117, 35), Position(117, 36)) == 111_195
    assert distance(Position(117, 35), Position(117, 35)) == 0
    assert isclose(distance(Position(117, 60), Position(118, 60)), 55_597, abs_tol=3)


def test_the_nearest_comes_first_and_the_circle_is_told(standing: Standing) -> None:
    civic = standing({"venues.csv": HEAD + ROWS})
    assert civic.faults == ()
    here = Position(117.3000, 35.6090)
    found = near(civic, MONDAY, here, "wgs84", None)
    assert [(one.venue.id, one.metres, one.minutes, one.within) for one in found] == [
        ("V1", 1001, 13, True),
        ("V2", 1223, 16, False),
    ]


def test_positions_of_two_datums_are_brought_together(standing: Standing) -> None:
    civic = standing({"venues.csv": HEAD + ROWS})
    there = converted(Position(117.3000, 35.6000), "wgs84", "gcj02")
    assert near(civic, MONDAY, there, "gcj02", None)[0].metres == 0


def test_a_venue_without_a_position_counts_in_its_community(standing: Standing) -> None:
    civic = standing({"venues.csv": HEAD + ROWS})
    assert [(one.venue.id, one.metres, one.within) for one in near(civic, MONDAY, None, None, WILLOW)] == [
        ("V3", None, None)
    ]
    assert [one.venue.id for one in near(civic, MONDAY, None, None, BRIDGE)] == ["V1", "V2"]


@pytest.mark.parametrize(
    ("hours", "days", "at", "expected"),
    [
        ("24x7", "workdays", "2026-02-17T03:00", (True, False)),  # LW19: day and night, on holidays too
        ("08:30-12:00|14:00-17:30", "workdays", "2026-03-02T09:00", (True, False)),
        ("08:30-12:00|14:00-17:30", "workdays", "2026-03-02T12:00", (False, False)),
        ("08:30-12:00|14:00-17:30", "workdays", "2026-02-17T09:00", (False, False)),
        ("08:30-12:00|14:00-17:30", "all", "2026-02-17T09:00", (True, False)),  # ZH03: open on holidays
        ("08:30-12:00", "workdays", "2026-02-14T09:00", (True, False)),  # a Saturday worked in exchange
        ("08:30-12:00", "workdays", "2031-03-03T09:00", (True, True)),
        ("", "workdays", "2026-03-02T09:00", (None, False)),
    ],
)
def test_a_venue_is_open_or_not_or_not_known(
    standing: Standing, hours: str, days: str, at: str, expected: tuple[bool | None, bool]
) -> None:
    text = f"id,name,tier,place,hours,days\nV,阵地,home,云桥社区,{hours},{days}\n"
    civic = standing({"venues.csv": text})
    (venue,) = civic.of(Venue)
    assert is_open(venue, datetime.fromisoformat(f"{at}:00+08:00"), civic.county.calendar) == expected


def test_one_row_stands_for_every_community(standing: Standing) -> None:
    civic = standing({"venues.csv": "编号,名称,层级,每处\nPSC,党群服务中心,村社,村社\n"})
    assert len(civic.of(Venue)) == 4
    assert near(civic, MONDAY, None, None, BRIDGE)[0].venue.name == "云桥社区党群服务中心"

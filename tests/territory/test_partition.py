"""Grids divide a county: overlaps, what none covers, and what reaches over a border are found by area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shapely import box
from tests.civic.conftest import DIVISIONS
from tests.support import build_county

from gridroute import County
from gridroute.territory.boundary import Boundaries
from gridroute.territory.datum import Position
from gridroute.territory.partition import bare, crossing, overlaps, uncovered

DAY = date(2026, 3, 2)
VILLAGE, FIRST, SECOND = "990101001001", "990101001001001", "990101001001002"
GRIDS = f"code,kind\n{FIRST},general\n{SECOND},general\n"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    built = build_county(
        tmp_path_factory.mktemp("drawn"), {"territory/divisions.csv": DIVISIONS, "territory/grids.csv": GRIDS}
    )
    assert built.said() == []
    return built.county


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ((0, 0, 500, 1000), (500, 0, 1000, 1000), ([], [], [])),
        ((0, 0, 600, 1000), (500, 0, 1000, 1000), ([(FIRST, SECOND, 100_000.0)], [], [])),
        ((0, 0, 500, 1000), (600, 0, 1000, 1000), ([], [(VILLAGE, 100_000.0)], [])),
        ((0, 0, 500, 1000), (500, 0, 1100, 1000), ([], [], [(SECOND, 100_000.0)])),
        # less than a hundred square metres: outlines are drawn by hand
        ((0, 0, 500, 1000), (499.95, 0, 1000.05, 1000), ([], [], [])),
    ],
)
def test_what_does_not_divide(
    county: County, first: tuple[float, ...], second: tuple[float, ...], found: tuple[list[object], ...]
) -> None:
    areas = tuple(
        (code, box(*corners), False)
        for code, corners in ((VILLAGE, (0, 0, 1000, 1000)), (FIRST, first), (SECOND, second))
    )
    territory = replace(county.territory, boundaries=Boundaries("wgs84", Position(117, 35), 10.0, areas))
    made = (list(overlaps(territory, DAY)), list(uncovered(territory, DAY)), list(crossing(territory, DAY)))
    assert made == found


def test_villages_without_a_grid(county: County) -> None:
    assert list(bare(county.territory, DAY)) == ["990101001002", "990101101201", "990101101202"]

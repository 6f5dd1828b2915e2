"""T32: two hundred open cases on the day the grids are drawn anew, and none of them is left without somebody."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.civic.conftest import DIVISIONS
from tests.support import build_county

from gridroute import County
from gridroute.civic.regridding import regridding

GRIDS = """code,kind,name,assumed,owner,agreed,parent,valid_from,valid_to,successors
990101001001001,general,旧一,false,,,,,2026-06-30,990101001001011
990101001001002,general,旧二,false,,,,,2026-06-30,990101001001012|990101001001013
990101001001003,general,不变,false,,,,,,
990101001001011,general,新一,false,,,,2026-07-01,,
990101001001012,general,新二甲,false,,,,2026-07-01,,
990101001001013,general,新二乙,false,,,,2026-07-01,,
990101101201001,general,旧三,false,,,,,2026-06-30,990101101201002
990101101201002,general,新三,false,,,,2026-07-01,,
"""
OFFICERS = """id,role,place,name,valid_from,away,away_from
O1,primary,990101001001001,旧一网格员,,,
N1,primary,990101001001011,新一网格员,2026-07-01,,
S3,primary,990101001001003,网格员,,,
V1,secretary,990101001001,云桥社区书记,,,
N3,primary,990101101201002,新三网格员,2026-07-01,leave,2026-06-01
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> County:
    files = {"divisions": DIVISIONS, "grids": GRIDS, "officers": OFFICERS}
    root: Path = tmp_path_factory.mktemp("drawn")
    built = build_county(root, {f"territory/{name}.csv": text for name, text in files.items()})
    assert built.said() == []
    return built.county


@pytest.mark.parametrize(
    ("grid", "followers", "before", "post", "how"),
    [
        ("990101001001001", ["990101001001011"], "O1", "N1", "handed_over"),
        ("990101001001002", ["990101001001012", "990101001001013"], "V1", "V1", "several"),
        ("990101001001003", ["990101001001003"], "S3", "S3", "unchanged"),
        ("990101101201001", ["990101101201002"], None, None, "no_officer"),
        ("990101001001999", [], None, None, "unknown"),
        ("990101001001", [], "V1", "V1", "village"),
        ("", [], None, None, "unknown"),
    ],
)
def test_who_takes_over(
    drawn: County, grid: str, followers: list[str], before: str | None, post: str | None, how: str
) -> None:
    (made,) = regridding(drawn, date(2026, 7, 1), [("C1", grid)])
    assert (list(made.followers), made.before, made.post, made.how) == (followers, before, post, how)
    assert made.held
    assert made.grid == grid
    assert made.holder in drawn.bodies.by_id


def test_before_the_day_nothing_changes(drawn: County) -> None:
    (made,) = regridding(drawn, date(2026, 6, 30), [("C1", "990101001001001")])
    assert (made.post, made.how) == ("O1", "unchanged")


def test_t32_of_two_hundred_none_is_without_somebody(drawn: County) -> None:
    old = ("990101001001001", "990101001001002", "990101001001003", "990101101201001", "")
    made = regridding(drawn, date(2026, 7, 1), [(f"C{n}", old[n % 5]) for n in range(200)])
    assert len(made) == 200
    assert all(one.post or one.holder for one in made)
    assert Counter(one.how for one in made) == dict.fromkeys(
        ("handed_over", "several", "unchanged", "no_officer", "unknown"), 40
    )

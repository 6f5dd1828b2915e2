"""T40: where staff is short it is told, somebody holds the place, and nothing that comes in is turned away."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.civic.conftest import Standing, said

from gridroute import Dispatcher, Issue
from gridroute.civic.inspection import inspect_civic
from gridroute.civic.shortage import shortages
from gridroute.civic.staffing import Check

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
STAFF = "编号,类别,所在地,人数,资质,岗位,班次,责任事项,借调\n"
GENERALIST = (
    "配备检查:\n  - 名称: 全科网格员\n    数什么: 队伍\n    条件: [类别=网格员, 资质=全科]\n    每: 网格\n    至少: 1\n"
    "    不够时: {代管: 所在社区, 警示: 配齐全科网格员}\n"
)


def told(
    standing: Standing, checks: str, staff: str = "", **more: str
) -> tuple[list[tuple[str, int, int | None]], list[str]]:
    files = {
        "checks.yaml": checks,
        "staff.csv": STAFF + staff,
        **{name.replace("_", "."): text for name, text in more.items()},
    }
    civic = standing(files)
    assert said(civic) == []
    found = [(one.place, one.count, one.wanted) for check in civic.of(Check) for one in shortages(civic, check, AT)]
    return found, [fault.text() for fault in inspect_civic(civic, AT.date())]


def test_t40_every_grid_has_a_generalist(standing: Standing) -> None:
    """WC04. Two of three grids have none; the community holds them, and an issue there is still taken in."""
    found, faults = told(standing, GENERALIST, "S1,网格员,云桥第一网格,1,全科,,,,\nS2,网格员,云桥第二网格,1,,,,,\n")
    assert found == [("990101001001002", 0, 1), ("990101101201001", 0, 1)]
    assert faults == [
        "yunhe/civic/checks.yaml:2: 全科网格员: 2 处不足,如云桥社区 002: 有 0,应有 1,暂由云桥社区居民委员会代管: 配齐全科网格员"
    ]
    civic = standing({"checks.yaml": GENERALIST})
    issue = Issue(id="I", received_at=AT, text="路灯不亮", address="云桥社区")
    assert Dispatcher(civic.county).route(issue, AT).responsible.id


@pytest.mark.parametrize(
    ("staff", "short"),
    [
        ("S1,后备干部,柳林村,2,,,,,\nS2,后备干部,石桥镇/河东村,3,,,,,\n", [("990101101201", 2, 3)]),
        ("S1,后备干部,柳林村,3,,,,,\nS2,后备干部,石桥镇/河东村,3,,,,,\n", []),
        # LW09: whoever is seconded is not counted
        ("S1,后备干部,柳林村,3,,,,,是\nS2,后备干部,石桥镇/河东村,4,,,,,\n", [("990101101201", 0, 3)]),
    ],
)
def test_each_village_keeps_three_in_reserve(standing: Standing, staff: str, short: list[tuple[str, int, int]]) -> None:
    """LW08. A community of the town is no village."""
    check = "checks:\n  - {name: 后备干部, of: staff, where: [kind=后备干部], per: village, at_least: 3}\n"
    assert told(standing, check, staff)[0] == short


def test_staff_by_population(standing: Standing) -> None:
    """WC18: at least 18 for each ten thousand; a part of ten thousand counts in proportion, rounded up."""
    check = "checks:\n  - {name: 配备, of: staff, per: county, at_least: 18, per_population: 10000, population: 城镇常住人口}\n"
    people = "地区,口径,人口\n云河县,城镇常住人口,10001\n"
    assert told(standing, check, "S1,网格员,云河县,18,,,,,\n", populations_csv=people)[0] == [("990101000000", 18, 19)]
    assert told(standing, check, "S1,网格员,云河县,19,,,,,\n", populations_csv=people)[0] == []


def test_without_the_population_it_cannot_be_checked_and_says_so(standing: Standing) -> None:
    check = "checks:\n  - {name: 配备, of: staff, per: county, at_least: 18, per_population: 10000, population: 城镇常住人口}\n"
    _, faults = told(standing, check, "S1,网格员,云河县,18,,,,,\n")
    assert faults == ["yunhe/civic/checks.yaml:2: 配备: 没有“城镇常住人口”的数,查不了: 写进 populations.csv"]


def test_exactly_one_is_first_in_charge_and_all_four_are_written(standing: Standing) -> None:
    """BY02, BY14: 定人、定位、定责、定时."""
    four = "checks:\n  - {name: 四定, of: staff, where: [类别=网格员], per: county, requires: [岗位, place, 责任事项, shift]}\n"
    found, faults = told(
        standing, four, "S1,网格员,柳林网格,1,,网格员,白班,巡查,\nS2,网格员,云桥第一网格,1,,网格员,,巡查,\n"
    )
    assert len(found) == 1
    assert "没有写全,如990101000000: 990101001001001: shift" in faults[0]
    one = "checks:\n  - {name: 首责, of: staff, where: [类别=网格员], per: grid, exactly: 1}\n"
    two = "S1,网格员,柳林网格,2,,,,,\nS2,网格员,云桥第一网格,1,,,,,\nS3,网格员,云桥第二网格,1,,,,,\n"
    assert told(standing, one, two)[0] == [("990101101201001", 2, 1)]


def test_what_cannot_be_counted_is_named(standing: Standing) -> None:
    _, faults = told(
        standing, "checks:\n  - {name: 甲, of: staff, per: county, at_least: 1}\n", "S1,网格员,云河县,1,,,,,\n"
    )
    assert faults == []
    civic = standing({"checks.yaml": "checks:\n  - {name: 甲, of: 队五, at_least: 1}\n"})
    assert [one.code for one in inspect_civic(civic, AT.date())] == ["GR756"]

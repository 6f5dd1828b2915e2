"""T08: what happens to an open day on a holiday is the county's to say, and unset it is said to be unset."""

from __future__ import annotations

from datetime import date

import pytest
from tests.civic.conftest import BRIDGE, EAST, Standing

from gridroute import County
from gridroute.civic.openday import OpenDay, openings
from gridroute.civic.schedule import schedule

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def held(place: County, first: date, last: date, **given: object) -> list[tuple[str, str, str, bool]]:
    day = OpenDay.model_validate({"name": "接待日", **given})
    return [
        (f"{one.given:%m-%d}", f"{one.day:%m-%d}", one.state, one.provisional)
        for one in openings(day, first, last, place.calendar)
    ]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("keep", ("02-15", "02-15", "open", False)),
        ("shift", ("02-15", "02-24", "moved", False)),
        ("skip", ("02-15", "02-15", "cancelled", False)),
        (None, ("02-15", "02-15", "unset", False)),
    ],
)
def test_t08_a_reception_day_in_the_spring_festival(
    place: County, policy: str | None, expected: tuple[str, str, str, bool]
) -> None:
    """2026-02-15 is the first day of the holiday; the first working day after it is the 24th."""
    assert held(place, *FEBRUARY, day_of_month=(15,), on_holiday=policy) == [expected]


@pytest.mark.parametrize(
    ("given", "first", "last", "expected"),
    [
        # a Saturday that is worked in exchange is a working day
        ({"day_of_month": (28,), "on_rest": "shift"}, *FEBRUARY, [("02-28", "02-28", "open", False)]),
        # a plain Sunday: kept unless the county says otherwise
        ({"day_of_month": (5,)}, date(2026, 7, 1), date(2026, 7, 31), [("07-05", "07-05", "open", False)]),
        ({"day_of_month": (5,), "on_rest": "shift"}, date(2026, 7, 1), date(2026, 7, 31), [("07-05", "07-06", "moved", False)]),
        ({"day_of_month": (5,), "on_rest": "skip"}, date(2026, 7, 1), date(2026, 7, 31), [("07-05", "07-05", "cancelled", False)]),
        # the 31st of a month that has none
        ({"day_of_month": (31,)}, *FEBRUARY, []),
        # moved out of the month before: it belongs to the day on which it is held
        ({"day_of_month": (31,), "on_rest": "shift"}, date(2026, 6, 1), date(2026, 6, 30), [("05-31", "06-01", "moved", False)]),
        ({"weekday": ("monday",), "on_holiday": "shift"}, date(2026, 2, 9), date(2026, 2, 28), [("02-09", "02-09", "open", False), ("02-16", "02-24", "moved", False), ("02-23", "02-24", "moved", False)]),
        # nobody has published 2030: Monday to Friday are counted, and it is provisional
        ({"day_of_month": (5,), "on_rest": "shift"}, date(2030, 1, 1), date(2030, 1, 31), [("01-05", "01-07", "moved", True)]),
        # it holds from the 10th on
        ({"day_of_month": (5, 15), "valid_from": date(2026, 7, 10)}, date(2026, 7, 1), date(2026, 7, 31), [("07-15", "07-15", "open", False)]),
    ],
)  # fmt: skip
def test_days_of_the_month_and_of_the_week(
    place: County, given: dict[str, object], first: date, last: date, expected: list[tuple[str, str, str, bool]]
) -> None:
    assert held(place, first, last, **{"on_holiday": "keep", **given}) == expected


def test_each_community_may_have_a_weekday_of_its_own(standing: Standing) -> None:
    """LW11: one fixed day a week, which the community sets; a community that has set none has none."""
    civic = standing(
        {
            "open_days.yaml": "开放日:\n  - {名称: 书记接待日, 各定星期: 社区, 阵地层级: [村社], 逢节假日: 取消}\n",
            "open_weekdays.csv": "开放日,社区,星期\n书记接待日,云桥社区,周三\n书记接待日,河东社区,周五\n",
            "venues.csv": "编号,名称,层级,每处\nPSC,党群服务中心,村社,村社\n",
        }
    )
    assert civic.faults == ()
    week = (date(2026, 3, 2), date(2026, 3, 8))
    assert [
        (one.opening.day.day, one.opening.community, [v.name for v in one.venues]) for one in schedule(civic, *week)
    ] == [
        (4, BRIDGE, ["云桥社区党群服务中心"]),
        (6, EAST, ["河东社区党群服务中心"]),
    ]
    assert [one.opening.day.day for one in schedule(civic, *week, place=EAST)] == [6]

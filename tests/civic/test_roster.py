"""Teams that take turns: nobody is left out, an empty shift is found, and what nobody said is said (SS32, SS33)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gridroute import County
from gridroute.civic.roster import Roster, turns
from gridroute.errors import PolicyIncomplete

MONDAY = date(2026, 3, 2)


def roster(**given: object) -> Roster:
    base = {"name": "值班", "teams": ("甲", "乙", "丙"), "start": MONDAY, "every": "1 calendar_days"}
    return Roster.model_validate(base | given)


def on(place: County, one: Roster, *days: int) -> list[list[tuple[str, str | None]]]:
    calendar = place.calendar
    return [[(turn.shift, turn.team) for turn in turns(one, MONDAY + timedelta(days=n), calendar)] for n in days]


@pytest.mark.parametrize(
    ("given", "days", "expected"),
    [
        ({}, (0, 1, 2, 3), ["甲", "乙", "丙", "甲"]),
        ({"every": "1周"}, (0, 6, 7, 21), ["甲", "甲", "乙", "甲"]),
        ({"every": "2 calendar_days"}, (0, 1, 2, 5), ["甲", "甲", "乙", "丙"]),
        # a weekend lies between: Friday is the fifth working day, Monday the sixth
        ({"every": "1 workdays", "days": "workdays"}, (4, 7), ["乙", "丙"]),
        ({"teams": (), "size": 24}, (0, 23, 24), ["第1队", "第24队", "第1队"]),
    ],
)
def test_turns_go_round(place: County, given: dict[str, object], days: tuple[int, ...], expected: list[str]) -> None:
    assert [one[0][1] for one in on(place, roster(**given), *days)] == expected


def test_days_without_duty(place: County) -> None:
    weekdays = roster(days="workdays")
    assert on(place, weekdays, 5, 6, -1) == [[], [], []]
    assert on(place, roster(valid_to=MONDAY), 1) == [[]]


SHIFTS = ({"name": "早", "hours": ("08:00-12:00",)}, {"name": "晚", "hours": ("14:00-18:00",)})


def test_each_next_team_takes_the_next_shift(place: County) -> None:
    assert on(place, roster(shifts=SHIFTS), 0, 1) == [[("早", "甲"), ("晚", "乙")], [("早", "丙"), ("晚", "甲")]]


@pytest.mark.parametrize(
    ("stand_in", "shifts", "expected"),
    [
        ("", (), [("", None)]),  # nobody stands in: the shift is empty
        ("next", (), [("", "乙")]),
        ("next", SHIFTS, [("早", "丙"), ("晚", "乙")]),  # 乙 has a shift of its own
    ],
)
def test_a_team_that_is_away(
    place: County, stand_in: str, shifts: object, expected: list[tuple[str, str | None]]
) -> None:
    away = ({"team": "甲", "begins": MONDAY, "ends": MONDAY},)
    made = turns(roster(away=away, stand_in=stand_in, shifts=shifts), MONDAY, place.calendar)
    assert [(turn.shift, turn.team) for turn in made] == expected
    assert made[0].for_ == "甲"


def test_where_all_are_away_the_shift_is_empty(place: County) -> None:
    away = tuple({"team": team, "begins": MONDAY, "ends": MONDAY} for team in "甲乙丙")
    assert on(place, roster(away=away, stand_in="next"), 0) == [[("", None)]]


@pytest.mark.parametrize(
    ("given", "words"),
    [({"start": None}, "没有起轮日期"), ({"every": None}, "没有写一轮多长"), ({"start": None, "every": None}, "没有起轮日期,排不出谁值班; 没有写")],
)  # fmt: skip
def test_what_nobody_said_is_incomplete(place: County, given: dict[str, object], words: str) -> None:
    with pytest.raises(PolicyIncomplete) as caught:
        on(place, roster(**given), 0)
    assert words in caught.value.words.zh


def test_a_year_without_a_calendar_is_provisional(place: County) -> None:
    (turn,) = turns(roster(days="workdays"), date(2031, 3, 3), place.calendar)
    assert turn.provisional


@given(some.integers(1, 30), some.integers(1, 4), some.integers(0, 400))
def test_law_turns_are_shared_evenly(teams: int, shifts: int, first: int) -> None:
    """In as many turns as there are teams everybody has the same number of shifts."""
    from gridroute.worktime import CountyCalendar

    one = roster(teams=(), size=teams, shifts=tuple({"name": str(n)} for n in range(shifts)))
    days = (MONDAY + timedelta(days=first + n) for n in range(teams))
    seen = Counter(turn.team for day in days for turn in turns(one, day, CountyCalendar()))
    assert set(seen.values()) == {shifts}

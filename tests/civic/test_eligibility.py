"""T09: age is counted on the day of occurrence, in the way that the county says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gridroute.civic.asking import Asking
from gridroute.civic.eligibility import Eligibility, age_on, eligibility
from gridroute.errors import InputError, PolicyIncomplete

Ask = Callable[..., Asking]
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
ROSTER = "轮值:\n  - {名称: 代办轮值, 队伍: [甲队, 乙队], 起轮日期: 2026-03-01, 每轮: 1天}\n".replace(
    "1天", "1个自然日"
)


def asked(asking: Asking, born: str | None = None, service: str = "代办", **known: object) -> Eligibility:
    return eligibility(asking, service, known, AT, date.fromisoformat(born) if born else None)


@pytest.mark.parametrize("engine", ["index", "reference"])
@pytest.mark.parametrize(
    ("counting", "born", "age", "eligible", "review"),
    [
        ("birthday_counts", "1956-03-02", 70, "yes", ()),  # the birthday itself
        ("birthday_counts", "1956-03-03", 69, "no", ("特殊情况审批",)),  # a day short
        ("day_after", "1956-03-02", 69, "no", ("特殊情况审批",)),
        ("day_after", "1956-03-01", 70, "yes", ()),
    ],
)
def test_t09_seventy_years_on_the_day(
    asking: Ask, counting: str, born: str, age: int, eligible: str, review: tuple[str, ...], engine: str
) -> None:
    made = asked(asking(engine=engine, 周岁口径=counting), born)
    assert (made.age, made.counting, made.eligible, made.review) == (age, counting, eligible, review)


def test_a_day_short_may_be_approved_and_then_is_served(asking: Ask) -> None:
    made = asked(asking({"rosters.yaml": ROSTER}), "1956-03-03", special_need_approved=True)
    assert (made.eligible, made.review, made.roster, made.rules) == ("yes", (), "代办轮值", ("yh-help",))
    assert [turn.team for turn in made.on_duty] == ["乙队"]


@pytest.mark.parametrize(
    ("known", "eligible", "missing"),
    [
        ({}, None, ["age", "left_behind_child", "special_need_approved"]),
        ({"left_behind_child": True}, "yes", ["age", "special_need_approved"]),
        ({"留守儿童": "是"}, "yes", ["age", "special_need_approved"]),
        ({"left_behind_child": False, "special_need_approved": False}, None, ["age"]),
    ],
)
def test_what_nobody_said_is_named_and_not_guessed(
    asking: Ask, known: dict[str, object], eligible: str | None, missing: list[str]
) -> None:
    made = asked(asking(), **known)
    assert made.eligible == eligible
    if eligible is None:
        assert list(made.missing) == missing


def test_a_rule_that_waits_for_the_county_is_named(asking: Ask) -> None:
    """SS31: nobody has said what 年事较高 is."""
    made = asked(asking(), "1930-01-01", "一对一")
    assert made.eligible is None
    assert [one.zh for one in made.warnings] == ["规则 yh-alone“一对一”没有用: 参数“一对一年龄”还没有填"]


def test_a_roster_that_is_not_there_is_said(asking: Ask) -> None:
    made = asked(asking(), left_behind_child=True)
    assert [one.zh for one in made.warnings] == ["没有轮值表“代办轮值”: 写进 rosters.yaml"]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"left_behind_chlid": True}, "没有“left_behind_chlid”这一项: 是不是“left_behind_child”?"),
        ({"left_behind_child": "也许"}, "留守儿童: “也许”不对: 写 是 或 否"),
        ({"age": 75}, "年龄由出生日期推算: 写出生日期"),
        ({"category": "公用事业"}, "没有“category”这一项"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(asking: Ask, known: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(asking(), **known)
    assert said in caught.value.words.zh


def test_an_unknown_service_is_refused(asking: Ask) -> None:
    with pytest.raises(InputError, match="代办"):
        asked(asking(), "1950-01-01", "代半")


def test_a_county_that_has_not_said_how_age_is_counted_is_incomplete(asking: Ask) -> None:
    with pytest.raises(PolicyIncomplete, match="周岁口径"):
        asked(asking(周岁口径="虚岁"), "1950-01-01")


def test_nobody_is_born_after_the_day() -> None:
    with pytest.raises(InputError):
        age_on(date(2026, 3, 3), date(2026, 3, 2), "birthday_counts")


@pytest.mark.parametrize(
    ("day", "counting", "age"),
    [
        ("2026-02-27", "birthday_counts", 69),
        ("2026-02-28", "birthday_counts", 70),  # 民法典 202 条: the last day of the month
        ("2026-02-28", "day_after", 69),
        ("2026-03-01", "day_after", 70),
        ("2028-02-28", "birthday_counts", 71),
        ("2028-02-29", "birthday_counts", 72),
    ],
)
def test_the_29th_of_february(day: str, counting: str, age: int) -> None:
    assert age_on(date(1956, 2, 29), date.fromisoformat(day), counting) == age


@given(some.dates(date(1900, 1, 1), date(2026, 1, 1)), some.dates(date(2026, 1, 1), date(2100, 1, 1)))
def test_law_age_never_falls_and_the_two_ways_differ_on_one_day_a_year(born: date, day: date) -> None:
    counts, after = (age_on(born, day, one) for one in ("birthday_counts", "day_after"))
    assert 0 <= counts - after <= 1
    birthday = (born.month, born.day) == (day.month, day.day)
    leap = (born.month, born.day) == (2, 29) and (day.month, day.day) == (2, 28)
    if day > born and (counts > after):
        assert birthday or leap
    assert counts == day.year - born.year or (day.month, day.day) < (born.month, born.day)

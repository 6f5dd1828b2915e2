"""Seasons: the days of every year, and the days that a year has of its own (§8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.support import Built

from gridroute.policy.period import Period

Yunhe = Callable[..., Built]
#: The heat came early in 2026 and stayed long, until April of 2027.
SEASON = "{from: 11-15, to: 03-15, every: year%s}"
SAID = {"en": ", on: {2026: [11-10, 04-05]}", "none": ""}
CHINESE = "时段: {heating_season: {自: 11-15, 至: 03-15, 每隔: 年, 各年: {2026: [11-10, 04-05]}}}\n"

OWN = Period("heating_season", "采暖季", (11, 15), (3, 15), on=((2026, (11, 10), (4, 5)),))


@pytest.mark.parametrize(
    ("day", "nth", "left"),
    [
        (date(2025, 11, 14), None, None),
        (date(2025, 11, 15), 1, 120),
        (date(2026, 3, 15), 121, 0),  # the season that began in 2025
        (date(2026, 4, 5), None, None),
        (date(2026, 11, 9), None, None),
        (date(2026, 11, 10), 1, 146),
        (date(2027, 3, 16), 127, 20),
        (date(2027, 4, 5), 147, 0),
        (date(2027, 4, 6), None, None),
        (date(2027, 11, 10), None, None),
        (date(2027, 11, 15), 1, 121),
    ],
)
def test_a_year_has_days_of_its_own(day: date, nth: int | None, left: int | None) -> None:
    counts = {} if nth is None else {"heating_season_day": nth, "heating_season_days_left": left}
    assert OWN.season(day) == {"heating_season": nth is not None, **counts}


def test_they_are_read_in_both_languages_and_change_the_hash(yunhe: Yunhe) -> None:
    english = yunhe({"periods.yaml": f"periods: {{heating_season: {SEASON % SAID['en']}}}\n"})
    assert english.said() == []
    assert english.county.policy.periods["heating_season"].on == OWN.on
    without = yunhe({"periods.yaml": f"periods: {{heating_season: {SEASON % SAID['none']}}}\n"})
    chinese = yunhe({"periods.yaml": CHINESE})
    assert chinese.said() == []
    assert chinese.county.policy.hash == english.county.policy.hash != without.county.policy.hash

"""T11, LW15: of 1,038 matters taken in on reception days 1,015 are settled; each of the other 23 is somebody's, by a day."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.casework.story import SATISFIED, Story

from gridroute import Dispatcher, load_county
from gridroute.casework import CaseDesk

TAKEN, SETTLED = 1038, 1015


@pytest.mark.slow
def test_what_reception_days_leave_open_is_all_there_with_body_and_day() -> None:
    county = load_county("laiwu")
    desk = CaseDesk(Dispatcher(county, "index"))
    villages = [place for place in county.territory.communities if place.name.endswith("居民委员会")]
    cases = []
    for number in range(TAKEN):
        story = Story(
            desk,
            "2026-06-03T09:00",
            f"R-{number}",
            text="路灯不亮",
            category="城乡建设/照明/路灯不亮",
            channel="open_day",
            grid=f"{villages[number % len(villages)].code}001",
        )
        if number < SETTLED:
            story.do("accept", "lead", "2026-06-03T10:00")
            story.do("reply", "lead", "2026-06-04T09:00", evidence=["photo"])
            story.do("start_callback", "intake_center", "2026-06-04T10:00")
            story.do("satisfied", "intake_center", "2026-06-05T09:00", **SATISFIED)
        cases.append(story.case)
    states = Counter(case.state for case in cases)
    assert sum(states.values()) == TAKEN
    assert states["closed"] == SETTLED
    left = [case for case in cases if case.state != "closed"]
    assert len(left) == TAKEN - SETTLED == 23
    assert all(case.responsible and case.lead for case in left)
    assert all(case.owed("handle") for case in left)

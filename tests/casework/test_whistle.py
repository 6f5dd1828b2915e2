"""Who comes when somebody blows: whoever is complained about is named as not called, and its superior comes (B13)."""

from __future__ import annotations

import pytest
from tests.casework.story import BLOW, ROAD, Story

from gridroute.casework import CaseDesk


@pytest.mark.parametrize(
    ("accused", "superior", "said"),
    [
        ("县交警大队", "泗水县公安局", "改由上级泗水县公安局来"),
        ("国网泗水县供电公司", None, "没有上级可代"),
    ],
)
def test_b13_whoever_is_complained_about_is_named_and_its_superior_is_called(
    desk: CaseDesk, accused: str, superior: str | None, said: str
) -> None:
    bodies = desk.dispatcher.county.bodies
    (body,) = bodies.named(accused)
    story = Story(desk, **(ROAD | {"subject_organizations": (body.name,)}))
    story.do("accept", "lead", "2026-03-02T10:00")
    made = story.do("blow", "community", "2026-03-02T10:30", **BLOW, required=[body.id, "泗水县水务局"])
    assert made.refusal is None
    (warned,) = made.warnings
    assert warned.zh.startswith(f"{body.name}不列必到 (")
    assert said in warned.zh
    assert warned.en.startswith(f"{body.name} is not called (")
    assert body.id not in story.case.required
    assert bodies.named("泗水县水务局")[0].id in story.case.required
    if superior is not None:
        above = bodies.named(superior)[0].id
        assert above in {one.duty.obligor.id for one in story.case.owed("check_in")}


def test_whoever_nobody_complains_about_is_called_without_a_word(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    made = story.do("blow", "community", "2026-03-02T10:30", **BLOW, required=["泗水县水务局"])
    assert made.warnings == ()

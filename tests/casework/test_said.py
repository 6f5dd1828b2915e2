"""What is said with an event is read or refused in words; nothing that anybody writes breaks the desk."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.casework.story import BLOW, Story, at

from gridroute.casework import Actor, Attempt, CaseDesk


@pytest.fixture(scope="module")
def story(desk: CaseDesk) -> Story:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    return story


@pytest.mark.parametrize(
    ("kind", "role", "said", "words"),
    [
        (
            "extend",
            "intake_center",
            {"reason": "x", "workdays": "三天", "told": True, "approver": "x"},
            "workdays “三天”看不懂: 写 1 到 250 的整数",
        ),
        (
            "extend",
            "intake_center",
            {"reason": "x", "workdays": -3, "told": True, "approver": "x"},
            "workdays “-3”看不懂: 写 1 到 250 的整数",
        ),
        (
            "extend",
            "intake_center",
            {"reason": "x", "workdays": 2, "told": "是", "approver": "x"},
            "told “是”看不懂: 写 true 或 false",
        ),
        (
            "pause",
            "intake_center",
            {"reason": "force_majeure", "approver": "x", "until": "月底"},
            "until “月底”看不懂: 写成 2026-03-02",
        ),
        (
            "supervise",
            "supervisor",
            {"supervise": "purple"},
            "supervise “purple”看不懂: 写 remind、yellow、red、supervised、letter、bulletin",
        ),
        ("reply", "lead", {"evidence": False}, "evidence “False”看不懂: 写明凭证,例如 [照片]"),
        ("reply", "lead", {"evidence": [{"a": 1}]}, "evidence “[{'a': 1}]”看不懂: 写明凭证,例如 [照片]"),
        ("supplement", "intake_center", {"text": "x", "attachments": 5}, "attachments “5”看不懂: 写成一列 [甲, 乙]"),
        (
            "blow",
            "community",
            BLOW | {"whistle_kind": "loud"},
            "whistle_kind “loud”看不懂: 写 appeal、priority_work、enforcement、emergency",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    story: Story, kind: str, role: str, said: dict[str, Any], words: str
) -> None:
    attempt = Attempt(type=kind, at=at("2026-03-02T11:00"), by=Actor(body=story.body(role)), said=said)
    answer = story.desk.attempt(story.case, attempt)
    assert answer.refusal is not None
    assert (answer.refusal.kind, answer.refusal.words.zh) == ("said", words)
    assert answer.refusal.words.en
    assert (answer.case, answer.events) == (story.case, ())


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.text(max_size=8), st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2), st.floats(allow_nan=True),
)  # fmt: skip
NAMES = (
    "reason workdays told approver until to grid basis destination whistle_kind required evidence reached resolved "
    "satisfied reasonable method exit_way approvers reply_lawful absence_noted text attachments supervise papers "
    "milestones next_review trigger triggers opinion measure master from_body resolution reviewed beyond_own_power"
).split()


@settings(max_examples=60)
@given(st.data())
def test_property_no_junk_breaks_the_desk(story: Story, data: st.DataObject) -> None:
    """An answer, with events or a refusal in both languages, whatever is said."""
    desk = story.desk
    event = data.draw(st.sampled_from(sorted(desk.life.events)))
    said = data.draw(st.fixed_dictionaries(dict.fromkeys(desk.life.events[event].needs, JUNK)))
    said |= data.draw(st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=4))
    for state in sorted(desk.life.events[event].sources)[:3]:
        case = story.case.model_copy(update={"state": state, "timers": (), "rung": 0, "convener": story.case.lead})
        for role in ("intake_center", "lead", "supervisor", "community"):
            by = Actor(body=story.body(role))
            answer = desk.attempt(case, Attempt(type=event, at=at("2026-03-02T11:00"), by=by, said=said))
            assert answer.events or answer.refusal
            if answer.refusal is not None:
                assert answer.refusal.words.zh
                assert answer.refusal.words.en

"""I12: no case ends but by a satisfied callback or one of the six ways; each is tried, and each is refused short of it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casework.story import NOT_SATISFIED, ROAD, SATISFIED, Story

from gridroute.casework import REPORTER, CaseDesk

TWO = {"approvers": ["受理中心甲", "住建局乙"]}


def rules(story: Story) -> tuple[str, ...]:
    refusal = story.answer.refusal
    return () if refusal is None else refusal.rules or (refusal.kind,)


def in_callback(desk: CaseDesk, **fields: Any) -> Story:
    story = Story(desk, **(ROAD | fields))
    story.to_callback()
    assert story.case.state == "callback"
    return story


def test_a_satisfied_callback_ends_it(desk: CaseDesk) -> None:
    story = in_callback(desk)
    for short in ({"satisfied": False}, {"resolved": False}, {"reached": False}):
        story.do("satisfied", "intake_center", "2026-03-04T12:00", **(SATISFIED | short))
        assert "core-t26" in rules(story)
        assert story.case.state == "callback"
    assert story.do("satisfied", "intake_center", "2026-03-04T12:00", **SATISFIED).case.state == "closed"
    assert (story.case.closed_by, story.case.owed()) == ("satisfied", [])


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"exit_way": "final_reply", **TWO, "reply_lawful": True, "evidence": ["答复书"]}, ()),
        ({"exit_way": "final_reply", **TWO, "reply_lawful": False, "evidence": ["答复书"]}, ("core-I12a",)),
        ({"exit_way": "final_reply", **TWO, "reply_lawful": True}, ("core-I12a",)),
        (
            {"exit_way": "final_reply", "approvers": ["甲", "甲"], "reply_lawful": True, "evidence": ["x"]},
            ("core-t28",),
        ),
        ({"exit_way": "final_reply", "reply_lawful": True, "evidence": ["x"]}, ("needs",)),
        ({"exit_way": "tired_of_it", **TWO}, ("core-I12",)),
        ({"exit_way": "anonymous", **TWO}, ("core-I12c",)),
        ({"exit_way": "unreachable", **TWO}, ("core-I12b",)),
    ],
)
def test_a_a_final_reply_is_lawful_proven_and_approved_by_two(
    desk: CaseDesk, said: dict[str, Any], refused: tuple[str, ...]
) -> None:
    story = in_callback(desk)
    story.do("lawful_exit", "intake_center", "2026-03-04T12:00", **said)
    assert rules(story) == refused
    assert story.case.state == ("callback" if refused else "closed")
    assert story.case.closed_by == (None if refused else "final_reply")


def test_b_t48_nobody_answers(desk: CaseDesk) -> None:
    """Three calls, on two working days, in two ways, and somebody has seen that it is done."""
    story = in_callback(desk)
    leave = {"exit_way": "unreachable", **TWO}
    calls = (
        ("2026-03-04T12:00", "phone"),
        ("2026-03-04T15:00", "phone"),
        ("2026-03-05T12:00", "phone"),
        ("2026-03-05T15:00", "visit"),
    )
    for when, method in calls:
        story.do("lawful_exit", "intake_center", when, **leave)
        assert rules(story) == ("core-I12b",)
        story.do("attempt_callback", "intake_center", when, method=method, reached=False)
        assert story.case.state == "callback"
    story.do("lawful_exit", "intake_center", "2026-03-05T16:00", **leave)
    assert rules(story) == ("core-I12b",)  # nobody went to see
    story.do("verify_on_site", "community", "2026-03-05T17:00", resolved=True, evidence=["照片"])
    assert story.do("lawful_exit", "intake_center", "2026-03-05T18:00", **leave).case.state == "closed"


def test_b_what_was_found_on_site_is_not_said_away(desk: CaseDesk) -> None:
    story = in_callback(desk)
    for day, method in (("04", "phone"), ("05", "sms"), ("06", "visit")):
        story.do("attempt_callback", "intake_center", f"2026-03-{day}T15:00", method=method, reached=False)
    story.do("verify_on_site", "community", "2026-03-06T17:00", resolved=False, evidence=["照片"])
    story.do("lawful_exit", "intake_center", "2026-03-06T18:00", exit_way="unreachable", resolved=True, **TWO)
    assert rules(story) == ("core-I12b",)
    assert story.case.state == "callback"


def test_b_not_where_the_resident_was_reached(desk: CaseDesk) -> None:
    story = in_callback(desk)
    for day, method, reached in (("04", "phone", False), ("05", "sms", True), ("06", "visit", False)):
        story.do("attempt_callback", "intake_center", f"2026-03-{day}T15:00", method=method, reached=reached)
    story.do("verify_on_site", "community", "2026-03-06T17:00", resolved=True, evidence=["照片"])
    story.do("lawful_exit", "intake_center", "2026-03-06T18:00", exit_way="unreachable", **TWO)
    assert rules(story) == ("core-I12b",)


def test_b_calls_on_a_day_of_rest_are_no_working_day(desk: CaseDesk) -> None:
    story = in_callback(desk)
    story.do("attempt_callback", "intake_center", "2026-03-06T15:00", method="phone", reached=False)
    for day, method in (("07", "visit"), ("08", "phone")):
        story.do("attempt_callback", "intake_center", f"2026-03-{day}T15:00", method=method, reached=False)
    story.do("verify_on_site", "community", "2026-03-08T17:00", resolved=True, evidence=["照片"])
    story.do("lawful_exit", "intake_center", "2026-03-08T18:00", exit_way="unreachable", **TWO)
    assert rules(story) == ("core-I12b",)


def test_c_t46_an_anonymous_case(desk: CaseDesk) -> None:
    story = in_callback(desk, anonymous=True)
    leave = {"exit_way": "anonymous", **TWO}
    story.do("lawful_exit", "intake_center", "2026-03-04T12:00", **leave)
    assert rules(story) == ("core-I12c",)
    story.do("verify_on_site", "lead", "2026-03-04T13:00", resolved=True, evidence=["照片"])
    assert rules(story) == ("who",)  # not by whoever handled it
    story.do("verify_on_site", "community", "2026-03-04T13:00", resolved=True)
    assert rules(story) == ("needs",)  # a photo
    story.do("verify_on_site", "community", "2026-03-04T13:00", resolved=True, evidence=["照片"])
    assert story.do("lawful_exit", "intake_center", "2026-03-04T14:00", **leave).case.closed_by == "anonymous"


def test_what_was_seen_before_a_redo_does_not_count_after_it(desk: CaseDesk) -> None:
    story = in_callback(desk, anonymous=True)
    story.do("verify_on_site", "community", "2026-03-04T13:00", resolved=True, evidence=["照片"])
    story.do("unsatisfied", "intake_center", "2026-03-04T14:00", **NOT_SATISFIED)
    story.do("restart", "lead", "2026-03-04T15:00")
    story.to_callback(5)
    story.do("lawful_exit", "intake_center", "2026-03-05T14:00", exit_way="anonymous", **TWO)
    assert rules(story) == ("core-I12c",)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, ()),
        ({"nature": "report"}, ("core-t33a",)),
        ({"anonymous": True}, ("core-t33d",)),
        ({"category": "公共安全/消防/消防通道堵塞", "text": "消防通道堵了"}, ("core-t33a", "core-t33b")),
    ],
)
def test_e_whoever_said_it_takes_it_back(desk: CaseDesk, fields: dict[str, Any], refused: tuple[str, ...]) -> None:
    story = Story(desk, **(ROAD | fields))
    story.do("withdraw", "intake_center", "2026-03-02T10:00")
    assert rules(story) == ("who",)
    story.do("withdraw", REPORTER, "2026-03-02T10:00")
    assert rules(story) == refused
    assert (story.case.state == "closed") == (not refused)


def test_f_t30_handed_over_and_followed_until_the_other_side_confirms(desk: CaseDesk) -> None:
    story = Story(
        desk, start="2026-03-02T00:10", text="闻到燃气味,楼道里很重", address="泗河街道仲子社区", channel="110"
    )
    assert (story.case.state, story.case.urgency) == ("handed_off", "emergency")
    story.do("object", "lead", "2026-03-02T00:11", reason="x", basis="x", destination="x")
    assert rules(story) == ("state",)  # nobody sends it back
    assert story.advance("2026-03-02T00:41").case.urges == 2
    assert story.advance("2026-03-02T12:00").case.supervise == "supervised"
    assert story.case.state == "handed_off"
    story.do("confirm_receipt", "intake_center", "2026-03-02T12:10")
    assert rules(story) == ("needs",)
    proof = {"confirmed_by": "县消防救援大队值班室", "evidence": ["通话录音"]}
    story.do("confirm_receipt", "intake_center", "2026-03-02T12:10", **(proof | {"confirmed_by": "泗水县民意受理中心"}))
    assert set(rules(story)) == {"core-I12f", "core-I12g", "core-I26h"}
    for body in story.case.supports:
        story.do("confirm_receipt", "intake_center", "2026-03-02T12:12", **proof)
        assert set(rules(story)) == {"core-I12g", "core-I26h"}
        story.do("report", body, "2026-03-02T12:12")
    story.do("confirm_receipt", "intake_center", "2026-03-02T12:12", **proof)
    assert rules(story) == ("core-I26h",)  # a report is no arrival
    for body in story.case.supports:
        story.do("check_in", body, "2026-03-02T12:12")
    closed = story.do("confirm_receipt", "intake_center", "2026-03-02T12:13", **proof).case
    assert (closed.state, closed.owed()) == ("closed", [])
    assert {one.duty.act for one in closed.duties if one.status == "waived"} <= {"track", "opinion"}
    again = story.do("reopen", "intake_center", "2026-03-03T09:00", reason="又闻到了", recurred=True).case
    assert {one.duty.obligor.id for one in again.owed("assist")} == set(again.supports)
    assert again.owed("handle")


def test_a_reply_waits_for_its_supports_or_says_who_is_missing(desk: CaseDesk) -> None:
    """T50, I14."""
    story = Story(desk)
    helper = desk.dispatcher.county.bodies.named("泗水县交通运输局")[0].id
    story.answer = type(story.answer)(story.case.model_copy(update={"supports": (helper,)}))
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("reply", "lead", "2026-03-03T10:00", evidence=["photo"])
    assert rules(story) == ("core-I14",)
    story.do("reply", helper, "2026-03-03T10:00", evidence=["photo"])
    assert rules(story) == ("who",)
    waived = story.do("reply", "lead", "2026-03-03T10:00", evidence=["photo"], absence_noted=True)
    assert (waived.refusal, waived.case.state) == (None, "replied")
    assert [one.duty.obligor.id for one in waived.case.owed("assist")] == [helper]  # noted, and still owed
    other = Story(desk)
    other.answer = type(other.answer)(other.case.model_copy(update={"supports": (helper,)}))
    other.do("accept", "lead", "2026-03-02T10:00")
    other.do("report", helper, "2026-03-02T11:00")
    assert other.do("reply", "lead", "2026-03-03T10:00", evidence=["photo"]).case.state == "replied"


def test_t60_the_same_hole_comes_back_within_the_time(desk: CaseDesk) -> None:
    story = in_callback(desk)
    story.do("satisfied", "intake_center", "2026-03-04T12:00", **SATISFIED)
    first, lead = story.case.first_receiver, story.case.lead
    story.do("reopen", "intake_center", "2026-03-23T09:00", reason="又来问")
    assert (rules(story), story.case.state) == (("core-t31a",), "closed")
    story.do("reopen", "intake_center", "2026-03-24T09:00", reason="同一坑洞复发", recurred=True)
    assert (story.case.state, story.case.first_receiver, story.case.lead) == ("in_progress", first, lead)
    assert (story.case.reopen_count, story.due("handle"), story.case.closed_by) == (1, "2026-03-27", None)


def test_t60_what_is_said_of_a_closed_case_is_kept_and_reaches_the_intake_center(desk: CaseDesk) -> None:
    story = in_callback(desk)
    story.do("satisfied", "intake_center", "2026-03-04T12:00", **SATISFIED)
    made = story.do("supplement", REPORTER, "2026-03-23T09:00", text="同一个坑又有了", attachments=["坑.jpg"])
    assert (made.refusal, story.case.state, story.case.owed()) == (None, "closed", [])
    assert (story.case.supplements, story.case.attachments) == (("同一个坑又有了",), ("坑.jpg",))
    assert {one.id for one in made.events[-1].notify} == {story.case.lead, story.body("intake_center")}


def test_t60_a_closed_case_that_turns_on_its_lead_does_not_tell_it(desk: CaseDesk) -> None:
    story = in_callback(desk)
    story.do("satisfied", "intake_center", "2026-03-04T12:00", **SATISFIED)
    lead = story.case.lead or ""
    name = desk.dispatcher.county.bodies.by_id[lead].name
    made = story.do("supplement", REPORTER, "2026-03-23T09:00", text=f"举报{name}收了钱不办事")
    assert lead in story.case.subjects
    assert lead not in {one.id for event in made.events for one in event.notify}


def test_t60_after_the_time_it_is_a_new_case(desk: CaseDesk) -> None:
    story = in_callback(desk)
    story.do("satisfied", "intake_center", "2026-03-04T12:00", **SATISFIED)
    story.do("reopen", "intake_center", "2026-04-20T09:00", reason="同一坑洞复发")
    assert (rules(story), story.case.state) == (("state",), "archived")


def test_a_request_that_is_met_and_unreasonable_is_not_redone(desk: CaseDesk) -> None:
    story = in_callback(desk)
    said = {"reached": True, "resolved": True, "satisfied": False, "reasonable": False}
    story.do("unsatisfied", "intake_center", "2026-03-04T12:00", **said)
    assert rules(story) == ("core-t27",)

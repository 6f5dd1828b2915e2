"""The life of a case: the main way, refusals, time, and laws over random histories."""

from __future__ import annotations

import pytest
from tests.casework.story import NOT_SATISFIED, Story, at

from gridroute.casework import REPORTER, SYSTEM, Actor, Attempt, CaseDesk


def test_the_example_of_the_contract(desk: CaseDesk) -> None:
    """Design §11: not satisfied, back to whoever handled it, late, red."""
    story = Story(desk)
    assert (story.case.state, story.due("handle")) == ("dispatched", "2026-03-05")
    assert story.do("accept", "lead", "2026-03-02T15:00").case.state == "in_progress"
    lead = story.case.lead
    story.to_callback()
    made = story.do("unsatisfied", "intake_center", "2026-03-05T10:00", **NOT_SATISFIED)
    assert (made.case.state, made.case.redo_count, made.case.lead) == ("redo", 1, lead)
    assert story.due("handle") == "2026-03-10"
    assert story.advance("2026-03-11T08:00").case.supervise == "red"


def test_t03_t04_redo_has_a_cap_and_then_climbs(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    for number in (1, 2, 3):
        story.to_callback(2 + number)
        story.do("unsatisfied", "intake_center", f"2026-03-{2 + number:02}T12:00", **NOT_SATISFIED)
        assert story.case.redo_count == number
        if number < 3:
            assert story.case.state == "redo"
            story.do("restart", "lead", f"2026-03-{2 + number:02}T13:00")
    assert (story.case.state, story.case.level) == ("awaiting_meeting", "community")
    assert story.case.supervise == "supervised"
    assert "C2.2" in story.case.triggers
    assert [event.type for event in story.log][-2:] == ["unsatisfied", "redo_exceeded"]


def test_what_nobody_settles_climbs_every_rung_and_is_listed(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do(
        "escalate",
        "lead",
        "2026-03-03T10:00",
        trigger="C2.5",
        basis="权责清单",
        papers=["事实", "已做措施", "争点", "建议主办"],
    )
    if story.answer.refusal is not None:  # the county wants papers first
        pytest.fail(story.answer.refusal.words.zh)
    levels = [story.case.level]
    while story.case.state == "awaiting_meeting":
        timer = story.case.next_timer()
        assert timer is not None
        story.advance(timer.at.strftime("%Y-%m-%dT%H:%M"))
        if story.case.level != levels[-1]:
            levels.append(story.case.level)
    assert levels == ["community", "township", "county"]
    assert story.case.state == "listed"
    assert story.case.next_review is not None


def test_i26_signing_in_is_not_doing(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    blow = {"whistle_kind": "appeal", "beyond_own_power": True, "reviewed": True}
    village = story.desk.dispatcher.county.territory.communities
    community = next(place.code for place in village if place.name.startswith("仲子社区"))
    refused = story.desk.attempt(
        story.case,
        Attempt(type="blow", at=at("2026-03-02T11:00"), by=Actor(body=community), said=blow | {"reviewed": False}),
    )
    assert refused.refusal is not None
    assert refused.refusal.rules == ("core-B6b",)
    story.take(
        story.desk.attempt(
            story.case, Attempt(type="blow", at=at("2026-03-02T11:00"), by=Actor(body=community), said=blow)
        )
    )
    assert story.case.state == "whistled"
    assert story.case.lead in story.case.required
    for body in story.case.required:
        story.take(
            story.desk.attempt(story.case, Attempt(type="check_in", at=at("2026-03-02T12:00"), by=Actor(body=body)))
        )
    assert story.case.state == "joint_handling"
    assert {one.duty.obligor.id for one in story.case.owed("opinion")} == set(story.case.required)
    assert story.advance("2026-03-05T08:00").case.supervise == "red"


def test_t18_no_show_goes_to_a_meeting(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    blow = {"whistle_kind": "appeal", "beyond_own_power": True, "reviewed": True, "by": "x"}
    community = story.desk.attempt  # the community blows
    code = next(p.code for p in desk.dispatcher.county.territory.communities if p.name.startswith("仲子社区"))
    story.take(community(story.case, Attempt(type="blow", at=at("2026-03-02T11:00"), by=Actor(body=code), said=blow)))
    story.advance("2026-03-06T00:00")
    assert story.case.state == "awaiting_meeting"
    assert "no_show" in [event.type for event in story.log]


def test_t41_t42_a_second_objection_is_adjudicated_and_the_designated_may_not_object(desk: CaseDesk) -> None:
    story = Story(desk)
    (other,) = desk.dispatcher.county.bodies.named("泗水县交通运输局")
    why = {"reason": "不归我", "basis": "三定规定", "destination": other.id}
    assert story.do("object", "lead", "2026-03-02T10:00", reason="不归我").refusal is not None
    story.do("object", "lead", "2026-03-02T10:00", **why)
    assert story.case.state == "objected"
    story.do("accept_objection", "intake_center", "2026-03-02T11:00", to=other.id)
    assert (story.case.state, story.case.lead, story.due("handle")) == ("dispatched", other.id, "2026-03-05")  # I8
    second = story.do("object", "lead", "2026-03-02T12:00", **why | {"destination": "泗水县住房和城乡建设局"})
    assert second.refusal is not None
    assert second.refusal.rules == ("core-T41",)
    assert (story.case.state, story.case.contested) == ("adjudicating", True)
    assert story.case.responsible == story.case.first_receiver  # I22
    assert [one.duty.obligor.id for one in story.case.owed("interim")] == [story.case.first_receiver]
    story.do("designate", "adjudicator", "2026-03-02T13:00", to=other.id)
    assert (story.case.state, story.case.designated) == ("dispatched", True)
    third = story.do("object", "lead", "2026-03-02T14:00", **why)
    assert third.refusal is not None
    assert "core-T42" in third.refusal.rules


def test_i40_t53_a_supplement_always_reaches_the_lead(desk: CaseDesk) -> None:
    story = Story(desk)
    made = story.do("supplement", REPORTER, "2026-03-02T10:00", text="还有个大坑")
    assert [body.id for body in made.events[-1].notify] == [story.case.lead]
    assert story.case.supplements == ("还有个大坑",)


def test_an_attempt_after_a_deadline_comes_after_what_fell_due(desk: CaseDesk) -> None:
    story = Story(desk)
    made = story.do("accept", "lead", "2026-03-04T09:00")
    kinds = [event.type for event in made.events]
    assert kinds[-1] == "accept"
    assert "supervise" in kinds[:-1]


def test_time_does_not_go_back(desk: CaseDesk) -> None:
    story = Story(desk)
    with pytest.raises(ValueError, match="before the last event"):
        story.do("accept", "lead", "2026-03-02T08:00")


def test_nobody_but_those_named_may_act_and_nobody_may_be_the_system(desk: CaseDesk) -> None:
    story = Story(desk)
    stranger = "370831-nobody"
    for event in desk.life.possible(story.case.state):
        answer = desk.attempt(story.case, Attempt(type=event.name, at=at("2026-03-02T09:30"), by=Actor(body=stranger)))
        assert answer.refusal is not None
        assert answer.refusal.kind == "who"


def test_nobody_outside_is_the_system(desk: CaseDesk) -> None:
    """Whatever an attempt from outside claims, the life cycle's own events are not for it (I20, t15)."""
    story = Story(desk)
    for kind in ("window_elapsed", "supervise", "overdue", "archive", "designate", "accept"):
        claimed = Attempt(type=kind, at=at("2026-03-02T09:30"), by=Actor(body=SYSTEM), said={"supervise": "bulletin"})
        answer = desk.attempt(story.case, claimed)
        assert answer.refusal is not None
        assert answer.refusal.kind == "who"
        assert (answer.case, answer.events) == (story.case, ())
    assert story.do("window_elapsed", SYSTEM, "2026-03-02T10:00").case.state == "in_progress"  # the door inside

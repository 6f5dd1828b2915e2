"""The life of a case: the main way, refusals, time, and laws over random histories."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridroute import County, Dispatcher, Issue
from gridroute.casework import REPORTER, SYSTEM, Actor, Answer, Attempt, Case, CaseDesk, CaseEvent, fold

ROAD = {"text": "村口路面破损", "category": "城乡建设/道路/路面破损", "address": "泗河街道仲子社区"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")


@pytest.fixture(scope="module")
def desk(sishui: County) -> CaseDesk:
    return CaseDesk(Dispatcher(sishui, "index"))


class Story:
    """One case and the log of all its events."""

    def __init__(self, desk: CaseDesk, start: str = "2026-03-02T09:00", **fields: Any) -> None:
        self.desk = desk
        issue = Issue.model_validate({"id": "S1", "received_at": at(start), "channel": "12345", **(fields or ROAD)})
        self.answer = desk.open(issue, at(start))
        self.log: list[CaseEvent] = [*self.answer.events]

    @property
    def case(self) -> Case:
        return self.answer.case

    def body(self, role: str) -> str:
        if role in (SYSTEM, REPORTER):
            return role
        if role == "intake_center":
            return self.desk.dispatcher.county.bodies.with_function("民意受理")[0].id
        return str(getattr(self.case, role))

    def do(self, kind: str, role: str, when: str, **said: Any) -> Answer:
        attempt = Attempt(type=kind, at=at(when), by=Actor(body=self.body(role)), said=said)
        return self._take(self.desk.attempt(self.case, attempt))

    def advance(self, when: str) -> Answer:
        return self._take(self.desk.advance(self.case, at(when)))

    def _take(self, answer: Answer) -> Answer:
        self.answer = answer
        self.log.extend(answer.events)
        return answer

    def due(self, act: str) -> str:
        (one,) = self.case.owed(act)
        return str(one.duty.due_on)


NOT_SATISFIED = {"reached": True, "resolved": False, "satisfied": False, "reasonable": True}


def to_callback(story: Story, day: int = 4) -> None:
    story.do("reply", "lead", f"2026-03-{day:02}T10:00", evidence=["photo"])
    story.do("start_callback", "intake_center", f"2026-03-{day:02}T11:00")


def test_the_example_of_the_contract(desk: CaseDesk) -> None:
    """Design §11: not satisfied, back to whoever handled it, late, red."""
    story = Story(desk)
    assert (story.case.state, story.due("handle")) == ("dispatched", "2026-03-05")
    assert story.do("accept", "lead", "2026-03-02T15:00").case.state == "in_progress"
    lead = story.case.lead
    to_callback(story)
    made = story.do("unsatisfied", "intake_center", "2026-03-05T10:00", **NOT_SATISFIED)
    assert (made.case.state, made.case.redo_count, made.case.lead) == ("redo", 1, lead)
    assert story.due("handle") == "2026-03-10"
    assert story.advance("2026-03-11T08:00").case.supervise == "red"


def test_t03_t04_redo_has_a_cap_and_then_climbs(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    for number in (1, 2, 3):
        to_callback(story, 2 + number)
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
    story.do("escalate", "lead", "2026-03-03T10:00", trigger="C2.5", papers=["事实"])
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
    story._take(
        story.desk.attempt(
            story.case, Attempt(type="blow", at=at("2026-03-02T11:00"), by=Actor(body=community), said=blow)
        )
    )
    assert story.case.state == "whistled"
    assert story.case.lead in story.case.required
    for body in story.case.required:
        story._take(
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
    story._take(community(story.case, Attempt(type="blow", at=at("2026-03-02T11:00"), by=Actor(body=code), said=blow)))
    story.advance("2026-03-06T00:00")
    assert story.case.state == "awaiting_meeting"
    assert "no_show" in [event.type for event in story.log]


def test_t41_t42_a_second_objection_is_adjudicated_and_the_designated_may_not_object(desk: CaseDesk) -> None:
    story = Story(desk)
    other = next(
        one
        for one in desk.dispatcher.county.bodies.by_id.values()
        if one.kind == "gov_dept" and one.id != story.case.lead
    )
    why = {"reason": "不归我", "basis": "三定规定", "destination": other.id}
    assert story.do("object", "lead", "2026-03-02T10:00", reason="不归我").refusal is not None
    story.do("object", "lead", "2026-03-02T10:00", **why)
    assert story.case.state == "objected"
    story.do("accept_objection", "intake_center", "2026-03-02T11:00", to=other.id)
    assert (story.case.state, story.case.lead, story.due("handle")) == ("dispatched", other.id, "2026-03-05")  # I8
    second = story.do("object", "lead", "2026-03-02T12:00", **why)
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


def test_every_way_that_the_life_cycle_does_not_have_is_refused(desk: CaseDesk) -> None:
    """State × event: refused with a reason, and nothing changes."""
    story = Story(desk)
    life = desk.life
    for state in life.states:
        case = story.case.model_copy(update={"state": state, "timers": ()})
        for event in life.events.values():
            if state in event.sources:
                continue
            attempt = Attempt(type=event.name, at=at("2026-03-02T09:30"), by=Actor(body=SYSTEM))
            answer = desk.attempt(case, attempt)
            assert answer.refusal is not None, (state, event.name)
            assert answer.refusal.kind == "state"
            assert answer.refusal.words.zh
            assert (answer.case, answer.events) == (case, ())


def test_nobody_but_those_named_may_act_and_nobody_may_be_the_system(desk: CaseDesk) -> None:
    story = Story(desk)
    stranger = "370831-nobody"
    for event in desk.life.possible(story.case.state):
        answer = desk.attempt(story.case, Attempt(type=event.name, at=at("2026-03-02T09:30"), by=Actor(body=stranger)))
        assert answer.refusal is not None
        assert answer.refusal.kind == "who"


def walk(desk: CaseDesk, seed: int, steps: int) -> list[CaseEvent]:
    """A random history: anybody tries anything, and time passes."""
    rng = random.Random(seed)
    county = desk.dispatcher.county
    paths = sorted(county.policy.categories.nodes)
    place = rng.choice(county.territory.communities)
    fields = {
        "text": rng.choice(["路灯不亮", "停水三天了", "闻到燃气味", "举报镇政府不作为"]),
        "category": rng.choice(paths),
    }
    now = at("2026-03-02T09:00") + timedelta(hours=rng.randrange(2000))
    issue = Issue.model_validate(
        {"id": f"W{seed}", "received_at": now, "channel": "12345", "grid": place.code, **fields}
    )
    answer = desk.open(issue, now)
    log = [*answer.events]
    bodies = sorted(county.bodies.by_id)
    for _ in range(steps):
        case = answer.case
        now = max(now, case.at) + timedelta(minutes=rng.choice([1, 30, 300, 3_000, 30_000]))
        near = [case.lead, case.first_receiver, case.convener, case.adjudicator, *case.supports, *case.required]
        who = rng.choice([one for one in near if one] + [SYSTEM, REPORTER, rng.choice(bodies)])
        kind = rng.choice([event.name for event in desk.life.possible(case.state)] or ["archive"])
        said = {
            "reason": "x", "to": rng.choice(bodies), "whistle_kind": "appeal", "evidence": ["photo"], "reached": True,
            "resolved": rng.random() < 0.5, "satisfied": rng.random() < 0.5, "reasonable": True, "reviewed": True,
            "beyond_own_power": True, "basis": "x", "destination": "x", "method": "phone", "text": "再说一遍",
            "trigger": "C2.5", "workdays": 2, "told": True, "approver": "x", "papers": ["事实"], "opinion": "x",
            "resolution": {"within": "5 workdays"}, "milestones": ["x"], "measure": "送水", "supervise": "yellow",
            "next_review": (now + timedelta(days=30)).isoformat(), "exit_way": "final_reply", "approvers": ["a", "b"],
            "master": "M", "from_body": case.lead or "x",
        }  # fmt: skip
        if who == SYSTEM and not any(timer.fires == kind for timer in case.timers):
            who = REPORTER  # nobody but time speaks for the system
        answer = desk.attempt(case, Attempt(type=kind, at=now, by=Actor(body=who), said=said))
        log.extend(answer.events)
        check(desk, answer.case)
    return log


def check(desk: CaseDesk, case: Case) -> None:
    bodies = desk.dispatcher.county.bodies.by_id
    assert case.responsible in bodies  # I2
    assert case.state in desk.life.states
    assert case.redo_count <= 3 + sum(1 for _ in case.triggers)
    assert all(one.duty.due_at for one in case.duties)  # I7
    assert case.lead not in case.supports  # I3
    if not desk.life.states[case.state].final and case.state not in ("referred", "declined", "merged"):
        assert case.timers, case.state  # nothing waits for ever without somebody being reminded
    assert all(timer.at >= case.opened_at for timer in case.timers)


@settings(max_examples=15)
@given(st.integers(0, 10**9))
def test_law_random_histories_keep_the_invariants_and_replay_the_same(desk: CaseDesk, seed: int) -> None:
    log = walk(desk, seed, 12)
    again = [CaseEvent.model_validate_json(event.as_json()) for event in log]
    assert fold(again) == fold(log)  # I36, T55
    assert [event.as_json() for event in again] == [event.as_json() for event in log]
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    assert [event.as_json() for event in walk(desk, seed, 12)] == [event.as_json() for event in log]  # I33

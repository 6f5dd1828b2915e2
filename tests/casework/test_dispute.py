"""Objections, adjudication that always ends, and what may be named (t10 to t14, I19 to I23; B14, T43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.casework.story import Story, at

from gridroute import Dispatcher
from gridroute.casework import CaseDesk
from gridroute.casework.event import Timer

WHY = {"reason": "不归我", "basis": "三定规定", "destination": "泗水县交通运输局"}


def refused(story: Story) -> str:
    return story.answer.refusal.words.zh if story.answer.refusal else ""


def test_i20_adjudication_ends_though_nobody_adjudicates(desk: CaseDesk) -> None:
    """Each who may adjudicate has a day; then the system designates, and the designated may not object."""
    story = Story(desk)
    story.do("object", "lead", "2026-03-02T10:00", **WHY)
    story.do("accept_objection", "intake_center", "2026-03-02T11:00", to="泗水县交通运输局")
    story.do("object", "lead", "2026-03-02T12:00", **WHY)
    assert story.case.state == "adjudicating"
    asked = [story.case.adjudicator]
    for _ in range(20):
        if story.case.state != "adjudicating":
            break
        timer = story.case.next_timer()
        assert timer is not None
        story.take(desk.advance(story.case, timer.at))
        if story.case.adjudicator != asked[-1]:
            asked.append(story.case.adjudicator)
    assert story.case.state == "dispatched" or story.case.state == "in_progress"
    assert (story.case.designated, story.case.lead is not None) == (True, True)
    assert "designate" in [event.type for event in story.log]
    steps = sum(event.type == "adjudication_overdue" for event in story.log)
    assert steps <= len(desk.dispatcher.county.policy.successions["adjudicator"].roles)


def test_i21_nobody_gets_it_back_in_the_same_round(desk: CaseDesk) -> None:
    story = Story(desk)
    first = story.case.lead
    story.do("object", "lead", "2026-03-02T10:00", **WHY)
    story.do("accept_objection", "intake_center", "2026-03-02T11:00", to="泗水县交通运输局")
    story.do("reassign", "intake_center", "2026-03-02T12:00", to=str(first), reason="x")
    assert "转裁定" in refused(story)
    assert story.case.led == (first,)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("天上的单位", "没有单位"),
        ("泗河街道仲子社区居民委员会", "不是行政类主办"),
        ("泗水县住房和城乡建设局", "已经是过"),
    ],
)
def test_what_cannot_lead_is_refused_with_its_reason(desk: CaseDesk, to: str, said: str) -> None:
    story = Story(desk)
    if to.startswith("泗河街道仲子"):
        to = str(story.case.community)
    before = story.case
    story.do("reassign", "intake_center", "2026-03-02T12:00", to=to, reason="x")
    assert said in refused(story)
    assert story.case == before


def test_b14_t43_an_abolished_body_hands_on_all_it_owes(desk: CaseDesk) -> None:
    """On the day after its last, by itself; each duty keeps its deadline, and each transfer is an event."""
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    lead, (handle,) = str(story.case.lead), story.case.owed("handle")
    county, bodies = desk.dispatcher.county, desk.dispatcher.county.bodies
    (heir,) = bodies.named("泗水县交通运输局")
    old = bodies.by_id[lead].model_copy(update={"valid_to": date(2026, 3, 3), "successors": (heir.id,)})
    emptied = {"_names": None, "_at_place": None, "_functions": None, "_services": None}
    changed = replace(bodies, by_id={**bodies.by_id, lead: old}, **emptied)
    later = CaseDesk(Dispatcher(replace(county, policy=replace(county.policy, bodies=changed)), "index"))
    other = Story(later)
    other.do("accept", "lead", "2026-03-02T10:00")
    assert any(one.fires == "transfer" for one in other.case.timers)
    assert other.advance("2026-03-03T23:00").case.lead == lead
    made = other.advance("2026-03-04T00:00")
    assert [event.type for event in made.events] == ["transfer"]
    assert (made.case.lead, made.case.responsible) == (heir.id, heir.id)
    (moved,) = made.case.owed("handle")
    assert (moved.duty.obligor.id, moved.duty.due_at) == (heir.id, handle.duty.due_at)
    assert not [one for one in made.case.owed() if one.duty.obligor.id == lead]
    assert lead not in made.case.parties
    assert not any(one.fires == "transfer" for one in made.case.timers)
    other.do("reassign", "intake_center", "2026-03-04T10:00", to=lead, reason="x")
    assert "已撤销" in refused(other)


def test_t43_a_register_that_was_mended_leaves_no_timer_behind(desk: CaseDesk) -> None:
    """The timer was set while the register said that a party ends; it does not end after all."""
    story = Story(desk)
    timer = Timer(fires="transfer", at=at("2026-03-02T10:00"))
    made = desk.advance(story.case.model_copy(update={"timers": (timer,)}), at("2026-03-02T11:00"))
    assert [event.type for event in made.events] == ["fix_deadlines"]
    assert made.case.lead == story.case.lead
    assert made.case.timers
    assert timer not in made.case.timers


def test_t43_without_a_successor_the_government_has_it(desk: CaseDesk) -> None:
    county, bodies = desk.dispatcher.county, desk.dispatcher.county.bodies
    lead = str(Story(desk).case.lead)
    old = bodies.by_id[lead].model_copy(update={"valid_to": date(2026, 3, 3), "successors": ()})
    emptied = {"_names": None, "_at_place": None, "_functions": None, "_services": None}
    changed = replace(bodies, by_id={**bodies.by_id, lead: old}, **emptied)
    story = Story(CaseDesk(Dispatcher(replace(county, policy=replace(county.policy, bodies=changed)), "index")))
    assert story.case.lead == lead
    story.advance("2026-03-04T00:00")
    assert story.case.lead == bodies.with_function("本级政府")[0].id


def test_t58_a_township_that_only_helps_is_not_charged(desk: CaseDesk) -> None:
    """B17, I24: its lateness counts against the lead."""
    from gridroute.casework.event import OpenDuty

    story = Story(desk)
    town = desk.dispatcher.county.bodies.by_id[str(story.case.township)]
    (handle,) = story.case.owed("handle")
    assist = handle.duty.model_copy(update={"act": "assist", "obligor": town.ref, "role": "support"})
    one = OpenDuty(number=99, duty=assist, opened_at=story.case.at)
    case = story.case.model_copy(update={"supports": (town.id,), "duties": (*story.case.duties, one)})
    story.answer = type(story.answer)(case)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.advance("2026-03-07T00:00")
    late = {one.duty.act: one for one in story.case.duties if one.status == "overdue"}
    assert (late["assist"].charged, late["handle"].charged) == (story.case.lead, story.case.lead)
    assert town.id not in {one.charged for one in story.case.duties}


def test_i23_what_the_lead_owes_passes_to_no_village(desk: CaseDesk) -> None:
    story = Story(desk)
    village = story.body("community")
    assert story.case.lead is not None
    made = story.do("transfer", "intake_center", "2026-03-02T10:00", from_body=story.case.lead, to=village)
    assert made.refusal is not None
    assert made.refusal.kind == "unfit"
    assert story.case.lead != village

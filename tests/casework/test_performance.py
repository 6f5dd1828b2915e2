"""Duties are done by whoever owes them, each by its own event, and those that recur are owed again (I26, T27)."""

from __future__ import annotations

import pytest
from tests.casework.story import Story

from gridroute.casework import CaseDesk
from gridroute.casework.event import OpenDuty
from gridroute.model import Unit


def said(story: Story) -> str:
    return story.answer.refusal.words.zh if story.answer.refusal else ""


def test_a_contact_is_made_by_whoever_owes_it(desk: CaseDesk) -> None:
    story = Story(desk)
    assert story.case.owed("contact")
    story.do("perform", "intake_center", "2026-03-02T10:00", act="contact", evidence=["通话记录"])
    assert "只能由义务单位做" in said(story)
    story.do("perform", "lead", "2026-03-02T10:00", act="contact")
    assert "evidence" in said(story)
    story.do("perform", "lead", "2026-03-02T10:00", act="contact", evidence=["通话记录"])
    assert not story.case.owed("contact")
    assert story.case.owed("handle")
    story.do("perform", "lead", "2026-03-02T11:00", act="contact", evidence=["通话记录"])
    assert "没有未履行的“联系诉求人”" in said(story)


@pytest.mark.parametrize(
    ("act", "words"), [("handle", "用“反馈”履行"), ("fly", "没有义务“fly”"), ("adjudicate", "用“指定主办”履行")]
)
def test_what_has_an_event_of_its_own_is_not_ticked_off(desk: CaseDesk, act: str, words: str) -> None:
    story = Story(desk)
    before = story.case
    story.do("perform", "lead", "2026-03-02T10:00", act=act, evidence=["x"])
    assert words in said(story)
    assert story.case == before


def test_t27_the_resident_is_told_at_intervals(desk: CaseDesk) -> None:
    story = Story(desk)
    (handle,) = story.case.owed("handle")
    every = {"act": "progress", "every": True, "unit": Unit.CLOCK_HOURS, "amount": 12}
    center = desk.dispatcher.county.bodies.by_id[story.case.first_receiver].ref
    progress = handle.duty.model_copy(update={**every, "obligor": center, "role": "first_receiver"})
    one = OpenDuty(number=99, duty=progress, opened_at=story.case.at)
    story.answer = type(story.answer)(story.case.model_copy(update={"duties": (*story.case.duties, one)}))
    story.do("broadcast", "intake_center", "2026-03-02T10:00")
    (again,) = story.case.owed("progress")
    assert (again.number, again.duty.due_at.isoformat()) == (100, "2026-03-02T22:00:00+08:00")
    assert {one.number: one.status for one in story.case.duties}[99] == "fulfilled"


def test_an_interim_measure_discharges_whoever_had_to_act_first(desk: CaseDesk) -> None:
    """B18: it is asked of the first receiver as soon as a matter is in dispute."""
    story = Story(desk)
    why = {"reason": "不归我", "basis": "三定规定", "destination": "泗水县交通运输局"}
    story.do("object", "lead", "2026-03-02T10:00", **why)
    story.do("accept_objection", "intake_center", "2026-03-02T11:00", to="泗水县交通运输局")
    story.do("object", "lead", "2026-03-02T12:00", **why)
    assert [one.duty.obligor.id for one in story.case.owed("interim")] == [story.case.first_receiver]
    story.do("interim", "first_receiver", "2026-03-02T12:30", measure="设围挡")
    assert not story.case.owed("interim")
    assert story.case.state == "adjudicating"

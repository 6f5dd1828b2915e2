"""Extensions, pauses and provisional deadlines (§3.3-5 to 7, I9, I11; T51)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.casework.story import Story, at

from gridroute import Dispatcher
from gridroute.casework import CaseDesk
from gridroute.worktime import CountyCalendar

ASK = {"reason": "雨季不能施工", "workdays": 3, "told": True, "approver": "泗水县人民政府"}


def begun(desk: CaseDesk) -> Story:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    return story


def refused(story: Story) -> tuple[str, ...]:
    return story.answer.refusal.rules or (story.answer.refusal.kind,) if story.answer.refusal else ()


def test_an_extension_moves_the_deadline_once(desk: CaseDesk) -> None:
    story = begun(desk)
    story.do("extend", "intake_center", "2026-03-03T10:00", **ASK)
    assert (story.due("handle"), story.case.extension_count, story.case.extension_workdays) == ("2026-03-10", 1, 3)
    story.do("extend", "intake_center", "2026-03-04T10:00", **ASK)
    assert (refused(story), story.due("handle")) == (("core-I11a",), "2026-03-10")


@pytest.mark.parametrize(
    ("role", "said", "why"),
    [
        ("lead", {}, ("who",)),
        ("intake_center", {"told": False}, ("core-I11c",)),
        ("intake_center", {"told": None}, ("needs",)),
        ("intake_center", {"reason": ""}, ("needs",)),
        ("intake_center", {"workdays": 11}, ("core-I11b", "sd-P4-extend")),
    ],
)
def test_an_extension_has_a_reason_an_approver_a_cap_and_is_told(
    desk: CaseDesk, role: str, said: dict[str, object], why: tuple[str, ...]
) -> None:
    story = begun(desk)
    story.do("extend", role, "2026-03-03T10:00", **(ASK | said))
    assert refused(story) == why
    assert (story.due("handle"), story.case.extension_count) == ("2026-03-05", 0)


def test_no_extension_after_the_deadline(desk: CaseDesk) -> None:
    story = begun(desk)
    story.advance("2026-03-06T09:00")
    if story.case.state == "in_progress":
        story.do("extend", "intake_center", "2026-03-06T10:00", **ASK)
        assert "core-I11d" in refused(story)
    else:
        assert story.case.state == "awaiting_meeting"  # what is late goes to a meeting (C2.1)


def test_a_pause_stops_the_clock_and_ends(desk: CaseDesk) -> None:
    story = begun(desk)
    story.do("perform", "lead", "2026-03-02T10:05", act="contact", evidence=["通话记录"])
    story.do("pause", "intake_center", "2026-03-03T10:00", reason="想停", approver="泗水县人民政府")
    assert refused(story) == ("core-pause",)
    story.do("pause", "lead", "2026-03-03T10:00", reason="force_majeure", approver="泗水县人民政府")
    assert refused(story) == ("who",)
    story.do("pause", "intake_center", "2026-03-03T10:00", reason="force_majeure", approver="泗水县人民政府")
    story.do("pause", "intake_center", "2026-03-03T11:00", reason="force_majeure", approver="泗水县人民政府")
    assert refused(story) == ("core-pause2",)
    assert story.advance("2026-03-10T08:00").case.supervise is None
    story.do("resume", "intake_center", "2026-03-10T09:00")
    assert story.due("handle") == "2026-03-12"  # five working days later than 2026-03-05
    assert story.case.paused_at is None


def test_a_pause_that_nobody_ends_ends_by_itself(desk: CaseDesk) -> None:
    story = begun(desk)
    story.do(
        "pause",
        "intake_center",
        "2026-03-03T10:00",
        reason="reporter_agreed",
        evidence=["同意书"],
        approver="泗水县人民政府",
        until="2026-03-06T10:00",
    )
    assert story.advance("2026-03-06T11:00").case.paused_at is None
    assert story.due("handle") == "2026-03-10"
    other = begun(desk)
    other.do(
        "pause",
        "intake_center",
        "2026-03-03T10:00",
        reason="reporter_agreed",
        evidence=["同意书"],
        approver="泗水县人民政府",
    )
    assert any(one.fires == "resume" for one in other.case.timers)
    assert other.advance("2026-04-20T11:00").case.paused_at is None


def test_whoever_replies_ends_the_pause(desk: CaseDesk) -> None:
    story = begun(desk)
    story.do("pause", "intake_center", "2026-03-03T10:00", reason="force_majeure", approver="泗水县人民政府")
    story.do("reply", "lead", "2026-03-04T10:00", evidence=["photo"], absence_noted=True)
    assert (story.case.state, story.case.paused_at) == ("replied", None)


def test_t51_a_provisional_deadline_is_corrected_by_an_event(desk: CaseDesk) -> None:
    """In a year without a calendar the case is dispatched, and the calendar puts it right when it comes."""
    county = desk.dispatcher.county
    known = county.calendar
    early = Story(desk, start="2026-12-31T09:00")
    (handle,) = early.case.owed("handle")
    assert handle.duty.provisional
    before = handle.duty.due_on
    days = {**known.days, before: "holiday"}
    later = CountyCalendar(days, frozenset({*known.years, 2027}))
    other = CaseDesk(Dispatcher(replace(county, calendar=later), "index"))
    same = desk.fix_deadlines(early.case, at("2027-01-01T09:00"))
    assert same.events == ()  # nothing is known yet
    fixed = other.fix_deadlines(early.case, at("2027-01-01T09:00"))
    assert [one.type for one in fixed.events][-1] == "fix_deadlines"
    (corrected,) = fixed.case.owed("handle")
    assert not corrected.duty.provisional
    assert corrected.duty.due_on > before
    assert other.fix_deadlines(fixed.case, at("2027-01-01T10:00")).events == ()

"""Merge groups: one is handled, each is called back (t5, I5, T26)."""

from __future__ import annotations

import pytest
from tests.casework.story import SATISFIED, Story, at

from gridroute.casework import REPORTER, Actor, Case, CaseDesk
from gridroute.casework.group import Joint, Tally, master_after, members_after, merge, tally, unmerge

WATER = {"text": "小区停水了", "category": "公用事业/供水/停水", "address": "泗河街道仲子社区"}


def center(desk: CaseDesk) -> Actor:
    return Actor(body=desk.dispatcher.county.bodies.with_function("民意受理")[0].id)


def households(desk: CaseDesk, number: int) -> list[Case]:
    return [Story(desk, f"2026-03-02T09:{30 + one % 30}", f"W{one}", **WATER).case for one in range(number)]


def merged(desk: CaseDesk, number: int) -> tuple[Case, list[Case]]:
    master, *others = households(desk, number)
    members = []
    for one in others:
        both = merge(desk, master, one, at("2026-03-02T10:00"), center(desk))
        assert both.member.refusal is None
        master, member = both.master.case, both.member.case
        members.append(member)
    return master, members


def called_back(desk: CaseDesk, case: Case, when: str) -> Case:
    story = Story(desk)
    story.answer = type(story.answer)(case)
    if case.state == "replied":
        story.do("start_callback", "intake_center", when)
    return story.do("satisfied", "intake_center", when, **SATISFIED).case


def test_t26_thirty_households_one_event_thirty_callbacks(desk: CaseDesk) -> None:
    master, members = merged(desk, 30)
    assert (len(master.members), {one.state for one in members}) == (29, {"merged"})
    assert master.known.affected_households == 30
    assert tally([master, *members]) == Tally(events=1, reports=30)
    assert all(one.master == master.id and one.owed() == [] for one in members)
    story = Story(desk)
    story.answer = type(story.answer)(master)
    if story.case.state == "dispatched":
        story.do("accept", "lead", "2026-03-02T10:10")
    replied = story.do("reply", "lead", "2026-03-02T10:40", evidence=["photo"], absence_noted=True)
    assert replied.case.state == "replied", replied.refusal
    answers = members_after(desk, replied, members)
    assert [one.case.state for one in answers] == ["callback"] * 29
    assert all(len(one.case.owed("callback")) == 1 for one in answers)
    closed = [called_back(desk, one, "2026-03-03T10:00") for one in (replied.case, *(one.case for one in answers))]
    assert [one.state for one in closed] == ["closed"] * 30
    assert len({one.id for one in closed}) == 30


@pytest.mark.parametrize("accepted", [True, False])
def test_c2_9_a_group_that_grows_goes_to_a_meeting_at_once(desk: CaseDesk, accepted: bool) -> None:
    """Not when something falls late: when the fifth joins, or when somebody takes up what five have."""
    story = Story(desk, "2026-03-02T09:00", "M1")
    if accepted:
        story.do("accept", "lead", "2026-03-02T09:10")
    for number in range(4):
        assert story.case.state == ("in_progress" if accepted else "dispatched"), number
        member = Story(desk, "2026-03-02T09:30", f"M1-{number}").case
        story.take(merge(desk, story.case, member, at("2026-03-02T10:00"), center(desk)).master)
    if not accepted:
        story.do("accept", "lead", "2026-03-02T10:10")
    assert (story.case.state, story.case.triggers) == ("awaiting_meeting", ("C2.9",))
    assert story.case.owed("handle")
    assert story.log[-1].said["rules"] == ["core-C2-9"]
    story.do("file_dossier", "lead", "2026-03-02T11:00", papers=["事实"])
    assert story.case.state == "awaiting_meeting"


def test_t26_urgency_is_worked_out_anew(desk: CaseDesk) -> None:
    """What many have is more urgent than what one has, where the rules say so; it never falls (I40)."""
    master, member = households(desk, 2)
    low = master.model_copy(update={"urgency": "normal"})
    both = merge(desk, low, member, at("2026-03-02T10:00"), center(desk))
    assert both.master.case.urgency == "utility"
    high = master.model_copy(update={"urgency": "emergency"})
    assert merge(desk, high, member, at("2026-03-02T10:00"), center(desk)).master.case.urgency == "emergency"


def test_one_member_is_not_satisfied_and_goes_on_alone(desk: CaseDesk) -> None:
    master, (first, second) = merged(desk, 3)
    closing = Story(desk)
    closing.answer = type(closing.answer)(master)
    if closing.case.state == "dispatched":
        closing.do("accept", "lead", "2026-03-02T11:00")
    replied = closing.do("reply", "lead", "2026-03-02T15:00", evidence=["photo"], absence_noted=True)
    one, two = members_after(desk, replied, [first, second])
    story = Story(desk)
    story.answer = type(story.answer)(one.case)
    not_yet = {"reached": True, "resolved": False, "satisfied": False, "reasonable": True}
    made = story.do("unsatisfied", "intake_center", "2026-03-03T10:00", **not_yet)
    assert (made.case.state, made.case.lead) == ("redo", replied.case.lead)
    assert made.case.owed("handle")
    assert called_back(desk, two.case, "2026-03-03T10:00").state == "closed"
    assert members_after(desk, made, [two.case]) == []


def test_a_member_that_the_master_s_lead_helped_with(desk: CaseDesk) -> None:
    """I3: whoever leads is no support, also where the lead comes from the master."""
    master, (member,) = merged(desk, 2)
    helped = member.model_copy(update={"lead": "370831-jtj", "supports": (str(master.lead),)})
    made = desk.bring(helped, "master_replied", at("2026-03-02T12:00"), {"lead": master.lead})
    assert (made.case.lead, made.case.supports) == (master.lead, ())


def test_what_a_member_adds_reaches_the_master(desk: CaseDesk) -> None:
    """I40, T53: the words of the thirtieth household count as much as those of the first."""
    master, (member,) = merged(desk, 2)
    story = Story(desk)
    story.answer = type(story.answer)(member)
    said = story.do("supplement", REPORTER, "2026-03-02T11:00", text="还闻到煤气味,很浓")
    answer = master_after(desk, said, master)
    assert answer.case.supplements == ("还闻到煤气味,很浓",)
    assert answer.case.urgency == "emergency"
    assert master.lead in {body.id for event in answer.events for body in event.notify}
    assert master_after(desk, story.advance("2026-03-02T11:30"), master).events == ()


def test_a_member_goes_its_own_way_again(desk: CaseDesk) -> None:
    master, (member,) = merged(desk, 2)
    both = unmerge(desk, master, member, at("2026-03-02T12:00"), center(desk), "不是同一件")
    assert (both.member.case.state, both.member.case.master) == ("dispatched", None)
    assert both.member.case.owed("handle")
    assert (both.master.case.members, both.master.case.member_households) == ((), 0)


def outcome(both: Joint) -> str:
    return both.member.refusal.words.en if both.member.refusal else ""


@pytest.mark.parametrize(
    ("master", "member", "said"),
    [
        ({}, None, "cannot follow itself"),
        ({"master": "Z"}, {}, "follows “Z”"),
        ({"state": "closed", "timers": ()}, {}, "closed: reopen it first"),
        ({}, {"members": ("Y",)}, "has members"),
        ({}, {"state": "closed", "timers": ()}, "cannot “merge”"),
        ({}, {"subjects": ("370831-zjj",)}, "differ in whom they complain about"),
        ({}, {"confidential": "masked"}, "differ in whom they complain about or in secrecy"),
        ({"opened_at": at("2026-01-15T09:00")}, {}, "apart (并单时窗)"),
        ({"community": "370831001003"}, {"community": "370831001004"}, "differ in place or kind"),
        ({"category": "城乡建设/道路/路面破损"}, {"category": "城乡建设/照明/路灯不亮"}, "differ in place or kind"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_neither_changes(
    desk: CaseDesk, master: dict[str, object], member: dict[str, object] | None, said: str
) -> None:
    one, other = households(desk, 2)
    one = one.model_copy(update=master)
    other = one if member is None else other.model_copy(update=member)
    both = merge(desk, one, other, at("2026-03-02T10:00"), center(desk))
    assert said in outcome(both)
    assert (both.master.case, both.member.case) == (one, other)
    assert (both.master.events, both.member.events) == ((), ())


def test_only_the_intake_center_merges(desk: CaseDesk) -> None:
    one, other = households(desk, 2)
    both = merge(desk, one, other, at("2026-03-02T10:00"), Actor(body=str(one.lead)))
    assert "only for" in outcome(both)


def test_a_master_with_members_is_not_taken_back(desk: CaseDesk) -> None:
    master, _ = merged(desk, 2)
    story = Story(desk)
    story.answer = type(story.answer)(master)
    refusal = story.do("withdraw", REPORTER, "2026-03-02T11:00").refusal
    assert refusal is not None
    assert "core-t33c" in refusal.rules

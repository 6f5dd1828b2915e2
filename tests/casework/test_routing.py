"""What a case learns later: words, the place, and who is complained about (t32, T53, A7, I29, I40)."""

from __future__ import annotations

from tests.casework.story import Story

from gridroute.casework import REPORTER, CaseDesk


def test_t53_gas_is_smelt_as_well(desk: CaseDesk) -> None:
    """It reaches the lead, it is an emergency from now on, and its statutory body leads; the lead so far helps."""
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    lead, (handle,) = story.case.lead, story.case.owed("handle")
    made = story.do("supplement", REPORTER, "2026-03-02T11:00", text="还闻到煤气味,楼道里很浓")
    case = made.case
    assert (case.state, case.urgency) == ("in_progress", "emergency")
    assert lead in case.supports
    told = {body.id for event in made.events for body in event.notify}
    assert lead in told
    bodies = desk.dispatcher.county.bodies.by_id
    joined = {bodies[one].name for one in case.supports}
    alone = Story(desk, "2026-03-02T11:00", "G", text="闻到煤气味,楼道里很浓", address="泗河街道仲子社区").case
    assert case.lead == alone.lead != lead
    (mine,) = case.owed("handle")
    assert (mine.duty.obligor.id, mine.duty.unit) == (case.lead, "clock_hours")
    expected = {bodies[one].name for one in alone.supports}
    assert expected
    assert expected <= joined
    assert {bodies[one].name for one in case.supports if one in told} >= expected
    assert case.lead in told
    again = {one.number: one for one in case.duties}[handle.number]
    assert again.status == "superseded" or (again.duty.act, again.duty.due_at) == ("assist", handle.duty.due_at)
    assert all(one.duty.due_at for one in case.owed())
    assert any(one.duty.unit == "clock_minutes" or one.duty.unit == "clock_hours" for one in case.owed())


def test_t53_a_case_that_nobody_is_at_is_brought_back(desk: CaseDesk) -> None:
    """Replied, in callback, merely referred: where danger is told of later, somebody is at it at once."""
    for steps in (("accept", "reply"), ("accept", "reply", "start_callback")):
        story = Story(desk)
        for step in steps:
            role = "intake_center" if step == "start_callback" else "lead"
            story.do(step, role, "2026-03-02T10:00", evidence=["x"])
        resting = story.case.state
        assert resting in ("replied", "callback")
        story.do("supplement", REPORTER, "2026-03-02T10:30", text="补得不平")
        assert story.case.state == resting
        story.do("supplement", REPORTER, "2026-03-02T11:00", text="又闻到煤气味")
        assert (story.case.state, story.case.urgency) == ("in_progress", "emergency")
        assert not story.case.owed("callback")
        story.do("reply", "lead", "2026-03-02T11:20", evidence=["x"], absence_noted=True)
        assert story.case.state == "replied"
        story.do("supplement", REPORTER, "2026-03-02T11:25", text="煤气味还在")  # it is as urgent as it was
        assert story.case.state == "in_progress"
    story = Story(desk, text="我要申请行政复议,泗河街道仲子社区路面破损", address="泗河街道仲子社区")
    assert story.case.state == "referred"
    story.do("supplement", REPORTER, "2026-03-02T11:00", text="现在屋里闻到煤气味")
    assert (story.case.state, story.case.urgency) == ("handed_off", "emergency")
    assert story.case.lead


def test_i40_a_later_word_never_lowers_it(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("supplement", REPORTER, "2026-03-02T10:00", text="闻到煤气味")
    story.do("supplement", REPORTER, "2026-03-02T11:00", text="现在没有味道了,不急")
    assert story.case.urgency == "emergency"


def test_a_word_that_adds_nothing_adds_no_duty(desk: CaseDesk) -> None:
    story = Story(desk)
    before = story.case
    story.do("supplement", REPORTER, "2026-03-02T10:00", text="还有个大坑")
    assert (story.case.duties, story.case.supports, story.case.lead) == (before.duties, before.supports, before.lead)


def test_a_place_that_was_unknown_is_given_and_the_case_goes_on(desk: CaseDesk) -> None:
    """A11, A8: one responsible party before and after."""
    story = Story(desk, text="路面破损,快来修", category="城乡建设/道路/路面破损")
    assert story.case.state == "triaged"
    assert story.case.responsible == story.case.holder
    code = next(one.code for one in desk.dispatcher.county.territory.communities if one.name.startswith("仲子社区"))
    refusal = story.do("assign_grid", "holder", "2026-03-02T10:00", grid="999999999999").refusal
    assert refusal is not None
    assert "999999999999" in refusal.words.zh
    made = story.do("assign_grid", "holder", "2026-03-02T10:00", grid=code)
    assert [one.type for one in made.events] == ["assign_grid", "dispatch"]
    assert (made.case.state, made.case.community, made.case.responsible) == ("dispatched", code, made.case.lead)
    assert made.case.owed("handle")
    assert not made.case.owed("locate")


def test_the_resident_says_where_it_is(desk: CaseDesk) -> None:
    story = Story(desk, text="路面破损,快来修", category="城乡建设/道路/路面破损")
    made = story.do("supplement", REPORTER, "2026-03-02T10:00", text="在泗河街道仲子社区")
    assert (made.case.state, made.case.responsible) == ("dispatched", made.case.lead)
    assert made.case.owed("handle")


def test_i29_a_lead_that_turns_out_to_be_complained_about_leads_no_more(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    lead = str(story.case.lead)
    name = desk.dispatcher.county.bodies.by_id[lead].name
    made = story.do("supplement", REPORTER, "2026-03-02T11:00", text=f"投诉{name}收了钱不办事")
    case = made.case
    assert lead in case.subjects
    assert case.lead not in (None, lead)
    assert {one.duty.obligor.id for one in case.owed()} & {lead} == set()
    assert lead not in {body.id for event in made.events for body in event.notify}
    refusal = story.do("reply", lead, "2026-03-02T12:00", evidence=["x"]).refusal
    assert refusal is not None
    assert refusal.kind == "who"


def test_i29_whoever_helps_and_is_then_complained_about_is_out(desk: CaseDesk) -> None:
    fields = {"text": "村道破损", "category": "交通运输/公路/农村公路", "address": "泗河街道仲子社区"}
    story = Story(desk, **fields)
    (town,) = story.case.supports
    assert [one for one in story.case.owed() if one.duty.obligor.id == town]
    made = story.do("supplement", REPORTER, "2026-03-02T11:00", text="投诉泗河街道收了钱不修路")
    assert town in made.case.subjects
    assert town not in made.case.supports
    assert not [one for one in made.case.owed() if one.duty.obligor.id == town]
    assert made.case.lead == story.case.lead


def test_nothing_is_dispatched_to_nobody(desk: CaseDesk) -> None:
    """t8: exactly one lead. Where the place is not known, it is designated first."""
    story = Story(desk, text="有个东西坏了")
    assert (story.case.state, story.case.lead) == ("triaged", None)
    refusal = story.do("dispatch", "intake_center", "2026-03-02T10:00").refusal
    assert refusal is not None
    assert "还没有主办" in refusal.words.zh
    assert story.case.state == "triaged"


def test_what_the_grid_does_not_keep_goes_to_one_lead(desk: CaseDesk) -> None:
    """YY03, t7: sent up by the village, or by time."""
    story = Story(desk)
    fields = {"state": "grid_handling", "lead": None, "supports": (), "timers": ()}
    case = story.case.model_copy(update=fields)
    story.answer = type(story.answer)(case)
    made = story.do("send_up", "community", "2026-03-02T10:00")
    assert (made.case.state, made.case.responsible) == ("dispatched", made.case.lead)
    assert made.case.lead not in (None, case.community)
    assert [one.duty.obligor.id for one in made.case.owed("handle")] == [made.case.lead]

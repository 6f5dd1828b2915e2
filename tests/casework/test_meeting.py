"""Joint meetings: when they sit, who sits there, what they need, what they resolve, and how a matter climbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.casework.story import NOT_SATISFIED, ROAD, Story, at
from tests.support import Built

from gridroute import County, Dispatcher
from gridroute.casework import Actor, Attempt, Case, CaseDesk
from gridroute.casework.agenda import agendas
from gridroute.casework.clock import stay_ends
from gridroute.casework.members import members_of
from gridroute.casework.minutes import minutes
from gridroute.casework.scene import Scene
from gridroute.casework.sitting import next_sitting, previous_sitting
from gridroute.model import Duration, Unit
from gridroute.policy.ladder import OnHoliday, Rung

WEEKLY, MONTHLY = Duration(1, Unit.CALENDAR_WEEKS), Duration(1, Unit.CALENDAR_MONTHS)
PAPERS = ["事实", "已做措施", "争点", "建议主办"]
FULL: dict[str, Any] = {
    "lead": "泗水县水务局",
    "supports": ["泗水县住房和城乡建设局"],
    "within": "10 workdays",
    "milestones": ["3月20日改线"],
    "acceptance": "雨后不积水",
}


@pytest.fixture(scope="module")
def desk(sishui: County) -> CaseDesk:
    return CaseDesk(Dispatcher(sishui, "index"))


@pytest.fixture
def waiting(desk: CaseDesk) -> Story:
    """A road that went to the community's meeting on 3 March."""
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("escalate", "lead", "2026-03-03T10:00", trigger="C2.5", basis="权责清单", papers=PAPERS)
    assert (story.case.state, story.case.level) == ("awaiting_meeting", "community")
    return story


# ---- sittings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cadence", "on", "holiday", "after", "day"),
    [
        (WEEKLY, 1, "shift", "2026-03-02", "2026-03-09"),  # strictly after
        (WEEKLY, 1, "shift", "2026-03-01", "2026-03-02"),
        (WEEKLY, 3, "shift", "2026-03-02", "2026-03-04"),
        (WEEKLY, 1, "shift", "2026-02-14", "2026-02-24"),  # the spring festival: the first working day after it
        (WEEKLY, 1, "keep", "2026-02-14", "2026-02-16"),
        (WEEKLY, 1, "skip", "2026-02-14", "2026-03-02"),  # both Mondays of the holiday fall out
        (WEEKLY, 6, "shift", "2026-02-13", "2026-02-14"),  # a Saturday that is worked
        (MONTHLY, 1, "shift", "2026-03-02", "2026-04-01"),
        (MONTHLY, 31, "shift", "2026-04-01", "2026-04-30"),  # the month has no 31st
        (Duration(3, Unit.CALENDAR_MONTHS), 1, "shift", "2026-03-02", "2026-04-01"),
        (Duration(3, Unit.CALENDAR_MONTHS), 1, "shift", "2026-09-20", "2026-10-08"),  # after the national holiday
        (Duration(2, Unit.CALENDAR_WEEKS), 1, "keep", "2026-03-02", "2026-03-16"),
    ],
)
def test_a_rung_sits_on_its_day(
    sishui: County, cadence: Duration, on: int, holiday: OnHoliday, after: str, day: str
) -> None:
    rung = Rung("community", cadence=cadence, on=on)
    made = next_sitting(rung, holiday, date.fromisoformat(after), sishui.calendar)
    assert made is not None
    assert made.day == date.fromisoformat(day)
    assert made.moved == (made.day != made.planned)
    before = previous_sitting(rung, holiday, made.day + timedelta(days=1), sishui.calendar)
    assert before is not None
    assert before.day == made.day, "the last one before the next day is itself"


def test_without_a_cadence_there_is_no_regular_day_and_without_a_calendar_it_is_provisional(sishui: County) -> None:
    assert next_sitting(Rung("county"), None, date(2026, 3, 2), sishui.calendar) is None
    made = next_sitting(Rung("county", cadence=MONTHLY), "shift", date(2031, 1, 10), sishui.calendar)
    assert made is not None
    assert (made.day, made.provisional) == (date(2031, 2, 3), True)


@pytest.mark.parametrize(
    ("rung", "said"),
    [
        ("{level: community, convener: 村社党组织, cadence: 1 calendar_weeks, on: 8}", "on 应是每周的第几天"),
        ("{level: community, convener: 村社党组织, cadence: 1 calendar_months, on: 0}", "on 应是每周的第几天"),
        ("{level: community, convener: 村社党组织, on: 3}", "与 cadence 同写"),
        ("{level: community, convener: 村社党组织, cadence: 1 calendar_weeks, on: 5}", ""),
    ],
)
def test_the_day_of_a_sitting_is_checked_at_load(yunhe: Callable[..., Built], rung: str, said: str) -> None:
    text = f"ladders:\n  a:\n    rungs: [{rung}]\n    on_holiday: shift\n    terminal: {{body: 本级政府}}\n"
    built = yunhe({"ladders.yaml": text})
    if said:
        assert any(said in one and one.startswith("yunhe/ladders.yaml:3") for one in built.said()), built.said()
    else:
        assert (built.said(), built.county.policy.ladders["a"].rungs[0].on) == ([], 5)


# ---- the dossier and the resolution ------------------------------------------------------------------------


@pytest.mark.parametrize("given", [[], ["事实"], PAPERS[:3]])
def test_without_its_papers_a_matter_does_not_go_to_a_meeting(desk: CaseDesk, given: list[str]) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    answer = story.do("escalate", "lead", "2026-03-03T10:00", trigger="C2.5", basis="权责清单", papers=given)
    assert answer.refusal is not None
    assert answer.refusal.rules == ("core-C5c",)
    assert answer.refusal.words.zh.endswith("还缺 " + "、".join(sorted(set(PAPERS) - set(given))))
    assert story.case.state == "in_progress"
    story.do("file_dossier", "lead", "2026-03-03T11:00", papers=PAPERS)
    assert story.do("escalate", "lead", "2026-03-03T12:00", trigger="C2.5", basis="权责清单").refusal is None


def test_a_gap_in_funds_needs_one_paper_more(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    answer = story.do(
        "escalate", "lead", "2026-03-03T10:00", trigger="C2.5", basis="权责清单", papers=PAPERS, funding_gap=True
    )
    assert answer.refusal is not None
    assert answer.refusal.rules == ("core-C5c",)
    more = [*PAPERS, "资金缺口"]
    assert (
        story.do(
            "escalate", "lead", "2026-03-03T11:00", trigger="C2.5", basis="权责清单", papers=more, funding_gap=True
        ).refusal
        is None
    )


def test_time_takes_a_matter_to_a_meeting_without_papers(desk: CaseDesk) -> None:
    story = Story(desk)
    story.advance("2026-03-07T00:00")
    assert story.case.state == "awaiting_meeting"
    assert story.case.papers == ()


@pytest.mark.parametrize("part", sorted(FULL))
def test_a_resolution_without_one_of_its_parts_resolves_nothing(waiting: Story, part: str) -> None:
    said = {name: value for name, value in FULL.items() if name != part}
    answer = waiting.do("resolve_item", "convener", "2026-03-04T15:00", resolution=said)
    assert answer.refusal is not None
    assert answer.refusal.rules == ("core-C6b",)
    assert waiting.case.state == "awaiting_meeting"


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("lead", "没有这个单位", "主办“没有这个单位”不行: 没有单位“没有这个单位”: 写单位台账里的名称或编号"),
        # a village leads no matter of administration (I23)
        ("lead", "仲子社区居民委员会", "主办“仲子社区居民委员会”不行: 依规则不能承担,另写一个单位"),
        ("within", "尽快", "时限“尽快”不行: 写成 10个工作日、10个自然日 或 48小时"),
        ("within", "2026-03-20", "时限“2026-03-20”不行: 写成 10个工作日、10个自然日 或 48小时"),
        ("within", "3天", "时限“3天”不行: 写成 10个工作日、10个自然日 或 48小时"),
        ("within", "0 workdays", "时限“0 workdays”不行: 至少 1,至多 2500个工作日"),
        ("within", "3650 workdays", "时限“3650 workdays”不行: 至少 1,至多 2500个工作日"),
        ("milestones", [], "还缺 节点"),
        ("acceptance", "  ", "验收标准“  ”不行: 写明内容"),
        ("supports", ["泗水县水务局", "没有这个单位"], "没有单位“没有这个单位”: 写单位台账里的名称或编号"),
        ("supports", "泗水县水务局", "协办“泗水县水务局”不行: 写成一列 [甲, 乙],没有写 []"),
    ],
)
def test_what_cannot_be_understood_is_not_said(waiting: Story, part: str, value: object, words: str) -> None:
    answer = waiting.do("resolve_item", "convener", "2026-03-04T15:00", resolution=FULL | {part: value})
    assert answer.refusal is not None
    assert answer.refusal.rules == ("core-C6b",)
    assert words in answer.refusal.words.zh
    assert "还缺" not in answer.refusal.words.zh or words.startswith("还缺")


@pytest.mark.parametrize("within", ["10 workdays", "10个工作日", "十个工作日", "10工作日"])
def test_a_meeting_may_write_its_deadline_in_words(waiting: Story, within: str) -> None:
    made = waiting.do("resolve_item", "convener", "2026-03-04T15:00", resolution=FULL | {"within": within})
    assert made.refusal is None
    assert waiting.due("handle") == "2026-03-18"


@pytest.mark.parametrize("chinese", [False, True])
def test_c12_a_resolution_becomes_duties_and_only_it_changes_the_lead(waiting: Story, chinese: bool) -> None:
    first = waiting.case.lead
    assert [one.duty.obligor.id for one in waiting.case.owed("handle")] == [first], "climbing drops no duty"
    names = {"lead": "主办", "supports": "协办", "within": "时限", "milestones": "节点", "acceptance": "验收标准"}
    said = {names[key] if chinese else key: value for key, value in FULL.items()}
    made = waiting.do("resolve_item", "convener", "2026-03-04T15:00", resolution=said)
    assert made.refusal is None
    assert waiting.case.state == "executing"
    assert waiting.case.lead != first
    assert waiting.case.supports == (first,)
    assert waiting.due("handle") == "2026-03-18"
    assert {one.duty.obligor.id for one in waiting.case.owed("assist")} == {first}
    assert waiting.case.lead not in waiting.case.supports


# ---- climbing ----------------------------------------------------------------------------------------------


def test_c4_the_stay_ends_with_the_sitting_or_after_five_working_days(waiting: Story) -> None:
    waiting.advance("2026-03-10T23:00")
    assert waiting.case.level == "community"
    waiting.advance("2026-03-11T00:00")
    assert waiting.case.level == "township"
    assert [event.type for event in waiting.log][-1] == "level_overdue"


def test_what_comes_back_after_a_meeting_comes_one_rung_higher(desk: CaseDesk) -> None:
    """T04: no circle through the same meeting."""
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    for number in (1, 2, 3):
        story.to_callback(2 + number)
        story.do("unsatisfied", "intake_center", f"2026-03-{2 + number:02}T12:00", **NOT_SATISFIED)
        if number < 3:
            story.do("restart", "lead", f"2026-03-{2 + number:02}T13:00")
    assert story.case.level == "community"
    story.do("resolve_item", "convener", "2026-03-06T15:00", resolution=FULL)
    story.to_callback(9)
    story.do("unsatisfied", "intake_center", "2026-03-09T12:00", **NOT_SATISFIED)
    assert (story.case.state, story.case.level, story.case.redo_count) == ("awaiting_meeting", "township", 4)


BY_ORDER = {"skip_reason": "superior_designated", "basis": "泗政字〔2026〕1号", "approvers": ["泗水县人民政府"]}


@pytest.mark.parametrize(
    ("said", "rule", "changed", "level"),
    [
        ({"skip_reason": "emergency"}, "core-C3c", {"urgency": "emergency"}, "county"),
        ({"skip_reason": "body_is_party"}, "core-C3d", {"lead": "仲子社区居民委员会"}, "township"),
        (BY_ORDER | {"level": "township"}, "", {}, "township"),
        (BY_ORDER | {"level": "county"}, "", {}, "county"),
        (BY_ORDER | {"basis": ""}, "core-C3e", {}, "community"),
        (BY_ORDER | {"approvers": ["泗水县教育和体育局"]}, "core-C3e", {}, "community"),
    ],
)
def test_c3_levels_are_skipped_for_three_reasons_only(
    waiting: Story, said: dict[str, Any], rule: str, changed: dict[str, str], level: str
) -> None:
    """And the reason must be so: what the case says of itself is not taken from whoever wants to skip."""
    refused = waiting.do("skip_level", "convener", "2026-03-04T10:00", reason="快一点").refusal
    assert refused is not None
    assert refused.rules == ("core-C3a",)
    refused = waiting.do("skip_level", "convener", "2026-03-04T11:00", reason="依据在案", **said).refusal
    assert (() if refused is None else refused.rules) == ((rule,) if rule else ())
    if changed:
        bodies = waiting.desk.dispatcher.county.bodies
        found = {name: bodies.named(value)[0].id if name == "lead" else value for name, value in changed.items()}
        waiting.answer = replace(waiting.answer, case=waiting.case.model_copy(update=found))
        waiting.do("skip_level", "convener", "2026-03-04T12:00", reason="依据在案", **said)
    assert waiting.case.level == level


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"trigger": "大家都说要上会"}, ("core-I17",)),
        ({"trigger": "大家都说要上会", "basis": "x"}, ("core-I17",)),
        ({"trigger": "C2.2", "basis": "x"}, ("core-I17",)),
        ({"trigger": "C2.5"}, ("core-I17",)),
        ({"trigger": "C2.5", "triggers": ["C2.2"], "basis": "x"}, ("core-I17",)),
        ({"trigger": "C2.5", "beyond_level_power": True}, ("core-I17b",)),
        ({"trigger": "C2⑤", "basis": "资金缺口八十万元"}, ()),
        ({"trigger": "C2.6", "basis": "沿线三个镇"}, ()),
    ],
)
def test_i17_a_trigger_holds_or_has_a_basis(desk: CaseDesk, said: dict[str, Any], rules: tuple[str, ...]) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    refused = story.do("escalate", "lead", "2026-03-02T11:00", papers=PAPERS, **said).refusal
    assert (() if refused is None else refused.rules) == rules
    if refused is None:
        assert story.case.triggers[0] in ("C2.5", "C2.6")


def test_c13_a_matter_is_sent_down_once_and_with_a_basis(waiting: Story) -> None:
    waiting.do("raise_level", "convener", "2026-03-04T10:00", reason="权限不够")
    assert waiting.case.level == "township"
    assert waiting.do("send_down", "convener", "2026-03-05T10:00").refusal is not None
    waiting.do("send_down", "convener", "2026-03-05T11:00", basis="属村社职权")
    assert (waiting.case.level, waiting.case.send_down_count) == ("community", 1)
    waiting.do("raise_level", "convener", "2026-03-06T10:00", reason="权限不够")
    again = waiting.do("send_down", "convener", "2026-03-06T11:00", basis="属村社职权")
    assert again.refusal is not None
    assert again.refusal.rules == ("core-C13",)


def test_c7_what_the_last_level_leaves_is_listed_with_a_day_of_review(waiting: Story) -> None:
    waiting.advance("2026-07-01T00:00")
    kinds = [event.type for event in waiting.log]
    assert "terminal_list" in kinds
    assert waiting.case.next_review is not None
    listed = next(event for event in waiting.log if event.type == "terminal_list")
    assert "泗水县人民政府" in [body.name for body in listed.notify]
    monthly = [one.duty for one in waiting.case.duties if one.duty.act == "progress"]
    assert {(one.rule, one.amount, one.unit, one.every) for one in monthly} == {("core-C7", 1, "calendar_months", True)}


def test_c2_what_is_settled_is_not_brought_up_again(desk: CaseDesk) -> None:
    story = Story(desk)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("file_dossier", "lead", "2026-03-02T11:00", papers=[*PAPERS, "资金缺口"], funding_gap=True)
    assert (story.case.state, story.case.triggers) == ("awaiting_meeting", ("C2.5",))
    story.do("resolve_item", "convener", "2026-03-03T10:00", resolution=FULL | {"资金来源": "县级维护费"})
    assert (story.case.state, story.case.circumstances) == ("executing", ())
    story.do("broadcast", "lead", "2026-03-03T11:00")
    assert story.case.state == "executing"


def test_c10_what_is_urgent_does_not_wait_for_the_regular_day(desk: CaseDesk) -> None:
    story = Story(desk, text="全楼停水两天了", address="泗河街道仲子社区")
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("escalate", "lead", "2026-03-02T11:00", trigger="C2.5", basis="x", papers=PAPERS)
    assert (story.case.urgency, story.case.level) == ("utility", "community")
    assert stay_ends(Scene(story.case, desk.dispatcher, story.case.at)) == at("2026-03-03T11:00")


# ---- members -----------------------------------------------------------------------------------------------


def test_c11_who_has_an_interest_explains_and_does_not_vote(desk: CaseDesk, waiting: Story) -> None:
    scene = Scene(waiting.case, desk.dispatcher, at("2026-03-04T10:00"))
    (free,) = [one for one in members_of(scene) if one.capacity == "lead"]
    assert free.votes
    (bound,) = [one for one in members_of(scene, {str(waiting.case.lead)}) if one.capacity == "lead"]
    assert (bound.votes, bound.recused, "core-C11" in bound.rules) == (False, ("利害关系",), True)


@pytest.mark.parametrize(
    ("changed", "who", "rule"),
    [
        ({"triggers": ("C2.5",)}, "lead", ""),
        ({"triggers": ("C2.5", "C2.1")}, "lead", "core-C11b"),
        ({"triggers": ("C2.2",)}, "lead", "core-C11b"),
        ({"subjects": ("仲子社区居民委员会",)}, "仲子社区党组织", "core-C11"),
        ({"subjects": ("泗河街道",)}, "仲子社区党组织", "core-C11"),
        ({"subjects": ("泗水县教育和体育局",)}, "仲子社区党组织", ""),
    ],
)
def test_c11_interest_is_found_without_being_declared(
    waiting: Story, changed: dict[str, tuple[str, ...]], who: str, rule: str
) -> None:
    """Who is complained about, its house, and the lead whose work is judged."""
    bodies = waiting.desk.dispatcher.county.bodies
    found = {
        name: tuple(bodies.named(one)[0].id if name == "subjects" else one for one in listed)
        for name, listed in changed.items()
    }
    body = waiting.case.lead if who == "lead" else bodies.named(who)[0].id
    scene = Scene(waiting.case.model_copy(update=found), waiting.desk.dispatcher, at("2026-03-04T10:00"))
    (one,) = [member for member in members_of(scene) if member.body.id == body]
    assert (one.votes, [name for name in one.rules if name.startswith("core-C11")]) == (
        not rule,
        [rule] if rule else [],
    )


def test_c11_who_did_not_check_in_does_not_judge_it(desk: CaseDesk) -> None:
    story = Story(desk)
    required = desk.dispatcher.county.bodies.named("泗水县交通运输局")[0].id
    blow = {"whistle_kind": "appeal", "beyond_own_power": True, "reviewed": True, "required": [required]}
    story.do("blow", "community", "2026-03-02T10:00", **blow)
    story.do("check_in", "lead", "2026-03-02T11:00")
    story.advance("2026-03-04T08:00")
    assert "C2.4" in story.case.triggers
    case = story.case.model_copy(update={"supports": (required,)})
    votes = {one.body.id: one.votes for one in members_of(Scene(case, desk.dispatcher, story.case.at))}
    assert (votes[required], votes[str(story.case.lead)]) == (False, True)


def test_c11_the_body_complained_about_explains_and_can_do_nothing(desk: CaseDesk) -> None:
    complaint = {"text": "投诉泗河街道修路不管", "category": ROAD["category"], "address": ROAD["address"]}
    story = Story(desk, subject_organizations=["泗河街道"], **complaint)
    case = story.case.model_copy(update={"state": "awaiting_meeting", "rung": 1, "level": "township"})
    made = members_of(Scene(case, desk.dispatcher, at("2026-03-04T10:00")))
    (subject,) = [one for one in made if one.body.name == "泗河街道"]
    assert not subject.votes
    answer = desk.attempt(
        case,
        Attempt(type="raise_level", at=at("2026-03-04T10:00"), by=Actor(body=subject.body.id), said={"reason": "x"}),
    )
    assert answer.refusal is not None
    assert answer.refusal.kind == "who"


def test_a_member_may_be_of_a_higher_level_than_the_meeting(desk: CaseDesk) -> None:
    """T25: the police of the county sit in the township's property meeting."""
    story = Story(desk, text="物业费涨了没人管", category="物业/物业服务/物业纠纷", address="泗河街道仲子社区")
    case = story.case.model_copy(update={"state": "awaiting_meeting", "rung": 2, "level": "township"})
    levels = {one.body.name: one.body.level for one in members_of(Scene(case, desk.dispatcher, at("2026-03-04T10:00")))}
    assert levels["泗水县公安局"] == "county"


# ---- agenda and minutes ------------------------------------------------------------------------------------


def cases_waiting(desk: CaseDesk) -> list[Case]:
    made = []
    for name, fields in {
        "A": ROAD,
        "B": ROAD | {"affected_households": 40},
        "C": {"text": "家里停暖了", "category": "公用事业/供热/供热中断", "address": ROAD["address"]},
    }.items():
        story = Story(desk, name=name, **fields)
        story.do("accept", "lead", "2026-03-02T10:00")
        story.do("escalate", "lead", "2026-03-02T10:30", trigger="C2.5", basis="权责清单", papers=PAPERS)
        made.append(story.case)
    return made


def test_an_agenda_is_in_the_order_of_the_policy(desk: CaseDesk) -> None:
    made = agendas(cases_waiting(desk), desk.dispatcher, at("2026-03-03T09:00"))
    (one,) = [agenda for agenda in made if agenda.level == "community"]
    assert [item.case.id for item in one.items] == ["C", "B", "A"]
    assert [item.ad_hoc for item in one.items] == [True, False, False]
    assert one.items[1].triggers == ("C2.5",)
    assert one.items[1].missing == ()
    assert one.items[1].parts == ("主办", "协办", "时限", "节点", "验收标准")


def test_an_agenda_is_of_one_convener(desk: CaseDesk, waiting: Story) -> None:
    other = Story(desk, name="Z", text="路坏了", category=ROAD["category"], address="泉林镇卞桥一村")
    other.do("accept", "lead", "2026-03-02T10:00")
    other.do("escalate", "lead", "2026-03-02T10:30", trigger="C2.5", basis="权责清单", papers=PAPERS)
    made = agendas([waiting.case, other.case], desk.dispatcher, at("2026-03-04T09:00"))
    assert len(made) == 2
    assert len({one.convener.id for one in made if one.convener}) == 2


def test_minutes_hold_what_a_meeting_did_on_that_day(desk: CaseDesk, waiting: Story) -> None:
    waiting.do("raise_level", "convener", "2026-03-04T10:00", reason="权限不够")
    waiting.do("resolve_item", "convener", "2026-03-05T10:00", resolution=FULL)
    (first,) = minutes([waiting.log], desk.dispatcher, date(2026, 3, 4))
    assert [(one.outcome, one.words) for one in first.items] == [("raise_level", "权限不够")]
    (second,) = minutes([waiting.log], desk.dispatcher, date(2026, 3, 5))
    assert second.level == "township"
    (item,) = second.items
    assert item.resolution is not None
    assert item.resolution.milestones == ("3月20日改线",)
    assert minutes([waiting.log], desk.dispatcher, date(2026, 3, 6)) == []


def test_that_the_supply_runs_again_is_remembered_until_somebody_says_otherwise(desk: CaseDesk) -> None:
    """T27: what hangs on it falls due without anybody saying it again; who is told that it does not run, takes it back."""
    water = {"text": "小区停水了", "category": "公用事业/供水/停水", "address": "泗河街道仲子社区"}
    story = Story(desk, **water)
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("broadcast", "lead", "2026-03-02T11:00", supply_restored=True)
    story.do("broadcast", "lead", "2026-03-02T12:00")
    assert story.case.circumstances == ("supply_restored",)
    story.do("broadcast", "lead", "2026-03-02T13:00", supply_restored=False)
    assert story.case.circumstances == ()
    story.do("broadcast", "lead", "2026-03-02T14:00", supply_restored=True)
    story.do("reply", "lead", "2026-03-02T15:00", evidence=["photo"], absence_noted=True)
    story.do("start_callback", "intake_center", "2026-03-02T16:00")
    assert story.case.circumstances == ("supply_restored",)
    story.do("unsatisfied", "intake_center", "2026-03-02T17:00", **NOT_SATISFIED)
    assert (story.case.state, story.case.circumstances) == ("redo", ())


def test_a_meeting_does_not_settle_that_the_supply_runs_again(desk: CaseDesk) -> None:
    water = {"text": "小区停水了", "category": "公用事业/供水/停水", "address": "泗河街道仲子社区"}
    story = Story(desk, **water)
    story.do("accept", "lead", "2026-03-02T10:00")
    said = {"funding_gap": True, "supply_restored": True}
    story.do("file_dossier", "lead", "2026-03-02T11:00", papers=[*PAPERS, "资金缺口"], **said)
    assert story.case.circumstances == ("funding_gap", "supply_restored")
    story.do("resolve_item", "convener", "2026-03-02T12:00", resolution=FULL | {"资金来源": "县级维护费"})
    assert (story.case.state, story.case.circumstances) == ("executing", ("supply_restored",))
